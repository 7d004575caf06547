"""Cells as text on the clipboard: tabs, lines, and quotes around what has line breaks in it."""

import csv
import io
import re
from collections.abc import Sequence

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')
_BLANK = re.compile(r"\s")
_NEEDS_QUOTES = ("\t", "\n", '""')


class TooManyRowsError(ValueError):
    """The text has more rows than were asked for."""


def parse(text: str, most: int) -> list[list[str]]:
    """Return the cells of clipboard text, row by row; blank rows at the end are none.

    Spreadsheets put quotes only around a cell with a break, a tab or quotes in it; any other quote is the cell's own.
    Raises `TooManyRowsError` where there are more than `most`, before cells are made of them.
    """
    text = _without_blank_end(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text:
        return []
    if '"' in text:
        rows = _quoted_rows(text, most)
    elif text.count("\n") >= most:
        raise TooManyRowsError
    else:
        rows = [line.split("\t") for line in text.split("\n")]
    return [[" ".join(cell.split()) for cell in row] if any(map(_BLANK.search, row)) else row for row in rows]


def _without_blank_end(text: str) -> str:
    """`text` without the blank rows at its end; blank cells at the end of the last row stay."""
    written = len(text.rstrip())
    end = text.find("\n", written) if written else 0
    return text if end < 0 else text[:end]


def _quoted_rows(text: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        if len(rows) > most:
            raise TooManyRowsError
        match = _CELL.match(text, place)
        if match is None:
            break
        quoted = match[1]
        if quoted is not None and any(sign in quoted for sign in _NEEDS_QUOTES):
            rows[-1].append(quoted.replace('""', '"'))
        else:
            rows[-1].append(match[0])
        if text[match.end() : match.end() + 1] == "\n":
            rows.append([])
        place = match.end() + 1
    return rows


def write(rows: Sequence[Sequence[str]]) -> str:
    """Return `rows` as text that a spreadsheet pastes into as many cells."""
    out = io.StringIO(newline="")
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return out.getvalue()


def columns_by_header(cells: Sequence[str], labels: Sequence[str]) -> list[int | None] | None:
    """Return for each of `cells` the place of the label it is, or None when this row is no row of headings.

    A row is one of headings when it names at least two of `labels`, or is one single cell that names one.
    """
    places = {label: place for place, label in enumerate(labels)}
    found = [places.get(cell.strip().rstrip("*").strip()) for cell in cells]
    named = sum(place is not None for place in found)
    return found if named >= min(2, len(cells)) and named else None
