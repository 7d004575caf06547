"""Finding without an index: every kept case is looked at, by the same rules of what matches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from counter_app.domain.search.index_words import Tolerance
from counter_app.domain.search.matching import MatchReason, reasons_for
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.query import Query, SearchField, words_of_case
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.services.ports import IndexState, RecordHit, RecordResults, SearchHit, SearchResults
from tests.fakes.memory_inspections import MemoryInspections

READINGS = Readings(
    {"青": ("qing",), "禾": ("he",), "商": ("shang",), "贸": ("mao",), "单": ("dan",), "文": ("wen",)},
    {},
    {"单": ("shan",)},
)


class MemorySearch:
    """`kept` is what is kept; `state_now` what a test says of the index."""

    state_now: IndexState | None = None

    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def state(self) -> IndexState:
        cases = len(self._kept.filings)
        return self.state_now or IndexState(cases, cases, ready=True)

    def enter_some(self, most: int) -> IndexState:
        return self.state()

    def find(self, query: Query, *, limit: int, near: bool = False) -> SearchResults:
        found: list[SearchHit] = []
        for tolerance in Tolerance if near else (Tolerance.NONE,):
            found = found or list(self._cases(query, tolerance))
        found.sort(key=lambda case: case.received_at, reverse=True)
        return SearchResults(tuple(found[:limit]), len(found) > limit, self.state())

    def recent_answers(self, cases: int) -> list[Mapping[str, Any]]:
        return [filing.answers.raw for filing in self._newest(cases)]

    def recent_rows(self, cases: int) -> list[Mapping[str, Any]]:
        groups = [filing.answers.all_rows().values() for filing in self._newest(cases)]
        return [row.raw for rows in groups for group in rows for row in group]

    def _newest(self, cases: int) -> list[Any]:
        return sorted(self._kept.filings.values(), key=lambda one: one.received_at, reverse=True)[:cases]

    def find_records(self, query: Query, *, limit: int, near: bool = False) -> RecordResults:
        if query.is_empty or not query.filters.is_empty:
            return RecordResults()
        hits = [
            RecordHit(record, reasons)
            for record in self._records()
            if (reasons := self._record_reasons(record, query, near=near)) is not None
        ]
        hits.sort(key=lambda hit: hit.record.day or date.min, reverse=True)
        kept = [hit for kind in RecordKind for hit in [one for one in hits if one.record.kind is kind][:limit]]
        return RecordResults(tuple(kept), len(kept) < len(hits))

    def _record_reasons(self, record: SearchRecord, query: Query, *, near: bool) -> tuple[MatchReason, ...] | None:
        sought, number = query.number, record.number
        if (
            sought
            and number
            and number.series in sought.series
            and sought.first <= number.ordinal <= sought.last
            and sought.year in (0, number.year)
        ):
            return (MatchReason(SearchField.NUMBER, number.written(), 0, len(number.written())),)
        found = [
            reasons_for(query.words, record.texts, READINGS, one) for one in (Tolerance if near else [Tolerance.NONE])
        ]
        return next((reasons for reasons in found if reasons is not None), None) if query.words else None

    def _records(self) -> list[SearchRecord]:
        kept = self._kept
        lines = [line for line, _uscc in MemoryInspections(kept)._all()]
        records = [
            SearchRecord(
                *(RecordKind(line.subject.value), line.id),
                opens=kept.reinspections[line.id].order_id if line.id in kept.reinspections else line.id,
                unit=line.unit,
                address=line.address,
                state=line.state,
                form=line.kind,
                day=line.day,
                number=line.number,
            )
            for line in lines
        ]
        records += [
            SearchRecord(RecordKind.BATCH, batch.batch_id, batch.batch_id, state=batch.state, number=batch.number)
            for batch in kept.batches.values()
        ]
        units = {record.record_id: record for record in records}
        for file in kept.attachments.values():
            if file.removed_at is None and (owner := units.get(file.owner)):
                about = (file.attachment_id, file.owner, owner.unit, owner.address, file.title)
                records.append(SearchRecord(RecordKind.FILE, *about, day=file.attached_at.date()))
        return records

    def _cases(self, query: Query, tolerance: Tolerance) -> list[SearchHit]:
        return [
            self._case(filing, reasons)
            for filing in self._kept.filings.values()
            if not query.is_empty
            and query.filters.state in (None, filing.state)
            and query.filters.place in ("", filing.answers.get("system.place_category"))
            and (query.filters.first_day is None or query.filters.first_day <= filing.received_on)
            and (query.filters.last_day is None or filing.received_on <= query.filters.last_day)
            and (reasons := self._reasons(filing, query, tolerance)) is not None
        ]

    def _reasons(self, filing: Any, query: Query, tolerance: Tolerance) -> tuple[MatchReason, ...] | None:
        sought = query.number
        for paper in self._kept.papers.values():
            number = paper.number
            if (
                sought
                and number
                and paper.reference == filing.reference
                and number.series in sought.series
                and sought.first <= number.ordinal <= sought.last
                and sought.year in (0, number.year)
            ):
                return (MatchReason(SearchField.NUMBER, number.written(), 0, len(number.written())),)
        texts = words_of_case(filing.answers.raw, filing.platform_number)
        return reasons_for(query.words, texts, READINGS, tolerance)

    def _case(self, filing: Any, reasons: tuple[MatchReason, ...]) -> SearchHit:
        agent = filing.answers.display("agent.name")
        return SearchHit(
            reference=filing.reference,
            unit_name=filing.answers.display("unit.name"),
            address=filing.answers.display("system.address"),
            agent=agent[:1] + "*" if agent else "",
            kind=filing.kind,
            state=filing.state,
            received_on=filing.received_on,
            received_at=filing.received_at,
            place=str(filing.answers.get("system.place_category") or ""),
            reasons=reasons,
        )
