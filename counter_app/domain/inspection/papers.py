"""What the papers of an inspection say: its items and findings, frozen when the paper is drawn up (第十三条)."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.inspection.inspections import (
    Breach,
    Compliance,
    Formality,
    InspectedPlace,
    Inspection,
    InspectionCatalogue,
    InspectionItem,
    InspectionKind,
    ItemResult,
    Officer,
    SignedAs,
    Signing,
)


@frozen
class ItemFacts:
    """One item as a paper names it. `number` counts from 1 through the paper's catalogue, local items after 第十条's.

    `breaches` are those found wrong; `offered` all that this kind of inspection may find, for ticking by hand.
    """

    key: str
    number: int
    label: str
    short: str
    basis: str
    stressed: bool
    look_at: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    offered: tuple[Breach, ...] = ()
    found: Compliance = Compliance.NOT_INSPECTED
    note: str = ""
    breaches: tuple[Breach, ...] = ()


@frozen
class DeviceFacts:
    """One camera on file, as the extract lists it; `row` counts from 1 in the order on file."""

    row: int
    name: str
    location: str
    device_type: str
    code: str = ""
    direction: str = ""


@frozen
class InspectionFacts:
    """What a record (`inspection_record`) or its template says. Times are aware and in the office's zone.

    `blank`: nothing on file is put in; without it a template is prefilled. `filled`: the results were keyed, so that
    what stands open is struck out instead of ruled for writing. `template_number` is that on the template which was
    filled in and signed at the place, None where none was printed.
    """

    inspection_id: str
    kind: InspectionKind
    edition: str
    law: str
    place: InspectedPlace
    category: str
    items: tuple[ItemFacts, ...]
    blank: bool
    filled: bool
    officers: tuple[Officer, ...] = ()
    team: str = ""
    planned_for: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    present: str = ""
    present_role: str = ""
    witness: str = ""
    purpose: str = ""
    camera: str = ""
    recordings: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    remark: str = ""
    signing: Signing = field(default_factory=Signing)
    devices: tuple[DeviceFacts, ...] = ()
    present_phone: str = ""
    legal_representative: str = ""
    recorder: str = ""
    formalities: tuple[Formality, ...] = ()
    process: str = ""
    statement: str = ""
    template_number: Number | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it is keyed from a transcript that was written and signed at the place (录入件)."""
        how = self.signing.how
        if not self.filled or how is SignedAs.ON_PRINT:
            return False
        return self.template_number is not None or how is SignedAs.SIGNED

    @property
    def stressed(self) -> tuple[ItemFacts, ...]:
        """The items this kind looks at first (第十一条第二款、第十二条)."""
        return tuple(item for item in self.items if item.stressed)

    @property
    def wrong(self) -> tuple[ItemFacts, ...]:
        """The items found wrong, in order."""
        return tuple(item for item in self.items if item.found is Compliance.BREACH)


def item_facts(inspection: Inspection, catalogue: InspectionCatalogue, *, blank: bool) -> tuple[ItemFacts, ...]:
    """The items its kind may look at, with what was found; `blank` leaves the findings out."""
    numbers = {item.key: place for place, item in enumerate(catalogue.items, start=1)}
    return tuple(
        _item(item, numbers[item.key], inspection.kind, ItemResult() if blank else inspection.result(item.key))
        for item in catalogue.of_kind(inspection.kind)
    )


def _item(item: InspectionItem, number: int, kind: InspectionKind, result: ItemResult) -> ItemFacts:
    return ItemFacts(
        key=item.key,
        number=number,
        label=item.label,
        short=item.short,
        basis=item.basis,
        stressed=kind in item.stressed_in,
        look_at=item.look_at,
        evidence=item.evidence,
        offered=item.breaches_in(kind),
        found=result.found,
        note=result.note,
        breaches=tuple(breach for key in result.breaches if (breach := item.breach(key)) is not None),
    )
