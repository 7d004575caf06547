"""Rows of inspections, orders, re-inspections and tips as lists show them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from counter_app.persistence.base.number_columns import number_of
from counter_app.services.ports import InspectionLine, Subject


def inspection_line(subject: Subject, row: Row[Any]) -> InspectionLine:
    """An inspection, order, re-inspection or tip as lists show it."""
    return InspectionLine(
        subject=subject,
        id=row.id,
        number=number_of(row),
        state=row.state,
        kind=row.kind,
        unit=row.unit,
        address=row.address,
        reference=row.filing_reference,
        day=row.day,
        due=row.due,
    )
