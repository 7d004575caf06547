"""The notice and the receipt: once, frozen, numbered last, recorded before they are printed."""

import dataclasses
from datetime import date, timedelta

import pytest

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import (
    CannotBeKept,
    Custody,
    FilingState,
    NotFullyReviewed,
    NothingMissing,
    StillDeficient,
)
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.papers import issuing, printing
from counter_app.services.papers.repeat_visits import AlreadyIssued
from counter_app.services.papers.snapshots import freeze, thaw
from tests.services.conftest import POST


@pytest.fixture
def opened(backend, sample):
    """Open the case of one sample and return its reference."""
    return lambda number: cases.open_case(backend, post=POST, intake=sample(number)).filing.reference


def test_a_deficient_case_gets_one_notice_with_everything(backend, opened):
    reference = opened("03")
    paper = issuing.issue_notice(backend, reference, post=POST)
    assert paper.number == Number("备告", paper.issued_at.year, 1)
    assert [item["code"] for item in paper.content["deficiencies"]] == [
        "unit.uscc.missing",
        "system.retention_days.missing",
        "agent_id.not_presented",
        "authorization_letter.not_sealed",
    ]
    filing = cases.load_case(backend, reference).filing
    assert (filing.state, filing.custody) == (FilingState.DEFICIENT, Custody.NONE)


def test_the_window_may_keep_the_papers_of_a_deficient_case(backend, opened):
    reference = opened("02")
    filing = cases.load_case(backend, reference).filing
    filing.review("device_list", ACCEPTED)
    cases.save_draft(backend, filing, post=POST)
    paper = issuing.issue_notice(backend, reference, post=POST, kept=("device_list",))
    assert cases.load_case(backend, reference).filing.custody is Custody.AT_WINDOW
    assert paper.content["materials"]["device_list"]["held_since"] == "2026-03-02"


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("agent_id", "经办人身份证件查验后当场退还，不能收存"),
        ("authorization_letter", "委托办理备案授权书不合格，需要补正，不能收存"),
    ],
)
def test_an_identity_document_and_a_paper_to_be_mended_are_not_kept(backend, opened, key, why):
    reference = opened("02")
    with pytest.raises(CannotBeKept) as refused:
        issuing.issue_notice(backend, reference, post=POST, kept=(key,))
    assert refused.value.sentence == why
    assert printing.papers_of_case(backend, reference) == []


def test_a_receipt_keeps_the_letter_and_hands_the_identity_document_back(backend, opened):
    reference = opened("01")
    issuing.issue_receipt(backend, reference, post=POST)
    filing = cases.load_case(backend, reference).filing
    assert {key: paper.held_since is not None for key, paper in filing.materials.items()} == {
        "agent_id": False,
        "authorization_letter": True,
    }


def test_a_paper_of_an_earlier_day_says_the_day_and_no_hour(backend, opened):
    filing = cases.load_case(backend, opened("01")).filing
    on_the_day = issuing.preview(backend, filing, "material_receipt", post=POST)
    filing.received_on = date(2026, 2, 27)
    earlier = issuing.preview(backend, filing, "material_receipt", post=POST)
    assert (on_the_day.received_time_known, earlier.received_time_known) == (True, False)
    assert (earlier.received_at.date(), earlier.received_at.hour) == (date(2026, 2, 27), 0)


def test_a_second_notice_is_not_issued_and_takes_no_number(backend, opened):
    reference = opened("03")
    issuing.issue_notice(backend, reference, post=POST)
    with pytest.raises(AlreadyIssued):
        issuing.issue_notice(backend, reference, post=POST)
    assert len(printing.papers_of_case(backend, reference)) == 1
    assert issuing.issue_notice(backend, opened("02"), post=POST).number.ordinal == 2


def test_no_notice_while_a_paper_is_unreviewed(backend, opened):
    with pytest.raises(NotFullyReviewed) as refused:
        issuing.issue_notice(backend, opened("09"), post=POST)
    assert refused.value.keys == ("authorization_letter",)
    assert "授权书" in refused.value.sentence


def test_no_notice_where_nothing_is_missing(backend, opened):
    with pytest.raises(NothingMissing) as refused:
        issuing.issue_notice(backend, opened("01"), post=POST)
    assert refused.value.act == "receipt"


def test_a_complete_case_gets_its_receipt_and_platform_sheet_and_the_window_holds_the_paper(backend, opened):
    reference = opened("01")
    receipt, sheet = issuing.issue_receipt(backend, reference, post=POST)
    assert (receipt.document, receipt.number.series) == ("material_receipt", "备收")
    assert (sheet.document, sheet.number) == ("platform_sheet", None)
    assert sheet.content["barcode"] == receipt.number.barcode
    filing = cases.load_case(backend, reference).filing
    assert (filing.state, filing.custody) == (FilingState.COMPLETE, Custody.AT_WINDOW)
    assert receipt.content["transfer_due"]["date"] == "2026-04-02"


def test_advice_never_keeps_a_receipt_back(backend, opened):
    for number in ("04", "10", "11"):
        receipt, _sheet = issuing.issue_receipt(backend, opened(number), post=POST)
        assert receipt.content["advisories"]


def test_no_receipt_while_something_is_missing(backend, opened):
    with pytest.raises(StillDeficient, match="还需补正4项"):
        issuing.issue_receipt(backend, opened("03"), post=POST)


def test_no_receipt_while_a_paper_is_unreviewed(backend, opened):
    with pytest.raises(NotFullyReviewed):
        issuing.issue_receipt(backend, opened("09"), post=POST)


