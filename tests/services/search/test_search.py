"""Finding at the counter: what was typed, narrowed as the clerk says, and the index entered in short acts."""

from datetime import date

import pytest

from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.query import Period
from counter_app.services.filing import cases
from counter_app.services.office.offices import NoOffice
from counter_app.services.ports import IndexState
from counter_app.services.search import search
from tests.fakes.memory_backend import POST, MemoryBackend, intake_of, shipped_form
from tests.fakes.memory_search import MemorySearch


def opened(backend, name, received="2026-03-02", place="commerce"):
    intake = intake_of(
        {"received_on": received, "unit": {"name": name}, "system": {"place_category": place}}, shipped_form()
    )
    return cases.open_case(backend, post=POST, intake=intake).filing.reference


@pytest.fixture
def backend():
    return MemoryBackend.make()


def names(found):
    return sorted(case.unit_name for case in found.cases)


def test_the_periods_are_reckoned_from_the_day_at_the_office(backend):
    for name, day in {"青甲": "2026-03-02", "青乙": "2026-02-24", "青丙": "2026-01-05", "青丁": "2025-12-31"}.items():
        opened(backend, name, day)
    assert names(search.find_cases(backend, "青", period=Period.TODAY)) == ["青甲"]
    assert names(search.find_cases(backend, "青", period=Period.WEEK)) == ["青乙", "青甲"]
    assert names(search.find_cases(backend, "青", period=Period.YEAR)) == ["青丙", "青乙", "青甲"]
    assert names(search.find_cases(backend, "青", period=Period.LAST_YEAR)) == ["青丁"]
    assert date(2025, 12, 31) == search.find_cases(backend, "青丁").cases[0].received_on


def test_state_and_place_narrow_and_a_filter_alone_lists(backend):
    first, _second = opened(backend, "青甲"), opened(backend, "青乙", place="park")
    cases.withdraw_case(backend, first, post=POST)
    assert names(search.find_cases(backend, "青", state=FilingState.WITHDRAWN)) == ["青甲"]
    assert names(search.find_cases(backend, "", place="park")) == ["青乙"]
    assert names(search.find_cases(backend, "")) == []


def test_no_more_cases_are_listed_than_one_can_look_through(backend):
    for number in range(search.MOST_SHOWN + 1):
        opened(backend, f"青{number}")
    found = search.find_cases(backend, "青")
    assert (len(found.cases), found.more) == (search.MOST_SHOWN, True)


def test_before_the_office_is_set_up_nothing_is_looked_for():
    with pytest.raises(NoOffice):
        search.find_cases(MemoryBackend.make(office=None), "青")


def test_entering_writes_nothing_once_the_index_is_ready(backend, monkeypatch):
    before = backend.store.commits
    assert search.enter_cases(backend, 10).ready
    assert backend.store.commits == before
    monkeypatch.setattr(MemorySearch, "state_now", IndexState(1, 5, ready=False))
    assert search.enter_cases(backend, 10).missing == 4
    assert backend.store.commits == before + 1
