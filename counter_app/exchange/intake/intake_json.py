"""Reads JSON intake files: the keys of the form, nested; what cannot be meant is refused by its key."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NoReturn, TypeAlias

from counter_app.domain.basics.limits import LONGEST_TEXT, MOST_ROWS
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.filing.filing import FilingKind
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import FieldType, Form, Group, MaterialKind
from counter_app.exchange.incoming import MEGABYTE, too_many_rows
from counter_app.exchange.intake.remarks import Remarks, quoted

LARGEST_JSON: Final = 32 * MEGABYTE

_Object: TypeAlias = Mapping[str, Any]
_MEND: Final = "改正这一处后再导入"
_HEAD: Final = frozenset({"kind", "changes", "received_on", "materials", "confirmed"})
_MATERIAL_KEYS: Final = frozenset({"state", "defects", "note", "original", "count", "pages"})
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_COMMENTS: Final = ("//", "/*", "#")
_LONGEST_NUMBER: Final = 40
_EXACT_DIGITS: Final = 10**15
"""From here on a number with a point or an exponent no longer says each of its digits."""
_NOT_TEXT: Final = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.FLAG})
_MOST_KEYS: Final = 500
"""Of one object: ten times what any form asks."""
_MOST_PARTS: Final = 100
"""Of one answer that is a list."""
_MOST_SHEETS: Final = 100_000


def read_intake(content: bytes, form: Form) -> IntakeFile:
    """Read a JSON intake file. Raises `Refusal` naming the key that cannot be accepted, or where an error stands."""
    written = _parsed(content)
    if not isinstance(written, dict):
        _refuse("文件的最外层应是一个对象 { }")
    return _Reading(form, written).intake()


# From bytes to plain objects ------------------------------------------------------------------------------------


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - whatever stands in the file
    if len(content) > LARGEST_JSON:
        raise Refusal(f"JSON 收件文件超过{LARGEST_JSON // MEGABYTE}兆字节，不读入", "分成几份后再导入")
    if b"\0" in content[:4]:  # UTF-16 and UTF-32 without a mark: bytes that may pass for UTF-8
        raise _not_utf_8()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf_8() from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        if text.startswith(_COMMENTS, error.pos):
            raise Refusal(f"第{error.lineno}行有注释，JSON 收件文件里不能有注释", "删去注释后再导入") from error
        raise Refusal(f"第{error.lineno}行第{error.colno}个字符处不是正确的 JSON", _MEND) from error
    except RecursionError as error:
        raise Refusal("文件里的括号嵌套过深，不是收件文件", _MEND) from error


def _not_utf_8() -> Refusal:
    return Refusal("文件不是 UTF-8 编码", "用记事本打开，另存时编码选 UTF-8，再导入")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        _refuse(f"键 {quoted(twice)} 在同一处写了两次")
    return found


def _refuse_constant(name: str) -> NoReturn:
    _refuse(f"{name} 不是数字")


def _whole_number(text: str) -> int | str:
    """A number longer than any code stays as it is typed: turning it over would take long and lose nothing."""
    return int(text) if len(text) <= _LONGEST_NUMBER else text


class _Rounded(float):
    """A number with a point or an exponent that keeps not every digit that was typed."""


def _number(text: str) -> float | str:
    number = float(text)
    if not math.isfinite(number):
        return text
    rounded = abs(number) >= _EXACT_DIGITS or Decimal(text) != Decimal(repr(number))
    return _Rounded(number) if rounded else number


def _refuse(sentence: str) -> NoReturn:
    raise Refusal(f"收件文件无法读取：{sentence}", _MEND)


# From plain objects to answers ----------------------------------------------------------------------------------


class _Reading:
    """One intake file being read."""

    def __init__(self, form: Form, written: _Object) -> None:
        self._form = form
        self._written = written
        self._remarks = Remarks()
        self._sections = {key.partition(".")[0] for key in form.fields} | {section.key for section in form.sections}

    def intake(self) -> IntakeFile:
        for key in self._written:
            if key not in _HEAD and key not in self._sections and key not in self._form.groups:
                _refuse(f"不认识的键 {quoted(key)}")
        raw: dict[str, Raw] = {}
        rows: dict[str, list[Answers]] = {}
        for key, value in self._written.items():
            if key in self._form.groups:
                rows[key] = self._rows(self._form.groups[key], value)
            elif key not in _HEAD and value is not None:
                self._section(key, value, raw)
        answers = Answers(self._form, raw, rows)
        confirmed = self._confirmed(answers)
        return IntakeFile(
            answers,
            self._materials(),
            self._kind(),
            self._received_on(),
            self._remarks.warnings,
            self._changes(),
            confirmed,
        )

    def _section(self, path: str, value: Any, into: dict[str, Raw]) -> None:  # noqa: ANN401 - unjudged JSON
        if not isinstance(value, dict):
            _refuse(f"{path} 应是一个对象 {{ }}")
        _refuse_too_many(path, value, _MOST_KEYS)
        for name, answer in value.items():
            key = f"{path}.{_clean(name)}"
            if isinstance(answer, dict) and any(known.startswith(f"{key}.") for known in self._form.fields):
                self._section(key, answer, into)
                continue
            if key not in self._form.fields:
                self._remarks.warn(f"表单里没有 {quoted(key)}，内容保留，不参与核对")
            if key in into:
                _refuse(f"{quoted(key)} 写了两次")
            field = self._form.fields.get(key)
            into[key] = self._answer(key, answer, field.type if field else None)

    def _rows(self, group: Group, value: Any) -> list[Answers]:  # noqa: ANN401 - unjudged JSON
        if value is None:
            return []
        if not isinstance(value, list):
            _refuse(f"{group.key} 应是一个列表 [ ]")
        if len(value) > MOST_ROWS:
            raise too_many_rows(group.key)
        rows = [self._row(group, number, row) for number, row in enumerate(value, 1)]
        for number, row in enumerate(rows, 1):
            footer = row.footer()
            if footer is not None:
                self._remarks.warn(f"{group.key}[{number}] “{footer}”不是{group.label}里的一项，不参与核对")
        return rows

    def _row(self, group: Group, number: int, row: Any) -> Answers:  # noqa: ANN401 - unjudged JSON
        place = f"{group.key}[{number}]"
        if not isinstance(row, dict):
            _refuse(f"{place} 应是一个对象 {{ }}")
        _refuse_too_many(place, row, _MOST_KEYS)
        head = f"{group.key}[]."
        values: dict[str, Raw] = {}
        for name, answer in row.items():
            short = _clean(name).removeprefix(head)
            if head + short not in self._form.row_fields:
                self._remarks.warn(f"表单的{group.label}里没有 {quoted(short)}，内容保留，不参与核对")
            if short in values:
                _refuse(f"{place}.{quoted(short)} 写了两次")
            field = self._form.row_fields.get(head + short)
            values[short] = self._answer(f"{place}.{short}", answer, field.type if field else None)
        return Answers.row(self._form, values, group.key)

    def _answer(self, key: str, value: Any, kind: FieldType | None) -> Raw:  # noqa: ANN401 - unjudged JSON
        parts = value if isinstance(value, list) else [value]
        _refuse_too_many(key, parts, _MOST_PARTS)
        if kind is not None and kind not in _NOT_TEXT and any(isinstance(part, _Rounded) for part in parts):
            raise Refusal(
                f"收件文件无法读取：{quoted(key)} 按数字保存，15位以后已丢失",
                "加上引号，重新填写后再导入",
            )
        match value:
            case _Rounded():
                return float(value)
            case None | bool() | int() | float():
                return value
            case str():
                return self._text(key, value)
            case list() if all(isinstance(part, str | int | float) for part in value):
                return [self._text(key, str(part)) for part in value]
            case _:
                _refuse(f"{quoted(key)} 应是文字、数字或文字的列表")

    def _text(self, key: str, text: str) -> str:
        """Half a character (a lone surrogate) can be neither kept nor printed; everything else stays as typed."""
        if len(text) > LONGEST_TEXT:
            raise Refusal(f"收件文件无法读取：{quoted(key)} 超过{LONGEST_TEXT}字", "删减这一项后再导入")
        if _SURROGATES.search(text) is None:
            return text
        self._remarks.warn(f"{quoted(key)} 里有残缺的字符，已用 \ufffd 代替")
        return _SURROGATES.sub("\ufffd", text)

    def _kind(self) -> FilingKind:
        written = self._written.get("kind", FilingKind.INITIAL.value)
        if not isinstance(written, str) or written not in set(FilingKind):
            _refuse("kind 应是 " + " 或 ".join(kind.value for kind in FilingKind))
        return FilingKind(written)

    def _changes(self) -> str:
        written = self._written.get("changes")
        if written is None:
            return ""
        if self._kind() is not FilingKind.CHANGE:
            _refuse("changes 只用于备案变更，kind 应是 change")
        if not isinstance(written, str) or is_blank(written):
            _refuse("changes 应是被变更备案的编号，如 BH2026-0012")
        return self._text("changes", written.strip())

    def _received_on(self) -> date | None:
        written = self._written.get("received_on")
        if written is None:
            return None
        day = read_date(str(written)) if isinstance(written, str | int) else None
        if day is None:
            _refuse("received_on 应是日期，如 2026-03-02")
        return day

    def _confirmed(self, answers: Answers) -> tuple[str, ...]:
        """Keys of the fields of which the window saw the very value on a document."""
        written = self._written.get("confirmed")
        if written is None:
            return ()
        if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
            _refuse('confirmed 应是键的列表，如 ["agent.id_number"]')
        _refuse_too_many("confirmed", written, _MOST_KEYS)
        found = []
        for key in dict.fromkeys(written):
            field = self._form.fields.get(key)
            if field is None:
                _refuse(f"confirmed 里的 {quoted(key)} 不是表单的字段")
            if not field.confirm:
                self._remarks.warn(f"{quoted(key)} 不需要与证件核对，confirmed 里的这一项不起作用")
            elif not answers.text(key):
                self._remarks.warn(f"{quoted(key)} 没有填写，confirmed 里的这一项不起作用")
            else:
                found.append(key)
        return tuple(found)

    # Papers

    def _materials(self) -> dict[str, Material]:
        written = self._written.get("materials")
        if written is None:
            return {}
        if not isinstance(written, dict):
            _refuse("materials 应是一个对象 { }")
        found = {}
        for key, value in written.items():
            kind = self._form.material_kinds.get(key)
            if kind is None:
                _refuse(f"表单里没有材料 {quoted(key)}")
            found[key] = self._material(kind, value)
        return found

    def _material(self, kind: MaterialKind, value: Any) -> Material:  # noqa: ANN401 - unjudged JSON
        place = f"materials.{kind.key}"
        if not isinstance(value, dict):
            _refuse(f"{place} 应是一个对象 {{ }}")
        for key in value:
            if key not in _MATERIAL_KEYS:
                _refuse(f"{place} 里有不认识的键 {quoted(key)}")
        state = value.get("state")
        if not isinstance(state, str) or state not in set(MaterialState):
            _refuse(f"{place}.state 应是 " + "、".join(known.value for known in MaterialState) + " 之一")
        defects = self._defects(kind, value.get("defects"))
        if state == MaterialState.REJECTED and not defects:
            _refuse(f"{place} 判为 rejected，要在 defects 里写明问题")
        if state != MaterialState.REJECTED and defects:
            _refuse(f"{place} 有 defects，state 应是 rejected")
        note = value.get("note")
        if not isinstance(note, str | None):
            _refuse(f"{place}.note 应是文字")
        original = value.get("original", True)
        if not isinstance(original, bool):
            _refuse(f"{place}.original 应是 true 或 false")
        count, pages = (self._sheets(f"{place}.{key}", value.get(key, 1)) for key in ("count", "pages"))
        return Material(MaterialState(state), defects, self._text(place, note or ""), original, count, pages)

    def _defects(self, kind: MaterialKind, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - unjudged JSON
        place = f"materials.{kind.key}.defects"
        if value is None:
            return ()
        if not isinstance(value, list):
            _refuse(f"{place} 应是一个列表 [ ]")
        for code in value:
            if not isinstance(code, str) or kind.defect(code) is None:
                _refuse(f"{place} 里没有名为 {quoted(str(code))} 的问题")
        return tuple(dict.fromkeys(value))

    def _sheets(self, place: str, value: Any) -> int:  # noqa: ANN401 - unjudged JSON
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_SHEETS:
            _refuse(f"{place} 应是1以上的整数")
        return value


def _refuse_too_many(key: str, things: Collection[object], most: int) -> None:
    if len(things) > most:
        raise Refusal(f"收件文件无法读取：{quoted(key)} 超过{most}项", "删减这一项后再导入")


def _clean(name: str) -> str:
    """A key that can be kept."""
    return _SURROGATES.sub("\ufffd", name)
