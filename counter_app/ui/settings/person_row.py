"""One person of a card of the settings: the name, and a button for each thing that can be done about it."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.widgets.rows import side_by_side


def person_row(name: str, acts: Iterable[tuple[str, Callable[[], object]]]) -> QWidget:
    """`acts` are the words of the buttons and what they do."""
    said = QLabel(name)
    grid.fix(said, least_width=132)
    buttons = []
    for words, act in acts:
        button = QPushButton(words)
        button.setAccessibleName(f"{words}：{name}")
        when_pressed(button, act)
        buttons.append(button)
    return side_by_side(said, *buttons)
