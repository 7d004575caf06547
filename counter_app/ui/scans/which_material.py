"""Which paper is this? One digit answers."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.widgets.dialogs import Dialog


class WhichMaterial(Dialog):
    """Asks to which paper something is to be attached."""

    def __init__(
        self, papers: Sequence[tuple[str, str]], answered: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        """`papers` are key and name; `answered` gets the key. Use `open()`."""
        super().__init__("附到哪份材料？", "按数字，或用方向键选定后确定。", parent)
        self._answered = answered
        self._keys = [key for key, _label in papers]
        for number, (key, label) in enumerate(papers, 1):
            button = QPushButton(f"{number}  {label}", self)
            button.setAutoDefault(True)
            when_pressed(button, self._answer, key)
            self.body.addWidget(button)
            if number == 1:
                button.setDefault(True)
                button.setFocus()
        self.add_button("返回", self.reject, keys="Esc")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses."""
        digit = event.text()
        if digit.isdigit() and 1 <= int(digit) <= len(self._keys):
            self._answer(self._keys[int(digit) - 1])
        else:
            super().keyPressEvent(event)

    def _answer(self, key: str) -> None:
        self.accept()
        self._answered(key)
