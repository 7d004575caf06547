"""The shapes of `items.toml` and `local_items.toml` of an inspection edition, as they are written."""

from __future__ import annotations

import msgspec

from counter_app.catalogue.form_files import Written
from counter_app.domain.inspection.inspections import Consequence, InspectionKind, OrderForm


class WrittenCatalogue(Written):
    """`[catalogue]`."""

    edition: str
    law: str


class WrittenBreach(Written):
    """`[[item.breach]]`."""

    key: str
    fact: str
    violated: str
    basis: str
    mend: str
    forms: tuple[OrderForm, ...]
    kinds: tuple[InspectionKind, ...] = ()
    consequence: Consequence = Consequence.ORDER_ONLY
    warns: str = ""


class WrittenItem(Written):
    """`[[item]]`. `number` is its place in 第十条; a local item has none."""

    key: str
    label: str
    short: str
    basis: str
    kinds: tuple[InspectionKind, ...]
    number: int = 0
    stressed_in: tuple[InspectionKind, ...] = ()
    look_at: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    breach: tuple[WrittenBreach, ...] = ()


class WrittenItems(Written):
    """`items.toml`: what 第十条 names."""

    catalogue: WrittenCatalogue
    item: tuple[WrittenItem, ...]


class WrittenLocalItems(Written):
    """`local_items.toml`: what the rules of a province or a branch add (第二十一条)."""

    item: tuple[WrittenItem, ...] = msgspec.field(default=())
