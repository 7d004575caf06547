"""Keeping what is keyed of an inspection: soon after the last key, in order, and whole before anything is issued."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.services.inspection import inspections
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.station import Station


class InspectionDraft(Autosaver):
    """The inspection that is being edited, and its autosave. `flush` before anything is issued of it."""

    def __init__(self, station: Station, parent: QObject) -> None:
        """`inspection` is None before `bind`."""
        super().__init__(station.tasks, lambda: station.backend, parent)
        self._station = station
        self.inspection: Inspection | None = None

    def bind(self, inspection: Inspection | None) -> None:
        """Go on with another inspection, just read; the one before must have been saved."""
        self.clear()
        self.inspection = inspection

    def mark_dirty(self) -> None:
        """Something was keyed."""
        if self.inspection is not None and self.inspection.open_for_changes:
            self.inspection.state = InspectionState.KEYING
            super().mark_dirty()

    def read(self) -> Save:
        """See `Autosaver`."""
        inspection, post = self.inspection, self._station.post
        assert inspection is not None  # noqa: S101 - nothing else is dirty
        copy = replace(inspection)
        return lambda backend: (inspection, inspections.save_draft(backend, copy, post=post))

    def reached(self, result: tuple[Inspection, int]) -> None:
        """The next save builds upon the new version."""
        inspection, version = result
        inspection.version = version
