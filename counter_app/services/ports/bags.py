"""What the acts need of electronic packages (BagIt, RFC 8493): packed whole or not at all, verified, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from counter_app.domain.basics.records import frozen
from counter_app.domain.transfer.papers import TransferredCase
from counter_app.services.ports.scans import Watch

File = TypeVar("File")

PaperSource = Callable[[], bytes]
"""Draws a paper when its turn comes; it draws the same bytes each time."""


@frozen
class ScanSource:
    """A file that is kept: of how many bytes, and how it is read, piece by piece.

    `pieces` raises `OSError` where it cannot be read, `ScanChanged` where it is not what was attached.
    """

    size: int
    pieces: Callable[[], Iterator[bytes]]


@frozen
class BagFile:
    """One file of a case. `name` is ASCII and stands below the case's folder; `what` says in Chinese what it is.

    `source` is a file that is kept, or what draws it; the pages of what is drawn are counted then. `sha256` is what a
    file must hash to, empty where nothing is expected.
    """

    name: str
    what: str
    media_type: str
    pages: int
    source: ScanSource | PaperSource
    sha256: str = ""
    number: str = ""


@frozen
class PackedCase(TransferredCase, Generic[File]):
    """One case of a package: with what is to be packed, or with what its index names."""

    files: tuple[File, ...] = ()


@frozen
class BagContent:
    """What is packed. `batch` is the barcode of the batch's number (`BY2026-0001`), `number` the same as written."""

    batch: str
    number: str
    office: str
    department: str
    closed_on: date
    cases: tuple[PackedCase[BagFile], ...] = ()


@frozen
class PackedBag:
    """A package that was packed and read back. Digests are of its two payload manifests, 64 hex digits each."""

    path: Path
    sha256: str
    sm3: str
    files: int
    octets: int


class FaultKind(StrEnum):
    """What can be wrong with a package."""

    MISSING = "missing"
    UNLISTED = "unlisted"
    CHANGED = "changed"
    UNSAFE = "unsafe"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    INCOMPLETE = "incomplete"
    NEWER = "newer"
    UNREADABLE = "unreadable"


@frozen
class BagFault:
    """One thing that is wrong: with which file, in what way, in one sentence."""

    kind: FaultKind
    path: str
    sentence: str


@frozen
class BagReport:
    """What verifying found. Valid where nothing is missing, nothing unlisted and every digest matches.

    `batch` and `office` are what the package says of itself, empty where it says nothing.
    """

    faults: tuple[BagFault, ...] = ()
    batch: str = ""
    office: str = ""
    sha256: str = ""
    sm3: str = ""
    files: int = 0
    octets: int = 0
    more: int = 0
    """Faults beside those listed, where there are too many."""

    @property
    def count(self) -> int:
        """How many faults there are."""
        return len(self.faults) + self.more

    @property
    def valid(self) -> bool:
        """Whether the package may be accepted."""
        return not self.faults


@frozen
class IndexFile:
    """One file as the index of a package names it; `path` is below the package."""

    path: str
    what: str
    media_type: str
    pages: int
    size: int
    sha256: str
    sm3: str
    number: str = ""


@frozen
class BagIndex:
    """What a package of ours says it holds."""

    batch: str
    number: str
    office: str
    department: str
    closed_on: date
    version: int
    cases: tuple[PackedCase[IndexFile], ...] = ()


class Bags(Protocol):
    """Packages on disks and sticks. Slow: for a worker thread. What `watch` raises stops the work."""

    def pack(self, content: BagContent, target: Path, watch: Watch) -> PackedBag:
        """Pack into `target`, a folder or a file ending in `.zip`, and read it back; it is whole there or not there.

        What an earlier run left is continued. Raises `Refusal` where the target is full, gone, not writable, or holds
        something else, and where a source is missing or is not what it was.
        """

    def verify(self, path: Path, watch: Watch) -> BagReport:
        """Hold a package against its manifests. Raises `Refusal` where there is nothing to read at all."""

    def index(self, path: Path) -> BagIndex:
        """What a package of ours holds. Raises `Refusal` for one that is not ours, newer, or cannot be read."""
