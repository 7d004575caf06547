"""Cards below each other; on a wide screen in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.style import grid, theme

_LEAST: Final = 680
"""Pixels at 100 % that a column of cards needs beside another."""
_GAP: Final = 12


class CardColumns(QWidget):
    """Each second card stands at the right, whatever their heights: none changes its side as its content changes."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        """`cards` in the order they are read in."""
        super().__init__()
        self._cards = tuple(cards)
        self._two = False
        row = QHBoxLayout(self)
        grid.space(row, spacing=_GAP)
        left, self._right = QWidget(), QWidget()
        self._sides = QVBoxLayout(left), QVBoxLayout(self._right)
        for holder, side in zip((left, self._right), self._sides, strict=True):
            grid.space(side, spacing=_GAP)
            row.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()
        theme.current().changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more space, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        two = self.width() >= grid.px(2 * _LEAST + _GAP)
        if two != self._two:
            self._two = two
            self._arrange()

    def _arrange(self) -> None:
        for place, card in enumerate(self._cards):
            self._sides[place % 2 if self._two else 0].addWidget(card)
        self._right.setVisible(self._two)
