"""备案历史: the filings of one system on a line of time, and what each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, TypeAlias
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import DeliveryWay
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.services.filing import changes, custody
from counter_app.services.filing.changes import ChainLink
from counter_app.services.filing.custody import CustodyEvent
from counter_app.services.office.noting import CASE, Viewing
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.base.station import Station
from counter_app.ui.intake.paper_words import named
from counter_app.ui.style import grid, layouts, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import keeps_order, set_rows
from counter_app.ui.widgets.messages import BusyState, EmptyState

_COLUMNS: Final = ("项目", "变更前", "变更后")
_GAP: Final = 28
"""Pixels at 100 % for the line of time."""
_FIRST: Final = ("项目", "备案内容", "")
_ROWS: Final = 200
"""How many rows of a list are shown; a case may have 20,000."""
_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class FilingHistoryPage(Page):
    """The line of filings, and what is known of the one that is marked; it is opened as it was filed, to be read."""

    ACTS: ClassVar[tuple[Act[FilingHistoryPage], ...]]

    open_wanted = Signal(str)
    """The clerk wants to read the case with this reference."""
    change_wanted = Signal(str)
    """The clerk wants to change the filed system of this case."""
    unit_history_wanted = Signal()
    """The clerk wants all that is known of the unit, inspections and tips too."""
    left = Signal()

    def __init__(self, station: Station, reference: str, parent: QWidget | None = None) -> None:
        """`reference` is any case of the chain; it is the one that is marked first."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self._reference = reference
        self.links: tuple[ChainLink, ...] = ()
        self._seen = Seen()
        self.line = QListWidget(self)
        self.line.setAccessibleName("备案历史")
        mark(self.line, role="pick")
        self.line.setItemDelegate(_ChainDelegate(self.line))
        self._unit = QLabel(self)
        self._headline = QLabel(self)
        mark(self._headline, role="title")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.custody = QLabel(self)
        self.custody.setWordWrap(True)
        self.table = QTableWidget(0, len(_COLUMNS), self)
        self._busy = BusyState()
        self._failed = EmptyState("备案历史读取失败", action=self.acts.offer("refresh"))
        self._states = QStackedWidget(self)
        self._whole = QWidget(self)
        self._dress_table()
        self._lay_out()
        self.line.currentRowChanged.connect(self._show_link)
        self.line.itemDoubleClicked.connect(lambda _item: self.open_link())

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the cases of the chain."""
        self._station.look(self._seen, self._looks())

    def _looks(self) -> list[Viewing]:
        return [Viewing(CASE, link.filing.reference) for link in self.links]

    def refresh(self) -> None:
        """Ask for the chain again."""
        backend, reference, post = self._station.backend, self._reference, self._station.post
        self._busy.begin("正在读取备案历史…")
        self._states.setCurrentWidget(self._busy)

        def fail(_refusal: Refusal) -> None:
            self._states.setCurrentWidget(self._failed)

        self._station.tasks.run(
            lambda: changes.view_chain(backend, reference, post=post),
            done=lambda links: self._take(links, post.clerk),
            failed=fail,
            owner=self,
        )

    def resume(self) -> None:
        """The focus goes to the line."""
        self.line.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The page's own keys for F1."""
        return [("备案历史", [("↑ ↓", "前一次、后一次"), *self.acts.told()])]

    def showEvent(self, event: QShowEvent) -> None:
        """Read the chain again: another window may have filed."""
        super().showEvent(event)
        self.refresh()

    def _take(self, links: Sequence[ChainLink], clerk: str) -> None:
        self.links = tuple(links)
        self._seen.remember(clerk, self._looks())  # recorded when they were read
        newest = self.newest_filed
        self._unit.setText((newest or self.links[0]).filing.answers.display("unit.name") or "（未填单位名称）")
        self.acts.buttons["change"].setVisible(newest is not None)
        self.acts.refresh()
        self.line.clear()
        for number, link in enumerate(self.links, 1):
            item = QListWidgetItem("\n".join(self._lines(number, link)), self.line)
            item.setData(Qt.ItemDataRole.UserRole, link.filing.state is FilingState.FILED)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(self._lines(number, link)))
        here = next((n for n, link in enumerate(self.links) if link.filing.reference == self._reference), 0)
        self.line.setCurrentRow(here)
        self._states.setCurrentWidget(self._whole)
        if self.isVisible():
            self.resume()

    def _lines(self, number: int, link: ChainLink) -> list[str]:
        filing = link.filing
        day = filing.filed_on or filing.received_on
        numbers = [named(paper) for paper in link.papers if paper.number]
        return [
            f"{number}  {filing.kind.label} · {filing.state.label}",
            f"{chinese_date(day)}  {filing.window} {filing.clerk}",
            *numbers,
            *([f"备案编号 {filing.platform_number}"] if filing.platform_number else []),
        ]

    def _show_link(self, row: int) -> None:
        if not 0 <= row < len(self.links):
            return
        link = self.links[row]
        self._headline.setText(self._told(row, link))
        first = link.filing.kind is FilingKind.INITIAL
        self.table.setHorizontalHeaderLabels(_FIRST if first else _COLUMNS)
        lines = _content(link.filing.answers) if first else [(i.label, i.before, i.after) for i in link.changes]
        details = [detail.words for item in link.changes for detail in item.rows]
        self._words.setText(self._acts(link))
        self._ask_custody(link.filing.reference)
        self.table.setVisible(bool(lines))
        self.table.setColumnHidden(2, first)
        self.table.clearSpans()
        self.table.setRowCount(len(lines) + len(details))
        for at, cells in enumerate([*lines, *((words, "", "") for words in details)]):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        for at in range(len(lines), len(lines) + len(details)):
            self.table.setSpan(at, 0, 1, len(_COLUMNS))

    def _ask_custody(self, reference: str) -> None:
        """Where the paper was and is; it comes a moment later."""
        self.custody.clear()

        def take(events: Sequence[CustodyEvent]) -> None:
            row = self.line.currentRow()
            if 0 <= row < len(self.links) and self.links[row].filing.reference == reference:
                self.custody.setText("\n".join(["材料去向", *map(self._step, events)]))

        self._station.read(
            lambda backend: custody.custody_history(backend, reference),
            done=take,
            failed=lambda _none: None,
            owner=self,
        )

    def _step(self, event: CustodyEvent) -> str:
        if event.at is None:
            return event.words
        at = event.at.astimezone(self._zone)
        return f"{chinese_date(at.date())} {at:%H:%M}  {event.words}"

    @property
    def _zone(self) -> ZoneInfo:
        office = self._station.office
        return ZoneInfo(office.time_zone if office is not None else "Asia/Shanghai")

    def _told(self, row: int, link: ChainLink) -> str:
        if link.filing.kind is FilingKind.INITIAL:
            return "首次备案"
        before = next(
            (n for n, other in enumerate(self.links, 1) if other.filing.reference == link.filing.changes), row
        )
        return f"与第{before}次相比，变更{len(link.changes)}项" if link.changes else f"与第{before}次相比，没有变更"

    def _acts(self, link: ChainLink) -> str:
        """Who did what, when: the acts that stand on paper or changed the state."""
        said = []
        for act in link.acts:
            if act.act in _ACT_WORDS:
                at = act.at.astimezone(self._zone)
                words = _ACT_WORDS[act.act]
                if (way := act.details.get("way")) in set(DeliveryWay):
                    words = f"{words}：{DeliveryWay(way).label}"
                said.append(f"{chinese_date(at.date())} {at:%H:%M}  {words}  {act.window} {act.clerk}")
        return "\n".join(said)

    @property
    def newest_filed(self) -> ChainLink | None:
        """The filing that is in force, None where none of the chain was filed."""
        return next((link for link in reversed(self.links) if link.filing.state is FilingState.FILED), None)

    def open_link(self) -> None:
        """Open the marked case, to be read."""
        row = self.line.currentRow()
        if 0 <= row < len(self.links):
            self.open_wanted.emit(self.links[row].filing.reference)

    def change(self) -> None:
        """Change the filed system."""
        self.change_wanted.emit(self._reference)

    def _dress_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.setAccessibleName("变更的项目")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        self._set_rows()
        theme.current().changed.connect(self._set_rows)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        keeps_order(table, "按备案表的项目顺序排列")

    def _set_rows(self) -> None:
        set_rows(self.table)

    def _lay_out(self) -> None:
        title = QLabel("备案历史")
        mark(title, role="headline")
        mark(self._unit, role="quiet")
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(title)
        head.addWidget(self._unit, 1)
        grid.fix(self.line, width=380)
        right = QVBoxLayout()
        grid.space(right, spacing=8)
        right.addWidget(self._headline)
        right.addWidget(self.table, 1)
        right.addWidget(self._words)
        right.addWidget(self.custody)
        right.addStretch(0)
        row = QHBoxLayout(self._whole)
        grid.space(row, spacing=24)
        row.addWidget(self.line)
        layouts.nest(row, right, 1)
        for state in (self._busy, self._whole, self._failed):
            self._states.addWidget(state)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        layouts.nest(column, head)
        column.addWidget(self._states, 1)
        layouts.nest(column, self.acts.foot("↑ ↓ 前一次、后一次"))


