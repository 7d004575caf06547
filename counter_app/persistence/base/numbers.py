"""The yearly counters: no gaps, no repeats, also with several windows at once (contract, section 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.filing.counting import counted_notice
from counter_app.domain.papers.titles import NOTICE
from counter_app.persistence.base.event_counts import EventCounts, noticed
from counter_app.persistence.base.number_columns import same_number
from counter_app.persistence.base.office import SqlOffice
from counter_app.persistence.base.refusals import unknown_case
from counter_app.persistence.base.tables import NumberRow, PaperRow, SeriesRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import VoidedAlready


def _nothing() -> None:
    return


class SqlNumbers:
    """Implements `ports.NumberRepository`: a counter row, not a sequence, so that a rollback takes its number back."""

    def __init__(self, transaction: Transaction, before_a_number: Callable[[], None] = _nothing) -> None:
        """The numbers taken last as long as the transaction does. `before_a_number` refuses on a damaged file."""
        self._transaction = transaction
        self._before_a_number = before_a_number

    def take(self, document: str, *, year: int) -> Number:
        self._before_a_number()
        series = SERIES[document][0]
        ordinal = self._count_up(series, year)
        if ordinal is None:
            self._open_series(series, year)
            ordinal = self._count_up(series, year)
        if ordinal is None:
            raise RuntimeError("a series that was just opened is gone")
        zone = self._transaction.zone
        self._transaction.write(
            insert(NumberRow).values(
                series=series, year=year, ordinal=ordinal, taken_at=self._transaction.now(), zone=zone
            )
        )
        return Number(series, year, ordinal)

    def taken(self, document: str, *, year: int) -> list[Number]:
        series = SERIES[document][0]
        found = self._transaction.read(
            select(NumberRow.ordinal)
            .where(NumberRow.series == series, NumberRow.year == year)
            .order_by(NumberRow.ordinal)
        )
        return [Number(series, year, ordinal) for (ordinal,) in found]

    def void(self, number: Number, reason: str) -> None:
        """Void a number (作废): it keeps its place, with the reason. Raises `UnknownCase`, `VoidedAlready`."""
        if is_blank(reason):
            raise ValueError("a number is voided for a reason")
        this = same_number(NumberRow, number)
        voided = self._transaction.write(
            update(NumberRow)
            .where(this, NumberRow.voided_at.is_(None))
            .values(voided_at=self._transaction.now(), voided_reason=reason.strip())
        )
        if voided.rowcount == 1:
            self._count_no_more(number)
            return
        if self._transaction.read(select(NumberRow.ordinal).where(this)).one_or_none() is None:
            raise unknown_case()
        office = SqlOffice(self._transaction).load() or Office("")
        raise VoidedAlready(f"{office.written(number, prefix=False)}已经作废", "在该件的文书中查看作废的原因")

    def void_reason(self, number: Number) -> str:
        """Why a number was voided; empty while it holds, and for one never taken."""
        found = self._transaction.read(select(NumberRow.voided_reason).where(same_number(NumberRow, number)))
        reason: str | None = found.scalar_one_or_none()
        return reason or ""

    def _count_no_more(self, number: Number) -> None:
        """A notice whose number is voided was not given; other papers are not counted by their numbers."""
        if number.document != NOTICE:
            return
        found = self._transaction.read(
            select(PaperRow.content, PaperRow.issued_at).where(same_number(PaperRow, number))
        ).one_or_none()
        if found is not None:
            counts = counted_notice(noticed(found.content, found.issued_at, self._transaction.zone))
            EventCounts(self._transaction).move(counts, Counter())

    def _count_up(self, series: str, year: int) -> int | None:
        counted = self._transaction.write(
            update(SeriesRow)
            .where(SeriesRow.series == series, SeriesRow.year == year)
            .values(last=SeriesRow.last + 1)
            .returning(SeriesRow.last)
        )
        last: int | None = counted.scalar_one_or_none()
        return last

    def _open_series(self, series: str, year: int) -> None:
        try:
            with self._transaction.savepoint():
                self._transaction.write(insert(SeriesRow).values(series=series, year=year, last=0))
        except IntegrityError:
            # Another window opened it in this moment (PostgreSQL only): count up on its row.
            return
