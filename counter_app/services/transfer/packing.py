"""The electronic package of a batch: scans and issued papers of its cases, packed once it is closed (第八条第二款)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES
from counter_app.domain.transfer.batch import BatchState, TransferBatch, TransferPackage
from counter_app.services.office.offices import OfficeContext, act, at_office, read_number
from counter_app.services.ports import (
    Backend,
    BagContent,
    BagFile,
    BatchCase,
    IssuedPaper,
    PackedCase,
    Scan,
    ScanSource,
    UnitOfWork,
    UnknownBatch,
)
from counter_app.services.ports.scans import Watch
from counter_app.services.transfer.batch_closing import CasesChanged
from counter_app.services.transfer.batch_facts import packed_scans, transferred_case
from counter_app.services.transfer.batches import changed_cases
from counter_app.services.transfer.drawn_papers import drawn_paper

PDF: Final = "application/pdf"
_ENDINGS: Final = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif"}


def pack(backend: Backend, batch_id: str, target: Path, watch: Watch, *, post: Post) -> TransferPackage:
    """Pack a closed batch into `target`, a folder or a `.zip`, and put its digest down with the batch.

    Raises `UnknownBatch`, `StateForbids`, `CasesChanged`, `WrongClock`, `Refusal` where it cannot be written or its
    digest is not that which the papers bear, and whatever `watch` raises. Nothing is recorded unless it is whole.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
    content = content_of(backend, batch_id)
    packed = backend.bags.pack(content, target, watch)
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        if batch.number is None or batch.number.barcode != content.batch:
            raise Refusal("生成期间批次已解锁，这个电子数据包作废", "删除该电子数据包，重新锁定批次后再次生成")
        _refuse_changed(now.work, batch)
        package = TransferPackage(packed.sha256, packed.sm3, packed.files, packed.octets, now.at)
        if batch.package is not None and (batch.package.sha256, batch.package.sm3) == (package.sha256, package.sm3):
            package = batch.package  # packed a second time, onto another stick
        batch.note_package(package)
        now.work.transfers.save(batch)
        details: dict[str, str | int] = {"number": content.batch, "files": packed.files, "sha256": packed.sha256}
        now.record("batch.packed", batch_id, details)
        now.commit()
    return package


def content_of(backend: Backend, batch_id: str) -> BagContent:
    """What the package of a batch holds. Raises `UnknownBatch`, `Refusal` before it is closed, `CasesChanged`."""
    with at_office(backend) as now:
        batch = now.work.transfers.get(batch_id)
        if batch.number is None or batch.closed_at is None:
            raise Refusal(f"本批次{batch.state.label}，还不能生成电子数据包", "先锁定批次")
        cases = now.work.transfers.cases([item.reference for item in batch.items])
        if batch.state is BatchState.CLOSED:
            _refuse_changed(now.work, batch)
        return BagContent(
            batch=batch.number.barcode,
            number=now.office.written(batch.number),
            office=now.office.name,
            department=now.office.department,
            closed_on=batch.closed_at.astimezone(now.zone).date(),
            cases=tuple(_case(now, batch, cases[item.reference]) for item in batch.items),
        )


def render_ahead(backend: Backend, reference: str) -> int:
    """Draw the issued papers of a case into the cache, so that packing has only to copy them; returns how many."""
    with backend.work() as work:
        papers = _papers(work, reference)
    for paper in papers:
        drawn_paper(backend, paper)
    return len(papers)


def batch_named(backend: Backend, text: str) -> str:
    """The batch of a number, written or scanned, or of an id. Raises `UnknownBatch`."""
    with backend.work() as work:
        number = Number.scanned(text) or read_number(work, text)
        found = work.transfers.numbered(number) if number is not None else text.strip()
        if found is None:
            raise UnknownBatch("没有这个编号的批次", "核对移交清单上的编号，如：移字〔2026〕1号")
        return work.transfers.get(found).batch_id


def _refuse_changed(work: UnitOfWork, batch: TransferBatch) -> None:
    changed = changed_cases(batch, work.transfers.cases([item.reference for item in batch.items]))
    if changed:
        raise CasesChanged(changed, [item.position for item in batch.items if item.reference in changed])


def _case(now: OfficeContext, batch: TransferBatch, case: BatchCase) -> PackedCase[BagFile]:
    item = batch.item(case.reference)
    assert item is not None  # noqa: S101 - asked for by the batch's own items
    filing = now.work.filings.get(case.reference)
    labels = {kind.key: kind.name for kind in filing.form.materials}
    scans = enumerate(packed_scans(now.work, filing), 1)
    papers = enumerate(_papers(now.work, case.reference), 1)
    files = [_scan(now.backend, number, scan, labels.get(scan.material, "材料")) for number, scan in scans]
    files += [_paper(now.backend, number, paper) for number, paper in papers]
    return transferred_case(now.office, filing, item, case).extended(PackedCase, files=tuple(files))


def _scan(backend: Backend, number: int, scan: Scan, label: str) -> BagFile:
    ending = _ENDINGS.get(scan.media_type, "bin")
    backend.scan_files.refuse_missing(scan.sha256)
    source = ScanSource(scan.size, lambda: backend.scan_files.pieces(scan.sha256))
    return BagFile(f"scan-{number:02d}.{ending}", f"{label}扫描件", scan.media_type, scan.pages, source, scan.sha256)


def _papers(work: UnitOfWork, reference: str) -> list[IssuedPaper]:
    """The numbered papers of a case that hold; what was drawn up beside them is not evidence of anything."""
    return [paper for paper in work.papers.of_case(reference) if paper.number is not None and not paper.is_void]


def _paper(backend: Backend, number: int, paper: IssuedPaper) -> BagFile:
    return BagFile(
        f"paper-{number:02d}-{paper.document.replace('_', '-')}.pdf",
        TITLES[paper.document],
        PDF,
        0,
        _drawing(backend, paper),
        number=paper.written_number,
    )


def _drawing(backend: Backend, paper: IssuedPaper) -> Callable[[], bytes]:
    return lambda: drawn_paper(backend, paper)
