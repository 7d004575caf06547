"""Today's cases, and those of other days that still wait for something."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.office import Office
from counter_app.domain.refusal import Refusal
from counter_app.services import cases
from counter_app.services.ports import CaseLine, Counter
from counter_app.ui import grid, theme
from counter_app.ui.pages.case_table import NUMBERS, UNIT, CaseTable
from counter_app.ui.pages.page import Page
from counter_app.ui.station import Station
from counter_app.ui.theme import mark
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.workspace import day_words

_LISTS: Final[dict[str, tuple[str, Callable[[Counter], list[CaseLine]]]]] = {
    "today": ("今日", cases.todays_cases),
    "unfinished": ("未办结", cases.unfinished_cases),
}


class Today(Page):
    """The list. Enter opens, P prints again, U changes between the two lists."""

    open_wanted = Signal(str)
    reprint_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for its list whenever it is shown, and after each act."""
        super().__init__(parent)
        self._station = station
        self._list = "today"
        self._asked = 0
        self.table = CaseTable()
        self.view = QTableView()
        self._words = QLabel()
        self._foot = QWidget()
        self._states = QStackedWidget()
        self._nothing = EmptyState(
            "今日还没有受理", "有人来办时按 Ctrl+N", action=("新受理  Ctrl+N", self.new_wanted.emit)
        )
        self._all_done = EmptyState("没有未办结的件", "全部已备案或撤回")
        self._failed = EmptyState("列表没有读出来", "", action=("再试一次  F5", self.refresh))
        self._buttons: dict[str, QPushButton] = {}
        self._dress_view()
        self._lay_out()
        station.acted.connect(self._refresh_if_seen)

    @property
    def chosen(self) -> str:
        """The reference of the case that is marked, empty where none is."""
        line = self.table.line(self.view.currentIndex().row())
        return line.reference if line else ""

    def resume(self) -> None:
        """The focus goes to the list, to its first row where none is marked."""
        self.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        acts = [("Enter", "打开该件"), ("P", "补打"), ("U", "切换今日、未办结"), ("F5", "刷新"), ("Esc", "回到受理")]
        return [("受理列表", [("↑ ↓", "上一件、下一件"), *acts])]

    def refresh(self) -> None:
        """Ask for the list again."""
        self._asked += 1
        asked, wanted = self._asked, self._list

        def take(lines: list[CaseLine]) -> None:
            if asked == self._asked:
                self._take(lines)

        def fail(refusal: Refusal) -> None:
            if asked == self._asked:
                self._words.setText(str(refusal))
                self._states.setCurrentWidget(self._failed)

        self._station.keep(_LISTS[wanted][1], done=take, failed=fail, owner=self)

    def show_list(self, name: str) -> None:
        """Show `today` or `unfinished`."""
        self._list = name
        self._buttons[name].setChecked(True)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Others may have acted meanwhile."""
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 asks again, U changes the list."""
        match event.key():
            case Qt.Key.Key_F5:
                self.refresh()
            case Qt.Key.Key_U:
                self.show_list("unfinished" if self._list == "today" else "today")
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens, P prints again; the table itself would search for a row that begins with P."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._open()
                    return True
                case Qt.Key.Key_P:
                    self._reprint()
                    return True
                case Qt.Key.Key_U | Qt.Key.Key_F5:
                    self.keyPressEvent(event)
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _take(self, lines: list[CaseLine]) -> None:
        chosen = self.chosen
        self.table.show(lines, self._station.office or Office(""), with_day=self._list == "unfinished")
        row = self.table.row_of(chosen)
        if lines:
            self.view.selectRow(max(row, 0))
        if self._list == "today":
            self._words.setText(day_words(lines))
        else:
            self._words.setText(f"{len(lines)}件未办结" if lines else "")
        empty = self._nothing if self._list == "today" else self._all_done
        self._states.setCurrentWidget(self.view if lines else empty)
        self._foot.setVisible(bool(lines))
        if lines and self.isVisible() and self.window().focusWidget() is None:
            self.resume()

    def _refresh_if_seen(self, _reference: str) -> None:
        if self.isVisible():
            self.refresh()

    def _open(self) -> None:
        if self.chosen:
            self.open_wanted.emit(self.chosen)

    def _reprint(self) -> None:
        if self.chosen:
            self.reprint_wanted.emit(self.chosen)

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.table)
        view.setAccessibleName("受理列表")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.verticalHeader().hide()
        self._set_rows()
        theme.current().changed.connect(self._set_rows)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(UNIT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(NUMBERS, QHeaderView.ResizeMode.ResizeToContents)
        view.doubleClicked.connect(lambda _index: self._open())
        view.installEventFilter(self)

    def _set_rows(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(grid.px(36))
        # Of this table alone: the device table edits in its cells and has no room to give away.
        # Qt puts three pixels before the text of an item by itself, and none before that of a header.
        self.view.setStyleSheet(
            f"QTableView {{ outline: none; }} QTableView::item {{ padding: 0 {grid.px(8)}px; }} "
            f"QHeaderView::section {{ padding: {grid.px(4)}px {grid.px(8) + 3}px; }}"
        )

    def _lay_out(self) -> None:
        title = QLabel("今日受理")
        mark(title, role="headline")
        mark(self._words, role="quiet")
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(title)
        head.addWidget(self._words, 1)
        group = QButtonGroup(self)
        for name, (words, _read) in _LISTS.items():
            button = QPushButton(words)
            button.setCheckable(True)
            mark(button, role="tab")
            button.clicked.connect(lambda _checked=False, name=name: self.show_list(name))
            group.addButton(button)
            head.addWidget(button)
            self._buttons[name] = button
        self._buttons["today"].setChecked(True)
        foot = QHBoxLayout(self._foot)
        grid.space(foot, spacing=8)
        keys = QLabel("Enter 打开   P 补打   U 切换今日/未办结   F5 刷新   Esc 回到受理")
        mark(keys, role="quiet")
        foot.addWidget(keys, 1)
        for words, act in (("补打  P", self._reprint), ("打开  Enter", self._open)):
            button = QPushButton(words)
            button.clicked.connect(act)
            foot.addWidget(button)
        for state in (self.view, self._nothing, self._all_done, self._failed):
            self._states.addWidget(state)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        column.addLayout(head)
        column.addWidget(self._states, 1)
        column.addWidget(self._foot)
