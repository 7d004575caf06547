"""How close a paper is set: a little closer, or smaller, where that saves a page. Both writers follow it.

The fonts of a counter's Word have the advances of ours: a Chinese character is one em, and Latin letters have the
metrics of Times.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Final

from counter_app.documents import sizes
from counter_app.documents.blocks import Document, Fit
from counter_app.documents.pdf.pages import Paginator
from counter_app.documents.pdf.pieces import Pieces, pieces_of
from counter_app.documents.sizes import TypeScale
from counter_app.domain.basics.records import frozen

ONE_AT_A_TIME: Final = threading.RLock()
"""ReportLab's fonts are shared between canvases."""


@frozen
class Fitted:
    """A paper set in its scale: its pieces, and how many pages they take."""

    scale: TypeScale
    set: Pieces
    pages: int


@lru_cache(maxsize=1)
def fitted(document: Document) -> Fitted:
    """The paper as both writers write it. The last one is kept: PDF and Word of a paper are mostly written together."""
    with ONE_AT_A_TIME:
        usual = _in_scale(document, sizes.scale_of(document.layout))
        scales = list(sizes.closer_scales(document.layout, document.fit))
        if usual.pages == 1 or usual.pages > sizes.MOST_FITTED or not scales:
            return usual
        closest = _in_scale(document, scales[-1])  # where that saves nothing, none does: most papers are done here
        if closest.pages == usual.pages:
            return usual
        wanted = closest.pages if document.fit is Fit.PAGE else usual.pages - 1
        tried = (_in_scale(document, scale) for scale in scales[:-1])
        return next((one for one in tried if one.pages <= wanted), closest)


def scale_for_word(document: Document) -> TypeScale:
    """The scale in which the paper has as many pages in Word, WPS and LibreOffice as in the PDF.

    Word and WPS set lines as we do; LibreOffice, up to 7.6 at least, adds white between Chinese and Latin.
    """
    with ONE_AT_A_TIME:
        paper = fitted(document)
        if paper.pages > sizes.MOST_FITTED:
            return paper.scale
        usual = sizes.scale_of(document.layout)
        scales = [usual, *sizes.closer_scales(document.layout, document.fit)]
        closer = scales[scales.index(paper.scale) :]
        if not _stays(document, closer[0], paper.pages) and _stays(document, closer[-1], paper.pages):
            return next(scale for scale in closer[1:] if _stays(document, scale, paper.pages))
        return paper.scale


def _stays(document: Document, scale: TypeScale, pages: int) -> bool:
    """Whether the paper has no more pages where white is put between Chinese and Latin."""
    return _in_scale(document, scale.spaced(), sizes.SLACK).pages <= pages


def _in_scale(document: Document, scale: TypeScale, slack: float = 0.0) -> Fitted:
    made = pieces_of(document, scale)
    pages = Paginator(None, document, slack=slack)
    pages.fill(made.pieces)
    return Fitted(scale, made, pages.count)
