"""A batch from the first scan to the hand-over, at the counter in memory."""

import dataclasses
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState, ScanOutcome
from counter_app.services.filing import cases
from counter_app.services.papers import issuing, voiding
from counter_app.services.platform import platform_filing
from counter_app.services.ports import UnknownBatch
from counter_app.services.transfer import batch_closing, batches, packing
from counter_app.services.transfer.batch_closing import CasesChanged
from tests.services.conftest import POST

FIRST = Number("备移", 2026, 1)


@pytest.fixture
def held(backend, sample):
    """Cases received on some days of March 2026, complete, their paper at the window; their receipts' barcodes."""

    def take_in(*days):
        barcodes = []
        for day in days:
            intake = replace(sample("01"), received_on=date(2026, 3, day))
            reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
            receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
            barcodes.append((reference, receipt.number.barcode))
        return barcodes

    return take_in


def _filing(backend, reference):
    return cases.load_case(backend, reference).filing


def _closed(backend, *scanned):
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    for _reference, barcode in scanned:
        batches.scan(backend, batch_id, barcode, post=POST)
    return batch_closing.close_batch(backend, batch_id, post=POST).batch


def test_a_held_case_comes_in_by_its_barcode_and_is_counted(backend, held):
    [(reference, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    right = batches.scan(backend, batch_id, barcode, post=POST)
    again = batches.scan(backend, batch_id, reference, post=POST)
    assert (right.outcome, right.case.reference, right.pages) == (ScanOutcome.RIGHT, reference, 2)
    assert right.remark == "待录入，尚未备案"
    assert (again.outcome, again.sentence) == (ScanOutcome.ALREADY, "重复扫码")
    item = batches.batch_view(backend, batch_id).batch.item(reference)
    assert (item.held_since, item.due) == (date(2026, 3, 2), date(2026, 4, 2))


def test_what_is_unknown_not_held_or_in_another_batch_is_wrong_and_says_why(backend, held):
    [(held_one, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    assert batches.scan(backend, batch_id, "BS2026-9999", post=POST).sentence == "没有编号为“BS2026-9999”的件"
    draft = cases.open_case(backend, post=POST).filing.reference
    assert batches.scan(backend, batch_id, draft, post=POST).sentence == "材料不在窗口：未收材料"
    batches.scan(backend, batch_id, barcode, post=POST)
    other = batches.open_batch(backend, post=POST).batch.batch_id
    wrong = batches.scan(backend, other, barcode, post=POST)
    assert (wrong.outcome, wrong.other_batch) == (ScanOutcome.WRONG, batch_id)
    assert batches.batch_view(backend, other).batch.items == []
    assert held_one


def test_a_proposal_takes_what_is_due_soon_and_leaves_the_rest(backend, held):
    (first, _), (later, _) = held(1, 2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    proposed = batches.propose(backend, batch_id, 365, post=POST)
    assert proposed.added == 2
    assert [item.reference for item in proposed.view.batch.gaps] == [first, later]
    other = batches.open_batch(backend, post=POST).batch.batch_id
    assert batches.propose(backend, other, 365, post=POST).added == 0


def test_a_proposal_asks_for_the_last_day_and_not_for_the_day_of_receipt(backend, held):
    held(1, 2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    # NOON is 2 March: due on 1 and 2 April, 30 and 31 days ahead.
    assert batches.propose(backend, batch_id, 29, post=POST).added == 0
    assert batches.propose(backend, batch_id, 30, post=POST).added == 1
    assert batches.propose(backend, batch_id, 31, post=POST).added == 1


def test_gaps_keep_the_batch_open_until_they_are_left_out(backend, held):
    (first, barcode), (forgotten, _) = held(1, 2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    batches.propose(backend, batch_id, 365, post=POST)
    batches.scan(backend, batch_id, barcode, post=POST)
    with pytest.raises(Refusal, match="有1件材料还没有扫码"):
        batch_closing.close_batch(backend, batch_id, post=POST)
    batches.leave_out(backend, batch_id, [forgotten], post=POST)
    closed = batch_closing.close_batch(backend, batch_id, post=POST)
    assert (closed.batch.state, closed.batch.number) == (BatchState.CLOSED, FIRST)
    assert [item.reference for item in closed.batch.items] == [first]
    assert packing.batch_named(backend, "BY2026-0001") == batch_id
    with pytest.raises(UnknownBatch):
        packing.batch_named(backend, barcode)


def test_reopening_voids_the_number_and_closing_again_takes_the_next(backend, held):
    batch = _closed(backend, *held(2))
    with pytest.raises(Refusal, match="原因"):
        batch_closing.reopen_batch(backend, batch.batch_id, " ", post=POST)
    batch_closing.reopen_batch(backend, batch.batch_id, "漏编一件", post=POST)
    assert backend.store.kept.voided[FIRST] == "漏编一件"
    again = batch_closing.close_batch(backend, batch.batch_id, post=POST)
    assert again.batch.number == Number("备移", 2026, 2)
    assert packing.batch_named(backend, "BY2026-0001") == batch.batch_id


def test_list_and_cover_want_a_package_or_the_word_that_there_is_none(backend, held):
    batch = _closed(backend, *held(2))
    with pytest.raises(Refusal, match="电子数据包"):
        batch_closing.issue_papers(backend, batch.batch_id, without_package=False, post=POST)
    listed, cover = batch_closing.issue_papers(backend, batch.batch_id, without_package=True, post=POST)
    assert (listed.document, listed.number, cover.document, cover.number) == (
        "transfer_list",
        FIRST,
        "transfer_cover",
        None,
    )
    assert batch_closing.issue_papers(backend, batch.batch_id, without_package=True, post=POST) == (listed, cover)


def test_handing_over_moves_the_paper_of_every_case(backend, held):
    both = held(1, 2)
    batch = _closed(backend, *both)
    batch_closing.issue_papers(backend, batch.batch_id, without_package=True, post=POST)
    batch_closing.hand_over(backend, batch.batch_id, by="陈示例", post=POST)
    for reference, _barcode in both:
        filing = _filing(backend, reference)
        assert (filing.custody, filing.held_since) == (Custody.IN_TRANSFER, None)
        acts = [entry for entry in backend.store.kept.history if entry.reference == reference]
        assert (acts[-1].act, acts[-1].details) == ("paper.handed_over", {"number": "BY2026-0001"})


def test_a_case_voided_since_keeps_the_whole_batch_at_the_window(backend, held):
    (good, _), (bad, barcode) = both = held(1, 2)
    batch = _closed(backend, *both)
    batch_closing.issue_papers(backend, batch.batch_id, without_package=True, post=POST)
    receipt = next(paper for paper in backend.store.kept.papers.values() if paper.reference == bad)
    voiding.void_paper(backend, receipt.paper_id, "内容有误", post=POST)
    assert batches.batch_view(backend, batch.batch_id).changed == (bad,)
    with pytest.raises(CasesChanged, match="件号2共1件") as refused:
        batch_closing.hand_over(backend, batch.batch_id, by="陈示例", post=POST)
    assert refused.value.references == (bad,)
    assert _filing(backend, good).custody is Custody.AT_WINDOW
    assert barcode


def test_a_case_changed_while_the_batch_is_open_is_looked_at_again_by_another_scan(backend, held):
    [(reference, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    batches.scan(backend, batch_id, barcode, post=POST)
    platform_filing.file_case(backend, reference, "530624202600000123", post=POST)
    with pytest.raises(CasesChanged):
        batch_closing.close_batch(backend, batch_id, post=POST)
    again = batches.scan(backend, batch_id, barcode, post=POST)
    assert (again.outcome, again.sentence, again.remark) == (ScanOutcome.RIGHT, "已核对", "")
    assert batch_closing.close_batch(backend, batch_id, post=POST).batch.number == FIRST


def test_what_a_case_holds_is_listed_with_pages_that_run_on(backend, held):
    [(reference, _)] = one = held(2)
    platform_filing.file_case(backend, reference, "530624202600000123", post=POST)
    batch = _closed(backend, *one)
    paper = batch_closing.draw_up(backend, batch.batch_id, "case_contents", post=POST)
    sheets = paper.content["transfer"]["cases"][0]["sheets"]
    assert [(sheet["title"], sheet["first_page"]) for sheet in sheets] == [
        ("收件凭证", 1),
        ("备案回执", 2),
        ("委托办理备案授权书", 3),
    ]


@pytest.fixture
def three_pages(backend, monkeypatch):
    """Whatever is drawn has three pages."""
    monkeypatch.setattr(backend.renderer, "pdf", lambda _facts: b"/Type /Page\n" * 3)


def test_a_paper_of_three_pages_counts_three_once_its_case_is_scanned(backend, held, three_pages):
    [(reference, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    [proposed] = batches.propose(backend, batch_id, 365, post=POST).view.batch.items
    assert proposed.pages == 2, "nothing is drawn for a proposal"
    assert batches.scan(backend, batch_id, barcode, post=POST).pages == 4
    paper = batch_closing.draw_up(backend, batch_id, "case_contents", post=POST)
    sheets = paper.content["transfer"]["cases"][0]["sheets"]
    assert [(sheet["pages"], sheet["first_page"]) for sheet in sheets] == [(3, 1), (1, 4)]
    assert reference


def test_pages_counted_by_hand_before_the_scan_stay(backend, held, three_pages):
    [(reference, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    batches.propose(backend, batch_id, 365, post=POST)
    batches.count_pages(backend, batch_id, reference, 9, post=POST)
    assert batches.scan(backend, batch_id, barcode, post=POST).pages == 9


def test_who_made_a_copy_is_not_the_unit(backend, held, monkeypatch):
    [(reference, _)] = held(2)
    filing = backend.store.filing(reference)
    [letter] = [kind for kind in filing.form.materials if kind.key == "authorization_letter"]
    monkeypatch.setitem(filing.form.material_kinds, letter.key, dataclasses.replace(letter, responsible="登记机关"))
    batch = _closed(backend, (reference, reference))
    paper = batch_closing.draw_up(backend, batch.batch_id, "case_contents", post=POST)
    receipt, copy = paper.content["transfer"]["cases"][0]["sheets"]
    assert (receipt["responsible"], copy["responsible"]) == ("大关县公安局", "登记机关")


def test_a_dissolved_batch_frees_its_cases_and_an_unknown_one_is_named(backend, held):
    [(_, barcode)] = held(2)
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    batches.scan(backend, batch_id, barcode, post=POST)
    batches.dissolve_batch(backend, batch_id, post=POST)
    other = batches.open_batch(backend, post=POST).batch.batch_id
    assert batches.scan(backend, other, barcode, post=POST).outcome is ScanOutcome.RIGHT
    with pytest.raises(UnknownBatch):
        batches.batch_view(backend, "PC0000000000")
