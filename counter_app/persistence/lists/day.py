"""What the end of a day is checked against: numbers, prints, deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.filing import FilingState
from counter_app.persistence.base.number_columns import same_number
from counter_app.persistence.base.tables import (
    DeliveryRow,
    FilingRow,
    NumberRow,
    PaperRow,
    SeriesRow,
    TransferNumberRow,
)
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.papers.papers import HOLDS, ITS_NUMBER
from counter_app.services.ports import DayNumber, SeriesOfYear

_GAPS_NAMED: Final = 20


class SqlDay:
    """Implements `ports.DayRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """The records as this transaction sees them."""
        self._transaction = transaction

    def numbers_between(self, since: datetime, until: datetime) -> list[DayNumber]:
        taken = and_(NumberRow.taken_at >= since, NumberRow.taken_at < until)
        voided = and_(NumberRow.voided_at >= since, NumberRow.voided_at < until)
        return self._read(
            _numbers(or_(taken, voided)).order_by(NumberRow.series, NumberRow.year, NumberRow.ordinal),
        )

    def series_of(self, year: int) -> list[SeriesOfYear]:
        found = self._transaction.read(
            select(SeriesRow.series, SeriesRow.last)
            .where(SeriesRow.year == year, SeriesRow.last > 0)
            .order_by(SeriesRow.series)
        ).all()
        return [SeriesOfYear(row.series, year, row.last, self._missing(row.series, year, row.last)) for row in found]

    def issued(self, since: datetime, until: datetime) -> dict[str, int]:
        found = self._transaction.read(
            select(PaperRow.document, func.count())
            .join(NumberRow, ITS_NUMBER)
            .where(_taken(since, until))
            .group_by(PaperRow.document)
        )
        return {document: number for document, number in found}  # noqa: C416 - rows are no pairs to a type checker

    def further_notices(self, since: datetime, until: datetime) -> int:
        earlier_paper, earlier_number = aliased(PaperRow), aliased(NumberRow)
        earlier = (
            exists()
            .where(earlier_paper.reference == PaperRow.reference, earlier_paper.position < PaperRow.position)
            .where(earlier_paper.document == "deficiency_notice", earlier_number.voided_reason.is_(None))
            .where(same_number(earlier_number, earlier_paper))
        )
        found = self._transaction.read(
            select(func.count())
            .select_from(PaperRow)
            .join(NumberRow, ITS_NUMBER)
            .where(_taken(since, until), PaperRow.document == "deficiency_notice", earlier)
        )
        return found.scalar_one()

    def unprinted(self, limit: int) -> list[DayNumber]:
        wanted = and_(PaperRow.prints == 0, HOLDS)
        return self._read(_numbers(wanted).order_by(PaperRow.issued_at).limit(limit))

    def unserved(self, since: datetime, limit: int) -> list[DayNumber]:
        """Notices that hold and of which nothing says how they were served: new ones, and old ones that still matter.

        Two questions, so that each has its index: all notices ever issued are never looked through.
        """
        of_late = self._read(_numbers(_unserved(NumberRow.taken_at >= since)).order_by(NumberRow.taken_at).limit(limit))
        waiting = and_(FilingRow.state == FilingState.DEFICIENT.value, PaperRow.issued_at < since)
        older = self._read(_numbers(_unserved(waiting)).order_by(FilingRow.state_since).limit(limit))
        return [*older, *of_late][:limit]

    def _missing(self, series: str, year: int, last: int) -> tuple[int, ...]:
        """The numbers up to `last` that are not in the register, the first few of them."""
        these = and_(NumberRow.series == series, NumberRow.year == year)
        kept = self._transaction.read(select(func.count()).select_from(NumberRow).where(these)).scalar_one()
        if kept == last:
            return ()
        found = self._transaction.read(select(NumberRow.ordinal).where(these).order_by(NumberRow.ordinal))
        there = {ordinal for (ordinal,) in found}
        return tuple(ordinal for ordinal in range(1, last + 1) if ordinal not in there)[:_GAPS_NAMED]

    def _read(self, statement: Select[Any]) -> list[DayNumber]:
        return [_day_number(row) for row in self._transaction.read(statement)]


def _taken(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(NumberRow.taken_at >= since, NumberRow.taken_at < until, HOLDS)


def _unserved(wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(
        wanted,
        PaperRow.document == "deficiency_notice",
        HOLDS,
        ~exists().where(DeliveryRow.paper_id == PaperRow.paper_id),
    )


def _numbers(wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            NumberRow.series,
            NumberRow.year,
            NumberRow.ordinal,
            NumberRow.taken_at,
            NumberRow.voided_at,
            NumberRow.voided_reason,
            PaperRow.document,
            func.coalesce(PaperRow.reference, TransferNumberRow.batch_id).label("reference"),
            PaperRow.paper_id,
            PaperRow.prints,
            FilingRow.unit_name,
        )
        .select_from(NumberRow)
        .outerjoin(PaperRow, ITS_NUMBER)
        .outerjoin(TransferNumberRow, _ITS_BATCH)  # a batch has its number before its list is issued
        .outerjoin(FilingRow, FilingRow.reference == PaperRow.reference)
        .where(wanted)
    )


_ITS_BATCH: Final = same_number(TransferNumberRow, NumberRow)


def _day_number(row: Row[Any]) -> DayNumber:
    number = Number(row.series, row.year, row.ordinal)
    return DayNumber(
        number=number,
        taken_at=row.taken_at,
        document=row.document or number.document,
        reference=row.reference or "",
        paper_id=row.paper_id or "",
        unit_name=row.unit_name or "",
        prints=row.prints or 0,
        voided_at=row.voided_at,
        void_reason=row.voided_reason or "",
    )
