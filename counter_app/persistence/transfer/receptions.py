"""What the receiving department keeps: packages of other installations, and whose signed results are believed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import msgspec
from sqlalchemy import Row, delete, insert, select, update

from counter_app.domain.transfer.batch import ItemDecision
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.transfer.tables import ReceptionRow, TrustedKeyRow
from counter_app.persistence.transfer.transfers import unknown_batch
from counter_app.services.ports import ChangedElsewhere, IndexFile, PackedCase, Reception, TrustedKey
from counter_app.typed_data import read_record

_UNRECORDED_OF_FILE: Final = {"media_type": "", "size": 0, "sha256": "", "sm3": ""}


class SqlReceptions:
    """Implements `ports.ReceptionRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Receptions as this transaction sees them."""
        self._transaction = transaction

    def add(self, reception: Reception) -> None:
        self._transaction.write(
            insert(ReceptionRow).values(
                reception_id=reception.reception_id,
                batch=reception.batch,
                office=reception.office,
                sha256=reception.sha256,
                opened_at=reception.opened_at,
                zone=self._transaction.zone,
                content=msgspec.to_builtins(
                    {"path": reception.path, "number": reception.number, "cases": reception.cases}
                ),
                version=reception.version,
                **_changing(reception),
            )
        )

    def get(self, reception_id: str) -> Reception:
        row = self._transaction.read(
            select(*ReceptionRow.__table__.columns).where(ReceptionRow.reception_id == reception_id)
        ).one_or_none()
        if row is None:
            raise unknown_batch()
        return _reception(row)

    def save(self, reception: Reception) -> Reception:
        changed = self._transaction.write(
            update(ReceptionRow)
            .where(ReceptionRow.reception_id == reception.reception_id, ReceptionRow.version == reception.version)
            .values(version=reception.version + 1, **_changing(reception))
        )
        if changed.rowcount != 1:
            self.get(reception.reception_id)
            raise ChangedElsewhere("另一个窗口刚刚改动了这次接收", "重新打开，查看改动后再继续")
        return replace(reception, version=reception.version + 1)

    def of_batch(self, batch: str, office: str) -> list[Reception]:
        found = self._transaction.read(
            select(*ReceptionRow.__table__.columns)
            .where(ReceptionRow.batch == batch, ReceptionRow.office == office)
            .order_by(ReceptionRow.opened_at)
        )
        return [_reception(row) for row in found]

    def all(self, *, limit: int) -> list[Reception]:
        found = self._transaction.read(
            select(*ReceptionRow.__table__.columns).order_by(ReceptionRow.opened_at.desc()).limit(limit)
        )
        return [_reception(row) for row in found]


class SqlTrustedKeys:
    """Implements `ports.TrustedKeyRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Keys as this transaction sees them."""
        self._transaction = transaction

    def get(self, fingerprint: str) -> TrustedKey | None:
        return next((key for key in self.all() if key.fingerprint == fingerprint), None)

    def add(self, key: TrustedKey) -> None:
        self._transaction.write(
            insert(TrustedKeyRow).values(
                fingerprint=key.fingerprint,
                name=key.name,
                trusted_at=key.trusted_at,
                zone=self._transaction.zone,
                clerk=key.clerk,
                window=key.window,
            )
        )

    def remove(self, fingerprint: str) -> None:
        self._transaction.write(delete(TrustedKeyRow).where(TrustedKeyRow.fingerprint == fingerprint))

    def all(self) -> list[TrustedKey]:
        found = self._transaction.read(select(*TrustedKeyRow.__table__.columns).order_by(TrustedKeyRow.trusted_at))
        return [TrustedKey(row.fingerprint, row.name, row.trusted_at, row.clerk, row.window) for row in found]


def _changing(reception: Reception) -> dict[str, Any]:
    return {
        "decisions": msgspec.to_builtins(reception.decisions, order="deterministic"),
        "settled_at": reception.settled_at,
        "clerk": reception.clerk,
        "window": reception.window,
    }


def _reception(row: Row[Any]) -> Reception:
    return Reception(
        reception_id=row.reception_id,
        batch=row.batch,
        office=row.office,
        sha256=row.sha256,
        opened_at=row.opened_at,
        path=row.content["path"],
        number=row.content["number"],
        cases=tuple(_case(case) for case in row.content["cases"]),
        decisions=read_record(row.decisions, dict[str, ItemDecision]),
        clerk=row.clerk,
        window=row.window,
        settled_at=row.settled_at,
        version=row.version,
    )


def _case(content: dict[str, Any]) -> PackedCase[IndexFile]:
    """One case; early receptions recorded less of it, and nobody asks them for the rest."""
    files = [{**_UNRECORDED_OF_FILE, **file} for file in content["files"]]
    return read_record(
        {"matter": "", "received_on": content["held_since"], **content, "files": files}, PackedCase[IndexFile]
    )
