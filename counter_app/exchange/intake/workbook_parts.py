"""Finds the parts of a workbook by the links among them, as office programs do; part names are free."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.archive import Archive, damaged
from counter_app.exchange.incoming import USE_THE_BLANK
from counter_app.exchange.intake.labels import EDITION_PROPERTY
from counter_app.exchange.intake.sheet_parsing import SheetEdit, in_utf_8, local, refuse_document_type

_WORKBOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_ROOT_LINKS: Final = "_rels/.rels"
_CONTENT_TYPES: Final = "[content_types].xml"
_PROPERTIES: Final = "docprops/custom.xml"
_MAIN: Final = "/officeDocument"
_MAIN_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_LINKS_BEGIN: Final = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_LINKS_END: Final = "</Relationships>"
_WORKBOOK_TYPE: Final = re.compile(r"(?:sheet|template|macroEnabled|addin)\.main\+xml$")
_TRUE: Final = frozenset({"1", "true"})
_LONGEST_EDITION: Final = 80
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DURATION_FORMAT: Final = 46
_NO_DATE_FROM: Final = 1e11
"""From here on the reader of workbooks ends in a failed assertion."""
_NO_DURATION_FROM: Final = 1e9
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)

_BINARY: Final = ("文件是二进制工作簿（.xlsb）", "用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
_WORD: Final = ("文件是 Word 文档，不是工作簿", USE_THE_BLANK)
_SLIDES: Final = ("文件是演示文稿，不是工作簿", USE_THE_BLANK)
_OTHER_KINDS: Final = (("sheet.binary", _BINARY), ("wordprocessingml", _WORD), ("presentationml", _SLIDES))


@frozen
class Link:
    """One part that another names: `part` in lower case from the root of the archive."""

    kind: str
    target: str
    part: str


@mutable
class WorkbookPackage:
    """The parts of one workbook."""

    archive: Archive
    names: Mapping[str, str]
    """Names in lower case to names as they are written."""
    workbook: str
    strings: str
    styles: str
    linked: bool
    """Whether the archive's own links name the workbook; the reader goes by them."""
    sheets: dict[str, str] = field(default_factory=dict)
    """Names of sheets to parts."""
    links: dict[str, Link] = field(default_factory=dict)
    edition: str = ""
    dates_from_1904: bool = False

    def date_limits(self) -> dict[str, float]:
        """The styles that show a number as a date, each with the first number that is none."""
        listing = _Listing()
        if self.styles in self.names:
            parse(self.archive.pieces(self.names[self.styles]), listing.start, listing.end)
        limits = {}
        for number, format_number in enumerate(listing.cell_formats):
            limit = _limit(format_number, listing.formats)
            if limit is not None:
                limits[str(number)] = limit
        return limits

    def for_reader(self, content: bytes, changes: Mapping[str, Sequence[SheetEdit]]) -> bytes:
        """The workbook as the reader must have it: under the names it goes by, `changes` made by part."""
        if not any(changes.values()) and self._is_usual():
            return content
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            main = f'<Relationship Id="main" Type="{_MAIN_LINK}" Target="{_WORKBOOK}"/>'
            archive.writestr(_ROOT_LINKS, f"{_LINKS_BEGIN}{main}{_LINKS_END}")
            archive.writestr(_WORKBOOK, self._whole(self.workbook))
            archive.writestr("xl/_rels/workbook.xml.rels", self._links_for_reader(archive, changes))
            for part, name in ((self.strings, _STRINGS), (self.styles, _STYLES)):
                if part in self.names:
                    archive.writestr(name, self._whole(part))
        return target.getvalue()

    def _links_for_reader(self, archive: zipfile.ZipFile, changes: Mapping[str, Sequence[SheetEdit]]) -> str:
        written = _LINKS_BEGIN
        for number, (key, link) in enumerate(self.links.items()):
            if link.part in self.sheets.values() and link.part in self.names:
                folder = link.kind.rpartition("/")[2].lower() or "worksheet"
                name = f"{folder}s/sheet{number}.xml"
                archive.writestr(f"xl/{name}", _changed(self._whole(link.part), changes.get(link.part, ())))
                written += f'<Relationship Id={quoteattr(key)} Type={quoteattr(link.kind)} Target="{name}"/>'
        return written + _LINKS_END

    def _is_usual(self) -> bool:
        """Whether the reader, which goes by fixed names, finds every part."""
        return (
            self.linked
            and self.workbook == _WORKBOOK
            and self.strings == _STRINGS.lower()
            and self.styles == _STYLES.lower()
            and all(
                _found_by_reader(link.target) == link.part
                for link in self.links.values()
                if link.part in self.sheets.values()
            )
        )

    def _whole(self, part: str) -> bytes:
        return b"".join(self.archive.pieces(self.names[part]))


