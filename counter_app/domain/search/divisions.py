"""The administrative divisions (GB/T 2260): found by name, by pinyin, by first letters and by code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from counter_app.domain.basics.reading import read_code
from counter_app.domain.basics.records import frozen
from counter_app.domain.search.pinyin import Reading, Readings

MOST: Final = 12
"""So many divisions are offered at most."""

_CODE: Final = re.compile(r"\d{6}")
_LETTERS: Final = re.compile(r"[a-z]+")
_OF_PROVINCE: Final = "0000"
_OF_PREFECTURE: Final = "00"
_KINDS: Final = ("", "区", "县", "市")


@frozen
class Division:
    """One province, prefecture or county; `full` is its name with those above it (云南省昭通市大关县)."""

    code: str
    name: str
    full: str

    @property
    def is_county(self) -> bool:
        """Whether it is of the level of a county."""
        return not self.code.endswith(_OF_PREFECTURE)


class Divisions:
    """The table of divisions, and what typed text may mean in it."""

    def __init__(self, names: Mapping[str, str], readings: Readings) -> None:
        """`names` has the name of each code of six digits."""
        self._readings = readings
        self._known = {code: Division(code, name, _full(names, code)) for code, name in sorted(names.items())}

    def of(self, code: str) -> Division | None:
        """The division with this code; None where the table has none."""
        return self._known.get(code)

    def find(self, typed: str) -> tuple[Division, ...]:
        """What `typed` may mean, the likeliest first and counties before what they lie in; empty for nothing typed."""
        text = read_code(typed).lower()
        if not text:
            return ()
        if text.isdigit():
            ranked = [(0, one) for one in self._known.values() if one.code.startswith(text)]
        elif _LETTERS.fullmatch(text):
            ranked = list(self._spelt(text))
        else:
            ranked = [(rank, one) for one in self._known.values() if (rank := _likeness(one, text)) is not None]
        ranked.sort(key=lambda found: (found[0], not found[1].is_county, found[1].code))
        return tuple(one for _rank, one in ranked[:MOST])

    def meant(self, typed: str) -> Division | None:
        """The only division that `typed` names in full, alone or with those above it; None for none or several."""
        text = read_code(typed)
        found = [one for one in self._known.values() if text in (one.name, one.full)]
        return found[0] if len(found) == 1 else None

    def of_place(self, place: str, said: str) -> Division | None:
        """The only division called `place`, with or without 县、区、市; None for none or several.

        Of several of the name those are left of which `said` (the name of an office) names one they lie in.
        """
        names = {f"{place}{kind}" for kind in _KINDS} if place else set()
        found = [one for one in self._known.values() if one.name in names]
        within = [one for one in found if any(above.name in said for above in self._above(one))]
        found = within or found
        return found[0] if len(found) == 1 else None

    def _above(self, one: Division) -> list[Division]:
        return [above for code in _codes_above(one.code) if (above := self._known.get(code)) is not None]

    def _spelt(self, letters: str) -> Iterator[tuple[int, Division]]:
        """Each division whose name begins as `letters` are spelt, with how many characters of it are left."""
        spellings = self._readings.spell(letters)
        for one, readings in self._heard:
            left = [
                len(readings) - len(spelling)
                for spelling in spellings
                if len(spelling) <= len(readings)
                and all(part.fits(reading) for part, reading in zip(spelling, readings, strict=False))
            ]
            if left:
                yield min(left), one

    @cached_property
    def _heard(self) -> list[tuple[Division, list[Reading]]]:
        return [(one, self._readings.of(one.name)) for one in self._known.values()]


def is_code(text: str) -> bool:
    """Whether it is written as a code is."""
    return _CODE.fullmatch(text) is not None


def _codes_above(code: str) -> list[str]:
    above = [code[:2] + _OF_PROVINCE, code[:4] + _OF_PREFECTURE]
    return [one for one in above if one != code]


def _full(names: Mapping[str, str], code: str) -> str:
    return "".join(names[one] for one in (*dict.fromkeys(_codes_above(code)), code) if one in names)


def _likeness(one: Division, text: str) -> int | None:
    """How little a division is like `text`, 0 for its name; None where it is not."""
    if text in (one.name, one.full):
        return 0
    if one.name.startswith(text):
        return 1
    if text in one.name:
        return 2
    rest = iter(one.full)
    return 3 if text[-1] in one.name and all(char in rest for char in text) else None
