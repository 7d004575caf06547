"""What a form asks: sections, fields, groups of rows, materials, rules. The catalogue makes it from `forms/`.

Keys are those of the contract (`unit.uscc`, `devices[].location`, `authorization_letter`). Every demanded item
carries its legal basis; the catalogue refuses a form in which one is empty.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.reading import half_width
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.unseen import without_unseen

if TYPE_CHECKING:
    from counter_app.domain.forms.facts import Facts


class FieldType(StrEnum):
    """How an answer is read; the screen, the workbook and the papers choose their shape by it."""

    TEXT = "text"
    MULTILINE = "multiline"
    CODE = "code"
    PHONE = "phone"
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    FLAG = "flag"


class Severity(StrEnum):
    """The three kinds of remark: a deficiency blocks filing and stands on the notice; an advisory never does either.

    An entry is the window's to put right: it blocks the receipt, and never the notice.
    """

    DEFICIENCY = "deficiency"
    ENTRY = "entry"
    ADVISORY = "advisory"


class Problem(StrEnum):
    """What can be wrong with one key, in the order in which only the first is told (contract, section 4)."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNLISTED = "unlisted"
    OUT_OF_RANGE = "out_of_range"
    CHECKSUM = "checksum"
    MISMATCH = "mismatch"

    @property
    def rank(self) -> int:
        """0 for the problem told first."""
        return list(Problem).index(self)


@frozen
class Choice:
    """One entry of a code list."""

    code: str
    label: str
    basis: str = ""
    """The article it is about."""

    plain: str = ""
    """What the label means to somebody who does not know the trade: 筒形 for 枪机."""

    @property
    def described(self) -> str:
        """The label with what it means: `枪机（筒形）`."""
        return f"{self.label}（{self.plain}）" if self.plain else self.label

    @property
    def label_with_basis(self) -> str:
        """What is read where it is chosen."""
        return f"{self.label}　{self.basis}".strip()


@frozen
class CodeList:
    """The entries a choice may have, in the order in which they are offered."""

    key: str
    choices: tuple[Choice, ...]

    def label(self, code: str) -> str | None:
        """The Chinese label of `code`, None where the list has no such code."""
        return next((choice.label for choice in self.choices if choice.code == code), None)

    def code(self, text: str) -> str | None:
        """The code that `text` names, itself, by its label or as it is described; None where the list has none."""
        return next((choice.code for choice in self.choices if text in _spellings(choice)), None)

    @property
    def described(self) -> str:
        """All entries as they are described: `枪机（筒形）、半球（半球形）…`."""
        return "、".join(choice.described for choice in self.choices)


def _spellings(choice: Choice) -> tuple[str, ...]:
    return choice.code, choice.label, choice.described, half_width(choice.described)


class Answered(Protocol):
    """What a condition asks of the answers."""

    def is_blank(self, key: str) -> bool:
        """Whether nothing was typed under `key`."""

    def get(self, key: str) -> object:
        """The value under `key` as it is read; None where it is blank or cannot be read."""


@frozen
class Condition:
    """`key` is filled, or has one of `values` where values are given."""

    key: str
    values: tuple[str, ...] = ()

    def holds(self, answers: Answered) -> bool:
        """Whether the condition is met by `answers`."""
        if not self.values:
            return not answers.is_blank(self.key)
        value = answers.get(self.key)
        return any(v in self.values for v in value) if isinstance(value, tuple) else value in self.values


@frozen
class Demand:
    """When an item is demanded: always, only `when` a condition holds, or `unless` one does."""

    when: Condition | None = None
    unless: Condition | None = None

    def applies(self, answers: Answered) -> bool:
        """Whether the item is demanded, given `answers`."""
        if self.when is not None and not self.when.holds(answers):
            return False
        return self.unless is None or not self.unless.holds(answers)

    def binds(self, answers: Answered) -> bool:
        """Whether what was filled in must be right: `unless` excuses from filling in, not from filling in wrongly."""
        return self.when is None or self.when.holds(answers)


