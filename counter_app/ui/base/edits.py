"""Tells the window that the clerk entered something: what was said of the entries before may be true no longer."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

EDITED = QEvent.Type(QEvent.registerEventType())
"""The event that the window gets."""


def tell_edited(widget: QWidget) -> None:
    """Something was entered in `widget`."""
    QCoreApplication.sendEvent(widget.window(), QEvent(EDITED))
