"""Where the working days come from: the tables that ship, and those that the office adds while the program runs."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from counter_app.domain.calendar.working_days import WorkingCalendar, YearTable


class CalendarSource(Protocol):
    """The working days as they are known now."""

    def current(self) -> WorkingCalendar:
        """The calendar of all years that are known; the same object until a year is added."""

    def read(self, path: Path) -> YearTable | str:
        """One year's table from a file of ours, or the text of any other file: a notice, for all it knows.

        Raises `Refusal` naming everything that is wrong with it.
        """

    def add(self, table: YearTable) -> None:
        """Keep one year's table as the office's own, in place of the one that was known, and use it from now on.

        Raises `Refusal` where the table contradicts another year's, or cannot be written; then nothing changes.
        """
