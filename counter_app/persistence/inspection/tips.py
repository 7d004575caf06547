"""Tips and who gave them, in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import insert, select

from counter_app.domain.basics.reading import read_text
from counter_app.domain.inspection.counting import counted_tip
from counter_app.domain.inspection.tips import Informant, Tip, TipState
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.persistence.base.event_counts import EventCounts
from counter_app.persistence.base.number_columns import number_columns
from counter_app.persistence.base.search_columns import match_key
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.inspection.inspections import TIP_LINE, save_version, unknown_inspection
from counter_app.persistence.inspection.lines import inspection_line
from counter_app.persistence.inspection.tables import TipRow, TipSourceRow
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.services.ports import InspectionLine, Subject
from counter_app.typed_data import read_record


class SqlTips:
    """Implements `ports.TipRepository`."""

    def __init__(self, transaction: Transaction, index: RecordIndex) -> None:
        """Tips as this transaction sees them; `index` finds them again, and never who gave them."""
        self._transaction = transaction
        self._index = index

    def add(self, tip: Tip, source: Informant | None) -> None:
        zone = self._transaction.zone
        day = tip.received_at.astimezone(ZoneInfo(zone)).date()
        self._transaction.write(
            insert(TipRow).values(
                tip_id=tip.tip_id,
                day=day,
                zone=zone,
                version=tip.version,
                **_columns(tip),
            )
        )
        self._enter(tip)
        EventCounts(self._transaction).move(Counter(), counted_tip(tip, day))
        if source is not None:
            self._transaction.write(insert(TipSourceRow).values(tip_id=tip.tip_id, content=msgspec.to_builtins(source)))

    def get(self, tip_id: str) -> Tip:
        row = self._transaction.read(
            select(TipRow.content, TipRow.version).where(TipRow.tip_id == tip_id)
        ).one_or_none()
        if row is None:
            raise unknown_inspection()
        return read_record({**row.content, "version": row.version}, Tip)

    def save(self, tip: Tip) -> None:
        self._transaction.take_write_lock()
        before = self._transaction.read(
            select(TipRow.content, TipRow.day).where(TipRow.tip_id == tip.tip_id)
        ).one_or_none()
        save_version(self._transaction, TipRow, TipRow.tip_id == tip.tip_id, tip, _columns(tip))
        self._enter(tip)
        if before is not None:
            counts = counted_tip(read_record(before.content, Tip), before.day)
            EventCounts(self._transaction).move(counts, counted_tip(tip, before.day))

    def source(self, tip_id: str) -> Informant | None:
        content = self._transaction.read(select(TipSourceRow.content).where(TipSourceRow.tip_id == tip_id)).scalar()
        return None if content is None else read_record(content, Informant)

    def lines(self, states: Sequence[TipState], *, limit: int) -> list[InspectionLine]:
        found = self._transaction.read(
            select(*TIP_LINE)
            .where(TipRow.state.in_([state.value for state in states]))
            .order_by(TipRow.due.is_(None), TipRow.due, TipRow.day, TipRow.tip_id)
            .limit(limit)
        )
        return [inspection_line(Subject.TIP, row) for row in found]

    def _enter(self, tip: Tip) -> None:
        self._index.enter(
            SearchRecord(
                *(RecordKind.TIP, tip.tip_id, tip.tip_id),
                unit=tip.place,
                address=tip.address,
                state=tip.state.value,
                form=tip.category.value,
                day=tip.received_at.astimezone(ZoneInfo(self._transaction.zone)).date(),
                number=tip.number,
            )
        )


def _columns(tip: Tip) -> dict[str, Any]:
    return {
        "state": tip.state.value,
        "category": tip.category.value,
        "filing_reference": tip.reference,
        "inspection_id": tip.inspection_id,
        "unit": tip.place,
        "unit_key": match_key(read_text(tip.place)),
        "address": tip.address,
        "address_key": match_key(read_text(tip.address)),
        "due": tip.check_due,
        **number_columns(tip.number),
        "content": msgspec.to_builtins(tip),
        "clerk": tip.clerk,
        "window": tip.window,
    }
