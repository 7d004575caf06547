"""Scans of the papers: attached, looked at, turned, removed. Attaching judges nothing; the clerk does."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.scans import refuse_attaching, refuse_removing
from counter_app.services.office.offices import act
from counter_app.services.ports import (
    Backend,
    Incoming,
    Raster,
    RenderRequest,
    Scan,
    ScanContent,
    ScanFacts,
    ScanLost,
    StoredFile,
    UnitOfWork,
    Watch,
)

F = TypeVar("F", bound=StoredFile)


@frozen
class Attached(Generic[F]):
    """A file attached where it was wanted; `anew` is False where the very same content was attached there already."""

    file: F
    anew: bool


def unwatched(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


def attach_scan(
    backend: Backend,
    reference: str,
    material: str,
    source: Path | bytes,
    *,
    post: Post,
    watch: Watch = unwatched,
) -> Attached[Scan]:
    """Attach a file, or a picture (PNG) from the clipboard, to a paper of a case. Slow: reads the file to its end.

    The file is on the disk before its row, and the row is there when this returns. What `watch` raises stops it.
    Raises `UnknownCase`, `StateForbids`, `Refusal` where the file cannot be read, is none we know, or does not fit.
    """
    with backend.work() as work:  # said before 50 MB are copied; asked again when the row is made
        _refuse_unknown_paper(work, reference, material)
    with taken_in(backend, source, watch) as (incoming, facts):
        return _keep(backend, reference, material, incoming, facts, post)


@contextmanager
def taken_in(backend: Backend, source: Path | bytes, watch: Watch) -> Iterator[tuple[Incoming, ScanFacts]]:
    """A file from outside, copied into the store and read to its end; discarded where the block fails."""
    incoming = backend.scan_files.take_in(source, watch)
    try:
        yield incoming, _examined(backend, incoming, source, watch)
    except BaseException:
        backend.scan_files.discard(incoming)
        raise
    backend.scan_files.release(incoming)


def _examined(backend: Backend, incoming: Incoming, source: Path | bytes, watch: Watch) -> ScanFacts:
    return backend.scan_reader.examine(backend.scan_files.received(incoming), _ending(source), watch)


def _keep(
    backend: Backend, reference: str, material: str, incoming: Incoming, facts: ScanFacts, post: Post
) -> Attached[Scan]:
    with act(backend, post) as now:
        now.work.scans.hold()
        _refuse_unknown_paper(now.work, reference, material)
        known = [scan for scan in now.work.scans.of_case(reference) if scan.material == material]
        if same := settled(backend, incoming, known):
            return Attached(same, anew=False)
        scan = Scan(uuid.uuid4().hex, reference, material, **fields_of(incoming, facts, now.at, post))
        now.work.scans.add(scan)
        details: dict[str, str | int] = {"material": material, "scan": scan.scan_id, "pages": scan.pages}
        now.record("scan.attached", reference, details)
        now.commit()
        return Attached(scan, anew=True)


def settled(backend: Backend, incoming: Incoming, known: Iterable[F]) -> F | None:
    """Put the file in its place, and return the one of `known` that has its content.

    File before row, both while `ScanRepository.hold` holds: a sweep elsewhere sees neither or both. A file that is
    known already is mended, should it have been lost.
    """
    backend.scan_files.settle(incoming)
    return next((one for one in known if one.sha256 == incoming.sha256), None)


def fields_of(incoming: Incoming, facts: ScanFacts, at: datetime, post: Post) -> dict[str, Any]:
    """The fields of `StoredFile` for what is attached now."""
    return {
        "sha256": incoming.sha256,
        "media_type": facts.media_type,
        "size": incoming.size,
        "pages": facts.pages,
        "attached_at": at,
        "clerk": post.clerk,
        "window": post.window,
    }


def scans_of_case(backend: Backend, reference: str) -> list[Scan]:
    """The scans of one case, oldest first, without those that were removed."""
    with backend.work() as work:
        return work.scans.of_case(reference)


def turn_scan(backend: Backend, scan_id: str, by: int, *, post: Post) -> Scan:
    """Turn a scan by `by` degrees (90, 180, 270) clockwise; the file stays as it is.

    Raises `UnknownScan`, `StateForbids`.
    """
    with act(backend, post) as now:
        now.work.scans.hold()
        scan = now.work.scans.get(scan_id)
        refuse_attaching(now.work.filings.get(scan.reference))
        turned = replace(scan, rotation=(scan.rotation + by) % 360)
        now.work.scans.turn(scan_id, turned.rotation)
        details: dict[str, str | int] = {"material": scan.material, "scan": scan_id, "rotation": turned.rotation}
        now.record("scan.turned", scan.reference, details)
        now.commit()
        return turned


def remove_scan(backend: Backend, scan_id: str, *, post: Post) -> None:
    """Take a scan off its paper; its row and its file stay. Raises `UnknownScan`, `StateForbids`."""
    with act(backend, post) as now:
        now.work.scans.hold()
        scan = now.work.scans.get(scan_id)
        refuse_removing(now.work.filings.get(scan.reference))
        now.work.scans.remove(scan_id, now.at)
        details: dict[str, str | int] = {"material": scan.material, "scan": scan_id}
        now.record("scan.removed", scan.reference, details)
        now.commit()


def page_sizes(backend: Backend, file: StoredFile) -> list[tuple[float, float]]:
    """Width and height of each page of a scan in its own dots, not turned. Raises `Refusal`."""
    with stored_file_errors():
        return backend.scan_reader.sizes(_content(backend, file), file.media_type)


def render_page(backend: Backend, file: StoredFile, request: RenderRequest) -> Raster:
    """A page of a scan, or a part of it. Raises `Refusal`."""
    with stored_file_errors():
        return backend.scan_reader.render(_content(backend, file), file.media_type, request)


def thumbnail(backend: Backend, file: StoredFile) -> bytes:
    """The first page as a small JPEG, not turned; made once, and again where it got lost. Raises `Refusal`."""
    name = f"{file.sha256}.jpg"
    known = backend.scan_files.cached(name)
    if known is not None:
        return known
    made = backend.scan_reader.thumbnail(_content(backend, file), file.media_type)
    backend.scan_files.cache(name, made)
    return made


def sweep_scans(backend: Backend) -> int:
    """Remove the files whose row a power cut kept from being made; returns how many. For the start."""
    doubtful = backend.scan_files.doubtful()
    with backend.work() as work:
        if doubtful:
            work.scans.hold()
        orphans = frozenset(sha256 for sha256 in doubtful if not work.scans.is_kept(sha256))
        return backend.scan_files.sweep(orphans)


def seal_some(backend: Backend, seconds: float) -> bool:
    """Encrypt what older versions kept as it was, for about so long; False once there is nothing more. For the start.

    What the disk refuses now is tried again at the next start.
    """
    try:
        backend.sealer.protect()
        return backend.scan_files.seal_some(seconds)
    except OSError:
        return False


@contextmanager
def stored_file_errors() -> Iterator[None]:
    """What is said of a file that is the one that was attached, yet cannot be shown this way."""
    try:
        yield
    except ScanLost:
        raise
    except Refusal as refusal:
        raise Refusal("扫描件的文件没有改动，但本程序无法显示", "缩小后再看；仍不行，重新扫描后再附上") from refusal


def _content(backend: Backend, file: StoredFile) -> ScanContent:
    return ScanContent(file.sha256, lambda: backend.scan_files.content(file.sha256))


def _refuse_unknown_paper(work: UnitOfWork, reference: str, material: str) -> None:
    filing = work.filings.get(reference)
    refuse_attaching(filing)
    if material not in filing.form.material_kinds:
        raise Refusal(f"表单里没有材料 {material}", "核对材料名称")


def _ending(source: Path | bytes) -> str:
    return source.suffix.lower() if isinstance(source, Path) else ".png"
