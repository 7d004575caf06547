"""The periods of statistics: a month, a quarter, a year, or from one day to another."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal

_MONTHS = 12


class PeriodKind(Labelled):
    """How long a period is."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    YEAR = "year", "年"
    DAYS = "days", "起止日期"

    @property
    def months(self) -> int:
        """How many months it has; 0 where it goes from day to day."""
        return {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: _MONTHS, PeriodKind.DAYS: 0}[self]


class Grain(Labelled):
    """Into what the course of a period is divided."""

    DAY = "day", "日"
    MONTH = "month", "月"


LONGEST_BY_DAY = 31
"""Days: the course of what is longer is shown by the month."""


@frozen
class StatisticsPeriod:
    """From `first` to `last`, both days included."""

    kind: PeriodKind
    first: date
    last: date

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> StatisticsPeriod:
        """The month, quarter or year in which `day` lies; for `DAYS` from the first of its year to that day."""
        if kind is PeriodKind.DAYS:
            return cls(kind, date(day.year, 1, 1), day)
        month = (day.month - 1) // kind.months * kind.months + 1
        last = month + kind.months - 1
        return cls(kind, date(day.year, month, 1), date(day.year, last, monthrange(day.year, last)[1]))

    @classmethod
    def between(cls, first: date, last: date) -> StatisticsPeriod:
        """From day to day. Raises `Refusal` where it ends before it begins."""
        if last < first:
            raise Refusal("结束日期早于开始日期", "结束日期填写不早于开始日期的日期")
        return cls(PeriodKind.DAYS, first, last)

    def moved(self, by: int) -> StatisticsPeriod:
        """The one `by` periods later, earlier where negative; of one from day to day as many days."""
        if self.kind is PeriodKind.DAYS:
            days = timedelta(days=((self.last - self.first).days + 1) * by)
            return StatisticsPeriod(self.kind, self.first + days, self.last + days)
        month = self.first.year * _MONTHS + self.first.month - 1 + by * self.kind.months
        return StatisticsPeriod.containing(self.kind, date(month // _MONTHS, month % _MONTHS + 1, 1))

    @property
    def grain(self) -> Grain:
        """Into what its course is divided."""
        return Grain.DAY if (self.last - self.first).days < LONGEST_BY_DAY else Grain.MONTH

    @property
    def steps(self) -> tuple[date, ...]:
        """The days, or the first days of the months, of its course."""
        if self.grain is Grain.DAY:
            return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        begin = self.first.year * _MONTHS + self.first.month - 1
        end = self.last.year * _MONTHS + self.last.month - 1
        return tuple(date(month // _MONTHS, month % _MONTHS + 1, 1) for month in range(begin, end + 1))

    @property
    def words(self) -> str:
        """What it is called: `2026年3月`, `2026年第1季度`, `2026年1月5日至2月3日`."""
        first, last = self.first, self.last
        match self.kind:
            case PeriodKind.MONTH:
                return f"{first.year}年{first.month}月"
            case PeriodKind.QUARTER:
                return f"{first.year}年第{(first.month + 2) // 3}季度"
            case PeriodKind.YEAR:
                return f"{first.year}年"
            case PeriodKind.DAYS:
                year = f"{last.year}年" if last.year != first.year else ""
                return f"{chinese_date(first)}至{year}{last.month}月{last.day}日"
