"""What every editor of one answer has, whatever it looks like."""

from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from counter_app.domain.forms.forms import Severity
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving

EditorValue: TypeAlias = str | list[str] | bool | None
"""What the clerk typed or chose, unread: text as typed, a code, codes, a tick, None for nothing."""

_AROUND = 18
"""Pixels at 100 % of the padding of a line."""
_WATCHED = frozenset(
    (
        *(QEvent.Type.InputMethod, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress),
        *(QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.ToolTip),
    )
)
"""What an editor hears of its controls."""

_NOT_LEFT = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def _is_of_the_page(event: QKeyEvent) -> bool:
    """Keys the page has acts for: on X11 a line would clear itself with Ctrl+U before any act heard of it."""
    control = Qt.KeyboardModifier.ControlModifier
    wanted = ((Qt.Key.Key_U, control), (Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier))
    return (event.key(), event.modifiers()) in wanted


class Editor(QWidget):
    """One answer. Holds the control that has the focus; judges nothing and never clears what was typed."""

    edited = Signal()
    """The clerk changed the value (not the program)."""
    left = Signal()
    """The clerk moved on to something else: the moment to judge."""
    entered = Signal()
    """The focus came in."""
    problem_changed = Signal()

    def __init__(self, key: str, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        """`key` as in the form (`unit.uscc`), `label` what assistive technology calls it, `hint` how to fill it."""
        super().__init__(parent)
        self.key = key
        self.label = label
        self.hint = hint
        self.problem: str | None = None
        self.severity = Severity.DEFICIENCY
        self._composing = False
        self._controls: list[QWidget] = []
        self.edited.connect(lambda: tell_edited(self))
        self._row = QHBoxLayout(self)
        grid.space(self._row, spacing=4)
        moving.make_stop(self)

    def value(self) -> EditorValue:
        """Return what was typed or chosen, unread."""
        raise NotImplementedError

    def set_value(self, value: EditorValue) -> None:
        """Show `value` without `edited`."""
        raise NotImplementedError

    def set_problem(self, words: str | None, severity: Severity = Severity.DEFICIENCY) -> None:
        """Show that something is wrong, or with None that nothing is. The field's block writes the words below it."""
        words = words or None
        if (words, severity) == (self.problem, self.severity):
            return
        self.problem, self.severity = words, severity
        for control in self._controls:
            mark(control, problem=severity.value if words else "")
        self._name_controls()
        self.problem_changed.emit()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the value; the field can still be read and reached."""
        for control in self._controls:
            control.setEnabled(not read_only)

    def focus_field(self) -> None:
        """Put the focus into the field, as after a jump from the list of what is missing."""
        self._controls[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resume_field(self) -> None:
        """Put the focus back into the field, as after another page: where it was left."""
        self.focus_field()

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds letters that are not yet text."""
        return self._composing

    def _take(self, *controls: QWidget) -> None:
        """Adopt the controls that take the focus; the first is the one a jump goes to."""
        self._controls += controls
        for control in controls:
            control.installEventFilter(self)
        self.setFocusProxy(self._controls[0])
        self._name_controls()

    def _name_controls(self) -> None:
        description = "。".join(part for part in (self.problem, self.hint) if part)
        for control in self._controls:
            control.setAccessibleName(self.label)
            control.setAccessibleDescription(description)

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        """Handle a key before the control does; True when it is done with. Editors add theirs."""
        moved = moving.move(event, control)
        if moved and not self._composing and control.hasFocus():
            self.left.emit()  # the last field: there is nothing to go on to, but what was typed is judged
        return moved

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the controls for composing, for Enter and for the focus."""
        kind = event.type()
        if kind not in _WATCHED:  # most are, of 600 while a page is built
            return False
        match kind:
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._composing = bool(event.preeditString())
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and _is_of_the_page(event):
                event.ignore()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
                # While composing, every key belongs to the input method. Enter commits letters and moves nowhere; it is
                # swallowed, for a line would hand it on to the default button of its dialog.
                if self._composing:
                    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                if self._key(event, watched):
                    return True
            case QEvent.Type.FocusIn:
                self.entered.emit()
            case QEvent.Type.FocusOut if isinstance(event, QFocusEvent):
                self._composing = False
                if event.reason() not in _NOT_LEFT and not moving.focused_within(self):
                    self._leave()
            case _:
                pass
        self._renew_tip(watched, event)
        return super().eventFilter(watched, event)

    def _renew_tip(self, watched: QObject, event: QEvent) -> None:
        """Just before the tool tip is shown."""
        if event.type() == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            words = self._tip()
            watched.setToolTip(watched.toolTip() if words is None else words)

    def _leave(self) -> None:
        self.left.emit()

    def _tip(self) -> str | None:
        """What the tool tip is to say from now on, the whole of what the field cuts; None leaves it as it is."""
        return None


def is_cut(line: QLineEdit) -> bool:
    """Whether a line shows less than its text."""
    margins = line.textMargins()
    space = line.contentsRect().width() - margins.left() - margins.right() - grid.px(_AROUND)
    return line.fontMetrics().horizontalAdvance(line.text()) > space
