"""Inspections, orders, re-inspections, tips and attachments in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from counter_app.domain.basics.numbering import Number
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection
from counter_app.domain.inspection.inspections import Inspection, InspectionState, Officer, OrderForm
from counter_app.domain.inspection.tips import Informant, Tip, TipState
from counter_app.services.ports import (
    Attachment,
    ChangedElsewhere,
    InspectionLine,
    Subject,
    UnitKey,
    UnknownInspection,
)

if TYPE_CHECKING:
    from tests.fakes.memory_backend import Kept

_Kept = TypeVar("_Kept", Inspection, CorrectionOrder, Tip)


class MemoryInspections:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, inspection: Inspection) -> None:
        self._kept.inspections[inspection.inspection_id] = copy(inspection)

    def get(self, inspection_id: str) -> Inspection:
        return _get(self._kept.inspections, inspection_id)

    def save(self, inspection: Inspection) -> None:
        _save(self._kept.inspections, inspection.inspection_id, inspection)

    def lines(self, states: Sequence[InspectionState], *, limit: int) -> list[InspectionLine]:
        found = [_inspection_line(one) for one in self._kept.inspections.values() if one.state in states]
        found.sort(key=lambda line: line.id)
        found.sort(key=lambda line: line.day or date.max, reverse=True)
        return found[:limit]

    def add_order(self, order: CorrectionOrder) -> None:
        self._kept.orders[order.order_id] = copy(order)

    def order(self, order_id: str) -> CorrectionOrder:
        return _get(self._kept.orders, order_id)

    def save_order(self, order: CorrectionOrder) -> None:
        _save(self._kept.orders, order.order_id, order)

    def orders_of(self, inspection_id: str) -> list[CorrectionOrder]:
        found = [copy(order) for order in self._kept.orders.values() if order.inspection_id == inspection_id]
        return sorted(found, key=lambda order: (order.ordered_on or date.max, order.order_id))

    def order_lines(self, states: Sequence[OrderState], *, limit: int) -> list[InspectionLine]:
        found = [_order_line(order) for order in self._kept.orders.values() if order.state in states]
        return sorted(found, key=lambda line: (line.due or date.max, line.id))[:limit]

    def add_reinspection(self, reinspection: Reinspection) -> None:
        self._kept.reinspections[reinspection.reinspection_id] = reinspection

    def open_orders(self) -> dict[date, int]:
        waiting = [order for order in self._kept.orders.values() if order.state is OrderState.ISSUED]
        since = (order.deadline if order.form is OrderForm.BY_DATE else order.ordered_on for order in waiting)
        return Counter(day for day in since if day is not None)

    def reinspections_of(self, order_id: str) -> list[Reinspection]:
        return [one for one in self._kept.reinspections.values() if one.order_id == order_id]

    def of_unit(self, unit: UnitKey, *, limit: int) -> list[InspectionLine]:
        def ours(name: str, uscc: str, address: str) -> bool:
            same = uscc == unit.uscc if unit.uscc and uscc else bool(unit.name) and name == unit.name
            return same or (bool(unit.address) and address == unit.address)

        lines = [line for line, uscc in self._all() if ours(line.unit, uscc, line.address)]
        return sorted(lines, key=lambda line: (line.day or date.max, line.id), reverse=True)[:limit]

    def between(self, first: date, last: date) -> list[InspectionLine]:
        def within(day: date | None) -> bool:
            return day is not None and first <= day <= last

        def wanted(line: InspectionLine) -> bool:
            due = within(line.due) and (line.subject is not Subject.ORDER or line.state == OrderState.ISSUED)
            cancelled = line.subject is Subject.INSPECTION and line.state == InspectionState.CANCELLED
            return (within(line.day) or due) and not cancelled

        lines = [line for line, _uscc in self._all() if wanted(line)]
        return sorted(lines, key=lambda line: (line.day or first, line.id))

    def recent_officers(self, limit: int) -> list[tuple[tuple[Officer, ...], str]]:
        newest = sorted(self._kept.inspections.values(), key=lambda one: _inspection_line(one).day or date.min)
        return [(one.officers, one.team) for one in newest[::-1]][:limit]

    def numbered(self, number: Number) -> tuple[Subject, str] | None:
        return next(((line.subject, line.id) for line, _uscc in self._all() if line.number == number), None)

    def _all(self) -> list[tuple[InspectionLine, str]]:
        kept = self._kept
        lines = [(_inspection_line(one), one.place.uscc) for one in kept.inspections.values()]
        lines += [(_order_line(order), order.place.uscc) for order in kept.orders.values()]
        for again in kept.reinspections.values():
            order = kept.orders[again.order_id]
            line = replace(
                _order_line(order),
                subject=Subject.REINSPECTION,
                id=again.reinspection_id,
                number=again.number,
                state=again.conclusion.value,
                kind="",
                day=again.at.date(),
                due=None,
            )
            lines.append((line, order.place.uscc))
        return [*lines, *((_tip_line(tip), "") for tip in kept.tips.values())]


class MemoryTips:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, tip: Tip, source: Informant | None) -> None:
        self._kept.tips[tip.tip_id] = copy(tip)
        if source is not None:
            self._kept.tip_sources[tip.tip_id] = source

    def get(self, tip_id: str) -> Tip:
        return _get(self._kept.tips, tip_id)

    def save(self, tip: Tip) -> None:
        _save(self._kept.tips, tip.tip_id, tip)

    def source(self, tip_id: str) -> Informant | None:
        return self._kept.tip_sources.get(tip_id)

    def lines(self, states: Sequence[TipState], *, limit: int) -> list[InspectionLine]:
        found = [_tip_line(tip) for tip in self._kept.tips.values() if tip.state in states]
        return sorted(found, key=lambda line: (line.due or date.max, line.day, line.id))[:limit]


class MemoryAttachments:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, attachment: Attachment) -> None:
        self._kept.attachments[attachment.attachment_id] = attachment

    def of_owner(self, owner: str) -> list[Attachment]:
        found = [one for one in self._kept.attachments.values() if one.owner == owner and one.removed_at is None]
        return sorted(found, key=lambda one: (one.attached_at, one.attachment_id))

    def remove(self, attachment_id: str, at: datetime) -> None:
        self._kept.attachments[attachment_id] = replace(self._kept.attachments[attachment_id], removed_at=at)


def _get(kept: dict[str, _Kept], key: str) -> _Kept:
    found = kept.get(key)
    if found is None:
        raise UnknownInspection("没有找到这次检查或举报", "核对编号，或在检查中查看全部")
    return copy(found)


def _save(kept: dict[str, _Kept], key: str, subject: _Kept) -> None:
    if _get(kept, key).version != subject.version:
        raise ChangedElsewhere("另一个窗口刚刚改动了这一份", "重新打开，查看改动后再修改；未保存的内容先保留，以备核对")
    subject.version += 1
    kept[key] = copy(subject)


def _inspection_line(one: Inspection) -> InspectionLine:
    day = one.started_at.date() if one.started_at is not None else one.planned_for
    place = one.place
    return InspectionLine(
        Subject.INSPECTION,
        one.inspection_id,
        one.number,
        one.state.value,
        one.kind.value,
        place.unit,
        place.address,
        place.reference,
        day,
    )


def _order_line(order: CorrectionOrder) -> InspectionLine:
    due = order.deadline if order.form is OrderForm.BY_DATE else order.ordered_on
    place = order.place
    return InspectionLine(
        Subject.ORDER,
        order.order_id,
        order.number,
        order.state.value,
        order.form.value,
        place.unit,
        place.address,
        place.reference,
        order.ordered_on,
        due,
    )


def _tip_line(tip: Tip) -> InspectionLine:
    return InspectionLine(
        Subject.TIP,
        tip.tip_id,
        tip.number,
        tip.state.value,
        tip.category.value,
        tip.place,
        tip.address,
        tip.reference,
        tip.received_at.date(),
        tip.check_due,
    )
