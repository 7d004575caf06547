"""What a change filing changes so far: one line an item, old to new, each one key from its field."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.intake.verdict_panel import FindingRow, VerdictItem
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_scroll import FittingScroll

_HEIGHT: Final = 136
"""Pixels at 100 %, however much is changed: what stands beneath it stands still; a longer list scrolls."""


class ChangesPanel(QFrame):
    """A card with the number of changed items and the items."""

    item_chosen = Signal(str)
    """The clerk wants to go to the field with this key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Says that nothing is changed yet."""
        super().__init__(parent)
        mark(self, role="card")
        self.setAccessibleName("变更的项目")
        self._title = QLabel(self)
        mark(self._title, role="title")
        self._quiet = QLabel(self)
        mark(self._quiet, role="quiet")
        self._list = FittingScroll(least=84, parent=self)
        self.rows: list[FindingRow] = []
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addWidget(self._title)
        head.addWidget(self._quiet, 1)
        box = QVBoxLayout(self)
        grid.space(box, 12, 8, 12, 8, spacing=4)
        layouts.nest(box, head)
        box.addWidget(self._list)
        box.addStretch(1)
        grid.fix(self, height=_HEIGHT)
        self.show_items([], "")

    def show_items(self, items: Sequence[VerdictItem], quiet: str) -> None:
        """Show the changed items; `quiet` says what is changed, beside the number."""
        if [(row.key, row.accessibleName()) for row in self.rows] != [(item.key, item.message) for item in items]:
            self._fill(items)
        self._title.setText(f"变更{len(items)}项" if items else "还没有变更")
        self._quiet.setText(quiet)
        self._list.setVisible(bool(items))

    def _fill(self, items: Sequence[VerdictItem]) -> None:
        for row in self.rows:
            self._list.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FindingRow(item, None, "accent", self._list.inner) for item in items]
        for row in self.rows:
            self._list.column.addWidget(row)
            when_pressed(row, self.item_chosen.emit, row.key)
            row.show()
