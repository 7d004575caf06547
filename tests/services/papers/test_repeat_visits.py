"""The return visit: a second notice, the one-time promise and its breaking, papers kept each by name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.domain.basics.materials import ACCEPTED, rejected
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.services.filing import cases
from counter_app.services.lists import statistics
from counter_app.services.office import supervision
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import issuing, printing
from counter_app.services.papers.repeat_visits import AlreadyIssued, MissedEarlier
from tests.fakes.memory_backend import on_a_later_day
from tests.services.conftest import POST

REASON = "首次办理时未看清证件"


@pytest.fixture
def told(backend, sample):
    """A case whose notice names the unsealed letter and the missing retention; its reference."""
    reference = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    change(backend, reference, lambda filing: filing.answer("system.retention_days", ""))
    issuing.issue_notice(backend, reference, post=POST)
    return reference


@pytest.fixture
def boss(backend):
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)


def change(backend, reference, *changes):
    filing = cases.load_case(backend, reference).filing
    for one in changes:
        one(filing)
    cases.save_draft(backend, filing, post=POST)


def mend_retention(filing):
    filing.answer("system.retention_days", "90")


def reject_id(filing):
    filing.review("agent_id", rejected("illegible"))


def permission(*codes, pin="135790"):
    return Permission("赵主任", pin, dict.fromkeys(codes, REASON))


def later(backend, **time):
    return on_a_later_day(backend, backend.clock() + timedelta(**time))


def test_a_second_notice_says_what_is_carried_over(backend, told):
    change(backend, told, mend_retention)
    paper = issuing.issue_notice(backend, told, post=POST)
    facts = printing.facts_of(backend, paper)
    assert facts.further_notice.number == "大公（视）补字〔2026〕1号"
    assert dict(facts.further_notice.origins) == {"authorization_letter.not_sealed": DeficiencyOrigin.CARRIED_OVER}
    assert paper.number.ordinal == 2
    assert cases.load_case(backend, told).filing.state is FilingState.DEFICIENT


def test_nothing_changed_and_no_second_notice(backend, told):
    with pytest.raises(AlreadyIssued, match="没有变化"):
        issuing.issue_notice(backend, told, post=POST)
    change(backend, told, mend_retention)
    issuing.issue_notice(backend, told, post=POST)
    with pytest.raises(AlreadyIssued, match="〕2号"):
        issuing.issue_notice(backend, told, post=POST)


def test_what_should_have_been_told_stops_the_notice_and_takes_no_number(backend, told, boss):
    change(backend, told, mend_retention, reject_id)
    with pytest.raises(MissedEarlier, match="有1项在前次告知") as stopped:
        issuing.issue_notice(backend, told, post=POST)
    assert [item.code for item in stopped.value.items] == ["agent_id.illegible"]
    assert len(printing.papers_of_case(backend, told)) == 1


def test_a_supervisors_reason_lets_it_pass_and_breaks_a_promise(backend, told, boss):
    change(backend, told, mend_retention, reject_id)
    paper = issuing.issue_notice(backend, told, post=POST, permission=permission("agent_id.illegible"))
    facts = printing.facts_of(backend, paper)
    assert dict(facts.further_notice.origins) == {
        "agent_id.illegible": DeficiencyOrigin.MISSED,
        "authorization_letter.not_sealed": DeficiencyOrigin.CARRIED_OVER,
    }
    today = date(2026, 3, 2)
    broken = statistics.broken_promises(backend, today, today)
    assert (broken.count, broken.notices) == (1, 1)
    [line] = broken.lines
    assert (line.promise.reason, line.promise.supervisor, line.number) == (REASON, "赵主任", paper.number)
    assert "身份证件" in line.message
    assert statistics.broken_promises(backend, today + timedelta(days=1), date(2026, 12, 31)).count == 0


def test_the_history_tells_of_the_broken_promise_without_names(backend, told, boss):
    change(backend, told, reject_id)
    issuing.issue_notice(backend, told, post=POST, permission=permission("agent_id.illegible"))
    with backend.work() as work:
        entries = work.history.of_case(told)
    [broken] = [entry.details for entry in entries if entry.act == "promise.broken"]
    assert broken == {"code": "agent_id.illegible", "supervisor": supervision.history_key("赵主任")}
    counts = [entry.details for entry in entries if entry.act == "notice.issued"][-1]
    assert (counts["missed"], counts["carried_over"]) == (1, 2)


def test_a_wrong_pin_issues_nothing_and_is_counted(backend, told, boss):
    change(backend, told, reject_id)
    with pytest.raises(WrongPin):
        issuing.issue_notice(backend, told, post=POST, permission=permission("agent_id.illegible", pin="9999"))
    assert len(printing.papers_of_case(backend, told)) == 1
    with backend.work() as work:
        [*_before, last] = work.history.of_case(supervision.history_key("赵主任"))
    assert last.act == "supervisor.tried"


def test_each_missed_item_needs_a_reason_of_its_own(backend, told, boss):
    change(
        backend, told, reject_id, lambda f: f.review("authorization_letter", rejected("not_sealed", "unit_mismatch"))
    )
    with pytest.raises(MissedEarlier) as stopped:
        issuing.issue_notice(backend, told, post=POST, permission=permission("agent_id.illegible"))
    assert [item.code for item in stopped.value.items] == ["authorization_letter.unit_mismatch"]


def test_another_paper_brought_since_is_new_and_needs_nobody(backend, told):
    change(backend, told, lambda f: f.review("agent_id", replace(rejected("expired"), brought=1)))
    facts = printing.facts_of(backend, issuing.issue_notice(backend, told, post=POST))
    assert facts.further_notice.origins["agent_id.expired"] is DeficiencyOrigin.NEW_FACT


def test_a_voided_notice_does_not_count_as_the_last(backend, told):
    change(backend, told, mend_retention)
    second = issuing.issue_notice(backend, told, post=POST)
    with backend.work() as work:
        work.numbers.void(second.number, "打印错误")
        work.commit()
    third = issuing.issue_notice(backend, told, post=POST)
    assert printing.facts_of(backend, third).further_notice.number.endswith("〕1号")


def test_two_windows_at_once_give_one_second_notice(backend, told):
    change(backend, told, mend_retention)
    issuing.issue_notice(backend, told, post=POST)
    with pytest.raises(AlreadyIssued):
        issuing.issue_notice(backend, told, post=POST)
    assert [paper.number.ordinal for paper in printing.papers_of_case(backend, told)] == [1, 2]


# Papers kept or returned, each by name -----------------------------------------------------------------------------


def held(backend, reference):
    filing = cases.load_case(backend, reference).filing
    return {key: paper.held_since for key, paper in filing.materials.items()}, filing.custody


@pytest.fixture
def with_list(backend, sample):
    """A case with an unsealed letter, whose devices are on paper too; its reference."""
    reference = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    change(backend, reference, lambda filing: filing.review("device_list", ACCEPTED))
    return reference


def test_each_paper_is_kept_or_goes_back_by_itself(backend, with_list):
    issuing.issue_notice(backend, with_list, post=POST, kept=("device_list",))
    days, custody = held(backend, with_list)
    assert (days["device_list"], days["authorization_letter"], custody) == (date(2026, 3, 2), None, Custody.AT_WINDOW)


def test_the_month_of_the_hand_over_runs_from_the_earliest_paper_still_held(backend, with_list):
    reference = with_list
    issuing.issue_notice(backend, reference, post=POST, kept=("device_list",))
    week = later(backend, days=7)
    change(week, reference, lambda f: f.review("authorization_letter", ACCEPTED))
    receipt, _sheet = issuing.issue_receipt(week, reference, post=POST)
    days, custody = held(backend, reference)
    assert (days["device_list"], days["authorization_letter"]) == (date(2026, 3, 2), date(2026, 3, 9))
    assert custody is Custody.AT_WINDOW
    assert receipt.content["transfer_due"]["date"] == "2026-04-02"


def test_what_went_back_and_comes_again_is_held_from_that_day(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    issuing.issue_notice(backend, reference, post=POST)
    week = later(backend, days=7)
    change(week, reference, lambda f: f.review("authorization_letter", ACCEPTED))
    receipt, _sheet = issuing.issue_receipt(week, reference, post=POST)
    assert held(backend, reference)[0] == {"agent_id": None, "authorization_letter": date(2026, 3, 9)}
    assert receipt.content["transfer_due"]["date"] == "2026-04-09"


def test_another_sheet_for_one_that_was_kept_is_held_from_the_day_it_came(backend, with_list):
    issuing.issue_notice(backend, with_list, post=POST, kept=("device_list",))
    week = later(backend, days=7)
    another = replace(cases.load_case(backend, with_list).filing.materials["device_list"], brought=1)
    change(
        week, with_list, lambda f: f.review("device_list", another), mend_retention, lambda f: f.answer("unit.name", "")
    )
    issuing.issue_notice(week, with_list, post=POST, kept=("device_list",))
    assert held(backend, with_list)[0]["device_list"] == date(2026, 3, 9)


def test_papers_kept_and_then_given_back_are_said_to_be_back(backend, with_list):
    issuing.issue_notice(backend, with_list, post=POST, kept=("device_list",))
    change(backend, with_list, mend_retention, lambda f: f.answer("unit.name", ""))
    issuing.issue_notice(backend, with_list, post=POST)
    assert held(backend, with_list)[1] is Custody.RETURNED


def test_what_the_first_release_froze_is_held_against_a_return_visit_too(backend, told):
    """It knows of no notice before it, of no day since when a paper is held, and of no other sheet."""
    [paper] = printing.papers_of_case(backend, told)
    old = {key: value for key, value in paper.content.items() if key not in ("again", "changes", "form")}
    for material in old["materials"].values():
        for added in ("held_since", "brought"):
            material.pop(added, None)
    backend.store.kept.papers[paper.paper_id] = replace(paper, content=old)
    change(backend, told, mend_retention)
    facts = printing.facts_of(backend, issuing.issue_notice(backend, told, post=POST))
    assert facts.further_notice.of(DeficiencyOrigin.CARRIED_OVER) == ["authorization_letter.not_sealed"]
