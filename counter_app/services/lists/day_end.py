"""日终核对: what a day's records say at its end, and the day sheet on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.waiting import Queue, days_left, waited
from counter_app.domain.filing.day_end import (
    LISTED,
    DayBrokenPromise,
    DayDraft,
    DayFacts,
    DayHeldPaper,
    DayNumberLine,
    DaySeries,
    MonthSoFar,
)
from counter_app.domain.forms.answers import Answers
from counter_app.domain.inspection.correction import OrderState
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import TITLES
from counter_app.services.lists.queues import MOST
from counter_app.services.lists.statistics import broken_promises
from counter_app.services.office.offices import OfficeContext, act, at_office
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import Backend, DayNumber, QueueLine, SeriesOfYear, UnitOfWork

DAY_SHEET: Final = "day_sheet"
SHEET_LETTERS: Final = "RQD"
"""What the barcode of a day sheet begins with; the day follows. It is no number of a series."""

_VOIDING: Final = (
    "number.voided",
    "filing.undone",
    "batch.reopened",
    "inspection.voided",
    "inspection.cancelled",
    "order.voided",
)
"""The acts that void a number."""


def day_facts(backend: Backend) -> DayFacts:
    """What today's records say. Raises `NoOffice`."""
    with at_office(backend) as now:
        since, until = _day(now.day, now.office)
        taken = now.work.day.numbers_between(since, until)
        numbers = [_number(now, one) for one in taken]
        held = now.work.queues.page(Queue.TRANSFER, day=now.day, limit=LISTED, most=MOST)
        drafts = now.work.queues.page(Queue.DRAFT, day=now.day, limit=LISTED, most=MOST)
        backup = backend.backups.log.read()
        backed_up_at = backup.last_at(now.zone)
        facts = DayFacts(
            day=now.day,
            series=_series(now.work.day.series_of(now.day.year), taken, now.office, since),
            numbers=tuple(one for one in numbers if one.at >= since),
            voided=tuple(one for one in numbers if one.void_reason),
            unserved=(*_numbers(now, now.work.day.unserved(since, LISTED)), *_unserved_orders(now))[:LISTED],
            unprinted=_numbers(now, now.work.day.unprinted(LISTED)),
            drafts=tuple(_draft(line, now.office, now.day) for line in drafts),
            held=_by_unit(backend, held, now.day),
            month=_month(now),
            held_cases=now.work.queues.count(Queue.TRANSFER, day=now.day, most=MOST),
            draft_cases=now.work.queues.count(Queue.DRAFT, day=now.day, most=MOST),
            backed_up_on=backed_up_at.date() if backed_up_at is not None else None,
            days_without_backup=backup.days_without(now.day, now.zone),
            recovery_sheet_missing=backend.office_key.is_beside(),
            trail=_trail(backend),
        )
        office = now.office
    return _with_promises(backend, facts, office)


def day_sheet(backend: Backend, *, post: Post) -> PaperFacts:
    """What the day sheet says now; nothing is kept. Raises `NoOffice`."""
    facts = day_facts(backend)
    barcode = f"{SHEET_LETTERS}{facts.day:%Y%m%d}"
    answers = Answers(backend.forms.current())
    with at_office(backend) as now:
        return PaperFacts(DAY_SHEET, None, barcode, now.local, now.local, now.office, post, answers, day=facts)


def day_sheet_file(backend: Backend, suffix: str, *, post: Post) -> bytes:
    """The day sheet as a file, `pdf` or `docx`; the export is recorded. Raises `NoOffice`, `WrongClock`."""
    sheet = day_sheet(backend, post=post)
    with act(backend, post) as now:
        now.record("day_sheet.exported", details={"day": sheet.issued_at.date().isoformat()})
        now.commit()
    return backend.renderer.word(sheet) if suffix == "docx" else backend.renderer.pdf(sheet)


def print_day_sheet(backend: Backend, *, post: Post) -> PrintJob:
    """Record that the day sheet was printed, and give what is to be sent to the printer. Raises `NoOffice`."""
    sheet = day_sheet(backend, post=post)
    pdf = backend.renderer.pdf(sheet)
    with act(backend, post) as now:
        now.record("day_sheet.printed", details={"day": sheet.issued_at.date().isoformat()})
        now.commit()
    return PrintJob("", DAY_SHEET, pdf, backend.renderer.copies(DAY_SHEET), 0)


def _day(day: date, office: Office) -> tuple[datetime, datetime]:
    zone = ZoneInfo(office.time_zone)
    return datetime.combine(day, time.min, zone), datetime.combine(day + timedelta(days=1), time.min, zone)


def _trail(backend: Backend) -> str:
    """How far the trail has come, as its witness says; empty where there is none."""
    witness = backend.witness.read()
    if witness is None or witness.head is None:
        return ""
    return f"第{witness.head.ordinal}条，校验码{witness.head.short_code}"


def _unserved_orders(now: OfficeContext) -> list[DayNumberLine]:
    """Orders that are open and of which nothing says how they were served, those due first in front."""
    inspections, zone = now.work.inspections, now.zone
    lines = inspections.order_lines((OrderState.ISSUED, OrderState.OVERDUE), limit=LISTED)
    found = []
    for order in (inspections.order(line.id) for line in lines):
        number = order.number
        if number is None or order.delivered_at is not None:
            continue
        for paper in now.work.papers.of_case(order.order_id):
            if paper.number == number:
                written = now.office.written(number, prefix=False)
                at = paper.issued_at.astimezone(zone)
                where = (order.order_id, paper.paper_id, paper.prints)
                found.append(DayNumberLine(number, written, order.form.paper_title, order.place.unit, at, *where))
    return found


