"""Batches for the department in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from counter_app.domain.basics.counted import Counts
from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.filing import Custody, FilingKind, FilingState
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.domain.transfer.batch import BatchState, TransferBatch, TransferItem
from counter_app.domain.transfer.counting import counted_batch
from counter_app.persistence.base.event_counts import EventCounts
from counter_app.persistence.base.number_columns import same_number
from counter_app.persistence.base.tables import FilingRow, ScanRow, TransferNumberRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.papers.papers import papers_that_hold
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.persistence.transfer.rows import batch_of, columns, handed_over_of, item_columns, item_of, line_of
from counter_app.persistence.transfer.tables import TransferBatchRow, TransferItemRow
from counter_app.services.ports import (
    BatchCase,
    BatchLine,
    ChangedElsewhere,
    HandedOver,
    InAnotherBatch,
    UnknownBatch,
)

_MANY = 500
"""References asked for in one statement: a database bounds the values of one."""


class SqlTransfers:
    """Implements `ports.TransferRepository`. An index of the database holds each case to one live batch."""

    def __init__(self, transaction: Transaction, index: RecordIndex) -> None:
        """Batches as this transaction sees them; `index` finds them again."""
        self._transaction = transaction
        self._index = index

    def add(self, batch: TransferBatch) -> None:
        self._transaction.write(
            insert(TransferBatchRow).values(
                batch_id=batch.batch_id,
                opened_at=batch.opened_at,
                zone=self._transaction.zone,
                version=batch.version,
                **columns(batch),
            )
        )
        self._save_items(batch)
        self._enter(batch)

    def get(self, batch_id: str) -> TransferBatch:
        row = self._transaction.read(
            select(*TransferBatchRow.__table__.columns).where(TransferBatchRow.batch_id == batch_id)
        ).one_or_none()
        if row is None:
            raise unknown_batch()
        items = self._transaction.read(
            select(*TransferItemRow.__table__.columns)
            .where(TransferItemRow.batch_id == batch_id)
            .order_by(TransferItemRow.position)
        )
        return batch_of(row, [item_of(item) for item in items])

    def save(self, batch: TransferBatch) -> None:
        """Keep a changed batch. Raises `UnknownBatch`, `ChangedElsewhere`, `InAnotherBatch`."""
        read_at, counted = batch.version, self._counted(batch.batch_id)
        changed = self._transaction.write(
            update(TransferBatchRow)
            .where(TransferBatchRow.batch_id == batch.batch_id, TransferBatchRow.version == read_at)
            .values(version=read_at + 1, **columns(batch))
        )
        if changed.rowcount != 1:
            known = select(TransferBatchRow.batch_id).where(TransferBatchRow.batch_id == batch.batch_id)
            if self._transaction.read(known).one_or_none() is None:
                raise unknown_batch()
            raise ChangedElsewhere("另一个窗口刚刚改动了这个批次", "重新打开批次，查看改动后再继续")
        self._save_items(batch)
        self._enter(batch)
        EventCounts(self._transaction).move(counted, counted_batch(batch, self._went_on(batch)))
        if batch.number is not None:
            self._note_number(batch.batch_id, batch.number)
        batch.version = read_at + 1
        self._transaction.undo_unless_committed(lambda: _set_version(batch, read_at))

    def _enter(self, batch: TransferBatch) -> None:
        self._index.enter(
            SearchRecord(
                *(RecordKind.BATCH, batch.batch_id, batch.batch_id),
                state=batch.state.value,
                day=batch.opened_at.astimezone(ZoneInfo(self._transaction.zone)).date(),
                number=batch.number,
            )
        )

    def _counted(self, batch_id: str) -> Counts:
        """What the batch counts for so far: nothing while it is here, which is asked first."""
        self._transaction.take_write_lock()
        gone = self._transaction.read(
            select(TransferBatchRow.handed_over_at).where(TransferBatchRow.batch_id == batch_id)
        ).scalar()
        if gone is None:
            return Counter()
        batch = self.get(batch_id)
        return counted_batch(batch, self._went_on(batch))

    def _went_on(self, batch: TransferBatch) -> date | None:
        gone = batch.handed_over_at
        return gone.astimezone(ZoneInfo(self._transaction.zone)).date() if gone is not None else None

    def numbered(self, number: Number) -> str | None:
        found: str | None = self._transaction.read(
            select(TransferNumberRow.batch_id).where(same_number(TransferNumberRow, number))
        ).scalar()
        return found

    def _live_batches(self, references: Sequence[str]) -> dict[str, str]:
        """The live batch of each of these cases, by reference; an item that is decided is in none any more."""
        live: dict[str, str] = {}
        for some in _parts(references):
            for row in self._transaction.read(
                select(TransferItemRow.filing_reference, TransferItemRow.batch_id).where(
                    TransferItemRow.filing_reference.in_(some), TransferItemRow.live
                )
            ):
                live[row.filing_reference] = row.batch_id
        return live

    def lines(self, states: Sequence[BatchState], *, limit: int) -> list[BatchLine]:
        item = TransferItemRow
        counted = (
            select(
                item.batch_id,
                func.count().label("cases"),
                func.count(item.scanned_at).label("scanned"),
                func.sum(item.pages).label("pages"),
                func.sum(case((item.outcome == "accepted", 1), else_=0)).label("accepted"),
                func.sum(case((item.outcome == "refused", 1), else_=0)).label("refused"),
                func.min(item.due).label("due"),
            )
            .group_by(item.batch_id)
            .subquery()
        )
        found = self._transaction.read(
            select(*TransferBatchRow.__table__.columns, *(column for column in counted.c if column.name != "batch_id"))
            .outerjoin(counted, counted.c.batch_id == TransferBatchRow.batch_id)
            .where(TransferBatchRow.state.in_([state.value for state in states]))
            .order_by(TransferBatchRow.opened_at.desc(), TransferBatchRow.batch_id)
            .limit(limit)
        )
        return [line_of(row) for row in found]

    def cases(self, references: Sequence[str]) -> dict[str, BatchCase]:
        """What is shown of these cases, by reference."""
        found: dict[str, BatchCase] = {}
        for some in _parts(references):
            found.update({line.reference: line for line in self._cases(FilingRow.reference.in_(some), len(some))})
        return found

    def held(self, *, since_by: date | None, limit: int) -> list[BatchCase]:
        """Cases whose paper lies at the window and which are in no live batch, longest held first."""
        live = select(TransferItemRow.filing_reference).where(TransferItemRow.live)
        wanted = and_(FilingRow.custody == Custody.AT_WINDOW.value, FilingRow.reference.not_in(live))
        if since_by is not None:
            wanted = and_(wanted, FilingRow.held_since <= since_by)
        return self._cases(wanted, limit)

    def of_case(self, reference: str) -> list[tuple[TransferBatch, TransferItem]]:
        found = self._transaction.read(
            select(TransferItemRow.batch_id)
            .join(TransferBatchRow, TransferBatchRow.batch_id == TransferItemRow.batch_id)
            .where(TransferItemRow.filing_reference == reference, TransferBatchRow.state != BatchState.DISSOLVED.value)
            .order_by(TransferBatchRow.opened_at)
        ).scalars()
        batches = [self.get(batch_id) for batch_id in found.all()]
        return [(batch, item) for batch in batches if (item := batch.item(reference)) is not None]

    def handed_over_between(self, since: datetime, until: datetime) -> list[HandedOver]:
        batch, item = TransferBatchRow, TransferItemRow
        found = self._transaction.read(
            select(*item.__table__.columns, batch.series, batch.year, batch.ordinal, batch.handed_over_at)
            .add_columns(FilingRow.unit_name)
            .join(batch, batch.batch_id == item.batch_id)
            .join(FilingRow, FilingRow.reference == item.filing_reference)
            .where(batch.handed_over_at >= since, batch.handed_over_at < until)
            .order_by(batch.handed_over_at, item.batch_id, item.position)
        )
        return [handed_over_of(row) for row in found]

    def archive_numbers(self, fonds: str, year: int, retention: str) -> list[int]:
        item = TransferItemRow
        found = self._transaction.read(
            select(item.archive_item)
            .where(item.fonds == fonds, item.archive_year == year, item.retention == retention)
            .where(item.archive_item.is_not(None))
            .order_by(item.archive_item)
        ).scalars()
        return [number for number in found if number is not None]

    def _save_items(self, batch: TransferBatch) -> None:
        kept = {
            row.filing_reference: row
            for row in self._transaction.read(
                select(*TransferItemRow.__table__.columns).where(TransferItemRow.batch_id == batch.batch_id)
            )
        }
        wanted = {item.reference: item_columns(batch, item) for item in batch.items}
        gone = [reference for reference in kept if reference not in wanted]
        this = TransferItemRow.batch_id == batch.batch_id
        for some in _parts(gone):
            self._transaction.write(delete(TransferItemRow).where(this, TransferItemRow.filing_reference.in_(some)))
        try:
            with self._transaction.savepoint():  # PostgreSQL answers nothing more after an error without one
                for reference, values in wanted.items():
                    before = kept.get(reference)
                    if before is None:
                        self._transaction.write(
                            insert(TransferItemRow).values(
                                batch_id=batch.batch_id, filing_reference=reference, **values
                            )
                        )
                    elif any(getattr(before, name) != value for name, value in values.items()):
                        self._transaction.write(
                            update(TransferItemRow)
                            .where(this, TransferItemRow.filing_reference == reference)
                            .values(values)
                        )
        except IntegrityError as error:
            raise self._in_another(batch, list(wanted)) from error

    def _in_another(self, batch: TransferBatch, references: Sequence[str]) -> InAnotherBatch:
        others = {other for other in self._live_batches(references).values() if other != batch.batch_id}
        other = next(iter(others), "")
        return InAnotherBatch("这一件已在另一个批次中", "打开那个批次，移出后再加入本批次", other, None)

    def _note_number(self, batch_id: str, number: Number) -> None:
        if self.numbered(number) is None:
            self._transaction.write(
                insert(TransferNumberRow).values(
                    series=number.series, year=number.year, ordinal=number.ordinal, batch_id=batch_id
                )
            )

    def _cases(self, wanted: ColumnElement[bool], limit: int) -> list[BatchCase]:
        rows = self._transaction.read(
            select(*_CASE).where(wanted).order_by(FilingRow.held_since.asc(), FilingRow.reference.asc()).limit(limit)
        ).all()
        found: list[BatchCase] = []
        for some in _parts(rows):
            references = [row.reference for row in some]
            papers, scans = papers_that_hold(self._transaction, references), self._scans(references)
            none: tuple[int, datetime | None] = (0, None)
            live = self._live_batches(references)
            found += [
                _case(
                    row,
                    scans.get(row.reference, none),
                    live.get(row.reference, ""),
                    tuple(Number(one.series, one.year, one.ordinal) for one in papers.get(row.reference, ())),
                )
                for row in some
            ]
        return found

    def _scans(self, references: Sequence[str]) -> dict[str, tuple[int, datetime | None]]:
        """How many scans each case has, and when one was last attached or removed."""
        there = func.count().filter(ScanRow.removed_at.is_(None))
        found = self._transaction.read(
            select(ScanRow.filing_reference, there, func.max(ScanRow.attached_at), func.max(ScanRow.removed_at))
            .where(ScanRow.filing_reference.in_(references))
            .group_by(ScanRow.filing_reference)
        )
        return {
            reference: (number, max(attached, removed) if removed is not None else attached)
            for reference, number, attached, removed in found
        }


_CASE = (
    FilingRow.reference,
    FilingRow.unit_name,
    FilingRow.system_address,
    FilingRow.kind,
    FilingRow.state,
    FilingRow.custody,
    FilingRow.received_on,
    FilingRow.held_since,
    FilingRow.filed_on,
    FilingRow.platform_number,
    FilingRow.version,
)


def unknown_batch() -> UnknownBatch:
    """The refusal for a batch that nothing knows."""
    return UnknownBatch("没有找到这个批次", "核对批次编号，或在移交中查看全部批次")


def _parts(whole: Sequence[Any]) -> list[Sequence[Any]]:
    return [whole[start : start + _MANY] for start in range(0, len(whole), _MANY)]


def _case(row: Row[Any], scans: tuple[int, datetime | None], batch_id: str, papers: tuple[Number, ...]) -> BatchCase:
    return BatchCase(
        reference=row.reference,
        unit_name=row.unit_name,
        address=row.system_address,
        kind=FilingKind(row.kind),
        state=FilingState(row.state),
        custody=Custody(row.custody),
        received_on=row.received_on,
        held_since=row.held_since,
        filed_on=row.filed_on,
        platform_number=row.platform_number,
        version=row.version,
        scans=scans[0],
        scans_moved_at=scans[1],
        batch_id=batch_id,
        papers=papers,
    )


def _set_version(batch: TransferBatch, version: int) -> None:
    batch.version = version
