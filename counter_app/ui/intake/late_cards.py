"""When the cards of a case below its first one are built, while the program still starts.

To build, style, lay out and paint them takes a quarter of the time in which a bare window starts: until then the
letters that were typed after Ctrl+N would stand nowhere.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_BUILT_AFTER: Final = 100
"""Milliseconds after the page came in sight until they are built."""
_PRESSED: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class LateCards(QObject):
    """Tells when it is time: a moment after `form` came in sight, or before anybody can leave its first control."""

    due = Signal()
    """Build them now; told once."""

    def __init__(self, form: QWidget, first: QWidget) -> None:
        """`form` is not in sight yet; `first` is the control that gets the focus with it."""
        super().__init__(form)
        self._form, self._first = form, first
        for watched in (form, first):
            watched.installEventFilter(self)

    def tell(self) -> None:
        """Say that it is time, and watch no longer."""
        for watched in (self._form, self._first):
            watched.removeEventFilter(self)
        self.deleteLater()
        self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the form to come in sight, and for the focus to go elsewhere: with a key that is no letter."""
        kind = event.type()
        if watched is self._form:
            if kind is QEvent.Type.Show:
                QTimer.singleShot(_BUILT_AFTER, self, self.tell)
        elif kind is QEvent.Type.FocusOut or (kind in _PRESSED and not _is_letter(event)):
            self.tell()
        return False


def _is_letter(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and bool(text := event.text()) and text.isprintable()