def _numbers(now: OfficeContext, found: Iterable[DayNumber]) -> tuple[DayNumberLine, ...]:
    return tuple(_number(now, one) for one in found)


def _number(now: OfficeContext, one: DayNumber) -> DayNumberLine:
    zone, one = now.zone, _with_reference(now.work, one)
    return DayNumberLine(
        number=one.number,
        written=now.office.written(one.number, prefix=False),
        title=_title(one),
        unit=one.unit_name or _about(now.work, one),
        at=one.taken_at.astimezone(zone),
        reference=one.reference,
        paper_id=one.paper_id,
        prints=one.prints,
        void_reason=one.void_reason,
        voided_by=_voided_by(now.work, one) if one.void_reason else "",
        voided_at=one.voided_at.astimezone(zone) if one.voided_at is not None else None,
    )


def _with_reference(work: UnitOfWork, one: DayNumber) -> DayNumber:
    """A number that a template has reserved is known by its inspection until the record is issued, or for good."""
    if one.reference or one.document != "inspection_record":
        return one
    found = work.inspections.numbered(one.number)
    return replace(one, reference=found[1]) if found is not None else one


def _title(one: DayNumber) -> str:
    """The document's title; a transcript of which only the template was printed so far says so."""
    title = TITLES.get(one.document, one.document)
    return f"{title}（现场填写）" if one.document == "inspection_record" and not one.paper_id else title


def _about(work: UnitOfWork, one: DayNumber) -> str:
    """What a number is about that belongs to no case; a tip names nobody."""
    match one.document:
        case "transfer_list":
            return "移交批次"
        case "inspection_record" if one.reference:
            return work.inspections.get(one.reference).place.unit
        case "correction_order" | "reinspection_record" if one.reference:
            return work.inspections.order(one.reference).place.unit
        case "tip_record":
            return "举报"
        case _:
            return ""


def _voided_by(work: UnitOfWork, one: DayNumber) -> str:
    """Who voided it, from the history: the register of numbers keeps the reason and the time."""
    acts = [entry for entry in work.history.of_case(one.reference) if entry.act in _VOIDING]
    said = [entry for entry in acts if entry.details.get("number") == one.number.barcode]
    return f"{said[-1].window} {said[-1].clerk}" if said else ""


def _series(
    kept: Sequence[SeriesOfYear], taken: Sequence[DayNumber], office: Office, since: datetime
) -> tuple[DaySeries, ...]:
    return tuple(_one_series(series, taken, office, since) for series in kept)


def _one_series(series: SeriesOfYear, taken: Sequence[DayNumber], office: Office, since: datetime) -> DaySeries:
    these = [one for one in taken if one.number.series == series.series]
    issued = sorted(one.number for one in these if one.taken_at >= since)
    document = next(name for name, (characters, _letters) in SERIES.items() if characters == series.series)
    return DaySeries(
        title=TITLES.get(document, series.series),
        series=series.series,
        first=office.written(issued[0], prefix=False) if issued else "",
        last=office.written(issued[-1], prefix=False) if issued else "",
        issued=len(issued),
        voided=sum(1 for one in these if one.void_reason),
        of_year=series.last,
        missing=tuple(office.written(Number(series.series, series.year, each)) for each in series.missing),
    )


def _draft(line: QueueLine, office: Office, today: date) -> DayDraft:
    since = line.state_since.astimezone(ZoneInfo(office.time_zone)).date()
    case = line.case
    return DayDraft(case.unit_name, since, waited(since, today), f"{case.window} {case.clerk}", case.reference)


def _by_unit(backend: Backend, lines: Sequence[QueueLine], today: date) -> tuple[DayHeldPaper, ...]:
    """Paper on hand, a line a unit, the most urgent first, as the lines come."""
    units: dict[str, list[QueueLine]] = {}
    for line in lines:
        units.setdefault(line.case.unit_name or line.case.reference, []).append(line)
    held = []
    for these in units.values():
        first = these[0]
        since = first.held_since or first.case.received_on
        due = transfer_due(since, backend.calendar)
        left = days_left(due.date, today)
        held.append(DayHeldPaper(first.case.unit_name, len(these), since, due, left, first.case.reference))
    return tuple(held)


def _month(now: OfficeContext) -> MonthSoFar:
    since, until = _day(now.day.replace(day=1), now.office)[0], _day(now.day, now.office)[1]
    issued = now.work.day.issued(since, until)
    return MonthSoFar(
        notices=issued.get("deficiency_notice", 0),
        further_notices=now.work.day.further_notices(since, until),
        broken_promises=len(now.work.promises.between(since, until)),
        filings=issued.get("filing_receipt", 0),
        changes=issued.get("change_receipt", 0),
    )


def _with_promises(backend: Backend, facts: DayFacts, office: Office) -> DayFacts:
    broken = broken_promises(backend, facts.day, facts.day)
    lines = tuple(
        DayBrokenPromise(
            office.written(line.number, prefix=False),
            line.message or line.label,
            line.promise.reason,
            line.promise.supervisor,
            line.promise.reference,
        )
        for line in broken.lines
    )
    return replace(facts, promises=lines)
