"""Reads a sheet of rows under a heading, as the list of devices: frugally, for it may have 100,000 of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from python_calamine import CalamineSheet

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import Field, FieldType, Form, Group
from counter_app.domain.forms.list_footers import footer_label
from counter_app.exchange.incoming import too_many_rows
from counter_app.exchange.intake.cells import Cell, Unreadable, reader_for, stays
from counter_app.exchange.intake.labels import LabelIndex, asked_of_applicants, sheet_of
from counter_app.exchange.intake.remarks import Remarks, quoted
from counter_app.exchange.intake.sheet_parsing import CellPosition
from counter_app.exchange.intake.words import words_for_blanked
from counter_app.exchange.intake.workbook_check import CheckedWorkbook

_COLUMNS_OF_A_LIST: Final = 2
_HEADING_WITHIN: Final = 50
"""Rows in which the heading is looked for: titles and notes stand above it."""


def read_rows_sheet(
    sheet: CalamineSheet, group: Group, form: Form, seen: CheckedWorkbook, remarks: Remarks
) -> list[Answers]:
    """The rows of `group`, wholly empty ones left out. Remarks what cannot be read and columns that are unknown."""
    if sheet.start is None:
        return []
    reading = _RowsSheet(sheet, group, seen, remarks)
    heading = reading.find_heading()
    if heading is None:
        remarks.unreadable(sheet.name, 1, sheet_of(group), "找不到表头：一行写明各列名称，如" + _some_labels(group))
        return []
    rows = list(islice(reading.rows(form, heading), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise too_many_rows(sheet.name)
    return rows


def is_list(sheet: CalamineSheet, group: Group, seen: CheckedWorkbook) -> bool:
    """Whether a sheet has the heading of a list of `group`: two of its columns, or more."""
    if sheet.start is None:
        return False
    heading = _RowsSheet(sheet, group, seen, Remarks()).find_heading()
    return heading is not None and len({column.key for column in heading.columns}) >= _COLUMNS_OF_A_LIST


@frozen
class _Column:
    field: Field
    key: str
    index: int
    """Within the rows that the reader gives, which begin at the sheet's first used column."""
    read: Callable[[Cell], Raw]


@frozen
class _Heading:
    row: int
    columns: tuple[_Column, ...]