@frozen
class Field:
    """One thing that is asked. `demand` None means optional: then it is never a deficiency."""

    key: str
    label: str
    type: FieldType
    section: str
    demand: Demand | None = None
    basis: str = ""
    missing: str = ""
    malformed: str = ""
    unlisted: str = ""
    requirement: str = ""
    hint: str = ""
    mend: str = ""
    code_list: CodeList | None = None
    sensitive: bool = False
    by_clerk: bool = False
    latin: bool = False
    placeholders: tuple[str, ...] = ()
    """Words that strike the item out rather than answer it; where there are any, signs alone do too."""
    shared: bool = False
    """Obtained from another department (《条例》第十四条第三款): not to be asked for, never deficient."""
    proposed_workdays: int = 0
    """Of a date: so many working days after the day of receipt are proposed; 0 for no proposal."""
    read_off: str = ""
    """The material off which the window reads the item: what is wrong with it is an entry, never a deficiency."""
    confirm: str = ""
    """How the window says that it saw the very value on a document (与证件一致); empty where it cannot."""
    where: str = ""
    """Where it is read, or how it is found out."""
    example: str = ""

    @property
    def explanation(self) -> str:
        """What it is (这是什么), a line each: what the law asks, where it is read, an example."""
        asked = "必填" if self.demand is not None else "窗口对照证件填写" if self.read_off else "选填"
        said = (
            ("", f"{self.label}：{asked}" + (f"（{self.basis}）" if self.basis else "")),
            ("要求：", self.requirement if self.is_needed else ""),
            ("怎么填：", self.where),
            ("举例：", self.example),
        )
        return "\n".join(f"{what}{words}" for what, words in said if words)

    @property
    def is_needed(self) -> bool:
        """Whether it has to be filled in for a filing, by the applicant or by the window."""
        return self.demand is not None or bool(self.read_off)

    def is_struck_out(self, text: str) -> bool:
        """Whether `text` fills the space and says nothing: `/`, `——`, or one of the placeholders in any spelling."""
        if not self.placeholders:
            return False
        plain = half_width(without_unseen(text)).casefold()
        said = "".join(c for c in plain if c.isalnum())
        return not said or said in self.placeholders

    @property
    def in_row(self) -> bool:
        """Whether the field is a column of a group of rows, as `devices[].location`."""
        return "[]" in self.key

    @property
    def name(self) -> str:
        """The last part of the key: `location` of `devices[].location`."""
        return self.key.rpartition(".")[2]


@frozen
class Group:
    """A list of rows, as the devices; `row_label` has one blank, `{row}`, counted from 1."""

    key: str
    label: str
    row_label: str
    fields: tuple[Field, ...]
    demand: Demand | None = None
    basis: str = ""
    missing: str = ""
    requirement: str = ""
    mend: str = ""
    shared: bool = False


@frozen
class Section:
    """A part of the form as it stands on the screen and in the papers."""

    key: str
    label: str
    basis: str
    fields: tuple[Field, ...]
    group: Group | None = None
    of_visit: bool = False
    """Asked of whoever stands at the counter (经办人): no part of what is on file about the system."""


@frozen
class Defect:
    """Something a clerk can find wrong with a paper."""

    code: str
    label: str
    message: str
    severity: Severity
    requirement: str
    basis: str
    mend: str


@frozen
class MaterialKind:
    """A paper the applicant hands in. `stands_for` names sections or groups it is an alternative for (第六条)."""

    key: str
    label: str
    demanded: bool
    basis: str
    not_presented: str
    requirement: str
    mend: str
    defects: tuple[Defect, ...]
    stands_for: tuple[str, ...] = ()
    original: bool = True
    shared: bool = False
    paper_name: str = ""
    """The bare name of the thing; `label` may say what it has to be like (加盖单位公章的…)."""
    responsible: str = ""
    """Who made it (责任者), where that is not the unit that hands it in."""
    shown_only: bool = False
    """Looked at and handed back at once, never kept (查验后当场退还): an identity document."""

    @property
    def name(self) -> str:
        """What it is called where it is named and nothing is asked of it: in lists, on papers."""
        return self.paper_name or self.label

    def unusable(self, material: Material) -> bool:
        """Whether `material`, such a paper, was rejected for a defect that has to be mended."""
        if material.state is not MaterialState.REJECTED:
            return False
        found = (self.defect(code) for code in material.defects)
        return any(defect is not None and defect.severity is Severity.DEFICIENCY for defect in found)

    def may_stay(self, material: Material) -> bool:
        """Whether the window may keep `material`: handed in, not only shown, and not to be mended."""
        there = material.state in (MaterialState.ACCEPTED, MaterialState.REJECTED)
        return there and not self.shown_only and not self.unusable(material)

    def defect(self, code: str) -> Defect | None:
        """The defect with this code, None where this paper cannot have it."""
        return next((defect for defect in self.defects if defect.code == code), None)


