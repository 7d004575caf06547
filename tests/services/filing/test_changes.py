"""Change filings: opened upon what is on file, one at a time, always upon the newest state."""

from datetime import date

import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.changes import EmptyChange
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing import cases, changes
from counter_app.services.papers import issuing
from counter_app.services.papers.snapshots import thaw
from counter_app.services.ports import UnknownCase
from tests.fakes.memory_backend import intake_of
from tests.services.conftest import POST

ELSEWHERE = Post("赵某", "5号窗口")


@pytest.fixture
def file_it(backend):
    """Bring a case to filed, as the act of filing does."""

    def file(reference, platform_number=""):
        with backend.work() as work:
            filing = work.filings.get(reference)
            if filing.state is not FilingState.COMPLETE:
                filing.move_to(FilingState.COMPLETE)
            filing.move_to(FilingState.FILED)
            filing.filed_on, filing.platform_number = date(2026, 3, 2), platform_number
            work.filings.save(filing)
            work.commit()
        return reference

    return file


@pytest.fixture
def filed(backend, sample, file_it):
    opened = cases.open_case(backend, post=POST, intake=sample("01"))
    issuing.issue_receipt(backend, opened.filing.reference, post=POST)
    return file_it(opened.filing.reference, "5306240000000123")


@pytest.fixture
def change(backend):
    """Open a change and answer it; returns its reference."""

    def open_(filed, post=POST, **answers):
        filing = changes.open_change(backend, filed, post).case.filing
        for key, raw in answers.items():
            filing.answer(f"system.{key}", raw)
        cases.save_draft(backend, filing, post=post)
        return filing.reference

    return open_


def test_a_change_opens_with_what_is_on_file_and_wants_the_papers_again(backend, filed):
    opened = changes.open_change(backend, filed, POST)
    filing, before = opened.case.filing, backend.store.filing(filed)
    assert (filing.kind, filing.changes, filing.form.kind) == (FilingKind.CHANGE, filed, "change")
    assert dict(filing.answers.raw) == dict(before.answers.raw)
    assert len(filing.answers.rows()) == len(before.answers.rows())
    findings = filing.findings(opened.case.facts)
    assert findings.unreviewed == ("agent_id", "authorization_letter")
    assert findings.deficiencies == ()
    assert not opened.said


def test_the_filing_that_is_changed_is_no_duplicate_of_its_change(backend, filed):
    opened = changes.open_change(backend, filed, POST)
    assert opened.case.facts.filed_before == 0


def test_what_is_not_filed_is_not_changed(backend, sample):
    draft = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    with pytest.raises(StateForbids, match="还没有备案"):
        changes.open_change(backend, draft, POST)
    with pytest.raises(UnknownCase):
        changes.open_change(backend, "AJ0000000000", POST)


def test_the_second_is_told_who_has_the_change_open_and_gets_that_one(backend, filed):
    mine = changes.open_change(backend, filed, POST)
    theirs = changes.open_change(backend, filed, ELSEWHERE)
    assert theirs.case.filing.reference == mine.case.filing.reference
    assert POST.window in theirs.said
    assert POST.clerk in theirs.said
    assert "本窗口" in changes.open_change(backend, filed, POST).said


def test_a_change_that_was_withdrawn_stands_in_nobodys_way(backend, filed, change):
    first = change(filed)
    cases.withdraw_case(backend, first, post=POST)
    assert changes.open_change(backend, filed, POST).case.filing.reference != first


def test_a_later_change_is_opened_upon_the_newest_state(backend, filed, change, file_it):
    first = file_it(change(filed, retention_days=60))
    second = changes.open_change(backend, filed, POST).case.filing
    assert second.changes == first
    assert second.answers.get("system.retention_days") == 60


def test_what_is_on_file_is_what_the_change_was_opened_upon(backend, filed, change):
    reference = change(filed, retention_days=60)
    filing = cases.load_case(backend, reference).filing
    before = changes.on_file(backend, filing)
    assert before is not None
    assert before.get("system.retention_days") == 30
    assert changes.on_file(backend, backend.store.filing(filed)) is None
    with backend.work() as work:
        assert [(i.before, i.after) for i in changes.changes_in(work, filing)] == [("30", "60")]


def test_a_system_out_of_use_is_only_taken_into_use_again(backend, filed, change, file_it):
    file_it(change(filed, out_of_use=True, out_of_use_since="2026-03-01"))
    with pytest.raises(changes.SystemOutOfUse):
        changes.open_change(backend, filed, POST)
    again = changes.open_change(backend, filed, POST, in_use_again=True).case.filing
    with backend.work() as work:
        items = changes.changes_in(work, again)
    assert [(i.label, i.before, i.after) for i in items] == [
        ("停止使用", "是", "否"),
        ("停止使用日期", "2026年3月1日", "（未填）"),
    ]


