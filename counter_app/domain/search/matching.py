"""Why a case was found: the field, the part that matches, and how much of it a list may show."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.masking import masked_but, masked_name
from counter_app.domain.basics.records import frozen
from counter_app.domain.search.index_words import Tolerance, heard_before
from counter_app.domain.search.pinyin import Reading, Readings, Spelling, SpellingKind, SpellingPart, sound
from counter_app.domain.search.query import PERSONAL, SPOKEN, WRITTEN, SearchField, folded

_SHORTEST_SOUND: Final = 4
_LATIN_RUNS: Final = re.compile(r"[0-9a-z]{5,}")


class MatchKind(Labelled):
    """In which way a match matches, the nearest first."""

    EXACT = "exact", ""
    PINYIN = "pinyin", "拼音"
    SOUND = "sound", "近音"
    TYPO = "typo", "相近"


@frozen
class MatchReason:
    """One match. `text` is what a list may show; `start` and `end` say which part of it matches."""

    sought: SearchField
    text: str
    start: int
    end: int
    how: MatchKind = MatchKind.EXACT


def reasons_for(
    words: Iterable[str], texts: Mapping[SearchField, str], readings: Readings, tolerance: Tolerance
) -> tuple[MatchReason, ...] | None:
    """Where each of the folded `words` stands in `texts`; None where one of them stands nowhere."""
    folds = [(sought, texts[sought], *folded(texts[sought])) for sought in WRITTEN if sought in texts]
    found = []
    for word in words:
        reason = _literal(word, folds) or _less_literal(word, folds, readings, tolerance)
        if reason is None:
            return None
        found.append(reason)
    return tuple(found)


_Fold = tuple[SearchField, str, str, Sequence[int]]
_Span = tuple[int, int]


def _literal(word: str, folds: Sequence[_Fold]) -> MatchReason | None:
    for sought, text, plain, places in folds:
        start = plain.find(word)
        if start >= 0:
            return _reason(sought, text, places, (start, start + len(word)), MatchKind.EXACT)
    return None


def _less_literal(word: str, folds: Sequence[_Fold], readings: Readings, tolerance: Tolerance) -> MatchReason | None:
    if not word.isascii():
        return None
    for how, attempt, several in _attempts(word, folds, readings, tolerance):
        for (sought, text, _plain, places), letters in several:
            span = attempt(letters)
            if span is not None:
                return _reason(sought, text, places, span, how)
    return None


def _attempts(
    word: str, folds: Sequence[_Fold], readings: Readings, tolerance: Tolerance
) -> Iterator[tuple[MatchKind, Callable[[Any], _Span | None], list[tuple[_Fold, Any]]]]:
    """What is tried in turn, the nearest first: each a way, how it is tried, and on what."""
    if word.isalpha():
        aloud = [(fold, heard_before(readings, fold[0], fold[2])) for fold in folds if fold[0] in SPOKEN]
        spellings = readings.spell(word)
        yield MatchKind.PINYIN, lambda read: _spoken(spellings, read, alike=False), aloud
        if tolerance >= Tolerance.SOUNDS:
            yield MatchKind.SOUND, lambda read: _spoken(spellings, read, alike=True), aloud
        if tolerance is Tolerance.TYPO:
            yield MatchKind.TYPO, lambda read: _mistyped_sound(word, read), aloud
    if tolerance is Tolerance.TYPO:
        yield MatchKind.TYPO, lambda plain: _mistyped(word, plain), [(fold, fold[2]) for fold in folds]


def _spoken(spellings: Sequence[Spelling], read: tuple[Reading, ...], *, alike: bool) -> _Span | None:
    fits = SpellingPart.sounds_like if alike else SpellingPart.fits
    firsts = _firsts(read, alike=alike)
    for spelling in spellings:
        if alike and all(part.kind is SpellingKind.INITIAL for part in spelling):
            continue
        wanted = "".join([sound(part.letters)[0] if alike else part.letters[0] for part in spelling])
        for start in _places(wanted, firsts):
            if all(fits(part, read[start + n]) for n, part in enumerate(spelling)):
                return start, start + len(spelling)
    return None


_SEVERAL: Final = "?"
"""Stands among the first letters for a character with several readings, which may be any of them."""


@lru_cache(maxsize=1024)
def _firsts(read: tuple[Reading, ...], *, alike: bool) -> str:
    """The first letter of each character's reading."""
    one = [reading[0] if len(reading) == 1 else _SEVERAL if reading else " " for reading in read]
    return "".join([sound(syllable)[0] if alike and syllable.isalpha() else syllable[0] for syllable in one])


