"""A voided number keeps its place with who, when and why; the case goes back by one step, and only where it may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.office import UNNAMED
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing, printing, voiding
from counter_app.services.papers.voiding import NotVoidable
from counter_app.services.ports import VoidedAlready
from tests.services.conftest import POST


@pytest.fixture
def received(backend, sample):
    """A case that was complete and got its receipt: its reference and the receipt."""
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    return reference, issuing.issue_receipt(backend, reference, post=POST)[0]


@pytest.fixture
def noticed(backend, sample):
    """A case that got its notice: its reference and the notice."""
    reference = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    return reference, issuing.issue_notice(backend, reference, post=POST)


def void(backend, paper, reason="内容有误"):
    return voiding.void_paper(backend, paper.paper_id, reason, post=POST)


def test_a_voided_receipt_was_never_given_and_the_case_is_worked_on_again(backend, received):
    reference, receipt = received
    filing = void(backend, receipt)
    assert filing.state is FilingState.DRAFT
    assert filing.custody is Custody.AT_WINDOW  # voiding a number moves no paper
    [kept] = [paper for paper in printing.papers_of_case(backend, reference) if paper.number]
    assert kept.void_reason == "内容有误"
    entry = backend.store.kept.history[-1]
    assert (entry.act, entry.clerk, entry.details["number"]) == ("number.voided", POST.clerk, "BS2026-0001")
    again, _sheet = issuing.issue_receipt(backend, reference, post=POST)
    assert again.number.barcode == "BS2026-0002"


def test_a_voided_notice_was_never_given(backend, noticed):
    reference, notice = noticed
    assert void(backend, notice).state is FilingState.DRAFT
    assert issuing.issue_notice(backend, reference, post=POST).number.barcode == "BG2026-0002"


def test_a_served_notice_cannot_be_unsaid(backend, noticed):
    _reference, notice = noticed
    served = Delivery(notice.paper_id, DeliveryWay.SIGNED, backend.clock(), POST.clerk, POST.window)
    backend.store.kept.deliveries.append(served)
    with pytest.raises(NotVoidable, match="已登记送达"):
        void(backend, notice)


def test_after_a_notice_that_holds_a_voided_receipt_leaves_the_case_waiting(backend, noticed):
    reference, notice = noticed
    case = cases.load_case(backend, reference)
    case.filing.review("authorization_letter", ACCEPTED)
    cases.save_draft(backend, case.filing, post=POST)
    later = replace(backend, clock=lambda: backend.clock() + timedelta(hours=1))
    receipt, _sheet = issuing.issue_receipt(later, reference, post=POST)
    with pytest.raises(NotVoidable, match="先作废后出具的"):
        void(later, notice)
    assert void(later, receipt).state is FilingState.DEFICIENT


def test_a_number_is_voided_once(backend, received):
    void(backend, received[1])
    with pytest.raises(VoidedAlready, match="内容有误"):
        void(backend, received[1])


def test_a_reason_is_written(backend, received):
    with pytest.raises(Refusal, match="填写作废的原因"):
        void(backend, received[1], " ")


def test_a_paper_without_number_is_not_voided(backend, received):
    reference, _receipt = received
    sheet = printing.papers_of_case(backend, reference)[-1]
    with pytest.raises(NotVoidable, match="没有编号"):
        void(backend, sheet)


def test_a_filed_case_keeps_its_receipt(backend, received):
    reference, receipt = received
    backend.store.kept.filings[reference].state = FilingState.FILED
    with pytest.raises(StateForbids, match="已备案"):
        void(backend, receipt)


def test_the_sheet_that_bears_a_voided_number_is_not_printed_again(backend, received):
    reference, receipt = received
    void(backend, receipt)
    for paper in printing.papers_of_case(backend, reference):
        with pytest.raises(printing.VoidPaper):
            printing.print_paper(backend, paper.paper_id, post=POST)


# Before the office is set up ------------------------------------------------------------------------------------------


def test_numbers_given_before_the_office_was_set_up_fall_and_their_cases_are_worked_on_again(backend, sample):
    office = backend.store.kept.office
    backend.store.kept.office = replace(office, name=UNNAMED)
    received = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    issuing.issue_receipt(backend, received, post=POST)
    noticed = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    issuing.issue_notice(backend, noticed, post=POST)
    voiding.set_office_up(backend, office, post=POST)
    for reference in (received, noticed):
        assert cases.load_case(backend, reference).filing.state is FilingState.DRAFT
        [paper] = [paper for paper in printing.papers_of_case(backend, reference) if paper.number]
        assert paper.void_reason == "机关设置前试用"
    assert backend.store.kept.office == office
    again, _sheet = issuing.issue_receipt(backend, received, post=POST)
    assert (again.number.ordinal, again.is_trial) == (2, False)


def test_numbers_of_an_office_that_is_set_up_hold_when_it_is_saved_again(backend, noticed):
    reference, paper = noticed
    voiding.set_office_up(backend, replace(backend.store.kept.office, phone="0870-1"), post=POST)
    [kept] = printing.papers_of_case(backend, reference)
    assert (kept.number, kept.is_void) == (paper.number, False)


def test_what_was_issued_without_an_office_before_papers_said_so_holds(backend, noticed):
    reference, paper = noticed
    office = backend.store.kept.office
    backend.store.kept.office = replace(office, name=UNNAMED)
    before = {key: value for key, value in paper.content.items() if key != "revision"}
    before["office"] = {**before["office"], "name": UNNAMED}
    backend.store.kept.papers[paper.paper_id] = replace(paper, content=before)
    voiding.set_office_up(backend, office, post=POST)
    [kept] = printing.papers_of_case(backend, reference)
    assert not kept.is_void


def test_the_name_that_stands_for_none_is_no_name(backend):
    office = backend.store.kept.office
    with pytest.raises(Refusal, match="填写本机关的名称"):
        voiding.set_office_up(backend, replace(office, name=UNNAMED), post=POST)
    assert backend.store.kept.office == office
