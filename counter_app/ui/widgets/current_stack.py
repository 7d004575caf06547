"""Widgets on top of each other, of which only the one in front says how much space is needed."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class CurrentStack(QStackedWidget):
    """Qt's own asks for as much as the largest of all: a page out of sight would make the one in sight scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """As the one in front would like."""
        return self.currentWidget().sizeHint() if self.count() else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As the one in front needs."""
        if not self.count():
            return super().minimumSizeHint()
        shown = self.currentWidget()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize())
