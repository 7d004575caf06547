"""What the acts need to list: the queues page by page, a day's numbers, the register row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Protocol, TypeAlias

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.delivery import Delivery
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.services.ports.cases import CaseLine

PageCursor: TypeAlias = tuple[datetime | date, str]
"""Where a page ended: what its last line is sorted by, and that line's reference."""


@frozen
class QueueLine:
    """One case of a queue. `state_since` is when it came to its state, UTC and aware.

    `held_since` is the day from which its paper has lain at the window, None where none does. `served` says how the
    last notice that holds was served, None where nothing was recorded.
    """

    case: CaseLine
    state_since: datetime
    held_since: date | None
    served: Delivery | None = None

    def cursor(self, queue: Queue) -> PageCursor:
        """Where a page of `queue` that ends with this line ends."""
        match queue:
            case Queue.TODAY:
                return self.case.received_at, self.case.reference
            case Queue.TRANSFER:
                return self.held_since or self.case.received_on, self.case.reference
            case _:
                return self.state_since, self.case.reference


@frozen
class DayNumber:
    """A number with its paper, as the end of the day shows it. Times are UTC and aware; `paper_id` names the paper."""

    number: Number
    taken_at: datetime
    document: str
    reference: str
    paper_id: str
    unit_name: str
    prints: int
    voided_at: datetime | None = None
    void_reason: str = ""


@frozen
class SeriesOfYear:
    """One yearly series: the last number taken, and those up to it that the register lacks (there should be none)."""

    series: str
    year: int
    last: int
    missing: tuple[int, ...] = ()


@frozen
class RegisterFilter:
    """Which cases a list holds: those of `references` where given, else those received from `first` to `last`.

    `states` are those wanted, all where empty; `custody` is where their paper is.
    """

    first: date | None = None
    last: date | None = None
    states: tuple[FilingState, ...] = ()
    custody: Custody | None = None
    references: tuple[str, ...] | None = None


@frozen
class RegisterRow:
    """One case of the register. `numbers` are those that hold, by document; `answers` has no rows of devices."""

    case: CaseLine
    answers: Answers
    platform_number: str = ""
    filed_on: date | None = None
    numbers: Mapping[str, Sequence[Number]] = field(default_factory=dict)

    @property
    def cursor(self) -> PageCursor:
        """Where a part of the register that ends with this row ends."""
        return self.case.received_on, self.case.reference


class QueueRepository(Protocol):
    """The queues: never read whole."""

    def count(self, queue: Queue, *, day: date, most: int) -> int:
        """How many cases stand in `queue` on `day`, counted up to `most`."""

    def states_of(self, day: date) -> dict[FilingState, int]:
        """How many cases were received on `day`, by state."""

    def held(self, *, until: date | None = None, most: int | None = None) -> dict[date, int]:
        """How many cases have paper at the window, by the day since when: those up to `until`, the oldest `most`."""

    def page(
        self, queue: Queue, *, day: date, text: str = "", after: PageCursor | None = None, limit: int, most: int
    ) -> list[QueueLine]:
        """Up to `limit` cases of `queue` after a place, the most urgent first; of today's the newest first.

        With `text` those whose unit's name holds it, among the first `most` from that place on.
        """


class DayRepository(Protocol):
    """What the end of a day is checked against."""

    def numbers_between(self, since: datetime, until: datetime) -> list[DayNumber]:
        """The numbers taken or voided from `since` (included) to `until` (not included), by series and number."""

    def series_of(self, year: int) -> list[SeriesOfYear]:
        """The series of a year in which a number was taken."""

    def issued(self, since: datetime, until: datetime) -> dict[str, int]:
        """How many numbers that hold were taken from `since` (included) to `until` (not included), by document."""

    def further_notices(self, since: datetime, until: datetime) -> int:
        """How many of the notices among them were not the first of their case."""

    def unprinted(self, limit: int) -> list[DayNumber]:
        """Numbered papers that hold and were never printed, oldest first."""

    def unserved(self, since: datetime, limit: int) -> list[DayNumber]:
        """Notices that hold and of which nothing says how they were served, oldest first.

        Those issued from `since` on, and older ones whose case still waits for its papers.
        """


class RegisterRepository(Protocol):
    """The register (台账), row by row."""

    def count(self, register_filter: RegisterFilter) -> int:
        """How many cases a list would hold."""

    def rows(self, register_filter: RegisterFilter, *, after: PageCursor | None, limit: int) -> list[RegisterRow]:
        """Up to `limit` cases after a place, by the day of receipt; those of `references` in their own order."""
