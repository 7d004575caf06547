"""统计: a period above, its figures, charts and tables below each other; printed, saved, exported from the foot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.domain.statistics.report import DEFINITIONS, Named, StatisticsReport
from counter_app.domain.statistics.words import (
    GROUP_COLUMNS,
    FigureLine,
    course_chart,
    defects_chart,
    figure_lines,
    group_lines,
)
from counter_app.services.statistics import statistics
from counter_app.ui.base.acts import Act, Placement, when_pressed
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.statistics.chart_view import ChartView
from counter_app.ui.statistics.period_bar import PeriodBar
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.card_columns import CardColumns
from counter_app.ui.widgets.list_view import fit_columns, list_view
from counter_app.ui.widgets.messages import BusyState, EmptyState
from counter_app.ui.widgets.scrolled import scrolled
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.sorted_lines import SortedLines
from counter_app.ui.widgets.table_model import CellTableModel

_ACROSS: Final = 3
_MOST_ROWS: Final = 20
"""A table is as high as its rows up to so many, and then scrolls."""


class _Table(QWidget):
    """A table as high as its rows, with a word in its place where it has none."""

    def __init__(self, name: str, columns: Sequence[str], nothing: str) -> None:
        super().__init__()
        self.model = CellTableModel(columns)
        self.view: QTableView = list_view(self.model, name)
        self._lines: SortedLines[int] = SortedLines(self.view, self.model, lambda place: place)
        self._nothing = QLabel(nothing)
        mark(self._nothing, role="quiet")
        column = QVBoxLayout(self)
        grid.space(column, spacing=0)
        column.addWidget(self._nothing)
        column.addWidget(self.view)

    def show_rows(self, rows: Sequence[Sequence[str]], columns: Sequence[str] = ()) -> None:
        """Show other rows."""
        self._lines.show(range(len(rows)), [tuple((cell, "ink") for cell in row) for row in rows], columns)
        self.view.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        fit_columns(self.view, 0)
        lines = min(len(rows), _MOST_ROWS)
        header = max(self.view.horizontalHeader().sizeHint().height(), grid.px(32))
        self.view.setFixedHeight(header + lines * self.view.verticalHeader().defaultSectionSize() + 4)


class StatisticsPage(Page):
    """Reads the period anew whenever it is shown or another one is chosen."""

    ACTS: ClassVar[tuple[Act[StatisticsPage], ...]]

    print_wanted = Signal(StatisticsPeriod, Dimension)
    """The paper of a period, by a dimension."""
    file_wanted = Signal(StatisticsPeriod, Dimension, str)
    """The same as a file: `pdf` or `docx`."""
    workbook_wanted = Signal(StatisticsPeriod)
    """The workbook of a period."""
    refused = Signal(Refusal)

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Begins with this month, by window."""
        super().__init__(parent)
        self._station = station
        self.acts = PageActs(self, self.ACTS)
        self.period = PeriodBar(lambda: station.now().date())
        self.by = Dimension.WINDOW
        self.report: StatisticsReport | None = None
        self._figures = QGridLayout()
        self._numbers: dict[str, QLabel] = {}
        self.course, self.defects = ChartView(), ChartView()
        self.no_defects = QLabel("本期没有出具告知书")
        self.groups = _Table("分组统计", ("窗口", *GROUP_COLUMNS), "本期没有受理和备案")
        self.defects_table = _Table("告知补正的事项", ("事项", "告知书份数"), "本期没有出具告知书")
        self.inspections = _Table("监督检查", ("检查类型", "次数", "未发现问题", "发现问题"), "本期没有检查")
        self.breaches = _Table("不符合的项目", ("不符合的项目", "次数"), "本期检查没有发现问题")
        self.orders = _Table("责令改正与复查", ("责令改正与复查", "件数"), "本期没有责令改正")
        self.tips = _Table("举报", ("举报类别", "件数", "待核查", "已答复"), "本期没有举报")
        self.dimensions: dict[Dimension, QPushButton] = {}
        self.nothing = EmptyState("本期没有业务", "换一个期间，或先办理业务")
        self.failed = EmptyState("统计读取失败", "", action=self.acts.offer("refresh"))
        self._busy = BusyState("正在统计…")
        self._states = QStackedWidget()
        self._lay_out()
        self.period.changed.connect(lambda _period: self.refresh())
        self.period.refused.connect(self.refused)

    def resume(self) -> None:
        """The focus goes to the period."""
        self.period.kinds[self.period.period.kind].setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("统计", [*self.acts.told(), BACK])]

    def export_list(self) -> bool:
        """Ctrl+Shift+E writes the workbook."""
        self.workbook_wanted.emit(self.period.period)
        return True

    # Reading ---------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Count again: cases were handled since."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the period."""
        self.period.renew()
        period = self.period.period
        if self.report is None:
            self._states.setCurrentWidget(self._busy)
        self._station.read(
            lambda backend: statistics.report(backend, period),
            done=self._take,
            failed=self._fail,
            owner=self,
            newest="statistics",
        )

    def _take(self, report: StatisticsReport) -> None:
        self.report = report
        self._show_figures(figure_lines(report))
        self.course.show_chart(course_chart(report))
        self.defects.show_chart(defects_chart(report))
        self.defects.setVisible(bool(report.defects))
        self.no_defects.setVisible(not report.defects)
        self.defects_table.show_rows(_rows(report.defects))
        self.inspections.show_rows(
            [(one.words, str(one.all), str(one.conforming), str(one.in_breach)) for one in report.inspections]
        )
        self.breaches.show_rows(_rows(report.breaches))
        states = [Named("", f"本期出具，{one.words}", one.number) for one in report.orders.by_state]
        again = [Named("", f"复查：{one.words}", one.number) for one in report.orders.reinspections]
        self.orders.show_rows(_rows([*states, *again]))
        self.tips.show_rows([(one.words, str(one.all), str(one.open), str(one.answered)) for one in report.tips])
        self._show_groups()
        self._states.setCurrentIndex(0 if not report.is_empty else self._states.indexOf(self.nothing))
        self.acts.refresh()

    def _fail(self, refusal: Refusal) -> None:
        self.report = None
        self._states.setCurrentWidget(self.failed)
        self.refused.emit(refusal)

    def _show_figures(self, lines: Sequence[FigureLine]) -> None:
        down = -(-len(lines) // _ACROSS)
        for place, line in enumerate(lines):
            if line.key not in self._numbers:
                name, number = QLabel(line.name), QLabel()
                mark(name, role="quiet")
                column, row = divmod(place, down)
                self._figures.addWidget(name, row, 2 * column)
                self._figures.addWidget(number, row, 2 * column + 1)
                self._numbers[line.key] = number
            number = self._numbers[line.key]
            number.setText(line.words)
            mark(number, role="strong", tone="red" if line.bad else "")

    def figure(self, key: str) -> str:
        """What stands beside a figure."""
        return self._numbers[key].text()

    # Acts ------------------------------------------------------------------------------------------------------------

    def has_report(self) -> bool:
        """Whether there is something to print."""
        return self.report is not None and not self.report.is_empty

    def group_by(self, by: Dimension) -> None:
        """Show the figures of the filing by window, by clerk or by place category."""
        self.by = by
        self._show_groups()

    def next_dimension(self) -> None:
        """Show them by the next of the three."""
        every = list(Dimension)
        self.group_by(every[(every.index(self.by) + 1) % len(every)])

    def _show_groups(self) -> None:
        for by, button in self.dimensions.items():
            button.setChecked(by is self.by)
        if self.report is not None:
            self.groups.show_rows(group_lines(self.report, self.by), (self.by.label, *GROUP_COLUMNS))

    # Looks -----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel("统计")
        mark(title, role="headline")
        head = QHBoxLayout()
        grid.space(head, 24, 0, 24, 0, spacing=16)
        head.addWidget(title)
        head.addWidget(self.period, 1)
        mark(self.no_defects, role="quiet")
        holder = QWidget()
        holder.setLayout(self._figures)
        grid.space(self._figures, spacing=4, across=16)
        for column in range(1, 2 * _ACROSS, 2):
            self._figures.setColumnStretch(column, 1)
        groups = _card("业务情况", self.groups, basis="件计入最后办理它的窗口和工作人员")
        holder_of_buttons = QWidget()
        segments = QHBoxLayout(holder_of_buttons)
        grid.space(segments, spacing=0)
        for by in Dimension:
            button = QPushButton(f"按{by.label}")
            button.setCheckable(True)
            mark(button, role="segment", tone="accent", first="true" if by is Dimension.WINDOW else "")
            when_pressed(button, self.group_by, by)
            self.dimensions[by] = button
            segments.addWidget(button)
        groups.add_to_head(holder_of_buttons)
        meaning = QLabel("\n".join(f"{name}：{said}" for name, said in DEFINITIONS))
        meaning.setWordWrap(True)
        mark(meaning, role="quiet")
        cards = (
            _card("主要指标", holder),
            _card("受理和备案", self.course),
            _card("最常告知补正的事项", self.defects, self.no_defects),
            groups,
            _card("告知补正的全部事项", self.defects_table),
            _card("监督检查", self.inspections, self.breaches),
            _card("责令改正与复查", self.orders),
            _card("举报", self.tips),
            _card("口径", meaning),
        )
        self.area = scrolled(CardColumns(cards), whole_width=True)
        for state in (self.area, self._busy, self.nothing, self.failed):
            self._states.addWidget(state)
        self._states.setCurrentWidget(self._busy)
        whole = QVBoxLayout(self)
        grid.space(whole, 0, 16, 0, 12, spacing=12)
        layouts.nest(whole, head)
        whole.addWidget(self._states, 1)
        foot = self.acts.foot(" ".join(BACK))
        grid.space(foot, 24, 0, 24, 0)
        layouts.nest(whole, foot)


def _card(title: str, *parts: QWidget, basis: str = "") -> SectionCard:
    card = SectionCard(title, basis)
    for part in parts:
        card.add_wide(part)
    return card


def _rows(lines: Sequence[Named]) -> list[tuple[str, str]]:
    return [(one.words, str(one.number)) for one in lines]


def _choose(page: StatisticsPage, kind: PeriodKind) -> None:
    page.period.choose(kind)


def _wanted(page: StatisticsPage) -> tuple[StatisticsPeriod, Dimension]:
    return page.period.period, page.by


StatisticsPage.ACTS = (
    Act("before", "上一期间", ("PgUp",), lambda page: page.period.move_by(-1), place=Placement.HINT),
    Act("after", "下一期间", ("PgDown",), lambda page: page.period.move_by(1), place=Placement.HINT),
    *(
        Act(
            f"kind_{kind.value}",
            kind.label,
            (str(place),),
            partial(_choose, kind=kind),
            place=Placement.KEY,
            group="统计期间：月、季度、年、起止日期",
        )
        for place, kind in enumerate(PeriodKind, 1)
    ),
    Act("dimension", "切换分组", ("B",), StatisticsPage.next_dimension, place=Placement.HINT),
    Act(
        "pdf",
        "存为PDF",
        ("S",),
        lambda page: page.file_wanted.emit(*_wanted(page), "pdf"),
        StatisticsPage.has_report,
        told="业务统计表存为 PDF",
    ),
    Act(
        "word",
        "存为Word",
        ("D",),
        lambda page: page.file_wanted.emit(*_wanted(page), "docx"),
        StatisticsPage.has_report,
        told="业务统计表存为 Word",
    ),
    Act(
        "workbook",
        "导出Excel",
        ("X",),
        lambda page: page.workbook_wanted.emit(page.period.period),
        StatisticsPage.has_report,
    ),
    Act(
        "print",
        "打印业务统计表",
        ("P",),
        lambda page: page.print_wanted.emit(*_wanted(page)),
        StatisticsPage.has_report,
        primary=True,
    ),
    Act("refresh", "刷新", ("F5",), StatisticsPage.refresh, place=Placement.KEY),
)
