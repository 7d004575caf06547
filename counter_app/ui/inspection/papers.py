"""The papers of one inspection, order or tip: those that were issued, and what would be issued now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.numbering import INSPECTION_LETTERS
from counter_app.domain.papers.papers import RenderedPaper
from counter_app.services.inspection import inspections
from counter_app.services.office.noting import INSPECTION, Viewing
from counter_app.services.papers import printing
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.papers.papers_view import SAVE_ACTS, PaperEntry, PapersView, newest_first
from counter_app.ui.style import grid, layouts


class InspectionPapersPage(InspectionSubpage):
    """The papers, and what can be done with the one in sight."""

    ACTS: ClassVar[tuple[Act[InspectionPapersPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self._owner = ""
        self.papers = PapersView(station, self._draft)
        self.acts = PageActs(self, self.ACTS)
        self._preview_acts = self.papers.preview.acts_within(self)
        self.papers.entry_changed.connect(self.acts.refresh)
        self.papers.rendered.connect(self.record_looks)
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addWidget(self.papers, 1)
        foot = self.acts.foot()
        grid.space(foot, 24, 8, 24, 12, spacing=8)
        layouts.nest(layout, foot)

    def open(self, subject_id: str) -> None:
        """Show the papers of an inspection, order or tip; of an inspection that is being keyed first its preview."""
        self._owner = subject_id
        self.papers.clear()

        def ask(backend: Backend) -> list[PaperEntry]:
            papers = newest_first(printing.papers_of_case(backend, subject_id))
            if subject_id.startswith(INSPECTION_LETTERS) and inspections.get(backend, subject_id).open_for_changes:
                papers.insert(0, PaperEntry("inspection_record"))
            return papers

        self.papers.load(ask, list)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.papers.setFocus()

    def looks(self) -> Sequence[Viewing]:
        """The inspection, while the preview of its record is in sight; issued papers are seen in `papers`."""
        drawn = self.papers.entry is not None and self.papers.paper is None
        return (Viewing(INSPECTION, self._owner),) if drawn else ()

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the preview, or the issued paper in sight."""
        super().record_looks()
        self.papers.record_looks()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("文书", [("↑ ↓", "选择文书"), *self.acts.told()]), ("预览", self._preview_acts.told())]

    def reprint(self) -> None:
        """Print the paper in sight again."""
        self.print_wanted.emit((self.papers.paper,))

    def save(self, suffix: str) -> None:
        """Save the paper in sight as a file."""
        self.file_wanted.emit(self.papers.paper, suffix)

    def _draft(self, _document: str) -> Callable[[Backend], RenderedPaper]:
        owner, post = self._owner, self.station.post

        def draw(backend: Backend) -> RenderedPaper:
            return backend.renderer.render(inspections.preview(backend, inspections.get(backend, owner), post=post))

        return draw


InspectionPapersPage.ACTS = (
    BACK,
    *SAVE_ACTS,
    Act("print", "补打", ("P",), InspectionPapersPage.reprint, lambda page: page.papers.may_go_out, primary=True),
)
