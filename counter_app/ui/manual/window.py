"""F1: the manual in a window of its own, open at the chapter of the page in front, with the keys of that page.

It asks nothing of anybody, so it may be a window (decision 0005 is about what is answered), and stays open beside the
work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.manual.chapters import ManualChapter, ManualHit, chapter_for, find
from counter_app.ui.base.acts import when_pressed, with_key
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.manual.files import chapters
from counter_app.ui.manual.keys import KeyTable
from counter_app.ui.manual.reader import ManualReader
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.key_groups import KeyGroup
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.wrapped_list import WrappedList

SIZE: Final = QSize(1180, 720)
_WIDTHS: Final = (216, 640, 292)
_LEAST: Final = (160, 320, 216)
"""Pixels at 100 % for index, chapter and keys."""


class ManualWindow(QWidget):
    """Index or hits at the left, the chapter, and the keys of the page at the right; one field searches them all."""

    tour_wanted = Signal()
    pdf_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """`parent` is the window that it goes with."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        mark(self, role="sheet")
        self._hits: list[ManualHit] = []
        self.search = QLineEdit()
        say_what_to_write(self.search, "在手册和按键里查找，如：补打、送达、打印机")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.index = WrappedList()
        mark(self.index, role="choices")
        self.index.setAccessibleName("目录")
        self.reader = ManualReader()
        self.keys = KeyTable()
        self._none = QLabel()
        self._none.setWordWrap(True)
        self._none.hide()
        mark(self._none, role="quiet")
        self._lay_out()
        self._show_index()
        self.search.textChanged.connect(self._narrow)
        self.index.currentRowChanged.connect(self._show_row)
        self.reader.chapter_wanted.connect(self._show_name)
        self.resize(SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))

    def show_page(self, page: str, groups: Sequence[KeyGroup]) -> None:
        """Open at the chapter of a page of the window, with its keys."""
        self.search.clear()
        self.keys.show_groups(groups)
        self.show_chapter(chapter_for(chapters(), page) or chapters()[0])
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()

    def show_chapter(self, chapter: ManualChapter) -> None:
        """Show a chapter, marked in the index."""
        self.search.clear()
        row = chapters().index(chapter)
        if row == self.index.currentRow():
            self.reader.show_chapter(chapter)
        self.index.setCurrentRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what is searched for, then closes, as does the key that opened it; arrows move on."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.index.count():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.index.setCurrentRow(max(0, min(self.index.count() - 1, self.index.currentRow() + step)))
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self.reader.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep() * (1 if event.key() == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    # Index and hits --------------------------------------------------------------------------------------------------

    def _show_index(self) -> None:
        shown = self.index.currentRow()
        self._hits = []
        self._fill([chapter.title for chapter in chapters()])
        self.index.setCurrentRow(max(0, shown))

    def _narrow(self, typed: str) -> None:
        self.keys.narrow(typed)
        if not typed.strip():
            self._none.hide()
            self._show_index()
            return
        self._hits = find(chapters(), typed)
        self._fill([f"{_place(hit)}\n{hit.around}" for hit in self._hits])
        self._none.setText(f"手册里没有找到“{typed.strip()}”；换个说法，或者少输入几个字")
        self._none.setVisible(not self._hits)
        if self._hits:
            self.index.setCurrentRow(0)

    def _fill(self, lines: Sequence[str]) -> None:
        self.index.blockSignals(True)
        self.index.clear()
        for line in lines:
            QListWidgetItem(line, self.index)
        self.index.blockSignals(False)

    def _show_row(self, row: int) -> None:
        if self._hits and 0 <= row < len(self._hits):
            self.reader.show_chapter(self._hits[row].chapter, self._hits[row].section.heading)
        elif not self.search.text().strip() and 0 <= row < len(chapters()):
            self.reader.show_chapter(chapters()[row])

    def _show_name(self, name: str) -> None:
        for chapter in chapters():
            if chapter.name == name:
                self.show_chapter(chapter)

    # Layout ----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addWidget(self.search, 1)
        for words, wanted in (("五分钟导览", self.tour_wanted), ("手册另存为PDF", self.pdf_wanted)):
            button = QPushButton(words)
            when_pressed(button, wanted.emit)
            head.addWidget(button)
        leave = QPushButton(with_key("关闭", "Esc"))
        leave.setToolTip(f"再按 {keys_of('keys')} 也关闭")
        when_pressed(leave, self.close)
        head.addWidget(leave)
        left = QWidget()
        beside = QVBoxLayout(left)
        grid.space(beside, spacing=8)
        beside.addWidget(self._none)
        beside.addWidget(self.index, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        for part in (left, self.reader, self.keys):
            parts.addWidget(part)
        for part, least in zip((left, self.reader, self.keys), _LEAST, strict=True):
            part.setMinimumWidth(grid.px(least))
        parts.setStretchFactor(1, 1)
        parts.setSizes([grid.px(width) for width in _WIDTHS])
        column = QVBoxLayout(self)
        grid.space(column, 16, 12, spacing=12)
        layouts.nest(column, head)
        column.addWidget(parts, 1)


def _place(hit: ManualHit) -> str:
    return f"{hit.chapter.title} · {hit.section.heading}" if hit.section.heading else hit.chapter.title
