"""Which font shows a character: 仿宋 for Chinese, Times metrics for Latin, 宋体 for what the 仿宋 lacks.

Fonts are loaded when a character first asks for them: the fallback alone costs 0.1 s and most papers never need it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFont

from counter_app.documents.blocks import Run
from counter_app.documents.pdf.faces import BulkFace
from counter_app.domain.basics.unseen import without_unseen
from counter_app.paths import resource

UNKNOWN: Final = "〓"
"""Printed for a character that no font of ours has, so that its lack is seen and it is written in by hand."""


class FontStyle(StrEnum):
    """Body or bold text; each style has its chain of fonts."""

    BODY = "body"
    STRONG = "strong"


class Glyph(NamedTuple):
    """How one character is shown: in which font, how wide (in ems), whether it takes part in Chinese spacing."""

    font: str
    character: str
    advance: float
    chinese: bool


_LATIN: Final = {FontStyle.BODY: "LiberationSerif-Regular", FontStyle.STRONG: "LiberationSerif-Bold"}
_CHINESE: Final = {
    FontStyle.BODY: ("LXGWZhuqueFangsong-Regular", "NotoSerifSC-Regular"),
    FontStyle.STRONG: ("NotoSerifSC-Bold-subset", "NotoSerifSC-Regular"),
}
_FULL_WIDTH_IN_BOLD: Final = frozenset("□“”")
"""Signs that the 仿宋 has only half as wide as a Chinese text wants them."""

_BF_LIMIT: Final = 100  # Adobe's CMap specification: at most 100 entries a block


class ReadableFont(TTFont):
    """A TrueType font whose text can be copied out again, also above U+FFFF.

    ReportLab writes such a character as five hexadecimal digits where PDF wants UTF-16 units, and readers then
    return another character: a name like 𬱖 would be lost to every search.
    """

    def __init__(self, name: str, file: str) -> None:
        """Load `file`, its large tables in bulk."""
        self.fontName = name
        self.face = self._bulk = BulkFace(file)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = False  # else 95 letters of each Chinese font would be embedded unused
        self.shapable = False

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802 - as above
        """The width of `text` in points."""
        return self.ems(text) * size

    def ems(self, text: str) -> float:
        """The width of `text` in ems."""
        return sum(map(self._bulk.getCharWidth, map(ord, text))) / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - ReportLab's own interface, untyped
        """Embed the font as ReportLab does, then write its character map anew."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            base = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + base].content = to_unicode_map(base, subset)


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The CMap that tells a reader which character each code of an embedded font is."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange",
    ]
    for start in range(0, len(subset), _BF_LIMIT):
        block = subset[start : start + _BF_LIMIT]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{start + i:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for i, c in enumerate(block)]
        lines.append("endbfchar")
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


@cache
def _load(name: str) -> ReadableFont:
    font = ReadableFont(name, str(resource(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=65536)
def glyph(character: str, style: FontStyle) -> Glyph:
    """How `character` is shown in `style`; one that no font has becomes `〓`."""
    code = ord(character)
    latin = is_latin(character)
    style = FontStyle.STRONG if character in _FULL_WIDTH_IN_BOLD else style
    chain = (_LATIN[style], *_CHINESE[style]) if latin else (*_CHINESE[style], _LATIN[style])
    for name in chain:
        font = _load(name)
        if code in font.face.charToGlyph:
            return Glyph(name, character, font.ems(character), chinese=not latin)
    return glyph(UNKNOWN, style)


def shown(text: str) -> str:
    """`text` as it is set: without what nobody sees (no font of ours has forms that a variation selector asks for)."""
    return without_unseen(text.replace("\r", "").replace("\n", " ").replace("\t", " ").replace("\u00a0", " "))


def missing_characters(runs: Iterable[Run]) -> str:
    """The characters of `runs` that no font of ours has, each once, in the order in which they first stand."""
    asked = dict.fromkeys(
        (character, FontStyle.STRONG if run.emphasised else FontStyle.BODY)
        for run in runs
        for character in shown(run.text)
    )
    unknown = (c for c, style in asked if c != UNKNOWN and glyph(c, style).character != c)
    return "".join(dict.fromkeys(unknown))


def is_latin(character: str) -> bool:
    """Whether a character is set in the Latin font: letters, digits and the signs of a keyboard."""
    return character < "\u0250" and character not in "·×÷§°±"
