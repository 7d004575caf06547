"""Looks a workbook over before it is opened: nothing in it may exhaust the machine, and what the reader drops is noted.

The reader lays each sheet out as a full rectangle from the first to the last cell that has a value. A file of a few
hundred bytes with a value in the last row or column would ask for gigabytes and end the program, so the rectangle is
measured first. The reader also gives error values (`#REF!`) and formulas without a stored result as blanks; both are
noted here by their place. A fault of a sheet is held against it only when that sheet is to be read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from counter_app.domain.refusal import Refusal
from counter_app.exchange.archive import Archive, damaged, refuse_unless_workbook
from counter_app.exchange.incoming import MOST_ROWS
from counter_app.exchange.labels import EDITION_PROPERTY

MOST_CELLS: Final = 12_000_000
"""Cells of one sheet's rectangle, empty ones included: 24 bytes each in the reader."""

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
# Sheets of which every cell is written as common programs write it, in columns A to Z and rows up to 399,999, hold at
# most 10.4 million cells; without formulas and hidden rows there is nothing to note in them, and no parser is needed.
_UNUSUAL_CELL: Final = re.compile(
    rb'<c(?![a-zA-Z])(?! r="[A-Z](?:\d{1,5}|[1-3]\d{5})"(?: s="\d{1,5}")?(?: t="(?:s|n|b|str|inlineStr)")?/?>)'
)
_UNUSUAL: Final = re.compile(rb"<f[\s/>]|:[cf][\s/>]|<!DOCTYPE|hidden|\0")
_UTF_8: Final = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<(?!\?xml(?![^>]*encoding=["'](?i:utf-8)["']))""")
_LONGEST_CARRY: Final = 64 * 1024
_ROW_NUMBER: Final = re.compile(r"[1-9]\d{0,6}")
_WORKBOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_PROPERTIES: Final = "docprops/custom.xml"
_READ_WITH_EVERY_SHEET: Final = frozenset({"xl/sharedstrings.xml", "xl/styles.xml"})
_TRUE: Final = frozenset({"1", "true"})
_LONGEST_EDITION: Final = 80
_LONGEST_ERROR: Final = 20
_MOST_NOTES: Final = 10_000

_ROWS_ABOVE_A_LIST: Final = 100
"""Titles, notes and the heading."""

UNCOMPUTED: Final = "="
"""Stands for a formula without a stored result, beside the error values."""

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(slots=True)
class SheetSeen:
    """What was seen in one sheet: `blanked` maps the places that the reader will give as blank to the reason."""

    blanked: dict[Place, str] = field(default_factory=dict)
    hidden_rows: int = 0
    """Rows that hold a value and are not shown."""
    refusal: Refusal | None = None
    """Why the sheet cannot be read."""


@dataclass(slots=True)
class Inspection:
    """What was seen in a workbook."""

    sheets: dict[str, SheetSeen] = field(default_factory=dict)
    edition: str = ""
    dates_from_1904: bool = False

    def sheet(self, name: str) -> SheetSeen:
        """What was seen in the sheet of this name. Raises `Refusal` where it cannot be read."""
        seen = self.sheets.get(name)
        if seen is None:
            raise damaged()
        if seen.refusal is not None:
            raise seen.refusal
        return seen

    def blanked_on(self, sheet: str) -> dict[Place, str]:
        """The places of one sheet that hold an error value or a formula without result."""
        return self.sheet(sheet).blanked


def inspect(content: bytes) -> Inspection:
    """Look over a workbook (a zip archive). Raises `Refusal` where it is none, is damaged, or would be too much."""
    archive = Archive(content)
    refuse_unless_workbook(archive.names)
    names = {name.lower(): name for name in archive.names}

    def listed(part: str, listing: _Listing) -> None:
        if part in names:
            _parse(archive.pieces(names[part]), listing.start, text=listing.text)

    seen = Inspection()
    workbook, links, properties = _Listing(), _Listing(), _Listing()
    listed(_WORKBOOK, workbook)
    listed(_LINKS, links)
    listed(_PROPERTIES, properties)
    seen.dates_from_1904 = workbook.dates_from_1904
    seen.edition = properties.edition[:_LONGEST_EDITION]
    parts = {name: links.targets.get(link, "") for name, link in workbook.sheets.items()}
    by_part: dict[str, SheetSeen] = {part: SheetSeen() for part in parts.values()}
    for name, pieces in archive.parts():
        part = name.lower()
        if part in by_part:
            if not _is_plain(pieces):
                _look_over(archive.pieces(name), by_part[part])
        elif part in _READ_WITH_EVERY_SHEET:
            for piece in _in_utf_8(pieces):
                del piece
        else:
            for piece in pieces:
                del piece
    seen.sheets = {name: by_part[part] for name, part in parts.items()}
    return seen


def _is_plain(pieces: Iterable[bytes]) -> bool:
    """Read one sheet through; whether it is certain, without a parser, that there is nothing to note in it."""
    plain, first, rows = True, True, 0
    for text in _whole_cells(pieces):
        if plain:
            plain = not (first and not _UTF_8.match(text)) and not (_UNUSUAL.search(text) or _UNUSUAL_CELL.search(text))
            rows += text.count(b"<row")
        first = False
    return plain and rows <= MOST_ROWS


def _whole_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before a tag where there is one near the end."""
    carry = b""
    for piece in pieces:
        text = carry + piece
        cut = text.rfind(b"<")
        if cut <= 0 or len(text) - cut > _LONGEST_CARRY:
            cut = len(text)  # no tag is as long as that; if one is, what is left of it reads as unusual
            yield text + b"<c>"
        else:
            yield text[:cut]
        carry = text[cut:]
    yield carry


def _look_over(pieces: Iterable[bytes], seen: SheetSeen) -> None:
    """Read one sheet through to its end, so that its checksum is compared; keep what was seen in it."""
    pieces = iter(pieces)
    sheet = _Sheet(seen)
    try:
        _parse(_in_utf_8(pieces), sheet.start, sheet.end, sheet.prepare)
        sheet.refuse_large_rectangle()
    except Refusal as refusal:
        seen.refusal = refusal
    for piece in pieces:
        del piece


def _in_utf_8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces. Raises `Refusal` where they are UTF-16, which the reader takes for something else."""
    first = True
    for piece in pieces:
        if first and (b"\0" in piece[:64] or piece.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise damaged()
        first = False
        yield piece


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _local(name: str) -> str:
    """The name without its prefix: the reader, too, goes by this part alone."""
    return name.rpartition(":")[2] if ":" in name else name


class _Listing:
    """Reads the small parts that say which sheets there are, where they are kept, and what the workbook is."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.dates_from_1904 = False
        self.edition = ""
        self._in_edition = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "sheet":
                link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                self.sheets[attributes.get("name", "")] = link
            case "workbookPr":
                self.dates_from_1904 = attributes.get("date1904", "") in _TRUE
            case "Relationship":
                target = posixpath.join("/xl", attributes.get("Target", "").replace("\\", "/"))
                self.targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/").lower()
            case "property":
                self._in_edition = attributes.get("name") == EDITION_PROPERTY
            case _:
                pass

    def text(self, text: str) -> None:
        if self._in_edition:
            self.edition = (self.edition + text).strip()


class _Sheet:
    """Follows a sheet's XML: keeps the outermost cells that have a value, and the cells the reader gives as blank."""

    def __init__(self, seen: SheetSeen) -> None:
        self._seen = seen
        self._row = -1
        self._column = -1
        self._top = self._left = MOST_CELLS
        self._bottom = self._right = -1
        self._hidden = False
        self._rows = 0
        self._kind: str | None = None
        self._in_cell = False
        self._formula = False
        self._value = False
        self._text = ""
        self._listen: Callable[[Callable[[str], None] | None], None] = _no_document_type

    def prepare(self, parser: expat.XMLParserType) -> None:
        def listen(handler: Callable[[str], None] | None) -> None:
            parser.CharacterDataHandler = handler

        self._listen = listen

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            self._kind = attributes.get("t")
            self._in_cell, self._formula, self._value, self._text = True, False, False, ""
            written = attributes.get("r")
            if written is None:
                self._column += 1
            else:
                self._row, self._column = _place(written.upper())
        elif name in ("v", "is"):
            if self._in_cell:
                self._take()
                if name == "is":
                    self._value = True
                elif self._formula or self._kind == "e":
                    self._listen(self._add)
        elif name == "f":
            self._formula = self._in_cell
        elif name == "row":
            written = attributes.get("r", "")
            self._row = int(written) - 1 if _ROW_NUMBER.fullmatch(written) else self._row + 1
            self._column = -1
            self._hidden = attributes.get("hidden") in _TRUE
            self._in_cell = False

    def end(self, name: str) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            if self._formula or self._kind == "e":
                self._note()
            self._in_cell = False
        elif name == "v":
            self._listen(None)

    def _add(self, text: str) -> None:
        self._text = (self._text + text)[:_LONGEST_ERROR]

    def _note(self) -> None:
        written = self._text.strip()
        if self._kind == "e" and (written or not self._formula):
            why = written
        elif self._formula and self._kind != "str" and not written and not self._value:
            why = UNCOMPUTED
        else:
            return
        if len(self._seen.blanked) < _MOST_NOTES:
            self._seen.blanked[self._row, self._column] = why

    def _take(self) -> None:
        row, column = self._row, self._column
        if row > self._bottom:
            self._bottom = row
            self._seen.hidden_rows += self._hidden
            self._rows += 1
            if self._rows > MOST_ROWS + _ROWS_ABOVE_A_LIST:
                raise Refusal(
                    f"工作表里有内容的行超过{MOST_ROWS}行，不读入",
                    f"删去多余的行，或分成几份、每份不超过{MOST_ROWS}行后再导入",
                )
        self._top = min(self._top, row)
        self._right = max(self._right, column)
        self._left = min(self._left, column)

    def refuse_large_rectangle(self) -> None:
        """Raise `Refusal` where the reader would need too much memory to lay the sheet out."""
        if self._bottom >= 0 and (self._bottom - self._top + 1) * (self._right - self._left + 1) > MOST_CELLS:
            raise Refusal("工作表的范围太大：有内容的单元格离得太远", "删去远处多余的行和列，另存为新的工作簿后再导入")


def _no_document_type(*_arguments: object) -> None:
    raise damaged()


def _parse(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    prepare: Callable[[expat.XMLParserType], None] | None = None,
    *,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed XML to the handlers. Raises `Refusal` where it is broken or declares a document type."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_document_type
    if prepare is not None:
        prepare(parser)
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - expat's way of saying that more comes
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error
