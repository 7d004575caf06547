"""The queues: who waits, since when, how long is left; a page at a time, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar import forecast as forecasting
from counter_app.domain.calendar.forecast import DueCounts, Forecast, due_counts, latest_urgent_receipt
from counter_app.domain.calendar.periods import DueDate, transfer_due
from counter_app.domain.calendar.waiting import Queue, Urgency, days_left, urgency, waited
from counter_app.domain.filing.delivery import Delivery
from counter_app.domain.filing.filing import FilingState
from counter_app.services.office.offices import at_office
from counter_app.services.ports import Backend, CaseLine, PageCursor, QueueLine

PAGE: Final = 60
"""Lines of one page: more than stand on the tallest screen."""

MOST: Final = 10_000
"""How far a queue is counted, and looked through for a name."""


@frozen
class WaitingCase:
    """One line of a queue. `since` is the day from which the case waits, `said` that in words (`已3天`).

    `due` is the last day for handing the paper over, where it is held and the queue is that of the hand-over;
    `left` is what is left of it in words (`余5天`). `served` says how the notice reached the applicant.
    """

    case: CaseLine
    since: date
    said: str
    served: Delivery | None = None
    due: DueDate | None = None
    left: str = ""
    urgency: Urgency = Urgency.NORMAL


@frozen
class QueuePage:
    """A part of a queue. `further` is where it goes on, None at the end. `today` is the day at the office."""

    queue: Queue
    lines: tuple[WaitingCase, ...]
    today: date
    further: PageCursor | None = None


@frozen
class Counts:
    """How many stand in each queue, counted up to `MOST`, and today's cases by state.

    `due` counts the paper whose last day is near or past on `day`, the day at the office.
    """

    queues: Mapping[Queue, int] = field(default_factory=dict)
    today: Mapping[FilingState, int] = field(default_factory=dict)
    due: DueCounts = field(default_factory=DueCounts)
    day: date = date.min


def queue_page(backend: Backend, queue: Queue, *, text: str = "", after: PageCursor | None = None) -> QueuePage:
    """One page of `queue` after a place; with `text` only units whose name holds it. Raises `NoOffice`."""
    with at_office(backend) as now:
        office = now.office
        today = now.day
        found = now.work.queues.page(queue, day=now.day, text=text, after=after, limit=PAGE + 1, most=MOST)
    lines = found[:PAGE]
    further = lines[-1].cursor(queue) if len(found) > PAGE else None
    return QueuePage(queue, tuple(_waiting(backend, office, queue, line, today) for line in lines), today, further)


def queue_counts(backend: Backend) -> Counts:
    """How many stand in each queue. Raises `NoOffice`."""
    with at_office(backend) as now:
        today = now.day
        queues = {queue: now.work.queues.count(queue, day=today, most=MOST) for queue in Queue}
        states, held = (
            now.work.queues.states_of(today),
            now.work.queues.held(until=latest_urgent_receipt(today), most=MOST),
        )
    return Counts(queues, states, due_counts(held, today, backend.calendar), today)


def forecast(backend: Backend, weeks: int = 8) -> Forecast:
    """How much of the paper at the window falls due when: `weeks` from this one on. Raises `NoOffice`."""
    with at_office(backend) as now:
        today = now.day
        held = now.work.queues.held()
    return forecasting.forecast(held, today, backend.calendar, weeks=weeks)


def number_words(number: int) -> str:
    """A count as a person reads it; beyond `MOST` nobody counts."""
    return f"{MOST}+" if number >= MOST else str(number)


def _waiting(backend: Backend, office: Office, queue: Queue, line: QueueLine, today: date) -> WaitingCase:
    match queue:
        case Queue.TRANSFER:
            return _held(backend, line, today)
        case Queue.TODAY:
            since = line.case.received_on
        case Queue.DEFICIENT | Queue.COMPLETE | Queue.DRAFT:
            since = line.state_since.astimezone(ZoneInfo(office.time_zone)).date()
    return WaitingCase(line.case, since, waited(since, today), line.served)


def _held(backend: Backend, line: QueueLine, today: date) -> WaitingCase:
    """Paper at the window is handed over within one month of the day it came (第八条第二款)."""
    since = line.held_since or line.case.received_on
    due = transfer_due(since, backend.calendar)
    left = days_left(due.date, today)
    return WaitingCase(line.case, since, waited(since, today), line.served, due, left, urgency(due.date, today))
