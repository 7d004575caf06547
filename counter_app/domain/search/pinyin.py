"""Pinyin without tones: how characters are read, how typed letters can be cut into syllables, what sounds alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from counter_app.domain.basics.records import frozen

Reading: TypeAlias = tuple[str, ...]
"""The syllables one character may be read as; a Latin letter or a digit is read as itself; empty where nobody knows."""

SPELLINGS: Final = 4
"""So many ways of cutting the same letters are looked at."""
_LONGEST: Final = 6
_TWO_LETTERS: Final = ("zh", "ch", "sh")


class SpellingKind(Enum):
    """What a part of a spelling stands for: a whole syllable, its first letter, or a syllable not typed to its end."""

    WHOLE = "whole"
    INITIAL = "initial"
    BEGUN = "begun"


@frozen
class SpellingPart:
    """The letters that stand for one character."""

    letters: str
    kind: SpellingKind

    def fits(self, reading: Reading) -> bool:
        """Whether a character read so can be meant."""
        if self.kind is SpellingKind.WHOLE:
            return self.letters in reading
        return any(syllable.startswith(self.letters) for syllable in reading)

    def sounds_like(self, reading: Reading) -> bool:
        """Whether a character read so sounds like what is meant."""
        mine = sound(self.letters)
        if self.kind is SpellingKind.WHOLE:
            return any(sound(syllable) == mine for syllable in reading)
        return any(sound(syllable).startswith(mine) for syllable in reading)


Spelling: TypeAlias = tuple[SpellingPart, ...]


@lru_cache(maxsize=1024)
def sound(syllable: str) -> str:
    """What a syllable is to those who tell no difference between zh and z, n and l, h and f, ang and an, v and u."""
    if syllable[1:2] == "h":
        syllable = syllable[0] + syllable[2:]
    syllable = {"n": "l", "f": "h"}.get(syllable[:1], syllable[:1]) + syllable[1:].replace("v", "u")
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


class Readings:
    """The tables of how characters, words and surnames are read."""

    def __init__(
        self,
        characters: Mapping[str, Reading],
        words: Mapping[str, tuple[str, ...]],
        surnames: Mapping[str, Reading],
        edition: str = "",
    ) -> None:
        """`words` and surnames of two characters have one syllable a character; other surnames one or two readings.

        `edition` differs where the tables do.
        """
        self.edition = edition
        self._characters = characters
        self._words: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._words.setdefault(word[0], []).append((word, words[word]))
        self._surnames = surnames

    def of(self, text: str) -> list[Reading]:
        """How each character of `text` is read."""
        found = [self._characters.get(char) or _own(char) for char in text]
        place = 0
        while place < len(text):
            for word, syllables in self._words.get(text[place], ()):
                if text.startswith(word, place):
                    found[place : place + len(word)] = [(syllable,) for syllable in syllables]
                    place += len(word) - 1
                    break
            place += 1
        return found

    def of_person(self, name: str) -> list[Reading]:
        """How each character of a person's name is read, the surname as families read it."""
        found = self.of(name)
        if name[:2] in self._surnames:
            found[:2] = [(syllable,) for syllable in self._surnames[name[:2]]]
        elif name[:1] in self._surnames:
            found[0] = self._surnames[name[:1]]
        return found

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable there is."""
        return frozenset(syllable for reading in self._characters.values() for syllable in reading)

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """`sound` to the syllables that sound so."""
        found: dict[str, list[str]] = {}
        for syllable in sorted(self.syllables):
            found.setdefault(sound(syllable), []).append(syllable)
        return {key: tuple(group) for key, group in found.items()}

    @cached_property
    def begun(self) -> Mapping[str, tuple[str, ...]]:
        """The first letters of syllables (one or more) to the syllables that begin so."""
        found: dict[str, list[str]] = {}
        for syllable in sorted(self.syllables):
            for length in range(1, len(syllable) + 1):
                found.setdefault(syllable[:length], []).append(syllable)
        return {key: tuple(group) for key, group in found.items()}

    @cached_property
    def spelt(self) -> re.Pattern[str]:
        """Matches letters that are whole syllables, of which the last may be only begun (with two letters or more)."""
        begun = [letters for letters in self.begun if len(letters) > 1]
        return re.compile(f"(?:{_branches(self.syllables)})*(?:{_branches(begun)})?")

    def spell(self, letters: str) -> tuple[Spelling, ...]:
        """The likeliest ways to cut `letters`, those with the fewest parts first. Letters are a to z, lower case."""
        return _cut(self, letters)

    def cut(self, letters: str) -> tuple[Spelling, ...]:
        """As `spell`, reckoned anew."""
        best: list[list[tuple[int, Spelling]]] = [[] for _ in range(len(letters) + 1)]
        best[0] = [(0, ())]
        for start in range(len(letters)):
            if best[start]:
                for part, cost in self._parts_at(letters, start):
                    best[start + len(part.letters)] += [(before + cost, (*way, part)) for before, way in best[start]]
            best[start + 1].sort(key=lambda found: found[0])
            del best[start + 1][SPELLINGS:]
        return tuple(way for _cost, way in best[-1])

    def _parts_at(self, letters: str, start: int) -> list[tuple[SpellingPart, int]]:
        """The parts that can stand at `start`, each with what it costs: whole syllables are the likeliest."""
        rest = letters[start:]
        may_go_on = 1 < len(rest) < _LONGEST and rest not in _TWO_LETTERS and bool(self.begun.get(rest))
        found = [
            (SpellingPart(piece, SpellingKind.WHOLE), 10)
            for length in range(1, min(_LONGEST, len(rest)) + 1)
            if (piece := rest[:length]) in self.syllables and not (may_go_on and length == len(rest))
        ]
        if may_go_on:
            found.append((SpellingPart(rest, SpellingKind.BEGUN), 10 if rest in self.syllables else 11))
        found.append((SpellingPart(rest[0], SpellingKind.INITIAL), 30 if rest[0] in "iuv" else 13))
        if rest[:2] in _TWO_LETTERS:
            found.append((SpellingPart(rest[:2], SpellingKind.INITIAL), 12))
        return found


@lru_cache(maxsize=512)
def _cut(readings: Readings, letters: str) -> tuple[Spelling, ...]:
    return readings.cut(letters)


def _branches(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longer ones first, that looks at each letter once."""
    after: dict[str, list[str]] = {}
    for word in words:
        if word:
            after.setdefault(word[0], []).append(word[1:])
    branches = [f"{letter}{_branches(rest)}" for letter, rest in sorted(after.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}"


def _own(char: str) -> Reading:
    return (char.lower(),) if char.isascii() and char.isalnum() else ()
