"""Numbers that were given after a copy of the database was made, taken over into that copy: none is given twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, update

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.persistence.base.office import SqlHistory
from counter_app.persistence.base.tables import NumberRow, SeriesRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import HistoryEntry


@frozen
class GivenNumber:
    """One number, when it was taken, and why it was voided (empty while it holds)."""

    number: Number
    taken_at: datetime
    zone: str
    voided_reason: str = ""

    @classmethod
    def of(cls, row: Row[Any]) -> GivenNumber:
        """One row of `issued_number`."""
        return cls(Number(row.series, row.year, row.ordinal), row.taken_at, row.zone, row.voided_reason or "")


def take_over(
    engine: Engine,
    given: Sequence[GivenNumber],
    reason: str,
    entry: HistoryEntry,
    link: Callable[[Transaction], object] | None,
) -> None:
    """Take the numbers, each voided for `reason`, and record the act, which `link` chains; all of it or nothing."""
    with closing(Transaction(engine, lambda: entry.at, link)) as transaction:
        keep_void(transaction, given, reason)
        SqlHistory(transaction).record(entry)
        transaction.commit()


def keep_void(transaction: Transaction, given: Sequence[GivenNumber], reason: str) -> None:
    """Keep numbers in the register, voided now for `reason`: none is given twice and none is missing."""
    last: dict[tuple[str, int], int] = {}
    for one in given:
        series = (one.number.series, one.number.year)
        last[series] = max(one.number.ordinal, last.get(series, 0))
    for (series_name, year), ordinal in last.items():
        this = (SeriesRow.series == series_name, SeriesRow.year == year)
        changed = transaction.write(update(SeriesRow).where(*this).values(last=ordinal))
        if changed.rowcount == 0:
            transaction.write(insert(SeriesRow).values(series=series_name, year=year, last=ordinal))
    rows = [
        {
            "series": one.number.series,
            "year": one.number.year,
            "ordinal": one.number.ordinal,
            "taken_at": one.taken_at,
            "zone": one.zone,
            "voided_at": transaction.now(),
            "voided_reason": one.voided_reason or reason,
        }
        for one in given
    ]
    if rows:
        transaction.write(insert(NumberRow), rows)
