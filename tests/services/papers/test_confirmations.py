"""Templates confirmed by the legal department: for the words they had, by whom and when, told where one binds."""

from datetime import date

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES
from counter_app.services.filing import cases
from counter_app.services.papers import confirmations, issuing, printing
from tests.fakes.memory_backend import NOON
from tests.services.conftest import POST

DAY = date(2026, 3, 2)


def status(backend, document="correction_order"):
    return next(one for one in confirmations.templates(backend) if one.document == document)


def test_every_document_is_listed_with_its_edition_and_none_is_confirmed_at_first(backend):
    listed = confirmations.templates(backend)
    assert [one.document for one in listed] == list(TITLES)
    assert {one.edition for one in listed} == {"2025-05"}
    assert not any(one.is_confirmed or one.was_changed for one in listed)


def test_a_confirmation_names_who_and_when_and_stands_in_the_history(backend):
    confirmations.confirm(backend, "correction_order", " 法制大队张某 ", date(2026, 2, 27), post=POST)
    kept = status(backend).confirmation
    assert (kept.confirmed_by, kept.confirmed_on, kept.at) == ("法制大队张某", date(2026, 2, 27), NOON)
    assert (kept.clerk, kept.window) == (POST.clerk, POST.window)
    assert status(backend).is_confirmed
    [entry] = [one for one in backend.store.kept.history if one.act == "template.confirmed"]
    assert entry.reference == "correction_order"
    assert "张某" not in str(entry.details)


def test_a_changed_template_loses_its_confirmation(backend):
    confirmations.confirm(backend, "correction_order", "张某", DAY, post=POST)
    backend.renderer.wording = "of the office"
    assert (status(backend).is_confirmed, status(backend).was_changed) == (False, True)
    confirmations.confirm(backend, "correction_order", "张某", DAY, post=POST)
    assert status(backend).is_confirmed


def test_a_confirmation_is_taken_back_once(backend):
    confirmations.confirm(backend, "correction_order", "张某", DAY, post=POST)
    confirmations.withdraw(backend, "correction_order", post=POST)
    assert status(backend).confirmation is None
    assert backend.store.kept.history[-1].act == "template.withdrawn"
    with pytest.raises(Refusal, match="没有登记过法制审核"):
        confirmations.withdraw(backend, "correction_order", post=POST)


@pytest.mark.parametrize(
    ("by", "on", "said"), [(" ", DAY, "填写法制部门的审核人"), ("张某", date(2026, 3, 3), "不能晚于今天")]
)
def test_nobody_confirms_without_a_name_or_in_advance(backend, by, on, said):
    with pytest.raises(Refusal, match=said):
        confirmations.confirm(backend, "correction_order", by, on, post=POST)
    assert status(backend).confirmation is None


@pytest.mark.parametrize(
    ("document", "told"), [("correction_order", True), ("inspection_record", True), ("tip_record", False)]
)
def test_printing_a_binding_paper_from_an_unconfirmed_template_says_so(backend, document, told):
    with backend.work() as work:
        assert confirmations.prints_unconfirmed(backend, work, document) is told
    confirmations.confirm(backend, document, "张某", DAY, post=POST)
    with backend.work() as work:
        assert confirmations.prints_unconfirmed(backend, work, document) is False


def test_a_receipt_is_printed_without_a_word(backend, sample):
    opened = cases.open_case(backend, post=POST, intake=sample("01"))
    paper, _sheet = issuing.issue_receipt(backend, opened.filing.reference, post=POST)
    assert printing.print_paper(backend, paper.paper_id, post=POST).unconfirmed is False
