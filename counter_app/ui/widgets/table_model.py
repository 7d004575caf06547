"""A table of text: what every list of lines shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from counter_app.ui.style import theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()

Cell = tuple[str, str] | tuple[str, str, str]
"""Words, the name of their colour, and the tool tip where it says more than the words."""
Row = tuple[Cell, ...]


class CellTableModel(QAbstractTableModel):
    """Rows of text, each cell with a colour; the words say what the colour says."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        """`columns` are the words above the columns."""
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
        """Show other rows, under other `columns` where given. As many rows as before: what is marked stays."""
        wanted = tuple(columns) or self.columns
        if rows and len(rows) == len(self._rows) and wanted == self.columns:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.columns, self._rows = wanted, list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Show more rows below."""
        if rows:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, and its colour."""
        words, tone, *tip = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return tip[0] if tip else words
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(theme.current().colours[tone])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.columns[index.column()]}：{words}"
            case _:
                return None
