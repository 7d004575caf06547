"""What an order, the record of a re-inspection and the record of a tip say, frozen when the paper is drawn up."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime

from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, OrderedItem
from counter_app.domain.inspection.inspections import InspectedPlace, Officer, OrderForm, Signing
from counter_app.domain.inspection.tips import TipCategory


@frozen
class OrderFacts:
    """What an order says (第十四条). `reinspection` is the last day for looking again (第十五条), with its explanation.

    `inspection_number` is that of the record it follows, as written; days are days at the office.
    """

    form: OrderForm
    place: InspectedPlace
    items: tuple[OrderedItem, ...]
    ordered_on: date
    team: str = ""
    officers: tuple[Officer, ...] = ()
    inspection_number: str = ""
    inspected_on: date | None = None
    deadline: date | None = None
    reinspection: DueDate | None = None
    number: str = ""
    """The order's own number as written, for its stub (存根)."""


@frozen
class ReinspectedItemFacts:
    """One ordered item and what was found of it."""

    short: str
    fact: str
    mend: str
    mended: CorrectionResult
    note: str = ""


@frozen
class ReinspectionFacts:
    """What the record of a re-inspection says (第十五条). `at` is aware, in the office's zone.

    `penalty` names the items for which the officers are told to open a penalty case, `examined` those for which it is
    to be examined whether one is due; no fine is ever named.
    """

    order_number: str
    ordered_on: date | None
    form: OrderForm
    place: InspectedPlace
    at: datetime
    items: tuple[ReinspectedItemFacts, ...]
    conclusion: Conclusion
    deadline: date | None = None
    due: DueDate | None = None
    reason: str = ""
    prolonged_to: date | None = None
    penalty: tuple[str, ...] = ()
    examined: tuple[str, ...] = ()
    team: str = ""
    officers: tuple[Officer, ...] = ()
    present: str = ""
    camera: str = ""
    recordings: tuple[str, ...] = ()
    signing: Signing = field(default_factory=Signing)
    refusal: str = ""
    """What proves 拒不改正; empty where nothing does."""


@frozen
class TipFacts:
    """What the record of a tip says (第十六条), without its source. `received_at` is aware, in the office's zone."""

    received_at: datetime
    category: TipCategory
    place: str
    content: str
    address: str = ""
    channel: str = ""
    anonymous: bool = True
    check_due: date | None = None
    handler: str = ""
    result: str = ""
    confirmed: bool | None = None
    checked_on: date | None = None
    reply: str = ""
    replied_on: date | None = None
    inspection_number: str = ""
