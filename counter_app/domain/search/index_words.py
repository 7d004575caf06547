"""The index of words: which words a case is entered under, and which words a query asks for.

Words are pieces of one, two or three characters, so that any piece of a text is found from its first character on:
pieces of the text itself, of the initials of its pinyin, and syllables. Which field a piece comes from does not
matter here; the cases a query yields are looked at again (`matching`), and what does not match is dropped.
A word never holds a blank or a quotation mark.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from operator import add
from typing import Final, TypeAlias

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.pinyin import Reading, Readings, Spelling, SpellingKind, SpellingPart, sound
from counter_app.domain.search.query import SPOKEN, Filters, SearchField, folded

EDITION: Final = 1
"""Counts up whenever a case is entered under other words than before: every index is then built anew."""

_INITIALS, _SYLLABLE, _TWO_SYLLABLES, _FILTER = "ī", "š", "ś", "ƒ"
_JOIN: Final = "0"
_TRIPLE: Final = 3
_SHORTEST_TYPO: Final = 4
_LONGEST_TYPO: Final = 16
_LONGEST_INITIALS: Final = 6
_SHORTEST_CODE_TYPO: Final = 6
_MOST_TRIED: Final = 32
_MOST_VARIANTS: Final = 24
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LATIN_RUNS: Final = re.compile(r"[0-9a-z]{3,}")


class Tolerance(IntEnum):
    """How far what is found may be from what was typed."""

    NONE = 0
    SOUNDS = 1
    """Sounds alike: zh and z, n and l, ang and an."""
    TYPO = 2
    """One letter wrong, missing, too many, or two changed over."""


@frozen
class AllWords:
    """Every part is wanted."""

    parts: tuple[Wanted, ...]


@frozen
class AnyWord:
    """One of the parts is enough; none at all finds nothing."""

    parts: tuple[Wanted, ...]


Wanted: TypeAlias = str | AllWords | AnyWord
NOTHING: Final = AnyWord(())


# What a case is entered under ----------------------------------------------------------------------------------------


def entered_words(
    texts: Mapping[SearchField, str], readings: Readings, *, state: FilingState, received_on: date, place: str
) -> set[str]:
    """The words of one case; `texts` as `query.words_of_case` gives them."""
    words = {
        f"{_FILTER}s{state.value}",
        f"{_FILTER}y{received_on:%Y}",
        f"{_FILTER}m{received_on:%Y%m}",
        f"{_FILTER}d{received_on:%Y%m%d}",
    }
    if place.isidentifier():
        words.add(_place_word(place))
    return words | words_of_texts(texts, readings)


def words_of_texts(texts: Mapping[SearchField, str], readings: Readings) -> set[str]:
    """The words of what stands in `texts`, without those that only narrow."""
    words: set[str] = set()
    for sought, text in texts.items():
        plain, _places = folded(text)
        words.update(_text_words(plain))
        if sought in SPOKEN:
            words.update(_sound_words(read_aloud(readings, sought, plain)))
    return words


def read_aloud(readings: Readings, sought: SearchField, text: str) -> list[Reading]:
    """How each character of a folded text is read: a person's name by its surname."""
    return readings.of_person(text) if sought is SearchField.AGENT else readings.of(text)


heard_before = lru_cache(maxsize=1024)(lambda *said: tuple(read_aloud(*said)))
"""`read_aloud` for what stands in a list and is looked at again with every letter typed."""


def _text_words(plain: str) -> list[str]:
    return [*plain, *map(add, plain, plain[1:]), *_triples(plain)]


def _triples(plain: str) -> list[str]:
    """Three letters or digits together; of Chinese two are rare enough."""
    return [
        run[start : start + _TRIPLE] for run in _LATIN_RUNS.findall(plain) for start in range(len(run) - _TRIPLE + 1)
    ]


def _sound_words(read: list[Reading]) -> Iterable[str]:
    if all(len(reading) == 1 for reading in read):
        return _plain_sound_words([reading[0] for reading in read])
    return _several_sound_words(read)


def _plain_sound_words(read: list[str]) -> list[str]:
    """The same as below, where each character is read in one way only: faster, and nearly all there is."""
    firsts = "".join([syllable[0] for syllable in read])
    return [
        *[
            _INITIALS + firsts[place : place + length]
            for length in (1, 2, 3)
            for place in range(len(read) - length + 1)
        ],
        *[_SYLLABLE + syllable for syllable in read],
        *[_TWO_SYLLABLES + a + _JOIN + b for a, b in itertools.pairwise(read)],
    ]


