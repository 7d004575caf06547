"""Text set into lines: fonts chosen, lines broken, blanks spread, drawn as text that can be copied out again."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.blocks import Run
from counter_app.documents.line_breaking import break_lines, line_width
from counter_app.documents.pdf.fonts import FontStyle, Glyph, glyph, shown
from counter_app.documents.sizes import TextSize
from counter_app.domain.basics.records import frozen

_ASCENT: Final = 0.86  # of the em, where the baseline of Chinese fonts lies
_ORPHAN: Final = 1  # characters too few for a last line
_MOST_SPREAD: Final = 0.095  # of the em: readers of the text layer take wider gaps for blanks between words


class Span(NamedTuple):
    """Neighbours in one font."""

    font: str
    text: str
    chinese: bool


@frozen
class TextLine:
    """One line; `width` as it is seen, `spread` points to put after each Chinese character to fill the measure."""

    spans: tuple[Span, ...]
    width: float
    indent: float = 0.0
    spread: float = 0.0

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(span.text for span in self.spans)


@lru_cache(maxsize=8192)
def set_text(
    text: str,
    size: TextSize,
    measure: float,
    style: FontStyle = FontStyle.BODY,
    *,
    fill: bool = False,
    indent: float = 0.0,
) -> tuple[TextLine, ...]:
    """Set text of one style into lines of `measure`, the first moved in by `indent`; `fill` spreads full lines."""
    return set_runs((Run(text, emphasised=style is FontStyle.STRONG),), size, measure, fill=fill, indent=indent)


@lru_cache(maxsize=32768)
def set_cell(text: str, size: TextSize, measure: float, style: FontStyle = FontStyle.BODY) -> tuple[TextLine, ...]:
    """Set text into a narrow cell: no last line of a single character if a smaller measure gives it company."""
    lines = set_text(text, size, measure, style)
    for narrower in (1, 2, 3):
        if len(lines) == 1 or len(lines[-1].text) > _ORPHAN:
            break
        tried = set_text(text, size, measure - narrower * size.size, style)
        if len(tried) == len(lines) and len(tried[-1].text) > _ORPHAN:
            return tried
    return lines


def set_runs(
    runs: tuple[Run, ...], size: TextSize, measure: float, *, fill: bool = False, indent: float = 0.0
) -> tuple[TextLine, ...]:
    """Set runs of several styles into lines of `measure`. No text makes one empty line."""
    glyphs = [glyph(c, FontStyle.STRONG if run.emphasised else FontStyle.BODY) for run in runs for c in shown(run.text)]
    text = "".join(g.character for g in glyphs)
    advances = [g.advance * size.size + (size.tracking if g.chinese else 0.0) for g in glyphs]
    if size.autospace:
        for at, (one, other) in enumerate(pairwise(glyphs)):
            advances[at] += size.autospace if one.chinese != other.chinese else 0.0
    reach = [0.0]
    for advance in advances:
        reach.append(reach[-1] + advance)
    lines: list[TextLine] = []
    start = 0
    for end in break_lines(text, advances, measure - indent, measure):
        moved_in = indent if start == 0 else 0.0
        width = line_width(text, reach, start, end)
        last = end == len(text)
        spread = 0.0 if last or not fill else _spread(glyphs[start:end], measure - moved_in - width, size)
        lines.append(TextLine(_spans(glyphs[start:end]), width, moved_in, spread))
        start = end
    return tuple(lines)


def _spread(glyphs: list[Glyph], slack: float, size: TextSize) -> float:
    gaps = sum(g.chinese for g in glyphs[:-1])
    if gaps == 0 or slack <= 0 or slack / gaps + size.tracking > _MOST_SPREAD * size.size:
        return 0.0
    return slack / gaps


def _spans(glyphs: list[Glyph]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for g in glyphs:
        if spans and spans[-1].font == g.font and spans[-1].chinese == g.chinese:
            spans[-1] = Span(g.font, spans[-1].text + g.character, g.chinese)
        else:
            spans.append(Span(g.font, g.character, g.chinese))
    if spans:
        last = spans[-1]
        spans[-1] = Span(last.font, last.text.rstrip(" "), last.chinese)
    return tuple(spans)


def draw_lines(
    canvas: Canvas, lines: tuple[TextLine, ...], size: TextSize, left: float, top: float, *, centre: float | None = None
) -> None:
    """Draw lines downwards from `top`, flush left at `left`, or centred in a space `centre` wide that begins there."""
    baseline = top - (size.leading - size.size) / 2 - _ASCENT * size.size
    for line in lines:
        x = left + line.indent if centre is None else left + (centre - line.width) / 2
        draw_line(canvas, line, size, x, baseline)
        baseline -= size.leading


def draw_line(canvas: Canvas, line: TextLine, size: TextSize, x: float, baseline: float) -> None:
    """Draw one line with its baseline at `baseline`."""
    if not line.spans:
        return
    text = canvas.beginText(x, baseline)
    for span in line.spans:
        text.setFont(span.font, size.size)
        text.setCharSpace(size.tracking + line.spread if span.chinese else 0)
        text.textOut(span.text)
    canvas.drawText(text)
