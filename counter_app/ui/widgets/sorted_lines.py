"""The lines of a list in the order of the column whose heading was clicked; the mark stays on its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from counter_app.ui.widgets.line_order import LineOrder
from counter_app.ui.widgets.table_model import CellTableModel, Row

L = TypeVar("L")


class SortedLines(QObject, Generic[L]):
    """What a list shows: lines `L` and the rows they look like. `lines` is in the order in which they stand."""

    def __init__(self, view: QTableView, table: CellTableModel, key: Callable[[L], object]) -> None:
        """`table` is the model of `view`; `key` tells a line that is shown anew."""
        super().__init__(view)
        self._view = view
        self._table = table
        self._key = key
        self._came: list[tuple[L, Row]] = []
        self.lines: list[L] = []
        self._order = LineOrder(view, table)
        self._order.changed.connect(self._sort)

    def show(self, lines: Iterable[L], rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
        """Show `lines` as `rows`, under other `columns` where they are given; the mark stays on its row."""
        self._came = list(zip(lines, rows, strict=True))
        self._arrange(columns)

    def renew(self, row_of: Callable[[L], Row]) -> None:
        """Show the same lines in the places they have: what was just clicked does not leave the mouse."""
        self._came = [(line, row_of(line)) for line, _row in self._came]
        self._table.show([row_of(line) for line in self.lines])

    def append(self, lines: Iterable[L], rows: Sequence[Row]) -> None:
        """Show more lines below, or where the order that was chosen has them."""
        more = list(zip(lines, rows, strict=True))
        self._came.extend(more)
        if self._order.is_chosen:
            self._sort()
        else:
            self.lines.extend(line for line, _row in more)
            self._table.append([row for _line, row in more])

    @property
    def marked(self) -> L | None:
        """The line that is marked, None for none."""
        row = self._view.currentIndex().row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def mark(self, key: object, *, otherwise: int = -1) -> bool:
        """Mark the line with this key, else a row where there is one; False where no line has the key."""
        found = next((row for row, line in enumerate(self.lines) if self._key(line) == key), None)
        row = min(otherwise, len(self.lines) - 1) if found is None else found
        if row >= 0:
            self._view.selectRow(row)
        return found is not None

    def _arrange(self, columns: Sequence[str] = ()) -> None:
        places = self._order.arrange([row for _line, row in self._came], tuple(columns) or self._table.columns)
        self.lines = [self._came[place][0] for place in places]
        self._table.show([self._came[place][1] for place in places], columns)

    def _sort(self) -> None:
        marked = self.marked
        self._arrange()
        if marked is not None:
            self.mark(self._key(marked))
