"""Labels of more than one line, parted into lines of like length: 统一社会 / 信用代码, never 统一社会信用代 / 码."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil
from typing import Final

from counter_app.documents.line_breaking import opportunities
from counter_app.documents.proportions import width_of

_MOST_LINES: Final = 4  # what is longer is no label and is broken as running text


@lru_cache(maxsize=1024)
def label_lines(label: str, ems: float) -> tuple[str, ...]:
    """Part `label` into as few lines of at most `ems` as can be, the longest as short as can be, the first the shorter.

    A label for which there is no such way stays one line, for the writer to break.
    """
    places = [place for place in opportunities(label, narrow=True) if 0 < place < len(label)]
    for count in range(ceil(width_of(label) / ems), _MOST_LINES + 1):
        ways = [_lines(label, cuts) for cuts in combinations(places, count - 1)]
        fitting = [lines for lines in ways if max(map(width_of, lines)) <= ems]
        if fitting:
            return min(fitting, key=_raggedness)
    return (label,)


def _lines(label: str, cuts: Sequence[int]) -> tuple[str, ...]:
    return tuple(label[start:end] for start, end in pairwise((0, *cuts, len(label))))


def _raggedness(lines: Sequence[str]) -> tuple[float, list[float]]:
    widths = [width_of(line) for line in lines]
    return max(widths) - min(widths), widths