def open_package(content: bytes) -> WorkbookPackage:
    """Find the parts of a workbook. Raises `Refusal` where the archive holds none, is damaged or would be too much."""
    archive = Archive(content)
    names = {name.lower(): name for name in archive.names}
    main, linked = _main_part(archive, names)
    workbook, links, properties = _Listing(), _Listing(), _Listing()
    try:
        parse(archive.pieces(names[main]), workbook.start)
    except Refusal:
        if main == _WORKBOOK:
            raise
    if workbook.root != "workbook":
        raise _no_workbook(names)
    folder, name = posixpath.split(main)
    links.folder = folder
    for part, listing in ((posixpath.join(folder, "_rels", f"{name}.rels"), links), (_PROPERTIES, properties)):
        if part in names:
            parse(archive.pieces(names[part]), listing.start, text=listing.text)
    package = WorkbookPackage(archive, names, main, _STRINGS.lower(), _STYLES.lower(), linked=linked)
    package.links = links.links
    package.sheets = {
        name: links.links[key].part if key in links.links else "" for name, key in workbook.sheets.items()
    }
    package.dates_from_1904 = workbook.dates_from_1904
    package.edition = properties.edition[:_LONGEST_EDITION]
    by_kind = {link.kind.rpartition("/")[2]: link.part for link in links.links.values()}
    package.strings = by_kind.get("sharedStrings", package.strings)
    package.styles = by_kind.get("styles", package.styles)
    return package


def _main_part(archive: Archive, names: Mapping[str, str]) -> tuple[str, bool]:
    """The part that is the workbook, and whether a link leads to it. Raises `Refusal` where none can be it."""
    roots, types = _Listing(), _Listing()
    for part, listing in ((_ROOT_LINKS, roots), (_CONTENT_TYPES, types)):
        if part in names:
            try:
                parse(in_utf_8(archive.pieces(names[part])), listing.start)
            except Refusal:
                continue  # what does not say where the workbook is may still stand beside one
    linked = [link.part for link in roots.links.values() if link.kind.endswith(_MAIN)]
    typed = [part for part, kind in types.types.items() if _WORKBOOK_TYPE.search(kind)]
    main = next((part for part in (*linked, *typed, _WORKBOOK) if part in names), None)
    if main is None:
        raise _no_workbook(names)
    for mark, words in _OTHER_KINDS:
        if mark in types.types.get(main, ""):
            raise Refusal(*words)
    return main, main in linked


def _no_workbook(names: Iterable[str]) -> Refusal:
    """Say what the archive is where it is no workbook that can be read."""
    known = set(names)
    for part, words in (
        ("xl/workbook.bin", _BINARY),
        ("word/document.xml", _WORD),
        ("ppt/presentation.xml", _SLIDES),
    ):
        if part in known:
            return Refusal(*words)
    if "ofd.xml" in known:
        return Refusal("文件是 OFD 文档，不是工作簿", USE_THE_BLANK)
    if any(name.endswith(".iwa") for name in known):
        return Refusal("文件是 Numbers 表格", "用 Numbers 导出为 Excel（.xlsx）再导入")
    if "content.xml" in known and "mimetype" in known:
        return Refusal("文件是 OpenDocument 文件（如 .ods）", "用 WPS 或 LibreOffice 打开后另存为 .xlsx 再导入")
    if _CONTENT_TYPES in known:
        return Refusal("文件是 Office 文件，里面找不到工作簿", "用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
    return Refusal("文件是压缩包，不是工作簿", "解压后选择里面的工作簿")


def _found_by_reader(target: str) -> str:
    path = target[1:] if target.startswith("/xl/") else target
    return posixpath.normpath(path if path.startswith("xl/") else f"xl/{path}").lower()


def _changed(part: bytes, changes: Iterable[SheetEdit]) -> bytes:
    pieces, at = [], 0
    for change in sorted(changes):
        pieces += [part[at : change.start], change.instead]
        at = change.end
    return b"".join((*pieces, part[at:]))


def _limit(format_number: int, formats: Mapping[int, str]) -> float | None:
    code = formats.get(format_number)
    if code is None:
        if format_number not in _DATE_FORMATS:
            return None
        return _NO_DURATION_FROM if format_number == _DURATION_FORMAT else _NO_DATE_FROM
    shown = _LITERAL.sub("", code).lower()
    if "general" in shown or not any(letter in shown for letter in "dmyhs"):
        return None
    return _NO_DURATION_FROM if "[" in shown else _NO_DATE_FROM


class _Listing:
    """Reads the small parts that say which sheets there are, where they are kept, and what the workbook is."""

    def __init__(self) -> None:
        self.root = ""
        self.folder = ""
        self.sheets: dict[str, str] = {}
        self.links: dict[str, Link] = {}
        self.types: dict[str, str] = {}
        self.formats: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self.dates_from_1904 = False
        self.edition = ""
        self._in_edition = False
        self._in_cell_formats = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        self.root = self.root or name
        match name:
            case "sheet":
                link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                self.sheets[attributes.get("name", "")] = link
            case "workbookPr":
                self.dates_from_1904 = attributes.get("date1904", "") in _TRUE
            case "Relationship":
                target = attributes.get("Target", "").replace("\\", "/")
                part = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/").lower()
                self.links[attributes.get("Id", "")] = Link(attributes.get("Type", ""), target, part)
            case "Override":
                self.types[attributes.get("PartName", "").lstrip("/").lower()] = attributes.get("ContentType", "")
            case "property":
                self._in_edition = attributes.get("name") == EDITION_PROPERTY
            case "numFmt":
                self.formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs":
                self._in_cell_formats = True
            case "xf" if self._in_cell_formats:
                self.cell_formats.append(_number(attributes.get("numFmtId")))
            case _:
                pass

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cell_formats = False

    def text(self, text: str) -> None:
        if self._in_edition:
            self.edition = (self.edition + text).strip()


def _number(written: str | None) -> int:
    return int(written) if written is not None and written.isascii() and written.isdigit() else 0


def parse(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    *,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed XML to the handlers. Raises `Refusal` where it is broken or declares a document type."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse_document_type
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - expat's way of saying that more comes
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error
