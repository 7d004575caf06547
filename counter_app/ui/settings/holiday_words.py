"""A year's holidays in words: one line a holiday, and what differs from another table."""

from __future__ import annotations

from datetime import date

from counter_app.domain.calendar.holiday_draft import YearDraft
from counter_app.domain.calendar.working_days import Holiday, gathered
from counter_app.ui.settings.year_calendar import WORKED


def holiday_lines(draft: YearDraft) -> list[str]:
    """Each holiday in a line, `元旦：1月1日至3日，3天`, and below it the days that make up for it."""
    return [_line(draft, holiday) for holiday in gathered(draft.off, draft.on)]


def differences(before: YearDraft, after: YearDraft) -> list[str]:
    """The days that are worked in one table and off in the other, with what they become."""
    days = sorted({*before.off, *before.on, *after.off, *after.on})
    return [
        f"{_day(day, after.year)}{'改上班' if after.kind(day) in WORKED else '改放假'}"
        for day in days
        if (before.kind(day) in WORKED) != (after.kind(day) in WORKED)
    ]


def _line(draft: YearDraft, holiday: Holiday) -> str:
    days = sum(1 for day, name in draft.off.items() if name == holiday.name and holiday.first <= day <= holiday.last)
    first, last = holiday.first, holiday.last
    span = _day(first, draft.year)
    if last != first:
        span += f"至{last.day}日" if last.month == first.month else f"至{_day(last, draft.year)}"
    worked = "、".join(_day(day, draft.year) for day in holiday.make_up_workdays)
    return f"{holiday.name}：{span}，{days}天" + (f"\n\u3000\u3000{worked}上班" if worked else "")


def _day(day: date, year: int) -> str:
    said = f"{day.month}月{day.day}日"
    return said if day.year == year else f"{day.year}年{said}"
