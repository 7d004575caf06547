"""What the department decides, and where the paper is then; custody and reports after each step."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import ArchivalCheck, ArchiveNumber, BatchState, ItemDecision, Retention
from counter_app.services.filing import cases, custody
from counter_app.services.lists import queues
from counter_app.services.office import offices
from counter_app.services.papers import issuing
from counter_app.services.transfer import batch_closing, batches, receiving, reports
from tests.fakes.memory_backend import MemoryBackend
from tests.services.conftest import POST

LATER = datetime(2026, 4, 7, 2, 0, tzinfo=UTC)
REFUSED = ItemDecision(accepted=False, passed=frozenset({ArchivalCheck.SAFETY}), reason="缺页")


@pytest.fixture
def handed_over(backend, sample):
    """A batch of three cases, received on 1, 2 and again 2 March, handed over on the day of the examples."""
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    references = []
    for day in (1, 2, 2):
        intake = replace(sample("01"), received_on=date(2026, 3, day))
        references.append(cases.open_case(backend, post=POST, intake=intake).filing.reference)
        issuing.issue_receipt(backend, references[-1], post=POST)
        batches.scan(backend, batch_id, references[-1], post=POST)
    batch_closing.close_batch(backend, batch_id, post=POST)
    batch_closing.issue_papers(backend, batch_id, without_package=True, post=POST)
    batch_closing.hand_over(backend, batch_id, by="陈示例", post=POST)
    return batch_id, references


def _filing(backend, reference):
    return cases.load_case(backend, reference).filing


def _waiting(backend):
    return [(line.case.reference, line.left) for line in queues.queue_page(backend, Queue.TRANSFER).lines]


def test_accepted_paper_is_archived_and_refused_paper_is_back_with_its_clock_running(backend, handed_over):
    batch_id, (first, second, third) = handed_over
    assert _waiting(backend) == []
    receiving.decide(backend, batch_id, {first: ItemDecision(accepted=True), second: REFUSED}, by="赵科", post=POST)
    assert _filing(backend, first).custody is Custody.ARCHIVED
    back = _filing(backend, second)
    assert (back.custody, back.held_since) == (Custody.AT_WINDOW, date(2026, 3, 2))
    assert _filing(backend, third).custody is Custody.IN_TRANSFER
    assert _waiting(backend) == [(second, "余31天")]
    view = receiving.accept_rest(backend, batch_id, by="赵科", post=POST)
    assert (view.batch.state, view.batch.received_by) == (BatchState.SETTLED, "赵科")
    again = batches.open_batch(backend, post=POST).batch.batch_id
    item = batches.scan(backend, again, second, post=POST).batch.item(second)
    assert (item.held_since, item.due) == (date(2026, 3, 2), date(2026, 4, 2))


@pytest.mark.parametrize(
    ("decision", "by", "said"),
    [
        (ItemDecision(accepted=False), "赵科", "不接收的原因"),
        (ItemDecision(accepted=True, passed=frozenset({ArchivalCheck.SAFETY})), "赵科", "不合格，不能接收"),
        (ItemDecision(accepted=True), " ", "接收人"),
    ],
)
def test_a_decision_that_lacks_something_changes_nothing(backend, handed_over, decision, by, said):
    batch_id, (first, *_) = handed_over
    with pytest.raises(Refusal, match=said):
        receiving.decide(backend, batch_id, {first: decision}, by=by, post=POST)
    assert _filing(backend, first).custody is Custody.IN_TRANSFER


def test_nothing_is_decided_twice(backend, handed_over):
    batch_id, (first, *_) = handed_over
    receiving.decide(backend, batch_id, {first: ItemDecision(accepted=True)}, by="赵科", post=POST)
    with pytest.raises(StateForbids, match="已登记"):
        receiving.decide(backend, batch_id, {first: REFUSED}, by="赵科", post=POST)
    assert _filing(backend, first).custody is Custody.ARCHIVED


def test_archive_numbers_run_on_and_none_is_given_twice(backend, handed_over):
    batch_id, (first, second, third) = handed_over
    decisions = {first: ItemDecision(accepted=True), second: REFUSED}
    receiving.decide(backend, batch_id, decisions, by="赵科", post=POST)
    begin = ArchiveStart("0624", 2026, Retention.THIRTY_YEARS)
    view = receiving.number_in_archive(backend, batch_id, begin, post=POST)
    assert view.batch.item(first).decision.archive.written == "0624-2026-D30-0001"
    with pytest.raises(Refusal, match="没有待编档号"):
        receiving.number_in_archive(backend, batch_id, begin, post=POST)
    taken = ArchiveNumber("0624", 2026, Retention.THIRTY_YEARS, 1)
    with pytest.raises(Refusal, match="已被使用"):
        receiving.decide(backend, batch_id, {third: ItemDecision(accepted=True, archive=taken)}, by="赵科", post=POST)
    receiving.accept_rest(backend, batch_id, by="赵科", post=POST)
    with pytest.raises(Refusal, match="重复"):
        receiving.number_in_archive(backend, batch_id, replace(begin, first=1), post=POST)
    view = receiving.number_in_archive(backend, batch_id, begin, post=POST)
    assert view.batch.item(third).decision.archive.item == 2


def test_the_custody_of_a_case_is_told_step_by_step(backend, handed_over):
    batch_id, (first, second, _) = handed_over
    receiving.decide(backend, batch_id, {first: ItemDecision(accepted=True), second: REFUSED}, by="赵科", post=POST)
    assert [event.words for event in custody.custody_history(backend, first)] == [
        "编入移交批次大公（视）移字〔2026〕1号，第1件，2页",
        "移交科技信息化部门（大公（视）移字〔2026〕1号）",
        "科技信息化部门接收归档",
        "现在：已归档",
    ]
    assert [event.words for event in custody.custody_history(backend, second)][-2:] == [
        "科技信息化部门退回：缺页",
        "现在：窗口留存（自3月2日）",
    ]


def test_paper_brought_while_the_old_lies_with_the_department_has_a_clock_of_its_own(backend, handed_over):
    batch_id, (first, *_) = handed_over
    with backend.work() as work:
        filing = work.filings.get(first)
        told = dict(filing.materials)
        letter = filing.materials["authorization_letter"]
        filing.materials = {**filing.materials, "authorization_letter": replace(letter, brought=1)}
        filing.take_materials(date(2026, 3, 20), told)
        work.filings.save(filing)
        work.commit()
    assert (_filing(backend, first).custody, _filing(backend, first).held_since) == (
        Custody.AT_WINDOW,
        date(2026, 3, 20),
    )
    receiving.decide(backend, batch_id, {first: ItemDecision(accepted=True)}, by="赵科", post=POST)
    assert (_filing(backend, first).custody, _filing(backend, first).held_since) == (
        Custody.AT_WINDOW,
        date(2026, 3, 20),
    )


def test_reports_tell_on_time_late_refused_and_on_hand(backend, handed_over):
    batch_id, (_first, second, _third) = handed_over
    receiving.decide(backend, batch_id, {second: REFUSED}, by="赵科", post=POST)
    receiving.accept_rest(backend, batch_id, by="赵科", post=POST)
    late = MemoryBackend(**{name: getattr(backend, name) for name in backend.__dataclass_fields__})
    object.__setattr__(late, "clock", lambda: LATER)
    offices.confirm_clock(late, post=POST)
    again = batches.open_batch(late, post=POST).batch.batch_id
    batches.scan(late, again, second, post=POST)
    batch_closing.close_batch(late, again, post=POST)
    batch_closing.issue_papers(late, again, without_package=True, post=POST)
    assert reports.transfer_report(late).on_hand.cases == 0
    batch_closing.hand_over(late, again, by="陈示例", post=POST)
    april, march, *_ = reports.transfer_report(late).months
    assert (march.on_time, march.late, march.refused, march.undecided) == (2, 0, 1, 0)
    assert (april.on_time, april.late, april.undecided) == (0, 1, 1)
    assert [line.reference for line in april.late_cases] == [second]
    columns, rows = reports.report_rows(reports.transfer_report(late), backend.store.kept.office)
    assert [row[6:8] for row in rows] == [["按期", "接收"], ["按期", "退回"], ["按期", "接收"], ["超期", "待接收"]]
    assert len(columns) == len(rows[0])
