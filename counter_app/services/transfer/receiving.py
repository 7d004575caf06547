"""What the department decided upon a batch: accepted into the archive, or refused and back at the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import (
    ArchiveNumber,
    BatchState,
    Decision,
    ItemDecision,
    TransferBatch,
)
from counter_app.services.office.offices import ActContext, act
from counter_app.services.ports import Backend, UnitOfWork
from counter_app.services.transfer.batches import BatchView, view_of

REASONS: Final = ("缺页或页数不符", "缺授权书原件", "复印件不清", "与电子数据包不一致", "应当由其他部门归档")
"""Why a case is usually refused; anything else is written."""


def decide(backend: Backend, batch_id: str, decisions: Mapping[str, ItemDecision], *, by: str, post: Post) -> BatchView:
    """Record what was decided upon some cases of a batch, all of it or nothing.

    Accepted paper is archived; refused paper lies at the window again, its month running on as if it never left.
    Raises `UnknownBatch`, `StateForbids` before the hand-over or for a case decided otherwise already, `Refusal` for
    a blank receiver, a refusal without a reason or an archive number that is taken, `ChangedElsewhere`, `WrongClock`.
    """
    who = read_text(by)
    if not who:
        raise Refusal("填写接收人", "写在移交清单上签字的人")
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        batch = now.work.transfers.get(batch_id)
        batch.received_by = who
        for reference, item_decision in decisions.items():
            if item_decision.archive is not None:
                _refuse_taken(now.work, batch, item_decision.archive)
            decision = Decision(
                item_decision.accepted,
                now.at,
                who,
                item_decision.passed,
                read_text(item_decision.reason),
                item_decision.archive,
            )
            batch.decide(reference, decision)
            _move_paper(now, batch, reference, item_decision)
        now.work.transfers.save(batch)
        now.record("batch.decided", batch_id, _counts(batch))
        now.commit()
        return view_of(now, batch)


def accept_rest(backend: Backend, batch_id: str, *, by: str, post: Post) -> BatchView:
    """Accept every case of the batch upon which nothing was decided yet. Raises as `decide`."""
    with backend.work() as work:
        batch = work.transfers.get(batch_id)
    if not batch.undecided:
        raise Refusal("没有待接收的件", "逐件查看接收结果")
    decisions = {item.reference: ItemDecision(accepted=True) for item in batch.undecided}
    return decide(backend, batch_id, decisions, by=by, post=post)


def number_in_archive(backend: Backend, batch_id: str, begin: ArchiveStart, *, post: Post) -> BatchView:
    """Give the accepted cases that have none their archive numbers (档号), running on from the last one taken.

    Raises `UnknownBatch`, `Refusal` where there is nothing to number, or a number that is taken.
    """
    retention = begin.retention.value
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        taken = set(now.work.transfers.archive_numbers(begin.fonds, begin.year, retention))
        unnumbered = [item for item in batch.items if _wants_number(item.decision)]
        if not unnumbered:
            raise Refusal("没有待编档号的件", "接收后再编档号；已编的在列表中查看")
        start = begin.first if begin.first is not None else max(taken, default=0) + 1
        wanted = [start + ahead for ahead in range(len(unnumbered))]
        if start < 1 or taken.intersection(wanted):
            raise Refusal("起始件号与已编的档号重复", f"改为{max(taken, default=0) + 1}或以后的件号")
        for item, number in zip(unnumbered, wanted, strict=True):
            batch.number_in_archive(item.reference, begin.number(number))
        now.work.transfers.save(batch)
        details: dict[str, str | int] = {"fonds": begin.fonds, "year": begin.year, "first": start}
        now.record("batch.archived", batch_id, {**details, "last": wanted[-1], "retention": retention})
        now.commit()
        return view_of(now, batch)


def refuse_unreceivable(batch: TransferBatch) -> None:
    """Raise `StateForbids` where nothing can have been decided upon this batch yet."""
    if batch.state not in (BatchState.HANDED_OVER, BatchState.SETTLED):
        raise StateForbids(f"本批次{batch.state.label}，不能登记接收结果", "先登记移交，再导入接收结果")


def _wants_number(decision: Decision | None) -> bool:
    return decision is not None and decision.accepted and decision.archive is None


def _refuse_taken(work: UnitOfWork, batch: TransferBatch, archive: ArchiveNumber) -> None:
    here = [item.decision.archive for item in batch.items if item.decision is not None]
    taken = work.transfers.archive_numbers(archive.fonds, archive.year, archive.retention.value)
    if archive in here or archive.item in taken:
        raise Refusal(f"档号{archive.written}已被使用", "核对档号后重新登记")


def _move_paper(now: ActContext, batch: TransferBatch, reference: str, item_decision: ItemDecision) -> None:
    filing = now.work.filings.get(reference)
    if item_decision.accepted:
        filing.archive()
    else:
        filing.return_to_window()
    filing.clerk, filing.window = now.post.clerk, now.post.window
    now.work.filings.save(filing)
    assert batch.number is not None  # noqa: S101 - it was handed over
    act = "paper.archived" if item_decision.accepted else "paper.refused"
    now.record(act, reference, {"number": batch.number.barcode})


def _counts(batch: TransferBatch) -> dict[str, str | int]:
    assert batch.number is not None  # noqa: S101 - it was handed over
    decisions = [item.decision for item in batch.items if item.decision is not None]
    accepted = sum(decision.accepted for decision in decisions)
    counts = {"accepted": accepted, "refused": len(decisions) - accepted, "open": len(batch.undecided)}
    return {"number": batch.number.barcode, **counts}
