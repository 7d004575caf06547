"""Keeping what is keyed of an inspection: soon after the last key, in order, and whole before anything is issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.services.inspection import inspections
from counter_app.ui.base.station import Station

SOON: Final = 600
"""Milliseconds after the last key; a plug that is pulled costs no more typing than that."""
LATEST: Final = 1500
"""Milliseconds after the first key that is not kept yet, however fast one types on."""


class InspectionDraft(QObject):
    """The inspection that is being edited, and its autosave."""

    refused = Signal(object)
    """It could not be kept: why. It stays open."""

    def __init__(self, station: Station, parent: QObject) -> None:
        """`inspection` is None before `bind`."""
        super().__init__(parent)
        self._station = station
        self.inspection: Inspection | None = None
        self._dirty = self._saving = False
        self._then: list[tuple[Callable[[], None], Callable[[Refusal], None] | None]] = []
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._latest = QTimer(self, singleShot=True, interval=LATEST)
        self._soon.timeout.connect(self._save)
        self._latest.timeout.connect(self._save)

    def bind(self, inspection: Inspection | None) -> None:
        """Go on with another inspection, just read; the one before must have been saved."""
        self._soon.stop()
        self._latest.stop()
        self.inspection = inspection
        self._dirty = False

    def mark_dirty(self) -> None:
        """Something was keyed."""
        if self.inspection is None or not self.inspection.open_for_changes:
            return
        self.inspection.state = InspectionState.KEYING
        self._dirty = True
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    @property
    def is_dirty(self) -> bool:
        """Whether something is not kept yet."""
        return self._dirty or self._saving

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """Keep what is not kept yet, then go on with `then`; where it could not be kept, with `otherwise`.

        `otherwise` tells it then in the place of `refused`.
        """
        if then is not None:
            self._then.append((then, otherwise))
        if self._dirty and not self._station.tasks.is_closed:
            self._save()
        elif not self._saving:
            self._go_on()

    def _save(self) -> None:
        self._soon.stop()
        self._latest.stop()
        if self._saving or not self._dirty or self.inspection is None:
            return
        self._dirty, self._saving = False, True
        inspection = self.inspection
        copy, post = replace(inspection), self._station.post

        def done(version: int) -> None:
            self._saving = False
            inspection.version = version
            if self._dirty:
                self._save()
            else:
                self._go_on()

        def failed(refusal: Refusal) -> None:
            self._saving = False
            self._dirty = self._dirty or self.inspection is inspection
            waiting, self._then = self._then, []
            told = [otherwise for _then, otherwise in waiting if otherwise is not None]
            for otherwise in told:
                otherwise(refusal)
            if not told:
                self.refused.emit(refusal)

        self._station.write(
            lambda backend: inspections.save_draft(backend, copy, post=post), done=done, failed=failed, owner=self
        )

    def _go_on(self) -> None:
        waiting, self._then = self._then, []
        for then, _otherwise in waiting:
            then()
