"""A field as it stands in a form: label, editor, and beneath it what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from counter_app.domain.forms.forms import Severity
from counter_app.ui.style import grid
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_editors import ChoiceEditor, FlagEditor, MultiChoiceEditor
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.text_editors import CodeEditor, DateEditor, IntegerEditor, MultilineEditor, TextEditor

LABEL_WIDTH = 132
"""Pixels at 100 %: eight characters, as 统一社会信用代码 has; longer labels take two lines."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What an editor has to know of a field. `type` is one of the catalogue's field types, or `multiline`."""

    key: str
    label: str
    type: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    latin: bool = False


def editor_for(spec: FieldSpec, parent: QWidget | None = None) -> Editor:
    """Return the editor for `spec`. Raises `ValueError` for a type it does not know."""
    match spec.type:
        case "text" | "phone":
            other = Script.LATIN if spec.latin else Script.CHINESE
            written = Script.PHONE if spec.type == "phone" else other
            editor: Editor = TextEditor(spec.key, spec.label, hint=spec.hint, script=written, parent=parent)
        case "code":
            editor = CodeEditor(spec.key, spec.label, hint=spec.hint, parent=parent)
        case "integer" | "decimal":
            decimal = spec.type == "decimal"
            editor = IntegerEditor(spec.key, spec.label, hint=spec.hint, decimal=decimal, parent=parent)
        case "date":
            editor = DateEditor(spec.key, spec.label, hint=spec.hint or "如 2026-3-2", parent=parent)
        case "choice":
            editor = ChoiceEditor(spec.key, spec.label, spec.choices, hint=spec.hint, parent=parent)
        case "choices":
            editor = MultiChoiceEditor(spec.key, spec.label, spec.choices, hint=spec.hint, parent=parent)
        case "flag":
            editor = FlagEditor(spec.key, spec.label, spec.hint, parent=parent)
        case "multiline":
            editor = MultilineEditor(spec.key, spec.label, hint=spec.hint, parent=parent)
        case _:
            raise ValueError(spec.type)
    return editor


class FieldBlock(QWidget):
    """Label at the left, editor at the right, the words of a problem beneath it."""

    def __init__(
        self, editor: Editor, *, label: str | None = None, label_width: int = LABEL_WIDTH, parent: QWidget | None = None
    ) -> None:
        """`label` is a shorter label for the screen; the editor keeps its full name for assistive technology."""
        super().__init__(parent)
        self.editor = editor
        self._label = QLabel(label or editor.label, self)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._label.setBuddy(editor)
        self._label.setVisible(label_width > 0)
        grid.fix(self._label, width=label_width, least_height=34)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._message.hide()
        editor.setParent(self)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._before: QLabel | None = None
        self._confirmed: QLabel | None = None
        self._note: QLabel | None = None
        self._cells = cells = QGridLayout(self)
        grid.space(cells, spacing=4, across=12)
        cells.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(editor, 0, 1)
        cells.addWidget(self._message, 1, 1)
        cells.setColumnStretch(1, 1)
        editor.problem_changed.connect(self._show_problem)
        self._show_problem()

    def set_before(self, words: str | None) -> None:
        """Say quietly beneath the field what stood there before it was changed; None where it was not."""
        if words is None and self._before is None:
            return
        if self._before is None:
            self._before = QLabel(self)
            self._before.setWordWrap(True)
            self._before.setTextFormat(Qt.TextFormat.PlainText)
            mark(self._before, role="before")
            self._cells.addWidget(self._before, 2, 1)
        self._before.setText(f"原：{words}" if words is not None else "")
        self._before.setVisible(words is not None)

    def set_confirmed(self, words: str) -> None:
        """Say beneath the field that the window saw the value on a document, and who did; empty where nobody did."""
        if not words and self._confirmed is None:
            return
        if self._confirmed is None:
            self._confirmed = QLabel(self)
            self._confirmed.setWordWrap(True)
            self._confirmed.setTextFormat(Qt.TextFormat.PlainText)
            mark(self._confirmed, tone="green")
            self._cells.addWidget(self._confirmed, 3, 1)
        self._confirmed.setText(words)
        self._confirmed.setVisible(bool(words))

    def set_note(self, words: str, *, advice: bool = False) -> None:
        """Say beneath the field what its value means, or as `advice` what to look at; empty for nothing."""
        if not words and self._note is None:
            return
        if self._note is None:
            self._note = QLabel(self)
            self._note.setWordWrap(True)
            self._note.setTextFormat(Qt.TextFormat.PlainText)
            self._cells.addWidget(self._note, 4, 1)
        mark(self._note, role="" if advice else "quiet", tone="amber" if advice else "")
        self._note.setText(words)
        self._note.setVisible(bool(words))

    @property
    def note(self) -> str:
        """What is said of the value beneath the field."""
        return self._note.text() if self._note is not None else ""

    @property
    def confirmed(self) -> str:
        """What is said of who saw the value on a document."""
        return self._confirmed.text() if self._confirmed is not None else ""

    @property
    def before(self) -> str:
        """What is said of the value before; empty where it was not changed."""
        return self._before.text() if self._before is not None else ""

    def _show_problem(self) -> None:
        words = self.editor.problem
        mark(self._message, tone="red" if self.editor.severity is Severity.DEFICIENCY else "amber")
        self._message.setText(words or "")
        self._message.setVisible(bool(words))
