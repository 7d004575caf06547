"""Whether two addresses mean the same place, however they were written. Advisory only: nothing is decided by it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from counter_app.domain.basics.reading import half_width

_NOISE: Final = re.compile(r"[\s,，.。;；:：、·・\-—_~()（）\[\]【】#/“”\"']+")
_NUMERALS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED: Final = re.compile(r"[零〇一二两三四五六七八九十]+(?=号|栋|幢|座|楼|层|单元|室|组|社)")
_DISTRICTS: Final = re.compile(r"^\D{2,7}?(?:自治区|自治州|自治县|特别行政区|地区|省|市|州|盟|县|区|旗)")
_SPELLINGS: Final = (("号楼", "栋"), ("幢", "栋"), ("座", "栋"), ("层", "楼"))
_NUMBER: Final = re.compile(r"\d+")
_LEAST: Final = 4
"""Characters that must be left of an address after its districts."""
_MOST_DIFFERING: Final = 2
_LONG: Final = 8
"""Characters from which on two may differ; in shorter ones only one."""


@lru_cache(maxsize=4096)
def place_key(address: str) -> str:
    """An address without districts before it, widths, blanks, signs and spellings: `翠华镇人民路12`."""
    text = half_width(unicodedata.normalize("NFKC", address)).casefold()
    text = _NOISE.sub("", text)
    text = _COUNTED.sub(lambda match: str(_counted(match[0])), text)
    for written, meant in _SPELLINGS:
        text = text.replace(written, meant)
    text = re.sub(r"(?<=\d)号", "", text)
    while (match := _DISTRICTS.match(text)) and len(text) - match.end() >= _LEAST:
        text = text[match.end() :]
    return text


def _counted(numerals: str) -> int:
    """`十二` as 12; what is no number below a hundred digit by digit."""
    if "十" in numerals:
        tens, _, ones = numerals.partition("十")
        return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)
    return int("".join(str(_NUMERALS[character]) for character in numerals))


def near_same_place(one: str, other: str) -> bool:
    """Whether two addresses are the same or nearly the same: one or two characters differ, or one says more.

    House numbers never differ: 12号 and 13号 are two places.
    """
    first, second = sorted((place_key(one), place_key(other)), key=len)
    if len(first) < _LEAST:
        return bool(first) and first == second
    few, many = _NUMBER.findall(first), _NUMBER.findall(second)
    if second.startswith(first) or second.endswith(first):
        return few == many or (second.startswith(first) and many[: len(few)] == few and bool(few))
    if few != many:
        return False
    return _differing(first, second) <= (_MOST_DIFFERING if len(first) >= _LONG else 1)


def _differing(first: str, second: str) -> int:
    """How many characters must be changed, put in or left out to make one of the other."""
    if abs(len(first) - len(second)) > _MOST_DIFFERING:
        return _MOST_DIFFERING + 1
    before = list(range(len(second) + 1))
    for row, a in enumerate(first, 1):
        line = [row]
        for column, b in enumerate(second, 1):
            line.append(min(before[column] + 1, line[-1] + 1, before[column - 1] + (a != b)))
        before = line
    return before[-1]
