"""Looks a sheet's XML over: how far its cells reach, and which of them the reader drops or cannot take.

Most rows are written as common programs write them, with nothing in them to note; byte patterns are certain of that
and many times faster than a parser. A row they are not certain of is parsed. Where a sheet cannot be cut into rows
with certainty (comments, a document type, another encoding), the whole of it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.incoming import MEGABYTE
from counter_app.exchange.intake.sheet_parsing import MOST_FILLED_ROWS, SheetParser, SheetSeen, feed, in_utf_8

_LONGEST_ROW: Final = 4 * MEGABYTE

# A sheet of at most 20,100 rows whose cells stand in columns A to BZ and rows up to 99,999, or follow such cells by at
# most 20 columns, fills a rectangle of at most 12 million cells: it need not be measured.
_PLACE: Final = rb"[AB]?[A-Z]\d{1,5}"
_MOST_COLUMNS: Final = 78
_MOST_ROW: Final = 99_999
_MOST_WITHOUT_PLACE: Final = 20
_TEXT: Final = rb"(?:s|b|str|inlineStr)"
_DAY: Final = rb"<v>\d{1,8}(?:\.\d{1,17})?</v>"
_UNUSUAL_CELL: Final = re.compile(
    rb'<c(?![a-zA-Z])(?! r="%b"(?: s="\d{1,5}")?(?: t="%b"/?>|(?: t="n")?(?:/>|></c>|><f|>%b))| r="%b"><v>[^<\s]+</v>)'
    % (_PLACE, _TEXT, _DAY, _PLACE)
)
_ATTRIBUTES: Final = rb"""(?:\s+(?:r\s*=\s*(?:"%b"|'%b')|(?:s|cm|vm|ph)\s*=\s*(?:"\d{1,5}"|'\d{1,5}')))*""" % (
    _PLACE,
    _PLACE,
)
_UNUSUAL_CELL_FREELY_WRITTEN: Final = re.compile(
    rb"""<c(?![a-zA-Z])(?!%b(?:\s+t\s*=\s*(?:"%b"|'%b')%b\s*/?>|(?:\s+t\s*=\s*(?:"n"|'n'))?%b\s*(?:/>|>\s*(?:</c>|<f|%b))))"""
    % (_ATTRIBUTES, _TEXT, _TEXT, _ATTRIBUTES, _ATTRIBUTES, _DAY)
)
_CELL_WITHOUT_PLACE: Final = re.compile(rb"<c(?![a-zA-Z])(?![^<>]*\sr\s*=)")
_FAR_ROW: Final = re.compile(rb"""<row\s(?:[^<>]*\s)?r\s*=\s*["'](?!\d{1,5}["'])""")
# Begun with the letters: of a pattern that begins with white space every blank of the sheet would be tried.
_UNUSUAL_HEIGHT: Final = re.compile(rb"""ht(?<=\sht)\s*=\s*["'](?![1-9]\d{0,4}(?:\.\d{1,20})?["'])""")
_HIDDEN_ROW: Final = re.compile(rb"<row(?=\s)[^<>]*(?:hidden|%b)" % _UNUSUAL_HEIGHT.pattern)
_UNUSUAL_FORMULA: Final = re.compile(rb'<f(?=[\s/>])(?<!t="str"><f)(?![^<]*(?:/>|</f>)%b)' % _DAY)
_OTHER_PREFIX: Final = re.compile(rb":(?:[cfv]|is|row)[\s/>]")
_CELL_OR_ROW: Final = re.compile(rb"[<:](?:c|row)[\s/>]")
_ROOT: Final = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>]")
_UTF_8: Final = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<(?!\?xml(?![^>]*encoding=["'](?i:utf-8)["']))""")


def look_over(pieces: Iterable[bytes], again: Callable[[], Iterable[bytes]], limits: Mapping[str, float]) -> SheetSeen:
    """Read one sheet through to its end, so that its checksum is compared. `again` gives the pieces a second time.

    `limits` maps the styles that show a number as a date to the first number that is none.
    """
    seen = SheetSeen()
    try:
        _look_over_rows(pieces, SheetParser(seen, limits))
    except _Uncertain:
        for piece in pieces:
            del piece
        seen = SheetSeen()
        _look_over_all(again(), SheetParser(seen, limits), seen)
    except Refusal as refusal:
        seen.refusal = refusal
        for piece in pieces:
            del piece
    return seen


class _Uncertain(Exception):  # noqa: N818 - never leaves this module
    """The bytes alone do not tell where the rows are or how far the cells reach."""


def _look_over_rows(pieces: Iterable[bytes], sheet: SheetParser) -> None:
    unusual = _UnusualRows(sheet)
    prefix = b""
    offset = tags = 0
    for text, last in _whole_rows(pieces):
        if not offset:
            prefix = _prefix(text)
            unusual.parse_columns(text, prefix)
        end = _end_of_rows(text, prefix) if last else len(text)
        tags += text.count(b"<%brow" % prefix, 0, end)
        if tags > MOST_FILLED_ROWS:
            raise _Uncertain
        if _is_unusual(text[:end], prefix):
            unusual.parse(text, end, prefix, offset)
        offset += len(text)
    if sheet.reaches(_MOST_ROW, _MOST_COLUMNS):
        raise _Uncertain


def _prefix(head: bytes) -> bytes:
    """The prefix that the sheet's elements have, with its colon."""
    root = _ROOT.search(head)
    if root is None or not _UTF_8.match(head):
        raise _Uncertain
    return root[1] + b":" if root[1] else b""


class _UnusualRows:
    """Gives the rows that may hold something to note to one parser."""

    def __init__(self, sheet: SheetParser) -> None:
        self._sheet = sheet
        self._parser = sheet.parser()
        self._fed = 0
        self._feed(b"<sheet>")

    def parse(self, text: bytes, end: int, prefix: bytes, offset: int) -> None:
        """Parse the unusual ones of the rows in `text`, the last of which ends at `end`."""
        if b"<!" in text or text.count(b"<?") > (offset == 0):
            raise _Uncertain
        starts = [found.start() for found in re.finditer(rb"<%brow(?=[\s/>])" % prefix, text[:end])]
        if _is_unusual(text[: starts[0] if starts else end], prefix):
            raise _Uncertain
        for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
            if _is_unusual(text[start : min(following, end)], prefix):
                row = _one_row(text[start:following], prefix, last=end < len(text) and following == len(text))
                self._sheet.moved = offset + start - self._fed
                self._feed(row)

    def parse_columns(self, text: bytes, prefix: bytes) -> None:
        """Parse the list of columns above the rows at the beginning of `text`."""
        row = re.search(rb"<%brow(?=[\s/>])" % prefix, text)
        head = text[: row.start()] if row else text
        columns = re.search(rb"<%bcols\s*>.*?</%bcols\s*>" % (prefix, prefix), head, re.DOTALL)
        if columns is None:
            if b"cols" in head and not re.search(rb"<%bcols\s*/>" % prefix, head):
                raise _Uncertain
            return
        if b"<!" in head:
            raise _Uncertain
        self._feed(columns[0])

    def _feed(self, row: bytes) -> None:
        feed(self._parser, row)
        self._fed += len(row)


def _end_of_rows(text: bytes, prefix: bytes) -> int:
    """Where the last row of the last piece ends. Raises `_Uncertain` where a cell or a row stands after it."""
    tag = max(text.rfind(b"<%brow" % prefix), text.rfind(b"</%brow" % prefix))
    end = text.find(b">", tag) if tag >= 0 else len(text)
    if _CELL_OR_ROW.search(text, end):
        raise _Uncertain
    return end


def _is_unusual(text: bytes, prefix: bytes) -> bool:
    """Whether something in these rows may have to be noted. Raises `_Uncertain` where a parser must say more."""
    if prefix:
        text = text.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
    if b"\0" in text or b"<!DOCTYPE" in text or _OTHER_PREFIX.search(text):
        raise _Uncertain
    if _UNUSUAL_CELL.search(text) and (
        _UNUSUAL_CELL_FREELY_WRITTEN.search(text)
        or (_CELL_WITHOUT_PLACE.search(text) and (_FAR_ROW.search(text) or _has_long_row(text)))
    ):
        return True
    if (b"hidden" in text or _UNUSUAL_HEIGHT.search(text)) and _HIDDEN_ROW.search(text):
        return True
    return b"<f" in text and _UNUSUAL_FORMULA.search(text) is not None


def _has_long_row(text: bytes) -> bool:
    return any(row.count(b"<c") > _MOST_WITHOUT_PLACE for row in text.split(b"<row")[1:])


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes, cut before a row; and whether they are the last."""
    carry = b""
    tag = b""
    for piece in pieces:
        text = carry + piece
        if not tag:
            root = _ROOT.search(text)
            tag = b"" if root is None else b"<%brow" % (root[1] + b":" if root[1] else b"")
        cut = text.rfind(tag) if tag else 0
        if cut > 0:
            yield text[:cut], False
            text = text[cut:]
        if len(text) > _LONGEST_ROW:
            raise _Uncertain
        carry = text
    yield carry, True


def _one_row(text: bytes, prefix: bytes, *, last: bool) -> bytes:
    """The row at the beginning of `text`. Raises `_Uncertain` where more than white space follows in mid-sheet."""
    head = re.match(rb"<%brow\s(?:[^<>]*\s)?r\s*=[^<>]*>" % prefix, text)
    if head is None:
        raise _Uncertain  # its number is known by the rows before it alone
    if head[0].endswith(b"/>"):
        end = head.end()
    else:
        tail = re.compile(rb"</%brow\s*>" % prefix).search(text, head.end())
        if tail is None:
            raise _Uncertain
        end = tail.end()
    if not last and text[end:].strip():
        raise _Uncertain
    return text[:end]


def _look_over_all(pieces: Iterable[bytes], sheet: SheetParser, seen: SheetSeen) -> None:
    pieces = iter(pieces)
    try:
        parser = sheet.parser()
        for piece in in_utf_8(pieces):
            feed(parser, piece)
        feed(parser, b"", last=True)
        sheet.refuse_large_rectangle()
    except Refusal as refusal:
        seen.refusal = refusal
        seen.changes.clear()
    for piece in pieces:
        del piece
