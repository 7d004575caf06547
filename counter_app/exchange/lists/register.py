"""A list of cases as a workbook: written row by row, so that 100,000 rows take no more memory than one."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from counter_app.domain.basics.listing import ListCell, ListColumn, ListSheet
from counter_app.exchange.outgoing import words_for
from counter_app.private_files import tighten

MOST_ROWS: Final = 1_048_575
"""Rows of one sheet, its header aside."""

_LONGEST: Final = 32_767
_DANGEROUS: Final = tuple("=+-@\t\r\n") + tuple("＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, in one of its languages or after an import as CSV."""

_INK, _GROUND, _LINE = "#1b2430", "#e8eff8", "#d9dee5"


def write_list(path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[ListCell]]) -> None:
    """Write `rows` under `columns` into one sheet named `title`. Raises as `write_sheets`."""
    write_sheets(path, [ListSheet(title, columns, rows)])


def write_sheets(path: Path, sheets: Sequence[ListSheet]) -> None:
    """Write some lists, a sheet each; the file appears whole or not at all, and is called as its first sheet.

    What `rows` raises goes on to the caller, and leaves nothing behind. Raises `Refusal` where the place is missing,
    forbidden or full, or the old file is open elsewhere.
    """
    try:
        # Beside the file: rows wait on the same disk, so that a full one is found out there and moving is renaming.
        with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=path.parent) as folder:
            spare = Path(folder) / "list.xlsx"
            _write(spare, sheets)
            tighten(spare)
            spare.replace(path)
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise words_for(cause if isinstance(cause, OSError) else OSError()) from error
    except FileSizeError as error:
        raise words_for(OSError()) from error
    except OSError as error:
        raise words_for(error) from error


def _write(path: Path, sheets: Sequence[ListSheet]) -> None:
    options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(str(path), options)
    try:
        book.set_properties({"title": sheets[0].title})
        base = {"font_name": "宋体", "font_size": 11, "font_color": _INK, "valign": "vcenter"}
        formats = _Formats(book, base)
        head = book.add_format({**base, "bold": True, "bg_color": _GROUND, "bottom": 1, "bottom_color": _LINE})
        for one in sheets:
            _fill(book.add_worksheet(one.title), one, head, formats)
    except BaseException:
        # Left as it is: its rows lie in the folder that goes.
        book.fileclosed = True
        for sheet in book.worksheets():
            with contextlib.suppress(OSError):
                sheet.row_data_fh.close()
        raise
    book.close()


def _fill(sheet: Worksheet, filled: ListSheet, head: Format, formats: _Formats) -> None:
    for place, column in enumerate(filled.columns):
        sheet.set_column(place, place, column.width, formats.plain)
        sheet.write_string(0, place, column.title, head)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(filled.rows, 1):
        for place, cell in enumerate(row):
            _put(sheet, last, place, cell, formats)
    sheet.autofilter(0, 0, last, len(filled.columns) - 1)


class _Formats:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook, base: dict[str, object]) -> None:
        self.plain: Format = book.add_format(base)
        self.day: Format = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.harmless: Format = book.add_format({**base, "quote_prefix": True})


def _put(sheet: Worksheet, row: int, place: int, cell: ListCell, formats: _Formats) -> None:
    """Dates as dates, counts as numbers, everything else as text: nothing is ever written as a formula."""
    match cell:
        case None | "":
            return
        case date():
            sheet.write_datetime(row, place, cell, formats.day)
        case int():
            sheet.write_number(row, place, cell, formats.plain)
        case str():
            style = formats.harmless if cell.startswith(_DANGEROUS) else formats.plain
            sheet.write_string(row, place, cell[:_LONGEST], style)
