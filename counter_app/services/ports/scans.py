"""What the acts need of scans: their rows, their files, and a reader of what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal

Watch = Callable[[int, int], None]
"""Told how much is done, of how much. What it raises stops the work, and nothing of it stays."""


class UnknownScan(Refusal):
    """No scan has this id, or it was removed."""


class ScanLost(Refusal):
    """The file is not there, or cannot be read."""


class ScanChanged(ScanLost):
    """The file is not what was attached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of the store that is attached to something, by its SHA-256 (64 hex digits); times are UTC and aware.

    The same content attached twice is one file. A removed one keeps its row.
    """

    sha256: str
    media_type: str
    size: int
    pages: int
    attached_at: datetime
    clerk: str = ""
    window: str = ""
    removed_at: datetime | None = None


@frozen
class Scan(StoredFile):
    """One scan attached to a paper of a case. `rotation` is 0, 90, 180 or 270 degrees clockwise."""

    scan_id: str
    reference: str
    material: str
    rotation: int = 0


@frozen
class Attachment(StoredFile):
    """One file attached to an inspection, order, re-inspection or tip. `title` is what the clerk calls it."""

    attachment_id: str
    owner: str
    title: str


@frozen
class Incoming:
    """A file on its way in: a copy of our own, whole and on the disk, but no scan yet.

    `token` and `path` are the store's own; what lies there is encrypted. `size` is that of the content.
    """

    token: str
    path: Path
    sha256: str
    size: int


@frozen
class ScanFacts:
    """What a file was found to be."""

    media_type: str
    pages: int


@frozen
class RenderRequest:
    """A request to render `page` (from 0), turned by `rotation` degrees clockwise, `scale` dots for each of its own.

    `part` (left, top, width, height, in dots of the scaled and turned page) is all that is drawn; None: the whole.
    """

    page: int
    scale: float
    rotation: int = 0
    part: tuple[int, int, int, int] | None = None


@frozen
class Raster:
    """A picture: rows of `stride` bytes, four a dot (blue, green, red, unused)."""

    width: int
    height: int
    stride: int
    dots: bytes


@frozen
class ScanContent:
    """A file that is looked at: `read` gives its content, unless the reader holds what has this `name`.

    The name is the same for the same content only. `read` raises `ScanLost`.
    """

    name: str
    read: Callable[[], bytes]


class ScanRepository(Protocol):
    """The scans of the cases."""

    def hold(self) -> None:
        """From here to the end of the transaction nobody else attaches or sweeps."""

    def add(self, scan: Scan) -> None:
        """Insert a scan."""

    def get(self, scan_id: str) -> Scan:
        """One scan. Raises `UnknownScan` where there is none, or it was removed."""

    def of_case(self, reference: str) -> list[Scan]:
        """The scans of one case that were not removed, oldest first."""

    def turn(self, scan_id: str, rotation: int) -> None:
        """Record how the scan is turned when looked at."""

    def remove(self, scan_id: str, at: datetime) -> None:
        """Record that the scan was removed. The row stays."""

    def is_kept(self, sha256: str) -> bool:
        """Whether any row, a removed one included, has this file: of a scan, or of an attachment of an inspection."""


class AttachmentRepository(Protocol):
    """Files attached to inspections, orders and tips."""

    def add(self, attachment: Attachment) -> None:
        """Insert one attachment."""

    def of_owner(self, owner: str) -> list[Attachment]:
        """Those of one owner that were not removed, oldest first."""

    def remove(self, attachment_id: str, at: datetime) -> None:
        """Record that one was removed. The row stays."""


class ScanStore(Protocol):
    """The files, each once by its SHA-256, never altered."""

    def take_in(self, source: Path | bytes, watch: Watch) -> Incoming:
        """Copy a file, or content from the clipboard, into the store's folder of what is not claimed yet.

        Raises `Refusal` where it is empty, too large, cannot be read to its end, or cannot be written here.
        """

    def settle(self, incoming: Incoming) -> None:
        """Put what waits in its place for good, on the disk when this returns. Raises `Refusal`.

        Call `release` once the row is committed; what was never released is known for an orphan at the next start.
        """

    def release(self, incoming: Incoming) -> None:
        """The row is committed: the file is an orphan no more."""

    def discard(self, incoming: Incoming) -> None:
        """Remove a file that was taken in and is not claimed."""

    def received(self, incoming: Incoming) -> bytes:
        """The content of a file on its way in. Raises `Refusal`."""

    def refuse_missing(self, sha256: str) -> None:
        """Raise `ScanLost` where the file is not there."""

    def content(self, sha256: str) -> bytes:
        """The content, to be shown. Raises `ScanLost` where it is missing, `ScanChanged` where it is another."""

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces of a megabyte; who reads it to the end asks for its SHA-256.

        Raises `OSError` where it cannot be read, `ScanChanged`.
        """

    def seal_some(self, seconds: float) -> bool:
        """Encrypt files that are not, for about so long; False once there are none. Raises `OSError`."""

    def doubtful(self) -> list[str]:
        """Names (SHA-256) of files settled so long ago that their rows should be there, yet never released."""

    def sweep(self, orphans: frozenset[str]) -> int:
        """Remove those files, and whatever waited in vain; returns how many files went."""

    def cached(self, name: str) -> bytes | None:
        """A picture made before, None where there is none or it cannot be read."""

    def cache(self, name: str, content: bytes) -> None:
        """Remember a picture; silently not, where it cannot be written."""

    def empty_cache(self) -> None:
        """Remove every picture that was remembered."""


class ScanReader(Protocol):
    """Reads PDF, JPG, PNG and TIFF. Slow: for a worker thread."""

    def examine(self, content: bytes, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end; `named` is the ending of its name (`.pdf`), empty where it had no name.

        Raises `Refusal` where it is none of these kinds, not what its name says, damaged, locked or far too large.
        """

    def sizes(self, scan: ScanContent, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page in its own dots (a PDF's are 1/96 inch). Raises `Refusal`."""

    def render(self, scan: ScanContent, media_type: str, request: RenderRequest) -> Raster:
        """What a page looks like. Raises `Refusal`."""

    def thumbnail(self, scan: ScanContent, media_type: str) -> bytes:
        """The first page as a small JPEG, not turned. Raises `Refusal`."""
