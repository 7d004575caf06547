"""A voided number keeps its place with who, when and why; the case goes back by one step, and only where it may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing, printing, voiding
from counter_app.services.papers.voiding import NotVoidable
from counter_app.services.ports import VoidedAlready
from tests.services.conftest import POST


@pytest.fixture
def received(counter, sample):
    """A case that was complete and got its receipt: its reference and the receipt."""
    reference = cases.open_case(counter, post=POST, intake=sample("01")).filing.reference
    return reference, issuing.issue_receipt(counter, reference, post=POST)[0]


@pytest.fixture
def noticed(counter, sample):
    """A case that got its notice: its reference and the notice."""
    reference = cases.open_case(counter, post=POST, intake=sample("02")).filing.reference
    return reference, issuing.issue_notice(counter, reference, post=POST, kept=("agent_id", "authorization_letter"))


def void(counter, paper, reason="内容有误"):
    return voiding.void_paper(counter, paper.paper_id, reason, post=POST)


def test_a_voided_receipt_was_never_given_and_the_case_is_worked_on_again(counter, received):
    reference, receipt = received
    filing = void(counter, receipt)
    assert filing.state is FilingState.DRAFT
    assert filing.custody is Custody.AT_WINDOW  # voiding a number moves no paper
    [kept] = [paper for paper in printing.papers_of_case(counter, reference) if paper.number]
    assert kept.void_reason == "内容有误"
    entry = counter.store.kept.history[-1]
    assert (entry.act, entry.clerk, entry.details["number"]) == ("number.voided", POST.clerk, "BS2026-0001")
    again, _sheet = issuing.issue_receipt(counter, reference, post=POST)
    assert again.number.barcode == "BS2026-0002"


def test_a_voided_notice_was_never_given(counter, noticed):
    reference, notice = noticed
    assert void(counter, notice).state is FilingState.DRAFT
    assert issuing.issue_notice(counter, reference, post=POST).number.barcode == "BG2026-0002"


def test_a_served_notice_cannot_be_unsaid(counter, noticed):
    _reference, notice = noticed
    served = Delivery(notice.paper_id, DeliveryWay.SIGNED, counter.clock(), POST.clerk, POST.window)
    counter.store.kept.deliveries.append(served)
    with pytest.raises(NotVoidable, match="已登记送达"):
        void(counter, notice)


def test_after_a_notice_that_holds_a_voided_receipt_leaves_the_case_waiting(counter, noticed):
    reference, notice = noticed
    case = cases.load_case(counter, reference)
    case.filing.review("authorization_letter", ACCEPTED)
    cases.save_draft(counter, case.filing, post=POST)
    later = replace(counter, clock=lambda: counter.clock() + timedelta(hours=1))
    receipt, _sheet = issuing.issue_receipt(later, reference, post=POST)
    with pytest.raises(NotVoidable, match="先作废后出具的"):
        void(later, notice)
    assert void(later, receipt).state is FilingState.DEFICIENT


def test_a_number_is_voided_once(counter, received):
    void(counter, received[1])
    with pytest.raises(VoidedAlready, match="内容有误"):
        void(counter, received[1])


def test_a_reason_is_written(counter, received):
    with pytest.raises(Refusal, match="填写作废的原因"):
        void(counter, received[1], " ")


def test_a_paper_without_number_is_not_voided(counter, received):
    reference, _receipt = received
    sheet = printing.papers_of_case(counter, reference)[-1]
    with pytest.raises(NotVoidable, match="没有编号"):
        void(counter, sheet)


def test_a_filed_case_keeps_its_receipt(counter, received):
    reference, receipt = received
    counter.store.kept.filings[reference].state = FilingState.FILED
    with pytest.raises(StateForbids, match="已备案"):
        void(counter, receipt)


def test_the_sheet_that_bears_a_voided_number_is_not_printed_again(counter, received):
    reference, receipt = received
    void(counter, receipt)
    for paper in printing.papers_of_case(counter, reference):
        with pytest.raises(printing.VoidPaper):
            printing.print_paper(counter, paper.paper_id, post=POST)
