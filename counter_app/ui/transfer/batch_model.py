"""The batch in sight: what is known of it, acts upon it, and acts that wait until it is known how it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend
from counter_app.services.transfer import batches
from counter_app.services.transfer.batches import BatchView
from counter_app.ui.base.station import Station


class BatchModel(QObject):
    """One batch; the page shows it, the acts change it. `batch_id` is empty before `turn_to`."""

    changed = Signal(BatchView)
    """The batch (`BatchView`) as it stands now."""
    refused = Signal(Refusal)
    """An act or a reading was refused (`Refusal`)."""
    confirmed = Signal(str)
    """What was done, in words."""

    def __init__(self, station: Station, parent: QObject) -> None:
        """Reads nothing before `renew`."""
        super().__init__(parent)
        self._station = station
        self.batch_id = ""
        self.view: BatchView | None = None
        self.is_under_way = False
        """Whether what is known of the batch may be out of date."""
        self._waiting: dict[str, Callable[[], object]] = {}

    def turn_to(self, batch_id: str) -> None:
        """Take another batch, of which nothing is known yet."""
        self.batch_id, self.view = batch_id, None
        self.forget()

    def do(self, act: Callable[[Backend], BatchView], then: Callable[[BatchView], None] | None = None) -> None:
        """Do an act and tell what the batch is afterwards, also where it was refused: something may have changed."""

        def done(view: BatchView) -> None:
            self.changed.emit(view)
            self._station.acted.emit(self.batch_id)
            if then is not None:
                then(view)

        def failed(refusal: Refusal) -> None:
            self.refused.emit(refusal)
            self.renew()

        self._station.write(act, done=done, failed=failed, owner=self)

    def renew(self) -> None:
        """Read the batch again; does not wait."""
        if not self.batch_id:
            return
        batch_id = self.batch_id
        self.is_under_way = True

        def done(view: BatchView) -> None:
            self.is_under_way = False
            self.changed.emit(view)
            self._go_on()

        def failed(refusal: Refusal) -> None:
            self.is_under_way = False
            self.forget()
            self.refused.emit(refusal)

        self._station.read(
            lambda backend: batches.batch_view(backend, batch_id),
            done=done,
            failed=failed,
            owner=self,
            newest="batch",
        )

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
