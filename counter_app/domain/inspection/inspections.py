"""Inspections (监督检查, 《规定》第十条至第十三条): what is looked at, by whom, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Typed
from counter_app.domain.forms.findings import Deficiency

OUTSIDE_ARTICLE_7: Final = "outside_article_7"
"""The category (`place_category`) of other public places (《条例》第九条)."""


class InspectionKind(Labelled):
    """一般检查 (第十一条, by a 派出所), 专业检查 (by the 科技信息化部门), 其他公共场所检查 (第十二条)."""

    GENERAL = "general", "一般检查"
    PROFESSIONAL = "professional", "专业检查"
    OTHER_PLACE = "other_place", "其他公共场所检查"


class Compliance(Labelled):
    """What was found of one item."""

    CONFORMS = "conforms", "符合"
    BREACH = "breach", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"
    NOT_INSPECTED = "not_inspected", "未查"


class Formality(Labelled):
    """What the officers did before they looked at anything: showed who they are, told what those present may do."""

    IDENTIFIED = "identified", "已出示证件"
    INFORMED = "informed", "已告知，在场人员表示清楚"


class OrderForm(Labelled):
    """责令改正 at once, or 责令限期改正 by a date (第十四条)."""

    AT_ONCE = "at_once", "责令改正"
    BY_DATE = "by_date", "责令限期改正"

    @property
    def paper_title(self) -> str:
        """What an order of this form is called, on paper and on screen."""
        return f"{self.label}通知书"


class Consequence(StrEnum):
    """What the law has follow a breach.

    A penalty case is opened only once 拒不改正 was recorded, or where the law punishes at once; this program never
    prints a fine. 警告 of 《条例》第三十条 is given together with the order, in a procedure of its own.
    """

    ORDER_ONLY = "order_only"
    PENALTY_AFTER_REFUSAL = "penalty_after_refusal"
    PENALTY_AT_ONCE = "penalty_at_once"
    WARNING_AT_ONCE = "warning_at_once"

    @property
    def at_once(self) -> bool:
        """Whether the law punishes whether or not it is mended."""
        return self in (Consequence.PENALTY_AT_ONCE, Consequence.WARNING_AT_ONCE)


@frozen
class Breach:
    """One way in which an item can be wrong, with its law.

    `fact` is how a transcript and an order name it, `violated` the article breached, `basis` that of the order,
    `mend` what is to be done, `forms` the orders the law knows for it, the usual one first, `warns` what follows if it
    is not mended, in words and without an amount of money. `kinds` are the inspections that may find it, where they are
    not simply those of its item (《条例》第七条第三款 is no law for places of 第九条); empty means all of them.
    """

    key: str
    fact: str
    violated: str
    basis: str
    mend: str
    forms: tuple[OrderForm, ...]
    consequence: Consequence = Consequence.ORDER_ONLY
    warns: str = ""
    kinds: frozenset[InspectionKind] = frozenset()


@frozen
class InspectionItem:
    """One item of 第十条, or a local one with a basis of its own (第二十一条).

    `number` is its place in 第十条, 0 for a local one. `stressed_in` are the kinds that look at it first; `kinds` all
    in which it may be looked at: for other public places only those which 《条例》第九条 leaves standing.
    `look_at` and `evidence` are lines for the officer.
    """

    key: str
    number: int
    label: str
    short: str
    basis: str
    kinds: frozenset[InspectionKind]
    stressed_in: frozenset[InspectionKind]
    look_at: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()

    def breach(self, key: str) -> Breach | None:
        """The breach with this key, None where the item knows none."""
        return next((breach for breach in self.breaches if breach.key == key), None)

    def breaches_in(self, kind: InspectionKind) -> tuple[Breach, ...]:
        """The breaches that an inspection of this kind may find, in order."""
        return tuple(breach for breach in self.breaches if not breach.kinds or kind in breach.kinds)


@frozen
class InspectionCatalogue:
    """The items of one edition, those of 第十条 in order and the local ones after them."""

    edition: str
    law: str
    items: tuple[InspectionItem, ...]

    def of_kind(self, kind: InspectionKind) -> tuple[InspectionItem, ...]:
        """The items that an inspection of this kind may look at, in order."""
        return tuple(item for item in self.items if kind in item.kinds)

    def stressed(self, kind: InspectionKind) -> tuple[InspectionItem, ...]:
        """Those it looks at first (第十一条第二款、第十二条)."""
        return tuple(item for item in self.items if kind in item.stressed_in)

    def item(self, key: str) -> InspectionItem | None:
        """The item with this key, None where there is none."""
        return next((item for item in self.items if item.key == key), None)


@frozen
class Officer:
    """Who inspects: name and badge number (警号)."""

    name: str
    badge: str


@frozen
class InspectedPlace:
    """What is inspected, as it was known then. `reference` is the filed case, empty for an unfiled place.

    `devices` counts the cameras on file, 0 where nothing is known; `platform_number` is the 备案编号.
    """

    unit: str
    address: str
    reference: str = ""
    uscc: str = ""
    category: str = ""
    system: str = ""
    platform_number: str = ""
    filed_on: date | None = None
    devices: int = 0
    retention_days: int | None = None
    phone: str = ""
    legal_representative: str = ""


@frozen
class ItemResult:
    """What was found of one item; `breaches` are keys of the catalogue where it is wrong, `note` what was seen."""

    found: Compliance = Compliance.NOT_INSPECTED
    note: str = ""
    breaches: tuple[str, ...] = ()


class SignedAs(StrEnum):
    """How a paper was signed by the one who was present: signed, refused, or nobody was there to sign.

    `ON_PRINT`: it is signed once it is printed, so that the print has the places for it.
    """

    OPEN = "open"
    SIGNED = "signed"
    REFUSED = "refused"
    ABSENT = "absent"
    ON_PRINT = "on_print"


@frozen
class Signing:
    """How a paper was signed. A refusal or absence has a `reason`, and a `witness` (见证人) or a `recording` (录像)."""

    how: SignedAs = SignedAs.OPEN
    reason: str = ""
    witness: str = ""
    recording: str = ""

    @property
    def lacks(self) -> str:
        """What a refusal or an absence lacks, as the name of the field: `reason`, `witness`; empty for nothing.

        A refusal is noted by the officers; that it happened is proved by a witness or by the recording.
        """
        if self.how not in (SignedAs.REFUSED, SignedAs.ABSENT):
            return ""
        if is_blank(self.reason):
            return "reason"
        return "witness" if is_blank(self.witness) and is_blank(self.recording) else ""


class InspectionState(Labelled):
    """待检查, 录入中, 已录入; an inspection that did not take place is 已取消."""

    PLANNED = "planned", "待检查"
    KEYING = "keying", "录入中"
    RECORDED = "recorded", "已录入"
    CANCELLED = "cancelled", "已取消"


@mutable
class Inspection:
    """One inspection, kept like a case. `started_at` and `ended_at` are aware; `planned_for` is a day at the office.

    `team` is the unit of the officers (派出所 or department). `present` is who was present for the unit inspected, with
    `present_role` and `present_phone`; `camera` the number of the body camera (第十三条), `recordings` its files.
    `recorder` (记录人) writes the transcript, `process` is how it went, `statement` what the one present said to it.
    `number` (视检) is reserved when a template is printed, so that the paper signed at the place bears it; else it is
    taken when the record is issued. `template_number` is that of the newest template, None where none was printed.
    `tip_id` names the tip that led to it, empty for none. `more` is what was typed into the fields that an office has
    added to the form of the record, by key.
    """

    inspection_id: str
    kind: InspectionKind
    place: InspectedPlace
    edition: str
    state: InspectionState = InspectionState.PLANNED
    planned_for: date | None = None
    officers: tuple[Officer, ...] = ()
    team: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    present: str = ""
    present_role: str = ""
    witness: str = ""
    purpose: str = ""
    results: dict[str, ItemResult] = field(default_factory=dict)
    camera: str = ""
    recordings: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    remark: str = ""
    signing: Signing = field(default_factory=Signing)
    number: Number | None = None
    tip_id: str = ""
    clerk: str = ""
    window: str = ""
    version: int = 0
    more: dict[str, Typed] = field(default_factory=dict)
    present_phone: str = ""
    legal_representative: str = ""
    recorder: str = ""
    formalities: tuple[Formality, ...] = ()
    process: str = ""
    statement: str = ""
    template_number: Number | None = None

    @property
    def open_for_changes(self) -> bool:
        """Whether results may still be keyed."""
        return self.state in (InspectionState.PLANNED, InspectionState.KEYING)

    def result(self, key: str) -> ItemResult:
        """What was found of one item; not inspected where nothing was recorded."""
        return self.results.get(key, ItemResult())

    def wrong_items(self, catalogue: InspectionCatalogue) -> tuple[InspectionItem, ...]:
        """The items found wrong, in order."""
        return tuple(item for item in catalogue.items if self.result(item.key).found is Compliance.BREACH)

    def key(self, item: InspectionItem, result: ItemResult) -> None:
        """Record what was found. Raises `StateForbids`, `Refusal` for an item this kind leaves out (第十二条)."""
        self.refuse_unless_open()
        if self.kind not in item.kinds:
            raise Refusal(f"{self.kind.label}不检查“{item.short}”", "核对检查类型和场所类别")
        offered = {breach.key for breach in item.breaches_in(self.kind)}
        for key in result.breaches:
            if key not in offered:
                raise Refusal(f"“{item.short}”没有名为 {key} 的情形", "从列表中选择情形")
        if result.breaches and result.found is not Compliance.BREACH:
            raise Refusal(f"“{item.short}”{result.found.label}，不能选择情形", "改为不符合，或去掉情形")
        self.results = {**self.results, item.key: result}
        self.state = InspectionState.KEYING

    def item_lacks(self, catalogue: InspectionCatalogue) -> list[Deficiency]:
        """What is missing of what was found: one item at least, and a fact for each that is wrong (第十条)."""
        items, mend = catalogue.of_kind(self.kind), "录入检查结果"
        found = []
        if all(self.result(item.key).found in _NOT_LOOKED for item in items):
            words = "至少填写一项检查结果"
            found.append(Deficiency("items.missing", "items", "检查内容", words, "", catalogue.law, mend))
        for item in self.wrong_items(catalogue):
            if not self.result(item.key).breaches and is_blank(self.result(item.key).note):
                key, words = f"items.{item.key}", f"“{item.short}”不符合的，选择情形或写明事实"
                found.append(Deficiency(f"{key}.missing", key, item.short, words, "", item.basis, mend))
        return found

    def reserve(self, number: Number) -> None:
        """A template was printed under its number; a further one has the same. Raises `StateForbids`."""
        self.refuse_unless_open()
        self.number = self.template_number = number

    def record(self, number: Number) -> None:
        """The record was issued under its number. Raises `StateForbids`."""
        self.refuse_unless_open()
        self.state, self.number = InspectionState.RECORDED, number

    def reopen(self) -> None:
        """The number of its record was voided: it is keyed again. Raises `StateForbids` where no record was issued."""
        if self.state is not InspectionState.RECORDED:
            raise StateForbids(f"该次检查{self.state.label}，没有可作废的笔录", "核对笔录编号")
        self.state, self.number = InspectionState.KEYING, None

    def cancel(self) -> None:
        """It did not take place; a number that was reserved stays with it, voided. Raises `StateForbids`."""
        self.refuse_unless_open()
        self.state = InspectionState.CANCELLED

    def refuse_unless_open(self) -> None:
        """Raise `StateForbids` where nothing may be keyed any more."""
        if not self.open_for_changes:
            raise StateForbids(f"该次检查{self.state.label}，不能再改", "笔录有误的，作废后重新制作")


def kind_fits(kind: InspectionKind, category: str) -> bool:
    """Whether a place of this category may be inspected so: places of 第七条 and others go apart (第十二条).

    A place whose category is not known may be inspected either way.
    """
    return not category or (category == OUTSIDE_ARTICLE_7) == (kind is InspectionKind.OTHER_PLACE)


_NOT_LOOKED: Final = frozenset({Compliance.NOT_INSPECTED, Compliance.NOT_APPLICABLE})


def with_result(results: Mapping[str, ItemResult], key: str, found: Compliance) -> ItemResult:
    """The result of `key` with another finding; what was noted stays, breaches only while it is wrong."""
    before = results.get(key, ItemResult())
    return replace(before, found=found, breaches=before.breaches if found is Compliance.BREACH else ())
