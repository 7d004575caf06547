"""Builds a `Form` from the files of one edition; what it cannot accept it refuses with file, key and reason."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import msgspec

from counter_app.catalogue.extending import read_form, read_materials
from counter_app.catalogue.form_files import (
    WrittenCodeList,
    WrittenCondition,
    WrittenDemand,
    WrittenField,
    WrittenForm,
    WrittenGroup,
    WrittenMaterial,
    WrittenRule,
)
from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.forms import checks
from counter_app.domain.forms.forms import (
    Choice,
    CodeList,
    Condition,
    Defect,
    Demand,
    Field,
    FieldType,
    Form,
    Group,
    MaterialKind,
    Rule,
    Section,
    Severity,
)
from counter_app.domain.inspection.office_fields import CLOSED_LIST_KEYS, KEYS
from counter_app.domain.office.office_form import ADDED_KEYS, ALWAYS_DEMANDED, OFFICE_FORM, OFFICE_KEYS
from counter_app.typed_data import read_record

IDENTITY_DOCUMENT = "agent_id"
_OF_THE_AGENT = {"agent.name": "", "agent.id_type": "", "agent.id_number": "与证件一致"}
"""What the window reads off the identity document, each with how it may confirm it."""
_KEY = re.compile(r"[a-z][a-z0-9_]*(\[\])?(\.[a-z][a-z0-9_]*)+")
_RULE_KEYS = frozenset(field.encode_name for field in msgspec.structs.fields(WrittenRule))
_CHINESE = frozenset({FieldType.TEXT, FieldType.MULTILINE, FieldType.CHOICE, FieldType.CHOICES})
_CHOICES = "{choices}"
"""Stands in a requirement for the entries of the field's code list, as they are described."""
_READ_KEYS = {**KEYS, OFFICE_FORM: OFFICE_KEYS}
_WRITTEN = frozenset({FieldType.TEXT, FieldType.CODE, FieldType.PHONE})
_GIVEN = frozenset({"answers", "_answers", "key", "facts"})


def editions(folders: Folders, kind: str = "filing") -> list[str]:
    """The editions there are of one kind of form, oldest first."""
    return folders.editions(kind.partition("/")[0])


def load_form(folders: Folders, kind: str = "filing", edition: str | None = None) -> Form:
    """Load one edition (the newest where none is named). Raises `CatalogueError`.

    A kind may name one of several forms of a folder: `inspection/tip` is `tip.toml` of an edition of `inspection`. An
    edition that has no such file has that of the edition before it. `2025-05.0` is a replaced revision of 2025-05.
    """
    known = editions(folders, kind)
    if not known:
        raise CatalogueError(kind, "", "没有任何版本的表单")
    edition = edition or known[-1]
    base, _slash, part = kind.partition("/")
    if not part:
        return _under(edition, _Edition(folders, f"{base}/{edition}/form.toml").form())
    having = [one for one in sorted({*known, edition}) if one <= edition and folders.has(f"{base}/{one}/{part}.toml")]
    return _under(edition, _Edition(folders, f"{base}/{(having or [edition])[-1]}/{part}.toml").form())


def _under(edition: str, form: Form) -> Form:
    return form if form.edition == edition else replace(form, edition=edition)


def _with_added_fields(folders: Folders, name: str, written: WrittenForm) -> WrittenForm:
    """An office's own form of its data, with the fields that the program has come to ask since it was written."""
    if written.form.kind != OFFICE_FORM:
        return written
    lacking = {*ADDED_KEYS} - {field.key for field in written.field}
    office = next((field for field in written.field if field.key == "office.name"), None)
    if not lacking or office is None:
        return written
    shipped = read_form(folders.shipped(), name).field
    added = [msgspec.structs.replace(field, section=office.section) for field in shipped if field.key in lacking]
    return msgspec.structs.replace(written, field=(*written.field, *added))


