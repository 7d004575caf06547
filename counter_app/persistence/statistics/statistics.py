"""The counts in the database, read by whole months where a period has them, and by the day at its edges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from counter_app.domain.basics.counted import Dimension, Figure
from counter_app.domain.statistics.periods import Grain
from counter_app.domain.statistics.report import DayCount, GroupCount
from counter_app.persistence.base.event_counts import DAY, MONTH, TOGETHER, first_of_month
from counter_app.persistence.base.tables import EventCountRow
from counter_app.persistence.base.transaction import Transaction


class SqlStatistics:
    """Implements `ports.StatisticsRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """The counts as this transaction sees it."""
        self._transaction = transaction

    def by_group(self, first: date, last: date, by: Dimension | None) -> list[GroupCount]:
        number = func.sum(EventCountRow.number)
        found = self._transaction.read(
            select(EventCountRow.figure, EventCountRow.member, EventCountRow.detail, number)
            .where(_within(by.value if by is not None else TOGETHER, first, last))
            .group_by(EventCountRow.figure, EventCountRow.member, EventCountRow.detail)
            .having(number != 0)
        )
        return [GroupCount(Figure(figure), member, detail, number) for figure, member, detail, number in found]

    def course(self, first: date, last: date, grain: Grain, figures: Sequence[Figure]) -> list[DayCount]:
        if grain is Grain.DAY:
            return self._course(DAY, first, last, figures)
        month, end = _months(first, last)
        lines = self._course(MONTH, month, end, figures) if month <= end else []
        for begin, until in _edges(first, last):
            lines += [
                DayCount(first_of_month(one.on), one.figure, one.detail, one.number)
                for one in self._course(DAY, begin, until, figures)
            ]
        return lines

    def _course(self, grain: str, first: date, last: date, figures: Sequence[Figure]) -> list[DayCount]:
        number = func.sum(EventCountRow.number)
        found = self._transaction.read(
            select(EventCountRow.day, EventCountRow.figure, EventCountRow.detail, number)
            .where(_of_days(grain, TOGETHER, first, last))
            .where(EventCountRow.figure.in_([figure.value for figure in figures]))
            .group_by(EventCountRow.day, EventCountRow.figure, EventCountRow.detail)
            .having(number != 0)
        )
        return [DayCount(day, Figure(figure), detail, number) for day, figure, detail, number in found]


def _within(dimension: str, first: date, last: date) -> ColumnElement[bool]:
    """Whole months by the month, what is left by the day."""
    month, end = _months(first, last)
    parts = [_of_days(DAY, dimension, *edge) for edge in _edges(first, last)]
    if month <= end:
        parts.append(_of_days(MONTH, dimension, month, end))
    return or_(*parts)


def _of_days(grain: str, dimension: str, first: date, last: date) -> ColumnElement[bool]:
    """One stretch of the table, which is kept in this order."""
    return and_(
        EventCountRow.grain == grain, EventCountRow.dimension == dimension, EventCountRow.day.between(first, last)
    )


def _months(first: date, last: date) -> tuple[date, date]:
    """The first days of the first and the last whole month; the second is the earlier one where there is none."""
    begin = first if first.day == 1 else _next_month(first)
    after = last + timedelta(days=1)
    return begin, first_of_month(first_of_month(after) - timedelta(days=1))


def _edges(first: date, last: date) -> list[tuple[date, date]]:
    """From day to day, what lies before and after the whole months."""
    month, end = _months(first, last)
    if month > end:
        return [(first, last)]
    before, after = (first, month - timedelta(days=1)), (_next_month(end), last)
    return [edge for edge in (before, after) if edge[0] <= edge[1]]


def _next_month(day: date) -> date:
    return first_of_month(first_of_month(day) + timedelta(days=32))
