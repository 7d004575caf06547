"""Which cases stand open at this window, saved in the background so that a power cut brings them back."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.ports import WindowState
from counter_app.ui.base.station import Station

COALESCE: Final = 250
"""Milliseconds in which several changes become one; far below the two seconds a draft may take."""


class WindowStateAutosave(QObject):
    """Saves which cases stand open, soon after each change. A failed save is tried again at the next change."""

    def __init__(self, station: Station, parent: QObject | None = None) -> None:
        """Nothing is written until the first `remember`."""
        super().__init__(parent)
        self._station = station
        self._wanted = WindowState()
        self._kept: tuple[WindowState, str] | None = None
        self._timer = QTimer(self, singleShot=True, interval=COALESCE)
        self._timer.timeout.connect(self.flush)

    def known(self, state: WindowState) -> None:
        """`state` is what is saved already."""
        self._wanted, self._kept = state, (state, self._station.post.window)

    def remember(self, state: WindowState) -> None:
        """Save `state` soon."""
        self._wanted = state
        self._timer.start()

    def flush(self) -> None:
        """Save the last state now; does nothing where it is saved already."""
        self._timer.stop()
        wanted, post = self._wanted, self._station.post
        if (wanted, post.window) == self._kept or not self._station.is_open:
            return
        self._kept = (wanted, post.window)

        def forget(_refusal: Refusal) -> None:
            self._kept = None

        self._station.write(lambda backend: cases.save_window_state(backend, wanted, post=post), failed=forget)
