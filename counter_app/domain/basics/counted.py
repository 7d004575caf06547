"""What is counted for the statistics: one thing that happened, with its day and whom and what it belongs to.

Each feature says what it counts in a module `counting.py` of its own, as pure functions of what is kept. So the counts
of the database can be compared with what is kept, and built anew from it, at any time.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from counter_app.domain.basics.labelled import Labelled


class Figure(StrEnum):
    """What is counted. Behind each: the day it is counted on, and what its `detail` says.

    Codes of deficiencies are those of the contract without the numbers of rows: `devices[].location.missing`.
    """

    CASE = "case"
    """A case that is no draft, on its day of receipt: kind, state, and whether its first visit ended with a notice:
    `initial.filed.at_once`, `initial.filed.noticed`."""
    FILED = "filed"
    """A filed case, on the day it was filed: its kind."""
    DAYS_TO_FILING = "days_to_filing"
    """The same case, on the same day: the days from its receipt, 0 for the same day."""
    NOTICE = "notice"
    """A one-time notice that holds, on its day of issue: `first` or `further`."""
    NOTICED = "noticed"
    """An item of such a notice, once a notice: the code of its deficiency."""
    BROKEN_PROMISE = "broken_promise"
    """An item that an earlier notice should have named, on the day it was let pass: the code of its deficiency."""
    HANDED_OVER = "handed_over"
    """A case handed over to the department, on that day: `on_time`, `late`, or `refused` by it."""
    INSPECTION = "inspection"
    """An inspection whose record was issued, on its day: kind and finding, `general.breach`."""
    BREACH = "breach"
    """An item found wrong by such an inspection: its key."""
    ORDER = "order"
    """An order that was issued and holds, on the day it was: form and state, `by_date.closed`."""
    REINSPECTION = "reinspection"
    """A re-inspection, on its day: its conclusion."""
    TIP = "tip"
    """A tip, on the day it came: category and state, `prohibited_area.open`."""


class Dimension(Labelled):
    """By what the figures of the filing are told apart."""

    WINDOW = "window", "窗口"
    CLERK = "clerk", "工作人员"
    PLACE = "place", "场所类别"


OF_FILING: Final = (
    Figure.CASE,
    Figure.NOTICE,
    Figure.BROKEN_PROMISE,
    Figure.FILED,
    Figure.DAYS_TO_FILING,
)
"""What is told apart by the dimensions; all others are only told together."""


class Counted(NamedTuple):
    """One thing that happened on `day`. `place` is the code of its category; what it does not belong to is empty."""

    figure: Figure
    day: date
    window: str
    clerk: str
    place: str
    detail: str


Counts = Counter[Counted]
"""How often each thing happened."""


def general_code(code: str) -> str:
    """The code of a deficiency without the number of its row: `devices[3].location.missing` as `devices[].…`."""
    head, opened, tail = code.partition("[")
    return f"{head}[]{tail.partition(']')[2]}" if opened else code
