"""Bar charts in a PDF: rectangles and lines that stay sharp, text that can be copied."""

from __future__ import annotations

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.blocks import Diagram
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import draw_line, draw_lines, set_text
from counter_app.documents.pdf.strips import Strip
from counter_app.documents.sizes import TextSize, TypeScale
from counter_app.domain.statistics.charts import Anchor, BarBox, BarFill, ChartDrawing, ChartText, drawn

_WIDE: Final = 1e6
"""A text of a chart is one line, whatever its width."""
_GREY, _PALE, _DARK = 0.72, 1.0, 0.28
_HATCH: Final = 3.0
_ON_LINE: Final = 0.36
"""Of the size of a text, how far its baseline is under its middle."""


def diagram_strips(block: Diagram, measure: float, scale: TypeScale) -> list[Strip]:
    """The title, bound to the chart under it."""
    size = scale.small
    chart, height = block.chart, sizes.diagram_height(block.chart, size)
    made = drawn(chart, measure, height, size.size, lambda text: _width(text, size))
    title = set_text(chart.title, scale.heading, measure, FontStyle.STRONG)

    def head(canvas: Canvas, left: float, top: float) -> None:
        draw_lines(canvas, title, scale.heading, left, top)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        _draw(canvas, made, size, left, top)

    return [Strip(len(title) * scale.heading.leading, head, keep=True), Strip(height, draw, gap=sizes.BLOCK_GAP / 3)]


def _draw(canvas: Canvas, made: ChartDrawing, size: TextSize, left: float, top: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(sizes.RULE)
    for line in made.lines:
        canvas.setStrokeGray(_GREY if line.quiet else 0)
        canvas.line(left + line.x1, top - line.y1, left + line.x2, top - line.y2)
    for box in made.boxes:
        _fill(canvas, box, left, top)
    canvas.restoreState()
    for text in made.texts:
        _write(canvas, text, size, left, top)


def _fill(canvas: Canvas, box: BarBox, left: float, top: float) -> None:
    """A solid bar is dark; a hatched one is white with strokes across, which no copier loses."""
    x, y = left + box.left, top - box.top - box.height
    canvas.saveState()
    canvas.setStrokeGray(_DARK)
    canvas.setFillGray(_DARK if box.fill is BarFill.SOLID else _PALE)
    canvas.rect(x, y, box.width, box.height, stroke=1, fill=1)
    if box.fill is BarFill.HATCHED:
        clip = canvas.beginPath()
        clip.rect(x, y, box.width, box.height)
        canvas.clipPath(clip, stroke=0, fill=0)
        at = -box.height
        while at < box.width:
            canvas.line(x + at, y, x + at + box.height, y + box.height)
            at += _HATCH
    canvas.restoreState()


def _write(canvas: Canvas, text: ChartText, size: TextSize, left: float, top: float) -> None:
    [line] = set_text(text.text, size, _WIDE)
    back = {Anchor.LEFT: 0.0, Anchor.MIDDLE: line.width / 2, Anchor.RIGHT: line.width}[text.anchor]
    draw_line(canvas, line, size, left + text.x - back, top - text.y - _ON_LINE * size.size)


def _width(text: str, size: TextSize) -> float:
    return set_text(text, size, _WIDE)[0].width
