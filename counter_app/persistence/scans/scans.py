"""The rows of the scans."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, insert, select, union_all, update

from counter_app.persistence.base.tables import AttachmentRow, ScanRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import Scan, StoredFile, UnknownScan

_COLUMNS: Final = tuple(ScanRow.__table__.columns)


class SqlScans:
    """Implements `ports.ScanRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Scans of this transaction."""
        self._transaction = transaction

    def hold(self) -> None:
        """Nobody else attaches or sweeps until this transaction ends."""
        self._transaction.take_write_lock()

    def add(self, scan: Scan) -> None:
        self._transaction.write(
            insert(ScanRow).values(
                scan_id=scan.scan_id,
                filing_reference=scan.reference,
                material_key=scan.material,
                rotation=scan.rotation,
                zone=self._transaction.zone,
                **stored_values(scan),
            )
        )

    def get(self, scan_id: str) -> Scan:
        found = self._transaction.read(
            select(*_COLUMNS).where(ScanRow.scan_id == scan_id, ScanRow.removed_at.is_(None))
        ).one_or_none()
        if found is None:
            raise unknown_scan()
        return _scan(found)

    def of_case(self, reference: str) -> list[Scan]:
        found = self._transaction.read(
            select(*_COLUMNS)
            .where(ScanRow.filing_reference == reference, ScanRow.removed_at.is_(None))
            .order_by(ScanRow.attached_at, ScanRow.scan_id)
        )
        return [_scan(row) for row in found]

    def turn(self, scan_id: str, rotation: int) -> None:
        self._transaction.write(update(ScanRow).where(ScanRow.scan_id == scan_id).values(rotation=rotation))

    def remove(self, scan_id: str, at: datetime) -> None:
        self._transaction.write(update(ScanRow).where(ScanRow.scan_id == scan_id).values(removed_at=at))

    def is_kept(self, sha256: str) -> bool:
        found = union_all(
            select(ScanRow.sha256).where(ScanRow.sha256 == sha256),
            select(AttachmentRow.sha256).where(AttachmentRow.sha256 == sha256),
        ).limit(1)
        return self._transaction.read(found).first() is not None


def unknown_scan() -> UnknownScan:
    """The refusal for a scan that is not there (any more)."""
    return UnknownScan("这个扫描件已被移除", "在材料核对里看现有的扫描件")


def _scan(row: Row[Any]) -> Scan:
    return Scan(row.scan_id, row.filing_reference, row.material_key, row.rotation, **stored_values(row))


def stored_values(file: StoredFile | Row[Any]) -> dict[str, Any]:
    """What a row of a stored file and `StoredFile` have in common, by name."""
    return {field.name: getattr(file, field.name) for field in fields(StoredFile)}
