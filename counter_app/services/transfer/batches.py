"""Putting a batch together (第八条第二款): proposed by last day, or scanned with the paper in hand, pages counted."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.transfer.batch import BatchState, ScanOutcome, TransferBatch, TransferItem
from counter_app.services.office.offices import OfficeContext, act, at_office, read_number
from counter_app.services.ports import (
    Backend,
    BatchCase,
    BatchLine,
    UnitOfWork,
    UnknownCase,
)
from counter_app.services.transfer.batch_facts import sheets_of

MOST: Final = 2000
"""A batch that large is several boxes of paper; what is beyond waits for the next one."""

LISTED: Final = 200
"""Batches of a list."""

BATCH_LETTERS: Final = "PC"
"""What the id of a batch begins with."""

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


_READ: Final = 24
"""How much of a scan that nothing is found for is shown."""


@frozen
class BatchView:
    """One batch with what is shown of its cases. `changed` are cases that are not what they were when they came in.

    `unpacked` are those to which a scan was added, or taken from, since the batch was packed. `today` is the day at
    the office.
    """

    batch: TransferBatch
    cases: Mapping[str, BatchCase]
    today: date
    office: Office
    changed: tuple[str, ...] = ()
    unpacked: tuple[str, ...] = ()


@frozen
class Proposed:
    """What a proposal brought: how many cases came in, and the batch as it is then."""

    added: int
    view: BatchView


@frozen
class Scanned:
    """What one scan meant. `sentence` says it, `remark` what else is to be known (the case is not filed yet).

    `case` is what was scanned, None where it is unknown; `other_batch` is the live batch it lies in, where that is
    not this one.
    """

    outcome: ScanOutcome
    sentence: str
    batch: TransferBatch
    case: BatchCase | None = None
    remark: str = ""
    other_batch: str = ""
    pages: int = field(default=0)


def open_batch(backend: Backend, *, post: Post) -> BatchView:
    """Begin a batch; it has no number before it is closed. Raises `NoOffice`."""
    with act(backend, post) as now:
        batch = TransferBatch(_new_id(), now.at, post.clerk, post.window)
        now.work.transfers.add(batch)
        now.record("batch.opened", batch.batch_id)
        now.commit()
        return BatchView(batch, {}, now.day, now.office)


def batch_view(backend: Backend, batch_id: str) -> BatchView:
    """One batch as it stands. Raises `UnknownBatch`."""
    with at_office(backend) as now:
        return view_of(now, now.work.transfers.get(batch_id))


def batch_lines(backend: Backend, *, settled: bool = False) -> list[BatchLine]:
    """The batches that are not settled yet, or those that are; newest first."""
    live = [state for state in BatchState if state.live]
    with backend.work() as work:
        return work.transfers.lines([BatchState.SETTLED] if settled else live, limit=LISTED)


def propose(backend: Backend, batch_id: str, within_days: int, *, post: Post) -> Proposed:
    """Put in every held case that is due within some days or past, longest held first; its paper is to be scanned yet.

    Raises `UnknownBatch`, `StateForbids`, `ChangedElsewhere`, `InAnotherBatch`.
    """
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        until = now.day + timedelta(days=max(within_days, 0))
        added = 0
        for case in now.work.transfers.held(since_by=until, limit=MOST):
            due = transfer_due(case.held_since or case.received_on, backend.calendar).date
            if due <= until and batch.item(case.reference) is None and len(batch.items) < MOST:
                batch.add(_item(now, case, None))
                added += 1
        now.work.transfers.save(batch)
        now.record("batch.proposed", batch_id, {"days": within_days, "added": added})
        now.commit()
        return Proposed(added, view_of(now, batch))


def scan(backend: Backend, batch_id: str, text: str, *, post: Post) -> Scanned:
    """A barcode was scanned with the paper in hand: tick its case off, or put it in if it is held and free.

    Raises `UnknownBatch`, `StateForbids` once the batch is closed, `ChangedElsewhere`.
    """
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        reference = case_scanned(now.work, text)
        case = now.work.transfers.cases([reference]).get(reference) if reference else None
        if case is None:
            return Scanned(
                ScanOutcome.WRONG,
                f"没有编号为“{read_text(text)[:_READ]}”的件",
                batch,
                remark="核对是不是本窗口出具的文书",
            )
        if case.batch_id not in ("", batch_id):
            return Scanned(ScanOutcome.WRONG, _elsewhere(now, case), batch, case, other_batch=case.batch_id)
        if case.custody is not Custody.AT_WINDOW:
            return Scanned(ScanOutcome.WRONG, f"材料不在窗口：{case.custody.label}", batch, case)
        item = batch.item(case.reference)
        if item is not None and item.case_version != case.version:
            batch.renew(replace(_item(now, case, now.at), scanned_at=item.scanned_at, position=item.position))
        elif item is not None and item.scanned_at is None and item.pages == pages_of(now, case, draw=False):
            batch.renew(replace(item, pages=pages_of(now, case, draw=True)))  # as proposed, nobody counted them
        outcome = batch.scan(case.reference, now.at)
        if outcome is ScanOutcome.ALREADY and item == batch.item(case.reference):
            return Scanned(outcome, "重复扫码", batch, case, pages=_pages(batch, case))
        if outcome is ScanOutcome.WRONG:
            batch.add(_item(now, case, now.at))
        now.work.transfers.save(batch)
        now.record("batch.scanned", case.reference, {"batch": batch_id})
        now.commit()
        return Scanned(
            ScanOutcome.RIGHT,
            "已加入" if item is None else "已核对",
            batch,
            case,
            _remark(case),
            pages=_pages(batch, case),
        )


def count_pages(backend: Backend, batch_id: str, reference: str, pages: int, *, post: Post) -> BatchView:
    """Record the pages of one case. Raises `UnknownBatch`, `StateForbids`, `ChangedElsewhere`, `Refusal`."""
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        batch.count_pages(reference, pages)
        now.work.transfers.save(batch)
        now.record("batch.counted", reference, {"batch": batch_id, "pages": pages})
        now.commit()
        return view_of(now, batch)


def leave_out(backend: Backend, batch_id: str, references: Collection[str], *, post: Post) -> BatchView:
    """Take cases out again; they wait for another batch. Raises `UnknownBatch`, `StateForbids`, `ChangedElsewhere`."""
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        batch.leave_out(references)
        now.work.transfers.save(batch)
        for reference in references:
            now.record("batch.left_out", reference, {"batch": batch_id})
        now.commit()
        return view_of(now, batch)


def dissolve_batch(backend: Backend, batch_id: str, *, post: Post) -> None:
    """Give an open batch up. Raises `UnknownBatch`, `StateForbids`, `ChangedElsewhere`."""
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        batch.dissolve()
        now.work.transfers.save(batch)
        now.record("batch.dissolved", batch_id)
        now.commit()


def view_of(now: OfficeContext, batch: TransferBatch) -> BatchView:
    """What a page shows of `batch` now."""
    cases = now.work.transfers.cases([item.reference for item in batch.items])
    return BatchView(batch, cases, now.day, now.office, changed_cases(batch, cases), unpacked_cases(batch, cases))


def changed_cases(batch: TransferBatch, cases: Mapping[str, BatchCase]) -> tuple[str, ...]:
    """The cases of a batch not handed over yet that were changed, voided or given back since they came in."""
    if batch.state not in (BatchState.OPEN, BatchState.CLOSED):
        return ()
    changed = []
    for item in batch.items:
        case = cases.get(item.reference)
        if case is None or case.custody is not Custody.AT_WINDOW or case.version != item.case_version:
            changed.append(item.reference)
    return tuple(changed)


def unpacked_cases(batch: TransferBatch, cases: Mapping[str, BatchCase]) -> tuple[str, ...]:
    """The cases of a batch not handed over yet whose scans are not those in its package any more."""
    if batch.package is None or batch.state is not BatchState.CLOSED:
        return ()
    packed = batch.package.packed_at
    moved = {reference: case.scans_moved_at for reference, case in cases.items()}
    references = [item.reference for item in batch.items]
    return tuple(one for one in references if (at := moved.get(one)) is not None and at > packed)


def case_scanned(work: UnitOfWork, text: str) -> str | None:
    """The case whose paper was scanned: by the number on it, or by its reference."""
    number = Number.scanned(text) or read_number(work, text)
    if number is not None:
        return work.papers.reference_of(number)
    typed = read_code(text)
    try:
        return work.filings.get(typed).reference if typed else None
    except UnknownCase:
        return None


def _new_id() -> str:
    """A name for a batch before it has a number, which a scanner reads well."""
    return BATCH_LETTERS + "".join(secrets.choice(_ALPHABET) for _ in range(10))


def _item(now: OfficeContext, case: BatchCase, scanned_at: datetime | None) -> TransferItem:
    since = case.held_since or case.received_on
    return TransferItem(
        reference=case.reference,
        position=0,
        pages=pages_of(now, case, draw=scanned_at is not None),
        held_since=since,
        due=transfer_due(since, now.backend.calendar).date,
        case_version=case.version,
        scanned_at=scanned_at,
    )


def pages_of(now: OfficeContext, case: BatchCase, *, draw: bool) -> int:
    """The pages of what goes into the file: of what was issued here as drawn, of the rest as recorded at the counter.

    Whoever scans counts again. Without `draw` what was not drawn yet counts as one page.
    """
    sheets = sheets_of(now, now.work.filings.get(case.reference), case.papers, draw=draw)
    return max(1, sum(sheet.pages for sheet in sheets))


def _pages(batch: TransferBatch, case: BatchCase) -> int:
    item = batch.item(case.reference)
    return item.pages if item is not None else 0


def _elsewhere(now: OfficeContext, case: BatchCase) -> str:
    other = now.work.transfers.get(case.batch_id)
    named = now.office.written(other.number) or "另一个编组中的批次"
    return f"这一件在{named}里"


def _remark(case: BatchCase) -> str:
    return "" if case.state is FilingState.FILED else f"{case.state.label}，尚未备案"
