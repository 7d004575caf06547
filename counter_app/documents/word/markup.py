"""WordprocessingML, element by element: python-docx's own tables take a second for two thousand rows, these do not.

Lengths come as points; Word wants twentieths of a point, half points for type, and eighths for rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import floor
from typing import Any, Final, TypeAlias

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from counter_app.documents import sizes
from counter_app.documents.sizes import TextSize

Element: TypeAlias = Any
"""An lxml element; python-docx gives it no type."""

LATIN: Final = "Times New Roman"
BODY_FONT: Final = "仿宋"
TITLE_FONT: Final = "方正小标宋简体"
STRONG_FONT: Final = "宋体"
BOX: Final = "□"
_BOXES: Final = re.compile(f"({BOX}+)")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, children: Iterable[Element] = (), **attributes: str | int) -> Element:
    """An element in Word's namespace with its attributes and children."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def twentieths(points: float) -> int:
    """Points as Word's twips."""
    return round(points * 20)


def clean(text: str) -> str:
    """`text` without what XML cannot hold; line breaks and tabs become blanks, as in the PDF."""
    return _NOT_XML.sub("", text.replace("\n", " ").replace("\t", " "))


def run(text: str, size: TextSize, *, strong: bool = False, font: str = "") -> Element:
    """A run of text; the Chinese font is named on every run, or Word takes its own."""
    chinese = font or (STRONG_FONT if strong else BODY_FONT)
    half_points = round(size.size * 2)
    properties = [element("w:rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=chinese, hint="eastAsia")]
    if strong:
        properties.append(element("w:b"))
    if size.tracking:
        # Rounded down: rounded up, 28 characters would be a hair wider than the line and 27 would stand on it.
        properties.append(element("w:spacing", val=floor(size.tracking * 20)))
    properties += [element("w:sz", val=half_points), element("w:szCs", val=half_points)]
    written = element("w:t")
    written.text = clean(text)
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("w:r", [element("w:rPr", properties), written])


def runs(text: str, size: TextSize, *, strong: bool = False) -> list[Element]:
    """The runs of a text: boxes to tick are set in 宋体, as some fonts of 仿宋 have them half as large."""
    parts = (part for part in _BOXES.split(text) if part)
    return [run(part, size, strong=strong, font=STRONG_FONT if part[0] == BOX else "") for part in parts]


def field(code: str, size: TextSize) -> list[Element]:
    """Runs that Word fills in itself, as the page number."""
    runs = []
    for kind in ("begin", "", "separate", "shown", "end"):
        made = run("1" if kind == "shown" else "", size)
        if kind != "shown":
            made.remove(made[-1])
            if kind:
                made.append(element("w:fldChar", fldCharType=kind))
            else:
                instruction = element("w:instrText")
                instruction.text = f" {code} "
                made.append(instruction)
        runs.append(made)
    return runs


def paragraph(
    runs: Iterable[Element],
    size: TextSize,
    *,
    align: str = "left",
    before: float = 0.0,
    indent: bool = False,
    keep: bool = False,
    exact: bool = True,
) -> Element:
    """A paragraph; `indent` moves its first line in by two characters, `keep` binds it to the next one."""
    properties = [element("w:keepNext")] if keep else []
    # Word would put white between Chinese and digits; the PDF does not, and values are to read the same.
    properties += [element("w:autoSpaceDE", val=0), element("w:autoSpaceDN", val=0)]
    properties.append(
        element(
            "w:spacing",
            before=twentieths(before),
            after=0,
            line=twentieths(size.leading),
            lineRule="exact" if exact else "atLeast",
        )
    )
    if indent:
        properties.append(element("w:ind", firstLineChars=200, firstLine=twentieths(2 * size.size)))
    properties.append(element("w:jc", val=align))
    return element("w:p", [element("w:pPr", properties), *runs])


def cell(
    paragraphs: Iterable[Element],
    width: float,
    *,
    span: int = 1,
    stands: str = "center",
    merged: str = "",
    ruled: bool = False,
    beside: float | None = None,
) -> Element:
    """A cell; its text `stands` at the top, center or bottom of its height; `ruled` draws a line under it.

    `beside` is the white at its sides and above, where it is another than the table's.

    `merged` is `restart` for the first of cells that are one downwards, `continue` for those below it.
    """
    properties = [element("w:tcW", w=twentieths(width), type="dxa")]
    if span > 1:
        properties.append(element("w:gridSpan", val=span))
    if merged:
        properties.append(element("w:vMerge", val=merged))
    if ruled:
        line = element("w:bottom", val="single", sz=round(sizes.RULE * 8), space=0, color="000000")
        properties.append(element("w:tcBorders", [line]))
    if beside is not None:
        sides = ("top", "left", "bottom", "right")
        margins = [element(f"w:{side}", w=twentieths(beside), type="dxa") for side in sides]
        properties.append(element("w:tcMar", margins))
    properties.append(element("w:vAlign", val=stands))
    return element("w:tc", [element("w:tcPr", properties), *paragraphs])


def row(cells: Iterable[Element], *, header: bool = False, least: float = 0.0, parted: bool = False) -> Element:
    """A row that no page break parts unless `parted` (Word parts it all the same where it is higher than a page)."""
    properties = [] if parted else [element("w:cantSplit")]
    if least:
        properties.append(element("w:trHeight", val=twentieths(least), hRule="atLeast"))
    if header:
        properties.append(element("w:tblHeader"))
    return element("w:tr", [element("w:trPr", properties), *cells])


def table(
    rows: Iterable[Element], widths: Sequence[float], *, rule: float = sizes.RULE, above: float = sizes.CELL_ABOVE
) -> Element:
    """A table of fixed columns, ruled all round; `rule` 0 leaves it bare. `above` is the white in its cells.

    Word adds the rule to each row, so the white is less by it: rows are as high as in the PDF.
    """
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    kind = "single" if rule else "nil"
    borders = [element(f"w:{side}", val=kind, sz=round(rule * 8), space=0, color="000000") for side in sides]
    gaps = zip(("top", "left", "bottom", "right"), (above - rule / 2, sizes.CELL_SIDE) * 2, strict=True)
    margins = [element(f"w:{side}", w=twentieths(gap) if rule else 0, type="dxa") for side, gap in gaps]
    properties = [
        element("w:tblW", w=twentieths(sum(widths)), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", borders),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", margins),
    ]
    columns = [element("w:gridCol", w=twentieths(width)) for width in widths]
    return element("w:tbl", [element("w:tblPr", properties), element("w:tblGrid", columns), *rows])
