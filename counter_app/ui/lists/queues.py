"""The queues: today's cases and those that wait, each with who, since when and how long is left."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.calendar.waiting import Queue
from counter_app.services.lists import queues
from counter_app.services.lists.queues import MOST, Counts, QueuePage, WaitingCase, number_words
from counter_app.services.lists.registers import ExportRequest, queue_export
from counter_app.services.ports import Backend, PageCursor
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page, export_act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of, label_of
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.case_table import QUEUE_COLUMNS, UNIT, queue_rows
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.messages import EmptyState
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.tab_group import NumberedTabs
from counter_app.ui.widgets.table_model import Row

ORDER: Final = tuple(Queue)
_DEBOUNCE: Final = 120
"""Milliseconds after the last letter before the queue is asked for: fast typing asks once."""
_HEADLINES: Final = {
    Queue.TODAY: "今日受理",
    Queue.DEFICIENT: "待补正：已告知，等待申请人补正",
    Queue.COMPLETE: "待录入：已收件，等录入备案平台",
    Queue.TRANSFER: "待移交：窗口留存的纸质材料",
    Queue.DRAFT: "草稿：登记中，还没有出具凭证",
}
_EMPTY: Final = {
    Queue.TODAY: ("今日还没有受理", f"有人办理时按 {keys_of('new')} 新建受理"),
    Queue.DEFICIENT: ("没有待补正的业务", "出具一次性告知书、等待申请人补正的列在这里"),
    Queue.COMPLETE: ("没有待录入的业务", "出具收件凭证、等待录入备案平台的列在这里"),
    Queue.TRANSFER: ("窗口没有留存的纸质材料", "收存的材料在这里按移交期限排列"),
    Queue.DRAFT: ("没有草稿", "登记中的业务都已出具凭证或撤回"),
}


def _show_queue(queue: Queue, page: "QueuesPage") -> None:
    page.show_queue(queue)


class QueuesPage(Page):
    """One queue at a time, read a page after the other."""

    ACTS: "ClassVar[tuple[Act[QueuesPage], ...]]"
    FILTER_ACTS: "ClassVar[tuple[Act[QueuesPage], ...]]"

    open_wanted = Signal(str)
    reprint_wanted = Signal(str)
    new_wanted = Signal()
    counted = Signal(Counts)
    """`Counts`, whenever they were asked for."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for its queue whenever it is shown, and after each act."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self.queue = Queue.TODAY
        self._further: PageCursor | None = None
        self._awaits_focus = False
        self._counts = Counts()
        self.lines: ListPanel[WaitingCase] = ListPanel(
            station, "队列", lambda line: line.case.reference, again=self.acts.offer("refresh")
        )
        self.view = self.lines.view
        self.filter = QLineEdit()
        self._title = QLabel()
        self._words = QLabel()
        self._explained = QLabel()
        self._foot = QWidget()
        self._nothing = {queue: self._empty_state(queue) for queue in Queue}
        self._no_match = EmptyState("没有这个单位", "修改查找的内容，或清空筛选看整个队列")
        self.tabs = NumberedTabs(ORDER, self.show_queue, self)
        self._typing = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._typing.timeout.connect(self.refresh)
        self._lay_out()
        self._say_queue()
        self.lines.keep_fresh(self.refresh)
        self.lines.open_wanted.connect(self.open_marked)
        self.lines.marked_changed.connect(self._explain)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._ask_further())
        PageActs(self, self.FILTER_ACTS, self.filter)

    def resume(self) -> None:
        """The focus goes to the table, to its first row where none is marked."""
        self.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("待办", [*self.acts.told(), BACK])]

    def list_out(self) -> tuple[str, Callable[[Backend], ExportRequest]]:
        """The queue, or what of it the filter leaves."""
        queue, text = self.queue, self.filter.text()
        return queue.label, lambda backend: queue_export(backend, queue, text)

    # Asking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the first page of the queue again, and for the counts of all."""
        self._further = None
        queue, text = self.queue, self.filter.text()
        self.lines.read(lambda backend: queues.queue_page(backend, queue, text=text), self._take)
        self._station.read(queues.queue_counts, done=self._count, failed=lambda _refusal: None, owner=self)

    def show_queue(self, queue: Queue) -> None:
        """Show another queue, whole; the focus goes to its lines, but for one that stays in the filter."""
        self._awaits_focus = not self.filter.hasFocus()
        if queue is not self.queue:
            self.queue = queue
            self.filter.clear()
            self._typing.stop()
            self.lines.wait()
        self._say_queue()
        self.refresh()

    def _ask_further(self) -> None:
        """Ask for the next page as the end of this one comes into sight."""
        bar = self.view.verticalScrollBar()
        place = self._further
        if place is None or bar.value() < bar.maximum() - bar.pageStep():
            return
        self._further = None
        queue, text = self.queue, self.filter.text()

        def take(page: QueuePage) -> None:
            self.lines.append(page.lines, self._rows(page))
            self._further = page.further

        self.lines.read(lambda backend: queues.queue_page(backend, queue, text=text, after=place), take)

    def _take(self, page: QueuePage) -> None:
        self._further = page.further
        columns = QUEUE_COLUMNS[page.queue]
        self.lines.show_lines(
            page.lines,
            self._rows(page),
            columns=columns,
            wide=columns.index(UNIT),
            nothing=self._no_match if self.filter.text().strip() else self._nothing[page.queue],
        )
        self._say_queue()
        if page.lines and self.isVisible() and (self._awaits_focus or self.window().focusWidget() is None):
            self.resume()
        self._awaits_focus = False

    def _rows(self, page: QueuePage) -> list[Row]:
        return queue_rows(page.queue, page.lines, self._station.office or Office(""), page.today)

    def _count(self, counts: Counts) -> None:
        self._counts = counts
        for queue in ORDER:
            self.tabs.count(queue, number_words(counts.queues.get(queue, 0)))
        self._say_queue()
        self.counted.emit(counts)

    def _say_queue(self) -> None:
        self.tabs.check(self.queue)
        self._title.setText(_HEADLINES[self.queue])
        number = self._counts.queues.get(self.queue, 0)
        if number >= MOST:
            self._words.setText(f"{MOST}件以上，筛选只看最前的{MOST}件；其余按 {keys_of('find')} 查找")
        elif not number:
            self._words.clear()
        else:
            order = "时间近的在前" if self.queue is Queue.TODAY else "期限近的在前"
            self._words.setText(f"{number}件，{order}")

    def _explain(self) -> None:
        """Below the table: why the last day of the marked line is that day, and what can be done with lines."""
        line = self.lines.marked
        explained = printed(line.due.explanation) if line is not None and line.due is not None else ""
        self._explained.setText(explained)
        shown = self.lines.currentWidget()
        self._explained.setVisible(self.queue is Queue.TRANSFER and shown is not self.lines.failed)
        self._foot.setVisible(shown is self.view)

    def to_filter(self) -> None:
        """Bring the focus to the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """Show the next queue, or the one before."""
        self.show_queue(self.tabs.beside(self.queue, by))

    def open_marked(self) -> None:
        """Open the case that is marked; from the filter, go to the list it left."""
        if self.filter.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (line := self.lines.marked) is not None:
            self.open_wanted.emit(line.case.reference)

    def clear_filter(self) -> None:
        """Show the whole queue again."""
        self.filter.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def reprint(self) -> None:
        """Print the papers of the case that is marked again."""
        if (line := self.lines.marked) is not None:
            self.reprint_wanted.emit(line.case.reference)

    # Looks -----------------------------------------------------------------------------------------------------------

    def _empty_state(self, queue: Queue) -> EmptyState:
        sentence, next_step = _EMPTY[queue]
        action = (label_of("new"), self.new_wanted.emit) if queue in (Queue.TODAY, Queue.DRAFT) else None
        return EmptyState(sentence, next_step, action=action)

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
        layouts.nest(column, head)
        layouts.nest(column, self._switch())
        for state in (*self._nothing.values(), self._no_match):
            self.lines.addWidget(state)
        column.addWidget(self.lines, 1)
        column.addWidget(self._explained)
        column.addWidget(self._foot)
        self._lay_out_foot()

    def _switch(self) -> QHBoxLayout:
        row = self.tabs.row()
        say_what_to_write(self.filter, self.acts.offer("filter")[0])
        self.filter.setAccessibleName("按单位名称筛选")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        grid.fix(self.filter, least_width=150, most_width=260)
        row.addWidget(self.filter, 1)
        return row

    def _lay_out_foot(self) -> None:
        self._foot.setLayout(self.acts.foot("← → 切换队列", " ".join(BACK)))


QueuesPage.ACTS = (
    Act("reprint", "补打", ("P",), QueuesPage.reprint),
    Act("open", "打开", ("Return", "Enter"), QueuesPage.open_marked),
    Act("filter", "按单位名称筛选", ("/",), QueuesPage.to_filter, place=Placement.HINT),
    Act("refresh", "刷新", ("F5",), QueuesPage.refresh, place=Placement.HINT),
    export_act("队列导出为 Excel"),
    Act("before", "上一个队列", ("Left",), lambda page: page.step(-1), group="切换队列"),
    Act("next", "下一个队列", ("Right",), lambda page: page.step(1), group="切换队列"),
    *(
        Act(f"queue_{place}", queue.label, (str(place),), partial(_show_queue, queue), group="切换队列")
        for place, queue in enumerate(ORDER, 1)
    ),
)
QueuesPage.FILTER_ACTS = (
    Act("list", "到队列", ("Down",), QueuesPage.resume, place=Placement.KEY),
    Act("clear", "看整个队列", ("Esc",), QueuesPage.clear_filter, place=Placement.KEY),
)
