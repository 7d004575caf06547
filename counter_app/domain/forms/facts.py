"""What a check may know beside the answers: the day, the calendar, the office's area, what is filed already."""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.basics.area import CHINA, Area
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.working_days import WorkingCalendar


@frozen
class Facts:
    """Facts about one case that its answers do not hold."""

    received_on: date
    calendar: WorkingCalendar
    area: Area = CHINA
    filed_before: int = 0
    """How many filed systems of the same unit stand at the same address."""

    shared_keys: frozenset[str] = frozenset()
    """Items this office obtains from other departments, beside those the form marks (《条例》第十四条第三款)."""
    now: datetime | None = None
    """Aware, in the office's zone; only the forms of inspections ask for times of day."""
