"""The register (台账) in the database, read in parts along the days of receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from counter_app.domain.basics.numbering import Number
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.base.tables import FilingRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.lists.queues import LINE, NOT_DELETED, case_line
from counter_app.persistence.papers.papers import papers_that_hold
from counter_app.services.ports import FormSource, PageCursor, RegisterFilter, RegisterRow

_ROW = (
    *LINE,
    FilingRow.answers,
    FilingRow.edition,
    FilingRow.form_kind,
    FilingRow.platform_number,
    FilingRow.filed_on,
)


class SqlRegister:
    """Implements `ports.RegisterRepository`."""

    def __init__(self, transaction: Transaction, forms: FormSource) -> None:
        """`forms` gives each case the edition it was opened under."""
        self._transaction = transaction
        self._forms = forms

    def count(self, register_filter: RegisterFilter) -> int:
        if register_filter.references is not None:
            return len(register_filter.references)
        found = self._transaction.read(select(func.count()).select_from(FilingRow).where(_wanted(register_filter)))
        return found.scalar_one()

    def rows(self, register_filter: RegisterFilter, *, after: PageCursor | None, limit: int) -> list[RegisterRow]:
        if register_filter.references is not None:
            return self._named(register_filter.references, after, limit)
        wanted = _wanted(register_filter)
        if after is not None:
            day, reference = after
            column: Any = FilingRow.received_on
            same = and_(column == day, FilingRow.reference > reference)
            wanted = and_(wanted, or_(column > day, same), column >= day)
        found = self._transaction.read(
            select(*_ROW).where(wanted).order_by(FilingRow.received_on, FilingRow.reference).limit(limit)
        )
        return self._made(found.all())

    def _named(self, references: Sequence[str], after: PageCursor | None, limit: int) -> list[RegisterRow]:
        begin = references.index(after[1]) + 1 if after is not None else 0
        part = references[begin : begin + limit]
        found = self._transaction.read(select(*_ROW).where(FilingRow.reference.in_(part))).all()
        by_reference = {row.reference: row for row in found}
        return self._made([by_reference[reference] for reference in part if reference in by_reference])

    def _made(self, rows: Sequence[Row[Any]]) -> list[RegisterRow]:
        papers = papers_that_hold(self._transaction, [row.reference for row in rows])
        return [self._row(row, papers.get(row.reference, [])) for row in rows]

    def _row(self, row: Row[Any], papers: Sequence[Row[Any]]) -> RegisterRow:
        numbers: dict[str, list[Number]] = {}
        for paper in papers:
            numbers.setdefault(paper.document, []).append(Number(paper.series, paper.year, paper.ordinal))
        form = self._forms.edition(row.edition, row.form_kind)
        return RegisterRow(
            case_line(row, papers), Answers(form, row.answers), row.platform_number, row.filed_on, numbers
        )


def _wanted(register_filter: RegisterFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [NOT_DELETED]
    if register_filter.first is not None:
        parts.append(FilingRow.received_on >= register_filter.first)
    if register_filter.last is not None:
        parts.append(FilingRow.received_on <= register_filter.last)
    if register_filter.custody is not None:
        parts.append(FilingRow.custody == register_filter.custody.value)
    if register_filter.states:
        parts.append(FilingRow.state.in_([state.value for state in register_filter.states]))
    return and_(*parts)