FilingHistoryPage.ACTS = (
    Act("back", "回到受理", ("Esc",), lambda page: page.left.emit(), bound=False),
    Act("unit_history", "单位历史记录", (keys_of("unit_history"),), lambda page: page.unit_history_wanted.emit()),
    Act("change", "办理备案变更", (), FilingHistoryPage.change, lambda page: page.newest_filed is not None),
    Act("open", "查看该次内容", ("Return", "Enter"), FilingHistoryPage.open_link, told="查看该次内容（只读）"),
    Act("refresh", "刷新", ("F5",), FilingHistoryPage.refresh, place=Placement.HINT),
)


def _content(answers: Answers) -> list[tuple[str, str, str]]:
    """What was filed, in short: the items that were filled, and how many rows each list has."""
    lines = []
    for section in answers.form.sections:
        if section.of_visit:
            continue
        filled = [f for f in section.fields if not f.by_clerk and not answers.is_blank(f.key)]
        lines += [(field.label, answers.display(field.key), "") for field in filled]
        if section.group is not None and (count := len(answers.rows(section.group.key))):
            lines.append((section.group.label, f"{count}行", ""))
            named = [field for field in section.group.fields if not field.by_clerk]
            for place, row in enumerate(answers.rows(section.group.key)[:_ROWS], 1):
                words = "、".join(said for field in named if (said := row.display(field.key)))
                lines.append((f"第{place}行", words, ""))
            if count > _ROWS:
                lines.append((f"另有{count - _ROWS}行", "打开该件查看", ""))
    return lines


