"""Tolerant readers: what people write, turned into codes, dates and numbers before anything is judged.

Tolerated (contract, section 4): blanks around, full-width letters and digits, lower-case codes, hyphens in codes,
five ways of writing a date, any dash in it, midnight
behind it, a unit behind a whole number. What was typed is never changed by reading it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial

from counter_app.domain.basics.unseen import without_unseen

_HYPHENS = partial(re.compile, r"[\s\-\u2010-\u2015\u2212_]+")
_DATE = partial(
    re.compile,
    r"""(?:(?P<y>\d{4})\s*[-/.\u2010-\u2015\u2212]\s*(?P<m>\d{1,2})\s*[-/.\u2010-\u2015\u2212]\s*(?P<d>\d{1,2})
        |(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})
        |(?P<y3>\d{4})\s*年\s*(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})\s*日?)
        (?:(?:\s+|T)0?0:00(?::00(?:\.0{1,6})?Z?)?)?""",
    re.VERBOSE | re.ASCII,
)
_WHOLE = partial(re.compile, r"[+-]?\d{1,18}", re.ASCII)
_LIKE_X = str.maketrans(dict.fromkeys("\N{ROMAN NUMERAL TEN}\N{SMALL ROMAN NUMERAL TEN}×\u0425\u0445\u03a7\u03c7", "X"))
"""Signs that input methods offer for the X of a code: the Roman ten, the multiplication sign, Cyrillic, Greek."""
_UNIT_BEHIND = partial(re.compile, r"(?<=\d)\s*(?:天|日|台|个|套|路|只)$")
_DECIMAL = partial(re.compile, r"[+-]?\d{1,6}(?:\.\d{0,15})?", re.ASCII)


def half_width(text: str) -> str:
    """Full-width ASCII and the ideographic space as their half-width equivalents; every other character untouched."""
    if text.isascii():
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c for c in text)


def read_text(raw: str) -> str:
    """Text as it is printed: NFC, without unseen characters or blanks around; inner blanks joined."""
    return " ".join(unicodedata.normalize("NFC", without_unseen(raw)).split())


def _seen(raw: str) -> str:
    return half_width(without_unseen(raw)).strip()


@lru_cache(maxsize=65536)
def read_code(raw: str) -> str:
    """A code in its written form: half-width, upper case, no blanks, no hyphens."""
    return _HYPHENS().sub("", half_width(without_unseen(raw))).translate(_LIKE_X).upper()


@lru_cache(maxsize=65536)
def read_whole_number(raw: str) -> int | None:
    """The whole number that was written, or None where it is none."""
    text = _UNIT_BEHIND().sub("", _seen(raw))
    return int(text) if _WHOLE().fullmatch(text) else None


@lru_cache(maxsize=65536)
def read_decimal(raw: str) -> Decimal | None:
    """The decimal number that was written (degrees for coordinates), or None where it is none."""
    text = _seen(raw).rstrip("°").strip()
    if not _DECIMAL().fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern leaves nothing that Decimal refuses
        return None


@lru_cache(maxsize=65536)
def read_date(raw: str) -> date | None:
    """The date that was written in one of the five tolerated ways, or None where it is no real date."""
    match = _DATE().fullmatch(_seen(raw))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_shape_problem(raw: str) -> str | None:
    """Say what part of a date is missing, in the order missing, impossible; None where the date is real.

    Returns one of the endings `缺少年份`, `缺少月份`, `缺少日期`, `必须是真实日期`.
    """
    if read_date(raw) is not None:
        return None
    text = _seen(raw)
    parts = [part for part in re.split(r"[-/.年月日\s\u2010-\u2015\u2212]+", text) if part]
    if parts and all(part.isdigit() for part in parts):
        if len(parts[0]) not in (4, 6) and len(parts) < 3:  # noqa: PLR2004 - a year has four digits
            return "缺少年份"
        if len(parts) == 1 and len(parts[0]) == 4:  # noqa: PLR2004
            return "缺少月份"
        if len(parts) == 2 or (len(parts) == 1 and len(parts[0]) == 6):  # noqa: PLR2004
            return "缺少日期"
    return "必须是真实日期"


def chinese_date(day: date) -> str:
    """`2026年3月2日`."""
    return f"{day.year}年{day.month}月{day.day}日"
