"""A table of text: what every list of lines shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from counter_app.ui.style import theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class Ordered(NamedTuple):
    """A cell that is sorted by `order`, of one type in its column, and not by its words."""

    words: str
    tone: str
    tip: str
    order: Any


class Box(NamedTuple):
    """A box that a click ticks: `words` are what it says to those who do not see it."""

    words: str
    tone: str
    is_ticked: bool


def box(*, ticked: bool) -> Box:
    """Whether a line is taken in."""
    return Box("已选" if ticked else "未选", "ink", ticked)


Cell = tuple[str, str] | tuple[str, str, str] | Ordered | Box
"""Words, the name of their colour, and the tool tip where it says more than the words."""
Row = tuple[Cell, ...]


class CellTableModel(QAbstractTableModel):
    """Rows of text, each cell with a colour; the words say what the colour says."""

    ticked = Signal(int)
    """The box in this row was clicked; whoever fills the table says what it shows then."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        """`columns` are the words above the columns."""
        super().__init__()
        self.columns = tuple(columns)
        self.sorted_by: tuple[int, bool] | None = None
        """The column by which the rows stand in order, and whether from the last to the first."""
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
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column, descending = self.sorted_by or (-1, False)
        return f"{self.columns[section]} {'↓' if descending else '↑'}" if section == column else self.columns[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A box can be ticked."""
        known = super().flags(index)
        is_box = index.isValid() and isinstance(self._rows[index.row()][index.column()], Box)
        return known | Qt.ItemFlag.ItemIsUserCheckable if is_box else known

    def setData(self, index: _Index, _value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on a box is told; the box changes when the rows are shown anew."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self.ticked.emit(index.row())
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, and its colour."""
        cell = self._rows[index.row()][index.column()]
        words, tone = cell[:2]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return (not isinstance(cell, Box) and len(cell) > 2 and cell[2]) or words  # noqa: PLR2004 - the tip
            case Qt.ItemDataRole.CheckStateRole if isinstance(cell, Box):
                return Qt.CheckState.Checked if cell.is_ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(theme.current().colours[tone])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.columns[index.column()]}：{words}"
            case _:
                return None
