"""From blocks to a PDF file: the same paper gives the same bytes, on every machine and every day."""

from __future__ import annotations

from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.blocks import Document
from counter_app.documents.pdf.fitting import ONE_AT_A_TIME, fitted
from counter_app.documents.pdf.pages import Paginator

rl_config.useA85 = 0  # pages as they are compressed: letters for old mail would take a tenth of the time and the size


def render_pdf(document: Document) -> bytes:
    """Write a paper as PDF. Safe to call from any thread; nothing personal goes into the metadata."""
    with ONE_AT_A_TIME:
        page = sizes.page_of(document.layout)
        target = BytesIO()
        canvas = Canvas(target, pagesize=(page.width, page.height), invariant=1, pageCompression=1, lang="zh-CN")
        canvas.setTitle(document.title)
        canvas.setAuthor(document.heading)
        canvas.setSubject(document.number)
        canvas.setCreator("counter-app")
        paper = fitted(document)
        Paginator(canvas, document, paper.pages).fill(paper.set.pieces)
        canvas.save()
        return target.getvalue()
