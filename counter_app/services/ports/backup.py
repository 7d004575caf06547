"""What backups need of the layers beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from counter_app.domain.backup.backups import BackupRecord
from counter_app.domain.basics.refusal import Refusal

Told = Callable[[int, int], None]
"""Hears how many files are done, and of how many; may raise to break off."""


class BackupPlaceAway(Refusal):
    """The place of the backups is not there: the stick is pulled out, the share is not connected."""


class BackupUnreadable(Refusal):
    """What was named is no backup, or cannot be read."""


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """One verified backup. `copied` counts the scans that no backup before had."""

    folder: Path
    record: BackupRecord
    copied: int


class Backups(Protocol):
    """Backups of one data folder."""

    def make(self, place: Path, at: datetime, told: Told, *, expected: bool) -> MadeBackup:
        """Make one in the folder `place` and verify it. A cut leaves none, or the whole.

        `expected`: backups were made there before; where none are, the place is away. Raises `Refusal`, for that
        `BackupPlaceAway`.
        """


@dataclass(frozen=True, slots=True)
class BackupPorts:
    """All that backups need; the database need not be opened. `clock` is aware."""

    backups: Backups
    clock: Callable[[], datetime]