@pytest.mark.parametrize(
    "words", ["91530624MA6K3R7Q38", "5306240000000123", "BS2026-0001", "大公（视）收字〔2026〕1号"]
)
def test_a_filed_system_is_found_by_what_people_have_in_hand(backend, filed, words):
    assert [known.reference for known in changes.find_filed(backend, words)] == [filed]


def test_a_filed_system_is_found_by_part_of_its_units_name_and_in_its_newest_state(backend, filed, change, file_it):
    part = backend.store.filing(filed).answers.display("unit.name")[2:6]
    latest = file_it(change(filed, retention_days=60))
    assert [known.reference for known in changes.find_filed(backend, part)] == [latest]
    assert [known.reference for known in changes.find_filed(backend, "BS2026-0001")] == [latest]
    assert changes.the_filed(backend, part).reference == latest


def test_what_is_not_found_is_said_to_be_unknown(backend, filed):
    with pytest.raises(UnknownCase, match="没有找到“BS2026-0099”"):
        changes.the_filed(backend, "BS2026-0099")
    assert filed


def test_a_chain_shows_every_filing_and_what_each_changed(backend, filed, change, file_it):
    gone = change(filed)
    cases.withdraw_case(backend, gone, post=POST)
    first = file_it(change(filed, retention_days=60))
    second = change(filed, retention_days=90)
    chain = changes.chain_of(backend, first)
    assert [link.filing.reference for link in chain] == [filed, gone, first, second]
    assert [[item.after for item in link.changes] for link in chain] == [[], [], ["60"], ["90"]]
    assert chain[0].papers[0].document == "material_receipt"
    assert chain[-1].acts[0].act == "change.opened"


@pytest.fixture
def file_of_change(backend):
    """What a file that changes something holds."""

    def make(changes_of, **content):
        content = {"kind": "change", "changes": changes_of, **content}
        return intake_of(content, backend.forms.current("change"))

    return make


PAPERS = {"agent_id": {"state": "accepted"}, "authorization_letter": {"state": "accepted"}}


def test_a_file_says_what_changes_and_the_rest_stays_on_file(backend, filed, file_of_change):
    intake = file_of_change("BS2026-0001", system={"retention_days": 60}, materials=PAPERS)
    assert changes.judge_change(backend, intake, date(2026, 3, 2)).verdict is Verdict.COMPLETE
    filing = changes.open_intake(backend, intake, post=POST).filing
    assert (filing.changes, filing.kind) == (filed, FilingKind.CHANGE)
    assert filing.answers.get("system.retention_days") == 60
    assert filing.answers.display("unit.name") == backend.store.filing(filed).answers.display("unit.name")
    receipt, _sheet = issuing.issue_receipt(backend, filing.reference, post=POST)
    assert [item["after"] for item in receipt.content["changes"]] == ["60"]
    assert thaw(receipt.content, filing.form).changes[0].label == "视频图像信息存储期限(天)"


def test_a_change_in_a_file_without_number_is_found_by_its_unit(backend, filed, file_of_change):
    intake = file_of_change("", unit={"uscc": "91530624MA6K3R7Q38"}, system={"retention_days": 60})
    assert changes.open_intake(backend, intake, post=POST).filing.changes == filed
    with pytest.raises(Refusal, match="没有写明变更的是哪一件"):
        changes.open_intake(backend, file_of_change("", system={"retention_days": 60}), post=POST)


def test_a_second_file_on_the_same_system_waits(backend, filed, file_of_change):
    changes.open_change(backend, filed, POST)
    with pytest.raises(Refusal, match="先办结或撤回该件"):
        changes.open_intake(backend, file_of_change("BS2026-0001"), post=POST)


def test_a_file_that_changes_nothing_is_refused(backend, filed, file_of_change):
    with pytest.raises(EmptyChange):
        changes.judge_change(backend, file_of_change("BS2026-0001"), date(2026, 3, 2))
    opened = changes.open_intake(backend, file_of_change("BS2026-0001", materials=PAPERS), post=POST)
    with pytest.raises(EmptyChange):
        issuing.issue_receipt(backend, opened.filing.reference, post=POST)
    assert filed


def test_a_file_takes_a_system_into_use_again_where_it_says_so(backend, filed, change, file_it, file_of_change):
    file_it(change(filed, out_of_use=True, out_of_use_since="2026-03-01"))
    with pytest.raises(changes.SystemOutOfUse):
        changes.open_intake(backend, file_of_change("BS2026-0001", system={"retention_days": 60}), post=POST)
    again = file_of_change("BS2026-0001", system={"out_of_use": False}, materials=PAPERS)
    assert changes.judge_change(backend, again, date(2026, 3, 2)).verdict is Verdict.COMPLETE
    assert not changes.open_intake(backend, again, post=POST).filing.answers.get("system.out_of_use")
