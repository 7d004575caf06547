"""The queues, the day's records and the register, for the backend in memory."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody, Filing, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.services.ports import (
    CaseLine,
    DayNumber,
    IssuedPaper,
    PageCursor,
    QueueLine,
    RegisterFilter,
    RegisterRow,
    SeriesOfYear,
)

_ENTERED_BY = {FilingState.DEFICIENT: "deficiency_notice", FilingState.COMPLETE: "material_receipt"}


def _is_listed(filing: Filing) -> bool:
    return not filing.deleted


class MemoryQueues:
    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def count(self, queue: Queue, *, day: date, most: int) -> int:
        return min(most, len(self._standing_in(queue, day)))

    def states_of(self, day: date) -> dict[FilingState, int]:
        return Counter(f.state for f in self._kept.filings.values() if f.received_on == day and _is_listed(f))

    def held(self, *, until: date | None = None, most: int | None = None) -> dict[date, int]:
        days = sorted(one.held_since for one in self._standing_in(Queue.TRANSFER, date.min) if one.held_since)
        days = [day for day in days if until is None or day <= until][:most]
        return {day: days.count(day) for day in set(days)}

    def page(
        self, queue: Queue, *, day: date, text: str = "", after: PageCursor | None = None, limit: int, most: int
    ) -> list[QueueLine]:
        lines = [self._line(filing) for filing in self._standing_in(queue, day)]
        lines.sort(key=lambda line: line.cursor(queue), reverse=queue is Queue.TODAY)
        if after is not None:
            lines = [
                line
                for line in lines
                if (line.cursor(queue) < after if queue is Queue.TODAY else line.cursor(queue) > after)
            ]
        return [line for line in lines[:most] if text.strip() in line.case.unit_name][:limit]

    def _standing_in(self, queue: Queue, day: date) -> list[Filing]:
        def stands(filing: Filing) -> bool:
            match queue:
                case Queue.TODAY:
                    return filing.received_on == day and _is_listed(filing)
                case Queue.TRANSFER:
                    return filing.custody is Custody.AT_WINDOW
                case _:
                    return filing.state.value == queue.value and _is_listed(filing)

        return [filing for filing in self._kept.filings.values() if stands(filing)]

    def _line(self, filing: Filing) -> QueueLine:
        papers = papers_that_hold(self._kept, filing.reference)
        entered = [paper.issued_at for paper in papers if paper.document == _ENTERED_BY.get(filing.state)]
        notices = [paper.paper_id for paper in papers if paper.document == "deficiency_notice"]
        served = [entry for entry in self._kept.deliveries if notices and entry.paper_id == notices[-1]]
        return QueueLine(
            case_line(self._kept, filing),
            entered[0] if entered else filing.received_at,
            filing.held_since,
            served[-1] if served else None,
        )


class MemoryDay:
    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def numbers_between(self, since: datetime, until: datetime) -> list[DayNumber]:
        def within(at: datetime | None) -> bool:
            return at is not None and since <= at < until

        found = [one for one in self._all() if within(one.taken_at) or within(one.voided_at)]
        return sorted(found, key=lambda one: one.number)

    def series_of(self, year: int) -> list[SeriesOfYear]:
        taken = [number for _document, number in self._kept.numbers if number.year == year]
        lasts = {series: [n.ordinal for n in taken if n.series == series] for series, _letters in SERIES.values()}
        return [SeriesOfYear(series, year, max(these)) for series, these in sorted(lasts.items()) if these]

    def issued(self, since: datetime, until: datetime) -> dict[str, int]:
        held = [one.document for one in self._numbered() if since <= one.taken_at < until and not one.void_reason]
        return {document: held.count(document) for document in set(held)}

    def further_notices(self, since: datetime, until: datetime) -> int:
        notices = [one for one in self._numbered() if one.document == "deficiency_notice" and not one.void_reason]
        return sum(
            since <= one.taken_at < until and any(other.reference == one.reference for other in notices[:place])
            for place, one in enumerate(notices)
        )

    def unprinted(self, limit: int) -> list[DayNumber]:
        return [one for one in self._numbered() if not one.prints and not one.void_reason][:limit]

    def unserved(self, since: datetime, limit: int) -> list[DayNumber]:
        served = {entry.paper_id for entry in self._kept.deliveries}
        open_ones = [
            one
            for one in self._numbered()
            if one.document == "deficiency_notice" and not one.void_reason and one.paper_id not in served
        ]

        def matters(one: DayNumber) -> bool:
            return one.taken_at >= since or self._kept.filings[one.reference].state is FilingState.DEFICIENT

        return [one for one in open_ones if matters(one)][:limit]

    def _unit(self, reference: str) -> str:
        filing = self._kept.filings.get(reference)  # a batch has none
        return filing.answers.display("unit.name") if filing is not None else ""

    def _numbered(self) -> list[DayNumber]:
        return [
            self._line(paper, number) for paper in self._kept.papers.values() if (number := paper.number) is not None
        ]

    def _all(self) -> list[DayNumber]:
        """Those of papers, and those reserved by a template, whose record is not issued."""
        lines = self._numbered()
        issued = {line.number for line in lines}
        acts = {(entry.act, entry.details.get("number")): entry.at for entry in self._kept.history}
        return [
            *lines,
            *(
                DayNumber(
                    number,
                    acts["inspection.template", number.barcode],
                    document,
                    reference="",
                    paper_id="",
                    unit_name="",
                    prints=0,
                    voided_at=acts.get(("inspection.cancelled", number.barcode)),
                    void_reason=self._kept.voided.get(number, ""),
                )
                for document, number in self._kept.numbers
                if number not in issued and ("inspection.template", number.barcode) in acts
            ),
        ]

    def _line(self, paper: IssuedPaper, number: Number) -> DayNumber:
        reason = self._kept.voided.get(number, "")
        barcode = number.barcode
        said = [entry.at for entry in self._kept.history if reason and entry.details.get("number") == barcode]
        return DayNumber(
            number=number,
            taken_at=paper.issued_at,
            document=paper.document,
            reference=paper.reference,
            paper_id=paper.paper_id,
            unit_name=self._unit(paper.reference),
            prints=paper.prints,
            voided_at=said[-1] if said else None,
            void_reason=reason,
        )


class MemoryRegister:
    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def count(self, register_filter: RegisterFilter) -> int:
        return len(self._wanted(register_filter))

    def rows(self, register_filter: RegisterFilter, *, after: PageCursor | None, limit: int) -> list[RegisterRow]:
        rows = [self._row(filing) for filing in self._wanted(register_filter)]
        places = [row.cursor for row in rows]
        begin = places.index(after) + 1 if after is not None else 0
        return rows[begin : begin + limit]

    def _wanted(self, register_filter: RegisterFilter) -> list[Filing]:
        if register_filter.references is not None:
            return [self._kept.filings[reference] for reference in register_filter.references]
        found = [
            filing
            for filing in self._kept.filings.values()
            if (register_filter.first is None or filing.received_on >= register_filter.first)
            and (register_filter.last is None or filing.received_on <= register_filter.last)
            and (not register_filter.states or filing.state in register_filter.states)
            and (register_filter.custody is None or filing.custody is register_filter.custody)
        ]
        return sorted(found, key=lambda filing: (filing.received_on, filing.reference))

    def _row(self, filing: Filing) -> RegisterRow:
        numbers: dict[str, list[Any]] = {}
        for paper in papers_that_hold(self._kept, filing.reference):
            numbers.setdefault(paper.document, []).append(paper.number)
        answers = Answers(filing.form, filing.answers.raw)
        return RegisterRow(case_line(self._kept, filing), answers, filing.platform_number, filing.filed_on, numbers)


def papers_that_hold(kept: Any, reference: str) -> list[IssuedPaper]:
    return [
        paper
        for paper in kept.papers.values()
        if paper.reference == reference and paper.number is not None and paper.number not in kept.voided
    ]


def case_line(kept: Any, filing: Filing) -> CaseLine:
    agent = filing.answers.display("agent.name")
    return CaseLine(
        reference=filing.reference,
        unit_name=filing.answers.display("unit.name"),
        agent=agent[:1] + "*" if agent else "",
        state=filing.state,
        custody=filing.custody,
        received_at=filing.received_at,
        received_on=filing.received_on,
        clerk=filing.clerk,
        window=filing.window,
        numbers=tuple(paper.number for paper in papers_that_hold(kept, filing.reference) if paper.number is not None),
    )
