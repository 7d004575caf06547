"""Font files read in bulk: ReportLab reads number by number, 0.1 s for each large Chinese font; this takes 5 ms.

Only the three tables that need no judgement are read here (characters, advances, places of outlines); names,
embedding rights and subsetting stay ReportLab's.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

_SEGMENTED: Final = 4
_GROUPED: Final = 12
_UNITS: Final = 18
_LONG_PLACES: Final = 50
_ADVANCES: Final = 34
"""Where the standard puts these numbers in `head` and `hhea` (OpenType 1.9)."""


class BulkFace(TTFontFace):
    """A TrueType face as ReportLab knows it, its large tables read in bulk."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - ReportLab's own interface
        """Read names and measures as ReportLab does, then characters, advances and outlines. Raises `TTFError`."""
        super().extractInfo(charInfo=0)
        if not charInfo:
            return
        head, hhea = (self.get_table_pos(table)[0] for table in ("head", "hhea"))
        long_places = self.get_ushort(head + _LONG_PLACES)
        places = _numbers(self._table("loca"), "I" if long_places else "H")
        self.charToGlyph = _characters(self._table("cmap"))
        self.hmetrics = _Metrics(self._table("hmtx"), self.get_ushort(hhea + _ADVANCES), self.numGlyphs)
        self.glyphPos = places.tolist() if long_places else [2 * place for place in places]
        self.unitsPerEm = self.get_ushort(head + _UNITS)
        self.defaultWidth = self._advance(0)
        self._widths: dict[int, float] = {}

    def getCharWidth(self, code: int) -> float:  # noqa: N802 - ReportLab's own interface
        """The advance of a character in thousandths of an em."""
        width = self._widths.get(code)
        if width is None:
            width = self._widths[code] = self._advance(self.charToGlyph.get(code, 0))
        return width

    def get_table(self, tag: str) -> Any:  # noqa: ANN401 - ReportLab's own interface, untyped
        """A table of the font; of the outlines, 5 to 10 MB of which a paper takes a hundredth, only what is sliced."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])  # type: ignore[attr-defined]
        return super().get_table(tag)  # type: ignore[no-untyped-call]

    def _table(self, name: str) -> bytes:
        return bytes(self.get_table(name))

    def _advance(self, glyph: int) -> float:
        return float(self.hmetrics[glyph][0] * 1000 / self.unitsPerEm)


def _numbers(data: bytes, kind: str) -> array[int]:
    """Big-endian numbers of two (`H`) or four (`I`) bytes."""
    numbers = array(kind)
    numbers.frombytes(data[: len(data) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class _Outlines:
    """The outlines of a font where they lie in its file: a slice copies its own bytes and no others."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Metrics(Sequence[tuple[int, int]]):
    """Advance and side bearing of each glyph; those behind the last advance share it."""

    def __init__(self, data: bytes, advances: int, glyphs: int) -> None:
        self._numbers = _numbers(data, "H")
        self._advances = advances
        self._glyphs = glyphs

    def __len__(self) -> int:
        return self._glyphs

    def __getitem__(self, glyph: Any) -> Any:  # noqa: ANN401 - never sliced
        if not 0 <= glyph < self._glyphs:
            raise IndexError(glyph)
        own = min(glyph, self._advances - 1)
        bearing = 2 * glyph + 1 if glyph == own else self._advances + glyph
        return self._numbers[2 * own], self._numbers[bearing]


def _characters(data: bytes) -> dict[int, int]:
    """Which glyph shows which character, from the largest Unicode map of the font."""
    count = struct.unpack_from(">H", data, 2)[0]
    maps: dict[int, int] = {}
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHL", data, 4 + 8 * index)
        if platform in (0, 3):
            maps[struct.unpack_from(">H", data, offset)[0]] = offset
    if _GROUPED in maps:
        found = _grouped(data, maps[_GROUPED])
    elif _SEGMENTED in maps:
        found = _segmented(data, maps[_SEGMENTED])
    else:
        raise TTFError("no Unicode map of format 4 or 12")
    if space := found.get(0x20):
        found[0xA0] = space
    return found


def _grouped(data: bytes, offset: int) -> dict[int, int]:
    groups = struct.unpack_from(">L", data, offset + 12)[0]
    found: dict[int, int] = {}
    for start, end, glyph in struct.iter_unpack(">LLL", data[offset + 16 : offset + 16 + 12 * groups]):
        found.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
    return found


def _segmented(data: bytes, offset: int) -> dict[int, int]:
    length, _language, doubled = struct.unpack_from(">HHH", data, offset + 2)
    numbers = _numbers(data[offset + 14 : offset + length], "H")
    segments = doubled // 2
    ends, starts = numbers[:segments], numbers[segments + 1 : 2 * segments + 1]
    deltas, ranges = numbers[2 * segments + 1 : 3 * segments + 1], numbers[3 * segments + 1 : 4 * segments + 1]
    found: dict[int, int] = {}
    for index, (start, end, delta, reach) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        codes = range(start, min(end, 0xFFFE) + 1)
        if reach == 0:
            found.update((code, (code + delta) & 0xFFFF) for code in codes)
            continue
        first = 3 * segments + 1 + index + reach // 2
        glyphs = numbers[first : first + len(codes)]
        found.update((c, (g + delta) & 0xFFFF) for c, g in zip(codes, glyphs, strict=False) if g)
    return {code: glyph for code, glyph in found.items() if glyph}
