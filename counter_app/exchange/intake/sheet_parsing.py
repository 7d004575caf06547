"""Follows a sheet's XML with a parser: how far its cells reach, and which of them the reader drops or cannot take."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.archive import damaged

MOST_CELLS: Final = 12_000_000
"""Cells of one sheet's rectangle, empty ones included: 24 bytes each in the reader."""

UNCOMPUTED: Final = "="
"""Stands for a formula without a stored result, beside the error values."""
NO_DATE: Final = "#"
"""Stands for a number in a date cell that no calendar holds."""

CellPosition = tuple[int, int]
"""Row and column, counted from 0."""

_ROWS_ABOVE_A_LIST: Final = 100
"""Titles, notes and the heading."""
MOST_FILLED_ROWS: Final = MOST_ROWS + _ROWS_ABOVE_A_LIST
_MOST_NOTES: Final = 10_000
_MOST_CHANGES: Final = 200_000
_LONGEST_VALUE: Final = 400
_NUMBERS: Final = frozenset({None, "n"})
_LISTENED: Final = _NUMBERS | {"e"}
_TRUE: Final = frozenset({"1", "true"})
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ROW_NUMBER: Final = re.compile(r"[1-9]\d{0,6}")
_ZERO: Final = re.compile(r"[+-]?0*(?:\.0*)?(?:[eE][+-]?\d+)?")


class SheetEdit(NamedTuple):
    """Bytes of a part, from `start` to `end`, in the place of which the reader is given others."""

    start: int
    end: int
    instead: bytes


