"""A year's notice while the clerk looks at it: which days are off, which weekend days are worked, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.working_days import Holiday, YearTable, gathered, is_weekend

_DECEMBER: Final = 12
_DAY: Final = timedelta(days=1)
_BY_HAND: Final = "放假"
"""The name of a holiday that was set by hand, beside no other."""


class DayKind(Labelled):
    """What a day is: 休 by the notice, 班 by the notice, or what its weekday makes it."""

    OFF = "off", "放假"
    MADE_UP = "made_up", "调休上班"
    WEEKEND = "weekend", "周末休息"
    WORKDAY = "workday", "上班"


@frozen
class YearDraft:
    """Days off and make-up workdays of one year's notice, each with the name of its holiday."""

    year: int
    title: str = ""
    number: str = ""
    off: Mapping[date, str] = field(default_factory=dict)
    on: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: YearTable) -> YearDraft:
        """The draft that `table` would be."""
        draft = cls(table.year, table.title, table.number)
        for holiday in table.holidays:
            draft = draft.with_holiday(holiday)
        return draft

    def with_holiday(self, holiday: Holiday) -> YearDraft:
        """The draft with one holiday more."""
        length = (holiday.last - holiday.first).days + 1
        off = {holiday.first + ahead * _DAY: holiday.name for ahead in range(length)}
        on = dict.fromkeys(holiday.make_up_workdays, holiday.name)
        return replace(self, off={**self.off, **off}, on={**self.on, **on})

    @property
    def months(self) -> list[tuple[int, int]]:
        """Year and month of each month to look at: the twelve, and the December before where it is ruled on."""
        before = [(self.year - 1, _DECEMBER)] if any(day.year < self.year for day in (*self.off, *self.on)) else []
        return before + [(self.year, month) for month in range(1, _DECEMBER + 1)]

    def kind(self, day: date) -> DayKind:
        """What `day` is."""
        if day in self.on:
            return DayKind.MADE_UP
        if day in self.off:
            return DayKind.OFF
        return DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY

    def name_of(self, day: date) -> str:
        """The holiday because of which `day` is off or worked; empty for any other day."""
        return self.on.get(day) or self.off.get(day, "")

    def toggled(self, day: date) -> YearDraft:
        """The draft in which `day` is worked instead of off, or off instead of worked.

        Raises `Refusal` for a day on which a notice of this year may not rule.
        """
        if not self._within(day):
            raise Refusal(f"{day}不在{self.year}年的放假安排里", f"在{day.year}年的放假安排里改")
        off, on = dict(self.off), dict(self.on)
        match self.kind(day):
            case DayKind.MADE_UP:
                name = on.pop(day)
                if name in (off.get(day - _DAY), off.get(day + _DAY)):
                    off[day] = name
            case DayKind.OFF:
                name = off.pop(day)
                if is_weekend(day):
                    on[day] = name
            case DayKind.WEEKEND:
                on[day] = self._nearest(day)
            case DayKind.WORKDAY:
                off[day] = self._beside(day, -1) or self._beside(day, 1) or _BY_HAND
        return replace(self, off=off, on=on)

    def table(self) -> YearTable:
        """The table that this draft is. Raises `Refusal` where no day is off."""
        holidays = gathered(self.off, self.on)
        if not holidays:
            raise Refusal(f"{self.year}年没有一天放假", "粘贴通知全文，或在日历上把放假的日期标为“休”")
        title = self.title.strip() or f"国务院办公厅关于{self.year}年部分节假日安排的通知"
        return YearTable(self.year, title, self.number.strip() or "未填文号", tuple(holidays))

    def _within(self, day: date) -> bool:
        return day.year == self.year or (day.year == self.year - 1 and day.month == _DECEMBER)

    def _beside(self, day: date, step: int) -> str:
        """The holiday that the next day in one direction belongs to, weekends passed over."""
        day += timedelta(days=step)
        while self.kind(day) is DayKind.WEEKEND:
            day += timedelta(days=step)
        return self.off.get(day, "")

    def _nearest(self, day: date) -> str:
        """The holiday nearest to `day`."""
        nearest = min(self.off, key=lambda other: abs((other - day).days), default=None)
        return self.off[nearest] if nearest is not None else _BY_HAND
