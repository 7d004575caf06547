"""A day at the counter as it is checked at its end (日终核对) and recorded on the day sheet (窗口业务日结表)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import DueDate

LISTED: Final = 200
"""How many lines of one list are shown; a list that long is worked off, not read."""


@frozen
class DaySeries:
    """One series: how many numbers were issued and voided on the day, and whether its register is whole.

    `first` and `last` are those issued on the day as they are written, empty where none was. `missing` are numbers
    that the register of the year lacks; there should be none.
    """

    title: str
    series: str
    first: str
    last: str
    issued: int
    voided: int
    of_year: int
    missing: tuple[str, ...] = ()


@frozen
class DayNumberLine:
    """One number with its paper. Times are in the office's zone; nothing is said of voiding while it holds."""

    number: Number
    written: str
    title: str
    unit: str
    at: datetime
    reference: str
    paper_id: str
    prints: int = 0
    void_reason: str = ""
    voided_by: str = ""
    voided_at: datetime | None = None


@frozen
class DayDraft:
    """One case for which nothing was issued yet, and since when it waits."""

    unit: str
    since: date
    said: str
    who: str
    reference: str


@frozen
class DayHeldPaper:
    """The paper of one unit at the window: in how many cases, since when, and by when it is handed over."""

    unit: str
    cases: int
    since: date
    due: DueDate
    left: str
    reference: str


@frozen
class DayBrokenPromise:
    """One item that an earlier notice should have named, why it was not, and who let it pass."""

    number: str
    message: str
    reason: str
    supervisor: str
    reference: str


@frozen
class MonthSoFar:
    """What the counter did since the first of the month; numbers that were voided do not count."""

    notices: int = 0
    further_notices: int = 0
    broken_promises: int = 0
    filings: int = 0
    changes: int = 0


@frozen
class DayFacts:
    """Everything the end of a day shows. Lists hold up to `LISTED` lines; `held_cases` and `draft_cases` count all.

    `backed_up_on` is the day of the last backup, None where there was none; `days_without_backup` counts since then.
    """

    day: date
    series: tuple[DaySeries, ...] = ()
    numbers: tuple[DayNumberLine, ...] = ()
    voided: tuple[DayNumberLine, ...] = ()
    unserved: tuple[DayNumberLine, ...] = ()
    unprinted: tuple[DayNumberLine, ...] = ()
    drafts: tuple[DayDraft, ...] = ()
    held: tuple[DayHeldPaper, ...] = ()
    promises: tuple[DayBrokenPromise, ...] = ()
    month: MonthSoFar = MonthSoFar()
    held_cases: int = 0
    draft_cases: int = 0
    trail: str = ""
    """How far the trail has come: the ordinal of its last entry and a short code; empty where there is none."""
    backed_up_on: date | None = None
    days_without_backup: int = 0
    recovery_sheet_missing: bool = False
    """Whether the recovery sheet is still to be printed."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Every number that a register lacks."""
        return tuple(number for series in self.series for number in series.missing)

    @property
    def open_points(self) -> int:
        """How many things are to be seen to before going home; drafts and paper on hand may wait."""
        overdue = sum(1 for line in self.held if line.due.date < self.day)
        return len(self.unserved) + len(self.unprinted) + len(self.missing) + overdue
