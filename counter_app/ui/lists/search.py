"""Ctrl+K: a line, three filters, and the cases that fit, as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.query import Period, SearchField
from counter_app.services.ports import FEW, Backend, IndexState, SearchResults
from counter_app.services.search import search
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of, text_of
from counter_app.ui.base.station import Station
from counter_app.ui.lists.search_results import SearchResultsView
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_box import ChoiceBox
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.messages import EmptyState

_PLACE: Final = "system.place_category"
_ROWS: Final = 7
PAUSE: Final = 200
"""Milliseconds without a key after which typing errors are looked for."""
_ROW: Final = 60
_WHAT: Final = "编号、单位名称、地址、经办人、电话、信用代码、设备编码；汉字、拼音、首字母都可以"


class SearchDialog(Dialog):
    """Type, Up and Down, Enter. The line keeps the keyboard; Tab goes to the filters."""

    ACTS: ClassVar[tuple[Act[SearchDialog], ...]]
    LINE_ACTS: ClassVar[tuple[Act[SearchDialog], ...]]

    chosen = Signal(str)
    """Reference of the case to open."""
    export_wanted = Signal(object)
    """What is found is wanted as Excel: how it is looked for again, with a counter and how many at most."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Looks in the data of `station`."""
        super().__init__("查找", "", parent)
        self._station = station
        self.is_waiting = False
        """Whether an answer is still to come."""
        self._asks_again = self._near = False
        self._enter_waits = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask_near)
        self.acts = PageActs(self, self.ACTS)
        self.line = QLineEdit(self)
        PageActs(self, self.LINE_ACTS, self.line)
        self.line.setAccessibleName(_WHAT)
        self.line.setPlaceholderText("编号、单位、地址、姓名、电话、代码，或拼音首字母如 qhsm")
        mark(self.line, role="large")
        places = station.backend.forms.current().fields[_PLACE].code_list
        self._places = {one.code: one.label for one in places.choices} if places is not None else {}
        self.state = self._filter("状态", [("", "不限状态"), *((s.value, s.label) for s in FilingState)])
        self.period = self._filter("收件时间", [(p.value, p.label) for p in Period])
        self.place = self._filter("场所类别", [("", "不限场所"), *self._places.items()])
        self.list = SearchResultsView(self)
        self.nothing = EmptyState("没有找到", "")
        self.hint = EmptyState("输入一个字就开始查找", _WHAT + "。多个词用空格隔开。")
        self.failed = EmptyState("查询失败", "", action=self.acts.offer("again"))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        mark(self.said, role="quiet")
        self._lay_out()
        self.line.textChanged.connect(self._typed)
        self.list.doubleClicked.connect(lambda _index: self.open_marked())
        self.list.selectionModel().currentChanged.connect(lambda *_: self.acts.refresh())
        self.line.setFocus()
        self.ask()  # says how far the index is, before anything is typed

    def ask(self) -> None:
        """Look for what stands in the line now; one question at a time, and the newest next."""
        self._pause.stop()
        self._near = False
        self._look()

    def _ask_near(self) -> None:
        """The clerk pauses, and little was found: look for what is only nearly what was typed."""
        self._near = True
        self._look()

    def _look(self) -> None:
        if self.is_waiting:
            self._asks_again = True
            return
        self._asks_again = False
        self.is_waiting = True
        backend, look = self._station.backend, self._question()
        self._station.tasks.run(
            lambda: look(backend, search.MOST_SHOWN), done=self._take, failed=self._fail, owner=self
        )

    def _question(self) -> Callable[[Backend, int], SearchResults]:
        """What stands in the line and the filters now, as a question that can be asked again."""
        line, near = self.line.text(), self._near
        state = FilingState(code) if (code := self._code(self.state)) else None
        period, place = Period(self._code(self.period) or Period.ANY), self._code(self.place)
        return lambda backend, limit: search.find_cases(
            backend, line, state=state, period=period, place=place, limit=limit, near=near
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed in a filter replaces what stands there."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, ChoiceBox):
            QTimer.singleShot(0, watched.line, watched.line.selectAll)
        return super().eventFilter(watched, event)

    # Answers ---------------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._enter_waits = False
        self.list.forget_moves()
        self.ask()

    def _take(self, found: SearchResults) -> None:
        self.is_waiting = False
        if self._asks_again:
            self._look()  # the answer is to a line that stands there no more
            return
        self.list.show_cases(found.cases, self._places)
        asked_nothing = not self.line.text().strip() and not self._narrowed
        if found.cases:
            self._states.setCurrentWidget(self.list)
        elif asked_nothing:
            self._states.setCurrentWidget(self.hint)
        else:
            self.nothing.explain(self._what_now(found.index))
            self._states.setCurrentWidget(self.nothing)
        self.said.setText("" if asked_nothing and not found.index.missing else _words(found))
        self.acts.refresh()
        if not self._near and len(found.cases) < FEW and self.line.text().strip():
            self._pause.start()
        if self._enter_waits:
            self._enter_waits = False
            if len(found.cases) == 1 or (found.cases and found.cases[0].reasons[0].sought is SearchField.NUMBER):
                self.open_marked()

    def _fail(self, refusal: Refusal) -> None:
        self.is_waiting = False
        self._enter_waits = False
        if self._asks_again:
            self.ask()
            return
        self.list.show_cases((), {})
        self.failed.explain(text_of(refusal))
        self._states.setCurrentWidget(self.failed)
        self.said.setText("")
        self.acts.refresh()

    def _what_now(self, index: IndexState) -> str:
        if index.missing:
            return "部分业务尚未编入索引，稍后再查；已知编号的，按编号查找"
        if self._narrowed:
            return "放宽状态、时间或场所；或核对输入的内容"
        return f"核对输入的内容，减少查找的内容后再查；没有办理过的按 {keys_of('new')} 新建受理"

    # Acts ------------------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Open the marked case; a scanner sends its Enter before the answer is there."""
        if self.is_waiting:
            self._enter_waits = True
        else:
            self.open_marked()

    def open_marked(self) -> None:
        """Open the marked case."""
        case = self.list.case
        if case is not None:
            self.accept()
            self.chosen.emit(case.reference)

    def export(self) -> None:
        """Have what was found written as Excel."""
        if self.list.case is not None:
            question = self._question()
            self.accept()
            self.export_wanted.emit(question)

    def has_marked(self) -> bool:
        """Whether a case is marked."""
        return self.list.case is not None

    @property
    def _narrowed(self) -> bool:
        return any(self._code(box) not in ("", Period.ANY.value) for box in (self.state, self.period, self.place))

    @staticmethod
    def _code(box: ChoiceBox) -> str:
        return str(box.currentData() or "")

    @staticmethod
    def _settle(box: ChoiceBox) -> None:
        """Take what was typed if it is in the list, else leave the filter as it was."""
        box.settle()
        box.setEditText(box.itemText(box.currentIndex()))

    def _filter(self, name: str, choices: list[tuple[str, str]]) -> ChoiceBox:
        box = ChoiceBox(choices, self)
        box.setAccessibleName(name)
        box.setCurrentIndex(0)
        box.line.editingFinished.connect(lambda: self._settle(box))
        box.installEventFilter(self)
        box.currentIndexChanged.connect(lambda _index: self.ask())
        return box

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        grid.space(filters, spacing=8)
        for box, share in ((self.state, 2), (self.period, 2), (self.place, 3)):
            filters.addWidget(box, share)
        self._states = QStackedWidget(self)
        for state in (self.hint, self.list, self.nothing, self.failed):
            self._states.addWidget(state)
        self.body.addWidget(self.line)
        self.body.addLayout(filters)
        self.body.addWidget(self._states)
        self.body.addWidget(self.said)
        grid.fix(self, least_width=760)
        grid.fix(self._states, height=_ROW * _ROWS)
        self.add_acts(self.acts)
        self.acts.refresh()


SearchDialog.ACTS = (
    Act("back", "返回", ("Esc",), lambda page: page.reject()),
    Act("export", "导出 Excel", (keys_of("export_list"),), SearchDialog.export, SearchDialog.has_marked),
    Act("open", "打开", ("Return",), SearchDialog.open_marked, SearchDialog.has_marked, primary=True, bound=False),
    Act("again", "再试一次", ("F5",), SearchDialog.ask, place=Placement.KEY),
    Act("line", "回到输入行", ("Return", "Enter"), lambda page: page.line.setFocus(), place=Placement.KEY),
)
SearchDialog.LINE_ACTS = (
    Act("enter", "打开", ("Return", "Enter"), SearchDialog.enter, place=Placement.KEY),
    Act("down", "下一件", ("Down",), lambda page: page.list.move_by(1), place=Placement.KEY),
    Act("up", "上一件", ("Up",), lambda page: page.list.move_by(-1), place=Placement.KEY),
    Act("page_down", "下一页", ("PgDown",), lambda page: page.list.move_by(page.list.page()), place=Placement.KEY),
    Act("page_up", "上一页", ("PgUp",), lambda page: page.list.move_by(-page.list.page()), place=Placement.KEY),
)


def _words(found: SearchResults) -> str:
    """How many were found, and what could not be looked through yet."""
    count = len(found.cases)
    words = [f"只列出前{count}件，多输入几个字或选择条件" if found.more else f"找到{count}件" if count else ""]
    if found.index.missing:
        done = 100 * found.index.entered // max(1, found.index.cases)
        words.append(f"正在编制索引，已完成{done}%，还有{found.index.missing}件较早的件暂时只能按编号查到")
    return "；".join(word for word in words if word)
