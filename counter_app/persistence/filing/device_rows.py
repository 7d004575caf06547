"""The rows of a case. Saved by difference: one changed camera of 2,000 writes one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any, TypeAlias

from sqlalchemy import Text, bindparam, cast, delete, insert, select, update

from counter_app.domain.basics.records import mutable
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form
from counter_app.persistence.base import exact_json
from counter_app.persistence.base.last_saved import Rows
from counter_app.persistence.base.search_columns import device_columns
from counter_app.persistence.base.tables import DeviceRow
from counter_app.persistence.base.transaction import Transaction


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


def save_rows(transaction: Transaction, reference: str, rows: Rows, before: Rows | None = None) -> int:
    """Write what differs from `before` (from what is stored, where None); returns how many rows that were."""
    new = _stored_difference(transaction, reference, rows) if before is None else _known_difference(rows, before)
    if new.gone:
        transaction.write(_DELETE, [_place(reference, *place) for place in new.gone])
    if new.changed:
        transaction.write(_UPDATE, [_record(reference, *place, row) for place, row in new.changed])
    if new.added:
        transaction.write(_INSERT, [_record(reference, *place, row) for place, row in new.added])
    return len(new.gone) + len(new.changed) + len(new.added)


_Place: TypeAlias = tuple[str, int]
"""Group and position."""


@mutable
class _Difference:
    gone: list[_Place] = field(default_factory=list)
    changed: list[tuple[_Place, Answers]] = field(default_factory=list)
    added: list[tuple[_Place, Answers]] = field(default_factory=list)


def _known_difference(rows: Rows, before: Rows) -> _Difference:
    """By identity first: a row object that is the same says the same."""
    new = _Difference()
    for group in {**before, **rows}:
        old, now = before.get(group, ()), rows.get(group, ())
        pairs = enumerate(zip(old, now, strict=False), 1)
        new.changed += [
            ((group, position), row) for position, (was, row) in pairs if was is not row and _text(was) != _text(row)
        ]
        new.added += [((group, position), row) for position, row in enumerate(now[len(old) :], len(old) + 1)]
        new.gone += [(group, position) for position in range(len(now) + 1, len(old) + 1)]
    return new


def _stored_difference(transaction: Transaction, reference: str, rows: Rows) -> _Difference:
    """By what is written in the database."""
    stored = _stored(transaction, reference)
    new = _Difference()
    for group, answers in rows.items():
        for position, row in enumerate(answers, 1):
            place = (group, position)
            before = stored.pop(place, None)
            if before is None:
                new.added.append((place, row))
            elif before != _text(row):
                new.changed.append((place, row))
    new.gone = list(stored)
    return new


def _stored(transaction: Transaction, reference: str) -> dict[_Place, str]:
    found = transaction.read(
        select(DeviceRow.group_key, DeviceRow.position, cast(DeviceRow.answers, Text)).where(
            DeviceRow.filing_reference == reference
        )
    )
    return {(group, position): text for group, position, text in found.all()}


def _text(row: Answers) -> str:
    """The row as it is stored; unlike `==` it tells 1 from 1.0 and from True."""
    return exact_json.encode(exact_json.plain(row.raw))


def _place(reference: str, group: str, position: int) -> dict[str, Any]:
    return {"at_reference": reference, "at_group": group, "at_position": position}


def _record(reference: str, group: str, position: int, row: Answers) -> dict[str, Any]:
    place = _place(reference, group, position)
    return {**place, "new_answers": exact_json.plain(row.raw), **device_columns(row, group)}


_HERE = (
    DeviceRow.filing_reference == bindparam("at_reference"),
    DeviceRow.group_key == bindparam("at_group"),
    DeviceRow.position == bindparam("at_position"),
)
_READ_COLUMNS: dict[str, Any] = {name: bindparam(name) for name in ("location", "device_type", "code", "code_reversed")}
_DELETE = delete(DeviceRow).where(*_HERE)
_UPDATE = update(DeviceRow).where(*_HERE).values(answers=bindparam("new_answers"), **_READ_COLUMNS)
_INSERT = insert(DeviceRow).values(
    filing_reference=bindparam("at_reference"),
    group_key=bindparam("at_group"),
    position=bindparam("at_position"),
    answers=bindparam("new_answers"),
    **_READ_COLUMNS,
)
