"""Ctrl+K: a line, three filters, and what fits, as one types: cases, units, inspections, tips, batches, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.query import Period, SearchField
from counter_app.services.ports import FEW, Backend, IndexState, RecordHit, SearchHit, SearchResults
from counter_app.services.search import search
from counter_app.services.search.search import Found, FoundUnit
from counter_app.ui.base.acts import Act, Placement, when_pressed
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of, text_of
from counter_app.ui.base.station import Station
from counter_app.ui.lists.search_results import SearchResultsView, groups_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_box import ChoiceBox
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.placeholder import say_what_to_write

_PLACE: Final = "system.place_category"
_ROWS: Final = 6.5
PAUSE: Final = 200
"""Milliseconds without a key after which typing errors are looked for."""
_ROW: Final = 60
_KINDS: Final = 36
_AROUND: Final = 320
"""Pixels at 100 % of all that stands above and below the list."""
_FEWEST_ROWS: Final = 3
_WHAT: Final = (
    "业务、单位、检查、责令改正、复查、举报、移交批次、附件：按编号、单位名称、地址、经办人、电话、信用代码、设备编码；"
    "汉字、拼音、首字母都可以"
)


class SearchDialog(Dialog):
    """Type, Up and Down, Enter. The line keeps the keyboard; Tab goes to the filters."""

    ACTS: ClassVar[tuple[Act[SearchDialog], ...]]
    LINE_ACTS: ClassVar[tuple[Act[SearchDialog], ...]]

    chosen = Signal(str)
    """Reference of the case to open, or id of the record."""
    unit_chosen = Signal(str)
    """Reference of a case, or id of a record, whose unit is to be shown."""
    export_wanted = Signal(object)
    """What is found is wanted as Excel: how it is looked for again (`Callable[[Backend, int], SearchResults]`)."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Looks in the data of `station`."""
        super().__init__("查找", "", parent)
        self.place_in_window = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
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
        say_what_to_write(self.line, "编号、单位、地址、姓名、电话、代码，或拼音首字母如 qhsm")
        mark(self.line, role="large")
        places = station.backend.forms.current().fields[_PLACE].code_list
        self._places = {one.code: one.label for one in places.choices} if places is not None else {}
        states = [(state.value, state.label) for state in FilingState]
        self.state = self._filter("状态", [("", "不限状态"), *states])
        self.period = self._filter("收件时间", [(p.value, p.label) for p in Period])
        self.place = self._filter("场所类别", [("", "不限场所"), *self._places.items()])
        self.list = SearchResultsView(self)
        self._groups = QHBoxLayout()
        self._group_buttons: list[QPushButton] = []
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
        self._station.tasks.run(lambda: look(backend), done=self._take, failed=self._fail, owner=self)

    def _question(self) -> Callable[[Backend], Found]:
        """What stands in the line and the filters now."""
        line, near = self.line.text(), self._near
        state, period, place = self._filters()
        return lambda backend: search.find_everything(backend, line, state=state, period=period, place=place, near=near)

    def _cases(self) -> Callable[[Backend, int], SearchResults]:
        """The cases among what is found, as a question that can be asked again."""
        line, near = self.line.text(), self._near
        state, period, place = self._filters()
        return lambda backend, limit: search.find_cases(
            backend, line, state=state, period=period, place=place, limit=limit, near=near
        )

    def _filters(self) -> tuple[FilingState | None, Period, str]:
        state = FilingState(code) if (code := self._code(self.state)) else None
        return state, Period(self._code(self.period) or Period.ANY), self._code(self.place)

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

    def _take(self, found: Found) -> None:
        self.is_waiting = False
        if self._asks_again:
            self._look()  # the answer is to a line that stands there no more
            return
        self._has_cases = bool(found.cases.cases)
        self.list.show_found(found, self._places, self._station.office or Office(""))
        self._show_groups(found)
        asked_nothing = not self.line.text().strip() and not self._narrowed
        if not found.is_empty:
            self._states.setCurrentWidget(self.list)
        elif asked_nothing:
            self._states.setCurrentWidget(self.hint)
        else:
            self.nothing.set_text(f"没有找到“{self.line.text().strip()}”" if self.line.text().strip() else "没有找到")
            self.nothing.explain(self._what_now(found.index))
            self._states.setCurrentWidget(self.nothing)
        self.said.setText("" if asked_nothing and found.index.ready else _words(found))
        self.acts.refresh()
        count = len(found.cases.cases) + len(found.records.records)
        if not self._near and count < FEW and self.line.text().strip():
            self._pause.start()
        if self._enter_waits:
            self._enter_waits = False
            alone = len(found.cases.cases) == 1 or len(self.list.cases.hits) == 1
            if alone or self._by_number():
                self.open_marked()

    def _by_number(self) -> bool:
        """Whether what is marked has the very number that was typed."""
        hit = self.list.hit
        return isinstance(hit, SearchHit | RecordHit) and hit.reasons[0].sought is SearchField.NUMBER

    def _show_groups(self, found: Found) -> None:
        """A button for each kind that was found, where there are several: it leads to the first of them."""
        for button in self._group_buttons:
            self._groups.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._group_buttons = []
        groups = groups_of(found)
        for words, hits in groups if len(groups) > 1 else []:
            button = QPushButton(f"{words} {len(hits)}", self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAutoDefault(False)
            mark(button, kind="quiet")
            when_pressed(button, self.list.move_to_group, words)
            self._group_buttons.append(button)
            self._groups.insertWidget(len(self._group_buttons) - 1, button)

    def _fail(self, refusal: Refusal) -> None:
        self.is_waiting = False
        self._enter_waits = False
        if self._asks_again:
            self.ask()
            return
        self.list.show_found(None, {}, Office(""))
        self._has_cases = False
        self.failed.explain(text_of(refusal))
        self._states.setCurrentWidget(self.failed)
        self.said.setText("")
        self.acts.refresh()

    def _what_now(self, index: IndexState) -> str:
        if index.missing or not index.records:
            return "部分内容尚未编入索引，稍后再查；已知编号的，按编号查找"
        if self._narrowed:
            return "放宽状态、时间或场所；或核对输入的内容"
        return (
            "已查找：备案业务、单位、检查、责令改正、复查、举报、移交批次、附件名称。"
            f"核对输入的内容，减少几个字后再查；没有办理过的按 {keys_of('new')} 新建受理"
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Open the marked case; a scanner sends its Enter before the answer is there."""
        if self.is_waiting:
            self._enter_waits = True
        else:
            self.open_marked()

    def open_marked(self) -> None:
        """Open what is marked."""
        hit = self.list.hit
        if hit is None:
            return
        self.accept()
        match hit:
            case SearchHit():
                self.chosen.emit(hit.reference)
            case FoundUnit():
                self.unit_chosen.emit(hit.opens)
            case RecordHit():
                self.chosen.emit(hit.record.opens)

    def export(self) -> None:
        """Have the cases that were found written as Excel."""
        question = self._cases()
        self.accept()
        self.export_wanted.emit(question)

    def has_marked(self) -> bool:
        """Whether anything is marked."""
        return self.list.hit is not None

    def has_cases(self) -> bool:
        """Whether cases were found, which alone can be exported."""
        return self._has_cases

    _has_cases = False

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
        self.head_with(self.line)
        layouts.nest(self.body, filters)
        kinds = QWidget(self)
        kinds.setLayout(self._groups)
        grid.space(self._groups, spacing=0)
        self._groups.addStretch(1)
        grid.fix(kinds, height=_KINDS)
        self.body.addWidget(kinds)
        self.body.addWidget(self._states)
        self.body.addWidget(self.said)
        grid.fix(self, least_width=760)
        parent = self.parentWidget()
        space = parent.window().height() / grid.zoom() - _AROUND if parent is not None else _ROW * _ROWS
        grid.fix(self._states, height=round(max(_ROW * _FEWEST_ROWS, min(_ROW * _ROWS, space))))
        self.add_acts(self.acts)
        self.acts.refresh()


SearchDialog.ACTS = (
    Act("back", "返回", ("Esc",), lambda page: page.reject()),
    Act("export", "导出 Excel", (keys_of("export_list"),), SearchDialog.export, SearchDialog.has_cases),
    Act("open", "打开", ("Return",), SearchDialog.open_marked, SearchDialog.has_marked, primary=True, bound=False),
    Act("again", "再试一次", ("F5",), SearchDialog.ask, place=Placement.KEY),
    Act("line", "回到输入行", ("Return", "Enter"), lambda page: page.line.setFocus(), place=Placement.KEY),
)
SearchDialog.LINE_ACTS = (
    Act("enter", "打开", ("Return", "Enter"), SearchDialog.enter, place=Placement.KEY),
    Act("down", "下一件", ("Down",), lambda page: page.list.move_by(1), place=Placement.KEY),
    Act("up", "上一件", ("Up",), lambda page: page.list.move_by(-1), place=Placement.KEY),
    Act("page_down", "下一页", ("PgDown",), lambda page: page.list.move_by(page.list.page()), place=Placement.KEY),
    Act("next_group", "下一类", ("Alt+Down",), lambda page: page.list.next_group(1), place=Placement.KEY),
    Act("last_group", "上一类", ("Alt+Up",), lambda page: page.list.next_group(-1), place=Placement.KEY),
    Act("page_up", "上一页", ("PgUp",), lambda page: page.list.move_by(-page.list.page()), place=Placement.KEY),
)


def _words(found: Found) -> str:
    """How much was found, and what could not be looked through yet."""
    count = len(found.cases.cases)
    words = [f"只列出前{count}件，多输入几个字或选择条件" if found.cases.more else f"找到{count}件" if count else ""]
    if found.records.more:
        words.append("检查等只列出最近的，多输入几个字")
    index = found.index
    if index.missing:
        done = 100 * index.entered // max(1, index.cases)
        words.append(f"正在编制索引，已完成{done}%，还有{index.missing}件较早的件暂时只能按编号查到")
    elif not index.records:
        words.append("正在编制检查、举报、移交的索引，较早的暂时只能按编号查到")
    return "；".join(word for word in words if word)
