"""Finding cases and records: by words through the index, by numbers, references and device codes in their own tables.

Every query is bounded: so many rows are looked at, the newest first, and nothing is sorted that is not already there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.search.index_words import NOTHING, Tolerance, wanted_words
from counter_app.domain.search.matching import MatchReason, reasons_for
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.query import Filters, Query, SearchField, words_of_case
from counter_app.domain.search.records import RecordKind, SearchRecord
from counter_app.persistence.base.number_columns import number_of
from counter_app.persistence.base.office import SqlOffice
from counter_app.persistence.base.tables import DeviceRow, FilingRow, PaperRow, SearchEntryRow, SearchRecordRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.search.index import SearchIndex
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.persistence.search.word_tables import RECORDS, word_table
from counter_app.services.ports import FEW, IndexState, RecordHit, RecordResults, SearchHit, SearchResults

_PAGE: Final = 100
_PAGES: Final = 2
"""So many cases more than wanted are looked at; what they are entered under is nearly always what was asked for."""
_DIRECT: Final = 20
_RANGE: Final = 100
_YEARS: Final = 3
_SUFFIX: Final = 5
_PREFIX: Final = 8
_CODES: Final = 200
_MOST_ROWS: Final = 2_000


class SqlSearch:
    """Implements `ports.SearchRepository`."""

    def __init__(self, transaction: Transaction, readings: Readings) -> None:
        """`readings` say how names are read aloud."""
        self._transaction = transaction
        self._readings = readings
        self._index = SearchIndex(transaction, readings)
        self._record_index = RecordIndex(transaction, readings)
        self._words = word_table(transaction)
        self._record_words = word_table(transaction, RECORDS)

    def state(self) -> IndexState:
        cases, records = self._index.state(), self._record_index.is_ready()
        return replace(cases, ready=cases.ready and records, records=records)

    def enter_some(self, most: int) -> IndexState:
        """Enter up to `most` records that are not entered yet, then as many cases, or tidy the index."""
        if not self._record_index.enter_some(most):
            self._index.enter_some(most)
        return self.state()

    def find(self, query: Query, *, limit: int, near: bool = False) -> SearchResults:
        """The cases that match, at most `limit`, numbers and codes first, else the newest first.

        Where these are few, `near` adds those that match but for one typing error; that takes longer.
        """
        found: dict[str, SearchHit] = {}
        if not query.is_empty:
            for case in (*self._by_number(query), *self._by_reference(query), *self._by_device(query)):
                found.setdefault(case.reference, case)
            for tolerance in Tolerance:
                if tolerance is Tolerance.NONE or (near and len(found) < FEW and query.words):
                    for case in self._by_words(query, tolerance, limit + 1):
                        found.setdefault(case.reference, case)
        cases = tuple(found.values())
        return SearchResults(cases[:limit], len(cases) > limit, self.state())

    # Words -----------------------------------------------------------------------------------------------------------

    def _by_words(self, query: Query, tolerance: Tolerance, limit: int) -> list[SearchHit]:
        """The newest that match, those with the unit's name first."""
        wanted = wanted_words(query.words, query.filters, self._readings, tolerance)
        found: list[SearchHit] = []
        after, page = 0, min(_PAGE, limit)
        for _ in range(_PAGES + limit // page):
            docs = self._words.docs(wanted, after=after, limit=page) if wanted != NOTHING else []
            found += self._looked_at(docs, query, tolerance)
            if len(docs) < page or len(found) >= limit:
                break
            after = docs[-1]
        found.sort(key=_rank)
        return found

    def _looked_at(self, docs: Sequence[int], query: Query, tolerance: Tolerance) -> Iterable[SearchHit]:
        if not docs:
            return
        for row in self._transaction.read(_BY_DOCS, {"docs": docs}):
            if not _fits(row, query.filters):
                continue
            texts = words_of_case(row.answers, row.platform_number)
            reasons = reasons_for(query.words, texts, self._readings, tolerance)
            if reasons is not None:
                yield _case(row, reasons)

    def recent_answers(self, cases: int) -> list[Mapping[str, Any]]:
        """As `ports.SearchRepository`: the entries of the index stand in the order of receipt."""
        return [row.answers for row in self._transaction.read(_RECENT, {"most": cases})]

    def recent_rows(self, cases: int) -> list[Mapping[str, Any]]:
        """As `ports.SearchRepository`."""
        found = self._transaction.read(_RECENT_ROWS, {"most": cases})
        return [
            {key if "[]" in key else f"{row.group_key}[].{key}": raw for key, raw in row.answers.items()}
            for row in found
        ]

    # Records ---------------------------------------------------------------------------------------------------------

    def find_records(self, query: Query, *, limit: int, near: bool = False) -> RecordResults:
        """As `ports.SearchRepository`."""
        found: dict[tuple[str, str], RecordHit] = {}
        if query.is_empty or not query.filters.is_empty:
            return RecordResults()
        for row in (*self._records_by_number(query), *self._records_by_id(query)):
            found.setdefault((row.record.kind, row.record.record_id), row)
        for tolerance in Tolerance:
            if query.words and (tolerance is Tolerance.NONE or (near and len(found) < FEW)):
                for row in self._records_by_words(query, tolerance):
                    found.setdefault((row.record.kind, row.record.record_id), row)
        counted = Counter(hit.record.kind for hit in found.values())
        kept = [
            hit for kind in RecordKind for hit in [one for one in found.values() if one.record.kind is kind][:limit]
        ]
        return RecordResults(tuple(kept), any(count > limit for count in counted.values()))

    def _records_by_words(self, query: Query, tolerance: Tolerance) -> list[RecordHit]:
        wanted = wanted_words(query.words, query.filters, self._readings, tolerance)
        docs = self._record_words.docs(wanted, after=0, limit=_PAGE) if wanted != NOTHING else []
        hits = []
        for row in self._transaction.read(_RECORDS_BY_DOCS, {"docs": docs}) if docs else ():
            record = _record(row)
            reasons = reasons_for(query.words, record.texts, self._readings, tolerance)
            if reasons is not None:
                hits.append(RecordHit(record, reasons))
        return hits

    def _records_by_number(self, query: Query) -> list[RecordHit]:
        return [RecordHit(_record(row), reasons) for row, reasons in self._numbered(query, _RECORDS_BY_NUMBER)]

    def _records_by_id(self, query: Query) -> list[RecordHit]:
        typed = query.reference
        if not typed:
            return []
        found = self._transaction.read(_RECORDS_BY_ID, {"typed": typed, "past": _past(typed)})
        return [
            RecordHit(_record(row), (MatchReason(SearchField.REFERENCE, row.record_id, 0, len(typed)),))
            for row in found
        ]

    # Numbers, references, device codes -------------------------------------------------------------------------------

    def _by_number(self, query: Query) -> list[SearchHit]:
        numbered = self._numbered(query, _BY_NUMBER)
        return [_case(row, reasons) for row, reasons in numbered if _fits(row, query.filters)][:_DIRECT]

    def _numbered(self, query: Query, wanted: Select[Any]) -> Iterable[tuple[Row[Any], tuple[MatchReason, ...]]]:
        """The rows of `wanted` that have the number that was typed."""
        sought = query.number
        if sought is None or (len(sought.series) > 1 and sought.last - sought.first >= _RANGE):
            return
        office = SqlOffice(self._transaction).load() or Office("")
        this_year = self._transaction.now().year
        years = [sought.year] if sought.year else [this_year - back for back in range(_YEARS)]
        typed = {"series": sought.series, "years": years, "first": sought.first, "last": sought.last}
        for row in self._transaction.read(wanted, typed):
            written = office.written(Number(row.series, row.year, row.ordinal), prefix=False)
            yield row, (MatchReason(SearchField.NUMBER, written, 0, len(written)),)

    def _by_reference(self, query: Query) -> list[SearchHit]:
        typed = query.reference
        if not typed:
            return []
        found = self._transaction.read(_BY_REFERENCE, {"typed": typed, "past": _past(typed)})
        return [
            _case(row, (MatchReason(SearchField.REFERENCE, row.reference, 0, len(typed)),))
            for row in found
            if _fits(row, query.filters)
        ]

    def _by_device(self, query: Query) -> list[SearchHit]:
        """By the beginning of a code or by its end, which is what stands on the label of a camera."""
        typed = query.device
        found = []
        if len(typed) >= _SUFFIX:
            for row in self._devices(_BY_CODE_END, typed[::-1], query):
                start = len(row.code) - len(typed)
                found.append(_case(row, (MatchReason(SearchField.DEVICE, row.code, start, len(row.code)),)))
        if len(typed) >= _PREFIX:
            found += [
                _case(row, (MatchReason(SearchField.DEVICE, row.code, 0, len(typed)),))
                for row in self._devices(_BY_CODE, typed, query)
            ]
        return found

    def _devices(self, statement: Select[Any], typed: str, query: Query) -> list[Row[Any]]:
        found = self._transaction.read(statement, {"typed": typed, "past": _past(typed)})
        return [row for row in found if _fits(row, query.filters)][:_DIRECT]


_CASE: Final[Select[Any]] = select(
    FilingRow.reference,
    FilingRow.unit_name,
    FilingRow.system_address,
    FilingRow.agent_masked,
    FilingRow.kind,
    FilingRow.state,
    FilingRow.received_on,
    FilingRow.received_at,
    FilingRow.place_category,
    FilingRow.platform_number,
    FilingRow.answers,
)


# Made once: to put a statement together takes longer than to run it.
_BY_DOCS: Final = (
    _CASE.join(SearchEntryRow, SearchEntryRow.reference == FilingRow.reference)
    .where(SearchEntryRow.doc.in_(bindparam("docs", expanding=True)))
    .order_by(SearchEntryRow.doc)
)
_BY_REFERENCE: Final = (
    _CASE.where(FilingRow.reference >= bindparam("typed"), FilingRow.reference < bindparam("past"))
    .order_by(FilingRow.reference)
    .limit(_DIRECT)
)


_NEWEST: Final = (
    select(SearchEntryRow.doc, SearchEntryRow.reference)
    .order_by(SearchEntryRow.doc)
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)
_RECENT: Final = (
    select(FilingRow.answers).join(_NEWEST, _NEWEST.c.reference == FilingRow.reference).order_by(_NEWEST.c.doc)
)
_RECENT_ROWS: Final = (
    select(DeviceRow.group_key, DeviceRow.answers)
    .join(_NEWEST, _NEWEST.c.reference == DeviceRow.filing_reference)
    .order_by(_NEWEST.c.doc, DeviceRow.position)
    .limit(_MOST_ROWS)
)
_RECORD: Final[Select[Any]] = select(
    SearchRecordRow.kind,
    SearchRecordRow.record_id,
    SearchRecordRow.opens,
    SearchRecordRow.unit,
    SearchRecordRow.address,
    SearchRecordRow.title,
    SearchRecordRow.state,
    SearchRecordRow.form,
    SearchRecordRow.day,
    SearchRecordRow.series,
    SearchRecordRow.year,
    SearchRecordRow.ordinal,
)
_RECORDS_BY_DOCS: Final = _RECORD.where(SearchRecordRow.doc.in_(bindparam("docs", expanding=True))).order_by(
    SearchRecordRow.doc
)
_RECORDS_BY_NUMBER: Final = (
    _RECORD.where(
        SearchRecordRow.series.in_(bindparam("series", expanding=True)),
        SearchRecordRow.year.in_(bindparam("years", expanding=True)),
        SearchRecordRow.ordinal.between(bindparam("first"), bindparam("last")),
    )
    .order_by(SearchRecordRow.series.desc(), SearchRecordRow.year.desc(), SearchRecordRow.ordinal.desc())
    .limit(_PAGE)
)
_RECORDS_BY_ID: Final = (
    _RECORD.where(
        SearchRecordRow.kind.in_([RecordKind.INSPECTION, RecordKind.ORDER, RecordKind.TIP]),
        SearchRecordRow.record_id >= bindparam("typed"),
        SearchRecordRow.record_id < bindparam("past"),
    )
    .order_by(SearchRecordRow.record_id)
    .limit(_DIRECT)
)


def _by_newest_number() -> Select[Any]:
    newest = (
        select(PaperRow.reference, PaperRow.series, PaperRow.year, PaperRow.ordinal)
        .where(
            PaperRow.series.in_(bindparam("series", expanding=True)),
            PaperRow.year.in_(bindparam("years", expanding=True)),
            PaperRow.ordinal.between(bindparam("first"), bindparam("last")),
        )
        .order_by(PaperRow.series.desc(), PaperRow.year.desc(), PaperRow.ordinal.desc())
        .limit(_CODES)
        .subquery()
    )
    return (
        _CASE.add_columns(newest.c.series, newest.c.year, newest.c.ordinal)
        .join(newest, newest.c.reference == FilingRow.reference)
        .order_by(newest.c.year.desc(), newest.c.ordinal.desc())
    )


def _by_code(code: InstrumentedAttribute[str]) -> Select[Any]:
    some = (
        select(DeviceRow.filing_reference, DeviceRow.code)
        .where(code >= bindparam("typed"), code < bindparam("past"))
        .limit(_CODES)
        .subquery()
    )
    return (
        _CASE.add_columns(some.c.code)
        .join(some, some.c.filing_reference == FilingRow.reference)
        .order_by(FilingRow.received_at.desc(), FilingRow.reference)
    )


_BY_NUMBER: Final = _by_newest_number()
_BY_CODE: Final = _by_code(DeviceRow.code)
_BY_CODE_END: Final = _by_code(DeviceRow.code_reversed)


def _fits(row: Row[Any], filters: Filters) -> bool:
    """Asked of the rows found, not of the database, which would go through all cases of a state instead."""
    first, last = filters.first_day or date.min, filters.last_day or date.max
    return (
        (filters.state is None or row.state == filters.state.value)
        and filters.place in ("", row.place_category)
        and first <= row.received_on <= last
    )


def _past(beginning: str) -> str:
    """The first text that does not begin so any more."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def _record(row: Row[Any]) -> SearchRecord:
    return SearchRecord(
        kind=RecordKind(row.kind),
        record_id=row.record_id,
        opens=row.opens,
        unit=row.unit,
        address=row.address,
        title=row.title,
        state=row.state,
        form=row.form,
        day=row.day,
        number=number_of(row),
    )


def _rank(case: SearchHit) -> tuple[bool, bool]:
    """What was typed before what sounds so; the unit and its system before the rest. Equals keep their order."""
    first = case.reasons[0].sought if case.reasons else SearchField.UNIT
    return (any(reason.how.label for reason in case.reasons), first not in (SearchField.UNIT, SearchField.SYSTEM))


def _case(row: Row[Any], reasons: tuple[MatchReason, ...]) -> SearchHit:
    return SearchHit(
        reference=row.reference,
        unit_name=row.unit_name,
        address=row.system_address,
        agent=row.agent_masked,
        kind=FilingKind(row.kind),
        state=FilingState(row.state),
        received_on=row.received_on,
        received_at=row.received_at,
        place=row.place_category,
        reasons=reasons,
    )
