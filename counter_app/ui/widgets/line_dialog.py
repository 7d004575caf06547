"""Asks for a few short lines before an act: a reason, a name, a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.answers import display_typed
from counter_app.domain.forms.forms import FieldType
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.problem_line import ProblemLine
from counter_app.ui.widgets.text_editors import show_as_read


@frozen
class LineField:
    """One line: its name in code, its label, what stands there first. An empty `lacking` lets it stay blank.

    `unless` names another line: where that one is filled in, this may stay blank too.
    """

    name: str
    label: str
    first: str = ""
    lacking: str = ""
    unless: str = ""
    kind: FieldType = FieldType.TEXT


class LineDialog(Dialog):
    """`answered` gets the lines by name; Enter goes to the next line, and from the last one on."""

    def __init__(  # noqa: PLR0913 - a question and its answers
        self,
        headline: str,
        words: str,
        lines: Sequence[LineField],
        act: str,
        answered: Callable[[dict[str, str]], None],
        parent: QWidget | None = None,
        *,
        usual: Sequence[str] = (),
        danger: bool = False,
    ) -> None:
        """`act` names the act on the button; `usual` are answers for the first line, one key each."""
        super().__init__(headline, words, parent)
        self._answered = answered
        self._lines = list(lines)
        for answer in usual:
            self.add_choice(answer, partial(self._choose, answer))
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.fields: dict[str, QLineEdit] = {}
        rows = QGridLayout()
        grid.space(rows, spacing=8)
        for row, line in enumerate(self._lines):
            field = QLineEdit(display_typed(line.kind, line.first))
            field.setAccessibleName(line.label)
            show_as_read(field, line.kind)
            field.returnPressed.connect(self._enter)
            rows.addWidget(QLabel(line.label), row, 0)
            rows.addWidget(field, row, 1)
            self.fields[line.name] = field
        layouts.nest(self.body, rows)
        self.add_button("返回", self.reject, keys="Esc")
        button = self.add_button(f"{act}", self._answer, kind="danger" if danger else "primary", keys="Return")
        button.setAutoDefault(False)
        first = next(iter(self.fields.values()))
        first.setFocus()
        first.selectAll()

    def _choose(self, answer: str) -> None:
        first = next(iter(self.fields.values()))
        first.setText(answer)
        first.setFocus()

    def _enter(self) -> None:
        fields = list(self.fields.values())
        here = next((place for place, field in enumerate(fields) if field.hasFocus()), len(fields) - 1)
        if here + 1 < len(fields):
            fields[here + 1].setFocus()
            fields[here + 1].selectAll()
        else:
            self._answer()

    def _answer(self) -> None:
        answers = {name: field.text().strip() for name, field in self.fields.items()}
        for line in self._lines:
            if line.lacking and not answers[line.name] and not answers.get(line.unless):
                self.problem.say(line.lacking)
                self.fields[line.name].setFocus()
                return
        self.accept()
        self._answered(answers)


def ask_why(  # noqa: PLR0913 - a question and its answer, as above
    parent: QWidget | None,
    headline: str,
    words: str,
    *,
    act: str,
    then: Callable[[str], None],
    usual: Sequence[str],
    what: str = "",
    label: str = "原因",
) -> None:
    """Ask for the reason of an act that is not undone; `then` gets it. `what` names the act in full."""
    LineDialog(
        headline,
        words,
        [LineField("reason", label, "", f"填写{what or act}的原因")],
        act,
        lambda lines: then(lines["reason"]),
        parent,
        usual=usual,
        danger=True,
    ).open()
