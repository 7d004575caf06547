"""Inspections, orders and re-inspections in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import ColumnElement, and_, func, insert, literal, null, or_, select, update

from counter_app.domain.basics.counted import Counts
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection
from counter_app.domain.inspection.counting import counted_inspection, counted_order, counted_reinspection
from counter_app.domain.inspection.inspections import InspectedPlace, Inspection, InspectionState, Officer, OrderForm
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.persistence.base.event_counts import EventCounts
from counter_app.persistence.base.number_columns import number_columns, same_number
from counter_app.persistence.base.search_columns import match_key
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.inspection.lines import inspection_line
from counter_app.persistence.inspection.tables import CorrectionOrderRow, InspectionRow, ReinspectionRow, TipRow
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.services.ports import (
    ChangedElsewhere,
    InspectionLine,
    Subject,
    UnitKey,
    UnknownInspection,
)
from counter_app.typed_data import read_record

_NUMBERED: dict[Subject, tuple[Any, Any]] = {
    Subject.INSPECTION: (InspectionRow, InspectionRow.inspection_id),
    Subject.ORDER: (CorrectionOrderRow, CorrectionOrderRow.order_id),
    Subject.REINSPECTION: (ReinspectionRow, ReinspectionRow.reinspection_id),
    Subject.TIP: (TipRow, TipRow.tip_id),
}


_Counted = TypeVar("_Counted")

_NOT_COUNTED: Final = (
    *(state.value for state in InspectionState if state is not InspectionState.RECORDED),
    *(OrderState.DRAFT.value, OrderState.VOID.value),
)
"""States in which an inspection or an order counts for nothing."""


class SqlInspections:
    """Implements `ports.InspectionRepository`."""

    def __init__(self, transaction: Transaction, index: RecordIndex) -> None:
        """Inspections as this transaction sees them; `index` finds them again."""
        self._transaction = transaction
        self._index = index

    def add(self, inspection: Inspection) -> None:
        self._transaction.write(
            insert(InspectionRow).values(
                inspection_id=inspection.inspection_id,
                zone=self._transaction.zone,
                version=inspection.version,
                **_inspection_columns(inspection),
            )
        )
        self._index.enter(_inspection_record(inspection))
        EventCounts(self._transaction).move(Counter(), counted_inspection(inspection))

    def get(self, inspection_id: str) -> Inspection:
        row = self._transaction.read(
            select(InspectionRow.content, InspectionRow.version).where(InspectionRow.inspection_id == inspection_id)
        ).one_or_none()
        if row is None:
            raise unknown_inspection()
        return read_record({**row.content, "version": row.version}, Inspection)

    def save(self, inspection: Inspection) -> None:
        this = InspectionRow.inspection_id == inspection.inspection_id
        before = self._counted(InspectionRow, this, Inspection, counted_inspection)
        save_version(self._transaction, InspectionRow, this, inspection, _inspection_columns(inspection))
        self._index.enter(_inspection_record(inspection))
        EventCounts(self._transaction).move(before, counted_inspection(inspection))

    def lines(self, states: Sequence[InspectionState], *, limit: int) -> list[InspectionLine]:
        found = self._transaction.read(
            select(*_LINE)
            .where(InspectionRow.state.in_([state.value for state in states]))
            .order_by(InspectionRow.day.is_not(None), InspectionRow.day.desc(), InspectionRow.inspection_id)
            .limit(limit)
        )
        return [inspection_line(Subject.INSPECTION, row) for row in found]

    def add_order(self, order: CorrectionOrder) -> None:
        self._transaction.write(
            insert(CorrectionOrderRow).values(
                order_id=order.order_id,
                inspection_id=order.inspection_id,
                zone=self._transaction.zone,
                version=order.version,
                **_order_columns(order),
            )
        )
        self._index.enter(_order_record(order))
        EventCounts(self._transaction).move(Counter(), counted_order(order))

    def order(self, order_id: str) -> CorrectionOrder:
        row = self._transaction.read(
            select(CorrectionOrderRow.content, CorrectionOrderRow.version).where(
                CorrectionOrderRow.order_id == order_id
            )
        ).one_or_none()
        if row is None:
            raise unknown_inspection()
        return read_record({**row.content, "version": row.version}, CorrectionOrder)

    def save_order(self, order: CorrectionOrder) -> None:
        this = CorrectionOrderRow.order_id == order.order_id
        before = self._counted(CorrectionOrderRow, this, CorrectionOrder, counted_order)
        save_version(self._transaction, CorrectionOrderRow, this, order, _order_columns(order))
        self._index.enter(_order_record(order))
        EventCounts(self._transaction).move(before, counted_order(order))

    def orders_of(self, inspection_id: str) -> list[CorrectionOrder]:
        found = self._transaction.read(
            select(CorrectionOrderRow.content, CorrectionOrderRow.version)
            .where(CorrectionOrderRow.inspection_id == inspection_id)
            .order_by(CorrectionOrderRow.day.is_(None), CorrectionOrderRow.day, CorrectionOrderRow.order_id)
        )
        return [read_record({**row.content, "version": row.version}, CorrectionOrder) for row in found]

    def order_lines(self, states: Sequence[OrderState], *, limit: int) -> list[InspectionLine]:
        found = self._transaction.read(
            _orders(CorrectionOrderRow.state.in_([state.value for state in states]))
            .order_by(CorrectionOrderRow.due.is_(None), CorrectionOrderRow.due, CorrectionOrderRow.order_id)
            .limit(limit)
        )
        return [inspection_line(Subject.ORDER, row) for row in found]

    def add_reinspection(self, reinspection: Reinspection) -> None:
        """Keep a re-inspection; the database refuses to change it."""
        number = reinspection.number
        self._transaction.write(
            insert(ReinspectionRow).values(
                reinspection_id=reinspection.reinspection_id,
                order_id=reinspection.order_id,
                conclusion=reinspection.conclusion.value,
                day=reinspection.at.date(),
                **number_columns(number),
                content=msgspec.to_builtins(reinspection),
                clerk=reinspection.clerk,
                window=reinspection.window,
                zone=self._transaction.zone,
            )
        )
        self._index.enter(_reinspection_record(reinspection, self.order(reinspection.order_id).place))
        EventCounts(self._transaction).move(Counter(), counted_reinspection(reinspection))

    def open_orders(self) -> dict[date, int]:
        order = CorrectionOrderRow
        found = self._transaction.read(
            select(order.due, func.count())
            .where(order.state == OrderState.ISSUED.value, order.due.is_not(None))
            .group_by(order.due)
        )
        return {due: number for due, number in found if due is not None}

    def reinspections_of(self, order_id: str) -> list[Reinspection]:
        found = self._transaction.read(
            select(ReinspectionRow.content)
            .where(ReinspectionRow.order_id == order_id)
            .order_by(ReinspectionRow.day, ReinspectionRow.ordinal)
        ).scalars()
        return [read_record(content, Reinspection) for content in found]

    def of_unit(self, unit: UnitKey, *, limit: int) -> list[InspectionLine]:
        of_inspection, of_tip = _of_unit(InspectionRow, unit), _of_unit(TipRow, unit)
        return self._lines(of_inspection, of_inspection, of_inspection, of_tip, limit=limit)

    def between(self, first: date, last: date) -> list[InspectionLine]:

        def within(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column of one of four tables
            return and_(column >= first, column <= last)

        lines = self._lines(
            and_(within(InspectionRow.day), InspectionRow.state != InspectionState.CANCELLED.value),
            or_(
                within(CorrectionOrderRow.day),
                and_(within(CorrectionOrderRow.due), CorrectionOrderRow.state == OrderState.ISSUED.value),
            ),
            within(ReinspectionRow.day),
            or_(within(TipRow.day), within(TipRow.due)),
            limit=None,
        )
        return sorted(lines, key=lambda line: (line.day or first, line.id))

    def recent_officers(self, limit: int) -> list[tuple[tuple[Officer, ...], str]]:
        found = self._transaction.read(
            select(InspectionRow.content["officers"], InspectionRow.content["team"])
            .order_by(InspectionRow.day.desc(), InspectionRow.inspection_id)
            .limit(limit)
        )
        return [(tuple(Officer(**one) for one in officers or ()), str(team or "")) for officers, team in found]

    def numbered(self, number: Number) -> tuple[Subject, str] | None:
        for subject, (table, key) in _NUMBERED.items():
            found: str | None = self._transaction.read(select(key).where(same_number(table, number))).scalar()
            if found is not None:
                return subject, found
        return None

    def _counted(
        self,
        table: type[InspectionRow | CorrectionOrderRow],
        this: ColumnElement[bool],
        kind: type[_Counted],
        count: Callable[[_Counted], Counts],
    ) -> Counts:
        """What one counts for as it is kept now; what is kept is read only where it counts for anything."""
        self._transaction.take_write_lock()
        counted = table.state.not_in(_NOT_COUNTED)
        content = self._transaction.read(select(table.content).where(this, counted)).scalar()
        return Counter() if content is None else count(read_record(content, kind))

    def _lines(
        self,
        inspections: ColumnElement[bool],
        orders: ColumnElement[bool],
        reinspections: ColumnElement[bool],
        tips: ColumnElement[bool],
        *,
        limit: int | None,
    ) -> list[InspectionLine]:
        wanted = {
            Subject.INSPECTION: (select(*_LINE).where(inspections), InspectionRow.day),
            Subject.ORDER: (_orders(orders), CorrectionOrderRow.day),
            Subject.REINSPECTION: (_reinspections().where(reinspections), ReinspectionRow.day),
            Subject.TIP: (select(*TIP_LINE).where(tips), TipRow.day),
        }
        lines = [
            inspection_line(subject, row)
            for subject, (statement, day) in wanted.items()
            for row in self._transaction.read(statement.order_by(day.desc()).limit(limit))
        ]
        lines.sort(key=lambda line: (line.day or date.max, line.id), reverse=True)
        return lines[:limit]


_LINE = (
    InspectionRow.inspection_id.label("id"),
    InspectionRow.kind,
    InspectionRow.state,
    InspectionRow.filing_reference,
    InspectionRow.unit,
    InspectionRow.address,
    InspectionRow.day,
    null().label("due"),
    InspectionRow.series,
    InspectionRow.year,
    InspectionRow.ordinal,
)

TIP_LINE = (
    TipRow.tip_id.label("id"),
    TipRow.category.label("kind"),
    TipRow.state,
    TipRow.filing_reference,
    TipRow.unit,
    TipRow.address,
    TipRow.day,
    TipRow.due,
    TipRow.series,
    TipRow.year,
    TipRow.ordinal,
)
"""What a line of a tip needs; its content and its source stay where they are."""


def unknown_inspection() -> UnknownInspection:
    """The refusal for an id or number that nothing has."""
    return UnknownInspection("没有找到这次检查或举报", "核对编号，或在检查中查看全部")


def save_version(
    transaction: Transaction,
    table: type[InspectionRow | CorrectionOrderRow | TipRow],
    this: ColumnElement[bool],
    subject: Any,  # noqa: ANN401 - an inspection, an order or a tip: each counts its own version
    columns: dict[str, Any],
) -> None:
    """Keep what changed of `subject` and count its version up. Raises `UnknownInspection`, `ChangedElsewhere`."""
    read_at = subject.version
    changed = transaction.write(
        update(table).where(this, table.version == read_at).values(version=read_at + 1, **columns)
    )
    if changed.rowcount != 1:
        if transaction.read(select(table.version).where(this)).one_or_none() is None:
            raise unknown_inspection()
        raise ChangedElsewhere("另一个窗口刚刚改动了这一份", "重新打开，查看改动后再修改；未保存的内容先保留，以备核对")
    subject.version = read_at + 1
    transaction.undo_unless_committed(lambda: setattr(subject, "version", read_at))


def _inspection_columns(inspection: Inspection) -> dict[str, Any]:
    place = inspection.place
    return {
        "kind": inspection.kind.value,
        "state": inspection.state.value,
        "filing_reference": place.reference,
        "unit": place.unit,
        "unit_key": match_key(read_text(place.unit)),
        "uscc": read_code(place.uscc),
        "address": place.address,
        "address_key": match_key(read_text(place.address)),
        "day": _day_of(inspection),
        **number_columns(inspection.number),
        "content": msgspec.to_builtins(inspection),
        "clerk": inspection.clerk,
        "window": inspection.window,
    }


def _day_of(inspection: Inspection) -> date | None:
    return inspection.started_at.date() if inspection.started_at is not None else inspection.planned_for


def _order_columns(order: CorrectionOrder) -> dict[str, Any]:
    return {
        "state": order.state.value,
        "form": order.form.value,
        "day": order.ordered_on,
        "due": order.deadline if order.form is OrderForm.BY_DATE else order.ordered_on,
        **number_columns(order.number),
        "content": msgspec.to_builtins(order),
        "clerk": order.clerk,
        "window": order.window,
    }


def _inspection_record(inspection: Inspection) -> SearchRecord:
    return SearchRecord(
        *(RecordKind.INSPECTION, inspection.inspection_id, inspection.inspection_id),
        unit=inspection.place.unit,
        address=inspection.place.address,
        state=inspection.state.value,
        form=inspection.kind.value,
        day=_day_of(inspection),
        number=inspection.number,
    )


def _order_record(order: CorrectionOrder) -> SearchRecord:
    return SearchRecord(
        *(RecordKind.ORDER, order.order_id, order.order_id),
        unit=order.place.unit,
        address=order.place.address,
        state=order.state.value,
        form=order.form.value,
        day=order.ordered_on,
        number=order.number,
    )


def _reinspection_record(reinspection: Reinspection, place: InspectedPlace) -> SearchRecord:
    return SearchRecord(
        *(RecordKind.REINSPECTION, reinspection.reinspection_id, reinspection.order_id),
        unit=place.unit,
        address=place.address,
        state=reinspection.conclusion.value,
        day=reinspection.at.date(),
        number=reinspection.number,
    )


def _of_unit(table: type[InspectionRow | TipRow], unit: UnitKey) -> ColumnElement[bool]:
    """The code decides where both have one, else the name; without either the address."""
    key, address = match_key(read_text(unit.name)), match_key(read_text(unit.address))
    told: list[ColumnElement[bool]] = []
    code = read_code(unit.uscc)
    if table is InspectionRow and code:
        told.append(InspectionRow.uscc == code)
        if key:
            told.append(and_(InspectionRow.uscc == "", InspectionRow.unit_key == key))
    elif key:
        told.append(table.unit_key == key)
    if address:
        told.append(table.address_key == address)
    return or_(False, *told)  # noqa: FBT003 - SQLAlchemy's own way to say: nothing by default


def _orders(wanted: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a statement of many columns
    order = CorrectionOrderRow
    return (
        select(order.order_id.label("id"), order.form.label("kind"), order.state, order.day, order.due)
        .add_columns(order.series, order.year, order.ordinal)
        .add_columns(InspectionRow.unit, InspectionRow.address, InspectionRow.filing_reference)
        .join(InspectionRow, InspectionRow.inspection_id == order.inspection_id)
        .where(wanted)
    )


def _reinspections() -> Any:  # noqa: ANN401 - a statement of many columns
    again = ReinspectionRow
    return (
        select(again.reinspection_id.label("id"), again.conclusion.label("state"), again.day, null().label("due"))
        .add_columns(literal("").label("kind"), again.series, again.year, again.ordinal)
        .add_columns(InspectionRow.unit, InspectionRow.address, InspectionRow.filing_reference)
        .join(CorrectionOrderRow, CorrectionOrderRow.order_id == again.order_id)
        .join(InspectionRow, InspectionRow.inspection_id == CorrectionOrderRow.inspection_id)
    )
