"""How the printer of this window stands, asked beside the window's thread: nothing waits for it, the start neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.ui.base.printer_state import PrinterState

if TYPE_CHECKING:  # the startup window needs no printer
    from counter_app.ui.base.station import Station
    from counter_app.ui.papers.printers import PrinterBackend

_FIRST: Final = 2_000
"""Milliseconds after the start of work: whoever came in first has been served by then."""
_AGAIN: Final = 60_000


class PrinterWatch(QObject):
    """Knows the last state; asks anew each minute, after a change of the settings, and whenever it is told to."""

    changed = Signal(PrinterState)
    """It is another one."""

    def __init__(self, station: Station, printers: PrinterBackend, parent: QObject | None = None) -> None:
        """Asks for the first time when the data are open."""
        super().__init__(parent)
        self._station = station
        self._printers = printers
        self.state: PrinterState | None = None
        """None as long as nobody knows."""
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self.ask)
        station.opened.connect(self._begin)
        station.workstation_changed.connect(self.ask)

    def ask(self) -> None:
        """Ask this machine."""
        if not self._timer.isActive():
            return  # nobody works here yet
        wanted = self._station.workstation.printer
        self._station.tasks.run(
            lambda: self._printers.state(wanted), done=self._take, failed=lambda _refusal: None, owner=self
        )

    @property
    def is_missing(self) -> bool:
        """Whether it is known that no paper would come out."""
        return self.state is not None and not self.state.is_ready

    def _begin(self) -> None:
        QTimer.singleShot(_FIRST, self, self.ask)
        self._timer.start()

    def _take(self, state: PrinterState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
