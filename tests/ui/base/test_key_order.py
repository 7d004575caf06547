"""Shortcuts wait for the keys before them, where something asks about each key before the window gets it."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from counter_app.ui.base.held_keys import copied
from counter_app.ui.base.key_order import KeyOrder

CTRL = Qt.KeyboardModifier.ControlModifier


class Asking(QObject):
    """As Qt's bridge to AT-SPI: keeps what a window is given, and posts it again once the answer is there."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.taken = ""
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() != QEvent.Type.KeyPress or not event.spontaneous() or not isinstance(watched, QWindow):
            return False
        self.asked.append((watched, copied(event)))
        return True

    def answer(self):
        """All answers come at once, as on a busy machine; a letter that the reader takes is not given."""
        for window, event in self.asked:
            if not self.taken or event.text() != self.taken:
                QCoreApplication.postEvent(window, event)
        self.asked.clear()
        QCoreApplication.sendPostedEvents()


@pytest.fixture
def asking():
    one = Asking()
    yield one
    QApplication.instance().removeEventFilter(one)


@pytest.fixture
def order(asking):
    one = KeyOrder(QApplication.instance())
    yield one
    QApplication.instance().removeEventFilter(one)
    one.setParent(None)


@pytest.fixture
def window(qtbot):
    """A window with a line; Ctrl+N notes what stands in it and empties it."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.line = QLineEdit()
    window.setCentralWidget(window.line)
    window.begun = []

    def begin():
        window.begun.append(window.line.text())
        window.line.clear()

    action = QAction("new", window)
    action.setShortcut(QKeySequence("Ctrl+N"))
    action.triggered.connect(begin)
    window.addAction(action)
    window.show()
    window.activateWindow()
    window.line.setFocus()
    qtbot.waitUntil(window.line.hasFocus)
    return window


def press(window, *keys):
    for key in keys:
        if key == "new":
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_N, CTRL)
        else:
            QTest.keyClick(window.windowHandle(), key)


def test_without_it_a_shortcut_overtakes_what_was_typed_before(window, asking):
    press(window, *"ab", "new", *"cd")
    asking.answer()
    assert (window.begun, window.line.text()) == ([""], "abcd")


def test_a_shortcut_acts_between_the_keys_before_and_behind_it(window, asking, order):
    press(window, *"ab", "new", *"cd", "new", *"e")
    assert window.begun == []
    asking.answer()
    assert (window.begun, window.line.text()) == (["ab", "cd"], "e")


def test_a_shortcut_alone_acts_at_once(window, asking, order):
    press(window, "new")
    assert window.begun == [""]
    press(window, *"ab")
    asking.answer()
    press(window, "new")
    assert window.begun == ["", "ab"]


def test_a_key_that_the_reader_takes_keeps_no_shortcut_back(qtbot, window, asking, order):
    asking.taken = "b"
    press(window, *"ab", "new")
    asking.answer()
    assert window.line.text() == "a"
    qtbot.waitUntil(lambda: window.begun == ["a"])
    press(window, *"bc", "new")
    asking.answer()
    assert window.begun == ["a", "c"]


def test_where_nobody_is_asked_nothing_waits(qtbot, window):
    order = KeyOrder(QApplication.instance())
    press(window, *"ab", "new", *"c")
    assert (window.begun, window.line.text()) == (["ab"], "c")
    QApplication.instance().removeEventFilter(order)
    order.setParent(None)
