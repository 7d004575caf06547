"""The line above the page: the message to be read first, or how the case in front stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui.style import grid
from counter_app.ui.widgets.messages import MessageBar

if TYPE_CHECKING:  # the startup window has no case
    from counter_app.ui.intake.banner import StateBanner

_HEIGHT: Final = 52
"""Pixels at 100 %: two lines of text in a frame."""


class MessageLine(QWidget):
    """Keeps its height: a message that comes or goes moves nothing on the page."""

    def __init__(self) -> None:
        """Nothing to say yet."""
        super().__init__()
        self.messages = MessageBar()
        self._row = QHBoxLayout(self)
        grid.space(self._row, 16, 4, 16, 0, spacing=0)
        self._row.addWidget(self.messages)
        grid.fix(self, height=_HEIGHT)

    def put_banner(self, banner: StateBanner) -> None:
        """Let `banner` have the line while there is no message."""
        self.banner = banner
        self._row.insertWidget(0, banner)
        self.messages.shown.connect(banner.give_way)
