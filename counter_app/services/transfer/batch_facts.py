"""What the papers of a batch say: its cases with their titles, days and pages, and what lies in each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.filing.filing import Filing
from counter_app.domain.papers.titles import TITLES
from counter_app.domain.transfer.batch import ArchivalCheck, TransferBatch, TransferItem
from counter_app.domain.transfer.papers import ListedCase, TransferFacts, TransferredCase, TransferredSheet
from counter_app.services.office.offices import OfficeContext
from counter_app.services.ports import BatchCase, Scan, UnitOfWork
from counter_app.services.transfer.drawn_papers import page_count

_IN_THE_FILE = ("deficiency_notice", "material_receipt", "filing_receipt", "change_receipt")
"""Papers issued here of which the window's copy goes into the file."""


def transfer_facts(now: OfficeContext, batch: TransferBatch) -> TransferFacts:
    """Everything the papers of `batch` may say. No person is named."""
    cases = now.work.transfers.cases([item.reference for item in batch.items])
    closed = batch.closed_at.astimezone(now.zone).date() if batch.closed_at is not None else now.day
    return TransferFacts(
        number=now.office.written(batch.number),
        closed_on=closed,
        department=now.office.department,
        batch_id=batch.batch_id,
        cases=tuple(_case(now, item, cases[item.reference]) for item in batch.items if item.reference in cases),
        package=batch.package,
        handed_over_by=batch.handed_over_by,
    )


def _case(now: OfficeContext, item: TransferItem, case: BatchCase) -> ListedCase:
    filing = now.work.filings.get(item.reference)
    decision = item.decision
    return transferred_case(now.office, filing, item, case).extended(
        ListedCase,
        unit=case.unit_name or "（未填单位名称）",
        scans=len(packed_scans(now.work, filing)),
        sheets=sheets_of(now, filing, case.papers),
        decision="" if decision is None else "接收" if decision.accepted else "不接收",
        reason=decision.reason if decision is not None else "",
        failed=tuple(check.label for check in ArchivalCheck if check not in decision.passed)
        if decision is not None
        else (),
        archive=decision.archive.written if decision is not None and decision.archive is not None else "",
    )


def transferred_case(office: Office, filing: Filing, item: TransferItem, case: BatchCase) -> TransferredCase:
    """A case of a batch as the papers and the package both say it."""
    first = case.papers[0] if case.papers else None
    return TransferredCase(
        position=item.position,
        reference=item.reference,
        number=office.written(first) or item.reference,
        barcode=first.barcode if first is not None else item.reference,
        unit=case.unit_name,
        title=title_of(filing),
        matter=case.kind.label,
        state=case.state.label,
        received_on=case.received_on,
        held_since=item.held_since,
        due=item.due,
        pages=item.pages,
        filed_on=case.filed_on,
        platform_number=case.platform_number,
    )


def packed_scans(work: UnitOfWork, filing: Filing) -> list[Scan]:
    """The scans of a case that go with it; a scan of what was only shown to the window stays here."""
    shown = {kind.key for kind in filing.form.materials if kind.shown_only}
    return [scan for scan in work.scans.of_case(filing.reference) if scan.material not in shown]


def title_of(filing: Filing) -> str:
    """The title (题名) of a case's file: what was filed, by its system or its place."""
    answers = filing.answers
    system = answers.display("system.name") or answers.display("system.address") or "公共安全视频系统"
    return f"{system}{filing.kind.label}材料"


def sheets_of(
    now: OfficeContext, filing: Filing, numbers: Sequence[Number], *, draw: bool = True
) -> tuple[TransferredSheet, ...]:
    """What lies in the file, in order: what was issued here, then what was handed in, each with its first page.

    Without `draw` a paper that was not drawn yet counts as one page: drawing hundreds takes seconds.
    """
    issued = _issued_sheets(now, filing, frozenset(numbers), draw=draw)
    handed_in = _handed_in_sheets(filing)
    sheets, page = [], 1
    for sheet in (*issued, *handed_in):
        sheets.append(replace(sheet, first_page=page))
        page += sheet.pages
    return tuple(sheets)


def _issued_sheets(
    now: OfficeContext, filing: Filing, numbers: frozenset[Number], *, draw: bool
) -> list[TransferredSheet]:
    papers = [paper for paper in now.work.papers.of_case(filing.reference) if paper.number in numbers]
    return [
        TransferredSheet(
            title=TITLES[paper.document],
            number=paper.written_number,
            responsible=now.office.name,
            day=paper.issued_locally.date(),
            pages=page_count(now.backend, paper, draw=draw),
        )
        for paper in papers
        if paper.document in _IN_THE_FILE
    ]


def _handed_in_sheets(filing: Filing) -> list[TransferredSheet]:
    kinds = filing.form.material_kinds
    held = [key for key in filing.submitted if filing.materials[key].held_since is not None] or [*filing.submitted]
    # What went with an earlier batch is not in the file that lies here now.
    here = [key for key in held if filing.materials[key].left_on is None] or held
    return [
        TransferredSheet(
            title=kinds[key].name,
            responsible=kinds[key].responsible or filing.answers.display("unit.name"),
            day=filing.materials[key].held_since or filing.received_on,
            pages=filing.materials[key].count * filing.materials[key].pages,
            note="" if filing.materials[key].original else "复印件",
        )
        for key in here
    ]
