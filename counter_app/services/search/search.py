"""Finding cases again, and entering in the background those that cannot be found by their words yet."""

from __future__ import annotations

from typing import Final

from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.query import Filters, Period, read_query
from counter_app.services.office.offices import at_office
from counter_app.services.ports import Backend, IndexState, SearchResults

MOST_SHOWN: Final = 20
"""So many cases stand in the list; who wants another one types more."""


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
        days = period.days(now.day)
        first, last = days or (None, None)
        query = read_query(line, Filters(state, first, last, place), now.office.series_words)
        return now.work.search.find(query, limit=limit, near=near)


def enter_cases(backend: Backend, most: int) -> IndexState:
    """Enter up to `most` cases, in one short transaction; call it again until the state says `ready`."""
    with backend.work() as work:
        state = work.search.state()
        if not state.ready:
            state = work.search.enter_some(most)
            work.commit()
        return state
