"""What every page under 检查 has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page import Page
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.widgets.messages import BusyState, EmptyState

if TYPE_CHECKING:
    from counter_app.ui.window.feature import Flushable


BACK: Final[Act[Any]] = Act("back", "返回", ("Esc",), lambda page: page.left.emit())
"""Every page under 检查 has it."""


class InspectionSubpage(Page):
    """One page under 检查: it shows one inspection, order, tip, unit or month, and says where to go on."""

    left = Signal()
    """Back to where it was opened from (Esc)."""
    refused = Signal(object)
    """A refusal for the bar."""
    confirmed = Signal(str)
    """What was done, for the bar."""
    print_wanted = Signal(object)
    """Papers that were issued, a tuple of `IssuedPaper`."""
    file_wanted = Signal(object, str)
    """A paper (`IssuedPaper`) is wanted as a file: `pdf` or `docx`."""
    wanted = Signal(str, str)
    """Another page under 检查 by its name, and what it shall show."""
    case_wanted = Signal(str)
    """A case by its reference."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(parent)
        self.station = station

    def open(self, subject_id: str) -> None:
        """Show what is asked for; read in the read lane."""
        raise NotImplementedError

    def put(self, content: QWidget) -> None:
        """Let `content` fill the page, once it is read."""
        self._busy, self._states = BusyState(), QStackedWidget()
        self._broken = EmptyState("没有读出来", "", action=(BACK.written, self.left.emit))
        for state in (content, self._busy, self._broken):
            self._states.addWidget(state)
        whole = QVBoxLayout(self)
        grid.space(whole)
        whole.addWidget(self._states)

    def wait(self) -> None:
        """Say that the page is being read."""
        self._busy.begin("正在读取…")
        self._states.setCurrentWidget(self._busy)

    def fail(self, refusal: Refusal) -> None:
        """Say why the page was not read."""
        self._broken.set_text(refusal.sentence)
        self._broken.explain(refusal.remedy)
        self._states.setCurrentWidget(self._broken)

    @property
    def is_read(self) -> bool:
        """Whether the content is in sight."""
        return self._states.currentIndex() == 0

    def show_content(self) -> None:
        """Show the content; the keyboard goes to it."""
        self._states.setCurrentIndex(0)
        if self.isVisible():
            self.resume()

    def unsaved(self) -> Sequence[Flushable]:
        """What may hold something that is not kept yet."""
        return ()

    def handle_barcode(self, _text: str) -> bool:
        """Whether this page has use for a scan itself."""
        return False
