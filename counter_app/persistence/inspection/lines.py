"""Rows of inspections, orders, re-inspections and tips as lists show them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from counter_app.domain.basics.numbering import Number
from counter_app.services.ports import InspectionLine, Subject


def number_columns(number: Number | None) -> dict[str, Any]:
    """The columns of a number, all empty for none."""
    return {
        "series": number.series if number else None,
        "year": number.year if number else None,
        "ordinal": number.ordinal if number else None,
    }


def number_of(row: Row[Any]) -> Number | None:
    """The number in a row, None where it has none."""
    return None if row.ordinal is None else Number(row.series, row.year, row.ordinal)


def inspection_line(row: Row[Any]) -> InspectionLine:
    """One inspection as lists show it."""
    return InspectionLine(
        subject=Subject.INSPECTION,
        id=row.inspection_id,
        number=number_of(row),
        state=row.state,
        kind=row.kind,
        unit=row.unit,
        address=row.address,
        reference=row.filing_reference,
        day=row.day,
    )


def order_line(row: Row[Any]) -> InspectionLine:
    """One order as lists show it."""
    return InspectionLine(
        subject=Subject.ORDER,
        id=row.order_id,
        number=number_of(row),
        state=row.state,
        kind=row.form,
        unit=row.unit,
        address=row.address,
        reference=row.filing_reference,
        day=row.day,
        due=row.due,
    )


def reinspection_line(row: Row[Any]) -> InspectionLine:
    """One re-inspection as lists show it."""
    return InspectionLine(
        subject=Subject.REINSPECTION,
        id=row.reinspection_id,
        number=number_of(row),
        state=row.conclusion,
        kind="",
        unit=row.unit,
        address=row.address,
        reference=row.filing_reference,
        day=row.day,
    )


def tip_line(row: Row[Any]) -> InspectionLine:
    """One tip as lists show it."""
    return InspectionLine(
        subject=Subject.TIP,
        id=row.tip_id,
        number=number_of(row),
        state=row.state,
        kind=row.category,
        unit=row.unit,
        address=row.address,
        reference=row.filing_reference,
        day=row.day,
        due=row.due,
    )
