"""The State Council's yearly notices, read from `resources/working_days/YYYY.toml` into a `WorkingCalendar`.

An office adds the file of a new year, or its own version of a known one, to the same folder of its overlay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

import msgspec

from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.refusal import CatalogueError
from counter_app.domain.working_days import Holiday, WorkingCalendar, YearTable, is_weekend

FOLDER = "working_days"

# No holiday has ever been this long (ten days in 2020): a longer one is a slip of the pen in a month.
_LONGEST_HOLIDAY = 16
_DECEMBER = 12
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


class WrittenHoliday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One numbered item of a notice as it stands in the file."""

    name: str
    first: date
    last: date
    make_up_workdays: tuple[date, ...] = ()


class WrittenYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: the year it is for, the notice's title and number, its items."""

    year: int
    title: str
    number: str
    holiday: tuple[WrittenHoliday, ...]


def load_working_calendar(folders: Folders) -> WorkingCalendar:
    """Load every year's table, the office's before ours. Raises `CatalogueError` naming file, key and reason.

    `folders` has `resources/` as its shipped root and the overlay's `resources/` as its other.
    """
    seen: dict[date, str] = {}
    return WorkingCalendar([_load(folders, name, seen) for name in folders.names(FOLDER)])


def _load(folders: Folders, name: str, seen: dict[date, str]) -> YearTable:
    """Read one file and judge it beside the days that files before it have named."""
    stem = PurePosixPath(name).stem
    file = str(folders.find(name))
    if not _YEAR.fullmatch(stem):
        raise CatalogueError(file, "", "文件名必须是四位年份，如2027.toml")
    written = read_toml(folders, name, WrittenYear)
    if str(written.year) != stem:
        raise CatalogueError(file, "year", f"写的是{written.year}年，与文件名{stem}不一致")
    for key in ("title", "number"):
        if not getattr(written, key).strip():
            raise CatalogueError(file, key, "不能为空，填写放假通知的标题和文号")
    if not written.holiday:
        raise CatalogueError(file, "holiday", "至少要有一个节日")
    for at, holiday in enumerate(written.holiday):
        for key, reason in _faults(holiday, written.year, seen, file):
            raise CatalogueError(file, f"holiday[{at}].{key}", reason)
    holidays = (Holiday(each.name.strip(), each.first, each.last, each.make_up_workdays) for each in written.holiday)
    return YearTable(
        written.year,
        written.title.strip(),
        written.number.strip(),
        tuple(sorted(holidays, key=lambda holiday: holiday.first)),
    )


def _faults(holiday: WrittenHoliday, year: int, seen: dict[date, str], file: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one item, as key and reason; its days join `seen`, with the file that named them."""
    if not holiday.name.strip():
        yield "name", "不能为空，填写节日名称"
    if holiday.last < holiday.first:
        yield "last", f"{holiday.last}早于第一天{holiday.first}"
    length = (holiday.last - holiday.first).days + 1
    if length > _LONGEST_HOLIDAY:
        yield "last", f"{holiday.first}至{holiday.last}有{length}天，超过{_LONGEST_HOLIDAY}天，核对起止日期"
    days = [("first" if not ahead else "last", holiday.first + timedelta(days=ahead)) for ahead in range(length)]
    days += [(f"make_up_workdays[{at}]", day) for at, day in enumerate(holiday.make_up_workdays)]
    for key, day in days:
        if not _within(day, year):
            yield key, f"{day}不在{year}年"
        if day in seen:
            elsewhere = "" if seen[day] == file else f"，另一处在{seen[day]}"
            yield key, f"{day}写了两次{elsewhere}"
        if key.startswith("make_up") and not is_weekend(day):
            yield key, f"{day}不是周六或周日，不会是调休上班日"
        seen[day] = file


def _within(day: date, year: int) -> bool:
    """Whether a notice for `year` may rule on `day`: those around the new year reach back into December."""
    return day.year == year or (day.year == year - 1 and day.month == _DECEMBER)
