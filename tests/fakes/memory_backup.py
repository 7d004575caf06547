"""What backups need, in memory: those asked for are noted, none is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from counter_app.domain.backup.age import BackupState
from counter_app.domain.backup.backups import BackupRecord, StoredContent
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.backup import BackupPorts, DataHere, MadeBackup, Restoration, Told

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOTHING = StoredContent("0" * 64, 1_200_000)


def record(made_at: datetime = NOON, acts: int = 12) -> BackupRecord:
    """What a backup of a small office says of itself."""
    numbers = (Number("备告", 2026, 3),)
    zone = "Asia/Shanghai"
    return BackupRecord(
        *("4f" * 16, "大关县公安局", zone, made_at, "0.6.0", "0015", "k1", acts, made_at, numbers, {"filing": 4}),
        *(NOTHING, NOTHING, NOTHING, 3, 4_000_000),
    )


@dataclass
class MemoryBackups:
    """Notes the places; `refuse` is raised in the place of a backup."""

    made: list[tuple[Path, bool]] = field(default_factory=list)
    refuse: Refusal | None = None

    def make(self, place: Path, at: datetime, told: Told, *, expected: bool) -> MadeBackup:
        if self.refuse is not None:
            raise self.refuse
        told(1, 1)
        self.made.append((place, expected))
        return MadeBackup(place / "counter-app-backup-4f4f4f4f" / f"{at:%Y%m%d-%H%M%S}", record(at), 1)


@dataclass
class MemoryRestorer:
    """Notes what was put back; `found` is what any source comes to."""

    found: Restoration = field(
        default_factory=lambda: Restoration(
            backup=Path("/stick/counter-app-backup-4f4f4f4f/20260302-120000"),
            record=record(),
            office=Office("大关县公安局", prefix="大公(视)"),
            here=DataHere("4f" * 16, 15, NOON),
            trouble=None,
            acts=3,
            cases=2,
            numbers=(Number("备告", 2026, 4), Number("备告", 2026, 5), Number("备收", 2026, 1)),
            is_complete=True,
        )
    )
    refuse: Refusal | None = None
    restored: list[tuple[Restoration, str, str, HistoryEntry]] = field(default_factory=list)

    def preview(self, source: Path) -> Restoration:
        if self.refuse is not None:
            raise self.refuse
        return self.found

    def restore(self, what: Restoration, aside: str, reason: str, entry: HistoryEntry, told: Told) -> Path | None:
        told(1, 1)
        self.restored.append((what, aside, reason, entry))
        return Path("/data") / aside


@dataclass
class MemoryBackupLog:
    """Remembers for as long as the test lasts."""

    state: BackupState = field(default_factory=BackupState)

    def read(self) -> BackupState:
        return self.state

    def write(self, state: BackupState) -> None:
        self.state = state


def memory_backups(now: datetime = NOON) -> BackupPorts:
    """Ports that keep nothing."""
    return BackupPorts(MemoryBackups(), MemoryRestorer(), MemoryBackupLog(), lambda: now)
