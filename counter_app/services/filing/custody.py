"""Where the paper of a case was and is: at the window, in a batch, with the department, back again, in the archive."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState, TransferBatch, TransferItem
from counter_app.services.office.offices import at_office
from counter_app.services.ports import Backend


@frozen
class CustodyEvent:
    """One step. `at` is UTC and aware, None where only the words tell; `batch_id` is the batch it belongs to."""

    at: datetime | None
    words: str
    batch_id: str = ""


def custody_history(backend: Backend, reference: str) -> tuple[CustodyEvent, ...]:
    """Every step, oldest first; the last says where the paper is now. Raises `UnknownCase`."""
    with at_office(backend) as now:
        filing = now.work.filings.get(reference)
        batches = now.work.transfers.of_case(reference)
        events = [event for batch, item in batches for event in _of_batch(batch, item, now.office)]
    words = f"现在：{filing.custody.label}"
    if filing.custody is Custody.AT_WINDOW and filing.held_since is not None:
        words += f"（自{filing.held_since.month}月{filing.held_since.day}日）"
    return (*events, CustodyEvent(None, words))


def _of_batch(batch: TransferBatch, item: TransferItem, office: Office) -> list[CustodyEvent]:
    number = office.written(batch.number)
    if batch.state is BatchState.OPEN:
        return [CustodyEvent(item.scanned_at or batch.opened_at, "在编组中的批次里", batch.batch_id)]
    events = [
        CustodyEvent(batch.closed_at, f"编入移交批次{number}，第{item.position}件，{item.pages}页", batch.batch_id)
    ]
    if batch.handed_over_at is not None:
        events.append(CustodyEvent(batch.handed_over_at, f"移交{office.department}（{number}）", batch.batch_id))
    if item.decision is not None:
        archive = item.decision.archive
        if item.decision.accepted:
            words = f"{office.department}接收归档" + (f"，档号{archive.written}" if archive is not None else "")
        else:
            words = f"{office.department}退回：{item.decision.reason}"
        events.append(CustodyEvent(item.decision.at, words, batch.batch_id))
    return events
