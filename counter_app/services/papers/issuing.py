"""The two papers a visit ends with: the one-time notice of 第八条, or the receipt; and the papers beside them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.filing.changes import refuse_change_of_nothing
from counter_app.domain.filing.filing import Custody, Filing, FilingKind, FilingState
from counter_app.domain.forms.findings import Findings
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import TITLES
from counter_app.services.filing.cases import facts_for
from counter_app.services.filing.changes import changes_in
from counter_app.services.office.offices import ActContext, OfficeContext, act
from counter_app.services.office.supervision import Permission, check_supervisor
from counter_app.services.papers.repeat_visits import (
    compared_with_last,
    further_notice,
    last_notice_materials,
    record_broken_promises,
    refuse_missed,
    refuse_unchanged,
)
from counter_app.services.papers.snapshots import freeze
from counter_app.services.ports import Backend, IssuedPaper

UNNUMBERED: Final = ("platform_sheet", "information_sheet", "authorization_letter")


def issue_notice(
    backend: Backend, reference: str, *, post: Post, kept: Collection[str] = (), permission: Permission | None = None
) -> IssuedPaper:
    """Freeze what is missing and number the notice (第八条); on a return visit, hold it against the last one.

    `kept` are the keys of the papers that stay at the window; the others go back. An item that the last notice should
    have named needs a supervisor's `permission` with a reason for each, and is recorded as a broken promise. Raises
    `UnknownCase`, `NotFullyReviewed`, `NothingMissing`, `StateForbids`, `AlreadyIssued` where the last notice still
    says everything, `MissedEarlier`, `WrongPin`, `ChangedElsewhere`, `WrongClock`.
    """
    with act(backend, post) as now:
        if permission is not None:
            check_supervisor(now, permission)
        now.refuse_wrong_clock()
        filing = now.work.filings.get(reference)
        findings = filing.ready_for_notice(facts_for(now, filing))
        last = compared_with_last(now, filing, findings)
        refuse_unchanged(filing, last)
        refuse_missed(last, permission)
        first_visit = filing.state is FilingState.DRAFT
        filing.clerk, filing.window = post.clerk, post.window
        if first_visit:
            filing.move_to(FilingState.DEFICIENT)
        filing.keep_materials(kept, filing.received_on if first_visit else now.day, last_notice_materials(last))
        now.work.filings.save(filing)
        drawn = facts_drawn(now, filing, findings)
        drawn = replace(drawn, papers_kept=filing.custody is Custody.AT_WINDOW, further_notice=further_notice(last))
        paper = issue_numbered(now, drawn, filing)
        record_broken_promises(now, paper, last, permission)
        counts = {"deficiencies": len(findings.deficiencies), **(last.counts if last else {})}
        now.record("notice.issued", reference, with_number(counts, paper))
        now.commit()
        return paper


def issue_receipt(backend: Backend, reference: str, *, post: Post) -> tuple[IssuedPaper, IssuedPaper]:
    """Take in a complete case: number the receipt, draw up the platform sheet, hold the paper (第八条).

    Returns the receipt and the platform sheet. Raises `UnknownCase`, `NotFullyReviewed`, `StillDeficient`,
    `StateForbids`, `EmptyChange`, `WrongClock`.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        filing = now.work.filings.get(reference)
        findings = filing.ready_for_receipt(facts_for(now, filing))
        if filing.kind is FilingKind.CHANGE:
            refuse_change_of_nothing(changes_in(now.work, filing))
        filing.clerk, filing.window = post.clerk, post.window
        last = compared_with_last(now, filing, findings)
        came_on = filing.received_on if filing.state is FilingState.DRAFT else now.day
        filing.move_to(FilingState.COMPLETE)
        filing.take_materials(came_on, last_notice_materials(last))
        now.work.filings.save(filing)
        drawn = replace(facts_drawn(now, filing, findings), document="material_receipt")
        receipt = issue_numbered(now, drawn, filing)
        sheet = _keep(now, replace(drawn, document="platform_sheet", barcode=_barcode(receipt, filing)), filing)
        now.record("receipt.issued", reference, with_number({}, receipt))
        now.commit()
        return receipt, sheet


def draw_up(backend: Backend, reference: str, document: str, *, post: Post) -> IssuedPaper:
    """Draw up a paper that has no number of its own (代填表: to be checked or taken home).

    Raises `UnknownCase`, `Refusal` for a document that has a number.
    """
    if document not in UNNUMBERED:
        raise Refusal(f"{TITLES.get(document, document)}要编号，不能单独打印", "出具一次性告知书或收件凭证时编号打印")
    with act(backend, post) as now:
        filing = now.work.filings.get(reference)
        findings = filing.findings(facts_for(now, filing))
        drawn = replace(facts_drawn(now, filing, findings), document=document)
        paper = _keep(now, drawn, filing)
        now.record("paper.drawn_up", reference, {"document": document})
        now.commit()
        return paper


def preview(backend: Backend, filing: Filing, document: str, *, post: Post) -> PaperFacts:
    """What a paper would say now. Takes no number and keeps nothing; the number's place stays empty."""
    with act(backend, post) as now:
        findings = filing.findings(facts_for(now, filing))
        drawn = replace(facts_drawn(now, filing, findings), document=document)
        if document != "deficiency_notice":
            return drawn
        last = compared_with_last(now, filing, findings)
        kept = filing.custody is Custody.AT_WINDOW
        return replace(drawn, papers_kept=kept, further_notice=further_notice(last))


def facts_drawn(now: ActContext, filing: Filing, findings: Findings) -> PaperFacts:
    """What a paper says of the case as it stands; the document and its number are put in by who issues it."""
    opened = filing.received_at.astimezone(now.local.tzinfo)
    same_day = opened.date() == filing.received_on
    return PaperFacts(
        document="deficiency_notice",
        number=None,
        barcode=filing.reference,
        issued_at=now.local,
        received_at=opened if same_day else datetime.combine(filing.received_on, time(tzinfo=opened.tzinfo)),
        received_time_known=same_day,
        office=now.office,
        post=now.post,
        answers=filing.answers,
        materials=filing.materials,
        findings=findings,
        transfer_due=transfer_due(filing.held_since or filing.received_on, now.backend.calendar),
        platform_number=filing.platform_number,
        filed_on=filing.filed_on,
        changes=changes_in(now.work, filing),
    )


def issue_numbered(now: OfficeContext, drawn: PaperFacts, filing: Filing) -> IssuedPaper:
    """Number a paper and keep it. The number is taken as late as it can be: it locks the counter row."""
    number = now.work.numbers.take(drawn.document, year=now.local.year)
    return _keep(now, replace(drawn, number=number, barcode=number.barcode), filing)


def _keep(now: OfficeContext, drawn: PaperFacts, filing: Filing) -> IssuedPaper:
    paper = IssuedPaper(
        paper_id=uuid.uuid4().hex,
        document=drawn.document,
        number=drawn.number,
        reference=filing.reference,
        issued_at=now.at,
        edition=filing.form.edition,
        content=freeze(drawn),
    )
    now.work.papers.add(paper)
    return paper


def _barcode(paper: IssuedPaper, filing: Filing) -> str:
    return paper.number.barcode if paper.number is not None else filing.reference


def with_number(details: dict[str, str | int], paper: IssuedPaper) -> dict[str, str | int]:
    """Details of an act with the number of its paper, where it has one."""
    return {**details, "number": paper.number.barcode} if paper.number is not None else details
