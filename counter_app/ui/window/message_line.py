"""The line above the page: the message to be read first, or how the case in front stands."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui.intake.banner import StateBanner
from counter_app.ui.style import grid
from counter_app.ui.widgets.messages import MessageBar

_HEIGHT: Final = 52
"""Pixels at 100 %: two lines of text in a frame."""


class MessageLine(QWidget):
    """Keeps its height: a message that comes or goes moves nothing on the page."""

    def __init__(self) -> None:
        """Nothing to say yet."""
        super().__init__()
        self.messages = MessageBar()
        self.banner = StateBanner()
        row = QHBoxLayout(self)
        grid.space(row, 16, 4, 16, 0, spacing=0)
        row.addWidget(self.banner)
        row.addWidget(self.messages)
        grid.fix(self, height=_HEIGHT)
        self.messages.shown.connect(self.banner.give_way)
