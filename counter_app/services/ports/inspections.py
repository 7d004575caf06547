"""What the acts need of inspections, orders, re-inspections and tips: kept whole, listed by day, unit, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection
from counter_app.domain.inspection.inspections import Inspection, InspectionCatalogue, InspectionState, Officer
from counter_app.domain.inspection.tips import Informant, Tip, TipState


class UnknownInspection(Refusal):
    """No inspection, order or tip has this id or number."""


class CatalogueSource(Protocol):
    """The editions of the inspection catalogue, each loaded once."""

    def current(self) -> InspectionCatalogue:
        """The newest edition. Raises `CatalogueError`."""

    def edition(self, edition: str) -> InspectionCatalogue:
        """One edition; an inspection keeps the one it was begun under. Raises `CatalogueError`."""


class Subject(Labelled):
    """What an event or a line is about."""

    INSPECTION = "inspection", "检查"
    ORDER = "order", "责令改正"
    REINSPECTION = "reinspection", "复查"
    TIP = "tip", "举报"


@frozen
class InspectionLine:
    """One of them as it stands in a list. `state` is the value of its own kind of state; days are at the office.

    `day` is when it took place, was issued or received, or is planned; `due` its last day where it has one: the
    re-inspection of an order is computed from `due`, the day from which its three working days run.
    """

    subject: Subject
    id: str
    number: Number | None
    state: str
    kind: str
    unit: str
    address: str
    reference: str
    day: date | None
    due: date | None = None


@frozen
class UnitKey:
    """How a unit is told: by its USCC where it is known, else by its name, or by the address alone."""

    name: str = ""
    uscc: str = ""
    address: str = ""


class InspectionRepository(Protocol):
    """Inspections, orders and re-inspections."""

    def add(self, inspection: Inspection) -> None:
        """Insert a new inspection."""

    def get(self, inspection_id: str) -> Inspection:
        """One inspection. Raises `UnknownInspection`."""

    def save(self, inspection: Inspection) -> None:
        """Keep a changed one and count its version up. Raises `UnknownInspection`, `ChangedElsewhere`."""

    def lines(self, states: Sequence[InspectionState], *, limit: int) -> list[InspectionLine]:
        """Inspections in any of `states`, the newest day first; those without a day before all others."""

    def add_order(self, order: CorrectionOrder) -> None:
        """Insert a new order."""

    def order(self, order_id: str) -> CorrectionOrder:
        """One order. Raises `UnknownInspection`."""

    def save_order(self, order: CorrectionOrder) -> None:
        """Keep a changed one and count its version up. Raises `UnknownInspection`, `ChangedElsewhere`."""

    def orders_of(self, inspection_id: str) -> list[CorrectionOrder]:
        """The orders that followed an inspection, oldest first."""

    def order_lines(self, states: Sequence[OrderState], *, limit: int) -> list[InspectionLine]:
        """Orders in any of `states`, the one whose re-inspection is due first before the others (待复查)."""

    def add_reinspection(self, reinspection: Reinspection) -> None:
        """Keep a re-inspection; it is never changed."""

    def open_orders(self) -> dict[date, int]:
        """How many orders wait for their re-inspection (待复查), by the day from which its three working days run."""

    def reinspections_of(self, order_id: str) -> list[Reinspection]:
        """The re-inspections of an order, oldest first."""

    def of_unit(self, unit: UnitKey, *, limit: int) -> list[InspectionLine]:
        """All that concerns a unit, or an address: inspections, orders, re-inspections, tips; newest first."""

    def between(self, first: date, last: date) -> list[InspectionLine]:
        """What took place, is planned or is due from `first` to `last`, both included, by day."""

    def recent_officers(self, limit: int) -> list[tuple[tuple[Officer, ...], str]]:
        """The officers and their unit of the newest inspections, at most `limit`, the newest first."""

    def numbered(self, number: Number) -> tuple[Subject, str] | None:
        """What has this number (视检, 视改, 视复, 视举), and its id; None where nothing has it."""


class TipRepository(Protocol):
    """Tips, and apart from them who gave them."""

    def add(self, tip: Tip, source: Informant | None) -> None:
        """Keep a new tip; `source` None for an anonymous one."""

    def get(self, tip_id: str) -> Tip:
        """One tip, without its source. Raises `UnknownInspection`."""

    def save(self, tip: Tip) -> None:
        """Keep a changed one and count its version up. Raises `UnknownInspection`, `ChangedElsewhere`."""

    def source(self, tip_id: str) -> Informant | None:
        """Who gave it; whoever asks records that it was asked."""

    def lines(self, states: Sequence[TipState], *, limit: int) -> list[InspectionLine]:
        """Tips in any of `states`, the one due first before the others."""
