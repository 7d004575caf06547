"""The cards of a case below its first one, shown a moment after its page while the program still starts.

To style, lay out and paint them takes a fifth of the time in which a bare window starts: until then the letters that
were typed after Ctrl+N would stand nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_SHOWN_AFTER: Final = 100
"""Milliseconds after the page came in sight until they stand."""
_PRESSED: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class LateCards(QObject):
    """Hides `cards` now. They come before anybody can go to them: with a key that is no letter, or once it left."""

    def __init__(self, page: QWidget, first: QWidget, cards: Sequence[QWidget]) -> None:
        """`page` is not in sight yet; `first` is the control that gets the focus with it."""
        super().__init__(page)
        self._page, self._first, self._cards = page, first, cards
        for card in cards:
            card.hide()
        for watched in (page, first):
            watched.installEventFilter(self)

    def show(self) -> None:
        """Show them, if they are not shown yet."""
        cards, self._cards = self._cards, ()
        if not cards:
            return
        for watched in (self._page, self._first):
            watched.removeEventFilter(self)
        for card in cards:
            card.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the page to come in sight, and for the focus to go elsewhere."""
        kind = event.type()
        if watched is self._page:
            if kind is QEvent.Type.Show:
                QTimer.singleShot(_SHOWN_AFTER, self, self.show)
        elif kind is QEvent.Type.FocusOut or (kind in _PRESSED and not _is_letter(event)):
            self.show()
        return False


def _is_letter(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and bool(text := event.text()) and text.isprintable()
