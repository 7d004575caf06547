"""The sections of the settings: an index at the left, and only the cards of one section beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_WIDTH: Final = 148


class SettingsIndex(QListWidget):
    """Chosen with the arrows, or by a click; what is in another section is hidden, and keeps what was typed."""

    section_shown = Signal(str)
    """Another section is in sight."""

    def __init__(self, sections: Mapping[str, Sequence[QWidget]], parent: QWidget | None = None) -> None:
        """`sections` are names and cards, in order; the first is in sight."""
        super().__init__(parent)
        self._sections = {name: tuple(cards) for name, cards in sections.items()}
        self.setAccessibleName("设置分类")
        mark(self, role="choices")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(grid.px(2))
        grid.fix(self, width=_WIDTH)
        self.addItems(list(self._sections))
        self.currentRowChanged.connect(self._show_row)
        self.setCurrentRow(0)

    @property
    def section(self) -> str:
        """The name of the section in sight."""
        return list(self._sections)[max(self.currentRow(), 0)]

    def show_section(self, name: str) -> None:
        """Bring a section in sight. Raises `ValueError` for a name there is not."""
        self.setCurrentRow(list(self._sections).index(name))

    def show_section_of(self, widget: QWidget) -> None:
        """Bring the section in sight in which `widget` lies."""
        for name, cards in self._sections.items():
            if any(card is widget or card.isAncestorOf(widget) for card in cards):
                self.show_section(name)

    def step(self, by: int) -> None:
        """The next section (1) or the one before (-1), round and round."""
        self.setCurrentRow((self.currentRow() + by) % len(self._sections))

    def _show_row(self, row: int) -> None:
        for place, cards in enumerate(self._sections.values()):
            for card in cards:
                card.setVisible(place == row)
        self.section_shown.emit(self.section)
