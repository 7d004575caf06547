"""Numbers of papers: `补字〔2026〕12号` as people read it, `BG2026-0012` as a scanner does (contract, section 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.basics.records import ordered
from counter_app.domain.basics.unseen import without_unseen

SERIES: Final = {
    "material_receipt": ("备收", "BS"),
    "deficiency_notice": ("备告", "BG"),
    "filing_receipt": ("备回", "BH"),
    "change_receipt": ("备变", "BB"),
    "transfer_list": ("备移", "BY"),
    "inspection_record": ("视检", "SJ"),
    "correction_order": ("视改", "SG"),
    "reinspection_record": ("视复", "SF"),
    "tip_record": ("视举", "JB"),
}
"""Document to the characters of its series and the letters on its barcode."""

WORDS: Final = {
    "备收": "收字",
    "备告": "补字",
    "备回": "备字",
    "备变": "变字",
    "备移": "移字",
    "视检": "检字",
    "视改": "责改字",
    "视复": "复查字",
    "视举": "举字",
}
"""Characters of a series, as it is kept, to the words (字) of its numbers on paper (公文 manner), as they ship."""

SHIPPED_WORDS: Final[Mapping[str, str]] = MappingProxyType({})
"""An office's own words where it has none."""

SERIES_NAMES: Final = {
    **{series: series for series in WORDS},
    **{word: series for series, word in WORDS.items()},
    **{letters: series for series, letters in SERIES.values()},
}
"""Everything a series is called on paper, on papers of before or in a barcode, to its characters."""

_WORD: Final = partial(re.compile, r"[\u4e00-\u9fff]{1,4}")

CASE_LETTERS: Final = "AJ"
"""What the reference of a case begins with; it stands as a barcode on papers without a number."""

INSPECTION_LETTERS: Final = "JC"
"""What the id of an inspection begins with; it stands as a barcode on the template taken along."""

ORDER_LETTERS: Final = "ZG"
"""What the id of an order begins with."""

TIP_LETTERS: Final = "JB"
"""What the id of a tip begins with."""

_FULL_WIDTH_BRACKETS: Final = str.maketrans("()", "（）")
_BARCODE = partial(re.compile, r"(?P<letters>[A-Z]{2})(?P<year>\d{4})-(?P<ordinal>\d{4,})")
_AIM_PREFIX = partial(re.compile, r"\][A-Z][0-9A-Z]")
"""What a scanner writes before a code to say its kind (ISO/IEC 15424): `]C0` of a Code 128, `]Q1` of a QR code."""
_PUNCTUATION_OF_INPUT_METHODS = str.maketrans({"\u3011": "]", "\u2014": "-", "\u2013": "-", "\u2212": "-"})


def as_scanned(text: str) -> str:
    """What a scanner typed, in half-width capitals whatever the input method made of it; its prefix stays."""
    return half_width(text).translate(_PUNCTUATION_OF_INPUT_METHODS).upper()


def without_aim_prefix(text: str) -> str:
    """The code itself, of a text in half-width capitals."""
    return _AIM_PREFIX().sub("", text, count=1) if _AIM_PREFIX().match(text) else text


def own_words(words: Mapping[str, str]) -> dict[str, str]:
    """Of an office's `words`, by the characters of their series, those that are not the words as they ship."""
    read = {series: read_text(words.get(series, "")) for series in WORDS}
    return {series: word for series, word in read.items() if word != WORDS[series]}


def faults_of_words(words: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with an office's own words, by the characters of their series; a series left out has its own.

    No two series have the same, and none has what another was called before: their papers would be taken for another's.
    """
    all_words = {**WORDS, **words}
    faults: dict[str, str] = {}
    for series, word in all_words.items():
        same = [other for other, used in all_words.items() if other != series and used == word]
        if not word:
            faults[series] = "填写编号用字"
        elif not _WORD().fullmatch(word):
            faults[series] = "编号用字必须是1至4个汉字，如 收字"
        elif same or SERIES_NAMES.get(word, series) != series:
            faults[series] = f"“{word}”是另一种文书的编号用字，换用别的字"
    return faults


def names_of_series(words: Mapping[str, str]) -> dict[str, str]:
    """`SERIES_NAMES`, and an office's own `words`."""
    return {**SERIES_NAMES, **{word: series for series, word in words.items()}}


def any_of(names: Iterable[str]) -> str:
    """A pattern for one of `names`, the longest that fits."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _written(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<series>{any_of(names)})[^0-9A-Z]{{0,2}}(?P<year>\d{{4}})[^0-9A-Z]{{1,2}}(?P<ordinal>\d{{1,9}})号?"
    )


def full_width_brackets(prefix: str) -> str:
    """A prefix as it is printed: `大公（视）`, also where it was typed `大公(视)`."""
    return prefix.translate(_FULL_WIDTH_BRACKETS)


@ordered
class Number:
    """One number of one yearly series of one office. `ordinal` counts from 1."""

    series: str
    year: int
    ordinal: int

    @property
    def document(self) -> str:
        """The document whose series this is."""
        return next(document for document, (series, _letters) in SERIES.items() if series == self.series)

    def written(self, prefix: str = "", words: Mapping[str, str] = SHIPPED_WORDS) -> str:
        """As it stands on paper: `大公（视）补字〔2026〕12号`, without leading zeros (GB/T 9704: 不编虚位).

        `words` are the office's own, by the characters of their series.
        """
        word = words.get(self.series) or WORDS[self.series]
        return f"{full_width_brackets(prefix)}{word}〔{self.year}〕{self.ordinal}号"

    def written_before(self, prefix: str = "") -> str:
        """As it stood on papers of the templates of before (revision 0): `大公(视)备告〔2026〕0012号`."""
        return f"{prefix}{self.series}〔{self.year}〕{self.ordinal:04d}号"

    @property
    def barcode(self) -> str:
        """As it stands in the barcode: `BG2026-0012`."""
        letters = next(letters for series, letters in SERIES.values() if series == self.series)
        return f"{letters}{self.year}-{self.ordinal:04d}"

    @classmethod
    def scanned(cls, text: str) -> Number | None:
        """The number a barcode holds, None where it is none of ours."""
        match = _BARCODE().fullmatch(without_aim_prefix(as_scanned(without_unseen(text)).strip()))
        if match is None:
            return None
        for series, letters in SERIES.values():
            if letters == match["letters"]:
                return cls(series, int(match["year"]), int(match["ordinal"]))
        return None

    @classmethod
    def read(cls, text: str, words: Mapping[str, str] = SHIPPED_WORDS) -> Number | None:
        """The number somebody wrote: scanned, or copied from a paper with or without its prefix, in any brackets.

        `words` are the office's own; what the words are as they ship is read too.
        """
        names = names_of_series(words)
        match = _written(frozenset(names)).search(half_width(without_unseen(text)).upper().strip())
        if match is None or match.end() != len(match.string):
            return None
        return cls(names[match["series"]], int(match["year"]), int(match["ordinal"]))
