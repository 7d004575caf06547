"""What the acts need of the trail and of its witness outside the database."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.trail.report import TrailReport
from counter_app.domain.trail.witness import Rollback, Witness
from counter_app.services.ports.office import HistoryEntry

BEGUN: Final = "trail.begun"
"""Act of the entry that says how many entries before it were chained afterwards."""

ROLLED_BACK: Final = "trail.rolled_back"
"""Act of the entry that says that the database was older than its witness, and what it lacked."""

LOST_NUMBER: Final = "数据退回以前已经编出，这份数据里没有它的记录"
"""Why a number is void that the database lacked."""


@frozen
class ChainedEntry:
    """One entry and its place in the chain, counted from 1."""

    ordinal: int
    entry: HistoryEntry


@frozen
class EntryFilter:
    """Entries from `since` up to before `until` (None: no bound) whose clerk, window or reference holds `text`."""

    since: datetime | None
    until: datetime | None
    text: str


class TrailRepository(Protocol):
    """The entries of the trail, to be read."""

    def entries(
        self, wanted: EntryFilter, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[ChainedEntry]:
        """The newest first; those of a place `below`, or, the oldest first, those `above` one."""

    def count(self, wanted: EntryFilter) -> int:
        """How many there are."""


class Witnesses(Protocol):
    """What is kept outside the database of how far it had come: beside it, and among the user's own settings."""

    def read(self) -> Witness | None:
        """What it says, also of a time when the database was another; None where nothing there can be believed."""

    def verify(self) -> TrailReport:
        """Hold every entry of the trail against its key, and the trail against this witness."""

    def rollback(self) -> Rollback | None:
        """That the database was found to be older than it, since this program opened it; None where it was not."""