@frozen
class Rule:
    """A named check on one key (or one group), its severity, and the words for it."""

    on: str
    check: Callable[..., Any]
    arguments: Mapping[str, Any]
    severity: Severity
    message: str
    basis: str
    problem: Problem | None = None
    code: str = ""
    requirement: str = ""
    mend: str = ""
    confirmed: str = ""
    """Words of the advisory that takes the place of the deficiency once the window has confirmed the value."""
    demand: Demand = field(default_factory=Demand)
    wants_facts: bool = False

    def run(self, answers: Answered, facts: Facts) -> Any:  # noqa: ANN401 - True/False, or the offending rows
        """The check's own answer."""
        if self.wants_facts:
            return self.check(answers, key=self.on, facts=facts, **self.arguments)
        return self.check(answers, key=self.on, **self.arguments)


class _Keeping:
    """Gives a record, which has slots only, a place for what `cached_property` found out."""


@frozen
class Form(_Keeping):
    """One edition of one form. Equal only to itself: a case keeps the edition it was filed under."""

    kind: str
    edition: str
    title: str
    law: str
    sections: tuple[Section, ...]
    materials: tuple[MaterialKind, ...]
    rules: tuple[Rule, ...]
    extends: str = ""
    """The edition this one takes over and adds to (`filing/2025-05`): its papers serve here too."""
    platform_order: tuple[str, ...] = ()
    """Keys of fields and groups in the order in which the national platform asks them."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Identity: two forms loaded apart are two forms."""
        return self is other

    @property
    def folder(self) -> str:
        """The folder below `forms/` of its file and its papers: `inspection/2025-05` of the kind `inspection/tip`."""
        return f"{self.kind.partition('/')[0]}/{self.edition}"

    @functools.cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field outside rows, by key, in the order of the form."""
        return {f.key: f for section in self.sections for f in section.fields}

    @functools.cached_property
    def groups(self) -> Mapping[str, Group]:
        """Every group of rows, by key."""
        return {section.group.key: section.group for section in self.sections if section.group is not None}

    @functools.cached_property
    def row_fields(self) -> Mapping[str, Field]:
        """Every field within rows, by key (`devices[].location`)."""
        return {f.key: f for group in self.groups.values() for f in group.fields}

    @functools.cached_property
    def material_kinds(self) -> Mapping[str, MaterialKind]:
        """Every paper of the form, by key."""
        return {kind.key: kind for kind in self.materials}

    @functools.cached_property
    def rules_on(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of each key, the problem told first standing first."""
        by_key: dict[str, list[Rule]] = {}
        for rule in self.rules:
            by_key.setdefault(rule.on, []).append(rule)
        return {key: tuple(sorted(rules, key=_rank)) for key, rules in by_key.items()}

    @functools.cached_property
    def papers_for(self) -> Mapping[str, tuple[MaterialKind, ...]]:
        """Section or group key to the papers that are an alternative for it."""
        wanted: dict[str, list[MaterialKind]] = {}
        for kind in self.materials:
            for key in kind.stands_for:
                wanted.setdefault(key, []).append(kind)
        return {key: tuple(kinds) for key, kinds in wanted.items()}


def _rank(rule: Rule) -> int:
    return len(Problem) if rule.problem is None else rule.problem.rank
