"""What every page under 检查 has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.noting import Viewing
from counter_app.services.ports import IssuedPaper
from counter_app.ui.base.acts import Act
from counter_app.ui.base.autosaver import Autosaver
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.page import Page
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.current_stack import CurrentStack
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.messages import BusyState, EmptyState

BACK: Final[Act[Any]] = Act("back", "返回", ("Esc",), lambda page: page.left.emit())
"""Every page under 检查 has it."""


class InspectionSubpage(Page):
    """One page under 检查: it shows one inspection, order, tip, unit or month, and says where to go on."""

    left = Signal()
    """Back to where it was opened from (Esc)."""
    refused = Signal(Refusal)
    """A refusal for the bar."""
    confirmed = Signal(str)
    """What was done, for the bar."""
    print_wanted = Signal(object)
    """Papers that were issued, a tuple of `IssuedPaper`."""
    file_wanted = Signal(IssuedPaper, str)
    """A paper is wanted as a file: `pdf` or `docx`."""
    wanted = Signal(str, str)
    """Another page under 检查 by its name, and what it shall show."""
    case_wanted = Signal(str)
    """A case by its reference."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(parent)
        self.station = station
        self.seen = Seen()
        """Who has seen what stands here; another one whenever something is opened."""

    def open(self, subject_id: str) -> None:
        """Show what is asked for; read in the read lane."""
        raise NotImplementedError

    def put(self, content: QWidget) -> None:
        """Let `content` fill the page, once it is read."""
        self._busy, self._states = BusyState(), CurrentStack()
        self._broken = EmptyState("读取失败", "", action=(BACK.written, self.left.emit))
        for state in (content, self._busy, self._broken):
            self._states.addWidget(state)
        whole = QVBoxLayout(self)
        grid.space(whole)
        whole.addWidget(self._states)

    def lay_out(self, *parts: QWidget | QLayout, foot: QLayout) -> None:
        """Fill the page with a head, with `parts` below one another, the last of them as high as may be, and `foot`."""
        self._head_title, self._head_about, self._head_state = FittingLabel(), FittingLabel(), QLabel()
        mark(self._head_title, role="headline")
        mark(self._head_about, role="quiet")
        head = QHBoxLayout()
        grid.space(head, spacing=16)
        head.addWidget(self._head_title, 1)
        head.addWidget(self._head_state)
        content = QWidget()
        column = QVBoxLayout(content)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        for part in (head, self._head_about, *parts, foot):
            if isinstance(part, QWidget):
                column.addWidget(part, int(part is parts[-1]))
            else:
                layouts.nest(column, part, int(part is parts[-1]))
        self.put(content)

    def say_head(self, title: Sequence[str], about: Sequence[str], state: str, tone: str) -> None:
        """Say what the page shows, in wordings the longest first, and in what state that is."""
        self._head_title.set_text(title)
        self._head_about.set_text(about)
        self._head_state.setText(state)
        mark(self._head_state, role="strong", tone=tone)

    def wait(self) -> None:
        """Say that the page is being read."""
        self._busy.begin("正在读取…")
        self._states.setCurrentWidget(self._busy)

    def fail(self, refusal: Refusal) -> None:
        """Say why the page was not read."""
        self._broken.refuse(refusal)
        self._states.setCurrentWidget(self._broken)

    @property
    def is_read(self) -> bool:
        """Whether the content is in sight."""
        return self._states.currentIndex() == 0

    def show_content(self) -> None:
        """Show the content; the keyboard goes to it."""
        self._states.setCurrentIndex(0)
        self.record_looks()
        if self.isVisible():
            self.resume()

    def looks(self) -> Sequence[Viewing]:
        """What the page shows of people, as it is recorded."""
        return ()

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees what the page shows, once it is read."""
        self.station.look(self.seen, self.looks())

    def unsaved(self) -> Sequence[Autosaver]:
        """What may hold something that is not kept yet."""
        return ()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is kept at once."""
        super().hideEvent(event)
        for one in self.unsaved():
            one.flush()

    def handle_barcode(self, _text: str) -> bool:
        """Whether this page has use for a scan itself."""
        return False
