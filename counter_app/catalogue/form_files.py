"""The shapes of `form.toml`, `materials.toml` and the code lists, as they are written. Unknown keys are refused."""

from typing import Any

import msgspec

from counter_app.domain.forms.forms import FieldType, Problem, Severity


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """A table of a file in which every key must be known."""


class WrittenCondition(Written):
    """`{ key = "system.place_category", is = ["education"] }`; without `is`, the key is filled."""

    key: str
    values: tuple[str, ...] = msgspec.field(name="is", default=())


class WrittenDemand(Written):
    """`{ unless = "unit.uscc_absence_reason" }` or `{ when = { key = …, is = […] } }`."""

    when: str | WrittenCondition | None = None
    unless: str | WrittenCondition | None = None


class WrittenHead(Written):
    """`[form]`. `extends` names the edition (`filing/2025-05`) whose whole content this one takes over and adds to.

    `without` names the codes of those of its rules that make no sense here. `platform_order` names fields and groups in
    the order in which the national platform asks them.
    """

    kind: str
    edition: str
    title: str
    law: str = ""
    extends: str = ""
    without: tuple[str, ...] = ()
    platform_order: tuple[str, ...] = ()


class WrittenDefaults(Written):
    """`[defaults]`: words for demanded items that have none of their own."""

    requirement: str = ""
    mend: str = ""


class WrittenSection(Written):
    """`[[section]]`."""

    key: str
    label: str
    basis: str = ""
    of_visit: bool = False


class WrittenField(Written):
    """`[[field]]`."""

    key: str
    label: str
    type: FieldType
    section: str = ""
    demanded: bool | WrittenDemand = False
    basis: str = ""
    missing: str = ""
    malformed: str = ""
    unlisted: str = ""
    requirement: str = ""
    hint: str = ""
    mend: str = ""
    code_list: str = ""
    sensitive: bool = False
    by_clerk: bool = False
    latin: bool = False
    placeholders: tuple[str, ...] = ()
    obtained_by_sharing: bool = False
    proposed_workdays: int = 0
    read_off: str | None = None
    confirm: str = ""
    where: str = ""
    example: str = ""


class WrittenGroup(Written):
    """`[[group]]`."""

    key: str
    section: str
    label: str
    row_label: str
    demanded: bool | WrittenDemand = False
    basis: str = ""
    missing: str = ""
    requirement: str = ""
    mend: str = ""
    obtained_by_sharing: bool = False


class WrittenRule(Written):
    """The known keys of `[[rule]]`; whatever else it has are arguments of its check."""

    check: str
    on: str
    severity: Severity
    message: str
    basis: str
    problem: Problem | None = None
    code: str = ""
    requirement: str = ""
    mend: str = ""
    confirmed: str = ""
    when: str | WrittenCondition | None = None
    unless: str | WrittenCondition | None = None


class WrittenForm(Written):
    """`form.toml`."""

    form: WrittenHead
    section: tuple[WrittenSection, ...] = ()
    field: tuple[WrittenField, ...] = ()
    defaults: WrittenDefaults = msgspec.field(default_factory=WrittenDefaults)
    group: tuple[WrittenGroup, ...] = ()
    rule: tuple[dict[str, Any], ...] = ()


class WrittenDefect(Written):
    """`[[material.defect]]`."""

    code: str
    label: str
    message: str
    severity: Severity = Severity.DEFICIENCY
    requirement: str = ""
    basis: str = ""
    mend: str = ""


class WrittenMaterial(Written):
    """`[[material]]`."""

    key: str
    label: str
    basis: str
    requirement: str
    mend: str
    demanded: bool = False
    enabled: bool = True
    original: bool = True
    not_presented: str = ""
    stands_for: tuple[str, ...] = ()
    obtained_by_sharing: bool = False
    paper_name: str = ""
    shown_only: bool | None = None
    responsible: str = ""
    defect: tuple[WrittenDefect, ...] = ()


class WrittenMaterials(Written):
    """`materials.toml`."""

    material: tuple[WrittenMaterial, ...] = ()


class WrittenChoice(Written):
    """`[[item]]` of a code list; `plain` says in everyday words what a term of the trade means."""

    code: str
    label: str
    plain: str = ""


class WrittenCodeList(Written):
    """A file of `code_lists/`."""

    title: str
    source: str
    item: tuple[WrittenChoice, ...]
