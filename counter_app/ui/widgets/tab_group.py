"""Buttons of which one is chosen, as the tabs above a list."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QButtonGroup


class TabGroup(QButtonGroup):
    """Where one of them has the focus, it goes with what is chosen: a key that chooses leaves no mark behind."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._follow)

    def _follow(self, button: QAbstractButton, on: bool) -> None:  # noqa: FBT001 - as Qt tells it
        if on and any(other.hasFocus() for other in self.buttons()):
            button.setFocus()
