"""Pages: strips stacked downwards, headers repeated, what belongs together kept, and what stands at each foot."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.barcode import bars
from counter_app.documents.blocks import Document, reprint_mark
from counter_app.documents.pdf.codes import draw_bars
from counter_app.documents.pdf.lines import draw_lines, set_text
from counter_app.documents.pdf.signing import draw_right
from counter_app.documents.pdf.strips import NewPage, Piece, Strip, height_of
from counter_app.documents.sizes import PageGeometry


class Paginator:
    """The pages of one paper while they are being filled."""

    def __init__(self, canvas: Canvas | None, document: Document, pages: int = 0, *, slack: float = 0.0) -> None:
        """Begin the first of `pages`; without a canvas nothing is drawn, and `count` tells how many there would be.

        `slack` points of each page stay free.
        """
        self._canvas = canvas
        self._document = document
        self._page = sizes.page_of(document.layout)
        self._pages = pages
        self._slack = slack
        self._number = 1
        self._barcode, self._before = document.barcode, 0
        self._fresh = True
        self._top = self._page.height - self._page.top

    def fill(self, pieces: Sequence[Piece]) -> None:
        """Stack all pieces and finish the last page."""
        waiting: list[Strip] = []
        for piece in pieces:
            if isinstance(piece, NewPage):
                self._place(waiting)
                waiting = []
                self._turn(piece)
                continue
            waiting.append(piece)
            if not piece.keep:
                self._place(waiting)
                waiting = []
        self._place(waiting)
        self._finish(last=True)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._number

    @property
    def _left_over(self) -> float:
        return self._top - self._page.bottom - self._slack

    def _place(self, bound: list[Strip]) -> None:
        if not bound:
            return
        needed = height_of(bound) - (bound[0].gap if self._fresh else 0.0)
        if needed > self._left_over + 0.01 and needed <= self._page.depth and not self._partable(bound):
            self._next(bound[0].header)
        for strip in bound:
            self._stack(strip)

    def _partable(self, bound: list[Strip]) -> bool:
        """Whether the last of what is bound together can be parted, so that the page is filled."""
        split = bound[-1].split
        return split is not None and split(self._left_over - height_of(bound) + bound[-1].height) is not None

    def _stack(self, strip: Strip) -> None:
        rest: Strip | None = strip
        while rest is not None:
            gap = 0.0 if self._fresh else rest.gap
            if gap + rest.height <= self._left_over + 0.01:
                self._draw(rest, gap)
                return
            parts = rest.split(self._left_over - gap) if rest.split is not None else None
            if parts is not None:
                self._draw(parts[0], gap)
                rest = parts[1]
            elif self._fresh:  # higher than a page and not to be parted: better over the edge than lost
                self._draw(rest, gap)
                return
            self._next(rest.header)

    def _draw(self, strip: Strip, gap: float) -> None:
        self._top -= gap
        if self._canvas is not None:
            strip.draw(self._canvas, self._page.left, self._top)
        self._top -= strip.height
        self._fresh = False

    def _next(self, header: tuple[Strip, ...] = ()) -> None:
        self._finish(last=False)
        self._begin(self._page)
        for strip in header:
            self._draw(strip, 0.0)

    def _turn(self, turn: NewPage) -> None:
        upright = sizes.page_of(self._document.layout)
        self._finish(last=bool(turn.barcode))
        if turn.barcode:
            self._barcode, self._before = turn.barcode, self._number
        self._begin(upright.turned() if turn.landscape else upright)

    def _begin(self, page: PageGeometry) -> None:
        self._page = page
        self._number += 1
        if self._canvas is not None:
            self._canvas.setPageSize((page.width, page.height))
        self._top = page.height - page.top
        self._fresh = True

    def _finish(self, *, last: bool) -> None:
        if self._canvas is not None:
            at = (self._number - self._before, self._pages)
            draw_foot(self._canvas, self._document, self._page, at, self._barcode, last=last)
            self._canvas.showPage()


def draw_foot(
    canvas: Canvas, document: Document, page: PageGeometry, at: tuple[int, int], barcode: str, *, last: bool
) -> None:
    """Draw `barcode` and number at the left; page number, who signs, and on the last page where the copies go.

    `at` is the number of the page and that of all pages.
    """
    top = page.bottom - page.foot
    right = page.width - page.right
    if barcode:
        _draw_barcode(canvas, barcode, page, top)
    number, pages = at
    words = f"第{number}页　共{pages}页" if document.counted else f"— {number} —"
    folio = set_text(words, sizes.PAGE_NUMBER, page.measure)
    draw_right(canvas, folio, sizes.PAGE_NUMBER, right - sizes.PAGE_NUMBER.size, top + sizes.SMALL.leading / 2)
    below = top + sizes.SMALL.leading / 2 - sizes.PAGE_NUMBER.leading
    for note in (document.page_note, document.copies_note if last else ""):
        if note:
            lines = set_text(note, sizes.SMALL, page.measure * sizes.FOOT_SHARE)
            draw_right(canvas, lines, sizes.SMALL, right, below)
            below -= len(lines) * sizes.SMALL.leading
    if said := reprint_mark(document):
        mark = set_text(said, sizes.NUMBER, page.measure)
        draw_right(canvas, mark, sizes.NUMBER, right, page.height - page.top / 2 + sizes.NUMBER.leading / 2)


def _draw_barcode(canvas: Canvas, text: str, page: PageGeometry, top: float) -> None:
    module = sizes.barcode_module(sum(bars(text)), page)
    x = draw_bars(canvas, text, page.left, top, module, sizes.BARCODE_HEIGHT)
    label = set_text(text, sizes.SMALL, x - page.left)
    draw_lines(canvas, label, sizes.SMALL, page.left, top - sizes.BARCODE_HEIGHT)
