"""A list whose lines are as high as their words need in the width there is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget


class WrappedList(QListWidget):
    """Wraps its words instead of cutting them, also where it becomes narrower after it was filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # Qt keeps the heights of the first width otherwise
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
