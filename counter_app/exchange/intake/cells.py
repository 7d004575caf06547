"""What a cell of a workbook holds, recorded as people would have written it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, TypeAlias

from counter_app.domain.basics.limits import LONGEST_TEXT
from counter_app.domain.forms.answers import Raw
from counter_app.domain.forms.forms import Field, FieldType
from counter_app.exchange.intake.words import words_for_blanked

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

_NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.DECIMAL})
_CODES: Final = frozenset({FieldType.CODE, FieldType.PHONE})
_SCIENTIFIC: Final = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d{1,2}\s*")
_ERRORS: Final = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!"),
    }
)
"""Error values that were pasted, or written by a program, as text."""
_EXACT_DIGITS: Final = 10**15
"""Excel keeps 15 digits of a number; an identity number has 18."""

_FIRST_SERIAL: Final = date(1950, 1, 1).toordinal()
_LAST_SERIAL: Final = date(2100, 1, 1).toordinal()
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_DAY_ZERO_1904: Final = date(1904, 1, 1).toordinal()

AS_TEXT: Final = "先把单元格设为文本格式，再重新填写"


class Unreadable(Exception):  # noqa: N818 - gathered into one refusal, never seen alone
    """The cell cannot be recorded; `args[0]` says why in Chinese."""


def reader_for(field: Field, *, dates_from_1904: bool = False) -> Callable[[Cell], Raw]:
    """A function that records a cell of `field`; it raises `Unreadable`."""
    if field.type is FieldType.DATE:
        return partial(_dated, _DAY_ZERO_1904 if dates_from_1904 else _DAY_ZERO)
    if field.type in _NUMBERS:
        return _counted
    return _coded if field.type in _CODES else _told


def stays(text: str) -> bool:
    """Whether text is recorded untouched whatever the field, so that no reader need be asked; nearly all of it is."""
    return "+" not in text and "#" not in text and len(text) <= LONGEST_TEXT


def _coded(cell: Cell) -> Raw:
    if isinstance(cell, str) and _SCIENTIFIC.fullmatch(cell):
        raise Unreadable(f"号码变成了科学记数法，末尾几位已丢失；{AS_TEXT}")
    return _told(cell)


def _told(cell: Cell) -> Raw:
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS:
        raise Unreadable(f"号码按数字保存，15位以后已丢失；{AS_TEXT}")
    return _counted(cell)


def _dated(day_zero: int, cell: Cell) -> Raw:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < _LAST_SERIAL:
        day = day_zero + math.floor(cell)
        if _FIRST_SERIAL <= day < _LAST_SERIAL:
            return date.fromordinal(day).isoformat()
    return _counted(cell)


def _counted(cell: Cell) -> Raw:
    # Asked for each number of 100,000 rows: what is most frequent stands first.
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise Unreadable("不是数字，重新填写")
        shown = cell if cell.is_integer() else float(f"{cell:.15g}")  # as Excel shows it
        return int(shown) if shown.is_integer() else shown
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        if len(cell) > LONGEST_TEXT:
            raise Unreadable(f"超过{LONGEST_TEXT}字，删减后再导入")
        if cell.strip() in _ERRORS:
            raise Unreadable(words_for_blanked(cell.strip()))
    return cell if isinstance(cell, str | int) else str(cell)
