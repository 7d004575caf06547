"""Between the rows of a batch and the batch of the domain."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row

from counter_app.domain.basics.numbering import Number
from counter_app.domain.transfer.batch import (
    ArchivalCheck,
    ArchiveNumber,
    BatchState,
    Decision,
    Retention,
    TransferBatch,
    TransferItem,
    TransferPackage,
)
from counter_app.persistence.base.number_columns import number_columns, number_of
from counter_app.services.ports import BatchLine, HandedOver
from counter_app.typed_data import read_record


def columns(batch: TransferBatch) -> dict[str, Any]:
    """What may change of a batch."""
    return {
        "state": batch.state.value,
        "clerk": batch.clerk,
        "window": batch.window,
        **number_columns(batch.number),
        "closed_at": batch.closed_at,
        "handed_over_at": batch.handed_over_at,
        "settled_at": batch.settled_at,
        "handed_over_by": batch.handed_over_by,
        "received_by": batch.received_by,
        "package": msgspec.to_builtins(batch.package) if batch.package is not None else None,
        "issued": batch.issued,
    }


def item_columns(batch: TransferBatch, item: TransferItem) -> dict[str, Any]:
    """What may change of one of its cases."""
    decision = item.decision
    archive = decision.archive if decision is not None else None
    return {
        "position": item.position,
        "pages": item.pages,
        "held_since": item.held_since,
        "due": item.due,
        "case_version": item.case_version,
        "live": batch.state.live and decision is None,
        "scanned_at": item.scanned_at,
        "outcome": "" if decision is None else "accepted" if decision.accepted else "refused",
        "decided_at": decision.at if decision is not None else None,
        "decided_by": decision.by if decision is not None else "",
        "passed": sorted(check.value for check in decision.passed) if decision is not None else [],
        "reason": decision.reason if decision is not None else "",
        "fonds": archive.fonds if archive is not None else None,
        "archive_year": archive.year if archive is not None else None,
        "retention": archive.retention.value if archive is not None else None,
        "archive_item": archive.item if archive is not None else None,
    }


def _package(plain: dict[str, Any] | None) -> TransferPackage | None:
    return None if plain is None else read_record(plain, TransferPackage)


def batch_of(row: Row[Any], items: list[TransferItem]) -> TransferBatch:
    """A batch with its items."""
    return TransferBatch(
        batch_id=row.batch_id,
        opened_at=row.opened_at,
        clerk=row.clerk,
        window=row.window,
        state=BatchState(row.state),
        number=number_of(row),
        items=items,
        closed_at=row.closed_at,
        handed_over_at=row.handed_over_at,
        settled_at=row.settled_at,
        handed_over_by=row.handed_over_by,
        received_by=row.received_by,
        package=_package(row.package),
        issued=row.issued,
        version=row.version,
    )


def item_of(row: Row[Any]) -> TransferItem:
    """One of its cases."""
    return TransferItem(
        reference=row.filing_reference,
        position=row.position,
        pages=row.pages,
        held_since=row.held_since,
        due=row.due,
        case_version=row.case_version,
        scanned_at=row.scanned_at,
        decision=_decision(row),
    )


def _decision(row: Row[Any]) -> Decision | None:
    if not row.outcome:
        return None
    passed = frozenset(ArchivalCheck(check) for check in row.passed)
    return Decision(row.outcome == "accepted", row.decided_at, row.decided_by, passed, row.reason, _archive(row))


def _archive(row: Row[Any]) -> ArchiveNumber | None:
    if row.archive_item is None:
        return None
    return ArchiveNumber(row.fonds, row.archive_year, Retention(row.retention), row.archive_item)


def line_of(row: Row[Any]) -> BatchLine:
    """A batch as lists show it."""
    return BatchLine(
        batch_id=row.batch_id,
        state=BatchState(row.state),
        number=number_of(row),
        opened_at=row.opened_at,
        clerk=row.clerk,
        window=row.window,
        cases=row.cases or 0,
        scanned=row.scanned or 0,
        pages=row.pages or 0,
        accepted=row.accepted or 0,
        refused=row.refused or 0,
        due=row.due,
        package=_package(row.package),
        handed_over_at=row.handed_over_at,
        settled_at=row.settled_at,
    )


def handed_over_of(row: Row[Any]) -> HandedOver:
    """One of its cases as reports show it."""
    return HandedOver(
        reference=row.filing_reference,
        unit_name=row.unit_name,
        batch=Number(row.series, row.year, row.ordinal),
        held_since=row.held_since,
        due=row.due,
        handed_over_at=row.handed_over_at,
        accepted=None if not row.outcome else row.outcome == "accepted",
        decided_at=row.decided_at,
        reason=row.reason,
        archive=_archive(row),
    )
