"""Shows a chapter: Markdown in the colours of the theme, pictures as wide as there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from counter_app.domain.manual.chapters import ManualChapter
from counter_app.ui.manual.files import manual_folder
from counter_app.ui.style import grid
from counter_app.ui.style.theme import current, mark

_CODE: Final = re.compile(r"`([^`]+)`")
"""Keys: Markdown would set them in letters of one width, which are none of ours."""
_PICTURE: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_LINE_HEIGHT: Final = 135
"""Per cent: Chinese without gaps between words wants more room between lines."""


def set_chapter(document: QTextDocument, markdown: str) -> None:
    """Put a chapter into `document`, its lines as far apart as they are read well."""
    document.setBaseUrl(QUrl.fromLocalFile(f"{manual_folder()}/"))
    document.setMarkdown(_CODE.sub(r"**\1**", markdown), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    for block in blocks_of(document):
        if _PICTURE not in block.text():
            shape = QTextBlockFormat()
            shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            QTextCursor(block).mergeBlockFormat(shape)


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """The paragraphs and headings of `document`, one after the other."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


class ManualReader(QTextBrowser):
    """One chapter at a time."""

    chapter_wanted = Signal(str)
    """A link to another chapter, by its file's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_chapter`."""
        super().__init__(parent)
        mark(self, role="manual")
        self.setOpenLinks(False)
        self.setAccessibleName("手册")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(grid.px(16))
        self._markdown = ""
        self._width = 0
        self._resized = QTimer(self, singleShot=True, interval=0)
        self._resized.timeout.connect(self._draw)
        self.anchorClicked.connect(self._follow)
        current().changed.connect(self._draw)

    def show_chapter(self, chapter: ManualChapter, heading: str = "") -> None:
        """Show a chapter from its beginning, or from one of its headings."""
        self._markdown = chapter.markdown
        self._draw()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)
        if heading:
            self.show_heading(heading)

    def show_heading(self, heading: str) -> None:
        """Scroll so that a heading stands at the top."""
        for block in blocks_of(self.document()):
            if block.blockFormat().headingLevel() and block.text() == heading:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - grid.px(8))
                return

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401 - as Qt has it
        """Pictures are drawn as wide as the text."""
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        url = QUrl(name)
        picture = QImage(str(manual_folder() / "pictures" / url.fileName()))
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        if picture.isNull() or picture.width() <= room:
            return picture
        ratio = self.devicePixelRatioF()
        picture = picture.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width; later, as setting the text may resize what shows it."""
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._resized.start()

    def _draw(self) -> None:
        self._width = self.viewport().width()
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        document = self.document()
        document.clear()
        document.setDefaultStyleSheet(f"a {{ color: {current().colours['accent'].name()}; }}")
        set_chapter(document, self._markdown)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(round(place * bar.maximum()))

    def _follow(self, link: QUrl) -> None:
        self.chapter_wanted.emit(link.fileName())
