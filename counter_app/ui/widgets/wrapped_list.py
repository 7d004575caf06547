"""A list whose lines are as high as their words need in the width there is."""

from typing import Final, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.ui.style import grid

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_BESIDE: Final = 2 * 8
"""Pixels at 100 % that the style sheet leaves free beside the words of a line."""


class _WrappingDelegate(QStyledItemDelegate):
    """Qt reckons the height of a line by all of its width, and wraps its words in what the padding leaves."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as the words are in the width that they have."""
        narrower = QStyleOptionViewItem(option)
        space = QRect(option.rect)  # type: ignore[attr-defined] # not in the stubs
        narrower.rect = space.adjusted(0, 0, -grid.px(_BESIDE), 0)  # type: ignore[attr-defined]
        return super().sizeHint(narrower, index)


class WrappedList(QListWidget):
    """Wraps its words instead of cutting them, also where it becomes narrower after it was filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_WrappingDelegate(self))
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # Qt keeps the heights of the first width otherwise
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
