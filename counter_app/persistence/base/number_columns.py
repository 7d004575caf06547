"""Between a number and the three columns it stands in (`tables.Numbered`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, and_

from counter_app.domain.basics.numbering import Number


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


def same_number(table: Any, other: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a table, or what has a number's parts
    """Whether a row of `table` has the number `other`, or that of a row of another table."""
    return and_(table.series == other.series, table.year == other.year, table.ordinal == other.ordinal)
