"""Keeping what is keyed of an inspection: soon after the last key, in order, and whole before anything is issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.services.inspection import inspections
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.station import Station


class InspectionDraft(QObject):
    """The inspection that is being edited, and its autosave."""

    refused = Signal(object)
    """It could not be kept: why. It stays open."""

    def __init__(self, station: Station, parent: QObject) -> None:
        """`inspection` is None before `bind`."""
        super().__init__(parent)
        self._station = station
        self.inspection: Inspection | None = None
        self._saver = Autosaver(
            self._read,
            station.write,
            reached=_count_up,
            refused=self._refuse,
            is_closed=lambda: station.tasks.is_closed,
            parent=self,
        )

    def bind(self, inspection: Inspection | None) -> None:
        """Go on with another inspection, just read; the one before must have been saved."""
        self._saver.clear()
        self.inspection = inspection

    def mark_dirty(self) -> None:
        """Something was keyed."""
        if self.inspection is not None and self.inspection.open_for_changes:
            self.inspection.state = InspectionState.KEYING
            self._saver.mark_dirty()

    @property
    def is_dirty(self) -> bool:
        """Whether something is not kept yet."""
        return self._saver.is_dirty or self._saver.is_saving

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """Keep what is not kept yet, then go on with `then`; where it could not be kept, with `otherwise`.

        `otherwise` tells it then in the place of `refused`.
        """
        self._saver.flush(then or _nothing, otherwise)

    def _read(self) -> Save:
        inspection, post = self.inspection, self._station.post
        assert inspection is not None  # noqa: S101 - nothing else is dirty
        copy = replace(inspection)
        return lambda backend: (inspection, inspections.save_draft(backend, copy, post=post))

    def _refuse(self, refusal: Refusal) -> bool:
        if not self._saver.is_awaited:
            self.refused.emit(refusal)
        return True


def _count_up(saved: tuple[Inspection, int]) -> None:
    inspection, version = saved
    inspection.version = version


def _nothing() -> None:
    """The callback of whoever does not wait."""
