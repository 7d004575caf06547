"""What of a change filing is keyed into the national platform: the changed items first, the rest to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from counter_app.domain.filing.changes import ItemChange, RowChange, RowChangeKind
from counter_app.domain.filing.platform_entry import ItemChangeState, PlatformItem, ValueSource
from counter_app.domain.forms.answers import Answers


def changed_first(
    items: Sequence[PlatformItem], changes: Sequence[ItemChange], answers: Answers
) -> tuple[PlatformItem, ...]:
    """The items that `changes` touch, those to be taken out of the platform, then all others.

    Only the first two are due: the platform has the rest since the filing. `answers` are those of the change.
    """
    if not changes:
        return tuple(items)
    touched = set(_touched(changes, answers))
    changed = [
        replace(item, heading=f"变更：{item.heading}", change=ItemChangeState.CHANGED)
        for item in items
        if _is_touched(item, touched)
    ]
    same = [
        replace(item, heading=f"没有变更：{item.heading}", change=ItemChangeState.UNCHANGED)
        for item in items
        if not _is_touched(item, touched)
    ]
    return (*changed, *_removed(changes), *same)


def _touched(changes: Sequence[ItemChange], answers: Answers) -> Iterator[str]:
    """Keys of items; a whole row as `devices[3].`."""
    groups = answers.form.groups
    for item in changes:
        if item.key not in groups:
            yield item.key
        for row in item.rows:
            if row.kind is RowChangeKind.REMOVED:
                continue
            place = f"{row.group}[{_ordinal(row, answers)}]."
            if row.kind is RowChangeKind.ADDED:
                yield place
            yield from (f"{place}{key.rpartition('.')[2]}" for key in row.keys)


def _ordinal(row: RowChange, answers: Answers) -> int:
    """The platform knows no empty rows: its third row may be the fifth line here."""
    numbers = [number for number, _ in answers.numbered_rows(row.group)]
    return numbers.index(row.number) + 1


def _is_touched(item: PlatformItem, touched: set[str]) -> bool:
    row, dot, _ = item.key.rpartition(".")
    return item.key in touched or (bool(item.row) and f"{row}{dot}" in touched)


def _removed(changes: Sequence[ItemChange]) -> Iterator[PlatformItem]:
    for item in changes:
        for row in item.rows:
            if row.kind is RowChangeKind.REMOVED:
                key = f"{row.group}.removed[{row.number}]"
                label = f"拆除原第{row.number}台"
                yield PlatformItem(
                    key, label, row.what, ValueSource.KEYED, "变更：拆除的设备", change=ItemChangeState.CHANGED
                )
