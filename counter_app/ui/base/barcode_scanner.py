"""The barcode scanner is a keyboard too: it types a number of ours faster than anybody, and ends it or just stops.

What ends it is Enter, Tab or both, as the scanner is set up; where it is set up to end with nothing, the number ends
when no key follows. A prefix that says the kind of the code (`]C0`) is left out.

Keys that could begin such a number are held back for as long as a scanner would need for the next one; what turns out
to be typed by a person goes on to its field a moment later, in order. So nothing scanned ever comes into a field, and
there is nothing to take out of it again, save on a machine so busy that the field has got a part of it. Keys that an
input method keeps for itself never come here; what it gives as text, full-width or not, counts as keys do.
"""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.numbering import CASE_LETTERS, INSPECTION_LETTERS, SERIES, as_scanned, without_aim_prefix
from counter_app.domain.basics.records import mutable
from counter_app.ui.base.held_keys import copied
from counter_app.ui.base.page_acts import act_on_key

GAP: Final = 100
"""Milliseconds between two keys that every scanner keeps under, on a machine with other things to do as well."""

LATE: Final = 150
"""Milliseconds between two keys of a scanner on a machine that is too busy: the field gets them, and loses them."""

PACE: Final = 50
"""Milliseconds from key to key, on the average of a number, that nobody keeps: where nothing ends it, it is a scan."""

_LETTERS: Final = "|".join(sorted({letters for _series, letters in SERIES.values()}))
_IDS: Final = (CASE_LETTERS, INSPECTION_LETTERS)
"""Ids that stand as a barcode on papers without a number: a case's, and an inspection's on its template."""
_WHOLE: Final = partial(re.compile, rf"(?:(?:{_LETTERS})\d{{4}}-\d{{4,}}|(?:{'|'.join(_IDS)})[0-9A-Z]{{10}})", re.ASCII)
_PREFIX_BEGINNING: Final = partial(re.compile, r"\](?:[A-Z][0-9A-Z]?)?", re.ASCII)
_MOST: Final = 24
_END_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_ENDS: Final = ("\r", "\n", "\t")  # some scanners end with a line feed
_SHIFTS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_LEAVING: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.Close)


def _whole(text: str) -> str:
    """The number or reference of ours that was scanned, empty where it is none."""
    code = without_aim_prefix(as_scanned(text))
    return code if _WHOLE().fullmatch(code) else ""


def is_beginning(text: str) -> bool:
    """Whether a number of ours can begin with `text`, in capitals or not, full-width or not, with a prefix or not."""
    text = as_scanned(text)
    if _PREFIX_BEGINNING().fullmatch(text):
        return True
    text = without_aim_prefix(text)
    if text.startswith(_IDS):
        return len(text) <= 12 and (text[2:] == "" or text[2:].isalnum())  # noqa: PLR2004 - two letters and ten
    if len(text) <= 1:
        return not text or text in {*(known[:1] for known in _IDS), *(letters[:1] for letters in _LETTERS.split("|"))}
    if text[:2] not in _LETTERS.split("|"):
        return False
    year, dash, ordinal = text[2:6], text[6:7], text[7:]
    digits = all(part == "" or (part.isascii() and part.isdigit()) for part in (year, ordinal))
    return digits and dash in ("", "-") and len(text) <= _MOST


@mutable
class _LeakedKeys:
    """Keys of what may yet be a number that were passed on to a line, and the line as it was before them."""

    line: QLineEdit
    before: str
    cursor: int
    selected: tuple[int, int]
    text: str
    keys: int

    @classmethod
    def of(cls, target: QWidget, text: str, keys: int) -> _LeakedKeys | None:
        """None where the keys go into no line."""
        line = target.lineEdit() if isinstance(target, QComboBox) else target
        if not isinstance(line, QLineEdit):
            return None
        selected = (line.selectionStart(), line.selectionLength())
        return cls(line, line.text(), line.cursorPosition(), selected, text, keys)

    def undo(self) -> None:
        """Leave the line, and whoever listens to it, as before the scan."""
        if not isValid(self.line):
            return
        self.line.setText(self.before)
        self.line.setCursorPosition(self.cursor)
        if self.selected[0] >= 0:
            self.line.setSelection(*self.selected)
        self.line.textEdited.emit(self.before)


