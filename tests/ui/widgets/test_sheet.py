"""A question lies within the window it is asked in, so that the keys after the one that called it answer it.

Keys are given to the window as the display gives them, never to a widget, and nothing is waited for between two.
"""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget

from counter_app.ui.intake.device_model import DeviceColumn
from counter_app.ui.intake.device_table import DeviceTable
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.dialogs import Dialog, ask, inform
from counter_app.ui.widgets.sheet import sheet_of
from counter_app.ui.widgets.text_editors import TextEditor
from tests.ui.clerk import press_in

Key, Mod = Qt.Key, Qt.KeyboardModifier
PLACES = [(f"place_{n}", f"场所{n}") for n in range(1, 20)]


@pytest.fixture
def window(qtbot):
    """A window with two fields, and F8 and F9 that note that they were pressed."""
    window = QWidget()
    window.name, window.phone = TextEditor("unit.name", "单位名称"), TextEditor("agent.phone", "联系电话")
    column = QVBoxLayout(window)
    for editor in (window.name, window.phone):
        column.addWidget(editor)
    window.done = []
    for key, act in (("F8", lambda: question(window)), ("F9", lambda: window.done.append("F9"))):
        action = QAction(window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(act)
        window.addAction(action)
    qtbot.addWidget(window)
    window.resize(700, 500)
    window.show()
    window.activateWindow()
    window.name.focus_field()
    qtbot.waitUntil(window.name.line.hasFocus)
    return window


def question(window):
    return ask(window, "退还还是留存？", "", act="退还", then=lambda: window.done.append("yes"))


def is_asked(window):
    return any(dialog.isVisible() for dialog in window.findChildren(Dialog))


def test_the_keys_after_the_one_that_called_a_question_answer_it(window):
    press_in(window, "a", Key.Key_F8, Key.Key_Return, "b")
    assert window.done == ["yes"]
    assert window.name.value() == "ab"


def test_a_question_opens_no_window(window):
    press_in(window, Key.Key_F8)
    assert [other for other in QApplication.topLevelWidgets() if other.isVisible()] == [window]
    assert QApplication.activeModalWidget() is None
    assert is_asked(window)


def test_escape_is_the_way_back_and_the_field_was_never_left(window, qtbot):
    with qtbot.assertNotEmitted(window.name.left):
        press_in(window, Key.Key_F8, Key.Key_Escape)
    assert not is_asked(window)
    assert window.done == []
    assert QApplication.focusWidget() is window.name.line


def test_nothing_behind_a_question_can_be_reached(window):
    press_in(window, Key.Key_F8, Key.Key_F9, "x", Key.Key_F8)
    at = window.phone.line.mapTo(window, QPoint(5, 5))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
    assert window.done == []
    assert len(window.findChildren(Dialog)) == 1
    assert (window.name.value(), window.phone.value()) == (None, None)
    assert sheet_of(QApplication.focusWidget()) is not None


def test_tab_goes_round_inside(window):
    dialog = question(window)
    seen = []
    for _ in range(4):
        press_in(window, Key.Key_Tab)
        seen.append(QApplication.focusWidget().text())
    assert seen == ["返回", "退还", "返回", "退还"]
    QTest.keyClick(window.windowHandle(), Key.Key_Tab, Mod.ShiftModifier)
    assert QApplication.focusWidget().text() == "返回"
    dialog.reject()


def test_who_wants_the_focus_meanwhile_gets_it_afterwards(window):
    dialog = question(window)
    window.phone.focus_field()
    assert dialog.isAncestorOf(QApplication.focusWidget())
    press_in(window, "x", Key.Key_Escape, "y")
    assert (window.name.value(), window.phone.value()) == (None, "y")


def test_what_follows_the_answer_may_move_the_focus(window):
    ask(window, "继续？", "", act="继续", then=window.phone.focus_field)
    press_in(window, Key.Key_Return, "y")
    assert window.phone.value() == "y"


def test_one_question_upon_another(window):
    first = question(window)
    inform(first, "先读这一句", "")
    press_in(window, Key.Key_Return)
    assert window.done == []
    assert first.isAncestorOf(QApplication.focusWidget())
    press_in(window, Key.Key_Return)
    assert window.done == ["yes"]
    assert QApplication.focusWidget() is window.name.line


def test_enter_in_a_field_of_a_dialog_stays_in_the_dialog(window):
    dialog = Dialog("登记", "", window)
    fields = TextEditor("a", "甲"), ChoiceEditor("b", "乙", PLACES)
    for field in fields:
        dialog.body.addWidget(field)
    button = dialog.add_button("保存", dialog.accept, kind="primary")
    moving.make_stop(button)
    fields[0].focus_field()
    dialog.open()
    press_in(window, "x", Key.Key_Return, "1", Key.Key_Return)
    assert [field.value() for field in fields] == ["x", "place_1"]
    assert QApplication.focusWidget() is button
    press_in(window, Key.Key_Return)
    assert not is_asked(window)


def test_an_open_list_has_the_room_of_the_whole_window(window):
    dialog = Dialog("批量修改", "", window)
    field = ChoiceEditor("b", "乙", PLACES)
    dialog.body.addWidget(field)
    dialog.open()
    field.focus_field()
    press_in(window, Key.Key_Down)
    view = next(view for view in window.findChildren(QListView) if view.isVisible())
    assert view.height() > dialog.height()
    press_in(window, Key.Key_Escape)
    assert is_asked(window), "the list goes first"


def test_the_sheet_is_as_large_as_its_window(window):
    dialog = question(window)
    window.resize(900, 650)
    QApplication.processEvents()
    assert sheet_of(dialog).size() == window.size()
    middle = dialog.mapTo(window, dialog.rect().center()) - window.rect().center()
    assert middle.manhattanLength() <= 2


def test_a_page_that_goes_takes_its_question_along(window, qtbot):
    page = QWidget(window)
    question(page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(Dialog))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.name.line)


def test_a_cell_that_was_being_written_gives_the_focus_to_its_table(qtbot):
    table = DeviceTable([DeviceColumn("location", "安装位置", demanded=True)])
    qtbot.addWidget(table)
    table.resize(600, 500)
    table.show()
    table.activateWindow()
    table.focus_cell()
    qtbot.waitUntil(table.view.hasFocus)
    press_in(table, "a")
    inform(table, "程序出错", "")
    press_in(table, Key.Key_Return)
    assert not is_asked(table)
    assert table.rows() == [{"location": "a"}]
    assert table.view.hasFocus()
