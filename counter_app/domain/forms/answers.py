"""Answers: what was typed, kept as typed, and read tolerantly when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from counter_app.domain.basics import reading
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.forms import Field, FieldType, Problem
from counter_app.domain.forms.list_footers import footer_label

if TYPE_CHECKING:
    from counter_app.domain.forms.findings import Deficiency, ListFindings
    from counter_app.domain.forms.forms import Form
    from counter_app.domain.forms.row_findings import RowFindings

Raw: TypeAlias = str | int | float | bool | date | list[str] | None
Typed: TypeAlias = str | bool | list[str]
"""A raw value as the screen gives it, and as JSON keeps it."""
Value: TypeAlias = str | int | Decimal | date | bool | tuple[str, ...]

_SEPARATORS: Final = partial(re.compile, r"[、,，;；/|\n]+")
_YES: Final = frozenset({"是", "TRUE", "1", "YES", "Y", "√", "有"})
_NO: Final = frozenset({"否", "FALSE", "0", "NO", "N", "无"})


class Rows(tuple["Answers", ...]):  # noqa: SLOT001 - a tuple takes no slots beside its items
    """The rows of one list, and what is known of them as a whole: shared by all answers that have this very list."""

    judged: ListFindings | None = None
    """What they came to when they were last judged."""
    _filled: tuple[Answers, ...] | None = None

    @property
    def filled(self) -> tuple[Answers, ...]:
        """The rows that hold an item."""
        if self._filled is None:
            self._filled = tuple(row for row in self if not row.is_empty())
        return self._filled


_NO_ROWS: Final = Rows()
_NO_LISTS: Final[dict[str, Rows]] = {}
"""Of a row, which has none; never written into."""


class Answers:
    """The answers of one case, or of one row of it. Immutable; a change makes a new object that shares the rest.

    `raw` maps keys (`unit.name`; in a row `devices[].location`) to what was typed. `rows` maps a group's key to
    its rows. Keys the form does not know are kept and ignored, so that nothing is lost between editions.
    """

    __slots__ = ("_empty", "_fields", "_raw", "_readings", "_rows", "form", "judged", "told", "told_at")

    def __init__(
        self, form: Form, raw: Mapping[str, Raw] | None = None, rows: Mapping[str, Iterable[Answers]] | None = None
    ) -> None:
        """Take answers for `form`; nothing is judged here."""
        self.form = form
        self._fields: Mapping[str, Field] = form.fields
        self._raw: dict[str, Raw] = dict(raw) if raw else {}
        self._rows: dict[str, Rows] = {key: Rows(group) for key, group in rows.items()} if rows else _NO_LISTS
        self._readings: dict[str, tuple[Value | None, Problem | None]] = {}
        self._empty: bool | None = None
        self.judged: RowFindings | None = None
        self.told: tuple[Deficiency, ...] = ()
        """What this row lacks, as it was last told under the number `told_at`."""
        self.told_at = 0

    @classmethod
    def row(cls, form: Form, values: Mapping[str, Raw], group: str = "devices") -> Answers:
        """One row of `group`; `values` by the fields' short names (`location`) or full keys (`devices[].location`)."""
        row = cls(form)
        row._fields = form.row_fields
        row._raw = {key if "[]" in key else f"{group}[].{key}": value for key, value in values.items()}
        return row

    @property
    def raw(self) -> Mapping[str, Raw]:
        """Everything that was typed, by key, untouched."""
        return self._raw

    def rows(self, group: str = "devices") -> tuple[Answers, ...]:
        """The rows of `group`; empty where none were keyed. Rows without an item do not count (`is_empty`)."""
        return self.list_of(group).filled

    def numbered_rows(self, group: str = "devices") -> list[tuple[int, Answers]]:
        """The rows that hold an item, each with its place in the list, counted from 1."""
        rows = self.list_of(group)
        every = len(rows.filled) == len(rows)
        return [(number, row) for number, row in enumerate(rows, 1) if every or not row.is_empty()]

    def list_of(self, group: str) -> Rows:
        """The rows of `group` as they stand, empty ones included."""
        return self._rows.get(group, _NO_ROWS)

    def all_rows(self) -> Mapping[str, tuple[Answers, ...]]:
        """Every group's rows as they stand, empty ones included."""
        return self._rows

    def is_empty(self) -> bool:
        """Whether this row holds no item: nothing was typed in it, or it is a total or a signature below the list."""
        if self._empty is None:
            self._empty = all(_blank(value) for value in self._raw.values()) or self.footer() is not None
        return self._empty

    def footer(self) -> str | None:
        """合计 or 填表人, where this row is one below the list; else None."""
        return footer_label(self._raw.values())

    def with_answer(self, key: str, raw: Raw) -> Answers:
        """The same answers with one changed."""
        changed = Answers.__new__(Answers)
        changed.form, changed._fields, changed._rows = self.form, self._fields, self._rows  # noqa: SLF001
        changed._raw = {**self._raw, key: raw}  # noqa: SLF001
        changed._readings = {k: v for k, v in self._readings.items() if k != key}  # noqa: SLF001
        changed._empty = None  # noqa: SLF001
        changed.judged, changed.told, changed.told_at = None, (), 0
        return changed

    def with_rows(self, rows: Iterable[Answers], group: str = "devices") -> Answers:
        """The same answers with the rows of `group` replaced; row objects that stay the same are judged only once."""
        changed = self.with_answer("", None)
        del changed._raw[""]  # noqa: SLF001
        changed._rows = {**self._rows, group: Rows(rows)}  # noqa: SLF001
        return changed

    def is_blank(self, key: str) -> bool:
        """Whether nothing was typed under `key`, blanks and placeholders not counted."""
        raw = self._raw.get(key)
        field = self._fields.get(key)
        return _blank(raw) or (field is not None and isinstance(raw, str) and field.is_struck_out(raw))

    def get(self, key: str) -> Value | None:
        """The value read from what was typed; None where it is blank or cannot be read as its type."""
        return self._reading(key)[0]

    def text(self, key: str) -> str:
        """The text or code under `key` as it is read; empty for none."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def reading_problem(self, key: str) -> Problem | None:
        """`MISSING`, `MALFORMED` or `UNLISTED` where the value cannot be had, else None."""
        return self._reading(key)[1]

    def display(self, key: str) -> str:
        """The value in the words of a paper: labels for codes, `2026年3月2日` for dates, the raw text if unreadable."""
        value = self.get(key)
        field = self._fields.get(key)
        if value is None:
            raw = self._raw.get(key)
            return (
                "、".join(raw)
                if isinstance(raw, list)
                else reading.read_text(str(raw))
                if not self.is_blank(key)
                else ""
            )
        return display_value(field, value)

    def _reading(self, key: str) -> tuple[Value | None, Problem | None]:
        found = self._readings.get(key)
        if found is None:
            field = self._fields.get(key)
            raw = self._raw.get(key)
            if raw is None or self.is_blank(key):
                found = _MISSING
            elif field is None:
                found = (reading.read_text(str(raw)), None)
            else:
                found = _read(field, raw)
            self._readings[key] = found
        return found


def display_value(field: Field | None, value: Value) -> str:
    """`value` in the words of a paper."""
    match value:
        case bool():
            return "是" if value else "否"
        case date():
            return reading.chinese_date(value)
        case Decimal():
            return f"{value:f}"
        case tuple():
            return "、".join(_label(field, code) for code in value)
        case str():
            return _label(field, value)
        case _:
            return str(value)


def display_typed(kind: FieldType, typed: str) -> str:
    """What was typed in a field of `kind` in the words of a paper; as typed where it is blank or cannot be read."""
    value, _problem = (None, None) if is_blank(typed) else _READERS[kind](typed)
    return typed if value is None else display_value(None, value)


def _label(field: Field | None, code: str) -> str:
    if field is None or field.code_list is None:
        return code
    return field.code_list.label(code) or code


def _blank(raw: Raw) -> bool:
    match raw:
        case None:
            return True
        case str():
            return is_blank(raw)
        case list():
            return all(_blank(part) for part in raw)
        case _:
            return False


_Reading: TypeAlias = tuple[Value | None, Problem | None]
_MALFORMED: Final[_Reading] = (None, Problem.MALFORMED)
_UNLISTED: Final[_Reading] = (None, Problem.UNLISTED)
_MISSING: Final[_Reading] = (None, Problem.MISSING)


def _read(field: Field, raw: Raw) -> _Reading:
    reader = _READERS.get(field.type)
    return reader(raw) if reader is not None else _READERS_OF_CODES[field.type](field, raw)


def _written(raw: Raw) -> str | None:
    """What somebody could have written: text, or a number as text. A truth value or a list is none."""
    match raw:
        case bool() | list() | None:
            return None
        case date():
            return raw.strftime("%Y-%m-%d")
        case float() if raw.is_integer():
            return str(int(raw))
        case _:
            return str(raw)


def _text(raw: Raw) -> _Reading:
    written = _written(raw)
    return _MALFORMED if written is None else (reading.read_text(written), None)


def _phone(raw: Raw) -> _Reading:
    written = _written(raw)
    return _MALFORMED if written is None else (reading.read_text(reading.half_width(written)), None)


def _code(raw: Raw) -> _Reading:
    written = _written(raw)
    return _MALFORMED if written is None else (reading.read_code(written), None)


def _choice(field: Field, raw: Raw) -> _Reading:
    written = _written(raw)
    if written is None and isinstance(raw, list) and len(raw) == 1:
        written = raw[0]
    if written is None:
        return _MALFORMED
    code = _listed(field, written)
    return _UNLISTED if code is None else (code, None)


def _choices(field: Field, raw: Raw) -> _Reading:
    if isinstance(raw, list):
        parts = [str(part) for part in raw]
    else:
        written = _written(raw)
        if written is None:
            return _MALFORMED
        parts = _SEPARATORS().split(written)
    codes: list[str | None] = []
    for part in parts:
        if not _blank(part):
            code = _listed(field, part)
            # 视频监控 人脸采集: a blank parts two words where the whole is none.
            codes += [code] if code is not None else [_listed(field, word) for word in reading.read_text(part).split()]
    if any(code is None for code in codes):
        return _UNLISTED
    return tuple(dict.fromkeys(code for code in codes if code is not None)), None


def _listed(field: Field, written: str) -> str | None:
    """The code of a label or a code, whatever its width and the blanks within (企 业)."""
    codes = field.code_list
    if codes is None:
        return None
    text = reading.read_text(written)
    plain = reading.half_width(text)
    found = codes.code(text) or codes.code(plain.lower())
    if found is not None or " " not in plain:
        return found
    joined = plain.replace(" ", "")
    return codes.code(joined) or codes.code(joined.lower())


def _integer(raw: Raw) -> _Reading:
    written = _written(raw)
    number = None if written is None else reading.read_whole_number(written)
    return _MALFORMED if number is None else (number, None)


def _decimal(raw: Raw) -> _Reading:
    written = _written(raw)
    number = None if written is None else reading.read_decimal(written)
    return _MALFORMED if number is None else (number, None)


def _date(raw: Raw) -> _Reading:
    written = _written(raw)
    day = None if written is None else reading.read_date(written)
    return _MALFORMED if day is None else (day, None)


def _flag(raw: Raw) -> _Reading:
    if isinstance(raw, bool):
        return raw, None
    written = reading.read_code(_written(raw) or "")
    if written in _YES:
        return True, None
    return (False, None) if written in _NO else _MALFORMED


_READERS: Final[Mapping[FieldType, Callable[[Raw], _Reading]]] = {
    FieldType.TEXT: _text,
    FieldType.MULTILINE: _text,
    FieldType.CODE: _code,
    FieldType.PHONE: _phone,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.DATE: _date,
    FieldType.FLAG: _flag,
}
_READERS_OF_CODES: Final[Mapping[FieldType, Callable[[Field, Raw], _Reading]]] = {
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
}
