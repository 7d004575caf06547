"""What is known already, looked up in the database."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import aliased

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.filing.changes import OUT_OF_USE
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.persistence.base.number_columns import same_number
from counter_app.persistence.base.search_columns import match_key
from counter_app.persistence.base.stored_state import DELETED
from counter_app.persistence.base.tables import FilingRow, PaperRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import KnownCase

_MOST_OF_UNIT: Final = 50
_MOST_FOUND: Final = 20

_Later = aliased(FilingRow)
SUPERSEDED: Final = exists().where(
    _Later.changes == FilingRow.reference, _Later.changes != "", _Later.state == FilingState.FILED.value
)
"""Whether a later change of a case was filed: then it says no longer what is on file."""

_COLUMNS: Final = (
    FilingRow.reference,
    FilingRow.kind,
    FilingRow.state,
    FilingRow.changes,
    FilingRow.unit_name,
    FilingRow.uscc,
    FilingRow.system_address,
    FilingRow.platform_number,
    FilingRow.received_at,
    FilingRow.received_on,
    FilingRow.filed_on,
    FilingRow.clerk,
    FilingRow.window,
    FilingRow.answers,
    SUPERSEDED.label("superseded"),
)


_GONE = (FilingState.WITHDRAWN.value, DELETED)


class SqlKnownCases:
    """Implements `ports.KnownCaseRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Cases of this transaction."""
        self._transaction = transaction

    def changing(self, reference: str) -> list[KnownCase]:
        if not reference:
            return []
        wanted = select(*_COLUMNS).where(FilingRow.changes == reference, FilingRow.state != DELETED)
        found = self._transaction.read(wanted.order_by(FilingRow.received_at, FilingRow.reference))
        return [_known(row) for row in found]

    def of_unit(self, *, uscc: str, name: str, other_than: str) -> list[KnownCase]:
        code, unit = read_code(uscc), match_key(read_text(name))
        same: list[ColumnElement[bool]] = []
        if code:
            same.append(FilingRow.uscc == code)
        if unit:
            same.append(FilingRow.unit_key == unit)
        if not same:
            return []
        others = and_(FilingRow.reference != other_than, FilingRow.state.not_in(_GONE))
        newest = FilingRow.received_at.desc()
        found = self._transaction.read(
            select(*_COLUMNS).where(or_(*same), others).order_by(newest, FilingRow.reference).limit(_MOST_OF_UNIT)
        )
        return [_known(row) for row in found]

    def found_by(self, words: str) -> list[KnownCase]:
        """Filed cases whose code, platform number or reference is `words`, or whose unit's name holds it."""
        code, part = read_code(words), match_key(read_text(words))
        if not part:
            return []
        exact = or_(
            FilingRow.uscc == code,
            FilingRow.reference == code,
            FilingRow.platform_number.in_({code, read_text(words)}),
            FilingRow.unit_key == part,
        )
        # What is exact is found by indexes; only where nothing is, every name is looked through.
        return self._filed(exact) or self._filed(FilingRow.unit_key.contains(part, autoescape=True))

    def _filed(self, named: ColumnElement[bool]) -> list[KnownCase]:
        found = self._transaction.read(
            select(*_COLUMNS)
            .where(FilingRow.state == FilingState.FILED.value, named)
            .order_by(SUPERSEDED, FilingRow.received_at.desc(), FilingRow.reference)
            .limit(_MOST_FOUND)
        )
        return [_known(row) for row in found]

    def numbered(self, number: Number) -> str:
        found = self._transaction.read(select(PaperRow.reference).where(same_number(PaperRow, number)))
        return found.scalars().first() or ""


def _known(row: Row[Any]) -> KnownCase:
    return KnownCase(
        reference=row.reference,
        kind=FilingKind(row.kind),
        state=FilingState(row.state),
        changes=row.changes,
        unit_name=row.unit_name,
        uscc=row.uscc,
        address=row.system_address,
        platform_number=row.platform_number,
        received_at=row.received_at,
        received_on=row.received_on,
        filed_on=row.filed_on,
        clerk=row.clerk,
        window=row.window,
        superseded=bool(row.superseded),
        out_of_use=row.answers.get(OUT_OF_USE) in (True, "是"),
    )
