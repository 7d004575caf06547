"""Keys kept for later."""

from PySide6.QtGui import QKeyEvent


def copied(event: QKeyEvent) -> QKeyEvent:
    """The same key, for later.

    Made here rather than by `QEvent.clone`: PySide takes what Qt makes at the address of an object that Python still
    knows (the item of a layout that is gone) for that object, and the key would be lost.
    """
    native = (event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers())
    copy = QKeyEvent(
        event.type(), event.key(), event.modifiers(), *native, event.text(), event.isAutoRepeat(), event.count()
    )
    copy.setTimestamp(event.timestamp())
    return copy
