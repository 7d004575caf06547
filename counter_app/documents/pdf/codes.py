"""Barcodes and QR codes, drawn as rectangles: sharp at any scale, read back from any copy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.barcode import bars
from counter_app.documents.blocks import Code, Label, Labels
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_text
from counter_app.documents.pdf.strips import Draw, Strip
from counter_app.documents.qr import QUIET, qr_modules, qr_rows
from counter_app.documents.sizes import TextSize

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, width, height in points."""

_HEAD_LINES = 2
"""A unit's name runs over no more lines on a label; a longer one is set smaller, over one more."""

_DARK = re.compile(b"\1+")
"""Dark modules of a QR code side by side."""

_BARS_SHARE = 0.7
"""What the bars may take of a label's width: beside them stands what they say."""


def draw_bars(canvas: Canvas, text: str, left: float, top: float, module: float, height: float) -> float:
    """Draw a Code 128 downwards from `top`; returns where it ends at the right."""
    boxes: list[Box] = []
    x = left
    for index, width in enumerate(bars(text)):
        if index % 2 == 0:
            boxes.append((x, top - height, width * module, height))
        x += width * module
    _blacken(canvas, boxes)
    return x


def _blacken(canvas: Canvas, boxes: Sequence[Box]) -> None:
    """Fill boxes, written out here: a list of 500 cases has 20,000, and the library formats each number slowly.

    Each is a path of its own, as viewers set lone rectangles sharp on their pixels.
    """
    filled = " ".join(f"{x:.3f} {y:.3f} {wide:.3f} {high:.3f} re f" for x, y, wide, high in boxes)
    canvas.addLiteral(f"q 0 g {filled} Q")


def code_strips(code: Code, measure: float, size: TextSize) -> list[Strip]:
    """A QR code at the left, its lines beside it."""
    side = sizes.qr_side(qr_modules(code.content))
    space = measure - side - sizes.CELL_SIDE
    lines = [line for text in code.lines for line in set_text(text, size, space)]
    height = max(side, len(lines) * size.leading)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        draw_qr(canvas, code.content, left, top)
        above = max(0.0, (side - len(lines) * size.leading) / 2)
        draw_lines(canvas, tuple(lines), size, left + side + sizes.CELL_SIDE, top - above)

    return [Strip(height, draw)]


def draw_qr(canvas: Canvas, content: str, left: float, top: float) -> None:
    """Draw a QR code in the size that `sizes.qr_side` says, its quiet zone with it.

    Neighbours of a row are one box. Boxes are written in modules: a notice has a thousand, all of whole numbers.
    """
    rows = qr_rows(content)
    module = sizes.qr_side(qr_modules(content)) / qr_modules(content)
    boxes = " ".join(
        f"{QUIET + dark.start()} {-QUIET - down - 1} {dark.end() - dark.start()} 1 re f"
        for down, row in enumerate(rows)
        for dark in _DARK.finditer(row)
    )
    canvas.addLiteral(f"q 0 g {module:.6f} 0 0 {module:.6f} {left:.3f} {top:.3f} cm {boxes} Q")


def label_strips(labels: Labels, measure: float) -> list[Strip]:
    """Labels in columns, each framed by a thin line to cut along."""
    across = max(1, int(measure // sizes.LABEL_WIDTH))
    parts = [labels.labels[start : start + across] for start in range(0, len(labels.labels), across)]
    return [Strip(sizes.LABEL_HEIGHT, _row_of(part)) for part in parts]


def _row_of(labels: Sequence[Label]) -> Draw:
    def draw(canvas: Canvas, left: float, top: float) -> None:
        for index, label in enumerate(labels):
            _draw_label(canvas, label, left + index * sizes.LABEL_WIDTH, top)

    return draw


def _draw_label(canvas: Canvas, label: Label, left: float, top: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(sizes.RULE)
    canvas.setDash(2, 2)
    canvas.rect(left, top - sizes.LABEL_HEIGHT, sizes.LABEL_WIDTH, sizes.LABEL_HEIGHT)
    canvas.restoreState()
    inner, space = left + 2 * sizes.CELL_SIDE, sizes.LABEL_WIDTH - 4 * sizes.CELL_SIDE
    size, heads = _head(label.head, space)
    lines = tuple(line for text in label.lines for line in set_text(text, sizes.SMALL, space)[:1])
    y = top - 2 * sizes.CELL_ABOVE
    draw_lines(canvas, heads, size, inner, y)
    y -= len(heads) * size.leading
    draw_lines(canvas, lines, sizes.SMALL, inner, y)
    bottom = top - sizes.LABEL_HEIGHT + 2 * sizes.CELL_ABOVE
    widths = sum(bars(label.barcode))
    module = min(sizes.LABEL_BARCODE_MODULE, _BARS_SHARE * space / (widths + sizes.CELL_BARCODE_QUIET))
    top_of_bars = bottom + sizes.CELL_BARCODE_HEIGHT
    left_of_bars = inner + sizes.CELL_BARCODE_QUIET * module / 2
    right = draw_bars(canvas, label.barcode, left_of_bars, top_of_bars, module, sizes.CELL_BARCODE_HEIGHT)
    beside = right + sizes.CELL_BARCODE_QUIET * module
    said = set_text(label.barcode, sizes.CELL_CODE, inner + space - beside)
    if len(said) == 1:
        above = (sizes.CELL_BARCODE_HEIGHT - sizes.CELL_CODE.leading) / 2
        draw_lines(canvas, said, sizes.CELL_CODE, beside, top_of_bars - above)


def _head(text: str, space: float) -> tuple[sizes.TextSize, tuple[TextLine, ...]]:
    """A unit's name whole as long as it can be: over two lines, else smaller over three, at last cut with `…`."""
    heads = set_text(text, sizes.TABLE, space, FontStyle.STRONG)
    if len(heads) <= _HEAD_LINES:
        return sizes.TABLE, heads
    said, cut = text, len(text)
    while len(heads := set_text(said, sizes.SMALL, space, FontStyle.STRONG)) > _HEAD_LINES + 1:
        cut -= 1
        said = text[:cut] + "…"
    return sizes.SMALL, heads