class _RowsSheet:
    """One sheet of rows."""

    def __init__(self, sheet: CalamineSheet, group: Group, seen: CheckedWorkbook, remarks: Remarks) -> None:
        self._sheet = sheet
        self._group = group
        self._remarks = remarks
        self._left = sheet.start[1] if sheet.start else 0
        self._seen = seen.sheet(sheet.name)
        self._blanked = seen.blanked_on(sheet.name)
        self._merges = sheet.merged_cell_ranges or []
        self._from_1904 = seen.dates_from_1904
        self._index = LabelIndex(asked_of_applicants(group.fields))

    def find_heading(self) -> _Heading | None:
        """The row near the top that holds the most labels."""
        top = self._top()
        fields = [[self._field(cell) for cell in row] for row in top]
        counts = [sum(field is not None for field in row) for row in fields]
        best = max(counts, default=0)
        if best == 0:
            return None
        at = counts.index(best)
        columns = tuple(self._column(field, index) for index, field in enumerate(fields[at]) if field is not None)
        for cell, field in zip(top[at], fields[at], strict=True):
            if field is None and isinstance(cell, str) and not is_blank(cell):
                self._remarks.warn(f"“{self._sheet.name}”的“{quoted(cell)}”列不是表单里的项目，没有读入")
        self._warn_merged(at, {column.index for column in columns})
        return _Heading(at, columns)

    def rows(self, form: Form, heading: _Heading) -> Iterator[Answers]:
        """The rows below the heading in which something stands."""
        first = heading.row + 1
        columns = heading.columns
        twice = [key for key, count in Counter(column.key for column in columns).items() if count > 1]
        hidden = [column for column in columns if self._seen.is_hidden_column(column.index + self._left)]
        footers = set()
        for number, cells in enumerate(islice(self._sheet.iter_rows(), first, None), first + 1):
            if not any(cells):
                continue
            footer = footer_label(cells)
            if footer is not None:
                footers.add(number)
                self._remarks.warn(
                    f"“{self._sheet.name}”第{number}行“{footer}”不是{self._group.label}里的一项，没有读入"
                )
                continue
            if hidden:
                self._tell_hidden(cells, hidden)
            raw = self._quick(cells, columns, number)
            if twice:
                self._refuse_two_values(cells, heading, twice, number)
            if not _says_nothing(raw):
                yield Answers.row(form, raw, self._group.key)
        self._tell_blanked(heading, footers)

    def _tell_hidden(self, cells: Sequence[Cell], hidden: list[_Column]) -> None:
        for column in hidden:
            if cells[column.index] != "":
                label = column.field.label
                self._remarks.warn(f"“{self._sheet.name}”的“{label}”列被隐藏，仍已读入，核对是否本次要提交的内容")

    def _quick(self, cells: Sequence[Cell], columns: tuple[_Column, ...], number: int) -> dict[str, Raw]:
        raw: dict[str, Raw] = {}
        for column in columns:
            cell = cells[column.index]
            if cell == "":
                continue
            if isinstance(cell, str) and stays(cell):
                raw[column.key] = cell
            else:
                self._read(column, cell, number, raw)
        return raw

    def _read(self, column: _Column, cell: Cell, number: int, into: dict[str, Raw]) -> None:
        try:
            into[column.key] = column.read(cell)
        except Unreadable as problem:
            self._remarks.unreadable(self._sheet.name, number, column.field.label, str(problem))
        if isinstance(cell, date) and column.field.type is not FieldType.DATE:
            self._remarks.warn(f"“{self._sheet.name}”的“{column.field.label}”列有内容被存成了日期，核对原来的内容")

    def _refuse_two_values(self, cells: Sequence[Cell], heading: _Heading, twice: list[str], number: int) -> None:
        for key in twice:
            columns = [column for column in heading.columns if column.key == key]
            if len({read_text(str(cells[column.index])) for column in columns} - {""}) > 1:
                self._remarks.unreadable(
                    self._sheet.name, number, columns[0].field.label, "有两列且内容不同，只保留正确的一列"
                )

    def _tell_blanked(self, heading: _Heading, footers: set[int]) -> None:
        labels = {column.index + self._left: column.field.label for column in heading.columns}
        for (row, column), why in sorted(self._blanked.items()):
            if row > heading.row and column in labels and row + 1 not in footers:
                self._remarks.unreadable(self._sheet.name, row + 1, labels[column], words_for_blanked(why))

    def _top(self) -> list[list[Cell]]:
        """The first rows; a cell merged downwards counts in each row it covers, as two-storeyed headings have them."""
        top: list[list[Cell]] = [list(row) for row in islice(self._sheet.iter_rows(), _HEADING_WITHIN)]
        for (first, left), (last, _right) in self._merges:
            column = left - self._left
            if first < len(top) and column in range(len(top[first])):
                for row in range(first + 1, min(last + 1, len(top))):
                    if top[row][column] == "":
                        top[row][column] = top[first][column]
        return top

    def _field(self, cell: Cell) -> Field | None:
        return self._index.field(cell) if isinstance(cell, str) else None

    def _column(self, field: Field, index: int) -> _Column:
        read = reader_for(field, dates_from_1904=self._from_1904)
        return _Column(field, field.key, index, read)

    def _warn_merged(self, heading: int, known: set[int]) -> None:
        merged: list[CellPosition] = [
            (first, last)
            for (first, left), (last, _right) in self._merges
            if last > first > heading and left - self._left in known
        ]
        for first, last in merged:
            self._remarks.warn(
                f"“{self._sheet.name}”第{first + 1}至{last + 1}行有合并的单元格，内容只算第{first + 1}行的"
            )


def _says_nothing(raw: dict[str, Raw]) -> bool:
    """Whether nothing stands in the row but blanks. The first cell of nearly every row ends the question."""
    return all(isinstance(value, str) and is_blank(value) for value in raw.values())


def _some_labels(group: Group) -> str:
    return "、".join(field.label for field in asked_of_applicants(group.fields)[:3])
