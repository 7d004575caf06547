"""A line of text in whatever space is left: the longest of several wordings that fits, the shortest one cut."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class FittingLabel(QLabel):
    """Never asks for space; assistive technology and the tool tip get the longest wording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, wordings: Sequence[str]) -> None:
        """Say one of `wordings`, the longest first; nothing for none."""
        self._wordings = tuple(wordings)
        whole = self._wordings[0] if self._wordings else ""
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self._write()

    def sizeHint(self) -> QSize:
        """The space that the longest wording would take."""
        width = self.fontMetrics().horizontalAdvance(self._wordings[0]) if self._wordings else 0
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew."""
        super().resizeEvent(event)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """A zoom changes what fits."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._write()

    def _write(self) -> None:
        metrics, space = self.fontMetrics(), self.width()
        fitting = [words for words in self._wordings if metrics.horizontalAdvance(words) <= space]
        shortest = self._wordings[-1] if self._wordings else ""
        words = fitting[0] if fitting else metrics.elidedText(shortest, Qt.TextElideMode.ElideRight, space)
        if words != self.text():
            self.setText(words)
