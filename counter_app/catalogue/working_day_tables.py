"""The State Council's yearly notices, read from `resources/working_days/YYYY.toml` into a `WorkingCalendar`.

An office adds the file of a new year, or its own version of a known one, to the same folder of its overlay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

import msgspec

from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.calendar.working_days import Holiday, WorkingCalendar, YearTable, is_weekend

FOLDER = "working_days"

# No holiday has ever been this long (ten days in 2020): a longer one is an error in its month.
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
    for key, reason in _faults(written, seen, file):
        raise CatalogueError(file, key, reason)
    return _table(written)


def read_year(path: Path) -> tuple[YearTable | None, list[str]]:
    """Read one year's file from anywhere, whatever its name: its table, and one sentence for each thing that is wrong.

    The table is None where anything is.
    """
    try:
        written = read_toml(Folders(path.parent), path.name, WrittenYear)
    except CatalogueError as refused:
        return None, [f"{refused.key}：{refused.reason}" if refused.key else refused.reason]
    faults = [f"{key}：{reason}" for key, reason in _faults(written, {}, str(path))]
    if not date.min.year < written.year < date.max.year:
        faults.insert(0, f"year：{written.year}不是年份")
    return (None, faults) if faults else (_table(written), [])


def written_year(table: YearTable) -> str:
    """The file of a table: what `load_working_calendar` reads back as that very table."""
    parts = [f"year = {table.year}\ntitle = {_quoted(table.title)}\nnumber = {_quoted(table.number)}\n"]
    for holiday in table.holidays:
        part = f"[[holiday]]\nname = {_quoted(holiday.name)}\nfirst = {holiday.first}\nlast = {holiday.last}\n"
        if holiday.make_up_workdays:
            part += f"make_up_workdays = [{', '.join(map(str, holiday.make_up_workdays))}]\n"
        parts.append(part)
    return "\n".join(parts)


def contradictions(table: YearTable, others: Iterable[YearTable]) -> Iterator[str]:
    """What keeps `table` from standing beside the tables of `others` years, one Chinese sentence each."""
    seen: dict[date, str] = {}
    for other in others:
        for _none in _faults(_written(other), seen, f"{other.year}年的放假安排"):
            pass  # it stands already; only its days are wanted
    for key, reason in _faults(_written(table), seen, f"{table.year}年的放假安排"):
        at = key.removeprefix("holiday[").partition("]")[0]
        yield f"{table.holidays[int(at)].name}：{reason}" if at.isdigit() else reason


def _written(table: YearTable) -> WrittenYear:
    holidays = (WrittenHoliday(one.name, one.first, one.last, one.make_up_workdays) for one in table.holidays)
    return WrittenYear(table.year, table.title, table.number, tuple(holidays))


def _table(written: WrittenYear) -> YearTable:
    holidays = (Holiday(each.name.strip(), each.first, each.last, each.make_up_workdays) for each in written.holiday)
    in_order = tuple(sorted(holidays, key=lambda holiday: holiday.first))
    return YearTable(written.year, written.title.strip(), written.number.strip(), in_order)


def _quoted(text: str) -> str:
    """A TOML string: what it may not hold as it is becomes its number."""
    return '"' + "".join(f"\\u{ord(c):04x}" if c in '"\\' or not c.isprintable() else c for c in text) + '"'


def _faults(written: WrittenYear, seen: dict[date, str], file: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one year, as key and reason; its days join `seen`, with the file that named them."""
    for key in ("title", "number"):
        if not getattr(written, key).strip():
            yield key, "不能为空，填写放假通知的标题和文号"
    if not written.holiday:
        yield "holiday", "至少要有一个节日"
    for at, holiday in enumerate(written.holiday):
        for key, reason in _holiday_faults(holiday, written.year, seen, file):
            yield f"holiday[{at}].{key}", reason


def _holiday_faults(holiday: WrittenHoliday, year: int, seen: dict[date, str], file: str) -> Iterator[tuple[str, str]]:
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
