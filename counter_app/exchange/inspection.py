"""Looks a workbook over before it is opened: nothing in it may exhaust the machine, and what the reader drops is noted.

The reader lays each sheet out as a full rectangle from the first to the last cell that has a value. A file of a few
hundred bytes with a value in the last row or column would ask for gigabytes and end the program, so the rectangle is
measured first. The reader also gives error values (`#REF!`) and formulas without a stored result as blanks; both are
noted here by their place.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from counter_app.domain.refusal import Refusal
from counter_app.exchange.archive import Archive, damaged, refuse_unless_workbook
from counter_app.exchange.incoming import MEGABYTE
from counter_app.exchange.labels import EDITION_PROPERTY

MOST_CELLS: Final = 12_000_000
"""Cells of one sheet's rectangle, empty ones included: 24 bytes each in the reader."""

# A cell as every common program writes it, in columns A to Z and rows up to 399,999, makes at most 10.4 million.
# Two patterns, each with a beginning of its own: one with both as alternatives takes eight times as long.
_UNUSUAL_CELL: Final = re.compile(rb'<c(?:\s(?!r="[A-Z](?:\d{1,5}|[1-3]\d{5})")|[/>])')
_PREFIXED_CELL: Final = re.compile(rb":c[\s/>]")
_ERROR: Final = re.compile(rb'<c\s+r="([A-Z]{1,3}\d{1,7})"[^<>]*\st="e"[^<>]*>(?:<f[^<>]*(?:/>|>[^<]*</f>))?<v>([^<]*)')
_UNCOMPUTED: Final = re.compile(
    rb'<c\s+r="([A-Z]{1,3}\d{1,7})"(?![^<>]*\st="str")[^<>]*>\s*<f[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)'
)
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_LINK: Final = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_EDITION: Final = re.compile(re.escape(EDITION_PROPERTY) + r'"[^>]*>\s*<vt:lpwstr>([^<]{1,80})<')
_DATES_FROM_1904: Final = re.compile(r"""\sdate1904\s*=\s*["'](?:1|true)["']""")
_LONGEST_CARRY: Final = 64 * 1024
_MOST_NOTES: Final = 10_000

UNCOMPUTED: Final = "="
"""Stands for a formula without a stored result, beside the error values."""

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(slots=True)
class Inspection:
    """What was seen in a workbook. `blanked` maps a part to the places that the reader will give as blank, and why."""

    blanked: dict[str, dict[Place, str]] = field(default_factory=dict)
    parts_of_sheets: dict[str, str] = field(default_factory=dict)
    edition: str = ""
    dates_from_1904: bool = False

    def blanked_on(self, sheet: str) -> dict[Place, str]:
        """The places of one sheet that hold an error value or a formula without result."""
        return self.blanked.get(self.parts_of_sheets.get(sheet, ""), {})


def inspect(content: bytes) -> Inspection:
    """Look over a workbook (a zip archive). Raises `Refusal` where it is none, is damaged, or would be too much."""
    archive = Archive(content)
    refuse_unless_workbook(archive.names)
    seen = Inspection()
    texts: dict[str, str] = {}
    for name, pieces in archive.parts():
        part = name.lower()
        if part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docprops/custom.xml"):
            texts[part] = b"".join(pieces)[:MEGABYTE].decode("utf-8", "replace")
        elif not _looks_safe(part, pieces, seen):
            _refuse_large_rectangle(archive.pieces(name))
    workbook = texts.get("xl/workbook.xml", "")
    seen.dates_from_1904 = bool(_DATES_FROM_1904.search(workbook))
    seen.parts_of_sheets = _parts_of_sheets(workbook, texts.get("xl/_rels/workbook.xml.rels", ""))
    edition = _EDITION.search(texts.get("docprops/custom.xml", ""))
    seen.edition = html.unescape(edition[1]) if edition else ""
    return seen


