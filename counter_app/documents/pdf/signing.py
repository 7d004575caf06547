"""Places for the pen and the seal: signatures in ruled boxes, the seal over issuer and date, boxes to write in."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.blocks import BLANKS, Seal, Signatory, Signatures, WritingBox
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_text
from counter_app.documents.pdf.ruled import row, text_cell
from counter_app.documents.pdf.strips import Strip, kept
from counter_app.documents.sizes import TextSize


def signature_strips(signatures: Signatures, measure: float, space: float) -> list[Strip]:
    """Signatures side by side in ruled boxes, the note of a refusal in a box under them."""
    width = measure / len(signatures.signatories)
    inner = width - 2 * sizes.CELL_SIDE
    heads = [set_text(_head(who), sizes.TABLE, inner) for who in signatures.signatories]
    foots = [set_text(who.signed_at or BLANKS[signatures.moment], sizes.TABLE, inner) for who in signatures.signatories]
    height = (
        max(len(head) for head in heads) * sizes.TABLE.leading
        + sizes.signature_space(signatures)
        + max(len(foot) for foot in foots) * sizes.TABLE.leading
        + 2 * sizes.CELL_ABOVE
    )

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setLineWidth(sizes.RULE)
        canvas.grid([left + i * width for i in range(len(heads) + 1)], [top - height, top])
        for head, foot in zip(heads, foots, strict=True):
            draw_lines(canvas, head, sizes.TABLE, left + sizes.CELL_SIDE, top - sizes.CELL_ABOVE)
            bottom = top - height + sizes.CELL_ABOVE + len(foot) * sizes.TABLE.leading
            draw_right(canvas, foot, sizes.TABLE, left + width - sizes.CELL_SIDE, bottom)
            left += width

    strips = [Strip(height, draw)]
    if signatures.refusal:
        strips.append(row([text_cell(signatures.refusal, sizes.TABLE, measure)], space=space))
    return kept(strips)


def _head(who: Signatory) -> str:
    return f"{who.label}：{who.name}"


def draw_right(canvas: Canvas, lines: tuple[TextLine, ...], size: TextSize, right: float, top: float) -> None:
    """Draw lines downwards from `top`, flush right at `right`."""
    for line in lines:
        draw_lines(canvas, (line,), size, right - line.width, top)
        top -= size.leading


def seal_strips(seal: Seal, size: TextSize, measure: float) -> list[Strip]:
    """Issuer and day centred on each other in the right half, with space for a round seal over both."""
    width = measure * sizes.SEAL_SHARE
    lines = set_text(seal.issuer, size, width) + set_text(seal.day, size, width)
    hint = set_text(seal.hint, sizes.SMALL, width) if seal.hint else ()
    depth = len(lines) * size.leading + len(hint) * sizes.SMALL.leading
    height = max(sizes.SEAL_ROOM, depth)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        start = top - (height - depth) / 2
        draw_lines(canvas, lines, size, left + measure - width, start, centre=width)
        below = start - len(lines) * size.leading
        draw_lines(canvas, hint, sizes.SMALL, left + measure - width, below, centre=width)

    return [Strip(height, draw)]


def writing_box_strips(box: WritingBox, measure: float) -> list[Strip]:
    """A large empty box beside its label."""
    label = measure * sizes.CHECK_LABEL_SHARE + sizes.TICK_COLUMN
    lines = set_text(box.label, sizes.HEADING, label - 2 * sizes.CELL_SIDE, FontStyle.STRONG)
    hint = set_text(box.hint, sizes.SMALL, label - 2 * sizes.CELL_SIDE) if box.hint else ()
    depth = len(lines) * sizes.HEADING.leading + len(hint) * sizes.SMALL.leading
    height = max(sizes.WRITING_BOX, depth + 2 * sizes.CELL_ABOVE)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setLineWidth(sizes.BOX_RULE)
        canvas.grid([left, left + label, left + measure], [top - height, top])
        start = top - (height - depth) / 2
        centre = label - 2 * sizes.CELL_SIDE
        draw_lines(canvas, lines, sizes.HEADING, left + sizes.CELL_SIDE, start, centre=centre)
        below = start - len(lines) * sizes.HEADING.leading
        draw_lines(canvas, hint, sizes.SMALL, left + sizes.CELL_SIDE, below, centre=centre)

    return [Strip(height, draw)]
