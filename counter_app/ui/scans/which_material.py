"""Which paper is this? One digit answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.widgets.dialogs import Dialog

_DIGITS = range(1, 10)


class WhichMaterial(Dialog):
    """Asks to which paper something is to be attached."""

    def __init__(
        self, papers: Sequence[tuple[str, str]], answered: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        """`papers` are key and name; `answered` gets the key. Use `open()`."""
        super().__init__("选择要附到的材料", "按数字，或用方向键选定后确定。", parent)
        self._answered = answered
        acts = PageActs(self, [_answering(number, *paper) for number, paper in enumerate(papers, 1)])
        for number, name in enumerate(acts.actions, 1):
            button = acts.button(name)
            button.setText(f"{number}  {acts.actions[name].text()}")
            button.setAutoDefault(True)
            self.body.addWidget(button)
            if number == 1:
                button.setDefault(True)
                button.setFocus()
        self.add_button("返回", self.reject, keys="Esc")

    def answer(self, key: str) -> None:
        """It is this paper."""
        self.accept()
        self._answered(key)


def _answer(key: str, question: WhichMaterial) -> None:
    question.answer(key)


def _answering(number: int, key: str, label: str) -> Act[WhichMaterial]:
    return Act(key, label, (str(number),) if number in _DIGITS else (), partial(_answer, key))
