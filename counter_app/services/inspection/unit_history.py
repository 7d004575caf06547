"""All that is known of one unit on one line of time: filings, changes, inspections, orders, re-inspections, tips."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from counter_app.domain.basics.listing import ListCell, ListColumn
from counter_app.domain.basics.numbering import CASE_LETTERS, INSPECTION_LETTERS, ORDER_LETTERS
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import reinspection_due
from counter_app.domain.inspection.correction import Conclusion, OrderState
from counter_app.domain.inspection.inspections import InspectionKind, InspectionState, OrderForm
from counter_app.domain.inspection.tips import TipCategory, TipState
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.domain.transfer.batch import BatchState
from counter_app.services.inspection.facts import place_on_file
from counter_app.services.lists.registers import PART, Told, no_progress
from counter_app.services.office.offices import act, at_office
from counter_app.services.ports import Backend, InspectionLine, Subject, UnitKey

MOST: Final = 1000


@frozen
class UnitEvent:
    """One event. `subject` is None for a filing; `id` is the case's reference or the subject's id."""

    day: date
    words: str
    number: str
    id: str
    subject: Subject | None = None


@frozen
class CalendarDay:
    """What takes place, is planned or due on one day."""

    day: date
    lines: tuple[tuple[str, InspectionLine], ...]


def kind_words(line: InspectionLine) -> str:
    """What kind of inspection, order or tip it is."""
    match line.subject:
        case Subject.INSPECTION:
            return InspectionKind(line.kind).label
        case Subject.ORDER:
            return OrderForm(line.kind).label
        case Subject.REINSPECTION:
            return "复查"
        case Subject.TIP:
            return TipCategory(line.kind).label


def state_words(line: InspectionLine) -> str:
    """How it stands; a re-inspection by what it concluded."""
    match line.subject:
        case Subject.INSPECTION:
            return InspectionState(line.state).label
        case Subject.ORDER:
            return OrderState(line.state).label
        case Subject.REINSPECTION:
            return Conclusion(line.state).label
        case Subject.TIP:
            return TipState(line.state).label


def words_of(line: InspectionLine) -> str:
    """A line in words: what it is and how it stands."""
    match line.subject:
        case Subject.ORDER:
            whole = OrderForm(line.kind).paper_title
        case Subject.TIP:
            whole = f"举报  {kind_words(line)}"
        case _:
            whole = kind_words(line)
    return f"{whole}  {state_words(line)}"


def words_of_record(record: SearchRecord) -> tuple[str, str]:
    """What a record that was found is, and how it stands."""
    match record.kind:
        case RecordKind.BATCH:
            return record.kind.label, BatchState(record.state).label
        case RecordKind.FILE:
            return record.kind.label, ""
        case _:
            about = (Subject(record.kind.value), record.record_id, record.number, record.state, record.form)
            line = InspectionLine(*about, record.unit, record.address, "", record.day)
            return kind_words(line), state_words(line)


def unit_of(backend: Backend, subject_id: str) -> UnitKey:
    """The unit that a case, an inspection, an order or a tip is about, by its reference or id.

    Raises `UnknownCase`, `UnknownInspection`.
    """
    with backend.work() as work:
        if subject_id.startswith(CASE_LETTERS):
            place = place_on_file(work, subject_id)
        elif subject_id.startswith(INSPECTION_LETTERS):
            place = work.inspections.get(subject_id).place
        elif subject_id.startswith(ORDER_LETTERS):
            place = work.inspections.order(subject_id).place
        else:
            tip = work.tips.get(subject_id)
            if not tip.reference:
                return UnitKey(tip.place, "", tip.address)
            place = place_on_file(work, tip.reference)
        return UnitKey(place.unit, place.uscc, place.address)


def unit_events(backend: Backend, unit: UnitKey) -> tuple[UnitEvent, ...]:
    """Every event of a unit, the newest first. Raises `NoOffice`."""
    with at_office(backend) as now:
        office = now.office
        zone = now.zone
        filings = now.work.known.of_unit(uscc=unit.uscc, name=unit.name, other_than="")
        lines = now.work.inspections.of_unit(unit, limit=MOST)
    events = [
        UnitEvent(
            known.received_at.astimezone(zone).date(),
            f"{known.kind.label}  {known.state.label}",
            known.platform_number,
            known.reference,
        )
        for known in filings
    ]
    events += [
        UnitEvent(line.day, words_of(line), office.written(line.number), line.id, line.subject)
        for line in lines
        if line.day is not None
    ]
    return tuple(sorted(events, key=lambda event: (event.day, event.id), reverse=True))


def inspection_month(backend: Backend, year: int, month: int) -> tuple[CalendarDay, ...]:
    """A month of inspections and of what is due, day by day; days without anything are left out."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    with backend.work() as work:
        lines = work.inspections.between(first, last)
        waiting = work.inspections.order_lines([OrderState.ISSUED], limit=MOST)
    days: dict[date, list[tuple[str, InspectionLine]]] = {}
    for line in lines:
        if line.day is not None and first <= line.day <= last:
            days.setdefault(line.day, []).append((words_of(line), line))
        waits = line.subject is Subject.TIP and line.state == TipState.OPEN
        if waits and line.due is not None and first <= line.due <= last:
            days.setdefault(line.due, []).append(("举报核查到期", line))
    for line in waiting:
        if line.due is not None:
            due = reinspection_due(line.due, backend.calendar).date
            if first <= due <= last:
                days.setdefault(due, []).append(("复查到期", line))
    return tuple(CalendarDay(day, tuple(days[day])) for day in sorted(days))


