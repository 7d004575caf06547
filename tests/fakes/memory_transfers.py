"""Batches, receptions and trusted keys in memory."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.filing import Custody, Filing
from counter_app.domain.transfer.batch import BatchState, TransferBatch, TransferItem
from counter_app.services.ports import (
    BatchCase,
    BatchLine,
    ChangedElsewhere,
    HandedOver,
    InAnotherBatch,
    Reception,
    TrustedKey,
    UnknownBatch,
)

if TYPE_CHECKING:
    from tests.fakes.memory_backend import Kept


class MemoryTransfers:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, batch: TransferBatch) -> None:
        self._refuse_others(batch)
        self._kept.batches[batch.batch_id] = _apart(batch)

    def get(self, batch_id: str) -> TransferBatch:
        found = self._kept.batches.get(batch_id)
        if found is None:
            raise UnknownBatch("没有找到这个批次", "核对批次编号，或在移交中查看全部批次")
        return _apart(found)

    def save(self, batch: TransferBatch) -> None:
        if self.get(batch.batch_id).version != batch.version:
            raise ChangedElsewhere("另一个窗口刚刚改动了这个批次", "重新打开批次，查看改动后再继续")
        self._refuse_others(batch)
        batch.version += 1
        self._kept.batches[batch.batch_id] = _apart(batch)
        if batch.number is not None:
            self._kept.batch_numbers[batch.number] = batch.batch_id

    def numbered(self, number: Number) -> str | None:
        return self._kept.batch_numbers.get(number)

    def _live_batches(self, references: Sequence[str]) -> dict[str, str]:
        return {
            item.reference: batch.batch_id
            for batch in self._kept.batches.values()
            if batch.state.live
            for item in batch.undecided
            if item.reference in references
        }

    def lines(self, states: Sequence[BatchState], *, limit: int) -> list[BatchLine]:
        found = [batch for batch in self._kept.batches.values() if batch.state in states]
        found.sort(key=lambda batch: batch.batch_id)
        found.sort(key=lambda batch: batch.opened_at, reverse=True)
        return [_line(batch) for batch in found[:limit]]

    def cases(self, references: Sequence[str]) -> dict[str, BatchCase]:
        filings = self._kept.filings
        return {reference: self._case(filings[reference]) for reference in references if reference in filings}

    def held(self, *, since_by: date | None, limit: int) -> list[BatchCase]:
        held = [filing for filing in self._kept.filings.values() if filing.custody is Custody.AT_WINDOW]
        live = self._live_batches([filing.reference for filing in held])
        free = [filing for filing in held if filing.reference not in live]
        free.sort(key=lambda filing: (filing.held_since, filing.reference))
        wanted = [one for one in free if since_by is None or (one.held_since and one.held_since <= since_by)]
        return [self._case(filing) for filing in wanted[:limit]]

    def of_case(self, reference: str) -> list[tuple[TransferBatch, TransferItem]]:
        batches = [batch for batch in self._kept.batches.values() if batch.state is not BatchState.DISSOLVED]
        batches.sort(key=lambda batch: batch.opened_at)
        return [(_apart(batch), item) for batch in batches if (item := batch.item(reference)) is not None]

    def handed_over_between(self, since: datetime, until: datetime) -> list[HandedOver]:
        went = [
            (batch.handed_over_at, batch.batch_id, item.position, batch, item)
            for batch in self._kept.batches.values()
            if batch.handed_over_at is not None and since <= batch.handed_over_at < until
            for item in batch.items
        ]
        return [self._handed_over(batch, item) for *_order, batch, item in sorted(went, key=lambda one: one[:3])]

    def archive_numbers(self, fonds: str, year: int, retention: str) -> list[int]:
        archives = [
            item.decision.archive
            for batch in self._kept.batches.values()
            for item in batch.items
            if item.decision is not None and item.decision.archive is not None
        ]
        return sorted(a.item for a in archives if (a.fonds, a.year, a.retention.value) == (fonds, year, retention))

    def _refuse_others(self, batch: TransferBatch) -> None:
        if not batch.state.live:
            return
        live = self._live_batches([item.reference for item in batch.undecided])
        others = [other for other in live.values() if other != batch.batch_id]
        if others:
            raise InAnotherBatch("这一件已在另一个批次中", "打开那个批次，移出后再加入本批次", others[0], None)

    def _case(self, filing: Filing) -> BatchCase:
        papers = [paper for paper in self._kept.papers.values() if paper.reference == filing.reference]
        scans = [scan for scan in self._kept.scans.values() if scan.reference == filing.reference]
        return BatchCase(
            reference=filing.reference,
            unit_name=filing.answers.display("unit.name"),
            address=filing.answers.display("system.address"),
            kind=filing.kind,
            state=filing.state,
            custody=filing.custody,
            received_on=filing.received_on,
            held_since=filing.held_since,
            filed_on=filing.filed_on,
            platform_number=filing.platform_number,
            version=filing.version,
            scans=sum(scan.removed_at is None for scan in scans),
            scans_moved_at=max((scan.removed_at or scan.attached_at for scan in scans), default=None),
            batch_id=self._live_batches([filing.reference]).get(filing.reference, ""),
            papers=tuple(one.number for one in papers if one.number and one.number not in self._kept.voided),
        )

    def _handed_over(self, batch: TransferBatch, item: TransferItem) -> HandedOver:
        assert batch.number is not None
        assert batch.handed_over_at is not None
        decision = item.decision
        return HandedOver(
            reference=item.reference,
            unit_name=self._kept.filings[item.reference].answers.display("unit.name"),
            batch=batch.number,
            held_since=item.held_since,
            due=item.due,
            handed_over_at=batch.handed_over_at,
            accepted=decision.accepted if decision is not None else None,
            decided_at=decision.at if decision is not None else None,
            reason=decision.reason if decision is not None else "",
            archive=decision.archive if decision is not None else None,
        )


class MemoryReceptions:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, reception: Reception) -> None:
        self._kept.receptions[reception.reception_id] = reception

    def get(self, reception_id: str) -> Reception:
        found = self._kept.receptions.get(reception_id)
        if found is None:
            raise UnknownBatch("没有找到这个批次", "核对批次编号，或在移交中查看全部批次")
        return found

    def save(self, reception: Reception) -> Reception:
        if self.get(reception.reception_id).version != reception.version:
            raise ChangedElsewhere("另一个窗口刚刚改动了这次接收", "重新打开，查看改动后再继续")
        saved = replace(reception, version=reception.version + 1)
        self._kept.receptions[reception.reception_id] = saved
        return saved

    def of_batch(self, batch: str, office: str) -> list[Reception]:
        found = [one for one in self._kept.receptions.values() if (one.batch, one.office) == (batch, office)]
        return sorted(found, key=lambda one: one.opened_at)

    def all(self, *, limit: int) -> list[Reception]:
        return sorted(self._kept.receptions.values(), key=lambda one: one.opened_at, reverse=True)[:limit]


class MemoryTrustedKeys:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def get(self, fingerprint: str) -> TrustedKey | None:
        return self._kept.trusted_keys.get(fingerprint)

    def add(self, key: TrustedKey) -> None:
        self._kept.trusted_keys[key.fingerprint] = key

    def remove(self, fingerprint: str) -> None:
        self._kept.trusted_keys.pop(fingerprint, None)

    def all(self) -> list[TrustedKey]:
        return sorted(self._kept.trusted_keys.values(), key=lambda key: key.trusted_at)


def _apart(batch: TransferBatch) -> TransferBatch:
    apart = copy(batch)
    apart.items = list(batch.items)
    return apart


def _line(batch: TransferBatch) -> BatchLine:
    decisions = [item.decision for item in batch.items if item.decision is not None]
    return BatchLine(
        batch_id=batch.batch_id,
        state=batch.state,
        number=batch.number,
        opened_at=batch.opened_at,
        clerk=batch.clerk,
        window=batch.window,
        cases=len(batch.items),
        scanned=len(batch.items) - len(batch.gaps),
        pages=batch.pages,
        accepted=sum(decision.accepted for decision in decisions),
        refused=sum(not decision.accepted for decision in decisions),
        due=batch.due,
        package=batch.package,
        handed_over_at=batch.handed_over_at,
        settled_at=batch.settled_at,
    )
