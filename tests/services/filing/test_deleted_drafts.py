"""Drafts that are deleted and restored; blank ones that are dropped; what has a number stays."""

import pytest

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.lists import queues
from counter_app.services.papers import issuing, voiding
from tests.services.conftest import POST


@pytest.fixture
def draft(backend, sample):
    return cases.open_case(backend, post=POST, intake=sample("03")).filing.reference


def listed(backend):
    return {queue: len(queues.queue_page(backend, queue).lines) for queue in (Queue.TODAY, Queue.DRAFT)}


def test_a_deleted_draft_stands_in_no_list_and_comes_back_as_it_was(backend, draft):
    before = cases.load_case(backend, draft).filing.answers.raw
    assert listed(backend) == {Queue.TODAY: 1, Queue.DRAFT: 1}
    deleted = cases.delete_draft(backend, draft, post=POST)
    assert (deleted.state, deleted.deleted) == (FilingState.DRAFT, True)
    assert listed(backend) == {Queue.TODAY: 0, Queue.DRAFT: 0}
    restored = cases.restore_draft(backend, draft, post=POST).filing
    assert (restored.deleted, restored.answers.raw) == (False, before)
    assert listed(backend) == {Queue.TODAY: 1, Queue.DRAFT: 1}
    with backend.work() as work:
        assert [entry.act for entry in work.history.of_case(draft)][-2:] == ["case.deleted", "case.restored"]


def test_what_has_a_number_is_not_deleted_void_or_not(backend, draft):
    notice = issuing.issue_notice(backend, draft, post=POST)
    with pytest.raises(Refusal, match="出具过文书，不能删除"):
        cases.delete_draft(backend, draft, post=POST)
    voiding.void_paper(backend, notice.paper_id, "重复出具，已收回", post=POST)
    with pytest.raises(Refusal, match="出具过文书，不能删除"):
        cases.delete_draft(backend, draft, post=POST)


def test_only_a_draft_is_deleted_and_only_a_deleted_one_restored(backend, draft):
    with pytest.raises(StateForbids, match="不需要恢复"):
        cases.restore_draft(backend, draft, post=POST)
    cases.withdraw_case(backend, draft, post=POST)
    with pytest.raises(StateForbids, match="已撤回"):
        cases.delete_draft(backend, draft, post=POST)


def test_a_blank_draft_is_dropped_and_one_with_an_answer_is_not(backend, draft):
    blank = cases.open_case(backend, post=POST).filing
    assert cases.drop_blank(backend, blank.reference, post=POST)
    assert not cases.drop_blank(backend, draft, post=POST)
    filing = cases.open_case(backend, post=POST).filing
    filing.answer("unit.name", "大")
    cases.save_draft(backend, filing, post=POST)
    assert not cases.drop_blank(backend, filing.reference, post=POST)
    assert listed(backend) == {Queue.TODAY: 2, Queue.DRAFT: 2}
