"""The queues in the database: each is read in the order of an index, one page at a time, and never whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.reading import read_text
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.delivery import Delivery
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.persistence.base.search_columns import match_key
from counter_app.persistence.base.stored_state import DELETED
from counter_app.persistence.base.tables import FilingRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.papers.papers import papers_that_hold
from counter_app.persistence.papers.promises import SqlDeliveries
from counter_app.services.ports import CaseLine, PageCursor, QueueLine

LINE = (
    FilingRow.reference,
    FilingRow.unit_name,
    FilingRow.unit_key,
    FilingRow.agent_masked,
    FilingRow.state,
    FilingRow.custody,
    FilingRow.received_at,
    FilingRow.received_on,
    FilingRow.clerk,
    FilingRow.window,
    FilingRow.state_since,
    FilingRow.held_since,
)
"""What a line of a list needs; the answers stay where they are."""


NOT_DELETED = FilingRow.state != DELETED
"""Deleted drafts stand in no list."""


class SqlQueues:
    """Implements `ports.QueueRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Queues as this transaction sees them."""
        self._transaction = transaction

    def count(self, queue: Queue, *, day: date, most: int) -> int:
        some = select(FilingRow.reference).where(_standing_in(queue, day)).limit(most).subquery()
        return self._transaction.read(select(func.count()).select_from(some)).scalar_one()

    def states_of(self, day: date) -> dict[FilingState, int]:
        found = self._transaction.read(
            select(FilingRow.state, func.count())
            .where(FilingRow.received_on == day, NOT_DELETED)
            .group_by(FilingRow.state)
        )
        return {FilingState(state): number for state, number in found}

    def held(self, *, until: date | None = None, most: int | None = None) -> dict[date, int]:
        days = select(FilingRow.held_since).where(FilingRow.custody == Custody.AT_WINDOW.value)
        if until is not None:
            days = days.where(FilingRow.held_since <= until)
        if most is not None:
            days = days.order_by(FilingRow.held_since).limit(most)
        some = days.subquery()
        found = self._transaction.read(select(some.c.held_since, func.count()).group_by(some.c.held_since))
        return {day: number for day, number in found if day is not None}

    def page(
        self, queue: Queue, *, day: date, text: str = "", after: PageCursor | None = None, limit: int, most: int
    ) -> list[QueueLine]:
        """Up to `limit` cases of `queue` after a place; with `text` those of the first `most` whose unit holds it."""
        wanted = _standing_in(queue, day)
        if after is not None:
            wanted = and_(wanted, _after(queue, after))
        key = match_key(read_text(text))
        statement = select(*LINE).where(wanted).order_by(*_order(queue))
        if key:
            looked_at = statement.limit(most).subquery()
            statement = select(looked_at).where(looked_at.c.unit_key.contains(key, autoescape=True))
        return self._lines(self._transaction.read(statement.limit(limit)).all())

    def _lines(self, rows: Sequence[Row[Any]]) -> list[QueueLine]:
        papers = papers_that_hold(self._transaction, [row.reference for row in rows])
        notices = {ref: ids[-1] for ref, all_ in papers.items() if (ids := _ids(all_, "deficiency_notice"))}
        served = SqlDeliveries(self._transaction).of_papers(list(notices.values())) if notices else {}
        return [_line(row, papers.get(row.reference, []), served.get(notices.get(row.reference, ""))) for row in rows]


def case_line(row: Row[Any], papers: Sequence[Row[Any]]) -> CaseLine:
    """One case as lists show it; `papers` are those of its papers that hold."""
    return CaseLine(
        reference=row.reference,
        unit_name=row.unit_name,
        agent=row.agent_masked,
        state=FilingState(row.state),
        custody=Custody(row.custody),
        received_at=row.received_at,
        received_on=row.received_on,
        clerk=row.clerk,
        window=row.window,
        numbers=tuple(Number(paper.series, paper.year, paper.ordinal) for paper in papers),
    )


def _line(row: Row[Any], papers: Sequence[Row[Any]], served: Delivery | None) -> QueueLine:
    return QueueLine(case_line(row, papers), row.state_since or row.received_at, row.held_since, served)


def _ids(papers: Sequence[Row[Any]], document: str) -> list[str]:
    return [paper.paper_id for paper in papers if paper.document == document]


def _standing_in(queue: Queue, day: date) -> ColumnElement[bool]:
    match queue:
        case Queue.TODAY:
            return and_(FilingRow.received_on == day, NOT_DELETED)
        case Queue.TRANSFER:
            return FilingRow.custody == Custody.AT_WINDOW.value
        case Queue.DEFICIENT | Queue.COMPLETE | Queue.DRAFT:
            return FilingRow.state == FilingState(queue.value).value


def _order(queue: Queue) -> tuple[ColumnElement[Any], ...]:
    match queue:
        case Queue.TODAY:
            return FilingRow.received_at.desc(), FilingRow.reference.desc()
        case Queue.TRANSFER:
            return FilingRow.held_since.asc(), FilingRow.reference.asc()
        case Queue.DEFICIENT | Queue.COMPLETE | Queue.DRAFT:
            return FilingRow.state_since.asc(), FilingRow.reference.asc()


def _after(queue: Queue, place: PageCursor) -> ColumnElement[bool]:
    value, reference = place
    if queue is Queue.TODAY:
        same = and_(FilingRow.received_at == value, FilingRow.reference < reference)
        return or_(FilingRow.received_at < value, same)
    column: Any = FilingRow.held_since if queue is Queue.TRANSFER else FilingRow.state_since
    # The first part says it all; the second lets the index begin at the place instead of at the beginning.
    return and_(or_(column > value, and_(column == value, FilingRow.reference > reference)), column >= value)
