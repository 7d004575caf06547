"""检查: what is to be inspected, what again, which tips wait, what there was; and the keys that begin something."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.inspection.inspections import OrderForm
from counter_app.services.inspection import lists as inspection_lists
from counter_app.services.inspection.lists import InspectionList, InspectionLists, ListedLine
from counter_app.services.ports import InspectionLine, Subject
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page, export_act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.case_table import URGENCY_TONES, day_cell
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.tab_group import NumberedTabs
from counter_app.ui.widgets.table_model import Cell, Ordered, Row

ORDER: Final = tuple(InspectionList)
_COLUMNS: Final = {
    InspectionList.PLANNED: ("单位", "地址", "检查", "状态", "安排日期", "剩余天数"),
    InspectionList.AGAIN: ("单位", "通知书", "文号", "状态", "复查截止日期", "剩余天数"),
    InspectionList.TIPS: ("举报的场所", "类别", "编号", "状态", "收到", "剩余天数"),
    InspectionList.DONE: ("单位", "文书", "文号", "结果", "日期"),
}
_HEADLINES: Final = {
    InspectionList.PLANNED: "待检查：已安排、录入中",
    InspectionList.AGAIN: "待复查：责令改正后三个工作日内复查",
    InspectionList.TIPS: "举报：待核查、待答复",
    InspectionList.DONE: "记录：检查、责令改正、举报",
}
_EMPTY: Final = {
    InspectionList.PLANNED: ("没有安排好的检查", "选定单位和民警后，打印检查笔录"),
    InspectionList.AGAIN: ("没有等待复查的通知书", "制作责令改正通知书后，在这里按复查截止日期排列"),
    InspectionList.TIPS: ("没有等待处理的举报", "有人举报时登记"),
    InspectionList.DONE: ("还没有检查记录", "出具的检查笔录、已办结的通知书和举报列在这里"),
}


def _show_list(name: InspectionList, page: InspectionHomePage) -> None:
    page.show_list(name)


class InspectionHomePage(Page):
    """Four lists, one at a time."""

    ACTS: ClassVar[tuple[Act[InspectionHomePage], ...]]

    wanted = Signal(str, str)
    """A page under 检查, and what it shall show."""
    counted = Signal(InspectionLists)
    """How many there are, whenever they were asked for."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for the lists whenever it is shown."""
        super().__init__(parent)
        self._station = station
        self.list = InspectionList.PLANNED
        self._lists: InspectionLists | None = None
        self.acts = PageActs(self, self.ACTS)
        self._marks: dict[InspectionList, object] = {}
        self._new: str | None = None
        self.lines: ListPanel[ListedLine] = ListPanel(
            station, "检查", lambda one: one.line.id, again=self.acts.offer("refresh")
        )
        self.view = self.lines.view
        self._title = QLabel()
        self._explained = QLabel()
        self._nothing = {name: self._empty_state(name) for name in ORDER}
        self.tabs = NumberedTabs(ORDER, self.show_list, self)
        self._lay_out()
        self.lines.open_wanted.connect(self.open_marked)
        self.lines.marked_changed.connect(self._explain)
        self.lines.keep_fresh(self.refresh)

    def resume(self) -> None:
        """The focus goes to the list."""
        (self.view if self.lines.lines else self).setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("检查", [("↑ ↓", "选择"), *self.acts.told(), BACK])]

    # Lists -----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the lists again."""
        self.lines.read(inspection_lists.inspection_lists, self._take)

    def show_list(self, name: InspectionList) -> None:
        """Show another list."""
        if (one := self.lines.marked) is not None:
            self._marks[self.list] = one.line.id
        self.list = name
        self._show(self._marks.get(name, ""))
        self.resume()

    def show_planned(self, inspection_id: str) -> None:
        """Mark an inspection just planned, as soon as it stands in its list."""
        self.list, self._new = InspectionList.PLANNED, inspection_id

    def open_marked(self) -> None:
        """Open the marked line on its page."""
        if (one := self.lines.marked) is not None:
            self.wanted.emit(*inspection_lists.page_of_line(one.line.subject, one.line.id, one.line.state))

    def _take(self, lists: InspectionLists) -> None:
        self._lists = lists
        for name in ORDER:
            self.tabs.count(name, len(lists.lists[name]))
        self._show(self._new)
        if (one := self.lines.marked) is not None and one.line.id == self._new:
            self._new = None
        if self.isVisible() and (self.window().focusWidget() is None or self.hasFocus()):
            self.resume()
        self.counted.emit(lists)

    def _show(self, mark: object = None) -> None:
        self.tabs.check(self.list)
        self._title.setText(_HEADLINES[self.list])
        if (lists := self._lists) is None:
            return
        office, lines = self._station.office or Office(""), lists.lists[self.list]
        rows = [_row(self.list, one, office, lists) for one in lines]
        nothing = self._nothing[self.list]
        self.lines.show_lines(lines, rows, columns=_COLUMNS[self.list], nothing=nothing, mark=mark)

    def has_marked(self) -> bool:
        """Whether a line is marked in the list in front."""
        return self.lines.has_marked()

    def step(self, by: int) -> None:
        """Show the next list, or the one before."""
        self.show_list(self.tabs.beside(self.list, by))

    def _explain(self) -> None:
        """Below the table: why the last day of the marked line is that day."""
        one = self.lines.marked
        self._explained.setText(printed(one.due.explanation) if one is not None and one.due is not None else "")
        self._explained.setVisible(self.list is InspectionList.AGAIN)
        self.acts.refresh()

    # Acts ------------------------------------------------------------------------------------------------------------

    def show_unit_history(self) -> None:
        """All that is known of the unit of the marked line."""
        if (one := self.lines.marked) is not None:
            self.wanted.emit("unit_history", unit_history_key(one.line))

    # Looks -----------------------------------------------------------------------------------------------------------

    def _empty_state(self, name: InspectionList) -> EmptyState:
        sentence, next_step = _EMPTY[name]
        action: tuple[str, Callable[[], None]] | None = None
        if name is InspectionList.PLANNED:
            action = self.acts.offer("plan")
        if name is InspectionList.TIPS:
            action = self.acts.offer("tip")
        return EmptyState(sentence, next_step, action=action)

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._explained, role="quiet")
        self._explained.setWordWrap(True)
        for state in self._nothing.values():
            self.lines.addWidget(state)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        column.addWidget(self._title)
        layouts.nest(column, self.tabs.row())
        column.addWidget(self.lines, 1)
        column.addWidget(self._explained)
        layouts.nest(column, self.acts.foot("← → 切换列表", "扫描文书上的条码直接打开"))
        self._show()


