"""Fields side by side, as many as there is space for: three on a wide screen, one under a large zoom."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.ui.style import grid

_LEAST: Final = 348
"""Pixels at 100 % that a label and its field need side by side."""

_MOST_COLUMNS: Final = 3


class FieldFlow(QWidget):
    """Lays widgets out in columns of equal width and anew when its own width or the zoom changes.

    The order of the widgets, and with it the way of Tab and Enter, never changes. Hidden widgets take no place.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begins empty; `add` what stands in it."""
        super().__init__(parent)
        self._blocks: list[tuple[QWidget, bool]] = []
        self._columns = 0
        self._hidden: list[bool] = []
        self._cells = QGridLayout(self)
        grid.space(self._cells, spacing=2, across=16)  # beneath each field room for a line is kept
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def columns(self) -> int:
        """How many columns there are now."""
        return self._columns

    def add(self, block: QWidget, *, wide: bool = False) -> None:
        """Add `block` at the end; `wide` across all columns."""
        block.setParent(self)
        self._blocks.append((block, wide))

    def add_below(self, above: QWidget, widget: QWidget) -> None:
        """Put `widget` across all columns beneath `above`, which was added before."""
        widget.setParent(self)
        place = next(place for place, (block, _wide) in enumerate(self._blocks) if block is above)
        self._blocks.insert(place + 1, (widget, True))

    def arrange(self) -> None:
        """Lay everything out for the width there is."""
        columns = self._fitting()
        for column in range(max(columns, self._cells.columnCount())):
            self._cells.setColumnStretch(column, 1 if column < columns else 0)
        top = Qt.AlignmentFlag.AlignTop
        row = column = 0
        # Hidden ones behind all others: beside them the grid would leave space for them, or forget its spacing.
        for block, wide in sorted(self._blocks, key=lambda entry: entry[0].isHidden()):
            if column and (wide or block.isHidden()):
                row, column = row + 1, 0
            span = columns if wide else 1
            self._cells.addWidget(block, row, column, 1, span, top)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        self._columns = columns
        self._hidden = self._hidden_blocks()
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """A block that was shown or hidden takes its place, or leaves it."""
        if event.type() == QEvent.Type.LayoutRequest and self._columns and self._hidden != self._hidden_blocks():
            self.arrange()
        return super().event(event)

    def _hidden_blocks(self) -> list[bool]:
        return [block.isHidden() for block, _wide in self._blocks]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether another number of columns fits."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """A zoom changes what fits."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._columns:
            self.arrange()

    def minimumSizeHint(self) -> QSize:
        """One column is always enough: the page never scrolls sideways."""
        return QSize(0, super().minimumSizeHint().height())

    def _fitting(self) -> int:
        return max(1, min(_MOST_COLUMNS, self.width() // grid.px(_LEAST)))
