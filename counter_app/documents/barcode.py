"""Code 128 (ISO/IEC 15417), set B and C: the number of a paper as a counter's scanner reads it.

ReportLab's `Code128Auto` gives the same bars for every number, but wider ones for one reference of a case in four: it
changes the set for runs of digits that are too short. The tests read the bars back with another's reader.
"""

from __future__ import annotations

import re
from typing import Final

_WIDTHS: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
"""The widths of the six bars and gaps of each value, in order; the blanks are for the eye."""

_STEP: Final = 7
_STOP: Final = "2331112"
_START_B: Final = 104
_TO_C: Final = 99
_TO_B: Final = 100
_MODULUS: Final = 103


def code_in(text: str) -> str:
    """The code with which a cell begins; words may follow behind a blank."""
    return text.partition(" ")[0]


def bars(text: str) -> list[int]:
    """The widths of bars and gaps in turn, in modules, a bar first. Raises `ValueError` for what is not ASCII."""
    values = _values(text)
    check = (values[0] + sum(position * value for position, value in enumerate(values))) % _MODULUS
    patterns = (_WIDTHS[_STEP * value : _STEP * value + _STEP] for value in (*values, check))
    return [int(width) for pattern in (*patterns, _STOP) for width in pattern.strip()]


def _values(text: str) -> list[int]:
    if not text or not all(" " <= c <= "~" for c in text):
        raise ValueError("a barcode holds printable ASCII")
    values = [_START_B]
    for part in re.split(r"((?:\d\d){2,})", text):
        if re.fullmatch(r"(?:\d\d){2,}", part):
            values += [_TO_C, *(int(part[i : i + 2]) for i in range(0, len(part), 2)), _TO_B]
        else:
            values += [ord(c) - 32 for c in part]
    if values[-1] == _TO_B:
        values.pop()
    return values
