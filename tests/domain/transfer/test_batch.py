"""The batch: what its state allows, and what becomes of its cases."""

from datetime import UTC, date, datetime

import pytest

from counter_app.domain.basics.materials import Material, MaterialState, kept_track_of
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.transfer.batch import (
    ArchivalCheck,
    BatchState,
    Decision,
    ScanOutcome,
    TransferBatch,
    TransferItem,
    TransferPackage,
)

AT = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
NUMBER = Number("备移", 2026, 1)


def _batch(*references, scanned=True):
    batch = TransferBatch("b1", AT)
    for reference in references:
        batch.add(TransferItem(reference, 0, 5, date(2026, 3, 2), date(2026, 4, 2), 1, AT if scanned else None))
    return batch


def _handed_over(*references):
    batch = _batch(*references)
    batch.close(NUMBER, AT)
    batch.note_issued()
    batch.hand_over(AT, "王敏")
    return batch


def test_cases_are_numbered_as_they_come_and_close_ranks_when_one_is_taken_out():
    batch = _batch("A", "B", "C")
    batch.leave_out(["B"])
    assert [(item.reference, item.position) for item in batch.items] == [("A", 1), ("C", 2)]


def test_a_scan_is_right_once_then_already_in_and_wrong_for_a_stranger():
    batch = _batch("A", scanned=False)
    assert [batch.scan(reference, AT) for reference in ("A", "A", "B")] == [
        ScanOutcome.RIGHT,
        ScanOutcome.ALREADY,
        ScanOutcome.WRONG,
    ]


def test_what_was_not_scanned_is_named_and_keeps_the_batch_open():
    batch = _batch("A", "B", scanned=False)
    batch.scan("A", AT)
    assert [item.reference for item in batch.gaps] == ["B"]
    with pytest.raises(Refusal, match="有1件材料还没有扫码"):
        batch.close(NUMBER, AT)
    batch.leave_out(["B"])
    batch.close(NUMBER, AT)
    assert (batch.state, batch.number) == (BatchState.CLOSED, NUMBER)


def test_an_empty_batch_is_not_closed():
    with pytest.raises(Refusal, match="还没有材料"):
        TransferBatch("b1", AT).close(NUMBER, AT)


def test_a_closed_batch_takes_nothing_more_until_it_is_reopened():
    batch = _batch("A")
    batch.close(NUMBER, AT)
    with pytest.raises(StateForbids):
        batch.leave_out(["A"])
    batch.note_issued()
    batch.reopen()
    assert (batch.state, batch.number, batch.issued) == (BatchState.OPEN, None, False)


def test_what_was_handed_over_is_not_reopened():
    with pytest.raises(StateForbids, match="移交中"):
        _handed_over("A").reopen()


def test_nothing_is_handed_over_without_its_list():
    batch = _batch("A")
    batch.close(NUMBER, AT)
    with pytest.raises(Refusal, match="移交清单"):
        batch.hand_over(AT, "王敏")


def test_the_last_decision_settles_the_batch():
    batch = _handed_over("A", "B")
    batch.decide("A", Decision(accepted=True, at=AT))
    assert batch.state is BatchState.HANDED_OVER
    batch.decide("B", Decision(accepted=False, at=AT, reason="缺授权书原件", passed=frozenset({ArchivalCheck.SAFETY})))
    assert (batch.state, batch.settled_at) == (BatchState.SETTLED, AT)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(accepted=False, at=AT, reason=" "), "不接收的原因"),
        (Decision(accepted=True, at=AT, passed=frozenset(ArchivalCheck) - {ArchivalCheck.USABILITY}), "可用性不合格"),
    ],
)
def test_a_decision_that_contradicts_itself_is_refused(decision, said):
    batch = _handed_over("A")
    with pytest.raises(Refusal, match=said):
        batch.decide("A", decision)
    assert batch.undecided


def test_what_was_decided_stays_decided():
    batch = _handed_over("A", "B")
    batch.decide("A", Decision(accepted=True, at=AT))
    with pytest.raises(StateForbids, match="已登记"):
        batch.decide("A", Decision(accepted=False, at=AT, reason="缺页"))


def test_once_the_list_says_a_digest_no_other_package_can_be():
    batch = _batch("A")
    batch.close(NUMBER, AT)
    first = TransferPackage("a" * 64, "b" * 64, 3, 100, AT)
    batch.note_package(first)
    batch.note_issued()
    batch.note_package(first)
    with pytest.raises(Refusal, match="不一致"):
        batch.note_package(TransferPackage("c" * 64, "b" * 64, 3, 100, AT))


@pytest.mark.parametrize("pages", [0, -1, 10_000])
def test_pages_that_no_case_has_are_refused(pages):
    with pytest.raises(Refusal, match="页数"):
        _batch("A").count_pages("A", pages)


LETTER = Material(MaterialState.REJECTED, ("not_sealed",), held_since=date(2026, 3, 2), left_on=date(2026, 3, 20))


def test_another_sheet_for_one_that_left_lies_nowhere_until_it_is_kept():
    judged = {"letter": Material(MaterialState.ACCEPTED, brought=1)}
    tracked = kept_track_of(judged, {"letter": LETTER})["letter"]
    assert (tracked.held_since, tracked.left_on, tracked.brought) == (None, None, 1)
    same = kept_track_of({"letter": Material(MaterialState.ACCEPTED)}, {"letter": LETTER})["letter"]
    assert (same.held_since, same.left_on) == (LETTER.held_since, LETTER.left_on)