def _several_sound_words(read: list[Reading]) -> set[str]:
    words: set[str] = set()
    initials = [tuple({syllable[0] for syllable in reading}) for reading in read]
    for place in range(len(read)):
        for length in (1, 2, 3):
            pieces = initials[place : place + length]
            if len(pieces) == length:
                words.update(_INITIALS + "".join(piece) for piece in itertools.product(*pieces))
    for reading, following in itertools.zip_longest(read, read[1:], fillvalue=()):
        words.update(_SYLLABLE + syllable for syllable in reading)
        words.update(_TWO_SYLLABLES + a + _JOIN + b for a in reading for b in following)
    return words


# What a query asks for -----------------------------------------------------------------------------------------------


def wanted_words(words: Iterable[str], filters: Filters, readings: Readings, tolerance: Tolerance) -> Wanted:
    """What to look up for `words` (folded, all of them wanted) and `filters`.

    What is tolerated is asked for by itself, unless there are several words: what is exact was found before.
    """
    asked = list(words)
    parts = [_word(word, readings, tolerance, alone=len(asked) == 1) for word in asked]
    return _all([*parts, *_filter_words(filters)])


def _word(word: str, readings: Readings, tolerance: Tolerance, *, alone: bool) -> Wanted:
    exact = [_pieces(word)]
    near: list[Wanted] = []
    if word.isascii() and word.isalpha():
        spellings = readings.spell(word)
        exact += [_spelt(spelling, readings) for spelling in spellings]
        if tolerance is Tolerance.SOUNDS:
            near += [_sounding(spelling, readings) for spelling in spellings]
        if tolerance is Tolerance.TYPO:
            near += [_spelt(_without_begun(spelling), readings) for spelling in mistyped(word, readings)]
            near += _but_one_stretch(word) if len(word) >= _SHORTEST_CODE_TYPO else []
    elif word.isascii() and tolerance is Tolerance.TYPO and len(word) >= 2 * _SHORTEST_TYPO:
        near += _but_one_stretch(word)
    if tolerance is Tolerance.NONE:
        return _any(exact)
    return _any(near if alone else [*exact, *near])


def _pieces(word: str) -> Wanted:
    """The pieces of a folded word: all of three where it is letters and digits, else of two."""
    if len(word) == 1:
        return word
    triples = [piece for run in _LATIN_RUNS.findall(word) for piece in _side_by_side(run)]
    inside = {piece[:2] for piece in _triples(word)} | {piece[1:] for piece in _triples(word)}
    pairs = [pair for pair in map("".join, itertools.pairwise(word)) if pair not in inside]
    return _all([*triples, *pairs])


def _side_by_side(run: str) -> list[str]:
    """Pieces of three that make up `run`, overlapping at its end only: each further list of cases costs time."""
    last = len(run) - _TRIPLE
    return [run[start : start + _TRIPLE] for start in (*range(0, last, _TRIPLE), last)]


