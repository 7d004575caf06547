"""A key kept for later is the key it was, and an object of its own."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from counter_app.ui.base.held_keys import copied

SOURCES = Path(__file__).parents[3] / "counter_app" / "ui"


def test_a_copy_says_what_the_key_said(qapp):
    key = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, 45, 107, 4, "\x0b", True, 2
    )
    key.setTimestamp(1234)
    copy = copied(key)

    def says(event):
        native = (event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers())
        what = (event.type(), event.key(), event.modifiers(), event.text())
        return (*what, *native, event.isAutoRepeat(), event.count(), event.timestamp())

    assert says(copy) == says(key)
    assert says(copy)[3:] == ("\x0b", 45, 107, 4, True, 2, 1234)
    assert copy is not key


def test_no_event_is_cloned():
    assert [str(path) for path in SOURCES.rglob("*.py") if ".clone()" in path.read_text("utf-8")] == []
