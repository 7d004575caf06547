"""What a check may know beside the answers: the day, the calendar, the office's area, what is filed already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from counter_app.domain.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Area:
    """The box of degrees (WGS-84 or GCJ-02, the difference does not matter here) in which the office's systems lie."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal

    def holds(self, longitude: Decimal, latitude: Decimal) -> bool:
        """Whether the point lies in the box."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


CHINA = Area(Decimal(73), Decimal(3), Decimal(136), Decimal(54))
"""Outermost degrees of the country, for an office that has set no area of its own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about one case that its answers do not hold."""

    received_on: date
    calendar: WorkingCalendar
    area: Area = CHINA
    filed_before: int = 0
    """How many filed systems of the same unit stand at the same address."""

    shared_keys: frozenset[str] = frozenset()
    """Items this office obtains from other departments, beside those the form marks (《条例》第十四条第三款)."""
