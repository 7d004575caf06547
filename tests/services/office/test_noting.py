"""Looks at names and numbers that lists mask stand in the history, and nobody is kept from looking by that."""

import dataclasses
from datetime import timedelta

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases, changes
from counter_app.services.papers import issuing, printing
from tests.services.conftest import POST


@pytest.fixture
def reference(backend, sample):
    return cases.open_case(backend, post=POST, intake=sample("02")).filing.reference


def last(backend):
    entry = backend.store.kept.history[-1]
    return entry.act, entry.reference, dict(entry.details)


def test_a_case_that_is_opened_is_a_look(backend, reference):
    assert cases.view_case(backend, reference, post=POST).filing.reference == reference
    assert last(backend) == ("case.viewed", reference, {})


def test_an_issued_paper_that_is_shown_is_one_and_its_file_is_an_export(backend, reference):
    notice = issuing.issue_notice(backend, reference, post=POST)
    printing.view_paper(backend, notice.paper_id, post=POST)
    assert last(backend) == ("paper.viewed", reference, {"document": "deficiency_notice"})
    printing.pdf_of(backend, notice.paper_id, post=POST)
    assert last(backend) == ("paper.exported", reference, {"document": "deficiency_notice"})


@pytest.mark.parametrize("days", [-3, 400])
def test_a_wrong_clock_refuses_no_look_and_is_not_believed(backend, reference, days):
    before = backend.store.kept.history[-1].at
    wrong = dataclasses.replace(backend, clock=lambda: before + timedelta(days=days))
    cases.view_case(wrong, reference, post=POST)
    assert backend.store.kept.history[-1].act == "case.viewed"
    assert backend.store.kept.history[-1].at == before


def test_a_full_disk_refuses_no_look(backend, reference):
    backend.store.refuse_commits = Refusal("磁盘已满，本次没有保存")
    assert cases.view_case(backend, reference, post=POST).filing.reference == reference
    assert backend.store.kept.history[-1].act == "case.opened"


def test_the_chain_of_a_filed_system_is_a_look_at_each_of_its_cases(backend, reference):
    assert [link.filing.reference for link in changes.view_chain(backend, reference, post=POST)] == [reference]
    assert last(backend) == ("case.viewed", reference, {})
