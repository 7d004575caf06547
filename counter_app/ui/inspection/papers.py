"""The papers of one inspection, order or tip: those that were issued, and what would be issued now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.basics.numbering import INSPECTION_LETTERS
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.papers import TITLES
from counter_app.services.inspection import inspections
from counter_app.services.papers import printing
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.subpage import InspectionSubpage
from counter_app.ui.intake.paper_words import chinese_day
from counter_app.ui.papers.pdf_preview import PdfPreview
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.messages import BusyState, EmptyState

_RECORD: Final = "inspection_record"
_KEYS: Final = [("↑ ↓", "选择文书"), ("P", "补打"), ("S", "存为PDF"), ("D", "导出 Word"), ("Esc", "返回")]


@dataclass(frozen=True, slots=True)
class _PaperEntry:
    """One paper of the list: issued, or with None what the record would say now."""

    paper: IssuedPaper | None

    def words(self, prefix: str) -> str:
        paper = self.paper
        if paper is None:
            return "检查笔录\n预览，尚未出具"
        number = f"{paper.number.written(prefix)}\n" if paper.number is not None else ""
        times = f"已打印{paper.prints}次" if paper.prints else "未打印"
        title = TITLES[paper.document]
        if paper.number is None and paper.document == _RECORD:
            title = f"{title}（模板）"
        said = f"作废：{paper.void_reason}" if paper.is_void else times
        return f"{title}\n{number}{chinese_day(paper)} · {said}"


class InspectionPapersPage(InspectionSubpage):
    """The list at the left, the paper beside it, what can be done with it at the foot."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Nothing is numbered by looking."""
        super().__init__(station, parent)
        self._owner = ""
        self._leaves: list[_PaperEntry] = []
        self._asked = 0
        self.list = QListWidget()
        self.list.setAccessibleName("文书")
        self.preview = PdfPreview(station.tasks)
        self._busy = BusyState("正在生成预览…")
        self._trouble = EmptyState("还没有文书", "出具后可以在这里查看、补打、存为 PDF 或 Word")
        self._states = QStackedWidget()
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _row: self._show_row())

    def open(self, subject_id: str) -> None:
        """Show the papers of an inspection, order or tip; of an inspection that is being keyed first its preview."""
        self._owner = subject_id
        self._busy.begin("正在生成预览…")
        self._states.setCurrentWidget(self._busy)

        def ask(backend: Backend) -> tuple[list[IssuedPaper], bool]:
            papers = printing.papers_of_case(backend, subject_id)
            is_inspection = subject_id.startswith(INSPECTION_LETTERS)
            return papers, is_inspection and inspections.get(backend, subject_id).open_for_changes

        self.station.read(ask, done=self._take, failed=self._fail, owner=self)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.list.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        turning = [(a.shortcut().toString().replace("PgDown", "PgDn"), a.text()) for a in self.preview.key_actions]
        return [("文书", _KEYS), ("预览", turning)]

    @property
    def _paper(self) -> IssuedPaper | None:
        row = self.list.currentRow()
        return self._leaves[row].paper if 0 <= row < len(self._leaves) else None

    def reprint(self) -> None:
        """Print the paper in sight again."""
        if self._paper is not None and not self._paper.is_void:
            self.print_wanted.emit((self._paper,))

    def save(self, suffix: str) -> None:
        """Save the paper in sight as a file."""
        if self._paper is not None and not self._paper.is_void:
            self.file_wanted.emit(self._paper, suffix)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _take(self, found: tuple[list[IssuedPaper], bool]) -> None:
        papers, with_preview = found
        newest_first = sorted(papers, key=lambda paper: paper.issued_at, reverse=True)
        self._leaves = [*([_PaperEntry(None)] if with_preview else []), *map(_PaperEntry, newest_first)]
        prefix = self.station.prefix
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([leaf.words(prefix) for leaf in self._leaves])
        self.list.setCurrentRow(0 if self._leaves else -1)
        self.list.blockSignals(False)
        self._show_row()
        if self.isVisible():
            self.resume()

    def _show_row(self) -> None:
        row = self.list.currentRow()
        usable = self._paper is not None and not self._paper.is_void
        for name in ("print", "pdf", "docx"):
            self._buttons[name].setEnabled(usable)
        if not 0 <= row < len(self._leaves):
            self._trouble.set_text("还没有文书")
            self._states.setCurrentWidget(self._trouble)
            return
        self._asked += 1
        asked = self._asked
        self._busy.begin("正在生成预览…")
        self._states.setCurrentWidget(self._busy)

        def take(pdf: bytes) -> None:
            if asked == self._asked:
                self.preview.show_pdf(pdf)
                self._states.setCurrentWidget(self.preview)

        self.station.read(self._draw(self._leaves[row]), done=take, failed=self._fail, owner=self)

    def _draw(self, leaf: _PaperEntry) -> Callable[[Backend], bytes]:
        owner, post = self._owner, self.station.post
        if (paper := leaf.paper) is not None:
            return lambda backend: printing.view_paper(backend, paper.paper_id).pdf

        def preview(backend: Backend) -> bytes:
            return backend.renderer.pdf(inspections.preview(backend, inspections.get(backend, owner), post=post))

        return preview

    def _fail(self, refusal: Refusal) -> None:
        self._trouble.set_text(refusal.sentence)
        self._trouble.explain(refusal.remedy)
        self._states.setCurrentWidget(self._trouble)

    # Qt --------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P prints, S and D save."""
        if not self._act_on(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would search for a paper that begins with the letter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._act_on(event):
            return True
        return super().eventFilter(watched, event)

    def _act_on(self, event: QKeyEvent) -> bool:
        if event.modifiers():
            return False
        match event.key():
            case Qt.Key.Key_P:
                self.reprint()
            case Qt.Key.Key_S:
                self.save("pdf")
            case Qt.Key.Key_D:
                self.save("docx")
            case _:
                return False
        return True

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
        foot = QHBoxLayout()
        grid.space(foot, 24, 8, 24, 12, spacing=8)
        foot.addStretch(1)
        acts: dict[str, tuple[str, Callable[[], object]]] = {
            "back": ("返回  Esc", self.left.emit),
            "pdf": ("存为PDF  S", lambda: self.save("pdf")),
            "docx": ("导出 Word  D", lambda: self.save("docx")),
            "print": ("补打  P", self.reprint),
        }
        for name, (words, act) in acts.items():
            button = QPushButton(words)
            when_pressed(button, act)
            foot.addWidget(button)
            self._buttons[name] = button
        mark(self._buttons["print"], kind="primary")
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
