"""Dialogs: a question before an act that cannot be taken back, a word that has to be read, a fault of ours."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.ui.base.acts import Callback, plainly, when_pressed, with_key
from counter_app.ui.base.errors import ProgramError
from counter_app.ui.base.page_acts import PageActs, act_of_key
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.sheet import Sheet


class Dialog(QDialog):
    """A headline, words beneath it, and buttons at the right that name their act. Escape is the way back."""

    def __init__(self, headline: str, words: str = "", parent: QWidget | None = None) -> None:
        """Lies in front of the window of `parent`; shown with `open()`, never with a loop of its own."""
        super().__init__(parent)
        self._asked_by = parent
        self._sheet: Sheet | None = None
        self._choices = 0
        self.place_in_window = Qt.AlignmentFlag.AlignCenter
        """Where in its window it lies."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(headline)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(words)
        self._title = title = QLabel(headline, self)
        mark(title, role="title")
        title.setWordWrap(True)
        self._head = QHBoxLayout()
        grid.space(self._head, spacing=8)
        self._head.addWidget(title, 1)
        self._words = QLabel(words, self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setVisible(bool(words))
        self.body = QVBoxLayout()
        grid.space(self.body, spacing=8)
        self._buttons = QHBoxLayout()
        grid.space(self._buttons, spacing=8)
        self._buttons.addStretch(1)
        box = QVBoxLayout(self)
        grid.space(box, 24, 20, 24, 20, spacing=12)
        layouts.nest(box, self._head)
        box.addWidget(self._words)
        layouts.nest(box, self.body)
        box.addStretch(1)
        layouts.nest(box, self._buttons)
        grid.fix(self, least_width=440)

    def open(self) -> None:
        """Show it with the keyboard in it, at once; without a parent as a window of its own."""
        if self._asked_by is None:
            super().open()
        elif self._sheet is None:
            self._asked_by.destroyed.connect(self._go_unanswered)
            self._sheet = Sheet(self._asked_by.window(), self, self.place_in_window)
            self._sheet.open_sheet()

    def done(self, result: int) -> None:
        """Close with `result`; the keyboard goes back before anything that follows can want it."""
        self._close_sheet()
        super().done(result)

    def _close_sheet(self) -> None:
        if self._sheet is not None and isValid(self._sheet):
            self._sheet.close_sheet()

    def _go_unanswered(self) -> None:
        """Who asked is gone."""
        self._close_sheet()
        self.deleteLater()

    def head_with(self, widget: QWidget) -> None:
        """Put `widget` in the place of the headline, which assistive technology is told all the same."""
        self._title.hide()
        self._head.insertWidget(0, widget, 1)

    def add_choice(self, words: str, act: Callback) -> QPushButton:
        """Add an act in the body with a key of its own, Alt and its place."""
        self._choices += 1
        keys = f"Alt+{self._choices}"
        action = QAction(words, self, shortcut=QKeySequence(keys))
        when_pressed(action, act)
        self.addAction(action)
        button = QPushButton(f"{words}  {keys}", self)
        button.setAutoDefault(False)
        mark(button, kind="quiet")
        when_pressed(button, action.trigger)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do the act of a key, which no shortcut does on a sheet. Enter in a line was heard by the line."""
        focus: QWidget | None = self.focusWidget()
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QLineEdit)
        if act_of_key(focus or self, event, self) or entered:
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave a right click to the window, which offers the acts of what lies there; Qt's dialogs swallow it."""
        event.ignore()

    def add_acts(self, acts: PageActs) -> None:
        """Add the buttons of `acts`; Enter is an act of theirs and presses none of them."""
        layouts.nest(self._buttons, acts.foot())
        for button in acts.buttons.values():
            button.setAutoDefault(False)

    def add_button(
        self, words: str, act: Callback, *, kind: str = "", default: bool = False, keys: str = ""
    ) -> QPushButton:
        """Add a button; `kind` is `primary`, `danger`, `quiet` or nothing. The `default` one has the focus.

        `keys` are written on it: what the dialog does at Esc and Enter.
        """
        button = QPushButton(with_key(words, keys), self)
        mark(button, kind=kind)
        button.setAutoDefault(True)
        when_pressed(button, act)
        self._buttons.addWidget(button)
        if default:
            button.setDefault(True)
            button.setFocus()
        return button


def ask(
    parent: QWidget | None,
    headline: str,
    words: str,
    *,
    act: str,
    then: Callback,
    back: str = "返回",
    danger: bool = False,
) -> Dialog:
    """Ask before an act; `then` runs when the clerk presses the button that names it (`act`).

    For a dangerous act the way back has the focus, so that a stray Enter does no harm.
    """
    dialog = Dialog(headline, words, parent)
    dialog.accepted.connect(plainly(then))
    dialog.add_button(back, dialog.reject, default=danger)
    dialog.add_button(act, dialog.accept, kind="danger" if danger else "primary", default=not danger)
    dialog.open()
    return dialog


def inform(parent: QWidget | None, headline: str, words: str, *, read: str = "知道了") -> Dialog:
    """Say something that has to be read before work goes on."""
    dialog = Dialog(headline, words, parent)
    dialog.add_button(read, dialog.accept, kind="primary", default=True)
    dialog.open()
    return dialog


class ErrorDialog(Dialog):
    """程序出错: what it means for the clerk, where the report lies. One at a time, however many faults follow."""

    _open: "ErrorDialog | None" = None

    def __init__(self, program_error: ProgramError, parent: QWidget | None = None) -> None:
        super().__init__("程序出错", str(program_error).removeprefix("程序出错").lstrip(",，"), parent)
        report = program_error.report
        if report is not None:
            from PySide6.QtCore import QUrl
            from PySide6.QtGui import QDesktopServices

            folder = QUrl.fromLocalFile(str(report.parent))
            self.add_button("打开报告所在文件夹", lambda: QDesktopServices.openUrl(folder))
            self.add_button("复制报告位置", lambda: QGuiApplication.clipboard().setText(str(report)))
        self.add_button("继续工作", self.accept, kind="primary", default=True)
        self.finished.connect(self._forget)

    @classmethod
    def show_once(cls, program_error: ProgramError, parent: QWidget | None = None) -> "ErrorDialog":
        """Show the fault, or leave the dialog that is already there."""
        if cls._open is None:
            cls._open = cls(program_error, parent)
            cls._open.open()
        return cls._open

    def _forget(self) -> None:
        ErrorDialog._open = None