def _looks_safe(part: str, pieces: Iterable[bytes], seen: Inspection) -> bool:
    """Read one part through; False where it is a sheet whose rectangle must be measured exactly."""
    notes: dict[Place, str] = {}
    safe, is_sheet = True, False
    for text in _whole_cells(pieces):
        if part.endswith(".xml") and b"\0" in text[:64]:  # UTF-16, which no office program writes
            raise damaged()
        is_sheet = is_sheet or b"sheetData" in text
        safe = safe and not (_UNUSUAL_CELL.search(text) or _PREFIXED_CELL.search(text))
        if len(notes) < _MOST_NOTES:
            if b't="e"' in text:
                notes.update((_place(ref), error.decode("ascii", "replace")) for ref, error in _ERROR.findall(text))
            if b"<f" in text:
                notes.update((_place(ref), UNCOMPUTED) for ref in _UNCOMPUTED.findall(text))
    if notes:
        seen.blanked[part] = notes
    return safe or not is_sheet


def _whole_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before a cell where there is one near the end, else before a tag."""
    carry = b""
    for piece in pieces:
        text = carry + piece
        cut = text.rfind(b"<c ")
        if len(text) - cut > _LONGEST_CARRY:
            cut = text.rfind(b"<")
        if cut <= 0 or len(text) - cut > _LONGEST_CARRY:
            cut = len(text)  # no tag is as long as that; if one is, what is left of it reads as unusual
            yield text + b"<c>"
        else:
            yield text[:cut]
        carry = text[cut:]
    yield carry


def _place(reference: bytes | str) -> Place:
    found = _REFERENCE.fullmatch(reference.decode("ascii") if isinstance(reference, bytes) else reference)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _parts_of_sheets(workbook: str, links: str) -> dict[str, str]:
    """Sheet name to the part that holds it, in lower case."""
    targets = {}
    for tag in _LINK.findall(links):
        attributes = _attributes(tag)
        targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
    found = {}
    for tag in _SHEET.findall(workbook):
        attributes = _attributes(tag)
        link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        found[attributes.get("name", "")] = targets.get(link, "").lstrip("/").lower()
    return found


def _attributes(tag: str) -> dict[str, str]:
    return {key: html.unescape(double or single) for key, double, single in _ATTRIBUTE.findall(tag)}


class _Rectangle:
    """Follows a sheet's XML and keeps the outermost cells that have a value."""

    def __init__(self) -> None:
        self._row = -1
        self._column = -1
        self._rows: tuple[int, int] | None = None
        self._columns = (0, 0)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                written = attributes.get("r", "")
                self._row = int(written) - 1 if written.isdecimal() and len(written) < 8 else self._row + 1  # noqa: PLR2004
                self._column = -1
            case "c":
                if "r" in attributes:
                    self._row, self._column = _place(attributes["r"].upper())
                else:
                    self._column += 1
            case "v" | "is":
                self._take()
            case _:
                pass

    def _take(self) -> None:
        row, column = self._row, self._column
        top, bottom = self._rows or (row, row)
        left, right = self._columns if self._rows else (column, column)
        self._rows = min(top, row), max(bottom, row)
        self._columns = min(left, column), max(right, column)

    def cells(self) -> int:
        if self._rows is None:
            return 0
        return (self._rows[1] - self._rows[0] + 1) * (self._columns[1] - self._columns[0] + 1)


def _no_document_type(*_arguments: object) -> None:
    raise damaged()


def _refuse_large_rectangle(pieces: Iterable[bytes]) -> None:
    rectangle = _Rectangle()
    parser = expat.ParserCreate()
    parser.StartElementHandler = rectangle.start
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - expat's way of saying that more comes
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise damaged() from error
    if rectangle.cells() > MOST_CELLS:
        raise Refusal("工作表的范围太大：有内容的单元格离得太远", "删去远处多余的行和列，另存为新的工作簿后再导入")
