"""What was keyed into the national platform, and the numbers it gave, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select

from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import FilingState
from counter_app.persistence.base.refusals import unknown_case
from counter_app.persistence.base.tables import FilingRow, PlatformTickRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import PlatformCase, PlatformTick

_CASE: Final = (
    FilingRow.reference,
    FilingRow.state,
    FilingRow.unit_name,
    FilingRow.changes,
    FilingRow.platform_number,
    FilingRow.filed_on,
    FilingRow.clerk,
    FilingRow.window,
)


class SqlPlatform:
    """Implements `ports.PlatformRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Ticks of this transaction."""
        self._transaction = transaction

    def case(self, reference: str) -> PlatformCase:
        row = self._transaction.read(select(*_CASE).where(FilingRow.reference == reference)).one_or_none()
        if row is None:
            raise unknown_case()
        return _case(row)

    def numbered(self, number: str, *, other_than: str) -> list[PlatformCase]:
        if not number:
            return []
        bearing = (FilingRow.platform_number == number, FilingRow.reference != other_than)
        found = select(*_CASE).where(*bearing).order_by(FilingRow.filed_on, FilingRow.received_at)
        return [_case(row) for row in self._transaction.read(found)]

    def ticks(self, reference: str) -> list[PlatformTick]:
        ticks = PlatformTickRow
        found = (
            select(ticks.key, ticks.at, ticks.clerk, ticks.window)
            .where(ticks.filing_reference == reference)
            .order_by(ticks.at, ticks.key)
        )
        return [PlatformTick(row.key, row.at, row.clerk, row.window) for row in self._transaction.read(found)]

    def tick(self, reference: str, keys: Iterable[str], post: Post) -> None:
        zone, at = self._transaction.zone, self._transaction.now()
        self._transaction.take_write_lock()
        known = {tick.key for tick in self.ticks(reference)}
        rows = [
            {"filing_reference": reference, "key": key, "at": at, "zone": zone}
            | {"clerk": post.clerk, "window": post.window}
            for key in dict.fromkeys(keys)
            if key not in known
        ]
        if rows:
            self._transaction.write(insert(PlatformTickRow), rows)

    def untick(self, reference: str, keys: Iterable[str]) -> None:
        for key in keys:
            this = (PlatformTickRow.filing_reference == reference, PlatformTickRow.key == key)
            self._transaction.write(delete(PlatformTickRow).where(*this))


def _case(row: Row[Any]) -> PlatformCase:
    return PlatformCase(
        reference=row.reference,
        state=FilingState(row.state),
        unit_name=row.unit_name,
        changes=row.changes,
        platform_number=row.platform_number,
        filed_on=row.filed_on,
        clerk=row.clerk,
        window=row.window,
    )
