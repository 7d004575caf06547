"""The dates in the words of a holiday notice: `2月15日（农历腊月二十八、周日）至23日（周一）`.

A month that is left out is that of the date before; a year that is left out is that of the notice. What is written in
brackets beside a date is held against the real calendar.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_DECEMBER: Final = 12
LONGEST_SPAN: Final = 16
"""Days. No holiday has ever been this long (ten days in 2020): a longer one is an error in its month."""

DAY: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
DAYS: Final = rf"{DAY}(?:至{DAY})?(?:[、和及]{DAY}(?:至{DAY})?)*"
"""A list of days and spans of days, as a pattern."""

_SPAN = re.compile(rf"(?P<first>{DAY})(?:至(?P<last>{DAY}))?")
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<beside>[^()]*)\))?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
WEEKDAYS: Final = "一二三四五六日"


class DateReader:
    """Reads the dates of one item of a notice, one after the other."""

    def __init__(self, year: int, *, new_year: bool) -> None:
        """`year` is the notice's; the item of the new year (`new_year`) reaches back into the December before."""
        self._year = year
        self._new_year = new_year
        self._at: tuple[int, int] | None = None

    def days(self, words: str) -> tuple[list[date], list[str]]:
        """The days that `words` (of the shape of `DAYS`) name, in order, and one sentence for what is wrong there."""
        days: list[date] = []
        wrong: list[str] = []
        for span in _SPAN.finditer(words):
            first = self._day(span["first"], wrong)
            last = first if span["last"] is None else self._day(span["last"], wrong)
            if first is not None and last is not None:
                days += _days_between(first, last, wrong)
        return days, wrong

    def _day(self, words: str, wrong: list[str]) -> date | None:
        match = _DAY.fullmatch(words)
        if match is None:  # a bracket within a bracket
            wrong.append(f"无法识别“{words}”")
            return None
        year, month = self._when(match["year"], match["month"])
        if not month:
            wrong.append(f"“{match['day']}日”前面没有月份")
            return None
        self._at = year, month
        try:
            found = date(year, month, int(match["day"]))
        except ValueError:
            wrong.append(f"{year}年{month}月没有{match['day']}日")
            return None
        weekday = _WEEKDAY.search(match["beside"] or "")
        if weekday is not None and weekday[1].replace("天", "日") != WEEKDAYS[found.weekday()]:
            wrong.append(f"写的是周{weekday[1]}，{found.year}年{said(found)}是周{WEEKDAYS[found.weekday()]}")
        return found

    def _when(self, year: str | None, month: str | None) -> tuple[int, int]:
        """Year and month of a date; month 0 where it is said nowhere."""
        if month is None:
            return self._at or (self._year, 0)
        before = self._new_year and int(month) == _DECEMBER
        return int(year) if year else self._year - before, int(month)


def _days_between(first: date, last: date, wrong: list[str]) -> list[date]:
    length = (last - first).days + 1
    if length < 1:
        wrong.append(f"{said(last)}早于{said(first)}")
    elif length > LONGEST_SPAN:
        wrong.append(f"{said(first)}至{said(last)}有{length}天，超过{LONGEST_SPAN}天")
    else:
        return [first + timedelta(days=ahead) for ahead in range(length)]
    return []


def said(day: date) -> str:
    """A day as 10月8日."""
    return f"{day.month}月{day.day}日"