@mutable
class SheetSeen:
    """What was seen in one sheet: `blanked` maps the places that the reader will give as blank to the reason."""

    blanked: dict[CellPosition, str] = field(default_factory=dict)
    hidden_rows: int = 0
    """Rows that hold a value and are not shown."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of the columns that are not shown, counted from 0."""
    refusal: Refusal | None = None
    """Why the sheet cannot be read."""
    changes: list[SheetEdit] = field(default_factory=list)
    """Cells that would make the reader give up the whole workbook; all but numbers in blanks are in `blanked`."""

    def is_hidden_column(self, column: int) -> bool:
        """Whether the column, counted from 0, is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def feed(parser: expat.XMLParserType, piece: bytes, *, last: bool = False) -> None:
    """Feed XML to a parser. Raises `Refusal` where it is broken."""
    try:
        parser.Parse(piece, last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error


def in_utf_8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces. Raises `Refusal` where they are UTF-16, which the reader takes for something else."""
    first = True
    for piece in pieces:
        if first and (b"\0" in piece[:64] or piece.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise Refusal("工作簿里有 UTF-16 编码的部分，无法读取", "用 Excel 或 WPS 打开并另存一份，再导入")
        first = False
        yield piece


def local(name: str) -> str:
    """The name without its prefix: the reader, too, goes by this part alone."""
    return name.rpartition(":")[2] if ":" in name else name


def refuse_document_type(*_arguments: object) -> None:
    """No part of a workbook declares a document type."""
    raise damaged()


def _is_zero(size: str | None) -> bool:
    return size is not None and _ZERO.fullmatch(size.strip()) is not None


def _position(reference: str) -> CellPosition:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


class SheetParser:
    """Follows a sheet's XML: keeps the outermost cells that have a value, and the cells the reader gives as blank."""

    def __init__(self, seen: SheetSeen, limits: Mapping[str, float]) -> None:
        self.moved = 0
        """How much farther the bytes stand in the part than in what the parser was given."""
        self._seen = seen
        self._limits = limits
        self._row = -1
        self._column = -1
        self._top = self._left = MOST_CELLS
        self._bottom = self._right = -1
        self._hidden = False
        self._rows = 0
        self._kind: str | None = None
        self._style: str | None = None
        self._name = ""
        self._written: str | None = None
        self._cell = 0
        self._in_cell = False
        self._formula = False
        self._value = False
        self._text = ""
        self._listen: Callable[[Callable[[str], None] | None], None] = refuse_document_type
        self._at: Callable[[], int] = int

    def parser(self) -> expat.XMLParserType:
        """A parser that tells this sheet what it meets."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = refuse_document_type

        def listen(handler: Callable[[str], None] | None) -> None:
            parser.CharacterDataHandler = handler

        self._listen = listen
        self._at = lambda: parser.CurrentByteIndex
        return parser

    def _start(self, whole_name: str, attributes: dict[str, str]) -> None:
        name = local(whole_name) if ":" in whole_name else whole_name
        if name == "c":
            self._name = whole_name
            self._kind = attributes.get("t")
            self._style = attributes.get("s")
            self._in_cell, self._formula, self._value, self._text = True, False, False, ""
            self._written = written = attributes.get("r")
            self._cell = self._at()
            if written is None:
                self._column += 1
            else:
                self._row, self._column = _position(written.upper())
        elif name in ("v", "is"):
            if self._in_cell:
                self._take()
                if name == "is":
                    self._value = True
                elif self._formula or self._kind in _LISTENED:
                    self._listen(self._add)
        elif name == "f":
            self._formula = self._in_cell
        elif name == "row":
            written = attributes.get("r", "")
            self._row = int(written) - 1 if _ROW_NUMBER.fullmatch(written) else self._row + 1
            self._column = -1
            self._hidden = attributes.get("hidden") in _TRUE or _is_zero(attributes.get("ht"))
            self._in_cell = False
        elif name == "col":
            self._take_column(attributes)

    def _take_column(self, attributes: dict[str, str]) -> None:
        """Columns of no width are hidden too. Their list stands above the rows."""
        first, last = attributes.get("min", ""), attributes.get("max", "")
        is_hidden = attributes.get("hidden") in _TRUE or _is_zero(attributes.get("width"))
        if is_hidden and self._row < 0 and _ROW_NUMBER.fullmatch(first) and _ROW_NUMBER.fullmatch(last):
            self._seen.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            if self._formula or self._kind in _LISTENED:
                self._note()
            self._in_cell = False
        elif name == "v":
            self._listen(None)

    def _add(self, text: str) -> None:
        self._text = (self._text + text)[:_LONGEST_VALUE]

    def _note(self) -> None:
        written = self._text.strip()
        if self._kind == "e" and (written or not self._formula):
            why = written
            self._change()
        elif self._formula and self._kind != "str" and not written and not self._value:
            why = UNCOMPUTED
        elif self._kind in _NUMBERS and written and self._is_no_date(written):
            why = NO_DATE
            self._change()
        else:
            if self._kind in _NUMBERS and written != self._text:
                self._change(written)
            return
        if len(self._seen.blanked) < _MOST_NOTES:
            self._seen.blanked[self._row, self._column] = why

    def _is_no_date(self, written: str) -> bool:
        limit = self._limits.get(self._style or "")
        if limit is None:
            return False
        try:
            number = float(written)
        except ValueError:
            return False
        return math.isnan(number) or not 0 <= number < limit

    def _change(self, value: str = "") -> None:
        """Give the reader another cell, empty but for `value`; the end tag that is met now is left to it."""
        end = self._at()
        if end == self._cell or len(self._seen.changes) >= _MOST_CHANGES:  # an empty element has nothing to change
            return
        place = "" if self._written is None else f' r="{self._written}"'
        style = "" if self._style is None or not value else f" s={quoteattr(self._style)}"
        inner = f"<{self._name.removesuffix('c')}v>{escape(value)}</{self._name.removesuffix('c')}v>" if value else ""
        cell = f"<{self._name}{place}{style}>{inner}".encode()
        self._seen.changes.append(SheetEdit(self._cell + self.moved, end + self.moved, cell))

    def _take(self) -> None:
        row, column = self._row, self._column
        if row > self._bottom:
            self._bottom = row
            self._seen.hidden_rows += self._hidden
            self._rows += 1
            if self._rows > MOST_FILLED_ROWS:
                raise Refusal(
                    f"工作表里有内容的行超过{MOST_ROWS}行，不读入",
                    f"删去多余的行，或分成几份、每份不超过{MOST_ROWS}行后再导入",
                )
        self._top = min(self._top, row)
        self._right = max(self._right, column)
        self._left = min(self._left, column)

    def reaches(self, row: int, column: int) -> bool:
        """Whether a cell that has a value stands in this row or column, or farther."""
        return self._bottom >= row or self._right >= column

    def refuse_large_rectangle(self) -> None:
        """Raise `Refusal` where the reader would need too much memory to lay the sheet out."""
        if self._bottom >= 0 and (self._bottom - self._top + 1) * (self._right - self._left + 1) > MOST_CELLS:
            raise Refusal("工作表的范围太大：有内容的单元格离得太远", "删去远处多余的行和列，另存为新的工作簿后再导入")
