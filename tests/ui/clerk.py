"""What a clerk does at the window and sees of it, for all tests of pages: press, type, click, answer, read."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from shiboken6 import isValid

Key, Mod = Qt.Key, Qt.KeyboardModifier


def focus():
    """Where a key goes."""
    focused = QApplication.focusWidget() or QApplication.activeWindow()
    assert focused is not None
    return focused


def press(*keys):
    """Press keys where the focus is: `Key.Key_Return`, `(Key.Key_D, Mod.ControlModifier)`, or letters."""
    for key in keys:
        if isinstance(key, str):
            type_text(key)
        else:
            QTest.keyClick(focus(), *(key if isinstance(key, tuple) else (key,)))


def press_in(window, *keys):
    """Give keys to a window as the display does, which knows no widget: the shortcuts hear them first."""
    for key in keys:
        for one in key if isinstance(key, str) else [key]:
            QTest.keyClick(window.windowHandle(), *(one if isinstance(one, tuple) else (one,)))


def type_text(text):
    """Type where the focus is; what is no key of a keyboard comes as text, as from an input method."""
    for character in text:
        if character.isascii():
            QTest.keyClicks(focus(), character)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus(), QKeyEvent(kind, 0, Mod.NoModifier, character))


def write(field, text):
    """Put a whole text into a line or an editor at once, as an input method does."""
    line = getattr(field, "line", field)
    if isinstance(line, QLineEdit):
        line.setText(text)
        line.textEdited.emit(text)
    else:
        choose(field, text)


def choose(editor, value):
    """Give an editor of a form another value."""
    editor.set_value(value)
    editor.edited.emit()


def click(widget, words):
    """Click the button of `widget` that says `words`."""
    next(button for button in widget.findChildren(QPushButton) if words in button.text()).click()


class MouseHand:
    """A press of the left button at a place of the screen, to be released at the same place, whatever moved."""

    def __init__(self, target, at=None):
        """Press in the middle of `target`, or at `at` in it, as the display does: it knows a window and a place."""
        self._window = target.window().windowHandle()
        self.place = target.mapTo(target.window(), target.rect().center() if at is None else at)
        QTest.mousePress(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.place)

    def release(self):
        """Let go where it was pressed."""
        QApplication.processEvents()
        QTest.mouseRelease(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.place)


def click_by_mouse(target, at=None):
    """Press and release at one place of the screen, with time between the two for the page to move."""
    MouseHand(target, at).release()


def resize(running, width=1366, height=728):
    """Give the window the size it has on a screen; the one of the tests is smaller than any counter's."""
    running.shell.window.showNormal()
    running.shell.window.resize(width, height)
    QApplication.processEvents()


def double_click_by_mouse(target, at=None):
    """Click, and at once again."""
    click_by_mouse(target, at)
    place = target.mapTo(target.window(), target.rect().center() if at is None else at)
    QTest.mouseDClick(target.window().windowHandle(), Qt.MouseButton.LeftButton, Mod.NoModifier, place)


def cell(view, row, column=0, *, from_left=None):
    """The viewport of a table and the middle of a cell in it, or a point so far from the left of the cell."""
    area = view.visualRect(view.model().index(row, column))
    at = area.center()
    if from_left is not None:
        at.setX(area.left() + from_left)
    return view.viewport(), at


def click_heading(view, column):
    """Click the heading of a column in the middle, as for sorting."""
    header = view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def column_of(view, column):
    """The words of a column from above."""
    model = view.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def dialogs(running, kind=QDialog):
    """What asks now, the newest last."""
    return [one for one in running.shell.window.findChildren(kind) if one.isVisible()]


def dialog(running, kind=QDialog):
    """The newest of what asks."""
    return dialogs(running, kind)[-1]


def said(running):
    """The words of the message bar."""
    return running.shell.window.messages.words


def offers(running):
    """What the message bar offers: words, whole also where they are cut -> button."""
    buttons = running.shell.window.messages.findChildren(QPushButton)
    return {button.accessibleName(): button for button in buttons if button.isVisible()}


def take_up(channel, words):
    """Do what a message offers under `words`."""
    next(do for said, do in channel.message.actions if said == words)()


def dialog_of(qtbot, kind):
    """The one dialog of a `kind` anywhere, waited for."""

    def shown():
        return [one for one in QApplication.allWidgets() if isValid(one) and isinstance(one, kind) and one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def act(running, name):
    """Do an act of the window by its name, as its key does."""
    running.shell.act(name)
