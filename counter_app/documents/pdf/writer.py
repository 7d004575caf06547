"""From blocks to a PDF file: the same paper gives the same bytes, on every machine and every day."""

from __future__ import annotations

import threading
from dataclasses import replace
from io import BytesIO
from typing import assert_never

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.blocks import (
    Annex,
    Block,
    Checklist,
    Code,
    Document,
    Grid,
    Heading,
    Labels,
    Layout,
    Paragraph,
    Seal,
    Signatures,
    Table,
    WritingBox,
)
from counter_app.documents.pdf.codes import code_strips, label_strips
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_runs, set_text
from counter_app.documents.pdf.pages import Paginator
from counter_app.documents.pdf.ruled import checklist_strips, grid_strips, table_strips
from counter_app.documents.pdf.signing import draw_right, seal_strips, signature_strips, writing_box_strips
from counter_app.documents.pdf.strips import Draw, NewPage, Piece, Strip, kept, spaced
from counter_app.documents.sizes import PageGeometry, TextSize

rl_config.useA85 = 0  # pages as they are compressed: letters for old mail would take a tenth of the time and the size
_ONE_AT_A_TIME = threading.Lock()  # ReportLab's fonts are shared between canvases


def render_pdf(document: Document) -> bytes:
    """Write a paper as PDF. Safe to call from any thread; nothing personal goes into the metadata."""
    with _ONE_AT_A_TIME:
        page = sizes.page_of(document.layout)
        target = BytesIO()
        canvas = Canvas(target, pagesize=(page.width, page.height), invariant=1, pageCompression=1, lang="zh-CN")
        canvas.setTitle(document.title)
        canvas.setAuthor(document.heading)
        canvas.setSubject(document.number)
        canvas.setCreator("counter-app")
        Paginator(canvas, document).fill(_fitted(document))
        canvas.save()
        return target.getvalue()


def _fitted(document: Document) -> list[Piece]:
    """The pieces of a paper, its lines a little closer where that saves a page: signatures stand with their words."""
    pieces = _pieces(document, sizes.body_of(document.layout))
    count = _count(document, pieces)
    if count > 1 and document.layout is Layout.NOTICE:
        body = sizes.body_of(document.layout)
        for share in sizes.TIGHTER:
            closer = _pieces(document, replace(body, leading=body.leading * share))
            if _count(document, closer) < count:
                return closer
    return pieces


def _count(document: Document, pieces: list[Piece]) -> int:
    pages = Paginator(None, document)
    pages.fill(pieces)
    return pages.count


def _pieces(document: Document, body: TextSize) -> list[Piece]:
    page = sizes.page_of(document.layout)
    pieces: list[Piece] = list(_head_strips(document, page))
    for index, block in enumerate(document.blocks):
        if isinstance(block, Annex):
            pieces.append(NewPage(landscape=block.landscape))
            page = sizes.page_of(document.layout)
            page = page.turned() if block.landscape else page
        strips = _strips(block, body, page)
        before = document.blocks[index - 1] if index else None
        following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        strips = spaced(strips, sizes.gap_between(before, block))
        pieces += _bound(block, strips, following)
    return pieces


def _bound(block: Block, strips: list[Strip], following: Block | None) -> list[Strip]:
    """Bind what may not stand alone: a heading or lead-in to what follows, signatures to the words they sign.

    A remark is bound to the text before it: signatures under a remark alone would be a page without its matter.
    """
    if not strips:
        return strips
    leads = (
        isinstance(block, Heading | Annex)
        or (isinstance(block, Paragraph) and isinstance(following, Table | Grid | Checklist))
        or (isinstance(block, Paragraph) and isinstance(following, Paragraph) and following.small and not block.small)
        or (not isinstance(block, Signatures) and isinstance(following, Signatures | Seal))
    )
    return [*strips[:-1], replace(strips[-1], keep=True)] if leads and following is not None else strips


def _strips(block: Block, body: TextSize, page: PageGeometry) -> list[Strip]:  # noqa: C901, PLR0911 - one return a block
    match block:
        case Heading(text=text):
            lines = set_text(text, sizes.HEADING, page.measure, FontStyle.STRONG)
            return kept(_line_strips(lines, sizes.HEADING))
        case Annex(title=title):
            lines = set_text(title, sizes.HEADING, page.measure, FontStyle.STRONG)
            return kept(_line_strips(lines, sizes.HEADING))
        case Paragraph():
            return _paragraph_strips(block, body, page)
        case Table():
            return table_strips(block, page.measure, page.depth)
        case Grid():
            return grid_strips(block, page.measure, page.depth)
        case Checklist():
            return checklist_strips(block, page.measure, page.depth)
        case WritingBox():
            return writing_box_strips(block, page.measure)
        case Signatures():
            return signature_strips(block, page.measure, page.depth)
        case Seal():
            return seal_strips(block, body, page.measure)
        case Code():
            return code_strips(block, page.measure)
        case Labels():
            return label_strips(block, page.measure)
        case _:
            assert_never(block)


def _paragraph_strips(paragraph: Paragraph, body: TextSize, page: PageGeometry) -> list[Strip]:
    size = sizes.SMALL if paragraph.small else body
    indent = 2 * (size.size + size.tracking) if paragraph.indent else 0.0
    lines = set_runs(paragraph.runs, size, page.measure, fill=True, indent=indent)
    strips = _line_strips(lines, size)
    # Neither the first nor the last line of a paragraph stands alone on a page.
    return [replace(strip, keep=i in (0, len(strips) - 2) and len(strips) > 1) for i, strip in enumerate(strips)]


def _line_strips(lines: tuple[TextLine, ...], size: TextSize) -> list[Strip]:
    return [Strip(size.leading, _drawing(line, size)) for line in lines]


def _drawing(line: TextLine, size: TextSize) -> Draw:
    return lambda canvas, left, top: draw_lines(canvas, (line,), size, left, top)


def _head_strips(document: Document, page: PageGeometry) -> list[Strip]:
    """Office and title centred, the number at the upper right below them."""
    lines: tuple[TextLine, ...] = ()
    for text in filter(None, (document.heading, document.title)):
        lines += set_text(text, sizes.TITLE, page.measure, FontStyle.STRONG)
    strips = [_centred(line, page.measure) for line in lines]
    if document.number:
        number = set_text(document.number, sizes.NUMBER, page.measure)
        strips.append(
            Strip(
                sizes.NUMBER.leading,
                lambda canvas, left, top: draw_right(canvas, number, sizes.NUMBER, left + page.measure, top),
                gap=sizes.BLOCK_GAP / 2,
            )
        )
    return [replace(strip, keep=True) for strip in strips]


def _centred(line: TextLine, measure: float) -> Strip:
    return Strip(
        sizes.TITLE.leading,
        lambda canvas, left, top: draw_lines(canvas, (line,), sizes.TITLE, left, top, centre=measure),
    )
