"""What the acts need to find cases again: a query in, cases with their reasons out, and the index behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.search.matching import MatchReason
from counter_app.domain.search.query import Query

FEW: Final = 3
"""From so many cases on, nothing is looked for that is only nearly what was typed."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How many of the cases can be found by their words; `ready` when all can and nothing is left to do."""

    entered: int
    cases: int
    ready: bool

    @property
    def missing(self) -> int:
        """How many cases cannot be found by their words yet."""
        return self.cases - self.entered


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query found, the best first; `more` says that there are others, `index` how much was looked through."""

    cases: tuple[SearchHit, ...]
    more: bool
    index: IndexState


class SearchRepository(Protocol):
    """Finding cases, and keeping the index of their words. Each save enters its case by itself."""

    def find(self, query: Query, *, limit: int, near: bool = False) -> SearchResults:
        """The cases that match, at most `limit`, numbers and codes first, else the newest first.

        Where these are fewer than `FEW`, `near` adds those that match but for one typing error; that takes longer.
        """

    def state(self) -> IndexState:
        """How far the index is built."""

    def enter_some(self, most: int) -> IndexState:
        """Enter up to `most` cases that are not entered yet, or tidy the index; commit afterwards, then call again."""
