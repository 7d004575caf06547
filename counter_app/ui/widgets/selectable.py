"""Plain text that can be marked and copied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from counter_app.ui.widgets.fitting_scroll import FittingScroll


def selectable(words: str) -> QLabel:
    """Return `words` as they are, on as many lines as they need."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label


def scrolled_by_keys(label: QLabel) -> FittingScroll:
    """Return `label` where the arrows scroll it: nothing in it has the focus."""
    scroll = FittingScroll()
    scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scroll.column.addWidget(label)
    return scroll