def _but_one_stretch(word: str) -> list[Wanted]:
    """One mistake leaves all but one stretch of the word untouched."""
    length = len(word)
    stretch = max(2, -(-length // 5))
    found = []
    for start in range(0, length, stretch):
        left, right = word[:start], word[start + stretch :]
        sides = [_pieces(side) for side in (left, right) if len(side) >= _TRIPLE]
        if sides:
            found.append(_all(sides))
    return found


def _spelt(spelling: Spelling, readings: Readings) -> Wanted:
    """The words of one way of cutting the letters."""
    parts: list[Wanted] = [_pair(a, b, readings) for a, b in itertools.pairwise(spelling)]
    if len(spelling) == 1:
        parts.append(_one(spelling[0], readings))
    if any(part.kind is not SpellingKind.WHOLE for part in spelling) and len(spelling) >= _TRIPLE:
        initials = "".join(part.letters[0] for part in spelling)
        parts += [_INITIALS + piece for piece in _side_by_side(initials)]
    return _all(parts)


def _without_begun(spelling: Spelling) -> Spelling:
    """A syllable only begun can be any of many; where two whole ones stand before it they say enough."""
    return spelling[:-1] if len(spelling) > _TRIPLE - 1 and spelling[-1].kind is SpellingKind.BEGUN else spelling


def _one(part: SpellingPart, readings: Readings) -> Wanted:
    if part.kind is SpellingKind.INITIAL:
        return _INITIALS + part.letters[0]
    return _any([_SYLLABLE + syllable for syllable in _meant(part, readings)])


def _pair(first: SpellingPart, second: SpellingPart, readings: Readings) -> Wanted:
    if SpellingKind.INITIAL not in (first.kind, second.kind):
        return _any([_TWO_SYLLABLES + first.letters + _JOIN + syllable for syllable in _meant(second, readings)])
    whole = [_one(part, readings) for part in (first, second) if part.kind is not SpellingKind.INITIAL]
    return _all([_INITIALS + first.letters[0] + second.letters[0], *whole])


def _meant(part: SpellingPart, readings: Readings) -> tuple[str, ...]:
    """The syllables a part can stand for."""
    return (part.letters,) if part.kind is SpellingKind.WHOLE else readings.begun.get(part.letters, ())


def _sounding(spelling: Spelling, readings: Readings) -> Wanted:
    """The words of whatever sounds like a spelling; its initials say too little to be bent as well."""
    if all(part.kind is SpellingKind.INITIAL for part in spelling):
        return NOTHING
    heard = [_heard(part, readings) for part in spelling]
    if len(heard) == 1:
        return _any([_SYLLABLE + syllable for syllable in heard[0]])
    parts: list[Wanted] = []
    for (a, b), (first, second) in zip(itertools.pairwise(spelling), itertools.pairwise(heard), strict=True):
        if SpellingKind.INITIAL in (a.kind, b.kind):
            sides = [
                syllables for part, syllables in ((a, first), (b, second)) if part.kind is not SpellingKind.INITIAL
            ]
            parts += [_any([_SYLLABLE + syllable for syllable in side]) for side in sides]
        else:
            parts.append(_any([_TWO_SYLLABLES + one + _JOIN + two for one in first for two in second]))
    return _all(parts)


def _heard(part: SpellingPart, readings: Readings) -> list[str]:
    mine = sound(part.letters)
    if part.kind is SpellingKind.WHOLE:
        return list(readings.alike.get(mine, ()))
    return [one for like, syllables in readings.alike.items() if like.startswith(mine) for one in syllables]


@lru_cache(maxsize=64)
def mistyped(word: str, readings: Readings) -> tuple[Spelling, ...]:
    """What may have been meant where one letter of a pinyin is wrong, missing, too many, or two are changed over."""
    if not _SHORTEST_TYPO <= len(word) <= _LONGEST_TYPO:
        return ()
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    over = [left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1]
    less = [left + right[1:] for left, right in halves if right]
    wrong = [left + letter + right[1:] for left, right in halves if right for letter in _LETTERS]
    more = [left + letter + right for left, right in halves for letter in _LETTERS]
    variants = dict.fromkeys([*over, *less, *wrong, *more])
    meant = itertools.islice((one for one in variants if one != word and readings.spelt.fullmatch(one)), _MOST_TRIED)
    cut = [readings.cut(variant)[0] for variant in meant]
    found = [spelling for spelling in cut if all(part.kind is not SpellingKind.INITIAL for part in spelling)]
    if len(word) <= _LONGEST_INITIALS and all(part.kind is SpellingKind.INITIAL for part in readings.spell(word)[0]):
        found += [readings.spell(variant)[0] for variant in dict.fromkeys(over) if variant != word]
    found.sort(key=len)
    return tuple(found[:_MOST_VARIANTS])


# Filters -------------------------------------------------------------------------------------------------------------


def _filter_words(filters: Filters) -> list[Wanted]:
    words: list[Wanted] = []
    if filters.state is not None:
        words.append(f"{_FILTER}s{filters.state.value}")
    if filters.place:
        words.append(_place_word(filters.place))
    if filters.first_day is not None and filters.last_day is not None:
        words.append(_any(list(_covering(filters.first_day, filters.last_day))))
    return words


def _place_word(place: str) -> str:
    return f"{_FILTER}p{place.replace('_', '').lower()}"


def _covering(first: date, last: date) -> Iterator[str]:
    """The years, months and days that make up the days from `first` to `last`."""
    day = first
    while day <= last:
        year_end, month_end = date(day.year, 12, 31), _month_end(day)
        if day == date(day.year, 1, 1) and year_end <= last:
            yield f"{_FILTER}y{day:%Y}"
            day = year_end
        elif day.day == 1 and month_end <= last:
            yield f"{_FILTER}m{day:%Y%m}"
            day = month_end
        else:
            yield f"{_FILTER}d{day:%Y%m%d}"
        if day == date.max:
            return
        day += timedelta(days=1)


def _month_end(day: date) -> date:
    return (
        date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1) if day.year < date.max.year else day
    )


# Putting together ----------------------------------------------------------------------------------------------------


def _all(parts: Iterable[Wanted]) -> Wanted:
    kept = tuple(dict.fromkeys(parts))
    if any(part == NOTHING for part in kept):
        return NOTHING
    return kept[0] if len(kept) == 1 else AllWords(kept)


def _any(parts: Iterable[Wanted]) -> Wanted:
    kept = tuple(part for part in dict.fromkeys(parts) if part != NOTHING)
    return kept[0] if len(kept) == 1 else AnyWord(kept)
