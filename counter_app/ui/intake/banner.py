"""The strip above a case that is no longer a plain draft: its state, its paper, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.services.ports import IssuedPaper
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.intake.paper_words import chinese_day, named
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_NEXT = {
    FilingState.DEFICIENT: (
        f"补正后按 {keys_of('receipt')} 出具收件凭证，仍不齐全的按 {keys_of('notice')} 再次告知；"
        f"登记送达 {keys_of('delivery')}"
    ),
    FilingState.COMPLETE: f"内容不能再改；按 {keys_of('platform')} 录入备案平台，补打 {keys_of('reprint')}",
    FilingState.FILED: f"内容不能再改；有变化的按 {keys_of('change')} 变更，备案历史 {keys_of('chain')}",
    FilingState.WITHDRAWN: f"内容不能再改，保留备查；再来办理的按 {keys_of('new')} 新建受理",
}


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
    """Two lines across the page; takes no space for a draft."""

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
        self.hide()

    def show_state(self, filing: Filing, papers: Sequence[IssuedPaper]) -> None:
        """Say how `filing` stands."""
        state, what_next = banner_words(filing, papers)
        self._state.setText(state)
        self._next.setText(what_next)
        self.setAccessibleName(f"{state}。{what_next}")
        self.setVisible(bool(state))

    @property
    def words(self) -> str:
        """What is said."""
        return self._state.text()