class _Edition:
    """One edition in the making: its files and what they must agree on."""

    def __init__(self, folders: Folders, name: str) -> None:
        self._folders = folders
        self._form_name = name
        self._materials_name = f"{name.rpartition('/')[0]}/materials.toml"
        self._written = _with_added_fields(folders, name, read_form(folders, name))
        if IDENTITY_DOCUMENT in self._material_keys():
            self._written = _read_off_the_document(self._written)
        self._keys = [field.key for field in self._written.field]
        self._groups = {group.key for group in self._written.group}

    def _refuse(self, key: str, reason: str) -> CatalogueError:
        return CatalogueError(str(self._folders.find(self._form_name)), key, reason)

    def form(self) -> Form:
        self._refuse_repeats()
        for key in _READ_KEYS.get(self._written.form.kind, ()):
            if key not in self._keys:
                raise self._refuse(key, "程序要用到这个字段，不能去掉")
        if self._written.form.kind == OFFICE_FORM:
            self._refuse_office_fields()
        for field in self._written.field:
            self._refuse_reading_off(field)
        sections = tuple(self._section(section.key) for section in self._written.section)
        head = self._written.form
        return Form(
            kind=head.kind,
            edition=head.edition,
            title=head.title,
            law=head.law,
            sections=sections,
            materials=self._materials(),
            rules=tuple(self._rule(index, raw) for index, raw in enumerate(self._written.rule)),
            extends=head.extends,
            platform_order=self._platform_order(head.platform_order),
        )

    def _platform_order(self, order: tuple[str, ...]) -> tuple[str, ...]:
        known = {*(key for key in self._keys if "[]" not in key), *self._groups}
        for place, key in enumerate(order):
            if key not in known:
                raise self._refuse("form.platform_order", f"没有名为 {key} 的字段或清单")
            if key in order[:place]:
                raise self._refuse("form.platform_order", f"{key} 写了两次")
        return order

    def _refuse_repeats(self) -> None:
        sections = {section.key for section in self._written.section}
        if len(sections) != len(self._written.section):
            raise self._refuse("section", "同一个分区写了两次")
        for key in self._keys:
            if self._keys.count(key) > 1:
                raise self._refuse(key, "同一个字段写了两次")
            if not _KEY.fullmatch(key):
                raise self._refuse(key, "键的写法应为 部分.名称，小写字母、数字和下划线")
        for field in self._written.field:
            if self._place(field) not in sections:
                raise self._refuse(field.key, f"没有名为 {self._place(field)} 的分区")
            if "[]" in field.key and field.key.partition("[]")[0] not in self._groups:
                raise self._refuse(field.key, f"没有名为 {field.key.partition('[]')[0]} 的清单")
        for group in self._written.group:
            if group.section not in sections:
                raise self._refuse(group.key, f"没有名为 {group.section} 的分区")

    def _refuse_office_fields(self) -> None:
        """Of the office only known fields are kept, and without some of them the program cannot work."""
        for field in self._written.field:
            if field.key not in OFFICE_KEYS:
                raise self._refuse(field.key, "机关和窗口的信息不能增加字段")
            if field.type not in _WRITTEN:
                raise self._refuse(field.key, "type 只能是 text、code 或 phone")
            if field.key in ALWAYS_DEMANDED and field.demanded is not True:
                raise self._refuse(field.key, "要写 demanded = true")

    def _refuse_reading_off(self, field: WrittenField) -> None:
        """What the window reads off a material is asked of nobody else, and only a text is compared with a document."""
        if (field.read_off or field.confirm) and "[]" in field.key:
            raise self._refuse(field.key, "清单的列不能写 read_off 和 confirm")
        if field.read_off and field.read_off not in self._material_keys():
            raise self._refuse(field.key, f"read_off 所指的材料 {field.read_off} 不存在")
        if field.read_off and field.demanded is not False:
            raise self._refuse(field.key, "写了 read_off 的由窗口填写，不写 demanded")
        if field.read_off and not field.missing:
            raise self._refuse(field.key, "写了 read_off 的要写明 missing（缺什么）")
        if field.confirm and field.type not in _WRITTEN:
            raise self._refuse(field.key, "写了 confirm 的，type 只能是 text、code 或 phone")
        if field.confirm and not field.read_off and field.demanded is False:
            raise self._refuse(field.key, "只有必需的字段和写了 read_off 的字段才能写 confirm")

    def _place(self, field: WrittenField) -> str:
        if "[]" in field.key:
            group = next((g for g in self._written.group if g.key == field.key.partition("[]")[0]), None)
            return group.section if group is not None else field.key.partition("[]")[0]
        return field.section or field.key.partition(".")[0]

    def _section(self, key: str) -> Section:
        written = next(section for section in self._written.section if section.key == key)
        fields = [f for f in self._written.field if self._place(f) == key]
        group = next((g for g in self._written.group if g.section == key), None)
        return Section(
            key=key,
            label=written.label,
            basis=written.basis,
            fields=tuple(self._field(f, key) for f in fields if "[]" not in f.key),
            group=None if group is None else self._group(group, [f for f in fields if "[]" in f.key]),
            of_visit=written.of_visit,
        )

    def _field(self, written: WrittenField, section: str) -> Field:
        defaults = self._written.defaults
        listed = self._code_list(written)
        requirement = written.requirement or written.hint or defaults.requirement
        return Field(
            key=written.key,
            label=written.label,
            type=written.type,
            section=section,
            demand=self._owed(written, "字段"),
            basis=written.basis,
            missing=written.missing,
            malformed=written.malformed,
            unlisted=written.unlisted,
            requirement=requirement.replace(_CHOICES, listed.described) if listed is not None else requirement,
            hint=written.hint,
            mend=written.mend or defaults.mend,
            code_list=listed,
            sensitive=written.sensitive,
            by_clerk=written.by_clerk,
            placeholders=written.placeholders,
            latin=written.latin or written.type not in _CHINESE,
            shared=written.obtained_by_sharing,
            proposed_workdays=written.proposed_workdays,
            read_off=written.read_off or "",
            confirm=written.confirm,
            where=written.where,
            example=written.example,
        )

    def _group(self, written: WrittenGroup, fields: list[WrittenField]) -> Group:
        if "{row}" not in written.row_label:
            raise self._refuse(written.key, "row_label 要有 {row}")
        defaults = self._written.defaults
        return Group(
            key=written.key,
            label=written.label,
            row_label=written.row_label,
            fields=tuple(self._field(f, written.section) for f in fields),
            demand=self._owed(written, "清单"),
            basis=written.basis,
            missing=written.missing,
            requirement=written.requirement or defaults.requirement,
            mend=written.mend or defaults.mend,
            shared=written.obtained_by_sharing,
        )

    def _owed(self, written: WrittenField | WrittenGroup, what: str) -> Demand | None:
        """The demand for a field or a list (`what`); what is demanded states its law and the words for its lack."""
        demand = self._demand(written.key, written.demanded)
        if demand is not None and not written.basis.strip():
            raise self._refuse(written.key, "必需的项目要写明 basis（法律依据）")
        if demand is not None and not written.missing:
            raise self._refuse(written.key, f"必需的{what}要写明 missing（缺什么）")
        return demand

    def _demand(self, key: str, written: bool | WrittenDemand) -> Demand | None:  # noqa: FBT001 - as it is written
        match written:
            case bool():
                return Demand() if written else None
            case WrittenDemand(when=None, unless=None):
                raise self._refuse(key, "demanded 要写 when 或 unless")
            case WrittenDemand():
                return Demand(self._condition(key, written.when), self._condition(key, written.unless))
            case _ as never:
                typing.assert_never(never)

    def _condition(self, on: str, written: str | WrittenCondition | None) -> Condition | None:
        if written is None:
            return None
        condition = Condition(written) if isinstance(written, str) else Condition(written.key, written.values)
        if condition.key not in self._keys:
            raise self._refuse(on, f"条件所指的字段 {condition.key} 不存在")
        return condition

    def _code_list(self, written: WrittenField) -> CodeList | None:
        listed = written.type in (FieldType.CHOICE, FieldType.CHOICES)
        if listed != bool(written.code_list):
            raise self._refuse(written.key, "选择型字段要有 code_list，其他字段不能有")
        if not listed:
            return None
        closed = _closed_list(written.code_list)
        if closed is not None and self._folders.has(f"code_lists/{written.code_list}.toml"):
            raise self._refuse(written.key, f"列表 {written.code_list} 由程序规定，不能另写")
        return closed or load_code_list(self._folders, written.code_list)

    # Rules ---------------------------------------------------------------------------------------------------------

    def _rule(self, index: int, raw: dict[str, Any]) -> Rule:
        place = f"rule[{index}]({raw.get('on', '?')})"
        known = {key: value for key, value in raw.items() if key in _RULE_KEYS}
        try:
            written = read_record(known, WrittenRule)
        except msgspec.ValidationError as error:
            raise self._refuse(place, str(error)) from error
        on_group = written.on in self._groups
        if not on_group and written.on not in self._keys:
            raise self._refuse(place, f"规则所指的字段 {written.on} 不存在")
        offered = _offered_checks(written.check, on_group=on_group)
        if written.check not in offered:
            raise self._refuse(place, f"没有名为 {written.check} 的检查")
        self._refuse_rule_words(place, written, on_group=on_group)
        function = offered[written.check]
        arguments = {key: _frozen(value) for key, value in raw.items() if key not in _RULE_KEYS}
        self._refuse_arguments(place, function, arguments)
        return Rule(
            on=written.on,
            check=function,
            arguments=arguments,
            severity=written.severity,
            message=written.message,
            basis=written.basis,
            problem=written.problem,
            code=written.code,
            requirement=written.requirement,
            mend=written.mend,
            confirmed=written.confirmed,
            demand=Demand(self._condition(place, written.when), self._condition(place, written.unless)),
            wants_facts="facts" in inspect.signature(function).parameters,
        )

    def _refuse_rule_words(self, place: str, written: WrittenRule, *, on_group: bool) -> None:
        if not written.basis.strip() or not written.message.strip():
            raise self._refuse(place, "规则要写明 message 和 basis")
        if written.severity is Severity.ADVISORY:
            if not written.code and written.problem is None:
                raise self._refuse(place, "提示规则要写 code")
            return
        if on_group or written.problem is None or written.code:
            raise self._refuse(place, "缺项和待核对规则要写 problem，不写 code，且只能用于字段")
        field = next(f for f in self._written.field if f.key == written.on)
        if written.severity is Severity.ENTRY and not field.read_off:
            raise self._refuse(place, "只有写了 read_off 的字段才能有待核对规则")
        if written.severity is Severity.DEFICIENCY and field.demanded is False:
            raise self._refuse(place, "只有必需的字段才能有缺项规则")
        if written.severity is Severity.DEFICIENCY and bool(field.confirm) != bool(written.confirmed):
            raise self._refuse(place, "字段写了 confirm 的，缺项规则要写 confirmed（确认后的提示），没有写的不写")

    def _refuse_arguments(self, place: str, function: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
        wanted = {name for name in inspect.signature(function).parameters if name not in _GIVEN}
        asked = SimpleNamespace(__annotations__={name: function.__annotations__[name] for name in wanted})
        hints = typing.get_type_hints(asked, {**function.__globals__, **_LATE_NAMES})
        for name in arguments:
            if name not in wanted:
                known = "、".join(sorted(wanted)) or "无"
                raise self._refuse(place, f"检查 {function.__name__} 没有参数 {name}（可用：{known}）")
        for name in sorted(wanted):
            if name not in arguments:
                raise self._refuse(place, f"检查 {function.__name__} 缺少参数 {name}")
            if not _fits(arguments[name], hints[name]):
                raise self._refuse(place, f"参数 {name} 的类型不对")
            if name == "pattern":
                self._refuse_pattern(place, arguments[name])
            if name in ("latitude", "id_type", "column", "ticked", "start") and arguments[name] not in self._keys:
                raise self._refuse(place, f"参数 {name} 所指的字段 {arguments[name]} 不存在")
            if name == "group" and arguments[name] not in self._groups:
                raise self._refuse(place, f"参数 group 所指的清单 {arguments[name]} 不存在")

    def _refuse_pattern(self, place: str, pattern: str) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise self._refuse(place, f"pattern 不是正确的表达式：{error}") from error

    # Papers --------------------------------------------------------------------------------------------------------

    def _materials(self) -> tuple[MaterialKind, ...]:
        if not self._form_name.endswith("/form.toml"):
            return ()  # a form that the office fills in itself
        written = self._written_materials
        kinds = [self._material(material) for material in written if material.enabled]
        keys = [material.key for material in written]
        for key in keys:
            if keys.count(key) > 1:
                raise self._refuse_material(key, "同一种材料写了两次")
        return tuple(kinds)

    @cached_property
    def _written_materials(self) -> tuple[WrittenMaterial, ...]:
        folder = self._form_name.rpartition("/")[0]
        return read_materials(self._folders, folder, self._written.form.extends).material

    def _material_keys(self) -> Container[str]:
        if not self._form_name.endswith("/form.toml"):
            return ()
        return {material.key for material in self._written_materials}

    def _refuse_material(self, key: str, reason: str) -> CatalogueError:
        extended = f"{self._written.form.extends}/materials.toml"
        name = self._materials_name if self._folders.has(self._materials_name) else extended
        return CatalogueError(str(self._folders.find(name)), key, reason)

    def _material(self, written: WrittenMaterial) -> MaterialKind:
        if not written.basis.strip():
            raise self._refuse_material(written.key, "启用的材料要写明 basis（法律依据）")
        if written.demanded and not written.not_presented:
            raise self._refuse_material(written.key, "必交的材料要写明 not_presented（缺什么）")
        places = {section.key for section in self._written.section} | self._groups
        for place in written.stands_for:
            if place not in places:
                raise self._refuse_material(written.key, f"stands_for 所指的 {place} 不存在")
        if _is_shown_only(written) and written.stands_for:
            raise self._refuse_material(written.key, "只查验、不收存的材料（shown_only）不能代替填写（stands_for）")
        if any(defect.severity is Severity.ENTRY for defect in written.defect):
            raise self._refuse_material(written.key, "材料的问题只能是缺项或提示")
        codes = [defect.code for defect in written.defect]
        if len(set(codes)) != len(codes):
            raise self._refuse_material(written.key, "同一个问题代码写了两次")
        return MaterialKind(
            key=written.key,
            label=written.label,
            demanded=written.demanded,
            basis=written.basis,
            not_presented=written.not_presented,
            requirement=written.requirement,
            mend=written.mend,
            defects=tuple(
                Defect(
                    code=defect.code,
                    label=defect.label,
                    message=defect.message,
                    severity=defect.severity,
                    requirement=defect.requirement or written.requirement,
                    basis=defect.basis or written.basis,
                    mend=defect.mend or written.mend,
                )
                for defect in written.defect
            ),
            stands_for=written.stands_for,
            original=written.original,
            shared=written.obtained_by_sharing,
            paper_name=written.paper_name,
            shown_only=_is_shown_only(written),
            responsible=written.responsible,
        )


def _read_off_the_document(written: WrittenForm) -> WrittenForm:
    """An office's own file from before there was `read_off` must not send anybody home for what the window typed."""
    implied = {
        f.key for f in written.field if f.key in _OF_THE_AGENT and f.read_off is None and f.demanded is not False
    }

    def read_off(field: WrittenField) -> WrittenField:
        confirm = field.confirm or _OF_THE_AGENT[field.key]
        return msgspec.structs.replace(field, read_off=IDENTITY_DOCUMENT, demanded=False, confirm=confirm)

    def entered(rule: dict[str, Any]) -> dict[str, Any]:
        demanding = rule.get("on") in implied and rule.get("severity") == Severity.DEFICIENCY
        return {**rule, "severity": Severity.ENTRY.value} if demanding else rule

    return msgspec.structs.replace(
        written,
        field=tuple(read_off(field) if field.key in implied else field for field in written.field),
        rule=tuple(map(entered, written.rule)),
    )


def _is_shown_only(written: WrittenMaterial) -> bool:
    """An office's own file from before there was the property must not withhold an identity document either."""
    return written.key == IDENTITY_DOCUMENT if written.shown_only is None else written.shown_only


def load_code_list(folders: Folders, key: str) -> CodeList:
    """One code list by its key. Raises `CatalogueError` where a code or a label stands twice."""
    name = f"code_lists/{key}.toml"
    written = read_toml(folders, name, WrittenCodeList)
    for column in ([item.code for item in written.item], [item.label for item in written.item]):
        if len(set(column)) != len(column):
            raise CatalogueError(str(folders.find(name)), "item", "同一个代码或名称写了两次")
    return CodeList(key, tuple(Choice(item.code, item.label, plain=item.plain) for item in written.item))


def _closed_list(key: str) -> CodeList | None:
    """The code list `key`, where it is one of those that the program itself acts upon."""
    if key not in CLOSED_LIST_KEYS:
        return None
    from counter_app.domain.inspection.code_lists import CLOSED_LISTS  # a new case needs nothing of inspections

    return CLOSED_LISTS[key]


def _offered_checks(name: str, *, on_group: bool) -> Mapping[str, Callable[..., Any]]:
    """The checks of the forms; those of inspections too, once one is asked for that the others do not have."""
    offered = checks.ROW_CHECKS if on_group else checks.CHECKS
    if name not in offered:
        from counter_app.domain.inspection import checks as _inspection_checks  # noqa: F401 - offers its checks
    return offered


class _Unread:
    """Stands for types that only a type checker reads."""


_LATE_NAMES = {"Answers": _Unread, "Facts": _Unread}


def _frozen(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    return tuple(value) if isinstance(value, list) else value


def _fits(value: object, hint: Any) -> bool:  # noqa: ANN401 - a type hint has no type of its own
    if isinstance(hint, types.GenericAlias):
        return isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    return type(value) is hint
