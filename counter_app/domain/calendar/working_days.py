"""Which days are working days: the State Council's yearly notice where it is known, plain weekends where it is not.

A notice takes days off (放假) and puts others on (调休上班). A notice may reach back over the new year: that for 2019
took Monday 2018-12-31 off and put Saturday 2018-12-29 on. So a table holds whatever days its notice names.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal

_WEEK = 7
_WORKING_DAYS_A_WEEK = 5
_SATURDAY = 5
_DAY = timedelta(days=1)


@frozen
class Holiday:
    """One numbered item of a notice: its name, days off from `first` to `last`, workdays that make up for them."""

    name: str
    first: date
    last: date
    make_up_workdays: tuple[date, ...] = ()


@frozen
class YearTable:
    """One year's notice: its title and number (国办发明电…), and its holidays in order of their first day."""

    year: int
    title: str
    number: str
    holidays: tuple[Holiday, ...]


class WorkingCalendar:
    """Answers, for any day, whether offices work.

    The tables must not contradict each other; the catalogue refuses such files. A year without a table counts
    weekends only, and `has_year` says so.
    """

    def __init__(self, tables: Iterable[YearTable] = ()) -> None:
        """Join the tables of several years."""
        self._tables = {table.year: table for table in tables}
        self._holidays = sorted(
            (holiday for table in self._tables.values() for holiday in table.holidays),
            key=lambda holiday: holiday.first,
        )
        self._off: dict[date, Holiday] = {}
        self._on: dict[date, Holiday] = {}
        for holiday in self._holidays:
            length = (holiday.last - holiday.first).days + 1
            self._off.update((holiday.first + timedelta(days=ahead), holiday) for ahead in range(length))
            self._on.update((day, holiday) for day in holiday.make_up_workdays)
        self._make_up_workdays = sorted(self._on)
        self._last_named = max((*self._off, *self._on), default=date.min)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have a table, in order."""
        return tuple(sorted(self._tables))

    def table(self, year: int) -> YearTable | None:
        """The table of `year`, or None where it is not known."""
        return self._tables.get(year)

    def has_year(self, year: int) -> bool:
        """Whether the notice for `year` is known."""
        return year in self._tables

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if day in self._on:
            return True
        return day not in self._off and not is_weekend(day)

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday that takes `day` off, or None."""
        return None if day in self._on else self._off.get(day)

    def make_up_on(self, day: date) -> Holiday | None:
        """The holiday that `day` makes up for (调休上班), or None."""
        return self._on.get(day)

    def working_day_from(self, day: date) -> date:
        """Return `day` itself where it is a working day, else the next one after it (民法典第二百零三条).

        Raises `Refusal` where the calendar of this machine ends (year 9999) before one comes.
        """
        while not self.is_working_day(day):
            if day == date.max:
                raise beyond_reckoning()
            day += _DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`. Raises `Refusal` beyond the year 9999."""
        if day == date.max:
            raise beyond_reckoning()
        return self.working_day_from(day + _DAY)

    def nth_working_day_after(self, start: date, count: int) -> date:
        """Return the `count`th working day after `start`, which itself is not counted; `count` is 1 or more.

        Raises `Refusal` beyond the year 9999.
        """
        if count > date.max.toordinal() - start.toordinal():
            raise beyond_reckoning()
        day, left = start, count
        while left:
            if day >= self._last_named and left > _WORKING_DAYS_A_WEEK:
                # No notice reaches past here: every seven days hold five working days, so whole weeks go at once.
                weeks = (left - 1) // _WORKING_DAYS_A_WEEK
                day = _days_later(day, weeks * _WEEK)
                left -= weeks * _WORKING_DAYS_A_WEEK
            day = self.next_working_day(day)
            left -= 1
        return day

    def holidays_between(self, first: date, last: date) -> list[Holiday]:
        """Holidays with a day off from `first` to `last`, both included, each cut to that span, in order."""
        return [
            Holiday(holiday.name, max(holiday.first, first), min(holiday.last, last), holiday.make_up_workdays)
            for holiday in self._holidays
            if holiday.first <= last and holiday.last >= first
        ]

    def make_up_workdays_between(self, first: date, last: date) -> list[date]:
        """Make-up workdays (调休上班) from `first` to `last`, both included, in order."""
        low = bisect_left(self._make_up_workdays, first)
        return self._make_up_workdays[low : bisect_right(self._make_up_workdays, last)]


def gathered(off: Mapping[date, str], on: Mapping[date, str]) -> list[Holiday]:
    """Holidays of days off and make-up workdays, each with its holiday's name, in order of their first day.

    Days off with one name and nothing but a weekend between them are one holiday. A make-up workday goes with the
    nearest holiday of its name, else with the nearest of all; there is none where no day is off.
    """
    runs: list[list[date]] = []
    for day in sorted(off):
        if runs and off[runs[-1][-1]] == off[day] and _only_rest_between(runs[-1][-1], day, on):
            runs[-1].append(day)
        else:
            runs.append([day])
    made_up: dict[date, list[date]] = {run[0]: [] for run in runs}
    for day in sorted(on):
        if nearest := min(runs, key=lambda run: (off[run[0]] != on[day], _apart(run, day)), default=None):
            made_up[nearest[0]].append(day)
    return [Holiday(off[run[0]], run[0], run[-1], tuple(made_up[run[0]])) for run in runs]


def _only_rest_between(before: date, after: date, on: Mapping[date, str]) -> bool:
    between = (before + timedelta(days=ahead) for ahead in range(1, (after - before).days))
    return all(is_weekend(day) and day not in on for day in between)


def _apart(run: Sequence[date], day: date) -> int:
    return max((run[0] - day).days, (day - run[-1]).days)


def is_weekend(day: date) -> bool:
    """Whether `day` is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def beyond_reckoning() -> Refusal:
    """The refusal for a last day that no calendar of this machine can name."""
    return Refusal("期限的截止日期在9999年之后，无法推算", "核对起算日和期限长短后重新填写")


def _days_later(day: date, days: int) -> date:
    """Return the day `days` later. Raises `Refusal` beyond the year 9999."""
    if days > date.max.toordinal() - day.toordinal():
        raise beyond_reckoning()
    return day + timedelta(days=days)