def test_the_same_receipt_is_not_issued_twice(backend, opened):
    reference = opened("01")
    issuing.issue_receipt(backend, reference, post=POST)
    with pytest.raises(StateForbids):
        issuing.issue_receipt(backend, reference, post=POST)


def test_what_was_mended_after_the_notice_can_be_completed_on_the_spot(backend, opened):
    reference = opened("02")
    issuing.issue_notice(backend, reference, post=POST)
    filing = cases.load_case(backend, reference).filing
    filing.review("authorization_letter", ACCEPTED)
    cases.save_draft(backend, filing, post=POST)
    receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
    assert receipt.number.ordinal == 1


def test_a_failed_commit_leaves_no_number_and_no_paper(backend, opened):
    reference = opened("03")
    backend.store.refuse_commits = Refusal("磁盘已满", "腾出空间")
    with pytest.raises(Refusal, match="磁盘已满"):
        issuing.issue_notice(backend, reference, post=POST)
    backend.store.refuse_commits = None
    assert cases.load_case(backend, reference).filing.state is FilingState.DRAFT
    assert issuing.issue_notice(backend, reference, post=POST).number.ordinal == 1


def test_a_notice_says_the_same_after_the_case_has_changed(backend, opened):
    reference = opened("02")
    paper = issuing.issue_notice(backend, reference, post=POST)
    before = printing.facts_of(backend, paper)
    filing = cases.load_case(backend, reference).filing
    filing.answer("unit.name", "另一个单位")
    cases.save_draft(backend, filing, post=POST)
    after = printing.facts_of(backend, printing.papers_of_case(backend, reference)[0])
    assert after.answers.display("unit.name") == before.answers.display("unit.name") == "大关县青禾商贸有限公司"


def test_freezing_and_thawing_lose_nothing(backend, opened):
    paper = issuing.issue_notice(backend, opened("03"), post=POST)
    assert freeze(thaw(paper.content, backend.forms.current())) == paper.content


def test_every_print_is_recorded_before_it_is_drawn_and_reprints_say_so(backend, opened, monkeypatch):
    reference = opened("03")
    paper = issuing.issue_notice(backend, reference, post=POST)
    assert printing.print_paper(backend, paper.paper_id, post=POST).reprint == 0
    monkeypatch.setattr(backend.renderer, "pdf", lambda facts: (_ for _ in ()).throw(OSError("no ink")))
    with pytest.raises(OSError, match="no ink"):
        printing.print_paper(backend, paper.paper_id, post=POST)
    monkeypatch.undo()
    job = printing.print_paper(backend, paper.paper_id, post=POST)
    assert (job.reprint, job.copies) == (2, 2)
    with backend.work() as work:
        acts = [entry.act for entry in work.history.of_case(reference)]
    assert acts == ["case.opened", "notice.issued", *["paper.printed"] * 3]


def test_the_history_holds_no_name_and_no_identity_number(backend, opened):
    reference = opened("03")
    issuing.issue_notice(backend, reference, post=POST)
    issuing.draw_up(backend, reference, "authorization_letter", post=POST)
    with backend.work() as work:
        said = str([entry.details for entry in work.history.of_case(reference)])
    assert "周文" not in said
    assert "530624" not in said


def test_papers_without_a_series_can_be_drawn_up_at_any_time_and_numbered_ones_cannot(backend, opened):
    reference = opened("09")
    paper = issuing.draw_up(backend, reference, "information_sheet", post=POST)
    assert (paper.number, paper.content["barcode"]) == (None, reference)
    with pytest.raises(Refusal, match="编号打印"):
        issuing.draw_up(backend, reference, "deficiency_notice", post=POST)


def test_a_preview_keeps_nothing_and_takes_no_number(backend, opened):
    reference = opened("03")
    filing = cases.load_case(backend, reference).filing
    facts = issuing.preview(backend, filing, "deficiency_notice", post=POST)
    assert (facts.number, len(facts.findings.deficiencies)) == (None, 4)
    assert printing.papers_of_case(backend, reference) == []


def test_a_clock_that_fell_behind_is_said_and_takes_no_number(backend, opened):
    reference = opened("03")
    behind = dataclasses.replace(backend, clock=lambda: backend.clock() - timedelta(days=365))
    with pytest.raises(offices.ClockBehind, match="2025-03-02"):
        issuing.issue_notice(behind, reference, post=POST)
    assert printing.papers_of_case(backend, reference) == []
    offices.confirm_clock(behind, post=POST)
    assert issuing.issue_notice(behind, reference, post=POST).number == Number("备告", 2025, 1)


def test_a_voided_paper_is_kept_and_seen_but_no_further_copy_goes_out(backend, opened):
    receipt, _sheet = issuing.issue_receipt(backend, opened("01"), post=POST)
    with backend.work() as work:
        work.numbers.void(receipt.number, "打印后发现录错")
        work.commit()
    for going_out in (printing.print_paper, printing.word_of):
        with pytest.raises(printing.VoidPaper, match="已作废"):
            going_out(backend, receipt.paper_id, post=POST)
    kept = printing.papers_of_case(backend, receipt.reference)[0]
    assert (kept.void_reason, kept.prints) == ("打印后发现录错", 0)
    assert printing.pdf_of(backend, receipt.paper_id, post=POST).startswith(b"%PDF")
    assert printing.facts_of(backend, kept).void
    assert not printing.facts_of(backend, receipt).void
