"""The rows of a list as they were just keyed, with the objects of those that did not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import Form


def keyed_rows(
    form: Form,
    group: str,
    rows: Sequence[Mapping[str, Raw]],
    *,
    known: tuple[Answers, ...],
    given: tuple[Mapping[str, Raw], ...],
) -> list[Answers] | None:
    """`rows` as answers; None where they are what is `known`. `given` are the very objects `known` was made of.

    Rows that did not change keep their objects at both ends of the list, so that each is judged only once.
    """

    def same(place: int, row: Mapping[str, Raw]) -> bool:
        """Whether `row` is what stands at `place`; the very object given last time needs no second look."""
        return (bool(given) and given[place] is row) or known[place].raw == _whole(row, group)

    most = min(len(known), len(rows))
    head = 0
    while head < most and same(head, rows[head]):
        head += 1
    if head == len(known) == len(rows):
        return None
    tail = 0
    while tail < most - head and same(len(known) - 1 - tail, rows[len(rows) - 1 - tail]):
        tail += 1
    fresh = [
        known[at] if at < len(known) and same(at, row) else Answers.row(form, row, group)
        for at, row in enumerate(rows[head : len(rows) - tail], head)
    ]
    return [*known[:head], *fresh, *known[len(known) - tail :]]


def _whole(row: Mapping[str, Raw], group: str) -> dict[str, Raw]:
    return {key if "[]" in key else f"{group}[].{key}": value for key, value in row.items()}
