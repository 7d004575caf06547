"""The papers of one case on the screen: those that were issued, and what would be issued now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.domain.papers.papers import TITLES, RenderedPaper
from counter_app.services.papers import printing
from counter_app.services.platform.platform_filing import RECEIPTS
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.page import Page
from counter_app.ui.base.station import Station
from counter_app.ui.intake.paper_words import WRITE_IN, chinese_day, lacking_words
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.papers.export import DocumentExport
from counter_app.ui.papers.pdf_preview import PdfPreview
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.messages import BusyState, EmptyState

_ACTS: Final = {
    "deficiency_notice": ("notice", "F8"),
    "material_receipt": ("receipt", "F9"),
    "platform_sheet": ("receipt", "F9"),
    "filing_receipt": ("platform", "F11"),
    "change_receipt": ("platform", "F11"),
}
_FREE: Final = ("information_sheet", "authorization_letter")


@dataclass(frozen=True, slots=True)
class IssuedPaperEntry:
    """One paper of the list: issued, or what it would be now."""

    document: str
    paper: IssuedPaper | None = None

    @property
    def is_free(self) -> bool:
        """Whether it can be printed any time, having no number."""
        return self.paper is None and self.document in _FREE

    def words(self, prefix: str) -> str:
        """Title and, below it, number and day, or that it is not issued."""
        title = TITLES[self.document]
        if self.paper is None:
            return f"{title}\n{'免填单' if self.is_free else '预览，尚未出具'}"
        number = self.paper.number.written(prefix) + "\n" if self.paper.number is not None else ""
        times = f"已打印{self.paper.prints}次" if self.paper.prints else "未打印"
        if self.paper.is_void:
            times = f"作废：{self.paper.void_reason}"
        return f"{title}\n{number}{chinese_day(self.paper)} · {times}"


def leaves_of(session: CaseSession, papers: list[IssuedPaper]) -> list[IssuedPaperEntry]:
    """What can be looked at, what is due first."""
    due: list[str] = []
    complete = session.findings.verdict is Verdict.COMPLETE
    if session.filing.state in (FilingState.DRAFT, FilingState.DEFICIENT) and complete:
        due = ["material_receipt", "platform_sheet"]
    elif session.filing.state is FilingState.DRAFT:
        due = ["deficiency_notice"]
    order = list(TITLES)
    newest_first = sorted(papers, key=lambda paper: (-paper.issued_at.timestamp(), order.index(paper.document)))
    issued = [IssuedPaperEntry(paper.document, paper) for paper in newest_first]
    later = (RECEIPTS[session.filing.kind],) if session.filing.state is FilingState.COMPLETE else ()
    return [
        *(IssuedPaperEntry(document) for document in due),
        *issued,
        *(IssuedPaperEntry(document) for document in (*later, *_FREE)),
    ]


class IssuedPapersPage(Page):
    """The list at the left, the paper beside it, what can be done with it at the foot. Escape goes back."""

    left = Signal()
    print_wanted = Signal(object)
    """Papers (`IssuedPaper`) to be printed again."""
    cautioned = Signal(object)
    """What is to be looked at (`Refusal`) before the paper goes out."""
    void_wanted = Signal(object)
    """The number of a paper (`IssuedPaper`) is to be voided."""
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
        self._leaves: list[IssuedPaperEntry] = []
        self._asked = 0
        self._told: set[tuple[str, str]] = set()
        self.list = QListWidget()
        self.list.setAccessibleName("文书")
        self.preview = PdfPreview(station.tasks)
        self._busy = BusyState("正在生成预览…")
        self._trouble = QStackedWidget()
        self._states = QStackedWidget()
        self._buttons = {name: QPushButton() for name in ("void", "pdf", "docx", "print")}
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_row)
        self._ask_papers()
        station.acted.connect(self._ask_papers)

    @property
    def leaf(self) -> IssuedPaperEntry | None:
        """The paper in sight."""
        row = self.list.currentRow()
        return self._leaves[row] if 0 <= row < len(self._leaves) else None

    def resume(self) -> None:
        """The focus goes to the list."""
        self.list.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        turning = [(a.shortcut().toString().replace("PgDown", "PgDn"), a.text()) for a in self.preview.key_actions]
        own = [
            ("↑ ↓", "选择文书"),
            ("P", "打印或补打"),
            ("F8、F9", "出具并打印"),
            ("F11", "录入平台"),
            ("S", "存为PDF"),
            ("D", "导出 Word"),
        ]
        return [("文书", [*own, ("V", "作废编号"), ("Esc", "回到该件")]), ("预览", turning)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P prints, S and D save, F8 and F9 issue what is in sight."""
        if not self._act_on(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would search for a paper that begins with the letter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._act_on(event):
            return True
        return super().eventFilter(watched, event)

    def act(self) -> None:
        """Print the paper in sight: again, or for the first time by the act that issues it."""
        leaf = self.leaf
        if leaf is None:
            return
        if leaf.paper is not None:
            self.print_wanted.emit([leaf.paper])
        elif leaf.is_free:
            self.act_wanted.emit(leaf.document)
        else:
            self.act_wanted.emit(_ACTS[leaf.document][0])

    def save(self, suffix: str) -> None:
        """Save the paper in sight; only what was issued."""
        if self.leaf is not None and self.leaf.paper is not None:
            self._files.save(self.leaf.paper, suffix)

    def void(self) -> None:
        """Void the number of the paper in sight; its service says where it cannot be."""
        if self.leaf is not None and self.leaf.paper is not None and self._buttons["void"].isEnabled():
            self.void_wanted.emit(self.leaf.paper)

    def _act_on(self, event: QKeyEvent) -> bool:
        leaf = self.leaf
        if leaf is None or event.modifiers():
            return False
        match event.key():
            case Qt.Key.Key_P if leaf.paper is not None or leaf.is_free:
                self.act()
            case Qt.Key.Key_S:
                self.save("pdf")
            case Qt.Key.Key_D:
                self.save("docx")
            case Qt.Key.Key_V:
                self.void()
            case Qt.Key.Key_F8 | Qt.Key.Key_F9:
                self.act_wanted.emit("notice" if event.key() == Qt.Key.Key_F8 else "receipt")
            case Qt.Key.Key_F11:
                self.act_wanted.emit("platform")
            case _:
                return False
        return True

    def _ask_papers(self, _reference: str = "") -> None:
        reference = self._session.reference
        self._station.read(
            lambda backend: printing.papers_of_case(backend, reference),
            done=self._take_papers,
            failed=self._show_trouble,
            owner=self,
        )

    def _take_papers(self, papers: list[IssuedPaper]) -> None:
        kept = self.leaf
        self._leaves = leaves_of(self._session, papers)
        prefix = self._station.prefix
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([leaf.words(prefix) for leaf in self._leaves])
        same = [
            row
            for row, leaf in enumerate(self._leaves)
            if kept and (leaf.document, bool(leaf.paper)) == (kept.document, bool(kept.paper))
        ]
        self.list.setCurrentRow(same[0] if same else 0)
        self.list.blockSignals(False)
        self._show_row()

    def _show_row(self, _row: int = 0) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        self._say_acts(leaf)
        self._asked += 1
        asked = self._asked
        self._busy.begin("正在生成预览…")
        self._states.setCurrentWidget(self._busy)

        def take(drawn: RenderedPaper) -> None:
            if asked == self._asked:
                self.preview.show_pdf(drawn.pdf)
                self._states.setCurrentWidget(self.preview)
                self._tell_lacking(leaf, drawn.missing_characters)

        self._station.read(self._draw(leaf), done=take, failed=self._show_trouble, owner=self)

    def _tell_lacking(self, leaf: IssuedPaperEntry, lacking: str) -> None:
        """Say once which characters are to be written in by hand."""
        if lacking and (leaf.document, lacking) not in self._told:
            self._told.add((leaf.document, lacking))
            self.cautioned.emit(Refusal(f"{TITLES[leaf.document]}：{lacking_words(lacking)}", WRITE_IN))

    def _draw(self, leaf: IssuedPaperEntry) -> Callable[[Backend], RenderedPaper]:
        if (paper := leaf.paper) is not None:
            return lambda backend: printing.view_paper(backend, paper.paper_id)
        filing, post, document = replace(self._session.filing), self._station.post, leaf.document
        return lambda backend: printing.preview_paper(backend, filing, document, post=post)

    def _say_acts(self, leaf: IssuedPaperEntry) -> None:
        issued = leaf.paper is not None
        keys = "P" if issued or leaf.is_free else _ACTS[leaf.document][1]
        words = (
            "补打"
            if leaf.paper is not None and leaf.paper.prints
            else "打印"
            if issued or leaf.is_free
            else "录入平台"
            if _ACTS[leaf.document][0] == "platform"
            else "出具并打印"
        )
        self._buttons["print"].setText(f"{words}  {keys}")
        void = leaf.paper is not None and leaf.paper.is_void
        self._buttons["void"].setEnabled(leaf.paper is not None and leaf.paper.number is not None and not void)
        self._buttons["print"].setEnabled(not void)
        self._buttons["pdf"].setEnabled(issued)
        self._buttons["docx"].setEnabled(issued and not void)

    def _show_trouble(self, refusal: Refusal) -> None:
        state = EmptyState(refusal.sentence, refusal.remedy, action=("再试一次", self._ask_papers))
        while self._trouble.count():
            old = self._trouble.widget(0)
            self._trouble.removeWidget(old)
            old.deleteLater()
        self._trouble.addWidget(state)
        self._states.setCurrentWidget(self._trouble)

    def _lay_out(self) -> None:
        for state in (self._busy, self.preview, self._trouble):
            self._states.addWidget(state)
        title = QLabel("文书")
        mark(title, role="headline")
        mark(self.list, role="choices")
        self.list.setWordWrap(True)
        self.list.setStyleSheet("QListWidget { outline: none; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(grid.px(2))
        self.list.installEventFilter(self)
        side = QWidget()
        grid.fix(side, width=300)
        column = QVBoxLayout(side)
        grid.space(column, 24, 16, 12, 12, spacing=12)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        middle = QHBoxLayout()
        grid.space(middle, spacing=0)
        middle.addWidget(side)
        middle.addWidget(self._states, 1)
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addLayout(middle, 1)
        layout.addWidget(self._foot())

    def _foot(self) -> QWidget:
        bar = QWidget()
        mark(bar, role="bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        grid.space(row, 16, 8, spacing=8)
        row.addStretch(1)
        back = QPushButton("返回  Esc")
        when_pressed(back, self.left.emit)
        self._buttons["void"].setText("作废  V")
        when_pressed(self._buttons["void"], self.void)
        self._buttons["pdf"].setText("存为PDF  S")
        self._buttons["docx"].setText("导出 Word  D")
        when_pressed(self._buttons["pdf"], lambda: self.save("pdf"))
        when_pressed(self._buttons["docx"], lambda: self.save("docx"))
        when_pressed(self._buttons["print"], self.act)
        mark(self._buttons["print"], kind="primary")
        for button in (back, *self._buttons.values()):
            row.addWidget(button)
        return bar
