"""What the window saw on a document is kept with who and when, and told by the history."""

import dataclasses

import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import EntriesToCheck, FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing import cases, changes
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_filing
from tests.services.conftest import POST

OTHER = Post("王示例", "4号窗口")
WRONG = "530624199003071210"


@pytest.fixture
def told(backend):
    """The confirmations that the history of a case tells: who, where and of what."""

    def told(reference):
        with backend.work() as work:
            entries = work.history.of_case(reference)
        return [(e.clerk, e.window, dict(e.details)) for e in entries if e.act == "value.confirmed"]

    return told


def test_a_confirmation_is_told_once_whatever_is_saved_later(backend, sample, told):
    filing = cases.open_case(backend, post=POST, intake=sample("13")).filing
    filing.confirm("agent.id_number", POST, backend.clock())
    cases.save_draft(backend, filing, post=POST)
    cases.save_draft(backend, filing, post=OTHER)
    assert told(filing.reference) == [(POST.clerk, POST.window, {"key": "agent.id_number", "said": "与证件一致"})]
    again = cases.load_case(backend, filing.reference)
    assert again.findings.verdict is Verdict.COMPLETE
    assert again.filing.confirmed == filing.confirmed


def test_another_value_confirmed_is_another_act(backend, sample, told):
    filing = cases.open_case(backend, post=POST, intake=sample("13")).filing
    for number in (WRONG, "530624199003071211"):
        filing.answer("agent.id_number", number)
        filing.confirm("agent.id_number", POST, backend.clock())
        cases.save_draft(backend, filing, post=POST)
    assert len(told(filing.reference)) == 2
    assert not any(WRONG in str(entry) for entry in told(filing.reference))


def test_a_file_that_says_what_was_seen_is_told_as_seen_by_whoever_takes_it_in(backend, sample, told):
    opened = cases.open_case(backend, post=POST, intake=sample("17"))
    assert opened.findings.advisory_codes == ["unit.uscc.checksum"]
    assert told(opened.filing.reference) == [(POST.clerk, POST.window, {"key": "unit.uscc", "said": "与证照一致"})]


def test_an_open_entry_keeps_the_receipt_back_and_the_case_in_its_state(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("13")).filing.reference
    with pytest.raises(EntriesToCheck, match="证件号码待核对"):
        issuing.issue_receipt(backend, reference, post=POST)
    assert cases.load_case(backend, reference).filing.state is FilingState.DRAFT


def test_an_open_entry_does_not_keep_the_notice_back_and_stands_not_on_it(backend, sample):
    filing = cases.open_case(backend, post=POST, intake=sample("13")).filing
    filing.answer("unit.kind", "")
    cases.save_draft(backend, filing, post=POST)
    paper = issuing.issue_notice(backend, filing.reference, post=POST)
    assert [item["key"] for item in paper.content["deficiencies"]] == ["unit.kind"]
    assert [item["code"] for item in paper.content["entries"]] == ["agent.id_number.checksum"]


def test_a_change_takes_over_what_was_seen_for_the_filing_on_file(backend, sample, told):
    reference = cases.open_case(backend, post=POST, intake=sample("17")).filing.reference
    issuing.issue_receipt(backend, reference, post=POST)
    platform_filing.file_case(backend, reference, "530624202600000001", post=POST)
    change = changes.open_change(backend, reference, OTHER).case
    assert change.filing.confirmed["unit.uscc"].clerk == POST.clerk
    assert "unit.uscc" not in [item.key for item in change.findings.deficiencies]
    assert told(change.filing.reference) == []


def test_a_change_in_a_file_says_what_was_seen_too(backend, sample, told):
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    issuing.issue_receipt(backend, reference, post=POST)
    platform_filing.file_case(backend, reference, "530624202600000001", post=POST)
    answers = sample("17").answers.with_answer("unit.name", "大关县青禾商贸有限公司")
    intake = dataclasses.replace(sample("17"), answers=answers)
    change = changes.open_change(backend, reference, OTHER, intake=intake).case
    assert change.findings.advisory_codes.count("unit.uscc.checksum") == 1
    assert [entry[0] for entry in told(change.filing.reference)] == [OTHER.clerk]
