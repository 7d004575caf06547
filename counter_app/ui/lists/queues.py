"""The queues: today's cases and those that wait, each with who, since when and how long is left."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.services.lists import queues
from counter_app.services.lists.queues import MOST, Counts, QueuePage, Waiting, number_words
from counter_app.services.lists.registers import ListWish, queue_wish
from counter_app.services.ports import Backend, Place
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.page import Page
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.case_table import UNIT, QueueTable
from counter_app.ui.widgets.list_view import fit_columns, list_view, set_rows
from counter_app.ui.widgets.messages import BusyState, EmptyState

ORDER: Final = tuple(Queue)
_DEBOUNCE: Final = 120
"""Milliseconds after the last letter before the queue is asked for: fast typing asks once."""
_HEADLINES: Final = {
    Queue.TODAY: "今日受理",
    Queue.DEFICIENT: "待补正：已告知，等申请人补齐",
    Queue.COMPLETE: "待录入：已收件，等录入备案平台",
    Queue.TRANSFER: "待移交：窗口留存的纸质材料",
    Queue.DRAFT: "草稿：登记中，还没有出具凭证",
}
_EMPTY: Final = {
    Queue.TODAY: ("今日还没有受理", "有人来办时按 Ctrl+N"),
    Queue.DEFICIENT: ("没有等待补正的件", "出具一次性告知书的件在这里等申请人回来"),
    Queue.COMPLETE: ("没有等待录入的件", "出具收件凭证的件在这里等录入备案平台"),
    Queue.TRANSFER: ("窗口没有留存的纸质材料", "收存的材料在这里按移交期限排列"),
    Queue.DRAFT: ("没有草稿", "登记中的件都已出具凭证或撤回"),
}


class Queues(Page):
    """One queue at a time. Left and Right or 1 to 5 switch, Enter opens, P prints again, / looks for a unit."""

    open_wanted = Signal(str)
    reprint_wanted = Signal(str)
    new_wanted = Signal()
    counted = Signal(object)
    """`Counts`, whenever they were asked for."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for its queue whenever it is shown, and after each act."""
        super().__init__(parent)
        self._station = station
        self.queue = Queue.TODAY
        self._asked = 0
        self._further: Place | None = None
        self._counts = Counts()
        self.table = QueueTable()
        self.view = list_view(self.table, "队列")
        self.filter = QLineEdit()
        self._title = QLabel()
        self._words = QLabel()
        self._explained = QLabel()
        self._foot = QWidget()
        self._states = QStackedWidget()
        self._busy = BusyState("正在读取…")
        self._busy.begin("正在读取…")
        self._nothing = {queue: self._empty_state(queue) for queue in Queue}
        self._no_match = EmptyState("没有这个单位", "换几个字再找，或按 Esc 看整个队列")
        self._failed = EmptyState("队列没有读出来", "", action=("再试一次  F5", self.refresh))
        self._buttons: dict[Queue, QPushButton] = {}
        self._typing = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._typing.timeout.connect(self.refresh)
        self._dress_view()
        self._lay_out()
        self._say_queue()
        station.acted.connect(self._refresh_if_seen)

    @property
    def chosen(self) -> Waiting | None:
        """The line that is marked, None where none is."""
        return self.table.line(self.view.currentIndex().row())

    def resume(self) -> None:
        """The focus goes to the table, to its first row where none is marked."""
        self.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        own = [("← →、1…5", "切换队列"), ("Enter", "打开"), ("P", "补打"), ("/", "按单位名称筛选")]
        return [("待办", [*own, ("Ctrl+Shift+E", "导出为 Excel"), ("F5", "刷新"), ("Esc", "回到受理")])]

    def list_out(self) -> tuple[str, Callable[[Backend], ListWish]]:
        """The queue, or what of it the filter leaves."""
        queue, text = self.queue, self.filter.text()
        return queue.label, lambda counter: queue_wish(counter, queue, text)

    # Asking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the first page of the queue again, and for the counts of all."""
        self._asked += 1
        asked, queue, text = self._asked, self.queue, self.filter.text()

        def take(page: QueuePage) -> None:
            if asked == self._asked:
                self._take(page)

        def fail(refusal: Refusal) -> None:
            if asked == self._asked:
                self._failed.explain(str(refusal))
                self._states.setCurrentWidget(self._failed)
                self._foot.hide()
                self._explained.hide()

        read = self._station.read
        read(lambda counter: queues.queue_page(counter, queue, text=text), done=take, failed=fail, owner=self)
        read(queues.queue_counts, done=self._count, failed=lambda _refusal: None, owner=self)

    def show_queue(self, queue: Queue) -> None:
        """Show another queue, whole."""
        if queue is not self.queue:
            self.queue = queue
            self.filter.clear()
            self._typing.stop()
            self._states.setCurrentWidget(self._busy)
        self._say_queue()
        self.refresh()

    def _ask_further(self) -> None:
        """Ask for the next page as the end of this one comes into sight."""
        bar = self.view.verticalScrollBar()
        place = self._further
        if place is None or bar.value() < bar.maximum() - bar.pageStep():
            return
        self._further = None
        asked, queue, text = self._asked, self.queue, self.filter.text()

        def take(page: QueuePage) -> None:
            if asked == self._asked:
                self.table.append(page.lines)
                self._further = page.further

        self._station.read(
            lambda counter: queues.queue_page(counter, queue, text=text, after=place), done=take, owner=self
        )

    def _take(self, page: QueuePage) -> None:
        marked = self.chosen.case.reference if self.chosen else ""
        self._further = page.further
        self.table.show(page.queue, page.lines, self._station.office or Office(""), page.today)
        fit_columns(self.view, self.table.columns.index(UNIT))
        if page.lines:
            self.view.selectRow(max(self.table.row_of(marked), 0))
            self._states.setCurrentWidget(self.view)
        else:
            self._states.setCurrentWidget(self._no_match if self.filter.text().strip() else self._nothing[page.queue])
        self._foot.setVisible(bool(page.lines))
        self._say_queue()
        self._explain()
        if page.lines and self.isVisible() and self.window().focusWidget() is None:
            self.resume()

    def _count(self, counts: Counts) -> None:
        self._counts = counts
        for place, queue in enumerate(ORDER, 1):
            self._buttons[queue].setText(f"{place} {queue.label}  {number_words(counts.queues.get(queue, 0))}")
        self._say_queue()
        self.counted.emit(counts)

    def _say_queue(self) -> None:
        self._buttons[self.queue].setChecked(True)
        self._title.setText(_HEADLINES[self.queue])
        number = self._counts.queues.get(self.queue, 0)
        if number >= MOST:
            self._words.setText(f"{MOST}件以上，筛选只看最前的{MOST}件；其余按 Ctrl+K 查找")
        elif not number:
            self._words.clear()
        else:
            order = "最近的在前" if self.queue is Queue.TODAY else "最急的在前"
            self._words.setText(f"{number}件，{order}")

    def _explain(self) -> None:
        """Below the table: why the last day of the marked line is that day."""
        line = self.chosen
        explained = printed(line.due.explanation) if line is not None and line.due is not None else ""
        self._explained.setText(explained)
        self._explained.setVisible(self.queue is Queue.TRANSFER)

    # Qt --------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Others may have acted meanwhile."""
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's keys, wherever the focus is but in the filter."""
        if not self._act_on(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table would search for a row that begins with a letter, and move its columns with the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            handled = self._act_on(event) if watched is self.view else self._filter_key(event)
            if handled:
                return True
        return super().eventFilter(watched, event)

    def _act_on(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open()
            case Qt.Key.Key_P:
                self._reprint()
            case Qt.Key.Key_F5:
                self.refresh()
            case Qt.Key.Key_Slash:
                self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self.show_queue(ORDER[(ORDER.index(self.queue) + step) % len(ORDER)])
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
                self.show_queue(ORDER[key - Qt.Key.Key_1])
            case _:
                return False
        return True

    def _filter_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Escape:
                self.filter.clear()
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                return False
        return True

    def _refresh_if_seen(self, _reference: str) -> None:
        if self.isVisible():
            self.refresh()

    def _open(self) -> None:
        if self.chosen is not None:
            self.open_wanted.emit(self.chosen.case.reference)

    def _reprint(self) -> None:
        if self.chosen is not None:
            self.reprint_wanted.emit(self.chosen.case.reference)

    # Looks -----------------------------------------------------------------------------------------------------------

    def _empty_state(self, queue: Queue) -> EmptyState:
        sentence, next_step = _EMPTY[queue]
        action = ("新受理  Ctrl+N", self.new_wanted.emit) if queue in (Queue.TODAY, Queue.DRAFT) else None
        return EmptyState(sentence, next_step, action=action)

    def _dress_view(self) -> None:
        view = self.view
        theme.current().changed.connect(self._set_rows)
        view.doubleClicked.connect(lambda _index: self._open())
        view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._explain())
        view.verticalScrollBar().valueChanged.connect(lambda _value: self._ask_further())
        view.installEventFilter(self)
        self.filter.installEventFilter(self)

    def _set_rows(self) -> None:
        set_rows(self.view)

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._words, role="quiet")
        mark(self._explained, role="quiet")
        self._explained.setWordWrap(True)
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(self._title)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        column.addLayout(head)
        column.addLayout(self._switch())
        for state in (self._busy, self.view, *self._nothing.values(), self._no_match, self._failed):
            self._states.addWidget(state)
        column.addWidget(self._states, 1)
        column.addWidget(self._explained)
        column.addWidget(self._foot)
        self._lay_out_foot()

    def _switch(self) -> QHBoxLayout:
        row = QHBoxLayout()
        grid.space(row, spacing=4)
        group = QButtonGroup(self)
        for place, queue in enumerate(ORDER, 1):
            button = QPushButton(f"{place} {queue.label}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            mark(button, role="tab")
            when_pressed(button, self.show_queue, queue)
            group.addButton(button)
            row.addWidget(button)
            self._buttons[queue] = button
        row.addStretch(1)
        self.filter.setPlaceholderText("按单位名称筛选  /")
        self.filter.setAccessibleName("按单位名称筛选")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        grid.fix(self.filter, width=260)
        row.addWidget(self.filter)
        return row

    def _lay_out_foot(self) -> None:
        foot = QHBoxLayout(self._foot)
        grid.space(foot, spacing=8)
        keys = QLabel("← → 切换队列   / 筛选   Ctrl+Shift+E 导出   F5 刷新   Esc 回到受理")
        mark(keys, role="quiet")
        foot.addWidget(keys, 1)
        for words, act in (("补打  P", self._reprint), ("打开  Enter", self._open)):
            button = QPushButton(words)
            when_pressed(button, act)
            foot.addWidget(button)
