"""The manual as one PDF and as one HTML file, for handing out. Needs a Qt application, but no display."""

from __future__ import annotations

import base64
import html
import re
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from counter_app import paths
from counter_app.ui.base.application import TITLE
from counter_app.ui.manual.files import chapters, manual_folder
from counter_app.ui.manual.reader import blocks_of, set_chapter
from counter_app.ui.style import fonts

PDF_NAME: Final = "使用手册.pdf"
HTML_NAME: Final = "使用手册.html"
_DOTS: Final = 96
"""Dots an inch at which the text is laid out; the PDF holds outlines."""
_POINTS: Final = 10.5
_MARGIN: Final = 18.0
_FOOT: Final = 32
_EDGE: Final = 2
_SHARE: Final = 0.86
"""Of the width of the paper, for a picture."""
_GAP: Final = 10
"""Below a picture."""
_IMAGE: Final = "\ufffc"
"""What stands for a picture in the text of its block."""
_STYLE: Final = """
body { font: 16px/1.7 "Noto Sans SC", "Microsoft YaHei", sans-serif; max-width: 46em; margin: 2em auto; }
img { max-width: 100%; border: 1px solid #d9dee5; } h1 { border-bottom: 1px solid #d9dee5; padding-top: 1.5em; }
table { border-collapse: collapse; } td, th { border: 1px solid #d9dee5; padding: .2em .6em; text-align: left; }
code { background: #f4f6f9; padding: 0 .2em; }
"""
_PICTURE: Final = re.compile(r'<img src="pictures/([^"]+)"')


class _Paper(QTextDocument):
    """All chapters, each on a page of its own, pictures as wide as the paper."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._width = width
        font = QFont(fonts.family(bundled=True))
        font.setPointSizeF(_POINTS)
        self.setDefaultFont(font)
        self.setDocumentMargin(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture that fits the paper."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(manual_folder() / "pictures" / QUrl(name).fileName()))
        ratio = max(1.0, picture.width() / (self._width * _SHARE))
        picture.setDevicePixelRatio(ratio)
        return picture


def write_manual(folder: Path) -> list[Path]:
    """Write both files into `folder`; return them. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_pdf(folder / PDF_NAME), write_html(folder / HTML_NAME)]


def write_pdf(path: Path) -> Path:
    """Write the manual as A4 pages with their numbers."""
    writer = QPdfWriter(str(path))
    writer.setTitle(f"{TITLE}使用手册")
    writer.setCreator(f"counter-app {paths.version()}")
    writer.setResolution(_DOTS)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(layout)
    area = writer.pageLayout().paintRectPixels(_DOTS)
    document = _Paper(area.width())
    document.documentLayout().setPaintDevice(writer)
    set_chapter(document, "\n\n".join(_whole()))
    _break_before_chapters(document)
    page = QSizeF(area.width(), area.height() - _FOOT)
    document.setPageSize(page)
    _keep_headings(document)
    painter = QPainter(writer)
    if not painter.isActive():
        raise OSError(path)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * page.height())
        # Less than the page: Qt would draw the upper edge of a picture that begins on the next page.
        document.drawContents(painter, QRectF(0, number * page.height(), page.width(), page.height() - _EDGE))
        painter.restore()
        painter.setFont(document.defaultFont())
        foot = QRectF(0, page.height(), page.width(), _FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag.AlignBottom, f"{number + 1}")
    painter.end()
    return path


def write_html(path: Path) -> Path:
    """Write the manual as one file with its pictures in it."""
    document = QTextDocument()
    parts = []
    for chapter in chapters():
        document.setMarkdown(chapter.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        body = document.toHtml().partition("<body")[2].partition(">")[2].partition("</body>")[0]
        plain = re.sub(r' style="[^"]*"', "", body)
        plain = re.sub(r'href="([^"#]+\.md)"', lambda link: f'href="#{link[1]}"', plain)
        parts.append(f'<section id="{chapter.name}">{_PICTURE.sub(_inlined, plain)}</section>')
    title = html.escape(f"{TITLE}使用手册")
    index = "".join(f'<li><a href="#{chapter.name}">{html.escape(chapter.title)}</a></li>' for chapter in chapters())
    content = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1><ol>{index}</ol>{''.join(parts)}</body></html>\n"
    )
    path.write_text(content, "utf-8")
    return path


def _whole() -> list[str]:
    version = f"版本 {paths.version()}"
    index = "\n".join(f"{number}. {chapter.title}" for number, chapter in enumerate(chapters(), 1))
    return [f"# {TITLE}使用手册\n\n{version}\n\n{index}", *(chapter.markdown for chapter in chapters())]


def _inlined(found: re.Match[str]) -> str:
    content = base64.b64encode((manual_folder() / "pictures" / found[1]).read_bytes()).decode()
    return f'<img src="data:image/png;base64,{content}"'


def _break_before_chapters(document: QTextDocument) -> None:
    for place, block in enumerate(blocks_of(document)):
        if block.blockFormat().headingLevel() == 1 and place:
            _begin_page(block)
        elif _IMAGE in block.text():
            shape = QTextBlockFormat()
            shape.setBottomMargin(_GAP)
            QTextCursor(block).mergeBlockFormat(shape)


def _begin_page(block: QTextBlock) -> None:
    shape = QTextBlockFormat()
    shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).mergeBlockFormat(shape)


def _keep_headings(document: QTextDocument) -> None:
    """Begin a new page with a heading that would stand alone at the foot of one."""
    page = document.pageSize()
    while (alone := next(filter(partial(_stands_alone, document), blocks_of(document)), None)) is not None:
        _begin_page(alone)
        document.setPageSize(QSizeF())
        document.setPageSize(page)  # laid out anew, as what follows moves


def _stands_alone(document: QTextDocument, block: QTextBlock) -> bool:
    return bool(block.blockFormat().headingLevel()) and _page_of(document, block) < _page_of(document, block.next())


def _page_of(document: QTextDocument, block: QTextBlock) -> int:
    """The page on which the first line of a block stands."""
    layout = block.layout()
    top = document.documentLayout().blockBoundingRect(block).top()
    first = layout.lineAt(0).y() if layout.lineCount() else 0.0
    return int((top + first) // document.pageSize().height())
