"""Printing a notice once more in large letters: what the notice froze, under its number, and no print of the notice."""

from dataclasses import replace

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.papers import issuing, printing, voiding
from counter_app.services.papers.printing import VoidPaper
from counter_app.services.papers.snapshots import thaw
from tests.services.conftest import POST


def test_a_paper_bears_the_words_its_number_had_and_is_found_by_them_and_by_the_words_of_today(backend, sample):
    office = backend.store.kept.office
    offices.save_office(backend, replace(office, series_words={"备告": "告字"}), post=POST)
    reference = cases.open_case(backend, post=POST, intake=sample("03")).filing.reference
    paper = issuing.issue_notice(backend, reference, post=POST)
    assert paper.written_number.endswith("告字〔2026〕1号")
    for typed in (paper.written_number, "补字〔2026〕1号"):
        assert cases.find_by_number(backend, typed) == reference
    offices.save_office(backend, replace(office, series_words={}), post=POST)
    [kept] = printing.papers_of_case(backend, reference)
    facts = thaw(kept.content, backend.forms.edition(kept.edition, "filing"))
    assert kept.written_number == facts.written_number == paper.written_number


def test_words_that_cannot_be_told_apart_are_not_kept(backend):
    office = backend.store.kept.office
    with pytest.raises(Refusal, match="另一种文书"):
        offices.save_office(backend, replace(office, series_words={"备告": "收字"}), post=POST)
    assert backend.store.kept.office == office


@pytest.fixture
def notice(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("03")).filing.reference
    return issuing.issue_notice(backend, reference, post=POST)


def test_the_large_copy_is_drawn_from_what_the_notice_froze_and_counts_as_no_print_of_it(backend, notice):
    job = printing.print_large(backend, notice.paper_id, post=POST)
    assert (job.document, job.copies, job.reprint) == ("deficiency_notice_large", 1, 0)
    entry = backend.store.kept.history[-1]
    assert (entry.act, dict(entry.details)) == ("paper.printed", {"document": "deficiency_notice_large"})
    assert printing.print_paper(backend, notice.paper_id, post=POST).reprint == 0
    assert [one.paper_id for one in printing.papers_of_case(backend, notice.reference)] == [notice.paper_id]


def test_a_notice_issued_before_is_printed_large_in_the_template_of_today(backend, notice):
    before = {key: value for key, value in notice.content.items() if key != "revision"}
    backend.store.kept.papers[notice.paper_id] = replace(notice, content=before)
    assert printing.print_large(backend, notice.paper_id, post=POST).copies == 1


def test_only_a_notice_that_holds_is_printed_large(backend, notice, sample):
    voiding.void_paper(backend, notice.paper_id, "内容有误", post=POST)
    with pytest.raises(VoidPaper):
        printing.print_large(backend, notice.paper_id, post=POST)
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
    with pytest.raises(Refusal, match="没有大字版"):
        printing.print_large(backend, receipt.paper_id, post=POST)
