"""Papers in a list and the marked one beside it, as it is printed: of a case, an inspection, an order or a tip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.papers import RenderedPaper
from counter_app.domain.papers.titles import TITLES
from counter_app.services.papers import printing
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import Act
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.station import Station
from counter_app.ui.intake.paper_words import chinese_day
from counter_app.ui.papers.pdf_preview import PdfPreview
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.messages import BusyState, EmptyState
from counter_app.ui.widgets.wrapped_list import WrappedList

T = TypeVar("T")


@frozen
class PaperEntry:
    """One paper of the list: issued, or what it would be now."""

    document: str
    paper: IssuedPaper | None = None

    def words(self) -> str:
        """Title and, below it, number and day, or that it is not issued."""
        title, paper = TITLES[self.document], self.paper
        if paper is None:
            return f"{title}\n{'代填表（供核对）' if self.document in FREE else '预览，尚未出具'}"
        if paper.number is None and self.document == "inspection_record":
            title = f"{title}（现场填写）"
        number = f"{paper.written_number}\n" if paper.number is not None else ""
        times = f"已打印{paper.prints}次" if paper.prints else "未打印"
        said = f"作废：{paper.void_reason}" if paper.is_void else times
        return f"{title}\n{number}{chinese_day(paper)} · {said}"


FREE: Final = ("information_sheet", "authorization_letter")
"""Documents that can be printed any time, having no number."""


def newest_first(papers: Sequence[IssuedPaper]) -> list[PaperEntry]:
    """Entries for issued papers; those of one time in the order of `TITLES`."""
    order = list(TITLES)
    in_order = sorted(papers, key=lambda paper: (-paper.issued_at.timestamp(), order.index(paper.document)))
    return [PaperEntry(paper.document, paper) for paper in in_order]


class PapersView(QWidget):
    """Draws the marked paper; nothing is numbered by looking."""

    entry_changed = Signal()
    """Another paper is marked, or what is known of it changed."""
    rendered = Signal(RenderedPaper)
    """The marked paper as it was drawn."""

    def __init__(self, station: Station, preview: Callable[[str], Callable[[Backend], RenderedPaper]]) -> None:
        """`preview` draws a document, by its name, that is not issued yet."""
        super().__init__()
        self._station = station
        self._preview_of = preview
        self._seen = Seen()
        self._last_read: Callable[[], None] | None = None
        self.entries: Sequence[PaperEntry] = ()
        self.list = WrappedList()
        self.preview = PdfPreview(station.tasks)
        self._busy = BusyState("正在生成预览…")
        self._nothing = EmptyState("还没有文书", "出具后可以在这里查看、补打、存为 PDF 或 Word")
        self._failed = EmptyState("读取失败", "", action=("再试一次", self.retry))
        self._states = QStackedWidget()
        self._lay_out()
        self.setFocusProxy(self.list)
        self.list.currentRowChanged.connect(lambda _row: self._show_entry())

    @property
    def entry(self) -> PaperEntry | None:
        """The paper in sight."""
        row = self.list.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    @property
    def paper(self) -> IssuedPaper | None:
        """The paper in sight where it was issued."""
        return self.entry.paper if self.entry is not None else None

    @property
    def may_go_out(self) -> bool:
        """Whether the paper in sight can be printed again or exported: it was issued, and is not void."""
        return self.paper is not None and not self.paper.is_void

    def clear(self) -> None:
        """Forget the papers before those of another subject are read."""
        self.entries = ()
        self._wait()

    def load(self, query: Callable[[Backend], T], entries: Callable[[T], Sequence[PaperEntry]]) -> None:
        """Read and show papers; the mark stays on the document on which it was."""
        self._last_read = partial(self.load, query, entries)
        self._station.read(
            query, done=lambda found: self._show(entries(found)), failed=self._fail, owner=self, newest="papers"
        )

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the issued paper in sight."""
        if self.paper is not None and self._states.currentWidget() is self.preview:
            self._station.look(self._seen, [printing.look_at(self.paper)])

    def retry(self) -> None:
        """Read again what was not read: the list, or the paper in sight."""
        if self._last_read is not None:
            self._last_read()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        self._busy.begin("正在生成预览…")
        self._states.setCurrentWidget(self._busy)

    def _show(self, entries: Sequence[PaperEntry]) -> None:
        marked = self.entry
        self.entries = entries
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([entry.words() for entry in entries])
        kinds = [(entry.document, entry.paper is None) for entry in entries]
        kind = (marked.document, marked.paper is None) if marked is not None else None
        self.list.setCurrentRow(kinds.index(kind) if kind in kinds else 0)
        self.list.blockSignals(False)
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.entry
        self.entry_changed.emit()
        if entry is None:
            self._states.setCurrentWidget(self._nothing)
            return
        self._wait()
        self._last_read = self._show_entry

        clerk = self._station.post.clerk

        def take(drawn: RenderedPaper) -> None:
            if entry.paper is not None:
                self._seen.remember(clerk, [printing.look_at(entry.paper)])  # recorded when it was drawn
            self.preview.show_pdf(drawn.pdf)
            self._states.setCurrentWidget(self.preview)
            self.rendered.emit(drawn)

        self._station.read(self._draw(entry), done=take, failed=self._fail, owner=self, newest="papers")

    def _draw(self, entry: PaperEntry) -> Callable[[Backend], RenderedPaper]:
        if (paper := entry.paper) is not None:
            post = self._station.post
            return lambda backend: printing.view_paper(backend, paper.paper_id, post=post)
        return self._preview_of(entry.document)

    def _fail(self, refusal: Refusal) -> None:
        self._failed.refuse(refusal)
        self._states.setCurrentWidget(self._failed)

    def _lay_out(self) -> None:
        for state in (self._busy, self.preview, self._nothing, self._failed):
            self._states.addWidget(state)
        title = QLabel("文书")
        mark(title, role="headline")
        mark(self.list, role="choices")
        self.list.setAccessibleName("文书")
        self.list.setSpacing(grid.px(2))
        side = QWidget()
        grid.fix(side, width=300)
        column = QVBoxLayout(side)
        grid.space(column, 24, 16, 12, 12, spacing=12)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        grid.space(row, spacing=0)
        row.addWidget(side)
        row.addWidget(self._states, 1)


SAVE_ACTS: Final[tuple[Act[Any], ...]] = (
    Act("pdf", "存为PDF", ("S",), lambda page: page.save("pdf"), lambda page: page.papers.paper is not None),
    Act("docx", "导出 Word", ("D",), lambda page: page.save("docx"), lambda page: page.papers.may_go_out),
)
"""For a page with `papers`, a `PapersView`, and `save`."""
