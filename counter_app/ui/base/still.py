"""While a mouse button is down the page stands still, so that the button is released over what it was pressed on."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

_LOOK_AGAIN: Final = 15
"""Milliseconds between two looks at the mouse; only while something waits."""
_PATIENCE: Final = 3.0
"""Seconds after which it is shown all the same: a release over another program is never told."""


class _Waiting(QObject):
    """What is to be shown once the button is up, in the order in which it was asked for."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._shows: dict[tuple[int, str], tuple[QObject, Callable[[], None]]] = {}
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN)
        self._timer.timeout.connect(self._look)

    def add(self, owner: QObject, name: str, show: Callable[[], None]) -> None:
        if not self._shows:
            self._since = monotonic()
            self._timer.start()
        self._shows[id(owner), name] = owner, show

    def forget(self, owner: QObject, name: str) -> None:
        self._shows.pop((id(owner), name), None)

    def _look(self) -> None:
        if is_held() and monotonic() - self._since < _PATIENCE:
            return
        self._timer.stop()
        shows, self._shows = self._shows, {}
        for owner, show in shows.values():
            if isValid(owner):
                show()


_waiting: _Waiting | None = None


def is_held() -> bool:
    """Whether a mouse button is down."""
    return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton


def when_released(owner: QObject, name: str, show: Callable[[], None]) -> None:
    """Call `show`, which moves what stands on a page: at once, or while a mouse button is down after its release.

    Of several with one `name` for one `owner` only the last is called; none when the owner is gone by then.
    """
    global _waiting  # noqa: PLW0603 - one mouse, one application
    if not is_held():
        if _waiting is not None and isValid(_waiting):
            _waiting.forget(owner, name)  # it came before and would be shown over what is shown now
        show()
        return
    if _waiting is None or not isValid(_waiting):
        _waiting = _Waiting(QGuiApplication.instance())
    _waiting.add(owner, name, show)
