"""The rows of a case. Saved by difference: one changed camera of 2,000 writes one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, insert, select, update

from counter_app.domain.answers import Answers
from counter_app.domain.forms import Form
from counter_app.persistence import exact_json
from counter_app.persistence.search_words import device_columns
from counter_app.persistence.tables import DeviceRow
from counter_app.persistence.transaction import Transaction


def load_rows(transaction: Transaction, reference: str, groups: Iterable[str], form: Form) -> dict[str, list[Answers]]:
    """The rows of every group, empty ones and empty groups included, in their order."""
    rows: dict[str, list[Answers]] = {group: [] for group in groups}
    found = transaction.read(
        select(DeviceRow.group_key, DeviceRow.answers)
        .where(DeviceRow.filing_reference == reference)
        .order_by(DeviceRow.group_key, DeviceRow.position)
    )
    for group, answers in found.all():
        rows.setdefault(group, []).append(Answers.row(form, answers, group))
    return rows


def save_rows(transaction: Transaction, reference: str, rows: Mapping[str, Iterable[Answers]]) -> int:
    """Write what differs from what is stored; returns how many rows were written or deleted."""
    return _write(transaction, reference, rows, _stored(transaction, reference))


def add_rows(transaction: Transaction, reference: str, rows: Mapping[str, Iterable[Answers]]) -> int:
    """Write the rows of a case that has none yet; returns how many."""
    return _write(transaction, reference, rows, {})


def _write(
    transaction: Transaction,
    reference: str,
    rows: Mapping[str, Iterable[Answers]],
    stored: dict[tuple[str, int], str],
) -> int:
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for group, answers in rows.items():
        for position, row in enumerate(answers, 1):
            values = exact_json.plain(row.raw)
            before = stored.pop((group, position), None)
            if before == exact_json.encode(values):
                continue
            (added if before is None else changed).append(_record(reference, group, position, row, values))
    if stored:
        transaction.write(_DELETE, [_place(reference, group, position) for group, position in stored])
    if changed:
        transaction.write(_UPDATE, changed)
    if added:
        transaction.write(_INSERT, added)
    return len(stored) + len(changed) + len(added)


def _stored(transaction: Transaction, reference: str) -> dict[tuple[str, int], str]:
    found = transaction.read(
        select(DeviceRow.group_key, DeviceRow.position, cast(DeviceRow.answers, Text)).where(
            DeviceRow.filing_reference == reference
        )
    )
    return {(group, position): text for group, position, text in found.all()}


def _place(reference: str, group: str, position: int) -> dict[str, Any]:
    return {"at_reference": reference, "at_group": group, "at_position": position}


def _record(reference: str, group: str, position: int, row: Answers, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**_place(reference, group, position), "new_answers": values, **device_columns(row, group)}


_HERE = (
    DeviceRow.filing_reference == bindparam("at_reference"),
    DeviceRow.group_key == bindparam("at_group"),
    DeviceRow.position == bindparam("at_position"),
)
_READ_COLUMNS: dict[str, Any] = {name: bindparam(name) for name in ("location", "device_type", "code")}
_DELETE = delete(DeviceRow).where(*_HERE)
_UPDATE = update(DeviceRow).where(*_HERE).values(answers=bindparam("new_answers"), **_READ_COLUMNS)
_INSERT = insert(DeviceRow).values(
    filing_reference=bindparam("at_reference"),
    group_key=bindparam("at_group"),
    position=bindparam("at_position"),
    answers=bindparam("new_answers"),
    **_READ_COLUMNS,
)
