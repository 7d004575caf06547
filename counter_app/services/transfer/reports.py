"""What was handed over on time and what late, month by month, and what is on hand (第八条第二款)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.listing import ListCell, ListColumn
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.waiting import Urgency, urgency
from counter_app.services.office.offices import act, at_office
from counter_app.services.ports import Backend, BatchCase, HandedOver

MOST_HELD: Final = 10_000
_MONTHS: Final = 12


@frozen
class MonthOfTransfers:
    """One month: what left the window in it. A refused case was not handed over: it counts again when it goes again.

    `on_time` and `late` tell apart what was accepted or still lies with the department, by the day it went.
    """

    year: int
    month: int
    on_time: int
    late: int
    refused: int
    undecided: int
    late_cases: tuple[HandedOver, ...] = ()


@frozen
class OnHand:
    """What lies at the window now: how many cases, how many past their day, how many pressing, the earliest day."""

    cases: int
    past: int
    soon: int
    oldest: date | None


@frozen
class TransferReport:
    """The months, the newest first, and what is on hand."""

    months: tuple[MonthOfTransfers, ...]
    on_hand: OnHand
    lines: tuple[HandedOver, ...]


def transfer_report(backend: Backend, *, months: int = _MONTHS) -> TransferReport:
    """The last `months` months, this one among them. Raises `NoOffice`."""
    with at_office(backend) as now:
        office = now.office
        today = now.day
        first = _months_back(now.day, months - 1)
        since = datetime.combine(first, time.min, now.zone)
        until = datetime.combine(_months_back(now.day, -1), time.min, now.zone)
        lines = now.work.transfers.handed_over_between(since, until)
        held = now.work.transfers.held(since_by=None, limit=MOST_HELD)
    spans = [_months_back(today, back) for back in range(months)]
    found = tuple(_month(office, span, lines) for span in spans)
    return TransferReport(found, _on_hand(backend, held, today), tuple(lines))


def report_rows(report: TransferReport, office: Office) -> tuple[list[ListColumn], list[list[ListCell]]]:
    """The report case by case, for Excel; no person stands in it."""
    columns = [
        *(ListColumn("收件编号", 16), ListColumn("单位", 32), ListColumn("批次", 26), ListColumn("收件日期", 13)),
        *(ListColumn("移交期限", 13), ListColumn("移交日期", 13), ListColumn("是否按期", 10)),
        *(ListColumn("接收结果", 12), ListColumn("退回原因", 24), ListColumn("档号", 24)),
    ]
    return columns, [_row(line, office) for line in report.lines]


def write_report(backend: Backend, path: Path, report: TransferReport, *, post: Post) -> int:
    """Write the report case by case into a workbook and return how many there were; the history says who took it out.

    Raises `NoOffice`, `WrongClock`, `Refusal` where the file cannot be written; then nothing is recorded.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        office = now.office
    columns, rows = report_rows(report, office)

    def lines() -> Iterator[list[ListCell]]:
        yield from rows
        # The last line is out: what was taken is recorded before the file comes to its place.
        with act(backend, post) as now:
            now.record("transfers.exported", details={"rows": len(rows)})
            now.commit()

    backend.files.write_list(path, "移交明细", columns, lines())
    return len(rows)


def went_on(line: HandedOver, office: Office) -> date:
    """The day at the office on which it was handed over."""
    return line.handed_over_at.astimezone(ZoneInfo(office.time_zone)).date()


def _row(line: HandedOver, office: Office) -> list[ListCell]:
    day = went_on(line, office)
    outcome = {None: "待接收", True: "接收", False: "退回"}[line.accepted]
    archive = line.archive.written if line.archive is not None else ""
    batch = office.written(line.batch)
    on_time = "按期" if day <= line.due else "超期"
    return [
        line.reference,
        line.unit_name,
        batch,
        line.held_since,
        line.due,
        day,
        on_time,
        outcome,
        line.reason,
        archive,
    ]


def _month(office: Office, first: date, lines: Sequence[HandedOver]) -> MonthOfTransfers:
    of_month = [line for line in lines if (went_on(line, office).year, went_on(line, office).month) == _key(first)]
    gone = [line for line in of_month if line.accepted is not False]
    late = tuple(line for line in gone if went_on(line, office) > line.due)
    return MonthOfTransfers(
        year=first.year,
        month=first.month,
        on_time=len(gone) - len(late),
        late=len(late),
        refused=len(of_month) - len(gone),
        undecided=sum(line.accepted is None for line in of_month),
        late_cases=late,
    )


def _key(day: date) -> tuple[int, int]:
    return day.year, day.month


def _on_hand(backend: Backend, held: Sequence[BatchCase], today: date) -> OnHand:
    days = {case.held_since or case.received_on for case in held}
    due = {day: transfer_due(day, backend.calendar).date for day in days}
    urgencies = [urgency(due[case.held_since or case.received_on], today) for case in held]
    return OnHand(
        cases=len(held),
        past=sum(one is Urgency.OVERDUE for one in urgencies),
        soon=sum(one is Urgency.SOON for one in urgencies),
        oldest=min(days, default=None),
    )


def _months_back(day: date, back: int) -> date:
    """The first of the month `back` months before that of `day`."""
    month = day.year * _MONTHS + day.month - 1 - back
    return date(month // _MONTHS, month % _MONTHS + 1, 1)
