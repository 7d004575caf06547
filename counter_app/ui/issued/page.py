"""The papers of one case on the screen: those that were issued, and what would be issued now."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.domain.papers.papers import RenderedPaper
from counter_app.domain.papers.titles import NOTICE, TITLES
from counter_app.services.papers import printing
from counter_app.services.platform.platform_filing import RECEIPTS
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.intake.paper_words import WRITE_IN, lacking_words
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.papers.export import DocumentExport
from counter_app.ui.papers.papers_view import FREE, SAVE_ACTS, PaperEntry, PapersView, newest_first
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_ISSUED_BY: Final = {
    "deficiency_notice": "notice",
    "material_receipt": "receipt",
    "platform_sheet": "receipt",
    "filing_receipt": "platform",
    "change_receipt": "platform",
}
"""The act by which a document comes to be."""


def entries_of(session: CaseSession, papers: list[IssuedPaper]) -> list[PaperEntry]:
    """What can be looked at, what is due first."""
    due: list[str] = []
    complete = session.findings.verdict is Verdict.COMPLETE
    if session.filing.state in (FilingState.DRAFT, FilingState.DEFICIENT) and complete:
        due = ["material_receipt", "platform_sheet"]
    elif session.filing.state is FilingState.DRAFT:
        due = ["deficiency_notice"]
    later = (RECEIPTS[session.filing.kind],) if session.filing.state is FilingState.COMPLETE else ()
    return [*map(PaperEntry, due), *newest_first(papers), *map(PaperEntry, (*later, *FREE))]


class IssuedPapersPage(Page):
    """The papers of a case, and what can be done with the one in sight: printed, voided, or issued by its act."""

    ACTS: "ClassVar[tuple[Act[IssuedPapersPage], ...]]"

    left = Signal()
    print_wanted = Signal(object)
    """Papers (`IssuedPaper`) to be printed again."""
    cautioned = Signal(Refusal)
    """What is to be looked at (`Refusal`) before the paper goes out."""
    void_wanted = Signal(IssuedPaper)
    """The number of a paper (`IssuedPaper`) is to be voided."""
    large_wanted = Signal(IssuedPaper)
    """A notice (`IssuedPaper`) is wanted in large letters."""
    act_wanted = Signal(str)
    """The act by which the paper in sight comes to be: `notice`, `receipt`, or the name of a free document."""

    def __init__(
        self, station: Station, session: CaseSession, files: DocumentExport, parent: QWidget | None = None
    ) -> None:
        """Asks for the papers of the case; nothing is numbered by looking."""
        super().__init__(parent)
        self._station = station
        self._session = session
        self._files = files
        self._told: set[tuple[str, str]] = set()
        self.papers = PapersView(station, self._draft)
        self.acts = PageActs(self, self.ACTS)
        self._preview_acts = self.papers.preview.acts_within(self)
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addWidget(self.papers, 1)
        layout.addWidget(self._bar())
        self.papers.entry_changed.connect(self._say_acts)
        self.papers.rendered.connect(self._tell_missing)
        self._load()
        station.acted.connect(self._load)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.papers.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("文书", [("↑ ↓", "选择文书"), *self.acts.told()]), ("预览", self._preview_acts.told())]

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the case, and the paper in sight."""
        self._session.record_looks()
        self.papers.record_looks()

    @property
    def act_due(self) -> str:
        """The name of the act that puts the paper in sight on paper; empty where none does."""
        entry = self.papers.entry
        if entry is None:
            return ""
        return "print" if entry.paper is not None or entry.document in FREE else _ISSUED_BY[entry.document]

    @property
    def may_void(self) -> bool:
        """Whether the paper in sight has a number that counts; its service says where it cannot be voided."""
        return self.papers.may_go_out and self.papers.paper is not None and self.papers.paper.number is not None

    @property
    def has_large(self) -> bool:
        """Whether the paper in sight is a notice that holds: it can be printed in large letters."""
        paper = self.papers.paper
        return self.papers.may_go_out and paper is not None and paper.document == NOTICE

    def print_it(self) -> None:
        """Print the paper in sight again, or a free document."""
        entry = self.papers.entry
        if entry is not None and entry.paper is not None:
            self.print_wanted.emit([entry.paper])
        elif entry is not None:
            self.act_wanted.emit(entry.document)

    def save(self, suffix: str) -> None:
        """Save the paper in sight; only what was issued."""
        if self.papers.paper is not None:
            self._files.save(self.papers.paper, suffix)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _load(self, _reference: str = "") -> None:
        reference = self._session.reference
        self.papers.load(
            lambda backend: printing.papers_of_case(backend, reference), partial(entries_of, self._session)
        )

    def _draft(self, document: str) -> Callable[[Backend], RenderedPaper]:
        filing, post = replace(self._session.filing), self._station.post
        return lambda backend: printing.preview_paper(backend, filing, document, post=post)

    def _tell_missing(self, drawn: RenderedPaper) -> None:
        """Say once which characters are to be written in by hand."""
        entry, missing = self.papers.entry, drawn.missing_characters
        if entry is not None and missing and (entry.document, missing) not in self._told:
            self._told.add((entry.document, missing))
            self.cautioned.emit(Refusal(f"{TITLES[entry.document]}：{lacking_words(missing)}", WRITE_IN))

    def _say_acts(self) -> None:
        """One button prints or issues what is in sight; the others are hidden."""
        paper = self.papers.paper
        self.acts.say("print", "补打" if paper is not None and paper.prints else "打印")
        for name in ("print", *_ISSUED_BY.values()):
            self.acts.show(name, shown=name == self.act_due)
        self.acts.refresh()

    def _bar(self) -> QWidget:
        bar = QWidget()
        mark(bar, role="bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = self.acts.foot()
        grid.space(row, 16, 8, spacing=8)
        bar.setLayout(row)
        return bar


def _may_print(page: IssuedPapersPage) -> bool:
    return page.act_due == "print" and (page.papers.paper is None or page.papers.may_go_out)


IssuedPapersPage.ACTS = (
    Act("back", "返回", ("Esc",), lambda page: page.left.emit(), told="回到该件", bound=False),
    Act("void", "作废", ("V",), lambda page: page.void_wanted.emit(page.papers.paper), lambda page: page.may_void),
    *SAVE_ACTS,
    Act(
        "large",
        "打印大字版",
        ("L",),
        lambda page: page.large_wanted.emit(page.papers.paper),
        lambda page: page.has_large,
    ),
    Act("print", "打印", ("P",), IssuedPapersPage.print_it, _may_print, primary=True, told="打印或补打"),
    Act("notice", "出具并打印", ("F8",), lambda page: page.act_wanted.emit("notice"), primary=True),
    Act("receipt", "出具并打印", ("F9",), lambda page: page.act_wanted.emit("receipt"), primary=True),
    Act("platform", "录入平台", ("F11",), lambda page: page.act_wanted.emit("platform"), primary=True),
)
