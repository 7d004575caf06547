"""What a cell of a workbook holds, put down as a hand would have written it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, TypeAlias

from counter_app.domain.answers import Raw
from counter_app.domain.forms import Field, FieldType

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

_NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.DECIMAL})
_CODES: Final = frozenset({FieldType.CODE, FieldType.PHONE})
_SCIENTIFIC: Final = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d{1,2}\s*")
_EXACT_DIGITS: Final = 10**15
"""Excel keeps 15 digits of a number; an identity number has 18."""

_FIRST_SERIAL: Final = date(1950, 1, 1).toordinal()
_LAST_SERIAL: Final = date(2100, 1, 1).toordinal()
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_DAY_ZERO_1904: Final = date(1904, 1, 1).toordinal()

AS_TEXT: Final = "先把单元格设为文本格式,再重新填写"


class Unreadable(Exception):  # noqa: N818 - gathered into one refusal, never seen alone
    """The cell cannot be put down; `args[0]` says why in Chinese."""


def reader_for(field: Field, *, dates_from_1904: bool = False) -> Callable[[Cell], Raw]:
    """A function that puts down a cell of `field`; it raises `Unreadable`."""
    return partial(_raw, field, _DAY_ZERO_1904 if dates_from_1904 else _DAY_ZERO)


def keeps_text(field: Field) -> bool:
    """Whether text in a cell of `field` is put down untouched, so that no reader need be asked."""
    return field.type not in _CODES


def _raw(field: Field, day_zero: int, cell: Cell) -> Raw:
    match cell:
        case str():
            if field.type in _CODES and _SCIENTIFIC.fullmatch(cell):
                raise Unreadable(f"号码变成了科学记数法,末尾几位已丢失;{AS_TEXT}")
            return cell
        case bool():
            return cell
        case int() | float():
            return _number(field, day_zero, cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _number(field: Field, day_zero: int, number: float) -> Raw:
    if not math.isfinite(number):
        raise Unreadable("不是数字,重新填写")
    if abs(number) >= _EXACT_DIGITS and field.type not in _NUMBERS:
        raise Unreadable(f"号码按数字保存,15位以后已丢失;{AS_TEXT}")
    if field.type is FieldType.DATE:
        day = day_zero + math.floor(number)
        if _FIRST_SERIAL <= day < _LAST_SERIAL:
            return date.fromordinal(day).isoformat()
    return int(number) if float(number).is_integer() else number
