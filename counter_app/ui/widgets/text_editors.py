"""Editors of typed answers: a line, a code, a number, a date, a free remark."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction, QFocusEvent, QFont, QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.reading import read_date
from counter_app.domain.forms.answers import display_typed
from counter_app.domain.forms.forms import FieldType
from counter_app.paths import resource
from counter_app.ui.base.acts import when_pressed, with_key
from counter_app.ui.style import grid, input_method, theme
from counter_app.ui.style.input_method import Script
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.editor import Editor, EditorValue, is_cut
from counter_app.ui.widgets.overlay import HeldOverlay


def show_as_read(line: QLineEdit, kind: FieldType) -> None:
    """Have a line of a dialog show what was typed as it is read and printed, once the clerk has moved on."""
    line.editingFinished.connect(lambda: line.setText(display_typed(kind, line.text())))


class _Line(QLineEdit):
    """Of a long text its beginning is seen, also where Tab came to it: Qt selects all with the caret at the end."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All is selected from its end: typing replaces it, an arrow keeps it."""
        super().focusInEvent(event)
        if self.hasSelectedText() and self.selectedText() == self.text():
            self.setSelection(len(self.text()), -len(self.text()))


class TextEditor(Editor):
    """One line of text. The value is what was typed, or None where the line is empty.

    Once the clerk has moved on, the line shows it as it is read and printed (20260210: 2026年2月10日); what cannot be
    read stays as typed.
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "",
        script: Script = Script.CHINESE,
        kind: FieldType = FieldType.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        """`script` decides whether the input method is on, `kind` how it is read; `hint` stands in the empty field."""
        super().__init__(key, label, hint=hint, parent=parent)
        self._script = script
        self._kind = kind
        self._typed = self._shown = ""
        self.line: QLineEdit = _Line(self)
        self.line.setPlaceholderText(hint)
        self.line.setToolTip(hint)
        input_method.write(self.line, script)
        self.line.textEdited.connect(self.edited)
        self._caret: int | None = None
        self.entered.connect(self._take_up)
        self._row.addWidget(self.line)
        self._take(self.line)

    def value(self) -> str | None:
        """Return the text as typed, also where it is shown as it is read."""
        text = self.line.text()
        return (self._typed if text == self._shown else text) or None

    def set_value(self, value: EditorValue) -> None:
        """Show `value`; a number is shown as its digits."""
        text = "" if value is None else str(value)
        if text != (self.value() or ""):
            self._show_as_read(text)
            self.line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the line; its text can still be selected and copied."""
        self.line.setReadOnly(read_only)
        self.line.setPlaceholderText("" if read_only else self.hint)  # what to write is no concern any more
        input_method.write(self.line, self._script)  # Qt has just switched it back on
        theme.mark(self.line, locked=read_only)

    def set_script(self, script: Script) -> None:
        """Write in `script` from now on."""
        self._script = script
        input_method.write(self.line, script)

    def focus_field(self) -> None:
        """Put the focus into the line with its text selected, so that typing replaces it and an arrow keeps it.

        The caret stands before it: of a long text its beginning is seen.
        """
        super().focus_field()
        length = len(self.line.text())
        self.line.setSelection(length, -length)

    def resume_field(self) -> None:
        """Put the focus back into the line with nothing selected: what is typed now goes on, and replaces nothing."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        caret, text = self.line.cursorPosition(), self.line.text()
        self._show_as_read(self.value() or "")
        self._caret = caret if self.line.text() == text else len(self.line.text())
        self.line.setCursorPosition(0)  # of a long text the beginning is seen
        super()._leave()

    def _as_read(self, typed: str) -> str:
        return display_typed(self._kind, typed)

    def _show_as_read(self, typed: str) -> None:
        self._typed, self._shown = typed, self._as_read(typed)
        if self._shown != self.line.text():
            self.line.setText(self._shown)

    def _take_up(self) -> None:
        """Write on where the writing was left: the focus also comes back without a click or a key."""
        if self._caret is not None and not self.line.hasSelectedText():
            self.line.setCursorPosition(self._caret)

    def _tip(self) -> str:
        return self.line.text() if is_cut(self.line) else self.hint


class CodeEditor(TextEditor):
    """A code: Latin, shown in capitals already while it is typed."""

    def __init__(self, key: str, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        """As `TextEditor`, always without input method."""
        super().__init__(key, label, hint=hint, script=Script.CODE, kind=FieldType.CODE, parent=parent)
        self._show_capitals()
        self.line.textChanged.connect(self._show_capitals)

    def _show_capitals(self) -> None:
        """Capitals are a matter of the font; not for the hint, which may hold Latin words of its own."""
        wanted = QFont.Capitalization.AllUppercase if self.line.text() else QFont.Capitalization.MixedCase
        font = self.line.font()
        if font.capitalization() != wanted:
            font.setCapitalization(wanted)
            self.line.setFont(font)


class IntegerEditor(TextEditor):
    """A whole number or a decimal one. Free text all the same: what cannot be read is a problem, not a lost key."""

    def __init__(
        self, key: str, label: str, *, hint: str = "", decimal: bool = False, parent: QWidget | None = None
    ) -> None:
        """`decimal` for degrees and the like."""
        script, kind = (Script.DECIMAL, FieldType.DECIMAL) if decimal else (Script.DIGITS, FieldType.INTEGER)
        super().__init__(key, label, hint=hint, script=script, kind=kind, parent=parent)


class DateEditor(TextEditor):
    """A date in any of the ways people write one; Alt+Down opens a calendar for those who want it."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "如 2026-3-2",
        today: Callable[[], date] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`today` tells where the calendar opens when the field is empty: the day at the office."""
        super().__init__(key, label, hint=hint, script=Script.DATE, kind=FieldType.DATE, parent=parent)
        self.today = today
        self._calendar: HeldOverlay | None = None
        self._action = QAction(with_key("打开日历", "Alt+Down"), self.line)
        when_pressed(self._action, self.open_calendar)
        self.line.addAction(self._action, QLineEdit.ActionPosition.TrailingPosition)
        self._draw_arrow()
        theme.current().changed.connect(self._draw_arrow)

    def open_calendar(self) -> QWidget:
        """Open the calendar below the field, or close it; choosing a day writes it, Escape leaves what was typed."""
        if self._calendar is not None and isValid(self._calendar) and self._calendar.is_open:
            self._calendar.close_overlay()
            return self._calendar
        from counter_app.ui.widgets.month_calendar import MonthCalendar

        calendar = MonthCalendar(f"{self.label}：日历")
        day = read_date(self.line.text()) or (self.today() if self.today is not None else None)
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(self._choose)
        calendar.clicked.connect(self._choose)
        self._calendar = HeldOverlay(self.line, calendar)
        self._calendar.closed.connect(self._calendar_closed)
        self._calendar.closed.connect(self._calendar.deleteLater)
        self._calendar.open()
        return self._calendar

    def _choose(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.close_overlay()
        self._show_as_read(day.toString("yyyy-MM-dd"))
        self.edited.emit()

    def _calendar_closed(self) -> None:
        if not moving.focused_within(self):
            self._leave()

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return super()._key(event, control)

    def _draw_arrow(self) -> None:
        self._action.setIcon(QIcon(str(resource(f"icons/{theme.current().name}/calendar.svg"))))


class MultilineEditor(Editor):
    """A free remark of a few lines. Enter goes to the next field as everywhere; Alt+Enter breaks the line."""

    def __init__(self, key: str, label: str, *, hint: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        """`lines` is how many are in sight."""
        super().__init__(key, label, hint=hint, parent=parent)
        self._lines = lines
        self._setting = False
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(hint)
        self.text.setToolTip(with_key("换行", "Alt+Return"))
        self.text.textChanged.connect(self._changed)
        self._row.addWidget(self.text)
        self._take(self.text)
        self._set_height()
        theme.current().changed.connect(self._set_height)

    def value(self) -> str | None:
        """Return the text as typed."""
        return self.text.toPlainText() or None

    def set_value(self, value: EditorValue) -> None:
        """Show `value`."""
        text = "" if value is None else str(value)
        if text != self.text.toPlainText():
            self._setting = True
            self.text.setPlainText(text)
            self._setting = False

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the text; it can still be selected and copied."""
        super().set_read_only(read_only)
        self.text.setPlaceholderText("" if read_only else self.hint)  # what to write is no concern any more

    def _changed(self) -> None:
        if not self._setting:
            self.edited.emit()

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.text.insertPlainText("\n")
            return True
        return super()._key(event, control)

    def _set_height(self) -> None:
        self.text.setFixedHeight(QFontMetrics(self.text.font()).lineSpacing() * self._lines + grid.px(20))
