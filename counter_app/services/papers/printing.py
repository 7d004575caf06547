"""Printing and reprinting: what was printed is recorded before it is printed; every further print says 补打."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.domain.inspection.office_fields import OWN_FORMS
from counter_app.domain.papers.papers import PaperFacts, RenderedPaper, frozen_kind
from counter_app.domain.papers.titles import LARGE_NOTICE, NOTICE, TITLES
from counter_app.services.office.noting import PAPER, Viewing, note_viewings
from counter_app.services.office.offices import OfficeContext, act
from counter_app.services.papers.confirmations import prints_unconfirmed
from counter_app.services.papers.issuing import preview
from counter_app.services.papers.snapshots import form_of, thaw
from counter_app.services.ports import Backend, IssuedPaper, UnitOfWork


class VoidPaper(Refusal):
    """The number of the paper was voided (作废): no further copy of it goes out."""


@frozen
class PrintJob:
    """A paper ready for the printer. `copies` is the number the document prescribes (documents page).

    `lacking` are the characters that the paper cannot show: they are to be written in by hand.
    """

    paper_id: str
    document: str
    pdf: bytes
    copies: int
    reprint: int
    missing_characters: str = ""
    unconfirmed: bool = False
    """Whether it is a binding paper whose template the legal department has not confirmed."""


def read_templates(backend: Backend) -> dict[str, int]:
    """How many copies of each document are printed; all that is printed or keyed from files is read for it.

    Raises `CatalogueError` for a template, a form of inspections or their items that cannot be accepted.
    """
    backend.inspection_items.current()
    for kind in OWN_FORMS:
        backend.forms.current(kind)
    return {document: backend.renderer.copies(document) for document in TITLES}


def papers_of_case(backend: Backend, reference: str) -> list[IssuedPaper]:
    """The papers of a case, oldest first."""
    with backend.work() as work:
        return [_told(work, paper) for paper in work.papers.of_case(reference)]


def print_paper(backend: Backend, paper_id: str, *, post: Post) -> PrintJob:
    """Record one more print and give what is to be sent to the printer. Raises `UnknownCase`, `VoidPaper`."""
    with act(backend, post) as now:
        paper = _told(now.work, now.work.papers.get(paper_id))
        _refuse_void(now, paper)
        prints = now.work.papers.count_print(paper_id)
        details: dict[str, str | int] = {"document": paper.document, "print": prints}
        now.record("paper.printed", paper.reference, details)
        unconfirmed = prints_unconfirmed(backend, now.work, paper.document)
        now.commit()
    facts = facts_of(backend, paper, reprint=prints - 1)
    drawn = backend.renderer.render(facts)
    copies = backend.renderer.copies(paper.document)
    return PrintJob(paper_id, paper.document, drawn.pdf, copies, prints - 1, drawn.missing_characters, unconfirmed)


def print_large(backend: Backend, paper_id: str, *, post: Post) -> PrintJob:
    """Record and draw up the large-type copy (大字版) of a notice. Raises `UnknownCase`, `VoidPaper`, `Refusal`."""
    with act(backend, post) as now:
        paper = _told(now.work, now.work.papers.get(paper_id))
        if paper.document != NOTICE:
            raise Refusal(f"{TITLES[paper.document]}没有大字版", "只有一次性告知书可以打印大字版")
        _refuse_void(now, paper)
        now.record("paper.printed", paper.reference, {"document": LARGE_NOTICE})
        now.commit()
    drawn = backend.renderer.render(_large(backend, paper))
    return PrintJob(
        paper_id, LARGE_NOTICE, drawn.pdf, backend.renderer.copies(LARGE_NOTICE), 0, drawn.missing_characters
    )


def _large(backend: Backend, paper: IssuedPaper) -> PaperFacts:
    """What the large-type copy says: what the notice froze, in today's template, which the notice's time may lack."""
    form = backend.forms.edition(paper.edition, frozen_kind(paper.document, paper.content.get("form")))
    return replace(thaw(paper.content, form), document=LARGE_NOTICE)


def large_notice_files(backend: Backend, paper: IssuedPaper) -> tuple[bytes, bytes]:
    """The large-type copy of a notice as PDF and as Word; nothing is recorded."""
    facts = _large(backend, paper)
    return backend.renderer.pdf(facts), backend.renderer.word(facts)


def _told(work: UnitOfWork, paper: IssuedPaper) -> IssuedPaper:
    """A paper as it stands now: one that bears the number of another is void with it.

    The platform sheet bears that of the receipt, the template of a transcript the one under which it is recorded.
    """
    number = _borne(paper)
    return (
        paper
        if paper.number is not None or number is None
        else replace(paper, void_reason=work.numbers.void_reason(number))
    )


def _borne(paper: IssuedPaper) -> Number | None:
    return paper.number or Number.scanned(paper.barcode)


def _refuse_void(now: OfficeContext, paper: IssuedPaper) -> None:
    number = _borne(paper)
    if paper.is_void and number is not None:
        raise VoidPaper(
            f"{TITLES[number.document]}{now.office.written(number)}已作废，不能再打印",
            "需要凭证的，重新办理后打印新编号的凭证",
        )


def facts_of(backend: Backend, paper: IssuedPaper, *, reprint: int = 0) -> PaperFacts:
    """What an issued paper says, under the edition it was issued under."""
    form = form_of(backend.forms, paper.document, paper.edition, paper.content)
    return replace(thaw(paper.content, form, reprint=reprint), void=paper.is_void)


def look_at(paper: IssuedPaper) -> Viewing:
    """What is recorded of whoever sees it."""
    return Viewing(PAPER, paper.reference, (("document", paper.document),))


def view_paper(backend: Backend, paper_id: str, *, post: Post) -> RenderedPaper:
    """An issued paper, for looking at; that somebody looked is recorded. Raises `UnknownCase`."""
    with backend.work() as work:
        paper = _told(work, work.papers.get(paper_id))
    note_viewings(backend, [look_at(paper)], post=post)
    return backend.renderer.render(facts_of(backend, paper))


def pdf_of(backend: Backend, paper_id: str, *, post: Post) -> bytes:
    """An issued paper as PDF, a void one marked so; the export is recorded. Raises `UnknownCase`."""
    with act(backend, post) as now:
        paper = _told(now.work, now.work.papers.get(paper_id))
        now.record("paper.exported", paper.reference, {"document": paper.document})
        now.commit()
    return backend.renderer.render(facts_of(backend, paper)).pdf


def word_of(backend: Backend, paper_id: str, *, post: Post) -> bytes:
    """An issued paper as a Word document; the export is recorded. Raises `UnknownCase`, `VoidPaper`."""
    with act(backend, post) as now:
        paper = _told(now.work, now.work.papers.get(paper_id))
        _refuse_void(now, paper)
        now.record("paper.exported", paper.reference, {"document": paper.document})
        now.commit()
    return backend.renderer.word(facts_of(backend, paper))


def preview_paper(backend: Backend, filing: Filing, document: str, *, post: Post) -> RenderedPaper:
    """What a paper of `filing` would look like now, without a number; nothing is kept."""
    return backend.renderer.render(preview(backend, filing, document, post=post))