def _places(wanted: str, firsts: str) -> Iterator[int]:
    """Where `wanted` can begin in `firsts`."""
    if _SEVERAL in firsts:
        yield from (
            start
            for start in range(len(firsts) - len(wanted) + 1)
            if all(firsts[start + n] in (letter, _SEVERAL) for n, letter in enumerate(wanted))
        )
        return
    start = firsts.find(wanted)
    while start >= 0:
        yield start
        start = firsts.find(wanted, start + 1)


def _mistyped_sound(word: str, read: Sequence[Reading]) -> _Span | None:
    """Where letters that are all but one right begin with a character; its main reading counts, or its initial."""
    if len(word) < _SHORTEST_SOUND:
        return None
    whole = [reading[0] if reading else " " for reading in read]
    for syllables in (whole, [syllable[0] for syllable in whole]):
        letters = "".join(syllables)
        ends = list(itertools.accumulate(map(len, syllables)))
        begins = [0, *ends[:-1]]
        for start, begin in enumerate(begins):
            piece = letters[begin : begin + len(word) + 1]
            # One mistake leaves one of the first two letters where it was, or next to it.
            if not {*word[:2]} & {*piece[:2]}:
                continue
            for length in (len(word), len(word) + 1, len(word) - 1):
                if length <= len(piece) and within_one(word, piece[:length]):
                    return start, bisect.bisect_left(ends, begin + length) + 1
    return None


def _mistyped(word: str, plain: str) -> tuple[int, int] | None:
    """Where a code or a Latin word stands with one mistake."""
    if len(word) < (6 if word.isalpha() else 8):
        return None
    for run in _LATIN_RUNS.finditer(plain):
        letters, begin = run[0], run.start()
        for start in range(len(letters) - len(word) + 2):
            piece = letters[start : start + len(word) + 1]
            if not {*word[:2]} & {*piece[:2]}:
                continue
            for length in (len(word), len(word) + 1, len(word) - 1):
                if length <= len(piece) and within_one(word, piece[:length]):
                    return begin + start, begin + start + length
    return None


def within_one(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` but for one letter wrong, missing or too many, or two changed over."""
    if typed == meant:
        return True
    if abs(len(typed) - len(meant)) > 1:
        return False
    same = 0
    for a, b in zip(typed, meant, strict=False):
        if a != b:
            break
        same += 1
    left, right = typed[same:], meant[same:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:]


def _reason(sought: SearchField, text: str, places: Sequence[int], span: _Span, how: MatchKind) -> MatchReason:
    first, last = places[span[0]], places[span[1] - 1] + 1
    if sought not in PERSONAL:
        return MatchReason(sought, text, first, last, how)
    return _hidden(sought, text, first, last, how)


def _hidden(sought: SearchField, text: str, first: int, last: int, how: MatchKind) -> MatchReason:
    """Of a person only what the clerk typed himself; what was found by sound was not typed."""
    of_agent = sought is SearchField.AGENT
    if how is not MatchKind.EXACT and of_agent:
        return MatchReason(sought, masked_name(text), 0, min(2, len(text) + 1), how)
    typed = range(first, last) if how is MatchKind.EXACT else ()
    shown = masked_but(text, {*range(1 if of_agent else 0), *typed})
    return MatchReason(sought, shown, first, last, how)
