"""Places for the pen and the seal: signatures in ruled boxes, the seal over issuer and date, boxes to write in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.blocks import BLANKS, Seal, Signatory, SignatureLines, Signatures, TimePrecision, WritingBox
from counter_app.documents.pdf.codes import draw_qr
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_text
from counter_app.documents.pdf.ruled import Cell, row, text_cell
from counter_app.documents.pdf.strips import Draw, Strip, kept
from counter_app.documents.qr import qr_modules
from counter_app.documents.sizes import TextSize, TypeScale

_UNDER: Final = 3.0  # points from a line of text to the rule for the pen beside it


def signature_strips(signatures: Signatures, measure: float, scale: TypeScale) -> list[Strip]:
    """Signatures side by side in ruled boxes, the note of a refusal in a box under them."""
    size, above = scale.table, scale.cell_above
    width = measure / len(signatures.signatories)
    inner = width - 2 * sizes.CELL_SIDE
    heads = [set_text(_head(who), size, inner) for who in signatures.signatories]
    foots = [set_text(_time(who, signatures.moment), size, inner) for who in signatures.signatories]
    height = (
        max(len(head) for head in heads) * size.leading
        + sizes.signature_space(signatures)
        + max(len(foot) for foot in foots) * size.leading
        + 2 * above
    )

    def draw(canvas: Canvas, left: float, top: float) -> None:
        for head, foot in zip(heads, foots, strict=True):
            _draw_box(canvas, head, foot, size, above, (left, top, width, height))
            left += width

    strips = [Strip(height, draw)]
    if signatures.refusal:
        strips.append(row([text_cell(signatures.refusal, size, measure)], above=above))
    return kept(strips)


def _draw_box(
    canvas: Canvas,
    head: tuple[TextLine, ...],
    foot: tuple[TextLine, ...],
    size: TextSize,
    above: float,
    box: tuple[float, float, float, float],
) -> None:
    """A ruled box with who signs at its head and when at its foot; `box` is left, top, width and height."""
    left, top, width, height = box
    canvas.setLineWidth(sizes.RULE)
    canvas.rect(left, top - height, width, height)
    draw_lines(canvas, head, size, left + sizes.CELL_SIDE, top - above)
    draw_right(canvas, foot, size, left + width - sizes.CELL_SIDE, top - height + above + len(foot) * size.leading)


def _head(who: Signatory) -> str:
    return f"{who.label}：{who.name}"


def _time(who: Signatory, moment: TimePrecision) -> str:
    return who.signed_at or BLANKS[moment]


def draw_right(canvas: Canvas, lines: tuple[TextLine, ...], size: TextSize, right: float, top: float) -> None:
    """Draw lines downwards from `top`, flush right at `right`."""
    for line in lines:
        draw_lines(canvas, (line,), size, right - line.width, top)
        top -= size.leading


def signature_line_strips(lines: SignatureLines, measure: float, scale: TypeScale) -> list[Strip]:
    """A line for each who signs: the label, a rule for the pen, the time at the right."""
    return kept([_signature_line(who, lines.moment, measure, scale.table) for who in lines.signatories])


def _signature_line(who: Signatory, moment: TimePrecision, measure: float, size: TextSize) -> Strip:
    time = set_text(_time(who, moment), size, measure / 2)
    head = set_text(_head(who), size, measure - time[0].width - size.size)
    height = max(sizes.SIGNATURE_LINE, len(head) * size.leading)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        below = top - height + size.leading
        draw_lines(canvas, head, size, left, below + (len(head) - 1) * size.leading)
        draw_right(canvas, time, size, left + measure, below)
        canvas.setLineWidth(sizes.RULE)
        ruled = below - size.leading + _UNDER
        canvas.line(left + head[-1].width, ruled, left + measure - time[0].width - size.size, ruled)

    return Strip(height, draw)


def seal_strips(seal: Seal, measure: float, scale: TypeScale) -> list[Strip]:
    """Issuer and day centred on each other in the right half, with space for a round seal over both."""
    if seal.signatories:
        return _ruled_seal(seal, measure, scale)
    width = measure * sizes.SEAL_SHARE
    depth, said = _issued(seal, width, scale.body)
    height = max(sizes.SEAL_ROOM, depth)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        said(canvas, left + measure - width, top - (height - depth) / 2)

    return [Strip(height, draw)]


def _issued(seal: Seal, width: float, size: TextSize) -> tuple[float, Draw]:
    """How high issuer, day and hint are together, and what draws them, centred in `width`."""
    lines = set_text(seal.issuer, size, width) + set_text(seal.day, size, width)
    hint = set_text(seal.hint, sizes.SMALL, width) if seal.hint else ()

    def draw(canvas: Canvas, left: float, top: float) -> None:
        draw_lines(canvas, lines, size, left, top, centre=width)
        draw_lines(canvas, hint, sizes.SMALL, left, top - len(lines) * size.leading, centre=width)

    return len(lines) * size.leading + len(hint) * sizes.SMALL.leading, draw


def _ruled_seal(seal: Seal, measure: float, scale: TypeScale) -> list[Strip]:
    """The seal in a ruled box at the right, those who sign one above the other at the left, a QR code between them."""
    size, above = scale.table, scale.cell_above
    left_width, *between, right = sizes.seal_widths(measure, qr_modules(seal.code) if seal.code else 0)
    inner = left_width - 2 * sizes.CELL_SIDE
    heads = [set_text(_head(who), size, inner) for who in seal.signatories]
    foots = [set_text(_time(who, seal.moment), size, inner) for who in seal.signatories]
    depth, said = _issued(seal, right - 2 * sizes.CELL_SIDE, size)
    refused = [line for part in sizes.refusal_lines(seal) for line in set_text(part, scale.small, inner)]
    note = row([Cell(tuple(refused), scale.small, left_width)], above=above) if refused else None
    below = note.height if note is not None else 0.0
    least = _least_heights(seal.signatories, heads, foots, scale)
    height = max(sizes.SEAL_ROOM, depth + 2 * above, sum(least) + below)
    boxes = sizes.box_heights(least, height - below)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        under = top
        for head, foot, high in zip(heads, foots, boxes, strict=True):
            _draw_box(canvas, head, foot, size, above, (left, under, left_width, high))
            under -= high
        if note is not None:
            note.draw(canvas, left, under)
        left += left_width
        for width in between:
            _draw_code(canvas, seal, scale.small, (left, top, width, height))
            left += width
        canvas.rect(left, top - height, right, height)
        said(canvas, left + sizes.CELL_SIDE, top - (height - depth) / 2)

    strips = [Strip(height, draw)]
    if seal.refusal and not refused:
        strips.append(row([text_cell(seal.refusal, size, measure)], above=above))
    return kept(strips)


def _draw_code(canvas: Canvas, seal: Seal, size: TextSize, box: tuple[float, float, float, float]) -> None:
    """A ruled box with a QR code and its note under it; `box` is left, top, width and height."""
    left, top, width, height = box
    canvas.setLineWidth(sizes.RULE)
    canvas.rect(left, top - height, width, height)
    side = sizes.qr_side(qr_modules(seal.code))
    note = set_text(seal.code_note, size, width - 2 * sizes.CODE_SIDE) if seal.code_note else ()
    top -= max(0.0, (height - side - len(note) * size.leading) / 2)
    draw_qr(canvas, seal.code, left + (width - side) / 2, top)
    draw_lines(canvas, note, size, left, top - side, centre=width)


def _least_heights(
    signatories: Sequence[Signatory],
    heads: Sequence[tuple[TextLine, ...]],
    foots: Sequence[tuple[TextLine, ...]],
    scale: TypeScale,
) -> list[float]:
    """How high each box has to be, with space for the pen where a name lacks."""
    return [
        (len(head) + len(foot)) * scale.table.leading + 2 * scale.cell_above + (0.0 if who.name else sizes.BOX_PEN_ROOM)
        for who, head, foot in zip(signatories, heads, foots, strict=True)
    ]


def writing_box_strips(box: WritingBox, measure: float, scale: TypeScale) -> list[Strip]:
    """A large empty box beside its label."""
    label = measure * sizes.CHECK_LABEL_SHARE + sizes.TICK_COLUMN
    lines = set_text(box.label, scale.heading, label - 2 * sizes.CELL_SIDE, FontStyle.STRONG)
    hint = set_text(box.hint, scale.small, label - 2 * sizes.CELL_SIDE) if box.hint else ()
    depth = len(lines) * scale.heading.leading + len(hint) * scale.small.leading
    height = max(sizes.WRITING_BOX, depth + 2 * scale.cell_above)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setLineWidth(sizes.BOX_RULE)
        canvas.grid([left, left + label, left + measure], [top - height, top])
        start = top - (height - depth) / 2
        centre = label - 2 * sizes.CELL_SIDE
        draw_lines(canvas, lines, scale.heading, left + sizes.CELL_SIDE, start, centre=centre)
        below = start - len(lines) * scale.heading.leading
        draw_lines(canvas, hint, scale.small, left + sizes.CELL_SIDE, below, centre=centre)

    return [Strip(height, draw)]
