"""Finding cases and all there is beside them, and entering in the background what cannot be found by its words yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.matching import MatchReason
from counter_app.domain.search.query import Filters, Period, Query, SearchField, folded, read_query
from counter_app.domain.search.records import RecordKind
from counter_app.services.office.offices import OfficeContext, at_office
from counter_app.services.ports import FEW, Backend, IndexState, RecordHit, RecordResults, SearchHit, SearchResults

MOST_SHOWN: Final = 20
"""So many cases stand in the list; who wants another one types more."""
MOST_RECORDS: Final = 8
"""So many inspections, orders and so on, of each kind."""
MOST_UNITS: Final = 5


def find_cases(
    backend: Backend,
    line: str,
    *,
    state: FilingState | None = None,
    period: Period = Period.ANY,
    place: str = "",
    limit: int = MOST_SHOWN,
    near: bool = False,
) -> SearchResults:
    """The cases for what was typed so far, at most `limit`; where few, `near` adds those but for one typing error.

    Raises `NoOffice`.
    """
    with at_office(backend) as now:
        return now.work.search.find(_query(now, line, state, period, place), limit=limit, near=near)


@frozen
class FoundUnit:
    """One unit of what was found. `opens` is the reference of a case, or the id of a record, that is about it."""

    name: str
    opens: str
    reasons: tuple[MatchReason, ...]


@frozen
class Found:
    """All that one line finds: cases, the units of their names, and what there is beside the cases."""

    cases: SearchResults
    units: tuple[FoundUnit, ...]
    records: RecordResults

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.cases.cases or self.units or self.records.records)

    @property
    def index(self) -> IndexState:
        """How much was looked through."""
        return self.cases.index


def find_everything(
    backend: Backend,
    line: str,
    *,
    state: FilingState | None = None,
    period: Period = Period.ANY,
    place: str = "",
    near: bool = False,
) -> Found:
    """All that fits what was typed so far; the filters are of cases, and where one is set only cases are found.

    Where little is found, `near` adds what fits but for one typing error. Raises `NoOffice`.
    """
    with at_office(backend) as now:
        query = _query(now, line, state, period, place)
        cases = now.work.search.find(query, limit=MOST_SHOWN, near=near)
        records = now.work.search.find_records(query, limit=MOST_RECORDS, near=near and len(cases.cases) < FEW)
    return Found(cases, _units(cases.cases, records.records), records)


def _units(cases: Sequence[SearchHit], records: Sequence[RecordHit]) -> tuple[FoundUnit, ...]:
    """The units that were found by their names, in the order in which they were found."""
    named = [(case.unit_name, case.reference, case.reasons) for case in cases]
    named += [(hit.record.unit, hit.record.opens, hit.reasons) for hit in records if hit.record.kind in _OF_A_UNIT]
    units: dict[str, FoundUnit] = {}
    for name, opens, reasons in named:
        if name and reasons and all(reason.sought is SearchField.UNIT for reason in reasons):
            units.setdefault(folded(name)[0], FoundUnit(name, opens, reasons))
    return tuple(units.values())[:MOST_UNITS]


_OF_A_UNIT: Final = (RecordKind.INSPECTION, RecordKind.ORDER, RecordKind.REINSPECTION, RecordKind.TIP)


def _query(now: OfficeContext, line: str, state: FilingState | None, period: Period, place: str) -> Query:
    first, last = period.days(now.day) or (None, None)
    return read_query(line, Filters(state, first, last, place), now.office.series_words)


def enter_cases(backend: Backend, most: int) -> IndexState:
    """Enter up to `most` cases or records, in one short transaction; call it again until the state says `ready`."""
    with backend.work() as work:
        state = work.search.state()
        if not state.ready:
            state = work.search.enter_some(most)
            work.commit()
        return state