_ACT_WORDS: Final = {
    "case.opened": "受理登记",
    "change.opened": "登记变更",
    "notice.issued": "出具一次性告知书",
    "notice.served": "登记告知书送达",
    "receipt.issued": "出具收件凭证",
    "case.filed": "予以备案",
    "filing.undone": "撤销备案",
    "identity.released": "更正记录：经办人身份证件已退还，不作收存",
    "number.voided": "编号作废",
    "case.withdrawn": "申请人撤回",
    "value.confirmed": "窗口核对：与证件、证照一致",
    "case.overwritten": "覆盖另一窗口填写的内容",
}


class _ChainDelegate(QStyledItemDelegate):
    """Draws the line of time at the left: a full dot for what was filed, an empty one for the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """With air above and below."""
        return super().sizeHint(option, index) + QSize(0, grid.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The item beside its dot."""
        whole, gap = QRect(option.rect), grid.px(_GAP)  # type: ignore[attr-defined] # PySide's stubs lack the field
        option.rect = whole.adjusted(gap, 0, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        colours = theme.current().colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = whole.left() + gap // 2, whole.top() + grid.px(19)
        painter.setPen(colours["edge"])
        last = index.row() == index.model().rowCount() - 1
        painter.drawLine(
            QPoint(middle, whole.top() if index.row() else top), QPoint(middle, top if last else whole.bottom())
        )
        painter.setPen(colours["accent"])
        painter.setBrush(colours["accent"] if index.data(Qt.ItemDataRole.UserRole) else colours["paper"])
        painter.drawEllipse(QPoint(middle, top), grid.px(5), grid.px(5))
        painter.restore()
