"""Opening, keeping and finding cases."""

import dataclasses
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.papers import issuing
from counter_app.services.ports import ChangedElsewhere, UnknownCase, WindowState
from tests.cases_kept import todays_cases, unfinished_cases
from tests.fakes.memory_backend import MemoryBackend
from tests.services.conftest import POST


def test_a_new_case_is_received_today_in_the_offices_zone(backend):
    filing = cases.open_case(backend, post=POST).filing
    office = offices.load_office(backend)
    assert filing.received_on == offices.office_time(backend, office).day
    assert filing.state is FilingState.DRAFT
    assert todays_cases(backend)[0].reference == filing.reference


def test_just_before_midnight_utc_it_is_tomorrow_in_the_office():
    from datetime import UTC, datetime

    backend = MemoryBackend.make(now=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert cases.open_case(backend, post=POST).filing.received_on == date(2026, 3, 2)


def test_what_was_typed_is_found_again(backend):
    filing = cases.open_case(backend, post=POST).filing
    filing.answer("unit.name", " 张三龑𬱖 ")
    filing.focus = "unit.uscc"
    assert cases.save_draft(backend, dataclasses.replace(filing), post=POST) == 1
    again = cases.load_case(backend, filing.reference).filing
    assert (again.answers.raw["unit.name"], again.focus, again.version) == (" 张三龑𬱖 ", "unit.uscc", 1)


def no_data():
    raise AssertionError("asked for the data")


def test_a_case_is_begun_without_asking_for_the_data(backend):
    begun = cases.begin_case(replace(backend, work=no_data), post=POST)
    assert begun.filing.received_on == cases.open_case(backend, post=POST).filing.received_on
    assert (begun.filing.clerk, begun.filing.window) == (POST.clerk, POST.window)
    assert begun.findings == cases.open_case(backend, post=POST).findings


def test_the_first_save_of_a_case_that_was_begun_enters_it(backend):
    filing = cases.begin_case(backend, post=POST).filing
    filing.answer("unit.name", "大关县青禾商贸有限公司")
    filing.version = cases.save_draft(backend, replace(filing), post=POST)
    assert filing.version == 0
    assert [case.reference for case in todays_cases(backend)] == [filing.reference]
    with backend.work() as work:
        assert [entry.act for entry in work.history.of_case(filing.reference)] == ["case.opened"]
    assert cases.save_draft(backend, replace(filing), post=POST) == 1
    assert cases.load_case(backend, filing.reference).filing.answers.raw["unit.name"] == "大关县青禾商贸有限公司"


def test_a_case_that_was_begun_and_could_not_be_entered_is_entered_by_the_next_save(backend):
    filing = cases.begin_case(backend, post=POST).filing
    backend.store.refuse_commits = Refusal("磁盘已满", "清理后再试")
    with pytest.raises(Refusal, match="磁盘已满"):
        cases.save_draft(backend, replace(filing), post=POST)
    backend.store.refuse_commits = None
    assert cases.save_draft(backend, replace(filing), post=POST) == 0
    assert cases.load_case(backend, filing.reference).filing.version == 0


def test_a_case_that_was_begun_is_not_entered_before_the_office_is_known():
    backend = MemoryBackend.make(office=None)
    with pytest.raises(offices.NoOffice):
        cases.save_draft(backend, cases.begin_case(backend, post=POST).filing, post=POST)


def test_the_second_of_two_windows_is_told(backend):
    mine = cases.open_case(backend, post=POST).filing
    theirs = cases.load_case(backend, mine.reference).filing
    cases.save_draft(backend, theirs, post=POST)
    with pytest.raises(ChangedElsewhere):
        cases.save_draft(backend, mine, post=POST)


def test_an_unknown_case_is_said_to_be_unknown(backend):
    with pytest.raises(UnknownCase):
        cases.load_case(backend, "AJ0000000000")


def test_nothing_begins_before_the_office_is_known():
    backend = MemoryBackend.make(office=None)
    with pytest.raises(offices.NoOffice):
        cases.open_case(backend, post=POST)
    with pytest.raises(Refusal, match="填写机关名称"):
        offices.save_office(backend, Office("  "), post=POST)
    offices.save_office(backend, Office("大关县公安局"), post=POST)
    assert cases.open_case(backend, post=POST).filing.version == 0


def test_the_window_state_is_found_as_it_was_left(backend):
    state = WindowState(("AJ1", "AJ2"), "AJ2")
    cases.save_window_state(backend, state, post=POST)
    assert cases.load_window_state(backend, post=POST) == state
    assert cases.load_window_state(backend, post=dataclasses.replace(POST, window="4号窗口")) == WindowState()


def test_a_case_taken_back_can_no_longer_be_changed(backend):
    reference = cases.open_case(backend, post=POST).filing.reference
    filing = cases.withdraw_case(backend, reference, post=POST)
    with pytest.raises(StateForbids, match="已撤回"):
        filing.answer("unit.name", "甲")
    assert unfinished_cases(backend) == []


def test_items_obtained_by_sharing_are_an_offices_setting(backend, sample):
    office = offices.load_office(backend)
    shared = frozenset({"unit.uscc", "agent.id_number", "system.retention_days", "agent_id", "authorization_letter"})
    offices.save_office(backend, dataclasses.replace(office, shared_keys=shared), post=POST)
    opened = cases.open_case(backend, post=POST, intake=sample("03"))
    assert opened.filing.findings(opened.facts).codes == []
    assert issuing.issue_receipt(backend, opened.filing.reference, post=POST)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2036, 10, 5), date(2026, 3, 3)])
def test_a_file_received_on_a_day_to_come_is_refused_before_anything_is_kept(backend, sample, day):
    with pytest.raises(Refusal, match="晚于今天"):
        cases.open_case(backend, post=POST, intake=replace(sample("01"), received_on=day))
    assert unfinished_cases(backend) == []
