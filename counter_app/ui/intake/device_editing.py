"""What can be done to the selected cells of the device table; each act is one undoable step."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from PySide6.QtGui import QGuiApplication

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.forms.list_footers import footer_label
from counter_app.ui.intake.device_model import DeviceModel, Row
from counter_app.ui.intake.device_view import DeviceView
from counter_app.ui.widgets import moving, table_text

_ADD: Final = "添加一行"
_PASTE: Final = "粘贴"


class DeviceEditing:
    """Acts on what is selected in `view`."""

    def __init__(self, model: DeviceModel, view: DeviceView) -> None:
        self._model = model
        self._view = view

    def add_row(self) -> None:
        """Add an empty row below the current one, or at the end, and go to its first cell."""
        here = self._view.currentIndex()
        self.insert(here.row() + 1 if here.isValid() else self._model.rowCount(), [{}], _ADD)

    def drop_if_empty(self, row: int) -> None:
        """Take the last row away if it is `row` and nothing stands in it: Enter past the end made it."""
        rows, stack = self._model.rows, self._model.undo_stack
        here = self._view.currentIndex().row() == row and moving.focused_within(self._view)
        if self._model.read_only or row != len(rows) - 1 or row < 0 or rows[row] or here:
            return
        if stack.undoText() == _ADD and stack.index() == stack.count():
            stack.undo()
        else:
            self._model.replace(row, 1, [], "删除空行")

    def insert(self, place: int, rows: Sequence[Row], words: str) -> None:
        """Put `rows` in before the row at `place`."""
        if self._model.replace(place, 0, rows, words):
            self._view.go_to(place, 0)

    def delete_rows(self) -> None:
        """Delete every row that has a selected cell."""
        chosen = self.selected()
        if chosen:
            column = max(self._view.currentIndex().column(), 0)
            first, last = min(chosen), max(chosen)
            kept = [row for place, row in self._between(first, last) if place not in chosen]
            self._model.replace(first, last - first + 1, kept, f"删除{len(chosen)}行")
            if self._model.rowCount():
                self._view.go_to(min(first, self._model.rowCount() - 1), column)

    def clear(self) -> None:
        """Empty the selected cells."""
        self._write(lambda _row, _column: "", "清空单元格")

    def fill_down(self) -> None:
        """Write the topmost selected value of each column into the selected cells below it.

        Cells of one row alone take the values of the row above, as in a spreadsheet.
        """
        chosen = self.selected()
        if not chosen:
            return
        top: dict[int, int] = {}
        for row in sorted(chosen, reverse=True):
            top |= dict.fromkeys(chosen[row], row if len(chosen) > 1 else row - 1)
        if min(top.values()) >= 0:
            rows = self._model.rows
            self._write(lambda _row, column: rows[top[column]].get(self._key(column), ""), "向下填充")

    def copy(self) -> None:
        """Copy the selected cells, as far as they reach, for a spreadsheet; codes as their labels, others as typed."""
        chosen = self.selected()
        if not chosen:
            return
        reach = sorted(set().union(*chosen.values()))
        cells = [
            [self._written(row, column) if column in chosen[place] else "" for column in reach]
            for place, row in self._between(min(chosen), max(chosen))
            if place in chosen
        ]
        QGuiApplication.clipboard().setText(table_text.write(cells))

    def paste(self) -> None:
        """Write the cells on the clipboard from the current cell on; the table grows as far as they reach.

        A first row of headings says which column each cell is for. One single cell fills all that is selected.
        """
        try:
            cells = table_text.parse(QGuiApplication.clipboard().text(), MOST_ROWS + 1)  # one may be of headings
        except table_text.TooManyRowsError:
            self._model.refuse_growth(_PASTE)
            return
        if not cells:
            return
        if len(cells) == 1 and len(cells[0]) == 1 and sum(map(len, self.selected().values())) > 1:
            self._write(lambda _row, column: self._model.columns[column].taken(cells[0][0]), _PASTE)
            return
        here = self._view.currentIndex()
        start = here.row() if here.isValid() else self._model.rowCount()
        first = max(here.column(), 0)
        targets: Sequence[int | None] = range(first, first + max(map(len, cells)))
        headed = table_text.columns_by_header(cells[0], [column.label for column in self._model.columns])
        if headed is not None:
            targets, cells = headed, cells[1:]
        if len(cells) > 1:
            cells = [line for line in cells if footer_label(line) is None]
        self._paste_at(start, targets, cells)

    def set_column(self, column: int, value: str) -> None:
        """Write `value` into one column of every row that has a selected cell."""
        chosen = self.selected()
        if chosen:
            key = self._key(column)
            new = [
                {**row, key: value} if place in chosen else row
                for place, row in self._between(min(chosen), max(chosen))
            ]
            self._model.replace(min(chosen), len(new), new, f"批量修改{self._model.columns[column].label}")

    def selected(self) -> dict[int, set[int]]:
        """Selected columns by row. Goes by ranges: asking for 2,000 × 9 single cells takes Qt half a second."""
        found: dict[int, set[int]] = {}
        selection = self._view.selectionModel().selection()
        for part in (selection.at(place) for place in range(selection.count())):
            columns = set(range(part.left(), part.right() + 1))
            for row in range(part.top(), part.bottom() + 1):
                found.setdefault(row, set()).update(columns)
        return found

    def _paste_at(self, start: int, targets: Sequence[int | None], cells: list[list[str]]) -> None:
        there = self._model.rows[start : start + len(cells)]
        columns = [
            (place, self._key(column), cache(self._model.columns[column].taken))
            for place, column in enumerate(targets)
            if column is not None and column < len(self._model.columns)
        ]
        new: list[Row] = []
        for offset, line in enumerate(cells):
            row = dict(there[offset]) if offset < len(there) else {}
            row.update([(key, taken(line[place])) for place, key, taken in columns if place < len(line)])
            new.append(row)
        if new:
            self._model.replace(start, len(there), new, f"{_PASTE}{len(new)}行")

    def _write(self, value: Callable[[int, int], str], words: str) -> None:
        """Write `value(row, column)` into every selected cell."""
        chosen = self.selected()
        if chosen:
            new = [
                {**row, **{self._key(column): value(place, column) for column in chosen.get(place, ())}}
                if place in chosen
                else row
                for place, row in self._between(min(chosen), max(chosen))
            ]
            self._model.replace(min(chosen), len(new), new, words)

    def _between(self, first: int, last: int) -> Iterator[tuple[int, Row]]:
        return enumerate(self._model.rows[first : last + 1], first)

    def _key(self, column: int) -> str:
        return self._model.columns[column].key

    def _written(self, row: Row, column: int) -> str:
        return self._model.columns[column].written(row.get(self._key(column), ""))
