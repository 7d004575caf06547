"""What the acts need to find cases again: a query in, cases with their reasons out, and the index behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.search.matching import MatchReason
from counter_app.domain.search.query import Query
from counter_app.domain.search.records import SearchRecord

FEW: Final = 3
"""From so many cases on, nothing is looked for that is only nearly what was typed."""


@frozen
class IndexState:
    """How many of the cases can be found by their words; `ready` when all can and nothing is left to do.

    `records` says whether all that is found beside the cases can be found by its words.
    """

    entered: int
    cases: int
    ready: bool
    records: bool = True

    @property
    def missing(self) -> int:
        """How many cases cannot be found by their words yet."""
        return self.cases - self.entered


@frozen
class SearchHit:
    """One case as it stands in the list of what was found. `agent` is masked (`周*`); `received_at` UTC and aware."""

    reference: str
    unit_name: str
    address: str
    agent: str
    kind: FilingKind
    state: FilingState
    received_on: date
    received_at: datetime
    place: str
    reasons: tuple[MatchReason, ...]


@frozen
class SearchResults:
    """What a query found, the best first; `more` says that there are others, `index` how much was looked through."""

    cases: tuple[SearchHit, ...]
    more: bool
    index: IndexState


@frozen
class RecordHit:
    """One inspection, order, re-inspection, tip, batch or file as it stands in the list of what was found."""

    record: SearchRecord
    reasons: tuple[MatchReason, ...]


@frozen
class RecordResults:
    """The records a query found, the best first; `more` says that there are others."""

    records: tuple[RecordHit, ...] = ()
    more: bool = False


class SearchRepository(Protocol):
    """Finding cases and records, and keeping the index of their words. Each save enters what it keeps by itself."""

    def find(self, query: Query, *, limit: int, near: bool = False) -> SearchResults:
        """The cases that match, at most `limit`, numbers and codes first, else the newest first.

        Where these are fewer than `FEW`, `near` adds those that match but for one typing error; that takes longer.
        """

    def find_records(self, query: Query, *, limit: int, near: bool = False) -> RecordResults:
        """What matches beside the cases, at most `limit` of each kind, numbers first, else the newest first.

        The filters of `query` are of cases: where one narrows, no record is found.
        """

    def recent_answers(self, cases: int) -> list[Mapping[str, Any]]:
        """The answers of the newest `cases`, as typed and by their keys, the newest first."""

    def recent_rows(self, cases: int) -> list[Mapping[str, Any]]:
        """The rows of the newest `cases`, as typed and by their full keys (`devices[].location`), the newest first."""

    def state(self) -> IndexState:
        """How far the index is built."""

    def enter_some(self, most: int) -> IndexState:
        """Enter up to `most` cases or records not entered yet, or tidy; commit afterwards, then call again."""
