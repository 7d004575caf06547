"""What the acts need of transfer batches: kept whole, listed, and each case in at most one that is live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody, FilingKind, FilingState
from counter_app.domain.transfer.batch import (
    ArchiveNumber,
    BatchState,
    ItemDecision,
    TransferBatch,
    TransferItem,
    TransferPackage,
)
from counter_app.services.ports.bags import IndexFile, PackedCase


class UnknownBatch(Refusal):
    """No batch has this id or number."""


class InAnotherBatch(Refusal):
    """The case is in another live batch. `number` is that batch's, None while it is open."""

    def __init__(self, sentence: str, remedy: str, batch_id: str, number: Number | None) -> None:
        """As a `Refusal`, with the batch to go to."""
        super().__init__(sentence, remedy)
        self.batch_id = batch_id
        self.number = number


@frozen
class BatchLine:
    """One batch as it stands in a list. Times are UTC and aware; `due` is the earliest last day of its cases."""

    batch_id: str
    state: BatchState
    number: Number | None
    opened_at: datetime
    clerk: str
    window: str
    cases: int
    scanned: int
    pages: int
    accepted: int
    refused: int
    due: date | None
    package: TransferPackage | None
    handed_over_at: datetime | None = None
    settled_at: datetime | None = None


@frozen
class BatchCase:
    """What lists and papers of a batch show of one case, read without its answers. No person is named.

    `scans` counts those not removed, `scans_moved_at` is when one was last attached or removed. `batch_id` is the live
    batch it is in, empty for none. `papers` are its numbered papers that hold, oldest first.
    """

    reference: str
    unit_name: str
    address: str
    kind: FilingKind
    state: FilingState
    custody: Custody
    received_on: date
    held_since: date | None
    filed_on: date | None
    platform_number: str
    version: int
    scans: int = 0
    scans_moved_at: datetime | None = None
    batch_id: str = ""
    papers: tuple[Number, ...] = ()


@frozen
class HandedOver:
    """One item of a settled or running hand-over, for reports: when it was due, went, and what became of it.

    `accepted` is None while undecided; `settled_at` is None then too.
    """

    reference: str
    unit_name: str
    batch: Number
    held_since: date
    due: date
    handed_over_at: datetime
    accepted: bool | None
    decided_at: datetime | None
    reason: str = ""
    archive: ArchiveNumber | None = None


class TransferRepository(Protocol):
    """Batches, kept whole."""

    def add(self, batch: TransferBatch) -> None:
        """Keep a new batch. Raises `InAnotherBatch`."""

    def get(self, batch_id: str) -> TransferBatch:
        """The batch with this id. Raises `UnknownBatch`."""

    def save(self, batch: TransferBatch) -> None:
        """Keep a changed batch and count its version up.

        Raises `UnknownBatch`, `ChangedElsewhere`, `InAnotherBatch` where another window put one of its cases into
        another live batch meanwhile.
        """

    def numbered(self, number: Number) -> str | None:
        """The id of the batch that has this number now or had it before it was reopened; None where none has."""

    def lines(self, states: Sequence[BatchState], *, limit: int) -> list[BatchLine]:
        """Batches in any of `states`, newest first."""

    def cases(self, references: Sequence[str]) -> dict[str, BatchCase]:
        """What is shown of these cases, by reference; unknown ones are not in it."""

    def held(self, *, since_by: date | None, limit: int) -> list[BatchCase]:
        """Cases whose paper lies at the window and which are in no live batch, longest held first.

        With `since_by` only those held since that day or earlier.
        """

    def of_case(self, reference: str) -> list[tuple[TransferBatch, TransferItem]]:
        """Every batch that the case was in, oldest first, dissolved ones left out, with its item there."""

    def handed_over_between(self, since: datetime, until: datetime) -> list[HandedOver]:
        """Items handed over from `since` (included) to `until` (not included), in order of time."""

    def archive_numbers(self, fonds: str, year: int, retention: str) -> list[int]:
        """The item numbers (件号) taken so far of one fonds, year and retention period, in order."""


@frozen
class Reception:
    """A batch that came from another installation, as the receiving department keeps it.

    `path` is where the package was opened, `number` that of the batch as written, `cases` those that its index names,
    `decisions` what was decided so far, by reference.
    `sha256` is the digest of the package (of its `manifest-sha256.txt`). Times are UTC and aware.
    """

    reception_id: str
    batch: str
    office: str
    sha256: str
    opened_at: datetime
    path: str
    number: str
    cases: tuple[PackedCase[IndexFile], ...]
    decisions: Mapping[str, ItemDecision]
    clerk: str = ""
    window: str = ""
    settled_at: datetime | None = None
    version: int = 0


class ReceptionRepository(Protocol):
    """Packages received from other installations."""

    def add(self, reception: Reception) -> None:
        """Insert a new reception."""

    def get(self, reception_id: str) -> Reception:
        """One of them. Raises `UnknownBatch`."""

    def save(self, reception: Reception) -> Reception:
        """Keep what changed and return it with its version counted up. Raises `UnknownBatch`, `ChangedElsewhere`."""

    def of_batch(self, batch: str, office: str) -> list[Reception]:
        """Those that came under this number from this office, oldest first."""

    def all(self, *, limit: int) -> list[Reception]:
        """The newest first."""


@frozen
class TrustedKey:
    """The key of somebody whose signed files are believed. `fingerprint` is the SHA-256 of its public key."""

    fingerprint: str
    name: str
    trusted_at: datetime
    clerk: str = ""
    window: str = ""


class TrustedKeyRepository(Protocol):
    """Whose results are believed; a person compared the fingerprint once."""

    def get(self, fingerprint: str) -> TrustedKey | None:
        """The key, None where nobody has confirmed it."""

    def add(self, key: TrustedKey) -> None:
        """Trust a key from now on."""

    def remove(self, fingerprint: str) -> None:
        """Trust a key no longer."""

    def all(self) -> list[TrustedKey]:
        """Every key, the oldest first."""