class _Timestamp(NamedTuple):
    """When something came: by the display's clock, 0 where it does not say so, and by ours."""

    by_display: int
    by_us: int

    def since(self, earlier: _Timestamp) -> int:
        """Milliseconds by the display's clock where it told both: a busy window hears of keys late."""
        if self.by_display and earlier.by_display:
            return abs(self.by_display - earlier.by_display)
        return self.by_us - earlier.by_us


class BarcodeScanner(QObject):
    """Watches the keys of whatever has the keyboard, from `listen` on.

    Only that widget is watched: a filter of the whole application would be asked for every event there is.
    """

    scanned = Signal(str)
    """A number or reference of ours, in capitals; not yet looked up."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Hears nothing before `listen`."""
        super().__init__(parent)
        self._held: deque[QKeyEvent | QInputMethodEvent] = deque()
        self._target: QWidget | None = None
        self._watched: QWidget | None = None
        self._window: QWidget | None = None
        self._clock = QElapsedTimer()
        self._first = self._last = _Timestamp(0, 0)
        self._leaked: _LeakedKeys | None = None
        self._ended_by: Qt.Key | None = None
        self._just_emitted = False
        self._replaying = False
        self._timeout = QTimer(self, singleShot=True, interval=GAP)
        self._timeout.setTimerType(Qt.TimerType.PreciseTimer)
        self._timeout.timeout.connect(self._settle)

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
        return "".join(map(_text_of, self._held))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only keys on their way to the focused widget matter; what a field leaves alone comes to the window again."""
        kind = event.type()
        if self._replaying:
            return False
        key = event if isinstance(event, QKeyEvent) else None
        if key is not None and kind is QEvent.Type.ShortcutOverride and self._may_be_scanned(key, watched):
            key.accept()  # it comes as a key, before any act of the page
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            target = QApplication.focusWidget() or self._window
            if watched is not target:
                return False
            no_shortcut = self._may_be_scanned(event, watched)
            return self._pressed(event, watched) or (no_shortcut and act_on_key(watched, event))
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget):
            self._composed(event, watched)
        elif self._held and (kind in _LEAVING or self._is_shortcut(event)):
            self._settle(leaving=kind == QEvent.Type.FocusOut, later=True)
        return False

    def _may_be_scanned(self, event: QKeyEvent, watched: QObject) -> bool:
        """Whether a key that may be an act of the page has to come here first."""
        if watched is not (QApplication.focusWidget() or self._window) or event.modifiers() & ~_PLAIN:
            return False
        if _ends(event):
            return bool(self._held) or self._leaked is not None or self._just_emitted
        text = event.text()
        return bool(text) and text.isprintable() and (bool(self._held) or is_beginning(text))

    @staticmethod
    def _is_shortcut(event: QEvent) -> bool:
        """Whether a key comes that may act upon what was typed: the field has to have all of it first."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        held = bool(event.modifiers() & ~_PLAIN)
        return held or not ((event.text().isprintable() and event.text()) or _ends(event) or event.key() in _SHIFTS)

    def _pressed(self, event: QKeyEvent, target: QWidget) -> bool:
        """A key: whether it is kept from the field."""
        if event.key() in _SHIFTS:
            return False  # a scanner holds Shift for its capitals, key by key
        if _ends(event):
            return self._ended(event)
        self._just_emitted = False
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & ~_PLAIN or event.isAutoRepeat():
            self._settle()
            self._leaked = None
            return False
        return self._received(text, event, target)

    def _composed(self, event: QInputMethodEvent, target: QWidget) -> None:
        """An input method gave text, letter by letter or at once: it is kept from the field as keys are."""
        text = event.commitString().strip() or event.commitString()
        self._just_emitted = False
        if not text or event.replacementLength():
            if self._held and event.preeditString():
                self._settle()
        elif self._received(text, event, target):
            event.setCommitString("")  # the field hears that composing ended, with nothing to write

    def _received(self, text: str, event: QKeyEvent | QInputMethodEvent, target: QWidget) -> bool:
        """Text on its way to a field: whether it is held back."""
        if self._held and (self._gap(event) > GAP or target is not self._target):
            self._settle()
        if self._follows(event, text):
            return False
        if not is_beginning(self._text + text):
            self.replay()
            self._leaked = None
            if not is_beginning(text):
                return False
        self._last = self._timestamp(event)
        if not self._held:
            self._first = self._last
        self._target = target
        self._held.append(_copy(event))
        self._timeout.start()
        event.accept()
        return True

    def _ended(self, event: QKeyEvent) -> bool:
        """Enter or Tab: whether what was held, or came into the field late, is a whole number."""
        gap = self._gap(event)
        if self._just_emitted:  # a number that seemed to end with nothing, or line feed after Enter
            self._just_emitted = gap <= LATE and self._ended_by is not event.key()
            return self._just_emitted
        waited = GAP if self._held else LATE
        text = self._text or (self._leaked.text if self._leaked else "")
        if gap <= waited and (code := _whole(text)):
            self._ended_by = Qt.Key(event.key())
            self._emit(code)
            event.accept()
            return True
        heard = self._settle()
        self._leaked = None
        return heard and gap <= LATE

    def _follows(self, event: QKeyEvent | QInputMethodEvent, text: str) -> bool:
        """A key after some that were passed on: a scanner's all the same, where the machine was slow to bring it."""
        leaked = self._leaked
        if leaked is None or self._gap(event) > LATE or not is_beginning(leaked.text + text):
            self._leaked = None
            return False
        self._last = self._timestamp(event)
        leaked.text += text
        leaked.keys += 1
        self._timeout.start()
        return True

    def _settle(self, *, leaving: bool = False, later: bool = False) -> bool:
        """No key followed in time: a whole number that came too fast for a person is heard, all else goes to its field.

        `later` hears it after the event that is under way.
        """
        leaked = self._leaked
        text = self._text or (leaked.text if leaked is not None else "")
        steps = (len(self._held) or (leaked.keys if leaked is not None else 0)) - 1
        if self._last.since(self._first) <= PACE * steps and (code := _whole(text)):
            self._ended_by = None
            self._emit(code, later=later)
            return True
        self.replay(leaving=leaving)
        return False

    def _emit(self, code: str, *, later: bool = False) -> None:
        """Tell a number; the fields have nothing of it."""
        self._timeout.stop()
        self._held.clear()
        self._target = None
        self._just_emitted = True
        leaked, self._leaked = self._leaked, None
        if leaked is not None:
            leaked.undo()
        if later:
            QTimer.singleShot(0, self, lambda: self.scanned.emit(code))
        else:
            self.scanned.emit(code)

    def replay(self, *, leaving: bool = False) -> None:
        """It was typed: give the keys to the field they were for, in order. `leaving` it, the focus is elsewhere."""
        self._timeout.stop()
        target, self._target = self._target, None
        if self._held and target is not None:
            self._leaked = _LeakedKeys.of(target, self._text, len(self._held))
        held, self._held = self._held, deque()
        self._replaying = True
        try:
            for key in held:
                if target is not None and isValid(target):
                    # As after any key: the field may have handed the focus on with the one before.
                    focus = None if leaving else QApplication.focusWidget()
                    to = focus if focus is not None and target.window() is focus.window() else target
                    if not (isinstance(key, QKeyEvent) and act_on_key(to, key)):
                        QApplication.sendEvent(to, key)
        finally:
            self._replaying = False

    def _gap(self, event: QKeyEvent | QInputMethodEvent) -> int:
        return self._timestamp(event).since(self._last)

    def _timestamp(self, event: QKeyEvent | QInputMethodEvent) -> _Timestamp:
        return _Timestamp(event.timestamp() if isinstance(event, QKeyEvent) else 0, self._clock.elapsed())


def _ends(event: QKeyEvent) -> bool:
    """Whether a scanner may end a number with this key."""
    if event.modifiers() & ~_PLAIN or event.key() == Qt.Key.Key_Backtab:
        return False
    return event.key() in _END_KEYS or event.text() in _ENDS


def _text_of(event: QKeyEvent | QInputMethodEvent) -> str:
    return event.text() if isinstance(event, QKeyEvent) else event.commitString()


def _copy(event: QKeyEvent | QInputMethodEvent) -> QKeyEvent | QInputMethodEvent:
    """The event for later; of an input method's only what it writes."""
    if isinstance(event, QKeyEvent):
        return copied(event)
    written = QInputMethodEvent()
    written.setCommitString(event.commitString())
    return written