def register_rows(backend: Backend, first: date, last: date) -> tuple[list[ListColumn], list[list[ListCell]]]:
    """The register of inspections, orders, re-inspections and tips as rows for Excel; no person stands in it.

    What is only due on these days has its own day in another period and stands in that one.
    """
    columns = [
        *(ListColumn("日期", 13), ListColumn("类别", 12), ListColumn("编号", 26), ListColumn("单位", 32)),
        *(ListColumn("地址", 40), ListColumn("情况", 30), ListColumn("期限", 13), ListColumn("收件编号", 16)),
    ]
    with at_office(backend) as now:
        office = now.office
        lines = now.work.inspections.between(first, last)
    return columns, [_row(line, office) for line in lines if line.day is not None and first <= line.day <= last]


REGISTER: Final = "检查台账"


def write_register(
    backend: Backend, path: Path, first: date, last: date, *, post: Post, progress: Told = no_progress
) -> int:
    """Write the register as Excel and return how many lines it has; who took it out is recorded before it is there.

    Raises `NoOffice`, `WrongClock`, `Refusal` where nothing stands in it, or the file cannot be written; then, as
    where `progress` stops it, nothing is left and nothing recorded.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
    columns, rows = register_rows(backend, first, last)
    if not rows:
        raise Refusal("这段时间没有检查、责令改正、复查或举报", "换一个日期范围再导出")

    def lines() -> Iterator[list[ListCell]]:
        for written, row in enumerate(rows):
            if written % PART == 0:
                progress(written, len(rows))
            yield row
        progress(len(rows), len(rows))  # the last chance to stop it
        details: dict[str, str | int] = {"list": REGISTER, "rows": len(rows)}
        details |= {"from": first.isoformat(), "to": last.isoformat()}
        with act(backend, post) as now:
            now.record("register.exported", details=details)
            now.commit()

    backend.files.write_list(path, REGISTER, columns, lines())
    return len(rows)


def _row(line: InspectionLine, office: Office) -> list[ListCell]:
    number = office.written(line.number)
    about: list[ListCell] = [line.day, line.subject.label, number, line.unit, line.address]
    return [*about, words_of(line), line.due, line.reference]
