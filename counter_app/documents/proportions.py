"""How wide the columns of a table are to each other, judged by what stands in them. Lengths are ems."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, permutations
from math import ceil, sqrt
from typing import Final
from unicodedata import east_asian_width

from counter_app.documents.line_breaking import opportunities

_PADDING: Final = 0.9  # both sides of a cell
_LEAST: Final = 2.0  # two characters: 序号
_MOST: Final = 40.0  # what is longer runs over several lines anyway
_LONGEST_WORD: Final = 11.0  # what is longer may be parted
_RAGGED: Final = 0.4  # what a line loses on average, as not every place may be broken
_SHORT: Final = 30  # rows; a longer table is given its first proportions
_STEPS: Final = (0.5, 1.0, 2.0)


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """The width of `text` on one line."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.7 if c.isupper() else 0.52 for c in text)


@lru_cache(maxsize=65536)
def _word_of(text: str) -> float:
    return max((width_of(text[a:b]) for a, b in pairwise([0, *opportunities(text, narrow=True)])), default=0.0)


def proportions(titles: Sequence[str], rows: Sequence[Sequence[str]], space: float) -> list[float]:
    """Share `space` among columns: each gets what its longest word needs, and the rest by the length of its text.

    Where not everything can stand on one line, a single long cell does not take the space of a column that is long in
    every row: the length of a column is then the root of the mean square of its cells.
    """
    columns = [[title, *(row[index] for row in rows)] for index, title in enumerate(titles)]
    needs = [min(max(_LEAST, *map(_word_of, set(texts))), _LONGEST_WORD) + _PADDING for texts in columns]
    preferred_widths = _preferred(needs, [max(map(width_of, texts)) for texts in columns])
    if sum(preferred_widths) > space:
        preferred_widths = _preferred(needs, [_usual(texts[1:]) for texts in columns])
    spare = space - sum(needs)
    missing = sum(preferred_widths) - sum(needs)
    if spare <= 0 or missing <= 0:
        return needs
    share = spare / missing
    widths = [need + (preferred - need) * share for need, preferred in zip(needs, preferred_widths, strict=True)]
    return _shortened(widths, needs, rows) if len(rows) <= _SHORT else widths


def _shortened(widths: list[float], needs: Sequence[float], rows: Sequence[Sequence[str]]) -> list[float]:
    """Move space from column to column for as long as the table grows shorter by it."""
    best = _lines(widths, rows)
    for _ in range(_SHORT):
        tries = [
            [width + step * ((at == to) - (at == source)) for at, width in enumerate(widths)]
            for source, to in permutations(range(len(widths)), 2)
            for step in _STEPS
            if widths[source] - step >= needs[source]
        ]
        shortest = min(tries, key=lambda tried: _lines(tried, rows), default=widths)
        lines = _lines(shortest, rows)
        if lines >= best:
            break
        best, widths = lines, shortest
    return widths


def _lines(widths: Sequence[float], rows: Sequence[Sequence[str]]) -> int:
    """How many lines the rows take together, about: where lines may break is not asked."""
    return sum(
        max(ceil(width_of(text) / (width - _PADDING - _RAGGED)) for text, width in zip(row, widths, strict=True))
        for row in rows
    )


def _usual(texts: Sequence[str]) -> float:
    return sqrt(sum(width_of(text) ** 2 for text in texts) / len(texts)) if texts else 0.0


def _preferred(needs: Sequence[float], lengths: Sequence[float]) -> list[float]:
    return [max(need, min(length, _MOST) + _PADDING) for need, length in zip(needs, lengths, strict=True)]
