"""From blocks to strips: what each block is on a page, and which of them may not be parted from the next."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from counter_app.documents import sizes
from counter_app.documents.blocks import (
    Annex,
    Block,
    Checklist,
    Code,
    Diagram,
    Document,
    Grid,
    Heading,
    Labels,
    Paragraph,
    Seal,
    SignatureLines,
    Signatures,
    Table,
    WritingBox,
)
from counter_app.documents.pdf.codes import code_strips, label_strips
from counter_app.documents.pdf.diagrams import diagram_strips
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_runs, set_text
from counter_app.documents.pdf.ruled import checklist_strips, grid_strips, table_strips
from counter_app.documents.pdf.signing import (
    draw_right,
    seal_strips,
    signature_line_strips,
    signature_strips,
    writing_box_strips,
)
from counter_app.documents.pdf.strips import Draw, NewPage, Piece, Strip, height_of, kept, spaced
from counter_app.documents.sizes import PageGeometry, TextSize, TypeScale
from counter_app.domain.basics.records import frozen

_SHORT_END = 0.45
"""Of a page: what stands between a table and the end, where it is less, is not parted from the table's last rows."""


@frozen
class Pieces:
    """The pieces of a paper; the blocks from `bound_from` on are one with the last rows of the table before them."""

    pieces: tuple[Piece, ...]
    bound_from: int | None = None


def pieces_of(document: Document, scale: TypeScale) -> Pieces:
    """All pieces of a paper set in `scale`."""
    page = sizes.page_of(document.layout)
    parts: list[list[Strip]] = []
    turns: dict[int, NewPage] = {}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Annex):
            turns[index] = NewPage(landscape=block.landscape, barcode=block.barcode)
            page = sizes.page_of(document.layout)
            page = page.turned() if block.landscape else page
        before = document.blocks[index - 1] if index else None
        following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        strips = spaced(_strips(block, scale, page), sizes.gap_between(before, block))
        parts.append(_bound(block, strips, following))
    bound_from = _bound_end(document.blocks, parts, sizes.page_of(document.layout))
    pieces: list[Piece] = list(_head_strips(document, scale))
    for index, strips in enumerate(parts):
        pieces += [turns[index]] if index in turns else []
        pieces += strips
    return Pieces(tuple(pieces), bound_from)


def _bound(block: Block, strips: list[Strip], following: Block | None) -> list[Strip]:
    """Bind what may not stand alone: a heading or lead-in to what follows, signatures to the words they sign.

    A remark is bound to the text before it: signatures under a remark alone would be a page without its matter.
    """
    if not strips:
        return strips
    leads = (
        isinstance(block, Heading | Annex)
        or (isinstance(block, Paragraph) and isinstance(following, Table | Grid | Checklist | Code))
        or (isinstance(block, Paragraph) and isinstance(following, Paragraph) and following.small and not block.small)
        or (not isinstance(block, Signatures) and isinstance(following, Signatures | SignatureLines | Seal))
    )
    return [*strips[:-1], replace(strips[-1], keep=True)] if leads and following is not None else strips


def _bound_end(blocks: tuple[Block, ...], parts: list[list[Strip]], page: PageGeometry) -> int | None:
    """Bind a short end, signatures in it, to the last rows of the table before it: what is signed is on its page."""
    end = next((at for at, block in enumerate(blocks) if isinstance(block, Annex)), len(blocks))
    table = max((at for at, block in enumerate(blocks[:end]) if isinstance(block, Table | Grid)), default=None)
    if table is None or not isinstance(blocks[end - 1], Signatures | SignatureLines | Seal):
        return None
    last = [strip for strips in parts[table + 1 : end] for strip in strips]
    if height_of(last) > _SHORT_END * page.depth:
        return None
    rows = parts[table]
    parts[table] = [*rows[: -sizes.ROWS_SIGNED], *(replace(strip, keep=True) for strip in rows[-sizes.ROWS_SIGNED :])]
    for at in range(table + 1, end):
        parts[at] = [replace(strip, keep=True) for strip in parts[at]]
    parts[end - 1] = kept(parts[end - 1])
    return table + 1


def _strips(  # noqa: C901, PLR0911, PLR0912 - one return a block
    block: Block, scale: TypeScale, page: PageGeometry
) -> list[Strip]:
    measure = page.measure
    match block:
        case Heading(text=text) | Annex(title=text):
            lines = set_text(text, scale.heading, measure, FontStyle.STRONG)
            return kept(_line_strips(lines, scale.heading))
        case Paragraph():
            return _paragraph_strips(block, scale.of_paragraph(block), measure)
        case Table():
            return table_strips(block, measure, scale)
        case Grid():
            return grid_strips(block, measure, scale)
        case Checklist():
            return checklist_strips(block, measure, scale)
        case WritingBox():
            return writing_box_strips(block, measure, scale)
        case Signatures():
            return signature_strips(block, measure, scale)
        case SignatureLines():
            return signature_line_strips(block, measure, scale)
        case Seal():
            return seal_strips(block, measure, scale)
        case Code():
            return code_strips(block, measure, scale.small)
        case Diagram():
            return diagram_strips(block, measure, scale)
        case Labels():
            return label_strips(block, measure)
        case _:
            assert_never(block)


def _paragraph_strips(paragraph: Paragraph, size: TextSize, measure: float) -> list[Strip]:
    indent = 2 * (size.size + size.tracking) if paragraph.indent else 0.0
    lines = set_runs(paragraph.runs, size, measure, fill=True, indent=indent)
    strips = _line_strips(lines, size)
    # Neither the first nor the last line of a paragraph stands alone on a page.
    return [replace(strip, keep=i in (0, len(strips) - 2) and len(strips) > 1) for i, strip in enumerate(strips)]


def _line_strips(lines: tuple[TextLine, ...], size: TextSize) -> list[Strip]:
    return [Strip(size.leading, _drawing(line, size)) for line in lines]


def _drawing(line: TextLine, size: TextSize) -> Draw:
    return lambda canvas, left, top: draw_lines(canvas, (line,), size, left, top)


def _head_strips(document: Document, scale: TypeScale) -> list[Strip]:
    """Office and title centred, the number at the upper right below them."""
    measure = sizes.page_of(document.layout).measure
    lines: tuple[TextLine, ...] = ()
    for text in sizes.head_lines(document, scale):
        lines += set_text(text, scale.title, measure, FontStyle.STRONG)
    strips = [_centred(line, scale.title, measure) for line in lines]
    if document.number:
        number = set_text(document.number, sizes.NUMBER, measure)
        strips.append(
            Strip(
                sizes.NUMBER.leading,
                lambda canvas, left, top: draw_right(canvas, number, sizes.NUMBER, left + measure, top),
                gap=sizes.BLOCK_GAP / 2,
            )
        )
    return [replace(strip, keep=True) for strip in strips]


def _centred(line: TextLine, size: TextSize, measure: float) -> Strip:
    return Strip(
        size.leading,
        lambda canvas, left, top: draw_lines(canvas, (line,), size, left, top, centre=measure),
    )
