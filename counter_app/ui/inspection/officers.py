"""Officers named before, offered for choice beneath the field that names them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from counter_app.domain.inspection.inspections import Officer
from counter_app.domain.inspection.reading import officers_words
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark


class OfferedOfficers(QWidget):
    """A row of buttons, one an officer; hidden while there are none."""

    chosen = Signal(Officer)

    def __init__(self, most: int, *, with_badges: bool) -> None:
        """`most` are offered; without badges these stand in the tool tip, where there is little room."""
        super().__init__()
        self._most = most
        self._with_badges = with_badges
        row = QHBoxLayout(self)
        grid.space(row, spacing=8)
        words = QLabel("常用")
        mark(words, role="quiet")
        row.addWidget(words)
        self._buttons = QHBoxLayout()
        grid.space(self._buttons, spacing=4)
        layouts.nest(row, self._buttons, 1)
        self.hide()

    def offer(self, officers: Sequence[Officer]) -> None:
        """Offer others; nothing for none."""
        self.setVisible(bool(officers))
        layouts.empty(self._buttons)
        for officer in officers[: self._most]:
            words = officers_words([officer])
            button = QPushButton(words if self._with_badges else officer.name)
            button.setToolTip("" if self._with_badges else words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark(button, kind="quiet")
            when_pressed(button, self.chosen.emit, officer)
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
