"""Buttons of which one is chosen, as the tabs above a list."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from counter_app.domain.basics.labelled import Labelled
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

L = TypeVar("L", bound=Labelled)


class TabGroup(QButtonGroup):
    """Where one of them has the focus, it goes with what is chosen: a key that chooses leaves no mark behind."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._follow)

    def _follow(self, button: QAbstractButton, on: bool) -> None:  # noqa: FBT001 - as Qt tells it
        if on and any(other.hasFocus() for other in self.buttons()):
            button.setFocus()


class NumberedTabs(TabGroup, Generic[L]):
    """A tab for each list of a page, under its number, which is the key that chooses it."""

    def __init__(self, lists: Sequence[L], choose: Callable[[L], object], page: QWidget) -> None:
        """`choose` gets the list whose tab is pressed."""
        super().__init__(page)
        self._lists = tuple(lists)
        self.tabs: dict[L, QPushButton] = {}
        for one in self._lists:
            button = QPushButton(self._words(one))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            mark(button, role="tab")
            when_pressed(button, choose, one)
            self.addButton(button)
            self.tabs[one] = button

    def row(self) -> QHBoxLayout:
        """Lay the tabs out from the left; what the page adds stands at the right."""
        row = QHBoxLayout()
        grid.space(row, spacing=4)
        for button in self.tabs.values():
            row.addWidget(button)
        row.addStretch(1)
        return row

    def check(self, one: L) -> None:
        """Show that `one` is the list in front."""
        self.tabs[one].setChecked(True)

    def count(self, one: L, number: object) -> None:
        """Write behind the name of a list how many lines it has."""
        self.tabs[one].setText(f"{self._words(one)}  {number}")

    def beside(self, one: L, by: int) -> L:
        """The list `by` places after `one`; behind the last comes the first."""
        return self._lists[(self._lists.index(one) + by) % len(self._lists)]

    def _words(self, one: L) -> str:
        return f"{self._lists.index(one) + 1} {one.label}"
