"""How the cells of a list are drawn and what the mouse does in them: state colours, boxes, tool tips of what is cut."""

from typing import Final, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QHelpEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from counter_app.ui.style import grid

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_PADDING: Final = 2 * (8 + 3)
"""Pixels at 100 % beside the words of a cell: the padding of `list_view.set_rows`, and Qt's own three."""


class BoxDelegate(QStyledItemDelegate):
    """A click ticks the box of an item that can be ticked (`CheckStateRole`): pressed and released within it."""

    def box(self, option: QStyleOptionViewItem) -> QRect:
        """Where a click ticks: all of the cell."""
        return QRect(option.rect)  # type: ignore[attr-defined] # PySide's stubs lack the field

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The view gives a release only to the item on which the button went down."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable or not isinstance(event, QMouseEvent):
            return False
        if event.button() != Qt.MouseButton.LeftButton or not self.box(option).contains(event.position().toPoint()):
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            return model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
        return event.type() == QEvent.Type.MouseButtonDblClick


class ListDelegate(BoxDelegate):
    """The marked line keeps the colours of its states; a tool tip says what is cut, or more than the words do."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """A box has no words beside it; numbers are cut before their end, which tells them apart."""
        super().initStyleOption(option, index)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        palette: QPalette = option.palette  # type: ignore[attr-defined] # PySide's stubs lack the fields
        if ink is not None:
            palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(ink))
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            option.text = ""  # type: ignore[attr-defined]
        elif "〔" in option.text:  # type: ignore[attr-defined]
            option.textElideMode = Qt.TextElideMode.ElideLeft  # type: ignore[attr-defined]

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """No tool tip where it would repeat what can be read."""
        words, tip = index.data(Qt.ItemDataRole.DisplayRole), index.data(Qt.ItemDataRole.ToolTipRole)
        if event.type() == QEvent.Type.ToolTip and words == tip:
            area = QRect(option.rect)  # type: ignore[attr-defined]
            needed = QFontMetrics(view.font()).horizontalAdvance(words or "") + grid.px(_PADDING)
            if needed <= area.width():
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)
