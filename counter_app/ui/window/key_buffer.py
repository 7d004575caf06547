"""Keys typed before their field is there: held back in order, and typed again once it has the focus."""

from collections import deque
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from counter_app.ui.base.held_keys import copied
from counter_app.ui.widgets.sheet import sheet_of

PATIENCE: Final = 6_000
"""Milliseconds: a window waits 5 s for another one's save before it says so, and that answer comes first."""

PATIENCE_AT_START: Final = 60_000
"""Milliseconds: a new version brings old data up to date before anything can be opened."""

_KEYS: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MODIFIERS: Final = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class KeyBuffer(QObject):
    """Stands between the keyboard and `window` from `hold` until `release` or `forget`.

    Without it what is typed right after Ctrl+N falls into the case before, or onto a button.
    """

    expired = Signal(int)
    """The page did not come in time; so many keys were forgotten."""

    def __init__(self, window: QWidget) -> None:
        """`window` takes the keys, and its actions the shortcuts among them."""
        super().__init__(window)
        self._window = window
        self._held: deque[QKeyEvent] = deque()
        self._left: QWidget | None = None
        self._listening = False
        self._early = False
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._expire)

    @property
    def is_holding(self) -> bool:
        """Whether keys are held back now."""
        return self._patience.isActive()

    def hold_from_shortcut(self) -> None:
        """Hold from the first Ctrl key on: the program still starts, and only a shortcut says where letters belong."""
        self._listening = True
        self._window.installEventFilter(self)

    def release_early(self) -> None:
        """Type what can be done while the program still starts; a shortcut that cannot, and what follows it, waits on.

        From now on the page takes letters, and keys are held from the first act that has to wait.
        """
        self._early = True
        waiting = self.is_holding
        self._let_pass()
        while self._held and not self._is_awaited(self._held[0]):
            self._type(self._held.popleft())
        if self._held:
            self.hold(PATIENCE_AT_START)
        else:
            self.hold_from_shortcut()
            if waiting:
                self._left = None

    def hold(self, patience: int = PATIENCE) -> None:
        """Hold every key back from now on, for at most so many milliseconds.

        The focus goes nowhere, so that no input method composes meanwhile.
        """
        if self.is_holding:
            return
        self._listen_no_more()
        self._left = self._window.focusWidget()
        if self._left is not None:
            self._left.clearFocus()
        self._patience.start(patience)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr] # a window has an application

    def release(self) -> None:
        """Type what was held into whatever has the focus, key by key; stops where a key begins another wait."""
        self._early = False
        self._let_pass()
        while self._held and not self.is_holding:
            self._type(self._held.popleft())

    def forget(self) -> None:
        """Nothing came to type into: the keys are dropped, and the focus goes back to where it was."""
        self._early = False
        self._let_pass()
        self._held.clear()
        if self._left is not None and isValid(self._left) and self._window.focusWidget() is None:
            self._left.setFocus()
        self._left = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks for every event while keys are held; a dialog's keys are its own."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or self._is_elsewhere():
            return super().eventFilter(watched, event)
        if self._listening and not self._is_shortcut(event):
            return super().eventFilter(watched, event)
        self.hold(PATIENCE_AT_START)
        event.accept()  # for an override: no shortcut now, the key itself follows
        if event.type() is not QEvent.Type.ShortcutOverride:
            self._held.append(copied(event))  # the release too: a tick is made by it
        return True

    def _is_shortcut(self, event: QKeyEvent) -> bool:
        if self._early:
            return self._is_awaited(event)
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return held and event.type() is QEvent.Type.KeyPress and event.key() not in _MODIFIERS

    def _is_awaited(self, event: QKeyEvent) -> bool:
        """Whether it is the key of an act of the window that cannot be done yet."""
        if event.type() is QEvent.Type.KeyRelease:
            return False
        wanted = QKeySequence(event.keyCombination())
        return any(wanted in action.shortcuts() and not action.isEnabled() for action in self._window.actions())

    def _listen_no_more(self) -> None:
        if self._listening:
            self._listening = False
            self._window.removeEventFilter(self)

    def _is_elsewhere(self) -> bool:
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return True
        return sheet_of(QApplication.focusWidget()) is not None

    def _let_pass(self) -> None:
        self._listen_no_more()
        self._patience.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def _expire(self) -> None:
        count = sum(key.type() is QEvent.Type.KeyPress for key in self._held)
        self.forget()
        self.expired.emit(count)

    def _type(self, key: QKeyEvent) -> None:
        """Do as Qt does with a key: a shortcut of what it goes to, of its page or of the window first."""
        focus: QWidget | None = self._window.focusWidget()
        focused = self._window if focus is None else focus
        if key.type() is QEvent.Type.KeyPress and (action := _action_for(key, focused)) is not None:
            action.trigger()
        else:
            QApplication.sendEvent(focused, key)


def _action_for(key: QKeyEvent, focused: QWidget) -> QAction | None:
    wanted = QKeySequence(key.keyCombination())
    link: QWidget | None = focused
    while link is not None:
        for action in link.actions():
            if action.isEnabled() and wanted in action.shortcuts():
                return action
        link = link.parentWidget()
    return None
