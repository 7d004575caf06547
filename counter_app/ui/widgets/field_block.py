"""A field as it stands in a form: label, editor, and beneath it what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWhatsThis, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.forms import FieldType, Severity
from counter_app.ui.base.still import when_released
from counter_app.ui.style import grid
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_editors import ChoiceEditor, FlagEditor, MultiChoiceEditor
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.text_editors import CodeEditor, DateEditor, IntegerEditor, MultilineEditor, TextEditor

LABEL_WIDTH = 132
"""Pixels at 100 %: eight characters, as 统一社会信用代码 has; longer labels take two lines."""
LINE = 18
"""Pixels at 100 % kept beneath a field for what may be said of it: one line of text."""
_BEFORE, _CONFIRMED, _NOTE = 2, 3, 4
"""Rows of what may be said beneath the words of a problem."""
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


@frozen
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
            kind = FieldType(spec.type)
            editor: Editor = TextEditor(spec.key, spec.label, hint=spec.hint, script=written, kind=kind, parent=parent)
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
        if not label_width:
            self._label.hide()
        grid.fix(self._label, width=label_width, least_height=34)
        self._message = _Beneath(self, editor)
        editor.setParent(self)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._said: dict[int, _Beneath] = {}
        self._cells = cells = QGridLayout(self)
        grid.space(cells, spacing=0, across=12)
        cells.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(editor, 0, 1)
        cells.addWidget(self._message, 1, 0, 1, 2)
        cells.setColumnStretch(1, 1)
        editor.problem_changed.connect(self._say_beneath)
        if editor.problem:
            self._say_beneath()

    def explain(self, words: str) -> None:
        """Tell what the field is: beside its label under the mouse, on a right click there, on Shift+F1 in it."""
        self._label.setToolTip(words)
        self.setWhatsThis(words)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click on the label tells what the field is."""
        if self.whatsThis() and self._label.geometry().contains(event.pos()):
            QWhatsThis.showText(event.globalPos(), self.whatsThis(), self)
        else:
            super().contextMenuEvent(event)

    def set_before(self, words: str | None) -> None:
        """Say quietly beneath the field what stood there before it was changed; None where it was not."""
        self._say(_BEFORE, f"原：{words}" if words is not None else "", role="before")

    def set_confirmed(self, words: str) -> None:
        """Say beneath the field that the window saw the value on a document, and who did; empty where nobody did."""
        self._say(_CONFIRMED, words, tone="green")

    def set_note(self, words: str, *, advice: bool = False) -> None:
        """Say beneath the field what its value means, or as `advice` what to look at; empty for nothing."""
        role, tone = ("", "amber") if advice else ("quiet", "")
        self._say(_NOTE, words, role=role, tone=tone)

    def _say(self, row: int, words: str, *, role: str = "", tone: str = "") -> None:
        """Write `words` on a line beneath the field; made when it is first wanted, few ever are."""
        label = self._said.get(row)
        if label is None:
            if not words:
                return
            label = self._said[row] = _Beneath(self, self.editor)
            label.hide()
            self._cells.addWidget(label, row, 0, 1, 2)
        mark(label, role=role, tone=tone)
        if words != label.text():  # of all fields this is asked after each key: next to none has another word
            label.setText(words)
            self._say_beneath()

    def _words_at(self, row: int) -> str:
        label = self._said.get(row)
        return label.text() if label is not None else ""

    def _say_beneath(self) -> None:
        when_released(self, "words", self._show_words)

    def _show_words(self) -> None:
        """Room for one line is always kept: what is said first takes it, and moves nothing."""
        words = self.editor.problem or ""
        mark(self._message, tone="red" if self.editor.severity is Severity.DEFICIENCY else "amber")
        self._message.setText(words)
        lines = self._said.values()
        said = [label for label in lines if label.text()]
        if words or not said:
            said.append(self._message)
        for label in (*lines, self._message):  # those that go first: never two lines at once where one is enough
            if label not in said:
                label.hide()
        for label in said:
            label.show()

    @property
    def note(self) -> str:
        """What is said of the value beneath the field."""
        return self._words_at(_NOTE)

    @property
    def confirmed(self) -> str:
        """What is said of who saw the value on a document."""
        return self._words_at(_CONFIRMED)

    @property
    def before(self) -> str:
        """What is said of the value before; empty where it was not changed."""
        return self._words_at(_BEFORE)


class _Beneath(QLabel):
    """Words beneath a field: level with it as far as there is space, else from further left; one line at least."""

    def __init__(self, block: QWidget, editor: QWidget) -> None:
        super().__init__(block)
        self._editor = editor
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def hasHeightForWidth(self) -> bool:
        """Long words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line is as high as the room that is kept for it."""
        metrics = self.fontMetrics()
        words = self.text()
        if self._wanted() <= width:
            return grid.px(LINE)
        return max(grid.px(LINE), metrics.boundingRect(0, 0, width, 2000, _WRAPPED, words).height())

    def _wanted(self) -> int:
        """The width of one line of all words; drawn in exactly as much as Qt says they take, they would wrap."""
        return self.fontMetrics().horizontalAdvance(self.text()) + grid.px(2)

    def sizeHint(self) -> QSize:
        """As high as one line; the width is the field's."""
        return QSize(0, grid.px(LINE))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words beneath the field, further left where they are longer than it."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        left = max(0, min(self._editor.x() - self.x(), self.width() - self._wanted()))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), _WRAPPED, self.text())
        painter.end()
