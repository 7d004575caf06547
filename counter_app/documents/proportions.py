"""How wide the columns of a table are to each other, judged by what stands in them. Lengths are ems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product
from math import ceil, sqrt
from operator import itemgetter
from typing import Final, TypeAlias
from unicodedata import east_asian_width

from counter_app.documents.line_breaking import opportunities, standard_opportunities

Rows: TypeAlias = Sequence[Sequence[str]]

_PADDING: Final = 0.9  # both sides of a cell of 五号
_LEAST: Final = 2.0  # two characters: 序号
_MOST: Final = 40.0  # what is longer runs over several lines anyway
_LONG_WORD: Final = 8.0  # what is longer may be parted at its hyphens
_LONGEST_WORD: Final = 11.0  # what is longer may be parted anywhere
_ANSWER: Final = 4.0  # cells so short stand on one line: 已打印, 43分
_RAGGED: Final = 0.4  # what a line loses on average, as not every place may be broken
_TRIED: Final = 30  # times; and as many rows are tried, evenly taken from a longer table
_STEPS: Final = (0.5, 1.0, 2.0)


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """The width of `text` on one line."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.7 if c.isupper() else 0.52 for c in text)


@lru_cache(maxsize=65536)
def _word_of(text: str) -> float:
    whole = width_of(text)
    return whole if whole <= _ANSWER else _longest_word(text)


@lru_cache(maxsize=1024)
def _longest_word(text: str) -> float:
    words = (text[a:b] for a, b in pairwise([0, *opportunities(text, narrow=True)]))
    return max(map(_least_of, words), default=0.0)


def _least_of(word: str) -> float:
    whole = width_of(word)
    if whole <= _LONG_WORD:
        return whole
    parts = (width_of(word[a:b]) for a, b in pairwise([0, *standard_opportunities(word)]))
    return max(_LONG_WORD, *parts)


def proportions(titles: Sequence[str], rows: Rows, space: float, padding: float = _PADDING) -> list[float]:
    """Share `space` among columns: each gets what its longest word needs, and the rest by the length of its text.

    `padding` is the white at both sides of a cell.

    Where not everything can stand on one line, a single long cell does not take the space of a column that is long in
    every row: the length of a column is then the root of the mean square of its cells.
    """
    columns = [[title, *(row[index] for row in rows)] for index, title in enumerate(titles)]
    needs = _needs(columns, padding, _word_of)
    if sum(needs) > space:
        needs = _needs(columns, padding, _longest_word)
    preferred_widths = _preferred(needs, [max(map(width_of, texts)) for texts in columns], padding)
    if sum(preferred_widths) <= space:  # all on one line: what is left is shared by length
        return [preferred * space / sum(preferred_widths) for preferred in preferred_widths]
    preferred_widths = _preferred(needs, [_usual(texts[1:]) for texts in columns], padding)
    spare = space - sum(needs)
    missing = sum(preferred_widths) - sum(needs)
    if spare <= 0 or missing <= 0:
        return needs
    share = spare / missing
    widths = [need + (preferred - need) * share for need, preferred in zip(needs, preferred_widths, strict=True)]
    return _shortened(widths, needs, rows[:: ceil(len(rows) / _TRIED)] if rows else rows)


def _needs(columns: Rows, padding: float, word_of: Callable[[str], float]) -> list[float]:
    words = (max(_longest_word(title), *map(word_of, set(cells))) for title, *cells in columns)
    return [min(max(_LEAST, word), _LONGEST_WORD) + padding for word in words]


def _shortened(widths: list[float], needs: Sequence[float], rows: Rows) -> list[float]:
    """Move space from column to column for as long as the table grows shorter by it."""
    lengths = [[width_of(row[at]) for row in rows] for at in range(len(widths))]
    best = sum(map(max, zip(*map(_lines, lengths, widths), strict=True)))
    for _ in range(_TRIED):
        lines, moved = min(_moves(widths, needs, lengths), key=itemgetter(0), default=(best, widths))
        if lines >= best:
            break
        best, widths = lines, moved
    return widths


def _moves(
    widths: list[float], needs: Sequence[float], lengths: Sequence[Sequence[float]]
) -> Iterator[tuple[int, list[float]]]:
    """Every way to give one column's space to another, with how many lines the rows then take together, about."""
    lines = list(map(_lines, lengths, widths))
    for pair in combinations(range(len(widths)), 2):
        others = [lines[at] for at in range(len(widths)) if at not in pair]
        rest = list(map(max, zip(*others, strict=True))) if others else [0] * len(lines[0])
        for (source, to), step in product((pair, pair[::-1]), _STEPS):
            if widths[source] - step < needs[source]:
                continue
            less, more = _lines(lengths[source], widths[source] - step), _lines(lengths[to], widths[to] + step)
            moved = [width + step * ((at == to) - (at == source)) for at, width in enumerate(widths)]
            yield sum(map(max, rest, less, more)), moved


def _lines(lengths: Sequence[float], width: float) -> list[int]:
    """How many lines each cell of a column takes, about: where lines may break is not asked."""
    space = width - _PADDING - _RAGGED
    return [ceil(length / space) for length in lengths]


def lines_of(rows: Rows, widths: Sequence[float]) -> list[int]:
    """How many lines each row takes in columns of these widths, about."""
    columns = [_lines([width_of(row[at]) for row in rows], width) for at, width in enumerate(widths)]
    return list(map(max, zip(*columns, strict=True)))


def _usual(texts: Sequence[str]) -> float:
    return sqrt(sum(width_of(text) ** 2 for text in texts) / len(texts)) if texts else 0.0


def _preferred(needs: Sequence[float], lengths: Sequence[float], padding: float) -> list[float]:
    return [max(need, min(length, _MOST) + padding) for need, length in zip(needs, lengths, strict=True)]
