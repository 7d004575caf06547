"""The entries of the trail by their place in the chain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from counter_app.persistence.base.tables import HistoryRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.trail.tables import TrailLinkRow
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.trail import ChainedEntry, EntryFilter


class SqlTrail:
    """Implements `ports.TrailRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """The trail as this transaction sees it."""
        self._transaction = transaction

    def entries(
        self, wanted: EntryFilter, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[ChainedEntry]:
        asked = _joined(select(TrailLinkRow.ordinal, *HistoryRow.__table__.columns), wanted).limit(limit)
        if above is not None:
            asked = asked.where(TrailLinkRow.ordinal > above).order_by(TrailLinkRow.ordinal)
        else:
            asked = asked.order_by(TrailLinkRow.ordinal.desc())
        if below is not None:
            asked = asked.where(TrailLinkRow.ordinal < below)
        return [
            ChainedEntry(
                row.ordinal,
                HistoryEntry(row.at, row.zone, row.clerk, row.window, row.act, row.reference, row.details),
            )
            for row in self._transaction.read(asked)
        ]

    def count(self, wanted: EntryFilter) -> int:
        found: int = self._transaction.read(_joined(select(func.count()), wanted)).scalar_one()
        return found


def _joined(asked: Select[Any], wanted: EntryFilter) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(HistoryRow.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(HistoryRow.at < wanted.until)
    if wanted.text:
        columns = (HistoryRow.clerk, HistoryRow.window, HistoryRow.reference)
        conditions.append(or_(*(column.contains(wanted.text, autoescape=True) for column in columns)))
    joined = TrailLinkRow.__table__.join(HistoryRow.__table__, HistoryRow.position == TrailLinkRow.history_position)
    return asked.select_from(joined).where(*conditions)
