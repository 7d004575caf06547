"""Lines in the order of the column whose heading was clicked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import QCollator, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

from counter_app.ui.widgets.table_model import Cell, CellTableModel, Ordered, Row


@cache
def _collator() -> QCollator:
    """Chinese in the order of its pinyin, numbers by their value."""
    collator = QCollator(QLocale(QLocale.Language.Chinese))
    collator.setNumericMode(True)
    return collator


class LineOrder(QObject):
    """A click on a heading sorts by its column, a second one the other way round, a third one as the lines came.

    What was chosen counts for all lists of the view with the same columns, until the program ends.
    """

    changed = Signal()

    def __init__(self, view: QTableView, table: CellTableModel) -> None:
        """Hears the headings of `view`, whose model is `table`."""
        super().__init__(view)
        self._table = table
        self._chosen: dict[tuple[str, ...], tuple[int, bool]] = {}
        header = view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setToolTip("点击排序，拖动边线改列宽")
        header.sectionClicked.connect(self._clicked)

    @property
    def is_chosen(self) -> bool:
        """Whether the lines stand in another order than they came."""
        return self._table.columns in self._chosen

    def arrange(self, rows: Sequence[Row], columns: tuple[str, ...]) -> list[int]:
        """The places of `rows` in the order chosen for these columns; blank cells come last."""
        by = self._table.sorted_by = self._chosen.get(columns)
        places = list(range(len(rows)))
        if by is None:
            return places
        column, descending = by
        filled = [place for place in places if rows[place][column][0]]
        keys = _keys([rows[place][column] for place in filled])
        at = sorted(range(len(filled)), key=keys.__getitem__, reverse=descending)
        return [filled[one] for one in at] + [place for place in places if not rows[place][column][0]]

    def _clicked(self, column: int) -> None:
        columns = self._table.columns
        match self._chosen.pop(columns, None):
            case (known, False) if known == column:
                self._chosen[columns] = (column, True)
            case (known, True) if known == column:
                pass
            case _:
                self._chosen[columns] = (column, False)
        self.changed.emit()
        section = Qt.Orientation.Horizontal
        self._table.headerDataChanged.emit(section, 0, len(columns) - 1)


def _keys(cells: Sequence[Cell]) -> list[Any]:
    orders = [cell.order for cell in cells if isinstance(cell, Ordered)]
    if len(orders) == len(cells):
        return orders
    return [_collator().sortKey(cell[0]) for cell in cells]
