"""What backups need of the layers beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from counter_app.domain.backup.age import BackupState
from counter_app.domain.backup.backups import BackupRecord
from counter_app.domain.backup.last_papers import LastPaperQuestion, LastPapers
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.office import HistoryEntry

Told = Callable[[int, int], None]
"""Hears how many files are done, and of how many; may raise to break off."""


class BackupPlaceAway(Refusal):
    """The place of the backups is not there: the stick is pulled out, the share is not connected."""


class BackupUnderWay(Refusal):
    """Another process backs these data up just now."""


class DataInUse(Refusal):
    """A window has the data open: nothing can be put in their place."""


class BackupUnreadable(Refusal):
    """What was named is no backup, or cannot be read."""


@frozen
class MadeBackup:
    """One verified backup. `copied` counts the scans that no backup before had, `removed` older backups."""

    folder: Path
    record: BackupRecord
    copied: int
    removed: int = 0


@frozen
class DataHere:
    """What lies in the data folder now."""

    office: str
    acts: int
    last_act: datetime | None


@frozen
class OwnFolder:
    """Where the office's own forms and templates go that a backup has, and whether others are replaced there.

    `wanted` is where this computer looks for them, another folder than `place` where nothing can be written there.
    """

    place: Path
    wanted: Path
    replaces: bool


@frozen
class Restoration:
    """What putting `backup` back would come to.

    `office` is as the backup has it, `here` what it replaces, None where there is nothing, or where it cannot be read:
    then `trouble` says why. Since the backup `acts` were recorded on `cases` (None: not known) and `numbers` given;
    without `is_complete` there may be more of them than anything here knows: then people answer what the `last_papers`
    were, at the time `asked_at`. `own` is None where the backup has no forms of the office's own, or those that are
    here.
    """

    backup: Path
    record: BackupRecord
    office: Office
    here: DataHere | None
    trouble: Refusal | None
    acts: int | None
    cases: int | None
    numbers: tuple[Number, ...]
    is_complete: bool
    own: OwnFolder | None = None
    last_papers: LastPapers = field(default_factory=LastPapers)
    asked_at: datetime | None = None

    @property
    def last_of_backup(self) -> dict[tuple[str, int], int]:
        """The last number of each series and year that the backup has."""
        return {(one.series, one.year): one.ordinal for one in self.record.numbers}

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which a number may have been given since the backup."""
        zone = ZoneInfo(self.record.time_zone)
        made = self.record.made_at.astimezone(zone).year
        now = self.asked_at.astimezone(zone).year if self.asked_at is not None else made
        return tuple(range(made, max(made, now) + 1))

    @property
    def questions(self) -> list[LastPaperQuestion]:
        """What people have still to answer: no number is given twice only once they have."""
        if self.is_complete:
            return []
        return self.last_papers.questions(self.years, {one.series for one in self.record.numbers})

    @property
    def given(self) -> tuple[Number, ...]:
        """The numbers given since, as the data here know them and as people answered."""
        last = self.last_of_backup
        answered = {
            replace(number, ordinal=ordinal)
            for number in self.last_papers.numbers
            for ordinal in range(last.get((number.series, number.year), 0) + 1, number.ordinal + 1)
        }
        return tuple(sorted({*self.numbers, *answered}))


class Backups(Protocol):
    """Backups of one data folder."""

    def make(self, place: Path, at: datetime, told: Told, *, expected: bool) -> MadeBackup:
        """Make one in the folder `place` and verify it; then older ones are removed by rule. A cut leaves none, or it.

        A `place` that does not exist is not made: it may be a stick that is not plugged in. `expected`: backups were
        made there before; where none are, the place is away. Raises `Refusal`, for that `BackupPlaceAway`.
        """


class Restorer(Protocol):
    """Puts a backup in the place of the data."""

    def preview(self, source: Path) -> Restoration:
        """Look at the backup that `source` names: its folder, a file in it, or the place, for the newest there.

        Changes nothing. Raises `BackupUnreadable`, `KeyLost`, `Refusal` for the backup of another office.
        """

    def restore(self, what: Restoration, aside: str, reason: str, entry: HistoryEntry, told: Told) -> Path | None:
        """Put it back once it is verified; returns the folder `aside` with what was here, None where nothing was.

        The numbers given since are taken in it and voided for `reason`, `entry` is recorded in it. A cut leaves the
        data as they were, or all of it done (by the next start, if need be). Raises `Refusal`.
        """


class BackupLog(Protocol):
    """What is remembered of the backups of this data folder."""

    def read(self) -> BackupState:
        """It; nothing where it cannot be read."""

    def write(self, state: BackupState) -> None:
        """Remember it, where it can be written."""


@frozen
class BackupPorts:
    """All that backups need; the database need not be opened. `clock` is aware."""

    backups: Backups
    restorer: Restorer
    log: BackupLog
    clock: Callable[[], datetime]
