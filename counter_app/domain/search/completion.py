"""Completing what is typed from values used before: by their characters, their pinyin and its initials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from counter_app.domain.search.pinyin import Reading, Readings, Spelling
from counter_app.domain.search.query import folded

MOST: Final = 8
"""So many values are offered at most."""


def completions(typed: str, values: Iterable[str], readings: Readings, *, most: int = MOST) -> tuple[str, ...]:
    """Of `values`, the last used first, those that `typed` may become; none for nothing typed.

    Those that begin so come before those that hold it within, and what is written so before what is read so.
    """
    word, _places = folded(typed)
    if not word:
        return ()
    ranked: list[tuple[int, str]] = []
    for value in values:
        rank = likeness(word, value, readings)
        if rank is not None:
            ranked.append((rank, value))
    ranked.sort(key=lambda found: found[0])  # equals keep their order: the last used first
    return tuple(value for _rank, value in ranked[:most])


def likeness(word: str, value: str, readings: Readings) -> int | None:
    """How little `value` is like a folded `word`, 0 where it begins so; None where it is not."""
    plain, _places = folded(value)
    if plain.startswith(word):
        return 0
    if word in plain:
        return 1
    if not (word.isascii() and word.isalpha()):
        return None
    start = spoken_at(readings.spell(word), readings.of(plain))
    return None if start is None else 2 if start == 0 else 3


def spoken_at(spellings: Iterable[Spelling], read: list[Reading]) -> int | None:
    """The first character from which on one of the spellings is read; None where none is."""
    starts = [
        start
        for spelling in spellings
        for start in range(len(read) - len(spelling) + 1)
        if all(part.fits(read[start + place]) for place, part in enumerate(spelling))
    ]
    return min(starts, default=None)
