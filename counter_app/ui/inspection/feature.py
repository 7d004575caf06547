"""Inspections, orders, re-inspections and tips: their page, and the scans of their papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature, Flushable, WindowContext

if TYPE_CHECKING:  # built when it is looked at
    from counter_app.services.inspection.lists import InspectionLists
    from counter_app.services.ports import Backend, IssuedPaper
    from counter_app.ui.inspection.page import InspectionsPage

PAGE = "inspections"


class InspectionFeature(Feature):
    """Ctrl+6 shows the lists of 检查."""

    def __init__(self, context: WindowContext) -> None:
        """Barcodes are taken while the page is in front."""
        super().__init__(context)
        context.barcodes.register(self.handle_barcode)
        context.barcodes.inspection_wanted.connect(self.open)
        self._asked_on: date | None = None
        self._made: InspectionsPage | None = None
        context.workspace.counted.connect(self._ask_once_a_day)

    def acts(self) -> dict[str, Callable[[], object]]:
        """An inspection of the system of the case in front, and all that is known of its unit."""
        return {
            "inspect": lambda: self._of_the_case("plan"),
            "unit_history": lambda: self._of_the_case("unit_history"),
        }

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the lists and of all that is under them."""
        return {PAGE: self._make}

    def unsaved(self) -> Iterable[Flushable]:
        """What is being keyed on a page under 检查."""
        return self._made.unsaved() if self._made is not None else ()

    def _of_the_case(self, name: str) -> None:
        session = self.context.workspace.session
        if session is not None:
            self.open(name, session.reference)

    def export(self) -> None:
        """Ask for the days, then for the place, and write the register."""
        from counter_app.ui.inspection.export import InspectionExport

        InspectionExport(self.context).ask()

    def handle_barcode(self, text: str) -> bool:
        """A scan for the page under 检查 that is in front; False where it takes none."""
        return self.context.window.shown == PAGE and self.page.handle_barcode(text)

    def open(self, name: str, subject_id: str) -> None:
        """Bring one page under 检查 to the front."""
        self.context.show(PAGE)
        self.page.open(name, subject_id)

    @property
    def page(self) -> InspectionsPage:
        """The page, built when it is first asked for."""
        from counter_app.ui.inspection.page import InspectionsPage

        page = self.context.window.page(PAGE)
        assert isinstance(page, InspectionsPage)  # noqa: S101 - made below
        return page

    def _make(self) -> QWidget:
        from counter_app.ui.inspection.page import InspectionsPage

        context = self.context
        self._made = page = InspectionsPage(context.station)
        page.refused.connect(context.notifier.refuse)
        page.confirmed.connect(context.notifier.confirm)
        page.print_wanted.connect(self._print)
        page.export_wanted.connect(self.export)
        page.file_wanted.connect(context.files.save)
        page.case_wanted.connect(self._open_case)
        page.home.wanted.connect(lambda _name, _subject: context.notifier.clear())
        page.home.counted.connect(self._count)
        return page

    def _print(self, papers: tuple[IssuedPaper, ...]) -> None:
        self.context.flow.print_papers(papers)

    def _open_case(self, reference: str) -> None:
        self.context.show("cases")
        self.context.acts.open_case(reference)

    def _ask_once_a_day(self, counts: object) -> None:
        """The rail's badge is set before the page is opened for the first time."""
        from counter_app.services.lists.queues import Counts

        if isinstance(counts, Counts) and counts.day != self._asked_on:
            self._asked_on = counts.day
            self.context.station.read(_lists, done=self._count, failed=lambda _refusal: None, owner=self)

    def _count(self, lists: InspectionLists) -> None:
        from counter_app.services.inspection.lists import InspectionList

        again = lists.urgent(InspectionList.AGAIN)
        tips = lists.urgent(InspectionList.TIPS)
        self.context.window.rail.set_badge(PAGE, f"急{again + tips}" if again + tips else "", past=lists.past)


def _lists(backend: Backend) -> InspectionLists:
    """All lists; what they need is loaded in the read lane, while the clerk types."""
    from counter_app.services.inspection import lists as inspection_lists

    return inspection_lists.inspection_lists(backend)
