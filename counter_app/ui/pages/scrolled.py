"""A page that scrolls, its content in one column of readable width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui import grid
from counter_app.ui.theme import mark

_WIDEST = 980


def scrolled(*parts: QWidget) -> QScrollArea:
    """Return `parts` below each other; the focus scrolls them into sight."""
    column_widget = QWidget()
    column = QVBoxLayout(column_widget)
    grid.space(column, 24, 16, 24, 20, spacing=12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    grid.fix(column_widget, most_width=_WIDEST)
    holder = QWidget()
    mark(holder, role="page")
    middle = QHBoxLayout(holder)
    grid.space(middle)
    middle.addStretch(1)
    middle.addWidget(column_widget, 100)
    middle.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    return area


def above(*messages: QWidget) -> QVBoxLayout:
    """Return `messages` as they stand above what scrolls, always in sight; they take no room while hidden."""
    layout = QVBoxLayout()
    grid.space(layout, 24, 12, 24, 0)
    for message in messages:
        layout.addWidget(message)
    return layout
