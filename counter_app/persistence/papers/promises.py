"""Supervisors, deliveries and broken promises in the database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, insert, select, update

from counter_app.domain.filing.counting import counted_promise
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.persistence.base.event_counts import EventCounts
from counter_app.persistence.base.tables import BrokenPromiseRow, DeliveryRow, FilingRow, SupervisorRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import BrokenPromise, Supervisor


class SqlSupervisors:
    """Implements `ports.SupervisorRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Supervisors as this transaction sees them."""
        self._transaction = transaction

    def all(self) -> list[Supervisor]:
        found = self._transaction.read(select(*SupervisorRow.__table__.columns).order_by(SupervisorRow.name))
        return [Supervisor(row.name, row.pin_hash, row.set_at) for row in found]

    def get(self, name: str) -> Supervisor | None:
        return self._found(select(*SupervisorRow.__table__.columns).where(SupervisorRow.name == name))

    def hold(self, name: str) -> Supervisor | None:
        self._transaction.take_write_lock()
        # On SQLite, where one writes at a time, nothing comes of the last word.
        return self._found(select(*SupervisorRow.__table__.columns).where(SupervisorRow.name == name).with_for_update())

    def save(self, supervisor: Supervisor) -> None:
        zone = self._transaction.zone
        values = {"pin_hash": supervisor.pin_hash, "set_at": supervisor.set_at, "zone": zone}
        changed = self._transaction.write(
            update(SupervisorRow).where(SupervisorRow.name == supervisor.name).values(**values)
        )
        if changed.rowcount == 0:
            self._transaction.write(insert(SupervisorRow).values(name=supervisor.name, **values))

    def remove(self, name: str) -> None:
        self._transaction.write(delete(SupervisorRow).where(SupervisorRow.name == name))

    def _found(self, query: Select[Any]) -> Supervisor | None:
        row = self._transaction.read(query).one_or_none()
        return None if row is None else Supervisor(row.name, row.pin_hash, row.set_at)


class SqlDeliveries:
    """Implements `ports.DeliveryRepository`. The database itself refuses to change or delete an entry."""

    def __init__(self, transaction: Transaction) -> None:
        """Deliveries of this transaction."""
        self._transaction = transaction

    def add(self, delivery: Delivery) -> None:
        zone = self._transaction.zone
        self._transaction.write(
            insert(DeliveryRow).values(
                paper_id=delivery.paper_id,
                at=delivery.at,
                zone=zone,
                clerk=delivery.clerk,
                window=delivery.window,
                way=delivery.way.value,
                reason=delivery.reason,
                witness=delivery.witness,
                recording=delivery.recording,
            )
        )

    def of_papers(self, paper_ids: list[str]) -> dict[str, Delivery]:
        found = self._transaction.read(
            select(*DeliveryRow.__table__.columns)
            .where(DeliveryRow.paper_id.in_(paper_ids))
            .order_by(DeliveryRow.position)
        )
        return {
            row.paper_id: Delivery(
                row.paper_id,
                DeliveryWay(row.way),
                row.at,
                row.clerk,
                row.window,
                row.reason,
                row.witness,
                row.recording,
            )
            for row in found
        }


class SqlPromises:
    """Implements `ports.BrokenPromiseRepository`. The database itself refuses to change or delete an entry."""

    def __init__(self, transaction: Transaction) -> None:
        """Broken promises of this transaction."""
        self._transaction = transaction

    def add(self, promise: BrokenPromise) -> None:
        zone = self._transaction.zone
        self._transaction.write(
            insert(BrokenPromiseRow).values(
                paper_id=promise.paper_id,
                filing_reference=promise.reference,
                code=promise.code,
                reason=promise.reason,
                supervisor=promise.supervisor,
                at=promise.at,
                zone=zone,
                clerk=promise.clerk,
                window=promise.window,
            )
        )
        on = promise.at.astimezone(ZoneInfo(zone)).date()
        place = self._transaction.read(
            select(FilingRow.place_category).where(FilingRow.reference == promise.reference)
        ).scalar()
        counts = counted_promise(on, promise.window, promise.clerk, place or "", promise.code)
        EventCounts(self._transaction).move(Counter(), counts)

    def between(self, since: datetime, until: datetime) -> list[BrokenPromise]:
        """Those from `since` (included) to `until` (not included), oldest first."""
        found = self._transaction.read(
            select(*BrokenPromiseRow.__table__.columns)
            .where(BrokenPromiseRow.at >= since, BrokenPromiseRow.at < until)
            .order_by(BrokenPromiseRow.position)
        )
        return [
            BrokenPromise(
                row.paper_id,
                row.filing_reference,
                row.code,
                row.reason,
                row.supervisor,
                row.at,
                row.clerk,
                row.window,
            )
            for row in found
        ]
