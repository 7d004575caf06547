"""Issued papers in the database: what they say is never changed, only how often they were printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.counting import counted_notice
from counter_app.domain.papers.titles import NOTICE
from counter_app.persistence.base.event_counts import EventCounts, noticed
from counter_app.persistence.base.number_columns import number_columns, number_of, same_number
from counter_app.persistence.base.refusals import unknown_case
from counter_app.persistence.base.tables import NumberRow, PaperRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.services.ports import IssuedPaper


class SqlPapers:
    """Implements `ports.PaperRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        """Papers of this transaction."""
        self._transaction = transaction

    def add(self, paper: IssuedPaper) -> None:
        """Keep a paper. Its number must have been taken."""
        self._transaction.write(
            insert(PaperRow).values(
                paper_id=paper.paper_id,
                document=paper.document,
                **number_columns(paper.number),
                reference=paper.reference,
                issued_at=paper.issued_at,
                zone=self._transaction.zone,
                edition=paper.edition,
                content=dict(paper.content),
                prints=paper.prints,
            )
        )
        if paper.document == NOTICE and paper.number is not None:
            counts = counted_notice(noticed(paper.content, paper.issued_at, self._transaction.zone))
            EventCounts(self._transaction).move(Counter(), counts)

    def get(self, paper_id: str) -> IssuedPaper:
        found = self._read(PaperRow.paper_id == paper_id)
        if not found:
            raise unknown_case()
        return _paper(found[0])

    def reference_of(self, number: Number) -> str | None:
        found: str | None = self._transaction.read(
            select(PaperRow.reference).where(same_number(PaperRow, number))
        ).scalar()
        return found

    def of_case(self, reference: str) -> list[IssuedPaper]:
        return [_paper(row) for row in self._read(PaperRow.reference == reference)]

    def count_print(self, paper_id: str) -> int:
        counted = self._transaction.write(
            update(PaperRow)
            .where(PaperRow.paper_id == paper_id)
            .values(prints=PaperRow.prints + 1)
            .returning(PaperRow.prints)
        )
        prints: int | None = counted.scalar_one_or_none()
        if prints is None:
            raise unknown_case()
        return prints

    def _read(self, wanted: ColumnElement[bool]) -> Sequence[Row[Any]]:
        papers = (
            select(*PaperRow.__table__.columns, NumberRow.voided_reason)
            .outerjoin(NumberRow, ITS_NUMBER)
            .where(wanted)
            .order_by(PaperRow.position)
        )
        return self._transaction.read(papers).all()


def _paper(row: Row[Any]) -> IssuedPaper:
    return IssuedPaper(
        paper_id=row.paper_id,
        document=row.document,
        number=number_of(row),
        reference=row.reference,
        issued_at=row.issued_at,
        edition=row.edition,
        content=row.content,
        prints=row.prints,
        void_reason=row.voided_reason or "",
    )


ITS_NUMBER = same_number(NumberRow, PaperRow)


HOLDS = NumberRow.voided_reason.is_(None)
"""The number was not voided. Asked of the reason and not of the time: that one has an index, nearly all numbers hold,
and a planner without statistics would read a million of them (3 s instead of 20 ms)."""


def papers_that_hold(transaction: Transaction, references: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The numbered papers of some cases whose numbers were not voided, oldest first, by case."""
    if not references:
        return {}
    found = transaction.read(
        select(
            PaperRow.reference, PaperRow.paper_id, PaperRow.document, PaperRow.series, PaperRow.year, PaperRow.ordinal
        )
        .join(NumberRow, ITS_NUMBER)
        .where(PaperRow.reference.in_(references), HOLDS)
        .order_by(PaperRow.position)
    )
    papers: dict[str, list[Row[Any]]] = {}
    for row in found:
        papers.setdefault(row.reference, []).append(row)
    return papers
