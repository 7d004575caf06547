"""Which row is which: rows are inserted and deleted above each other, so a row is known by what stands in it."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.forms.answers import Answers, Raw

Numbered = tuple[int, Answers]
"""A row and its number, counted from 1."""

_LOOKED_AT: Final = 40_000
"""Comparisons of rows that still take less than a tenth of a second; beyond it rows are paired by their places."""


def pair_rows(before: Sequence[Numbered], after: Sequence[Numbered]) -> dict[int, int]:
    """The number of each row of `after` to the number the same row had in `before`; new rows are not in it.

    First rows that say the same; of what is left those that agree in most of what was typed; at last rows that stand
    alone between the same neighbours, as a row does in which everything was corrected.
    """
    pairs: dict[int, int] = {}
    left_before, left_after = _pair_equal(before, after, pairs)
    if len(left_before) * len(left_after) <= _LOOKED_AT:
        left_before, left_after = _pair_alike(left_before, left_after, pairs)
    _pair_between(left_before, left_after, pairs)
    return pairs


def _pair_equal(
    before: Sequence[Numbered], after: Sequence[Numbered], pairs: dict[int, int]
) -> tuple[list[Numbered], list[Numbered]]:
    """Pair rows with the same content, those that repeat each other in their order."""
    by_content: dict[object, list[int]] = defaultdict(list)
    for number, row in reversed(before):
        by_content[_content(row)].append(number)
    left_after = []
    for number, row in after:
        known = by_content.get(_content(row))
        if known:
            pairs[number] = known.pop()
        else:
            left_after.append((number, row))
    paired = set(pairs.values())
    return [one for one in before if one[0] not in paired], left_after


def _pair_alike(
    before: list[Numbered], after: list[Numbered], pairs: dict[int, int]
) -> tuple[list[Numbered], list[Numbered]]:
    """Pair rows that share answers, the most alike first and, among those, the nearest.

    What few rows say tells a row better than what most of them say: a place, a code, a serial number.
    """
    contents = {number: set(_content(row)) for number, row in before}
    owns = {number: set(_content(row)) for number, row in after}
    spread = Counter(value for content in (*contents.values(), *owns.values()) for value in content)
    candidates = []
    for number, own in owns.items():
        for old, content in contents.items():
            if shared := own & content:
                candidates.append((-sum(1 / spread[value] for value in shared), abs(number - old), number, old))
    taken: set[int] = set()
    for _alike, _distance, number, old in sorted(candidates):
        if number not in pairs and old not in taken:
            pairs[number] = old
            taken.add(old)
    return [one for one in before if one[0] not in taken], [one for one in after if one[0] not in pairs]


def _pair_between(before: list[Numbered], after: list[Numbered], pairs: dict[int, int]) -> None:
    """Pair in order what lies between the same two paired rows, where as many were there as are."""
    known = sorted(pairs.items())
    gaps_before: dict[tuple[int, int], list[int]] = defaultdict(list)
    gaps_after: dict[tuple[int, int], list[int]] = defaultdict(list)
    olds = sorted(old for _new, old in known)
    new_of = {old: new for new, old in known}
    news = [new for new, _old in known]
    for number, _row in before:
        gaps_before[_gap(olds, number)].append(number)
    for number, _row in after:
        low, high = _gap(news, number)
        gaps_after[pairs.get(low, 0), pairs.get(high, 0)].append(number)
    for gap, numbers in gaps_after.items():
        olds_there = gaps_before.get(gap, [])
        if len(olds_there) == len(numbers) and _stand_together(gap, new_of):
            pairs.update(zip(numbers, olds_there, strict=True))


def _gap(numbers: list[int], number: int) -> tuple[int, int]:
    """The nearest of the sorted `numbers` below and above `number`, 0 where there is none."""
    place = bisect(numbers, number)
    return numbers[place - 1] if place else 0, numbers[place] if place < len(numbers) else 0


def _stand_together(gap: tuple[int, int], new_of: dict[int, int]) -> bool:
    """Whether the two neighbours still stand in their order."""
    low, high = gap
    return not (low and high) or new_of[low] < new_of[high]


def _content(row: Answers) -> tuple[tuple[str, str], ...]:
    """What was typed in a row, blanks left out, as it is compared."""
    typed = ((key, as_typed(value)) for key, value in row.raw.items())
    return tuple(sorted((key, value) for key, value in typed if value))


def as_typed(raw: Raw) -> str:
    """What was typed, for comparing: half-width, without blanks around, empty for nothing; ticks in any order."""
    match raw:
        case None:
            return ""
        case list():
            return "、".join(sorted(as_typed(part) for part in raw))
        case _:
            return read_text(half_width(str(raw)))