InspectionHomePage.ACTS = (
    Act("calendar", "日历", ("C",), lambda page: page.wanted.emit("calendar", "")),
    Act(
        "unit_history",
        "单位记录",
        ("H",),
        InspectionHomePage.show_unit_history,
        InspectionHomePage.has_marked,
        told="该单位历史记录",
    ),
    Act("tip", "登记举报", ("J",), lambda page: page.wanted.emit("tip", "")),
    Act("open", "打开", ("Return", "Enter"), InspectionHomePage.open_marked, InspectionHomePage.has_marked),
    Act("plan", "安排检查", ("N",), lambda page: page.wanted.emit("plan", ""), primary=True),
    Act("refresh", "刷新", ("F5",), InspectionHomePage.refresh, place=Placement.HINT),
    export_act("导出检查台账"),
    Act("before", "上一个列表", ("Left",), lambda page: page.step(-1), group="切换列表"),
    Act("next", "下一个列表", ("Right",), lambda page: page.step(1), group="切换列表"),
    *(
        Act(f"list_{place}", name.label, (str(place),), partial(_show_list, name), group="切换列表")
        for place, name in enumerate(ORDER, 1)
    ),
)


def unit_history_key(line: InspectionLine) -> str:
    """What tells the unit of a line to its history: the case on file, or the line itself."""
    return line.reference or line.id


def _row(name: InspectionList, one: ListedLine, office: Office, lists: InspectionLists) -> Row:
    line = one.line
    number = office.written(line.number)
    day: Cell = day_cell(line.day, lists.today) if line.day is not None else ("", "ink")
    tone = URGENCY_TONES[one.urgency]
    left: Cell = Ordered(one.left, tone, "", one.due.date) if one.due is not None else (one.left, tone)
    unit = (line.unit or "（未填单位名称）", "ink")
    match name:
        case InspectionList.PLANNED:
            return (unit, (line.address, "quiet"), (one.words, "ink"), (one.state, "ink"), day, left)
        case InspectionList.AGAIN:
            due: Cell = day_cell(one.due.date, lists.today, tone) if one.due is not None else ("", "ink")
            return (unit, (one.words, "ink"), (number, "ink"), (one.state, "ink"), due, left)
        case InspectionList.TIPS:
            return (unit, (one.words, "ink"), (number, "ink"), (one.state, "ink"), day, left)
        case InspectionList.DONE:
            said = OrderForm(line.kind).paper_title if line.subject is Subject.ORDER else _PAPERS[line.subject]
            if line.subject in (Subject.INSPECTION, Subject.REINSPECTION):
                said = f"{said}（{one.words}）"
            return (unit, (said, "ink"), (number, "ink"), (one.state, "ink"), day)


_PAPERS: Final = {
    Subject.INSPECTION: "检查笔录",
    Subject.REINSPECTION: "复查记录",
    Subject.TIP: "举报",
}
