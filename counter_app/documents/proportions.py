"""How wide the columns of a table are to each other, judged by what stands in them. Lengths are ems."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import east_asian_width

from counter_app.documents.line_breaking import opportunities

_PADDING: Final = 0.9  # both sides of a cell
_LEAST: Final = 2.0  # two characters: 序号
_MOST: Final = 16.0  # what is longer runs over several lines
_LONGEST_WORD: Final = 11.0  # what is longer may be parted


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """The width of `text` on one line."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.7 if c.isupper() else 0.52 for c in text)


@lru_cache(maxsize=65536)
def _word_of(text: str) -> float:
    return max((width_of(text[a:b]) for a, b in pairwise([0, *opportunities(text, narrow=True)])), default=0.0)


def proportions(titles: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Share `room` among columns: each gets what its longest word needs, and the rest by the length of its text."""
    columns = [{title, *(row[index] for row in rows)} for index, title in enumerate(titles)]
    needs = [min(max(_LEAST, *map(_word_of, texts)), _LONGEST_WORD) + _PADDING for texts in columns]
    wishes = [
        max(need, min(max(map(width_of, texts)), _MOST) + _PADDING) for need, texts in zip(needs, columns, strict=True)
    ]
    spare = room - sum(needs)
    longing = sum(wishes) - sum(needs)
    if spare <= 0 or longing <= 0:
        return needs
    share = spare / longing
    return [need + (wish - need) * share for need, wish in zip(needs, wishes, strict=True)]
