"""Personal data on the clipboard: kept out of clipboard histories, and taken away again when it is no longer needed."""

import atexit
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

LINGERS: Final = 60_000
"""Milliseconds for which a value stays after the page was left: long enough to paste the last one."""

_SECRET: Final = (
    ("x-kde-passwordManagerHint", b"secret"),
    ("ExcludeClipboardContentFromMonitorProcessing", b"1"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
)
"""What KDE's and Windows' clipboard histories look for before they keep something."""


class PrivateClipboard(QObject):
    """Puts values on the clipboard and clears it, unless something else was copied since."""

    def __init__(self, parent: QObject | None = None, *, lingers: int = LINGERS) -> None:
        """`lingers` in milliseconds."""
        super().__init__(parent)
        self._last = ""
        self._timer = QTimer(self, singleShot=True, interval=lingers)
        self._timer.timeout.connect(self.clear)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.clear)

    def put(self, text: str) -> None:
        """Copy `text`; it stays while the page is worked on."""
        self._timer.stop()
        self._last = text
        data = QMimeData()
        data.setText(text)
        for kind, value in _SECRET:
            data.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(data)

    def leave(self) -> None:
        """The page was left: the value goes a while later."""
        if self._last:
            self._timer.start()

    def clear(self) -> None:
        """Take the value away now, if it is still there."""
        self._timer.stop()
        if self._last and QGuiApplication.clipboard().text() == self._last:
            QGuiApplication.clipboard().clear()
        self._last = ""


def _clear_at_exit() -> None:
    """Whichever way the program ends: PySide 6.9 also crashes over data of Python's own that outlive it there."""
    if isinstance(QCoreApplication.instance(), QGuiApplication):
        data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())  # none where it is empty
        if data is not None and data.hasFormat(_SECRET[0][0]):
            QGuiApplication.clipboard().clear()


atexit.register(_clear_at_exit)
