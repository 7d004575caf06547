"""Reading the batch in sight anew, and acts that are wanted meanwhile: they wait until it is known how it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.transfer import batches
from counter_app.services.transfer.batches import BatchView
from counter_app.ui.base.station import Station


class BatchReading(QObject):
    """Reads a batch as often as it is asked to."""

    read = Signal(object)
    """The batch (`BatchView`) as it stands now."""
    refused = Signal(object)

    def __init__(self, station: Station, parent: QObject) -> None:
        """Reads nothing before `begin`."""
        super().__init__(parent)
        self._station = station
        self._under_way = 0
        self._waiting: dict[str, Callable[[], object]] = {}

    @property
    def is_under_way(self) -> bool:
        """Whether what is known of the batch may be out of date."""
        return self._under_way > 0

    def begin(self, batch_id: str) -> None:
        """Read the batch; does not wait."""
        self._under_way += 1

        def done(view: BatchView) -> None:
            self._under_way -= 1
            self.read.emit(view)
            self._go_on()

        def failed(refusal: Refusal) -> None:
            self._under_way -= 1
            self.forget()
            self.refused.emit(refusal)

        self._station.keep(lambda counter: batches.batch_view(counter, batch_id), done=done, failed=failed, owner=self)

    def then(self, name: str, act: Callable[[], object]) -> None:
        """Do `act` now, or once what is under way was read; of one `name` only the first waits."""
        if self.is_under_way:
            self._waiting.setdefault(name, act)
        else:
            act()

    def forget(self) -> None:
        """Nothing waits any more: another batch is in sight, or none, or it could not be read."""
        self._waiting.clear()

    def _go_on(self) -> None:
        while self._waiting and not self.is_under_way:
            name = next(iter(self._waiting))
            self._waiting.pop(name)()
            if QApplication.activeModalWidget() is not None:  # the next key would have gone to the question
                self.forget()
