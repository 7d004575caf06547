"""The history of every act, what stands open at each window, the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, insert, literal_column, select, update

from counter_app.domain.basics.office import Office
from counter_app.persistence.base.tables import FormDraftRow, HistoryRow, OfficeRow, WindowStateRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import CLOCK_CONFIRMED, HistoryEntry, WindowState
from counter_app.typed_data import read_record

# Asked before every act: built once. The literal is that of the index of confirmations, which no parameter would use.
_CONFIRMED = (
    select(HistoryRow.position)
    .where(HistoryRow.act == literal_column(f"'{CLOCK_CONFIRMED}'"))
    .order_by(HistoryRow.position.desc())
    .limit(literal_column("1"))
)
_LATEST = select(HistoryRow.at).order_by(HistoryRow.at.desc()).limit(literal_column("1"))
_LATEST_SINCE = _LATEST.where(HistoryRow.position + literal_column("0") >= bindparam("confirmed"))
"""The sum keeps SQLite on the index of `at`: few acts that are later stand before the confirmation."""


class SqlHistory:
    """Implements `ports.HistoryRepository`. The database itself refuses to change or delete an entry."""

    def __init__(self, transaction: Transaction) -> None:
        """Entries of this transaction."""
        self._transaction = transaction

    def record(self, entry: HistoryEntry) -> None:
        recorded = self._transaction.write(
            insert(HistoryRow)
            .values(
                at=entry.at,
                zone=entry.zone,
                clerk=entry.clerk,
                window=entry.window,
                act=entry.act,
                reference=entry.reference,
                details=dict(entry.details),
            )
            .returning(HistoryRow.position)
        )
        self._transaction.recorded.append(recorded.scalar_one())

    def of_case(self, reference: str) -> list[HistoryEntry]:
        return self._entries(HistoryRow.reference == reference)

    def of_references(self, prefix: str) -> list[HistoryEntry]:
        # A range, since SQLite asks no index for LIKE; what a collation puts between is left out here.
        found = self._entries(HistoryRow.reference.between(prefix, f"{prefix}\U0010ffff"))
        return [entry for entry in found if entry.reference.startswith(prefix)]

    def _entries(self, wanted: ColumnElement[bool]) -> list[HistoryEntry]:
        found = self._transaction.read(
            select(*HistoryRow.__table__.columns).where(wanted).order_by(HistoryRow.position)
        )
        return [
            HistoryEntry(row.at, row.zone, row.clerk, row.window, row.act, row.reference, row.details) for row in found
        ]

    def highest_time(self) -> datetime | None:
        confirmed = self._transaction.read(_CONFIRMED).scalar()
        latest = (_LATEST, {}) if confirmed is None else (_LATEST_SINCE, {"confirmed": confirmed})
        at: datetime | None = self._transaction.read(*latest).scalar()
        return at


class SqlWindowStates:
    """Implements `ports.WindowStateRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Window states of this transaction."""
        self._transaction = transaction

    def save(self, window: str, state: WindowState) -> None:
        values = {"cases": list(state.cases), "active": state.active, "parked": list(state.parked)}
        changed = self._transaction.write(
            update(WindowStateRow).where(WindowStateRow.window == window).values(**values)
        )
        if changed.rowcount == 0:
            self._transaction.write(insert(WindowStateRow).values(window=window, **values))

    def load(self, window: str) -> WindowState:
        row = self._transaction.read(
            select(WindowStateRow.cases, WindowStateRow.active, WindowStateRow.parked).where(
                WindowStateRow.window == window
            )
        ).one_or_none()
        return WindowState() if row is None else WindowState(tuple(row.cases), row.active, tuple(row.parked))

    def save_form(self, window: str, form: str, content: Mapping[str, object]) -> None:
        here = (FormDraftRow.window == window, FormDraftRow.form == form)
        changed = self._transaction.write(update(FormDraftRow).where(*here).values(content=dict(content)))
        if changed.rowcount == 0:
            self._transaction.write(insert(FormDraftRow).values(window=window, form=form, content=dict(content)))

    def load_form(self, window: str, form: str) -> dict[str, object]:
        here = (FormDraftRow.window == window, FormDraftRow.form == form)
        content = self._transaction.read(select(FormDraftRow.content).where(*here)).scalar()
        return dict(content) if content else {}

    def discard_form(self, window: str, form: str) -> None:
        self._transaction.write(delete(FormDraftRow).where(FormDraftRow.window == window, FormDraftRow.form == form))


class SqlOffice:
    """Implements `ports.OfficeRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """The office as this transaction sees it."""
        self._transaction = transaction

    def load(self) -> Office | None:
        office = self._transaction.read(select(OfficeRow.office)).scalar()
        return None if office is None else read_record(office, Office)

    def save(self, office: Office) -> None:
        values = msgspec.to_builtins(office, order="deterministic")
        changed = self._transaction.write(update(OfficeRow).values(office=values))
        if changed.rowcount == 0:
            self._transaction.write(insert(OfficeRow).values(id=1, office=values))
        self._transaction.forget_office()
