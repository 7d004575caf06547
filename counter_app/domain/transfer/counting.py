"""What a batch counts for in the statistics."""

from __future__ import annotations

from collections import Counter
from datetime import date

from counter_app.domain.basics.counted import Counted, Counts, Figure
from counter_app.domain.transfer.batch import TransferBatch

ON_TIME, LATE, REFUSED = "on_time", "late", "refused"


def counted_batch(batch: TransferBatch, went_on: date | None) -> Counts:
    """Each case once the batch has gone: on time or late by the day it went; a refused one was not handed over.

    `went_on` is that day at the office, None while the batch is here.
    """
    counts: Counts = Counter()
    if went_on is None:
        return counts
    for item in batch.items:
        refused = item.decision is not None and not item.decision.accepted
        detail = REFUSED if refused else ON_TIME if went_on <= item.due else LATE
        counts[Counted(Figure.HANDED_OVER, went_on, batch.window, batch.clerk, "", detail)] += 1
    return counts
