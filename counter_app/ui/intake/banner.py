"""The strip above a case that is no longer a plain draft: its state, its paper, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.services.ports import IssuedPaper
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import label_of, tip_of
from counter_app.ui.intake.paper_words import chinese_day, named
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_NEXT: Final = {
    FilingState.DEFICIENT: "补正后出具收件凭证，仍不齐全的再次告知",
    FilingState.COMPLETE: "内容不能再改",
    FilingState.FILED: "内容不能再改；有变化的办理备案变更",
    FilingState.WITHDRAWN: "内容不能再改，保留备查；再来办理的新建受理",
}
_LINKS: Final = {
    FilingState.DEFICIENT: (("delivery", "登记送达"),),
    FilingState.COMPLETE: (("void_receipt", "录错了？作废收件凭证后重改"),),
    FilingState.FILED: (("change", "办理备案变更"), ("chain", "备案历史")),
    FilingState.WITHDRAWN: (("new", "新建受理"),),
}
"""Acts that the bar at the foot has no button for, with their words here."""


def banner_words(filing: Filing, papers: Sequence[IssuedPaper]) -> tuple[str, str]:
    """The state with the case's numbers, and what can be done now; nothing for a draft."""
    if filing.state is FilingState.DRAFT:
        return "", ""
    numbered = [paper for paper in papers if paper.number is not None]
    said = "、".join(f"{named(p)}（{_fate(p)}）" for p in numbered)
    number = f"备案编号 {filing.platform_number}" if filing.platform_number else ""
    return " · ".join(part for part in (filing.state.label, number, said) if part), _NEXT[filing.state]


def _fate(paper: IssuedPaper) -> str:
    return "已作废" if paper.is_void else f"{chinese_day(paper)}出具"


class StateBanner(QFrame):
    """A line across the page, at its end what can be done; takes no space for a draft."""

    wanted = Signal(str)
    """An act of the window is wanted, by its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="message", tone="accent")
        self._state = QLabel(self)
        mark(self._state, role="strong")
        self._next = QLabel(self)
        for label in (self._state, self._next):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._next.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        grid.space(row, 12, 8, spacing=16)
        row.addWidget(self._state, 1)
        row.addWidget(self._next, 1)
        self._links: dict[str, QPushButton] = {}
        for name, words in (link for links in _LINKS.values() for link in links):
            self._links[name] = button = QPushButton(label_of(name, words))
            mark(button, kind="link")
            button.setToolTip(tip_of(name))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            when_pressed(button, self.wanted.emit, name)
            row.addWidget(button)
        self.hide()

    def show_state(self, filing: Filing, papers: Sequence[IssuedPaper]) -> None:
        """Say how `filing` stands."""
        state, what_next = banner_words(filing, papers)
        self._state.setText(state)
        self._next.setText(what_next)
        shown = {name for name, _words in _LINKS.get(filing.state, ())}
        for name, button in self._links.items():
            button.setVisible(name in shown)
        self.setAccessibleName(f"{state}。{what_next}")
        self.setVisible(bool(state))

    @property
    def words(self) -> str:
        """What is said."""
        return self._state.text()
