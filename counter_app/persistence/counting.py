"""Counting the counts anew: after an update that brought it, or that counts by other rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Row, Select, delete, insert, select, update

from counter_app.domain.basics.counted import Counts
from counter_app.domain.filing.counting import counted_case, counted_notice, counted_promise
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.inspection.correction import CorrectionOrder, Reinspection
from counter_app.domain.inspection.counting import (
    counted_inspection,
    counted_order,
    counted_reinspection,
    counted_tip,
)
from counter_app.domain.inspection.inspections import Inspection
from counter_app.domain.inspection.tips import Tip
from counter_app.domain.papers.titles import NOTICE
from counter_app.domain.transfer.counting import counted_batch
from counter_app.persistence.base.event_counts import COUNTING_EDITION, changed_rows, noticed
from counter_app.persistence.base.stored_state import DELETED
from counter_app.persistence.base.tables import (
    BrokenPromiseRow,
    EventCountRow,
    EventCountStateRow,
    FilingRow,
    NumberRow,
    PaperRow,
)
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.filing.filings import COUNTED, counted_of
from counter_app.persistence.inspection.tables import CorrectionOrderRow, InspectionRow, ReinspectionRow, TipRow
from counter_app.persistence.papers.papers import HOLDS, ITS_NUMBER
from counter_app.persistence.transfer.rows import batch_of, item_of
from counter_app.persistence.transfer.tables import TransferBatchRow, TransferItemRow
from counter_app.typed_data import read_record

_MANY: Final = 2_000
"""Rows written at once."""


def count_anew(engine: Engine) -> None:
    """Count everything anew, in one transaction. Raises `Refusal` where the database cannot be read or written."""
    transaction = Transaction(engine, lambda: datetime.now(UTC))
    try:
        transaction.take_write_lock()
        rows = list(changed_rows(all_counts(transaction)))
        transaction.write(delete(EventCountRow))
        for start in range(0, len(rows), _MANY):
            transaction.write(insert(EventCountRow), rows[start : start + _MANY])
        transaction.write(update(EventCountStateRow).values(edition=COUNTING_EDITION))
        transaction.commit()
    finally:
        transaction.close()


def all_counts(transaction: Transaction) -> Counts:
    """What everything that is kept counts for."""
    counts: Counts = Counter()
    for count in (_cases, _notices, _promises, _batches, _inspections, _orders, _reinspections, _tips):
        for one in count(transaction):
            counts.update(one)
    return counts


def _cases(transaction: Transaction) -> Iterator[Counts]:
    rows = _rows(transaction, select(*COUNTED).where(FilingRow.state.not_in((FilingState.DRAFT.value, DELETED))))
    return (counted_case(counted_of(row)) for row in rows)


def _notices(transaction: Transaction) -> Iterator[Counts]:
    notices = select(PaperRow.content, PaperRow.issued_at).join(NumberRow, ITS_NUMBER)
    rows = _rows(transaction, notices.where(PaperRow.document == NOTICE, HOLDS))
    zone = transaction.zone
    return (counted_notice(noticed(row.content, row.issued_at, zone)) for row in rows)


def _promises(transaction: Transaction) -> Iterator[Counts]:
    zone = ZoneInfo(transaction.zone)
    promise = BrokenPromiseRow
    rows = _rows(
        transaction,
        select(promise.at, promise.window, promise.clerk, promise.code, FilingRow.place_category).outerjoin(
            FilingRow, FilingRow.reference == promise.filing_reference
        ),
    )
    for row in rows:
        on = row.at.astimezone(zone).date()
        yield counted_promise(on, row.window, row.clerk, row.place_category or "", row.code)


def _batches(transaction: Transaction) -> Iterator[Counts]:
    zone = ZoneInfo(transaction.zone)
    gone = select(*TransferBatchRow.__table__.columns).where(TransferBatchRow.handed_over_at.is_not(None))
    for row in transaction.read(gone).all():
        items = transaction.read(
            select(*TransferItemRow.__table__.columns).where(TransferItemRow.batch_id == row.batch_id)
        )
        batch = batch_of(row, [item_of(item) for item in items])
        yield counted_batch(batch, row.handed_over_at.astimezone(zone).date())


def _inspections(transaction: Transaction) -> Iterator[Counts]:
    return _kept(transaction, InspectionRow, Inspection, counted_inspection)


def _orders(transaction: Transaction) -> Iterator[Counts]:
    return _kept(transaction, CorrectionOrderRow, CorrectionOrder, counted_order)


def _reinspections(transaction: Transaction) -> Iterator[Counts]:
    return _kept(transaction, ReinspectionRow, Reinspection, counted_reinspection)


def _tips(transaction: Transaction) -> Iterator[Counts]:
    rows = _rows(transaction, select(TipRow.content, TipRow.day))
    return (counted_tip(read_record(row.content, Tip), row.day) for row in rows)


def _kept(transaction: Transaction, table: Any, kind: type[Any], count: Callable[[Any], Counts]) -> Iterator[Counts]:  # noqa: ANN401 - each table with its own kind
    rows = _rows(transaction, select(table.content))
    return (count(read_record(row.content, kind)) for row in rows)


def _rows(transaction: Transaction, statement: Select[Any]) -> Iterator[Row[Any]]:
    """The rows one after the other: a million of them are never held at once."""
    return iter(transaction.read(statement.execution_options(yield_per=_MANY)))
