"""What stands there while no case is open: what one begins with, and the cases of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import label_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark

if TYPE_CHECKING:  # the list is built once there is something to list
    from counter_app.services.lists.queues import QueuePage, WaitingCase
    from counter_app.ui.base.station import Station
    from counter_app.ui.widgets.list_panel import ListPanel

_ACTS: Final = (
    ("find", "查找"),
    ("from_file", "从文件受理"),
    ("by_number", "扫码或按编号打开"),
    ("today", "待办"),
)
"""What is offered beside a new case, by the names of the window's acts."""
_IN_A_ROW: Final = 5
_UNIT: Final = 1


class HomePage(QWidget):
    """Offers a new case, the search, a file, a number, the queues; lists the cases of today."""

    wanted = Signal(str)
    """An act of the window by its name."""
    case_wanted = Signal(str)
    """A case of today is to be opened, by its reference."""

    def __init__(self, station: Station) -> None:
        """The cases of today are read when they are asked for."""
        super().__init__()
        self._station = station
        self.lines: ListPanel[WaitingCase] | None = None
        self._columns = 0
        self.today = QLabel()
        self.button = QPushButton(label_of("new"))
        mark(self.button, kind="primary")
        when_pressed(self.button, self.wanted.emit, "new")
        self.buttons = {"new": self.button}
        self._row = row = QGridLayout()
        grid.space(row, spacing=8)
        for name, words in _ACTS:
            self.buttons[name] = button = QPushButton(label_of(name, words))
            when_pressed(button, self.wanted.emit, name)
        self._arrange(_IN_A_ROW)
        mark(self.today, role="headline")
        self._column = QVBoxLayout(self)
        grid.space(self._column, 24, 24, 24, 16, spacing=16)
        layouts.nest(self._column, row)
        self._column.addWidget(self.today)
        self._column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many buttons in a row as have space for their words."""
        super().resizeEvent(event)
        space = self.width() - self._around
        self._arrange(next((n for n in range(_IN_A_ROW, 1, -1) if self._needed(n) <= space), 1))

    def minimumSizeHint(self) -> QSize:
        """One button in a row is always enough."""
        return QSize(self._needed(1) + self._around, super().minimumSizeHint().height())

    def say_day(self, words: str, *, cases: int) -> None:
        """Say how many cases came today, and list them."""
        self.today.setText(words)
        if cases and self.lines is None:
            self._build_list()
        if self.lines is not None:
            self.lines.setVisible(cases > 0)

    def open_marked(self) -> None:
        """Open the marked case of today."""
        if self.lines is not None and (line := self.lines.marked) is not None:
            self.case_wanted.emit(line.case.reference)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _needed(self, columns: int) -> int:
        """The width of all buttons in so many columns."""
        widths = [button.sizeHint().width() for button in self.buttons.values()]
        return sum(max(widths[column::columns]) for column in range(columns)) + (columns - 1) * self._row.spacing()

    @property
    def _around(self) -> int:
        margins = self._column.contentsMargins()
        return margins.left() + margins.right()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self.buttons.values()):
            self._row.addWidget(button, place // columns, place % columns)
        for column in range(_IN_A_ROW):
            self._row.setColumnStretch(column, 1 if column < columns else 0)

    def _build_list(self) -> None:
        from counter_app.ui.base.acts import Act, Placement
        from counter_app.ui.base.page_acts import PageActs
        from counter_app.ui.widgets.list_panel import ListPanel

        self.lines = ListPanel(self._station, "今日受理", lambda line: line.case.reference)
        self.lines.keep_fresh(self._read)
        self.lines.open_wanted.connect(self.open_marked)
        opening: Act[HomePage] = Act("open", "打开", ("Return", "Enter"), HomePage.open_marked, place=Placement.KEY)
        PageActs(self, (opening,), self.lines.view)
        self._column.insertWidget(2, self.lines, 1)
        self._column.setStretch(3, 0)

    def _read(self) -> None:
        from counter_app.domain.calendar.waiting import Queue
        from counter_app.services.lists import queues

        if self.lines is not None:
            self.lines.read(lambda backend: queues.queue_page(backend, Queue.TODAY), self._take)

    def _take(self, page: QueuePage) -> None:
        from counter_app.domain.basics.office import Office
        from counter_app.ui.widgets.case_table import QUEUE_COLUMNS, queue_rows

        if self.lines is not None:
            rows = queue_rows(page.queue, page.lines, self._station.office or Office(""), page.today)
            self.lines.show_lines(page.lines, rows, columns=QUEUE_COLUMNS[page.queue], wide=_UNIT)
