"""Reads the sheet of labels and values: two columns as we make it, or label and value side by side in a grid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from python_calamine import CalamineSheet

from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Raw
from counter_app.domain.forms.forms import Field, FieldType, Form
from counter_app.exchange.intake.cells import Cell, Unreadable, reader_for
from counter_app.exchange.intake.labels import (
    ITEM_HEADING,
    VALUE_HEADING,
    LabelIndex,
    asked_of_applicants,
    plain,
    written_labels,
)
from counter_app.exchange.intake.remarks import Remarks, quoted
from counter_app.exchange.intake.sheet_parsing import CellPosition
from counter_app.exchange.intake.words import words_for_blanked
from counter_app.exchange.intake.workbook_check import CheckedWorkbook

_MOST_ROWS: Final = 3000
_MOST_COLUMNS: Final = 64
_LONGEST_LABEL: Final = 60


def read_basic_sheet(sheet: CalamineSheet, form: Form, seen: CheckedWorkbook, remarks: Remarks) -> dict[str, Raw]:
    """Key to what was written. Remarks what cannot be read, what is unknown, and labels with two different values."""
    return _BasicSheet(sheet, form, seen, remarks).answers()


@frozen
class _Written:
    field: Field
    row: int
    raw: Raw


class _BasicSheet:
    """One sheet of labels and values."""

    def __init__(self, sheet: CalamineSheet, form: Form, seen: CheckedWorkbook, remarks: Remarks) -> None:
        self._name = sheet.name
        self._rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS)
        self._right_edges = _right_edges(sheet)
        self._seen = seen
        self._blanked = seen.blanked_on(sheet.name)
        self._hidden = seen.sheet(sheet.name).is_hidden_column
        self._remarks = remarks
        self._labels = written_labels(form)
        self._index = LabelIndex(asked_of_applicants(form.fields.values()), self._labels)
        self._clerks = {plain(field.label) for field in form.fields.values() if field.by_clerk}
        self._headings = {plain(section.label): section.key for section in form.sections}
        if sheet.total_height > _MOST_ROWS:
            remarks.warn(f"工作表“{sheet.name}”只读入前{_MOST_ROWS}行")

    def answers(self) -> dict[str, Raw]:
        written: dict[str, _Written] = {}
        for one in self._written():
            before = written.setdefault(one.field.key, one)
            if before is not one and _compared(before.raw) != _compared(one.raw):
                label = self._labels[one.field.key]
                self._remarks.unreadable(
                    self._name, one.row, label, f"与第{before.row}行的同一项目填得不同，只保留正确的一处"
                )
        return {key: one.raw for key, one in written.items()}

    def _written(self) -> Iterator[_Written]:
        section = ""
        columns: tuple[int, int] | None = None
        for index, row in enumerate(self._rows):
            columns = _headed_columns(row) or columns
            heading = self._heading(row)
            if heading is not None:
                section = heading
                continue
            pairs = self._in_columns(row, columns) if columns else self._side_by_side(index, row, section)
            for label, column in pairs:
                yield from self._answer(index, label, column, section)

    def _heading(self, row: list[Cell]) -> str | None:
        filled = [cell for cell in row[:_MOST_COLUMNS] if cell != ""]
        if len(filled) == 1 and isinstance(filled[0], str):
            return self._headings.get(plain(filled[0]))
        return None

    def _in_columns(self, row: list[Cell], columns: tuple[int, int]) -> Iterator[tuple[str, int]]:
        label = row[columns[0]] if columns[0] < len(row) else ""
        if isinstance(label, str) and not is_blank(label):
            yield label, columns[1]

    def _side_by_side(self, index: int, row: list[Cell], section: str) -> Iterator[tuple[str, int]]:
        """Label and value wherever they stand in the row; the value is right of the label, merged cells counted."""
        column, found = 0, False
        first: tuple[str, int] | None = None
        while column < min(len(row), _MOST_COLUMNS):
            cell = row[column]
            following = self._right_edges.get((index, column), column) + 1
            if isinstance(cell, str) and not is_blank(cell) and len(cell.strip()) <= _LONGEST_LABEL:
                if self._index.field(cell, section) is not None:
                    found = True
                    yield cell, following
                    following = self._right_edges.get((index, following), following) + 1
                elif first is None:
                    first = cell, following
            column = following
        if not found and first is not None:
            yield first

    def _answer(self, index: int, label: str, column: int, section: str) -> Iterator[_Written]:
        row = self._rows[index]
        cell: Cell = row[column] if column < len(row) else ""
        why_blank = self._blanked.get((index, column))
        field = self._index.field(label, section)
        if field is None:
            if cell != "" and plain(label) != plain(ITEM_HEADING):
                self._warn_unknown(index, label)
            return
        if why_blank is not None:
            self._remarks.unreadable(self._name, index + 1, self._labels[field.key], words_for_blanked(why_blank))
            return
        if isinstance(cell, str) and is_blank(cell):
            return
        try:
            raw = reader_for(field, dates_from_1904=self._seen.dates_from_1904)(cell)
        except Unreadable as problem:
            self._remarks.unreadable(self._name, index + 1, self._labels[field.key], str(problem))
            return
        if self._hidden(column):
            self._remarks.warn(f"“{self._name}”有被隐藏的列，里面的内容仍已读入，核对是否本次要提交的内容")
        if isinstance(cell, date) and field.type is not FieldType.DATE:
            self._remarks.warn(
                f"“{self._name}”第{index + 1}行“{self._labels[field.key]}”被存成了日期，核对原来填写的内容"
            )
        yield _Written(field, index + 1, raw)

    def _warn_unknown(self, index: int, label: str) -> None:
        if plain(label) in self._clerks:
            self._remarks.warn(f"“{self._name}”第{index + 1}行“{quoted(label)}”由窗口核对，没有读入")
        else:
            self._remarks.warn(f"“{self._name}”第{index + 1}行“{quoted(label)}”不是表单里的项目，没有读入")


def _headed_columns(row: list[Cell]) -> tuple[int, int] | None:
    """The columns of labels and of values, where this row is the heading that says so."""
    words = [plain(cell) if isinstance(cell, str) else "" for cell in row[:_MOST_COLUMNS]]
    if plain(ITEM_HEADING) in words and plain(VALUE_HEADING) in words:
        return words.index(plain(ITEM_HEADING)), words.index(plain(VALUE_HEADING))
    return None


def _right_edges(sheet: CalamineSheet) -> dict[CellPosition, int]:
    """The first cell of each merged range to the column of its last."""
    return {(top, left): right for (top, left), (_bottom, right) in sheet.merged_cell_ranges or []}


def _compared(raw: Raw) -> str:
    return read_text(str(raw))
