"""检查: the lists, and whatever page under them is being worked on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import IssuedPaper
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.page import Page
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.calendar import InspectionCalendarPage
from counter_app.ui.inspection.home import InspectionHomePage
from counter_app.ui.inspection.order import CorrectionOrderPage
from counter_app.ui.inspection.papers import InspectionPapersPage
from counter_app.ui.inspection.plan import InspectionPlanPage
from counter_app.ui.inspection.record import InspectionRecordPage
from counter_app.ui.inspection.reinspection import ReinspectionPage
from counter_app.ui.inspection.subpage import InspectionSubpage
from counter_app.ui.inspection.tip import TipPage
from counter_app.ui.inspection.unit_history import UnitHistoryPage
from counter_app.ui.style import grid
from counter_app.ui.widgets.current_stack import CurrentStack

if TYPE_CHECKING:  # asked for by the window
    from counter_app.ui.window.feature import Flushable


_PAGES: Final[dict[str, Callable[[Station], InspectionSubpage]]] = {
    "plan": InspectionPlanPage,
    "record": InspectionRecordPage,
    "order": CorrectionOrderPage,
    "again": ReinspectionPage,
    "tip": TipPage,
    "unit_history": UnitHistoryPage,
    "papers": InspectionPapersPage,
    "calendar": InspectionCalendarPage,
}
"""The pages under 检查 by their names."""
_TITLES: Final = {
    "plan": "安排检查",
    "record": "检查笔录",
    "order": "责令改正",
    "again": "复查",
    "tip": "举报",
    "unit_history": "单位历史记录",
    "papers": "检查文书",
    "calendar": "检查日历",
}
"""What each is called where the way to it is shown."""


class InspectionsPage(Page):
    """The lists in front, or one page under them; Esc leads back to where that was opened from."""

    refused = Signal(Refusal)
    """A refusal for the bar."""
    confirmed = Signal(str)
    print_wanted = Signal(object)
    """Papers that were issued, a tuple of `IssuedPaper`."""
    file_wanted = Signal(IssuedPaper, str)
    """A paper is wanted as a file: `pdf` or `docx`."""
    case_wanted = Signal(str)
    """A case by its reference."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """A page under 检查 is built when it is first wanted."""
        super().__init__(parent)
        self._station = station
        self.home = InspectionHomePage(station)
        self.home.wanted.connect(self.open)
        self.home.export_wanted.connect(self.export_wanted)
        self._subs: dict[str, InspectionSubpage] = {}
        self._trail: list[tuple[str, str]] = []
        self._whole = CurrentStack()
        self._whole.addWidget(self.home)
        whole = QVBoxLayout(self)
        grid.space(whole, 0)
        whole.addWidget(self._whole)

    @property
    def sub(self) -> InspectionSubpage | None:
        """The page that is being worked on, None while the lists are in front."""
        here = self._whole.currentWidget()
        return here if isinstance(here, InspectionSubpage) else None

    def open(self, name: str, subject_id: str) -> None:
        """Bring a page under 检查 to the front, and show what is asked for."""
        self._trail = [(other, what) for other, what in self._trail if other != name]
        self._trail.append((name, subject_id))
        self._show(name, subject_id)

    def _show(self, name: str, subject_id: str) -> None:
        sub = self._subs.get(name) or self._build(name)
        self._whole.setCurrentWidget(sub)
        sub.seen = Seen()
        sub.open(subject_id)
        sub.resume()
        self.way_changed.emit()

    def go_back(self) -> None:
        """Back to the page from which the one in front was opened, or to the lists."""
        self._trail = self._trail[:-1]
        if self._trail:
            self._show(*self._trail[-1])
        else:
            self.show_home()

    def show_home(self) -> None:
        """Back to the lists."""
        self._trail = []
        self._whole.setCurrentWidget(self.home)
        self.home.resume()
        self.way_changed.emit()

    def show_first(self) -> None:
        """The lists, whatever page under them was in front."""
        if self.sub is None:
            self.resume()
        else:
            self.show_home()

    def way(self) -> list[tuple[str, Callable[[], object]]]:
        """The pages through which the one in front was opened."""
        return [(_TITLES[name], partial(self._go_back_to, place)) for place, (name, _what) in enumerate(self._trail)]

    def _go_back_to(self, place: int) -> None:
        self._trail = self._trail[: place + 1]
        self._show(*self._trail[-1])

    def resume(self) -> None:
        """The focus goes to where the work is."""
        (self.sub or self.home).resume()

    def record_looks(self) -> None:
        """The page in front records what it shows."""
        if self.sub is not None:
            self.sub.record_looks()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of the page in front for F1."""
        return (self.sub or self.home).keys()

    def export_list(self) -> bool:
        """The register of 检查, for the days one chooses."""
        self.export_wanted.emit()
        return True

    def unsaved(self) -> list[Flushable]:
        """What is being keyed on any of the pages."""
        return [one for sub in self._subs.values() for one in sub.unsaved()]

    def handle_barcode(self, text: str) -> bool:
        """A scan for the page in front; False where it takes none."""
        return self.sub is not None and self.sub.handle_barcode(text)

    def _build(self, name: str) -> InspectionSubpage:
        sub = _PAGES[name](self._station)
        sub.left.connect(self.go_back)
        sub.refused.connect(self.refused)
        sub.confirmed.connect(self.confirmed)
        sub.print_wanted.connect(self.print_wanted)
        sub.wanted.connect(self.open)
        sub.file_wanted.connect(self.file_wanted)
        sub.case_wanted.connect(self.case_wanted)
        if isinstance(sub, InspectionPlanPage):
            sub.planned.connect(self.home.show_planned)
        self._subs[name] = sub
        self._whole.addWidget(sub)
        return sub
