"""What is counted, from everything that is kept, each time it is asked: the counts of the database must equal it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from counter_app.domain.basics.counted import OF_FILING, Counts, Dimension, Figure
from counter_app.domain.filing.counting import CountedCase, counted_case, counted_notice, counted_promise
from counter_app.domain.inspection.counting import (
    counted_inspection,
    counted_order,
    counted_reinspection,
    counted_tip,
)
from counter_app.domain.papers.titles import NOTICE
from counter_app.domain.statistics.periods import Grain
from counter_app.domain.statistics.report import DayCount, GroupCount
from counter_app.domain.transfer.counting import counted_batch
from counter_app.persistence.base.event_counts import noticed

if TYPE_CHECKING:
    from tests.fakes.memory_backend import Kept


class MemoryStatistics:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def by_group(self, first: date, last: date, by: Dimension | None) -> list[GroupCount]:
        counts: Counter[tuple[Figure, str, str]] = Counter()
        for one, number in self.counts().items():
            if first <= one.day <= last and (by is None or one.figure in OF_FILING):
                group = "" if by is None else str(getattr(one, by.value))
                counts[one.figure, group, one.detail] += number
        return [GroupCount(*key, number) for key, number in counts.items()]

    def course(self, first: date, last: date, grain: Grain, figures: Sequence[Figure]) -> list[DayCount]:
        counts: Counter[tuple[date, Figure, str]] = Counter()
        for one, number in self.counts().items():
            if first <= one.day <= last and one.figure in figures:
                on = one.day if grain is Grain.DAY else one.day.replace(day=1)
                counts[on, one.figure, one.detail] += number
        return [DayCount(*key, number) for key, number in counts.items()]

    def counts(self) -> Counts:
        """Everything that is kept, counted."""
        kept, counts = self._kept, Counts()
        for filing in kept.filings.values():
            place = filing.answers.get("system.place_category")
            counts.update(counted_case(CountedCase.of(filing, place if isinstance(place, str) else "")))
        for paper in kept.papers.values():
            if paper.document == NOTICE and paper.number is not None and paper.number not in kept.voided:
                counts.update(counted_notice(noticed(paper.content, paper.issued_at, self._zone)))
        for promise in kept.broken_promises:
            place = kept.filings[promise.reference].answers.get("system.place_category")
            whose = (promise.window, promise.clerk, place if isinstance(place, str) else "")
            counts.update(counted_promise(self._day(promise.at), *whose, promise.code))
        for batch in kept.batches.values():
            gone = batch.handed_over_at
            counts.update(counted_batch(batch, self._day(gone) if gone is not None else None))
        for inspection in kept.inspections.values():
            counts.update(counted_inspection(inspection))
        for order in kept.orders.values():
            counts.update(counted_order(order))
        for again in kept.reinspections.values():
            counts.update(counted_reinspection(again))
        for tip in kept.tips.values():
            counts.update(counted_tip(tip, self._day(tip.received_at)))
        return counts

    @property
    def _zone(self) -> str:
        return self._kept.office.time_zone if self._kept.office is not None else "Asia/Shanghai"

    def _day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self._zone)).date()
