"""日终核对: the lists of the day one below the other at the left, the lines of one of them beside it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.filing.day_end import DayFacts, DayNumberLine
from counter_app.services.lists import day_end
from counter_app.services.papers.voiding import VOIDABLE_SERIES
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.lists.day_end_lists import CheckLine, DayEndCheck, checks_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.wrapped_list import WrappedList

_BY_KEY: Final = Qt.FocusReason.OtherFocusReason


def _choose(row: int, page: DayEndPage) -> None:
    if row < page.list.count():
        page.list.setCurrentRow(row)


class DayEndPage(Page):
    """The lists of what is to be checked, the lines of the one in front, the day sheet."""

    ACTS: ClassVar[tuple[Act[DayEndPage], ...]]

    open_wanted = Signal(str)
    print_wanted = Signal()
    file_wanted = Signal(str)
    """The day sheet is wanted as a file: `pdf` or `docx`."""
    void_wanted = Signal(DayNumberLine)
    """A number (`DayNumberLine`) is to be voided."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for the day whenever it is shown, and after each act."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self._checks: list[DayEndCheck] = []
        self._shown = ""
        self.list = WrappedList()
        self.list.setAccessibleName("核对项目")
        self.lines: ListPanel[CheckLine] = ListPanel(
            station, "明细", lambda line: line.cells, again=self.acts.offer("refresh")
        )
        self.view = self.lines.view
        self._title = QLabel("日终核对")
        self._words = QLabel()
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_check)
        self.lines.marked_changed.connect(self.acts.refresh)
        self.lines.open_wanted.connect(self.open_marked)
        self.lines.keep_fresh(self.refresh)

    def resume(self) -> None:
        """The focus goes to the lists."""
        self.list.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("日终核对", [*self.acts.told(), BACK])]

    # Asking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the day again."""
        self.lines.read(day_end.day_facts, self._take)

    def _take(self, facts: DayFacts) -> None:
        self._checks = checks_of(facts)
        row = min(max(self.list.currentRow(), 0), len(self._checks) - 1)
        self._title.setText(f"日终核对  {facts.day.month}月{facts.day.day}日")
        points = [f"{check.point or check.label}{check.open_points}" for check in self._checks if check.open_points]
        mark(self._words, role="strong" if points else "done")
        self._words.setText(f"待补办：{'、'.join(points)}" if points else "已全部核对，没有待补办的事项")
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([f"{place} {check.label}\n   {check.told}" for place, check in enumerate(self._checks, 1)])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show_check(row)

    def _show_check(self, row: int) -> None:
        if not 0 <= row < len(self._checks):
            return
        check, marked = self._checks[row], self.view.currentIndex().row()
        same, self._shown = check.label == self._shown, check.label
        self.lines.nothing.set_text(check.empty)
        self.lines.show_lines(
            check.lines, check.rows, columns=check.columns, wide=check.wide, otherwise=max(marked, 0) if same else 0
        )

    @property
    def chosen_number(self) -> DayNumberLine | None:
        """The number of the marked line that a clerk may void; None where there is none."""
        line = self.lines.marked
        number = line.number if line is not None else None
        holds = number is not None and not number.void_reason and number.number.series in VOIDABLE_SERIES
        return number if holds else None

    def may_open(self) -> bool:
        """Whether the marked line belongs to a case."""
        line = self.lines.marked
        return line is not None and bool(line.reference)

    def may_void(self) -> bool:
        """Whether the marked number may be voided."""
        return self.chosen_number is not None

    # Acts ------------------------------------------------------------------------------------------------------------

    def open_marked(self) -> None:
        """Open the case of the marked line."""
        if (line := self.lines.marked) is not None and line.reference:
            self.open_wanted.emit(line.reference)

    def void(self) -> None:
        """Void the marked number."""
        if (number := self.chosen_number) is not None:
            self.void_wanted.emit(number)

    # Looks -----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(self._title)
        head.addWidget(self._words, 1)
        mark(self.list, role="choices")
        self.list.setSpacing(grid.px(2))
        grid.fix(self.list, width=220)
        middle = QHBoxLayout()
        grid.space(middle, spacing=12)
        middle.addWidget(self.list)
        middle.addWidget(self.lines, 1)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        layouts.nest(column, head)
        layouts.nest(column, middle, 1)
        layouts.nest(column, self.acts.foot("↑ ↓ 选择项目", "→ 进入明细", " ".join(BACK)))


DayEndPage.ACTS = (
    Act("open", "打开该件", ("Return", "Enter"), DayEndPage.open_marked, DayEndPage.may_open),
    Act("void", "作废编号", ("V",), DayEndPage.void, DayEndPage.may_void),
    Act("pdf", "存为PDF", ("S",), lambda page: page.file_wanted.emit("pdf"), told="窗口业务日结表存为 PDF"),
    Act(
        "word",
        "存为Word",
        ("D",),
        lambda page: page.file_wanted.emit("docx"),
        place=Placement.KEY,
        told="窗口业务日结表存为 Word",
    ),
    Act("print", "打印窗口业务日结表", ("P",), lambda page: page.print_wanted.emit(), primary=True),
    Act("refresh", "刷新", ("F5",), DayEndPage.refresh, place=Placement.HINT),
    Act(
        "lines",
        "进入明细",
        ("Right",),
        lambda page: page.view.setFocus(_BY_KEY),
        place=Placement.KEY,
        group="进入明细、回到项目",
    ),
    Act(
        "lists",
        "回到项目",
        ("Left",),
        lambda page: page.list.setFocus(_BY_KEY),
        place=Placement.KEY,
        group="进入明细、回到项目",
    ),
    *(
        Act(
            f"list_{row + 1}",
            f"第{row + 1}项",
            (str(row + 1),),
            partial(_choose, row),
            place=Placement.KEY,
            group="选择核对项目",
        )
        for row in range(9)
    ),
)
