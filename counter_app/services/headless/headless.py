"""The acts of a visit without a window: take a file in, issue what is due, write the papers into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.office import UNNAMED, Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.findings import Findings, Verdict
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import LARGE_NOTICE, NOTICE, TITLES
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.services.filing import cases, changes
from counter_app.services.headless import sample_inspection
from counter_app.services.lists import day_end, queues
from counter_app.services.office import offices
from counter_app.services.office.files import refuse_unwritable, write_atomically
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import issuing, printing
from counter_app.services.platform import platform_filing
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.services.statistics import statistics
from counter_app.services.transfer import batch_closing, batches, packing

UNNAMED_OFFICE: Final = Office(UNNAMED)
"""Keeps the numbers where nobody has set the office up yet; its papers say that they prove nothing."""

UNNAMED_POST: Final = Post("值班人员", "公安窗口")


@frozen
class WrittenPaper:
    """A paper in a folder. `number` is what its barcode holds; file names hold no personal data.

    `lacking` are the characters that the PDF cannot show.
    """

    document: str
    title: str
    number: str
    pdf: Path
    word: Path
    lacking: str = ""


@frozen
class HeadlessIntake:
    """What taking a file in came to."""

    reference: str
    findings: Findings
    papers: tuple[WrittenPaper, ...]


def post_and_office(backend: Backend, workstation: Workstation) -> tuple[Post, bool]:
    """Who acts, and whether nobody has set the office up yet: one without a name is recorded then."""
    post = workstation.post if workstation.is_set_up else UNNAMED_POST
    kept = offices.load_office(backend)
    if kept is None:
        offices.save_office(backend, UNNAMED_OFFICE, post=post)
    return post, not offices.is_set_up(kept)


def intake_and_issue(
    backend: Backend, intake: IntakeFile, out: Path, *, post: Post, beside: Sequence[str] = ()
) -> HeadlessIntake:
    """Open a case with what the file holds, issue what is due, write PDF and Word into `out`.

    Deficient: the notice. Complete: receipt and platform sheet. Neither while papers are unreviewed. `beside` names
    unnumbered documents to be drawn up too. Raises `Refusal` where `out` cannot be written, before any number is taken.
    """
    refuse_unwritable(out)
    opened = changes.open_intake(backend, intake, post=post)
    reference = opened.filing.reference
    findings = opened.findings
    issued: list[IssuedPaper] = []
    match findings.verdict:
        case Verdict.COMPLETE:
            issued.extend(issuing.issue_receipt(backend, reference, post=post))
        case Verdict.DEFICIENT if not findings.papers_unreviewed:
            issued.append(issuing.issue_notice(backend, reference, post=post))
        case _:
            pass
    issued.extend(issuing.draw_up(backend, reference, document, post=post) for document in beside)
    papers = tuple(_write(backend, paper, out, post) for paper in issued)
    return HeadlessIntake(reference, findings, papers)


def _write(backend: Backend, paper: IssuedPaper, out: Path, post: Post) -> WrittenPaper:
    number = paper.barcode
    stem = f"{paper.document}-{number}"
    job = printing.print_paper(backend, paper.paper_id, post=post)
    word = printing.word_of(backend, paper.paper_id, post=post)
    return WrittenPaper(
        paper.document,
        TITLES[paper.document],
        number,
        write_atomically(out / f"{stem}.pdf", job.pdf),
        write_atomically(out / f"{stem}.docx", word),
        job.missing_characters,
    )


# The sample office ------------------------------------------------------------------------------------------------

DEMO_OFFICE: Final = Office(
    name="大关县公安局",
    division="530624",
    prefix="大公（视）",
    phone="0870-0000000",
    hours="工作日9:00至17:00",
    address="大关县政务服务中心3号窗口",
    department="大关县公安局科技信息化大队",
    reconsideration="大关县人民政府",
    court="大关县人民法院",
    supervision_phone="0870-0000110",
)
DEMO_WORKSTATION: Final = Workstation(clerk="陈示例", window="3号窗口", office_name=DEMO_OFFICE.name)
DEMO_NUMBER: Final = "530624202600000001"
"""What the national platform gives the sample office's first filing."""

DEMO_RETENTION: Final = 90
"""Days for which its pictures are kept after the change."""

_WHATEVER_DAY: Final = 400
"""Days ahead in which everything that lies here is due."""

_FREE_FORMS: Final = ("information_sheet", "authorization_letter")


def create_sample_office(backend: Backend) -> Post:
    """Set the sample office up where there is none."""
    if offices.load_office(backend) is None:
        offices.save_office(backend, DEMO_OFFICE, post=DEMO_WORKSTATION.post)
    return DEMO_WORKSTATION.post


