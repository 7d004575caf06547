"""The two papers a visit ends with: the one-time notice of 第八条, or the receipt; and the papers beside them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter_app.domain.changes import refuse_change_of_nothing
from counter_app.domain.filing import Filing, FilingKind, FilingState
from counter_app.domain.findings import Findings
from counter_app.domain.office import Office, Post
from counter_app.domain.papers import TITLES, PaperFacts
from counter_app.domain.periods import transfer_due
from counter_app.domain.refusal import Refusal
from counter_app.services.cases import facts_for
from counter_app.services.changes import changes_in
from counter_app.services.offices import Moment, demanded_office, moment, record, refuse_clock_behind
from counter_app.services.ports import Counter, IssuedPaper, UnitOfWork
from counter_app.services.snapshots import freeze

UNNUMBERED: Final = ("platform_sheet", "information_sheet", "authorization_letter")


class AlreadyIssued(Refusal):
    """The case has its notice already; a second one needs a return visit."""


def issue_notice(counter: Counter, reference: str, *, post: Post, papers_kept: bool = False) -> IssuedPaper:
    """Freeze what is missing and number the notice (第八条).

    `papers_kept` says whether the window keeps the papers or hands them back. Raises `UnknownCase`,
    `NotFullyReviewed`, `NothingMissing`, `StateForbids`, `AlreadyIssued`, `ClockBehind`.
    """
    with counter.work() as work:
        office = demanded_office(work)
        now = moment(counter, office)
        refuse_clock_behind(work, now)
        filing = work.filings.get(reference)
        if filing.state is FilingState.DEFICIENT:
            raise AlreadyIssued("该件已出具一次性告知书", "补打用 Ctrl+Shift+P；材料补齐后按 F9 打印收件凭证")
        findings = filing.ready_for_notice(facts_for(counter, work, office, filing))
        filing.clerk, filing.window = post.clerk, post.window
        filing.move_to(FilingState.DEFICIENT)
        if papers_kept:
            filing.take_paper()
        work.filings.save(filing)
        drawn = replace(facts_drawn(counter, work, office, now, post, filing, findings), papers_kept=papers_kept)
        paper = issue_numbered(work, drawn, filing, now)
        details = with_number({"deficiencies": len(findings.deficiencies)}, paper)
        record(work, counter, office, post, "notice.issued", reference, details)
        work.commit()
        return paper


def issue_receipt(counter: Counter, reference: str, *, post: Post) -> tuple[IssuedPaper, IssuedPaper]:
    """Take in a complete case: number the receipt, draw up the platform sheet, hold the paper (第八条).

    Returns the receipt and the platform sheet. Raises `UnknownCase`, `NotFullyReviewed`, `StillDeficient`,
    `StateForbids`, `ChangeOfNothing`, `ClockBehind`.
    """
    with counter.work() as work:
        office = demanded_office(work)
        now = moment(counter, office)
        refuse_clock_behind(work, now)
        filing = work.filings.get(reference)
        findings = filing.ready_for_receipt(facts_for(counter, work, office, filing))
        if filing.kind is FilingKind.CHANGE:
            refuse_change_of_nothing(changes_in(work, filing))
        filing.clerk, filing.window = post.clerk, post.window
        filing.move_to(FilingState.COMPLETE)
        filing.take_paper()
        work.filings.save(filing)
        drawn = replace(facts_drawn(counter, work, office, now, post, filing, findings), document="material_receipt")
        receipt = issue_numbered(work, drawn, filing, now)
        sheet = _keep(work, replace(drawn, document="platform_sheet", barcode=_barcode(receipt, filing)), filing, now)
        record(work, counter, office, post, "receipt.issued", reference, with_number({}, receipt))
        work.commit()
        return receipt, sheet


def draw_up(counter: Counter, reference: str, document: str, *, post: Post) -> IssuedPaper:
    """Draw up a paper that has no number of its own (免填单: to be checked, sealed, taken home).

    Raises `UnknownCase`, `Refusal` for a document that has a number.
    """
    if document not in UNNUMBERED:
        raise Refusal(f"{TITLES.get(document, document)}要编号，不能单独打印", "按 F8 或 F9 出具")
    with counter.work() as work:
        office = demanded_office(work)
        filing = work.filings.get(reference)
        now = moment(counter, office)
        findings = filing.findings(facts_for(counter, work, office, filing))
        drawn = replace(facts_drawn(counter, work, office, now, post, filing, findings), document=document)
        paper = _keep(work, drawn, filing, now)
        record(work, counter, office, post, "paper.drawn_up", reference, {"document": document})
        work.commit()
        return paper


def preview(counter: Counter, filing: Filing, document: str, *, post: Post) -> PaperFacts:
    """What a paper would say now. Takes no number and keeps nothing; the number's place stays empty."""
    with counter.work() as work:
        office = demanded_office(work)
        now = moment(counter, office)
        findings = filing.findings(facts_for(counter, work, office, filing))
        return replace(facts_drawn(counter, work, office, now, post, filing, findings), document=document)


def facts_drawn(
    counter: Counter, work: UnitOfWork, office: Office, now: Moment, post: Post, filing: Filing, findings: Findings
) -> PaperFacts:
    """What a paper says of the case as it stands; the document and its number are put in by who issues it."""
    return PaperFacts(
        document="deficiency_notice",
        number=None,
        barcode=filing.reference,
        issued_at=now.local,
        received_at=_received(filing, now),
        office=office,
        post=post,
        answers=filing.answers,
        materials=filing.materials,
        findings=findings,
        transfer_due=transfer_due(filing.received_on, counter.calendar),
        platform_number=filing.platform_number,
        filed_on=filing.filed_on,
        changes=changes_in(work, filing),
    )


def _received(filing: Filing, now: Moment) -> datetime:
    """When the papers came, in the office's zone: the day the clerk put down, at the hour the case was opened."""
    opened = filing.received_at.astimezone(now.local.tzinfo)
    return datetime.combine(filing.received_on, opened.timetz())


def issue_numbered(work: UnitOfWork, drawn: PaperFacts, filing: Filing, now: Moment) -> IssuedPaper:
    """Number a paper and keep it. The number is taken as late as it can be: it locks the counter row."""
    number = work.numbers.take(drawn.document, year=now.local.year)
    return _keep(work, replace(drawn, number=number, barcode=number.barcode), filing, now)


def _keep(work: UnitOfWork, drawn: PaperFacts, filing: Filing, now: Moment) -> IssuedPaper:
    paper = IssuedPaper(
        paper_id=uuid.uuid4().hex,
        document=drawn.document,
        number=drawn.number,
        reference=filing.reference,
        issued_at=now.at,
        edition=filing.form.edition,
        content=freeze(drawn),
    )
    work.papers.add(paper)
    return paper


def _barcode(paper: IssuedPaper, filing: Filing) -> str:
    return paper.number.barcode if paper.number is not None else filing.reference


def with_number(details: dict[str, str | int], paper: IssuedPaper) -> dict[str, str | int]:
    """Details of an act with the number of its paper, where it has one."""
    return {**details, "number": paper.number.barcode} if paper.number is not None else details
