"""Bar charts as pictures for Word, drawn from the same rectangles as in the PDF."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from counter_app.documents import sizes
from counter_app.documents.sizes import TextSize
from counter_app.domain.statistics.charts import Anchor, BarFill, Chart, drawn
from counter_app.paths import resource

_PIXELS: Final = 4
"""Pixels a point: 288 a inch."""
_GREY, _DARK, _WHITE, _BLACK = 184, 71, 255, 0
_HATCH: Final = 3 * _PIXELS
_FONT: Final = "NotoSerifSC-Regular.ttf"


def diagram_picture(chart: Chart, width: float, size: TextSize) -> bytes:
    """The chart as PNG, `width` points wide and as high as on the PDF."""
    font = _font(round(size.size * _PIXELS))
    height = sizes.diagram_height(chart, size)
    made = drawn(chart, width * _PIXELS, height * _PIXELS, size.size * _PIXELS, font.getlength)
    picture = Image.new("L", (round(width * _PIXELS), round(height * _PIXELS)), _WHITE)
    draw = ImageDraw.Draw(picture)
    for line in made.lines:
        draw.line((line.x1, line.y1, line.x2, line.y2), fill=_GREY if line.quiet else _BLACK, width=_PIXELS // 2)
    for box in made.boxes:
        corners = (round(box.left), round(box.top), round(box.left + box.width), round(box.top + box.height))
        if corners[2] <= corners[0] or corners[3] <= corners[1]:
            continue
        if box.fill is BarFill.SOLID:
            draw.rectangle(corners, fill=_DARK)
        else:
            picture.paste(_hatched(corners[2] - corners[0], corners[3] - corners[1]), corners[:2])
            draw.rectangle(corners, outline=_DARK, width=_PIXELS // 2)
    anchors = {Anchor.LEFT: "lm", Anchor.MIDDLE: "mm", Anchor.RIGHT: "rm"}
    for text in made.texts:
        draw.text((text.x, text.y), text.text, fill=_BLACK, font=font, anchor=anchors[text.anchor])
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _hatched(width: int, height: int) -> Image.Image:
    tile = Image.new("L", (width, height), _WHITE)
    draw = ImageDraw.Draw(tile)
    for at in range(-height, width, _HATCH):
        draw.line((at, height, at + height, 0), fill=_DARK, width=_PIXELS // 2)
    return tile


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource(f"fonts/{_FONT}")), pixels)
