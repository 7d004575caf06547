"""A page that scrolls, its content in one column of readable width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.scroll_area import ScrollArea

_WIDEST = 980
_BAR = 12
"""Pixels at 100 % of the scroll bar: what stands above keeps in line with what scrolls."""


class _PageBar(QScrollBar):
    """Its space is always there, its handle only where there is something to scroll."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.rangeChanged.connect(self._show_handle)

    def _show_handle(self, _least: int, most: int) -> None:
        self.setEnabled(most > 0)


def scrolled(*parts: QWidget, whole_width: bool = False) -> QScrollArea:
    """Return `parts` below each other; the focus scrolls them into sight.

    `whole_width` for tables and charts: they take all there is, where a line of words would be too long to read.
    """
    column_widget = QWidget()
    column = QVBoxLayout(column_widget)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area = ScrollArea()
    fill_page(area, column_widget, column)
    if whole_width and isinstance(row := area.widget().layout(), QHBoxLayout):
        grid.fix(column_widget)
        for place in (0, row.count() - 1):
            row.setStretch(place, 0)
    return area


def fill_page(area: QScrollArea, column_widget: QWidget, column: QVBoxLayout) -> None:
    """Have `column_widget`, laid out by `column`, scroll in `area`, which is a whole page.

    The space of its scroll bar is always there: where it came and went the fields would move sideways.
    """
    grid.space(column, 24, 16, 24, 20, spacing=12)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    keep_bar(area)
    holder = _centred(column_widget)
    mark(holder, role="page")
    holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never wider than can be seen
    area.setWidget(holder)


def keep_left(holder: QWidget) -> QWidget:
    """Return `holder` (of `above`, or that of a page) with its column at the left: beside what it belongs to."""
    if isinstance(row := holder.layout(), QHBoxLayout):
        row.setStretch(0, 0)
    return holder


def keep_bar(area: QScrollArea) -> None:
    """Keep the space of the scroll bar of `area`, also where there is nothing to scroll: it is laid out once."""
    area.setVerticalScrollBar(_PageBar())
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


def within(inner: QWidget) -> QScrollArea:
    """Return `inner` where it scrolls within what it stands on, as wide as that and with nothing behind it."""
    area = ScrollArea()
    area.setWidgetResizable(True)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def above(*messages: QWidget) -> QWidget:
    """Return `messages` as they stand above what scrolls, always in sight; they take no space while hidden."""
    column_widget = QWidget()
    column = QVBoxLayout(column_widget)
    grid.space(column, 24, 0, 24, 0)
    for message in messages:
        column.addWidget(message)
    holder = _centred(column_widget)
    if (row := holder.layout()) is not None:
        grid.space(row, 0, 12, _BAR, 0)
    return holder


def _centred(column: QWidget) -> QWidget:
    """`column` in the middle, no wider than can be read."""
    grid.fix(column, most_width=_WIDEST)
    holder = QWidget()
    row = QHBoxLayout(holder)
    grid.space(row)
    row.addStretch(1)
    row.addWidget(column, 100)
    row.addStretch(1)
    return holder
