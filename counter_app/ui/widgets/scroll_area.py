"""A scroll area with a viewport made here.

PySide has to find the class of a widget that Qt made when Python first asks for it (`viewport`, `parentWidget`), and
for the first one loads every class of widgets there is, with its enumerations: 11 ms, before the first key is heard.
"""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QScrollArea, QWidget


class ScrollArea(QScrollArea):
    """As `QScrollArea`; its viewport differs in nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = QWidget()
        self._viewport.setObjectName("qt_scrollarea_viewport")
        self._viewport.setBackgroundRole(QPalette.ColorRole.NoRole)
        self._viewport.setAutoFillBackground(True)
        self.setViewport(self._viewport)
