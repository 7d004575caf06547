"""The barcode scanner is a keyboard too: it types a number of ours faster than any hand, and ends it with Enter.

Keys that could begin such a number are held back for as long as a scanner would need for the next one; what turns out
to be typed by a hand goes on to its field a moment later, in order. So nothing scanned ever comes into a field, and
there is nothing to take out of it again, save on a machine so busy that the field has got a part of it. Keys that an
input method keeps for itself never come here; what it gives as text is looked at whole.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from counter_app.domain.numbering import CASE_LETTERS, INSPECTION_LETTERS, SERIES

GAP: Final = 100
"""Milliseconds between two keys that every scanner keeps under, on a machine with other things to do as well."""

LATE: Final = 150
"""Milliseconds between two keys of a scanner on a machine that is too busy: the field gets them, and loses them."""

_LETTERS: Final = "|".join(sorted({letters for _series, letters in SERIES.values()}))
_IDS: Final = (CASE_LETTERS, INSPECTION_LETTERS)
"""Ids that stand as a barcode on papers without a number: a case's, and an inspection's on its template."""
_WHOLE: Final = re.compile(rf"(?:(?:{_LETTERS})\d{{4}}-\d{{4,}}|(?:{'|'.join(_IDS)})[0-9A-Z]{{10}})")
_MOST: Final = 24
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINE_ENDS: Final = ("\r", "\n")  # some scanners end with a line feed
_SHIFTS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_LEAVING: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.Close)


def is_beginning(text: str) -> bool:
    """Whether a number of ours can begin with `text`, in capitals or not."""
    text = text.upper()
    if text.startswith(_IDS):
        return len(text) <= 12 and (text[2:] == "" or text[2:].isalnum())  # noqa: PLR2004 - two letters and ten
    if len(text) <= 1:
        return not text or text in {*(known[:1] for known in _IDS), *(letters[:1] for letters in _LETTERS.split("|"))}
    if text[:2] not in _LETTERS.split("|"):
        return False
    year, dash, ordinal = text[2:6], text[6:7], text[7:]
    digits = all(part == "" or (part.isascii() and part.isdigit()) for part in (year, ordinal))
    return digits and dash in ("", "-") and len(text) <= _MOST


@dataclass(slots=True)
class _Trail:
    """Keys of what may yet be a number that were let go into a line, and the line as it was before them."""

    line: QLineEdit
    before: str
    cursor: int
    selected: tuple[int, int]
    text: str

    @classmethod
    def of(cls, target: QWidget, text: str) -> _Trail | None:
        """None where the keys go into no line."""
        line = target.lineEdit() if isinstance(target, QComboBox) else target
        if not isinstance(line, QLineEdit):
            return None
        selected = (line.selectionStart(), line.selectionLength())
        return cls(line, line.text(), line.cursorPosition(), selected, text)

    def take_back(self) -> None:
        """Leave the line, and whoever listens to it, as before the scan."""
        if not isValid(self.line):
            return
        self.line.setText(self.before)
        self.line.setCursorPosition(self.cursor)
        if self.selected[0] >= 0:
            self.line.setSelection(*self.selected)
        self.line.textEdited.emit(self.before)


class Scanner(QObject):
    """Watches the keys of whatever has the keyboard, from `listen` on.

    Only that widget is watched: a filter of the whole application would be asked for every event there is.
    """

    scanned = Signal(str)
    """A number or reference of ours, in capitals; not yet looked up."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Hears nothing before `listen`."""
        super().__init__(parent)
        self._held: deque[QKeyEvent] = deque()
        self._target: QWidget | None = None
        self._watched: QWidget | None = None
        self._window: QWidget | None = None
        self._clock = QElapsedTimer()
        self._last = 0
        self._trail: _Trail | None = None
        self._letting_go = False
        self._patience = QTimer(self, singleShot=True, interval=GAP)
        self._patience.setTimerType(Qt.TimerType.PreciseTimer)
        self._patience.timeout.connect(self.let_go)

    def listen(self, window: QWidget) -> None:
        """Begin; `window` gets the keys while nothing in it has the keyboard."""
        self._clock.start()
        self._window = window
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._watch)  # type: ignore[union-attr] # it has a window
        self._watch(None, QApplication.focusWidget())

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched) and self._watched is not self._window:
            self._watched.removeEventFilter(self)
        self._watched = new
        if new is not None and new is not self._window:
            new.installEventFilter(self)  # the last one installed is asked first

    @property
    def _text(self) -> str:
        return "".join(key.text() for key in self._held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only keys on their way to the focused widget matter; what a field leaves alone comes to the window again."""
        kind = event.type()
        if self._letting_go:
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            target = QApplication.focusWidget() or self._window
            return watched is target and self._pressed(event, watched)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._composed(event)
        if self._held and (kind in _LEAVING or self._is_shortcut(event)):
            self.let_go(leaving=kind == QEvent.Type.FocusOut)
        return False

    @staticmethod
    def _is_shortcut(event: QEvent) -> bool:
        """Whether a key comes that may act upon what was typed: the field has to have all of it first."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        held = bool(event.modifiers() & ~_PLAIN)
        ends = event.key() in _ENTERS or event.text() in _LINE_ENDS
        return held or not ((event.text().isprintable() and event.text()) or ends or event.key() in _SHIFTS)

    def _pressed(self, event: QKeyEvent, target: QWidget) -> bool:
        if event.key() in _SHIFTS:
            return False  # a scanner holds Shift for its capitals, key by key
        if event.key() in _ENTERS or event.text() in _LINE_ENDS:
            return self._ended(event)
        text = event.text()
        typed = bool(text) and text.isprintable() and not event.modifiers() & ~_PLAIN and not event.isAutoRepeat()
        if not typed or (self._held and (self._gap(event) > GAP or target is not self._target)):
            self.let_go()
        if not typed:
            self._trail = None
        if not typed or self._follows(event, text):
            return False
        if not is_beginning(self._text + text):
            self.let_go()
            self._trail = None
            if not is_beginning(text):
                return False
        self._target = target
        self._last = self._moment(event)
        self._held.append(event.clone())
        self._patience.start()
        event.accept()
        return True

    def _ended(self, event: QKeyEvent) -> bool:
        """Enter: whether what was held, or came into the field late, is a whole number."""
        trail, self._trail = self._trail, None
        if self._held:
            text, late = self._text.upper(), self._gap(event) > GAP
        else:
            text, late = (trail.text.upper() if trail else ""), self._gap(event) > LATE
        if late or _WHOLE.fullmatch(text) is None:
            self.let_go()
            self._trail = None
            return False
        self._patience.stop()
        self._held.clear()
        if trail is not None:
            trail.take_back()
        event.accept()
        self.scanned.emit(text)
        return True

    def _follows(self, event: QKeyEvent, text: str) -> bool:
        """A key after some that were let go: a scanner's all the same, where the machine was slow to bring it."""
        trail = self._trail
        if trail is None or self._gap(event) > LATE or not is_beginning(trail.text + text):
            self._trail = None
            return False
        self._last = self._moment(event)
        trail.text += text
        return True

    def _composed(self, event: QInputMethodEvent) -> bool:
        """An input method gave a whole number as text: it was scanned into a field for Chinese."""
        text = event.commitString().strip().upper()
        if _WHOLE.fullmatch(text) is None:
            return False
        event.setCommitString("")
        event.accept()
        QTimer.singleShot(0, self, lambda: self.scanned.emit(text))
        return False  # the field hears that composing ended, with nothing to write

    def let_go(self, *, leaving: bool = False) -> None:
        """A hand typed it: give the keys to the field they were for, in order. `leaving` it, the focus is elsewhere."""
        self._patience.stop()
        target, self._target = self._target, None
        if self._held and target is not None:
            self._trail = _Trail.of(target, self._text)
        held, self._held = self._held, deque()
        self._letting_go = True
        try:
            for key in held:
                if target is not None and isValid(target):
                    # As after any key: the field may have handed the focus on with the one before.
                    focus = None if leaving else QApplication.focusWidget()
                    QApplication.sendEvent(
                        focus if focus is not None and target.window() is focus.window() else target, key
                    )
        finally:
            self._letting_go = False

    def _gap(self, event: QKeyEvent) -> int:
        return abs(self._moment(event) - self._last)

    def _moment(self, event: QKeyEvent) -> int:
        """When the key was pressed, by the display's clock where it says so: a busy window hears of keys late."""
        return event.timestamp() or self._clock.elapsed()
