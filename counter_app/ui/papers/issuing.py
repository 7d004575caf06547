"""From F8 or F9 to paper in hand: keep what was typed, issue once, record the print, then print.

Each step waits for the one before; whatever goes wrong after a number was taken says that the paper is issued and
kept, and offers what can be done now. Nothing here judges: the domain and the services refuse, this tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import EntriesToCheck, NotFullyReviewed, StillDeficient
from counter_app.domain.papers.titles import PRINT_TITLES, TITLES
from counter_app.services.office import offices
from counter_app.services.office.offices import WrongClock
from counter_app.ui.base.notifier import Notifier, Offer
from counter_app.ui.base.shortcuts import label_of
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.intake.paper_words import WRITE_IN, after_words, chinese_day, kept_words, lacking_words, named
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.papers.printers import PrinterBackend

if TYPE_CHECKING:  # what draws up papers is imported for the first one
    from counter_app.services.office.supervision import Permission
    from counter_app.services.papers import printing
    from counter_app.services.ports import Backend, IssuedPaper


class IssuingFlow(QObject):
    """The acts that end a visit. One case does one thing at a time: a second press of a key meanwhile is none."""

    focus_wanted = Signal(str)
    """Key of the paper or field that is to be seen to first."""
    paper_file_wanted = Signal(object, str)
    """A paper (`IssuedPaper`) is wanted as a file: `pdf` or `docx`."""
    given = Signal(object)
    """The papers of a visit (`IssuedPaper`) that were printed for the first time, the numbered one first."""
    not_printed = Signal(str)
    """Papers under this reference are issued and did not come out of a printer."""
    settings_wanted = Signal()
    """The clerk wants to choose a printer."""
    next_wanted = Signal(str)
    """The act that follows, by its name: the platform is to be keyed."""
    acted = Signal(str, object)
    """What the act on the case with this reference issued (`IssuedPaper`s); empty where it was refused."""

    def __init__(
        self, station: Station, notifier: Notifier, printers: PrinterBackend, parent: QObject | None = None
    ) -> None:
        """`printers` brings paper out of a printer."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        self._printers = printers
        self._under_way: set[str] = set()

    def is_busy(self, reference: str) -> bool:
        """Whether an act on the case is under way."""
        return reference in self._under_way

    # The two papers a visit ends with --------------------------------------------------------------------------------

    def give_receipt(self, session: CaseSession) -> None:
        """F9: take the complete case in, print receipt and platform sheet (第八条)."""
        if self.is_busy(session.reference):
            return
        try:
            session.filing.ready_for_receipt(session.facts)
        except StateForbids as refusal:
            self.offer_reprint(session, refusal)
            return
        except StillDeficient as refusal:
            self.refuse(refusal)
            self.focus_wanted.emit(session.findings.deficiencies[0].key)
            return
        except Refusal as refusal:
            self.refuse(refusal)
            return
        from counter_app.services.papers import issuing

        post = self._station.post
        self.act(session, "正在出具收件凭证…", lambda c: issuing.issue_receipt(c, session.reference, post=post))

    def draw_up(self, session: CaseSession, document: str) -> None:
        """Print a paper without a number (代填表)."""
        if self.is_busy(session.reference):
            return
        from counter_app.services.papers import issuing

        post, words = self._station.post, f"正在生成{TITLES[document]}…"
        self.act(session, words, lambda c: (issuing.draw_up(c, session.reference, document, post=post),))

    def act(
        self,
        session: CaseSession,
        words: str,
        act: Callable[[Backend], Sequence[IssuedPaper]],
        refused: Callable[[Refusal], None] | None = None,
    ) -> None:
        """Flush, act, read the case again, print. The case is busy until its papers are recorded as printed.

        `refused` says why not in the place of the flow's own words. A second press meanwhile is none.
        """
        reference = session.reference
        if self.is_busy(reference):
            return
        self._under_way.add(reference)
        self._notifier.wait(words)

        def failed(refusal: Refusal) -> None:
            self._under_way.discard(reference)
            self.acted.emit(reference, ())
            if isValid(session):
                session.act_failed()
            if isinstance(refusal, WrongClock):
                again = partial(self.act, session, words, act, refused)
                self._notifier.refuse(refusal, ("系统时间无误，继续", lambda: self._confirm_clock(again)))
            else:
                (refused or self.refuse)(refusal)

        def issued(papers: Sequence[IssuedPaper]) -> None:
            if isValid(session):
                session.reload()
            self._station.acted.emit(reference)
            self.acted.emit(reference, tuple(papers))
            self.print_papers(papers)

        session.act(lambda: self._station.write(act, done=issued, failed=failed), failed)

    def _confirm_clock(self, then: Callable[[], None]) -> None:
        """Somebody looked at the clock: that is recorded, and the act goes on."""
        post = self._station.post
        self._station.write(
            lambda backend: offices.confirm_clock(backend, post=post),
            done=lambda _none: then(),
        )

    # Printing --------------------------------------------------------------------------------------------------------

    def print_papers(self, papers: Sequence[IssuedPaper]) -> None:
        """Record one more print of each paper, then print them; a paper printed before says 补打."""
        reference = papers[0].reference
        wanted, post = self._station.workstation.printer, self._station.post
        self._under_way.add(reference)

        def failed(refusal: Refusal) -> None:
            self._under_way.discard(reference)
            self._not_printed(papers, refusal)

        def work(backend: Backend, steps: Steps) -> list[printing.PrintJob] | None:
            """Each print is recorded before it is printed; None where there is no printer."""
            from counter_app.services.papers import printing

            printer = self._printers.printer(wanted)
            if printer is None:
                return None
            jobs = [printing.print_paper(backend, paper.paper_id, post=post) for paper in papers]
            steps.advance(0, len(jobs), f"正在打印{sum(job.copies for job in jobs)}份…")
            for job in jobs:
                self._printers.send(job, printer)
            return jobs

        def recorded(_done: int, _total: int, words: str) -> None:
            self._under_way.discard(reference)
            self._station.acted.emit(reference)
            self._notifier.wait(words)

        def done(jobs: list[printing.PrintJob] | None) -> None:
            self._under_way.discard(reference)
            if jobs is None:
                self._no_printer(papers)
            else:
                self._printed(papers, jobs)

        self._station.job(work, done=done, failed=failed, progress=recorded)

    def print_sheet(
        self,
        draw: Callable[[Backend], printing.PrintJob],
        *,
        no_printer: str = "存为 PDF 在其他电脑打印，或连接打印机后再打印",
        then: Callable[[Backend], object] | None = None,
        printed: Callable[[], object] | None = None,
    ) -> None:
        """Print a paper that is about no case (窗口业务日结表). Nothing is drawn where there is no printer.

        `no_printer` says what to do then; `then` is done behind the window once it went to the printer, and `printed`
        when that is done.
        """
        wanted = self._station.workstation.printer

        def failed(refusal: Refusal) -> None:
            self._notifier.refuse(refusal, ("选择打印机", self.settings_wanted.emit))

        def work(backend: Backend, steps: Steps) -> printing.PrintJob | None:
            printer = self._printers.printer(wanted)
            if printer is None:
                return None
            job = draw(backend)
            steps.advance(0, 1, f"正在打印{job.copies}份…")
            self._printers.send(job, printer)
            if then is not None:
                then(backend)
            return job

        def done(job: printing.PrintJob | None) -> None:
            if job is None:
                failed(Refusal("这台电脑没有可用的打印机", no_printer))
                return
            self._notifier.confirm(f"已打印{PRINT_TITLES[job.document]}{job.copies}份")
            if printed is not None:
                printed()

        self._station.job(
            work, done=done, failed=failed, progress=lambda _done, _total, words: self._notifier.wait(words)
        )

    def print_recovery_sheet(self, allowed_by: Permission | None, printed: Callable[[], object]) -> None:
        """Print the recovery sheet; the key then leaves the data folder, and `printed` is called."""
        from counter_app.services.papers import recovery

        post = self._station.post
        self.print_sheet(
            lambda backend: recovery.draw_recovery_sheet(backend, post=post, allowed_by=allowed_by),
            no_printer="恢复单只能打印，不能存为文件；连接打印机后再打印",
            then=recovery.recovery_sheet_is_out,
            printed=printed,
        )

    def print_test_page(self, printer: str) -> None:
        """Print one page on `printer`, the system's default where it is empty."""
        self._notifier.wait("正在打印测试页…")

        def act(_backend: Backend, _steps: Steps) -> str | None:
            name = self._printers.printer(printer)
            if name is not None:
                self._printers.send_test_page(name)
            return name

        def done(name: str | None) -> None:
            if name is None:
                self._notifier.refuse(
                    Refusal("这台电脑没有可用的打印机", "连接打印机后再试；没有打印机时凭证可存为 PDF")
                )
            else:
                self._notifier.confirm(f"测试页已送到 {name}")

        self._station.job(act, done=done)

    def reprint(self, reference: str) -> None:
        """Print again what the case was given last: its notice, or receipt and platform sheet."""
        if self.is_busy(reference):
            return
        from counter_app.services.papers import printing

        def found(papers: list[IssuedPaper]) -> None:
            last = last_given(papers)
            if last:
                self.print_papers(last)
            else:
                self._notifier.refuse(Refusal("该件还没有出具凭证，没有可补打的", "先出具一次性告知书或收件凭证"))

        self._station.read(lambda c: printing.papers_of_case(c, reference), done=found, failed=self.refuse)

    def _printed(self, papers: Sequence[IssuedPaper], jobs: Sequence[printing.PrintJob]) -> None:
        reprint = any(job.reprint for job in jobs)
        copies = "、".join(f"{named(paper)}{job.copies}份" for paper, job in zip(papers, jobs, strict=True))
        offers: list[Offer] = []
        going_on = self._station.workstation.continuous  # the case is put away: the next one is taken up
        if any(paper.document == "material_receipt" for paper in papers) and not reprint and not going_on:
            offers.append((label_of("platform", "录入平台"), lambda: self.next_wanted.emit("platform")))
        done = f"已{'补打' if reprint else '打印'}{copies}"
        self._notifier.settle(papers[0].paper_id)
        after = after_words(papers)
        if unconfirmed := [TITLES[job.document] for job in jobs if job.unconfirmed]:
            said = f"{'、'.join(dict.fromkeys(unconfirmed))}的模板还没有经本机关法制部门审核"
            after = "；".join(part for part in (after, said) if part)
        if lacking := "".join(dict.fromkeys("".join(job.missing_characters for job in jobs))):
            told = Refusal(f"{done}，{lacking_words(lacking)}", f"{WRITE_IN}；{after}".rstrip("；"))
            self._notifier.caution(told, *offers, about=f"{papers[0].paper_id} by hand")
        else:
            self._notifier.confirm(f"{done}。{after}", *offers)
        if not reprint and papers[0].document in ("deficiency_notice", "material_receipt"):
            self.given.emit(papers)

    def _no_printer(self, papers: Sequence[IssuedPaper]) -> None:
        told = f"{kept_words(papers)}，这台电脑没有可用的打印机"
        self._warn(papers, Refusal(told, "存为 PDF 在其他电脑打印，或连接打印机后补打"))

    def _not_printed(self, papers: Sequence[IssuedPaper], refusal: Refusal) -> None:
        told = Refusal(f"{kept_words(papers)}，但打印失败：{refusal.sentence}", refusal.remedy, refusal.act)
        self._warn(papers, told)

    def _warn(self, papers: Sequence[IssuedPaper], told: Refusal) -> None:
        """Said until the paper came out, or was saved as a file."""
        offers = (*self._ways_out(papers), ("选择打印机", self.settings_wanted.emit))
        self._notifier.caution(told, *offers, about=papers[0].paper_id)
        self.not_printed.emit(papers[0].reference)

    def _ways_out(self, papers: Sequence[IssuedPaper]) -> list[Offer]:
        first = papers[0]
        return [
            ("补打", lambda: self.print_papers(papers)),
            ("存为PDF", lambda: self.paper_file_wanted.emit(first, "pdf")),
            ("导出Word", lambda: self.paper_file_wanted.emit(first, "docx")),
        ]

    # Words -----------------------------------------------------------------------------------------------------------

    def refuse(self, refusal: Refusal) -> None:
        """Say what cannot be, and bring the focus to the paper or the entry that is to be seen to first."""
        self._notifier.refuse(refusal)
        if isinstance(refusal, NotFullyReviewed | EntriesToCheck) and refusal.keys:
            self.focus_wanted.emit(refusal.keys[0])

    def offer_reprint(self, session: CaseSession, refusal: Refusal) -> None:
        """Say which papers the case has been given, and offer to print them again."""
        from counter_app.services.papers.repeat_visits import AlreadyIssued

        given = last_given(session.documents)
        if not given:
            self._notifier.refuse(refusal)
            return
        words = "、".join(f"{named(paper)}（{chinese_day(paper)}出具）" for paper in given)
        same = "与前次告知相比没有变化，" if isinstance(refusal, AlreadyIssued) else ""
        told = Refusal(f"该件{session.filing.state.label}，已有{words}", f"{same}需要再打印的，补打即可，编号不变")
        self._notifier.note(told, (label_of("reprint"), lambda: self.reprint(session.reference)))


_GIVEN: Final = {
    "deficiency_notice": (),
    "material_receipt": ("platform_sheet",),
    "filing_receipt": (),
    "change_receipt": (),
}
"""Papers with a number, and those that are printed with them."""


def last_given(papers: Sequence[IssuedPaper]) -> list[IssuedPaper]:
    """The last numbered paper of a case that holds, and what was printed with it; empty where none was issued."""
    for place in range(len(papers) - 1, -1, -1):
        paper = papers[place]
        if paper.document in _GIVEN and not paper.is_void:
            beside = [p for p in papers[place + 1 :] if p.document in _GIVEN[paper.document]]
            return [paper, *beside[:1]]
    return []