def sample_day(backend: Backend, intakes: Sequence[tuple[str, IntakeFile]], out: Path) -> list[WrittenPaper]:
    """Run a whole day of the sample office: every file taken in, its papers written into `out/<name>/`.

    Each case also gets the papers that are printed for the applicant to check (代填表); the first complete one is keyed
    into the platform, gets its filing receipt, is changed (第九条) and inspected (第十条).
    """
    post = create_sample_office(backend)
    today = offices.office_time(backend, DEMO_OFFICE).day
    written: list[WrittenPaper] = []
    filed = False
    for name, intake in intakes:
        dated = intake if intake.received_on is not None else replace(intake, received_on=today)
        taken = intake_and_issue(backend, dated, out / name, post=post, beside=_FREE_FORMS)
        written.extend(taken.papers)
        written.extend(_large_notices(backend, taken.reference, out / name))
        if not filed and taken.findings.verdict is Verdict.COMPLETE:
            filed = True
            receipts = platform_filing.file_case(backend, taken.reference, DEMO_NUMBER, post=post)
            written.extend(_write(backend, receipt, out / name, post) for receipt in receipts)
            written.extend(_sample_change(backend, taken.reference, out / f"{name}-change", post))
            inspected = sample_inspection.sample_papers(backend, taken.reference, post=post)
            written.extend(_write(backend, paper, out / folder, post) for folder, paper in inspected)
    written.extend(_sample_batch(backend, out / "transfer", post))
    written.append(_write_sheet(backend, day_end.day_sheet(backend, post=post), out / day_end.DAY_SHEET))
    year = StatisticsPeriod.containing(PeriodKind.YEAR, today)
    counted = statistics.sheet(backend, year, Dimension.WINDOW, post=post)
    written.append(_write_sheet(backend, counted, out / statistics.DOCUMENT))
    return written


def _large_notices(backend: Backend, reference: str, out: Path) -> list[WrittenPaper]:
    """The large-type copies of the notices of a case."""
    written = []
    for paper in printing.papers_of_case(backend, reference):
        if paper.document == NOTICE:
            pdf, word = printing.large_notice_files(backend, paper)
            stem = out / f"{LARGE_NOTICE}-{paper.barcode}"
            files = write_atomically(stem.with_suffix(".pdf"), pdf), write_atomically(stem.with_suffix(".docx"), word)
            written.append(WrittenPaper(LARGE_NOTICE, TITLES[LARGE_NOTICE], paper.barcode, *files))
    return written


def _sample_batch(backend: Backend, out: Path, post: Post) -> list[WrittenPaper]:
    """What lies at the window is scanned, packed and listed for the department (第八条第二款)."""
    batch_id = batches.open_batch(backend, post=post).batch.batch_id
    for item in batches.propose(backend, batch_id, _WHATEVER_DAY, post=post).view.batch.items:
        batches.scan(backend, batch_id, item.reference, post=post)
    number = batch_closing.close_batch(backend, batch_id, post=post).batch.number
    assert number is not None  # noqa: S101 - a closed batch has one
    out.mkdir(parents=True, exist_ok=True)
    packing.pack(backend, batch_id, out / f"{number.barcode}.zip", _unwatched, post=post)
    papers = [*batch_closing.issue_papers(backend, batch_id, without_package=False, post=post)]
    documents = (batch_closing.CONTENTS, batch_closing.LABELS)
    papers += [batch_closing.draw_up(backend, batch_id, document, post=post) for document in documents]
    return [_write(backend, paper, out, post) for paper in papers]


def _unwatched(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


def _sample_change(backend: Backend, filed: str, out: Path, post: Post) -> list[WrittenPaper]:
    """The filed system keeps its pictures longer from now on: the papers are asked again, and the change is filed."""
    filing = changes.open_change(backend, filed, post).case.filing
    filing.answer("system.retention_days", DEMO_RETENTION)
    for kind in filing.form.materials:
        if kind.demanded:
            filing.review(kind.key, ACCEPTED)
    cases.save_draft(backend, filing, post=post)
    taken_in = issuing.issue_receipt(backend, filing.reference, post=post)
    filed_anew = platform_filing.file_case(backend, filing.reference, DEMO_NUMBER, post=post)
    return [_write(backend, paper, out, post) for paper in (*taken_in, *filed_anew)]


def _write_sheet(backend: Backend, sheet: PaperFacts, out: Path) -> WrittenPaper:
    """A paper that is about no case as PDF and Word; its name holds its days."""
    stem = out / f"{sheet.document}-{sheet.barcode}"
    pdf = write_atomically(stem.with_suffix(".pdf"), backend.renderer.pdf(sheet))
    word = write_atomically(stem.with_suffix(".docx"), backend.renderer.word(sheet))
    return WrittenPaper(sheet.document, TITLES[sheet.document], sheet.barcode, pdf, word)


def create_sample_cases(backend: Backend, intakes: Sequence[tuple[str, IntakeFile]]) -> None:
    """Open the sample cases, as received today, in an office that has none: something to look at in the window."""
    post = create_sample_office(backend)
    if any(queues.queue_counts(backend).queues.values()):
        return
    filed = False
    for _name, intake in intakes:
        opened = cases.open_case(backend, post=post, intake=replace(intake, received_on=None))
        reference, findings = opened.filing.reference, opened.findings
        if findings.verdict is Verdict.COMPLETE:
            issuing.issue_receipt(backend, reference, post=post)
            if not filed:
                filed = True
                platform_filing.file_case(backend, reference, DEMO_NUMBER, post=post)
                sample_inspection.create_sample_inspections(backend, reference, post=post)
