"""The yearly holiday notices: which years are known, and how another is read, looked at and adopted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.calendar.holiday_draft import YearDraft
from counter_app.domain.calendar.holiday_notice import NoticeDoubt, read_notice
from counter_app.domain.calendar.working_days import WorkingCalendar
from counter_app.services.office.offices import act, at_office
from counter_app.services.ports import Backend

_NOVEMBER: Final = 11
"""The month in which the notice for the next year comes out."""


@frozen
class ReadYear:
    """A year as it was read: a draft to look at, and what in it is doubtful. `replaces` is what is known already."""

    draft: YearDraft
    doubts: tuple[NoticeDoubt, ...] = ()
    replaces: YearDraft | None = None


@frozen
class KnownYears:
    """The years whose notice is known, in order; and those that are missing though dates of today reach into them."""

    known: tuple[int, ...]
    missing: tuple[int, ...]


class YearKnown(Refusal):
    """The year has a table already, and it is another."""

    def __init__(self, year: int) -> None:
        """One sentence and the way on."""
        super().__init__(f"{year}年放假安排已有，与这一份不同", "核对后选“替换”，或保留原来的")


def known_years(backend: Backend) -> KnownYears:
    """Which years are known, and which are wanting. Raises `NoOffice`."""
    with at_office(backend) as now:
        today = now.day
    return KnownYears(backend.calendar.years, missing_years(backend.calendar, today))


def missing_years(calendar: WorkingCalendar, today: date) -> tuple[int, ...]:
    """This year, and from November on the next one, where they have no table: a month from now lies in them."""
    reached = (today.year, today.year + 1) if today.month >= _NOVEMBER else (today.year,)
    return tuple(year for year in reached if not calendar.has_year(year))


def read_text(backend: Backend, text: str) -> ReadYear:
    """Read a notice that was pasted. Raises `Refusal` where it does not say for which year it is."""
    if is_blank(text):
        raise Refusal("还没有粘贴通知", "从中国政府网复制通知全文，粘贴到左边的框里")
    found = read_notice(text)
    if found.year is None:
        raise Refusal(found.doubts[0].reason)
    draft = YearDraft(found.year, found.title, found.number)
    for holiday in found.holidays:
        draft = draft.with_holiday(holiday)
    return ReadYear(draft, found.doubts, known_draft(backend, found.year))


def read_file(backend: Backend, path: Path) -> ReadYear:
    """Read a file with one year: our own TOML, or the notice's text. Raises `Refusal` where it cannot be read."""
    content = backend.calendars.read(path)
    if isinstance(content, str):
        return read_text(backend, content)
    return ReadYear(YearDraft.of(content), (), known_draft(backend, content.year))


def known_draft(backend: Backend, year: int) -> YearDraft | None:
    """What is known of `year`, to look at or to change; None where nothing is."""
    table = backend.calendar.table(year)
    return YearDraft.of(table) if table is not None else None


def adopt_year(backend: Backend, draft: YearDraft, *, post: Post, replace: bool = False) -> None:
    """Keep `draft` as the table of its year; every date is reckoned with it from now on.

    Raises `YearKnown` where the year has another table and `replace` was not said, and `Refusal` where the draft has no
    day off, contradicts another year's table or cannot be written.
    """
    table = draft.table()
    known = backend.calendar.table(draft.year)
    if known is not None and known != table and not replace:
        raise YearKnown(draft.year)
    with act(backend, post) as now:
        details: dict[str, str | int] = {
            "year": table.year,
            "number": table.number,
            "days_off": len(draft.off),
            "make_up_workdays": len(draft.on),
            "replaced": int(known is not None),
        }
        now.record("calendar.adopted", details=details)
        backend.calendars.add(table)
        now.commit()
