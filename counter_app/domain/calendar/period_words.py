"""The Chinese in which a computed date explains itself: pure wording, no judgement of its own.

A year is spoken only where it is not the year in which the period began, a month only where it changes within a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from counter_app.domain.calendar.working_days import WorkingCalendar, is_weekend

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAY = timedelta(days=1)

# Beyond these a list stops explaining and starts hiding: totals say more.
_DAYS_LISTED = 10
_BLOCKS_LISTED = 6


def day(which: date, year: int) -> str:
    """A day as 10月8日, with its year where that is not `year`."""
    said = f"{which.month}月{which.day}日"
    return said if which.year == year else f"{which.year}年{said}"


def beginning(start: date) -> str:
    """The day from which the period runs, and that `start` itself is not counted (民法典第二百零一条)."""
    return f"自{day(start + _DAY, start.year)}起算({day(start, start.year)}当日不计)"


def corresponding_day(start: date, last: date) -> str:
    """How the last day of a period of months was found (民法典第二百零二条)."""
    if last.day == start.day:
        return f"到对应日{day(last, start.year)}"
    return f"{last.month}月没有{start.day}日,到月末{day(last, start.year)}"


def why_there(last: date, due: date, year: int, calendar: WorkingCalendar) -> str:
    """Why a last day moved to `due`, or why a weekend day did not; empty where an ordinary working day stays."""
    if due == last:
        if calendar.make_up_on(last) is None:
            return ""
        return f"{day(last, year)}({_weekday(last)})为调休上班,不顺延"
    holiday = calendar.holiday_on(last)
    off = f"{holiday.name}放假({_span(holiday.first, holiday.last, year)})" if holiday else _weekday(last)
    passed = _blocks(last, due - _DAY, year, calendar)
    skipped = f"跳过{'和'.join(passed)}," if len(passed) > 1 else ""
    on = "(调休上班)" if calendar.make_up_on(due) else ""
    return f"{day(last, year)}为{off},{skipped}顺延至{day(due, year)}{on}"


def working_days(start: date, last: date, n: int, calendar: WorkingCalendar) -> str:
    """Name the `n` working days after `start` up to `last`, what was skipped on the way, and what was worked."""
    year = start.year
    first = calendar.next_working_day(start)
    if n <= _DAYS_LISTED:
        counted = [start + ahead * _DAY for ahead in range(1, (last - start).days + 1)]
        said = f"{n}个工作日:{_listed([each for each in counted if calendar.is_working_day(each)], year)}"
    else:
        said = f"{n}个工作日:自{day(first, year)}起,到{day(last, year)}止"
    remarks = []
    if skipped := _blocks(start + _DAY, last, year, calendar):
        remarks.append(f"跳过{','.join(skipped)}")
    if worked := calendar.make_up_workdays_between(start + _DAY, last):
        many = len(worked) > _BLOCKS_LISTED
        remarks.append(f"其中{len(worked)}天为调休上班" if many else f"{_listed(worked, year)}为调休上班")
    return f"{said}({';'.join(remarks)})" if remarks else said


def missing_years(years: Sequence[int]) -> str:
    """That the notices for `years` (in order, not empty) are not known, and what was done instead."""
    runs: list[list[int]] = [[years[0], years[0]]]
    for before, year in pairwise(years):
        if year == before + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    said = "、".join(f"{first}年" if first == last else f"{first}年至{last}年" for first, last in runs)
    return f"{said}放假安排尚未录入,只按周末推算"


def _weekday(which: date) -> str:
    """A day's name within the week."""
    return _WEEKDAYS[which.weekday()]


def _listed(days: Sequence[date], year: int) -> str:
    """Days as 10月8日、9日、10日: a year or month is said again only where it changes."""
    said = [day(days[0], year)]
    for before, each in pairwise(days):
        same_month = (before.year, before.month) == (each.year, each.month)
        said.append(f"{each.day}日" if same_month else day(each, before.year))
    return "、".join(said)


def _span(first: date, last: date, year: int) -> str:
    """Days from `first` to `last` as 10月1日至7日."""
    if first == last:
        return day(first, year)
    return f"{day(first, year)}至{f'{last.day}日' if first.month == last.month else day(last, first.year)}"


def _blocks(first: date, last: date, year: int, calendar: WorkingCalendar) -> list[str]:
    """What is no working day from `first` to `last`: holidays by name and span, weekends by their days."""
    holidays = calendar.holidays_between(first, last)
    if len(holidays) > _BLOCKS_LISTED or (last - first).days > _DAYS_LISTED * _BLOCKS_LISTED:
        return ["周末和放假日"]
    blocks = [(each.first, f"{each.name}{_span(each.first, each.last, year)}") for each in holidays]
    weekends = _weekend_days(first, last, calendar)
    if len(weekends) > _BLOCKS_LISTED:
        blocks.append((first, f"周末{len(weekends)}天"))
    else:
        blocks += [(run[0], f"周末{_listed(run, year)}") for run in _runs(weekends)]
    return [said for _, said in sorted(blocks)]


def _weekend_days(first: date, last: date, calendar: WorkingCalendar) -> list[date]:
    """Saturdays and Sundays that are off from `first` to `last` without any holiday's doing."""
    days = (first + ahead * _DAY for ahead in range((last - first).days + 1))
    return [
        each
        for each in days
        if is_weekend(each) and not calendar.is_working_day(each) and not calendar.holiday_on(each)
    ]


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Days in order, grouped where one follows the other."""
    runs: list[list[date]] = []
    for each in days:
        if runs and each - runs[-1][-1] == _DAY:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs
