"""What inspections, orders, re-inspections and tips count for in the statistics."""

from __future__ import annotations

from collections import Counter
from datetime import date

from counter_app.domain.basics.counted import Counted, Counts, Figure
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection
from counter_app.domain.inspection.inspections import Compliance, Inspection, InspectionState
from counter_app.domain.inspection.tips import Tip

BREACH, CONFORMS = "breach", "conforms"


def counted_inspection(inspection: Inspection) -> Counts:
    """Once its record is issued: by kind and finding, and each item found wrong."""
    if inspection.state is not InspectionState.RECORDED or inspection.started_at is None:
        return Counter()
    whose = (inspection.started_at.date(), inspection.window, inspection.clerk, inspection.place.category)
    wrong = [key for key, result in inspection.results.items() if result.found is Compliance.BREACH]
    found = f"{inspection.kind.value}.{BREACH if wrong else CONFORMS}"
    counts = Counter({Counted(Figure.INSPECTION, *whose, found): 1})
    for key in wrong:
        counts[Counted(Figure.BREACH, *whose, key)] += 1
    return counts


def counted_order(order: CorrectionOrder) -> Counts:
    """Once it is issued and while it holds: by form and state."""
    if order.state in (OrderState.DRAFT, OrderState.VOID) or order.ordered_on is None:
        return Counter()
    detail = f"{order.form.value}.{order.state.value}"
    whose = (order.ordered_on, order.window, order.clerk, order.place.category)
    return Counter({Counted(Figure.ORDER, *whose, detail): 1})


def counted_reinspection(found: Reinspection) -> Counts:
    """By conclusion, on its day at the office."""
    whose = (found.at.date(), found.window, found.clerk, "")
    return Counter({Counted(Figure.REINSPECTION, *whose, found.conclusion.value): 1})


def counted_tip(tip: Tip, on: date) -> Counts:
    """By category and state, on the day at the office when it came."""
    return Counter({Counted(Figure.TIP, on, tip.window, tip.clerk, "", f"{tip.category.value}.{tip.state.value}"): 1})
