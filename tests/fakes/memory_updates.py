"""What updates need, in memory: what is installed, the copies that were asked for; the stick is a real folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import Installation, ProgramVersion, Publisher, TargetSystem
from counter_app.exchange.update.release_folder import StickFolder
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.results import Sealer
from counter_app.services.ports.update import Downgrade, UpdatePorts
from counter_app.services.update import updates

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass
class MemoryInstallation:
    """What is installed, to be set by a test."""

    version: ProgramVersion = field(default_factory=lambda: ProgramVersion(0, 5, 0))
    system: TargetSystem | None = TargetSystem.DEBIAN
    schema: str | None = "0012"

    def __call__(self) -> Installation:
        return Installation(self.version, self.system, self.schema)


@dataclass
class MemoryDataCopies:
    """Notes the copies and exchanges; `before` is what going back comes to; `refuse` is raised in the place of each."""

    here: MemoryInstallation
    made: list[Path] = field(default_factory=list)
    refuse: Refusal | None = None
    before: Downgrade | None = None
    exchanged: list[tuple[Downgrade, str, str, HistoryEntry]] = field(default_factory=list)

    def schema(self) -> str | None:
        return self.here.schema

    def copy(self) -> Path | None:
        if self.refuse is not None:
            raise self.refuse
        if self.here.schema is None:
            return None
        self.made.append(Path(f"/data/counter.db.revision-{self.here.schema}"))
        return self.made[-1]

    def preview_downgrade(self) -> Downgrade:
        if self.refuse is not None:
            raise self.refuse
        assert self.before is not None
        return self.before

    def downgrade(self, what: Downgrade, kept: str, reason: str, entry: HistoryEntry) -> Path:
        self.exchanged.append((what, kept, reason, entry))
        return Path(f"/data/counter.db.{kept}")


def memory_updates(sealer: Sealer) -> UpdatePorts:
    """Ports without a publisher; `publishers` is a list that a test may add to."""
    here = MemoryInstallation()
    publishers: list[Publisher] = []
    folder = StickFolder(updates.MANIFEST, updates.LARGEST_MANIFEST)
    return UpdatePorts(here, publishers, folder, sealer, MemoryDataCopies(here), lambda: NOON)
