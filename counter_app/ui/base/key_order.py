"""Keys and shortcuts in the order in which they were pressed, also while a screen reader listens.

On Linux Qt asks AT-SPI about each key, and the window gets it once the answer is there; shortcuts are not asked about
and act at once. So Ctrl+N right after a name opened a new case before the name had come, and the rest of the name went
into that one. Here a shortcut waits for the keys that were pressed before it.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent, QShortcutEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.held_keys import copied

_PATIENCE: Final = 300
"""Milliseconds after which a key that did not come was taken by the screen reader; Qt itself waits 100."""
_HELD_DOWN: Final = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
"""They write nothing: no shortcut waits for its own Ctrl."""


@frozen
class _Shortcut:
    """A shortcut that waits among the keys."""

    target: QObject
    event: QShortcutEvent


class KeyOrder(QObject):
    """Watches the keys of the application while assistive technology does; Qt's own watch has to be there before."""

    def __init__(self, application: QApplication) -> None:
        """Begin at once."""
        super().__init__(application)
        self._waiting: deque[tuple[int, str] | _Shortcut] = deque()
        self._giving = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._wait_no_longer)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note keys that a window was given, and hold the shortcuts that overtook them."""
        kind = event.type()
        if kind == QEvent.Type.Shortcut and isinstance(event, QShortcutEvent):
            return self._holds(watched, event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._giving:
            if event.key() in _HELD_DOWN:
                return False
            if not isinstance(watched, QWindow):
                if event.spontaneous():
                    self._wait_no_longer()  # it came without delay: nobody was asked
            elif event.spontaneous():
                self._waiting.append(_said(event))
                self._patience.start()
            elif self._waiting:
                return self._came(watched, event)
        return False

    def _holds(self, watched: QObject, event: QShortcutEvent) -> bool:
        if self._giving or not self._waiting:
            return False
        again = QShortcutEvent(event.key(), event.shortcutId(), event.isAmbiguous())
        self._waiting.append(_Shortcut(watched, again))
        return True

    def _came(self, window: QWindow, event: QKeyEvent) -> bool:
        """A key comes back from Qt's watch; those before it that did not were taken. True where it is given here."""
        if _said(event) not in self._waiting:
            return False
        while self._waiting and (first := self._waiting.popleft()) != _said(event):
            self._give(first)
        if not self._waiting or not isinstance(self._waiting[0], _Shortcut):
            return False
        self._giving = True
        try:
            QCoreApplication.sendEvent(window, copied(event))
        finally:
            self._giving = False
        while self._waiting and isinstance(self._waiting[0], _Shortcut):
            self._give(self._waiting.popleft())
        return True

    def _wait_no_longer(self) -> None:
        while self._waiting:
            self._give(self._waiting.popleft())

    def _give(self, one: tuple[int, str] | _Shortcut) -> None:
        if isinstance(one, _Shortcut) and isValid(one.target):
            self._giving = True
            try:
                QCoreApplication.sendEvent(one.target, one.event)
            finally:
                self._giving = False


def keep_order(application: QApplication) -> None:
    """Watch the keys from when assistive technology is there: looked for whenever the focus moves."""
    if sys.platform != "linux":
        return

    def look() -> None:
        if QAccessible.isActive():
            application.focusChanged.disconnect(look)
            KeyOrder(application)

    application.focusChanged.connect(look)
    look()


def _said(event: QKeyEvent) -> tuple[int, str]:
    return event.key(), event.text()
