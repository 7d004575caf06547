"""The list under a field of choices: part of the window, so that no key can go astray however slow the display is.

Keys are given to the window as the display gives them, never to a widget, and nothing is waited for between two.
"""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QListView, QScrollArea, QTreeWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.ui.intake.device_model import DeviceColumn
from counter_app.ui.intake.device_table import DeviceTable
from counter_app.ui.widgets.act_menu import ActMenu
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.choice_matching import places_holding
from counter_app.ui.widgets.menu_lines import MenuLine
from counter_app.ui.widgets.text_editors import DateEditor, TextEditor
from tests.ui.clerk import press_in

KINDS = [("government", "机关"), ("institution", "事业单位"), ("enterprise", "企业"), ("other", "其他")]
PLACES = [(f"place_{n}", f"场所{n}") for n in range(1, 20)]
Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def form(qtbot):
    """A window with a name, two choices and a number, one under the other, in a form that scrolls."""
    window, inner, scroll = QWidget(), QWidget(), QScrollArea()
    window.editors = (
        TextEditor("unit.name", "单位名称"),
        ChoiceEditor("unit.kind", "单位类型", KINDS),
        ChoiceEditor("system.place", "场所类别", PLACES),
        TextEditor("agent.phone", "联系电话"),
    )
    column = QVBoxLayout(inner)
    for editor in window.editors:
        column.addWidget(editor)
    column.addStretch(1)
    inner.setMinimumHeight(1_200)
    scroll.setWidget(inner)
    scroll.setWidgetResizable(True)
    QVBoxLayout(window).addWidget(scroll)
    window.scroll = scroll
    qtbot.addWidget(window)
    window.resize(600, 700)
    window.show()
    window.activateWindow()
    window.editors[0].focus_field()
    qtbot.waitUntil(window.editors[0].line.hasFocus)
    return window


def the_list(window):
    """The open list, None where none is."""
    return next((view for view in window.findChildren(QListView) if view.isVisible()), None)


def shown(window):
    model = the_list(window).model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def other_windows(window):
    return [other for other in QApplication.topLevelWidgets() if other is not window and other.isVisible()]


def values(window):
    return [editor.value() for editor in window.editors]


@pytest.mark.parametrize("calm", [True, False], ids=["slowly", "as fast as a scanner"])
def test_a_form_is_keyed_at_any_speed(form, calm):
    for key in ("a", Key.Key_Return, "3", Key.Key_Return, "1", Key.Key_Return, "9", "8", Key.Key_Return):
        press_in(form, key)
        if calm:
            QApplication.processEvents()
    assert values(form) == ["a", "enterprise", "place_1", "98"]


def test_no_key_opens_a_window_or_takes_the_keyboard_from_the_field(form):
    box = form.editors[2].box
    form.editors[2].focus_field()
    for key in ("1", Key.Key_Backspace, "场", Key.Key_Down, Key.Key_Down, Key.Key_Escape, "9", Key.Key_Down):
        press_in(form, key) if key != "场" else form.editors[2].line.insert(key)
        assert QApplication.activePopupWidget() is None
        assert other_windows(form) == []
        assert QApplication.focusWidget() is box
    assert the_list(form).window() is form


def test_typing_narrows_the_list_and_marks_what_enter_takes(form):
    editor = form.editors[2]
    editor.focus_field()
    press_in(form, "1")
    assert shown(form) == ["场所1", *(f"场所{n}" for n in range(10, 20))]
    assert the_list(form).currentIndex().data().endswith("场所1")
    press_in(form, Key.Key_Return)
    assert the_list(form) is None
    assert editor.value() == "place_1"
    assert QApplication.focusWidget() is form.editors[3].line


@pytest.mark.parametrize("opening", [Key.Key_Down, Key.Key_Up])
def test_an_arrow_opens_the_list_and_moves_in_it(form, opening):
    editor = form.editors[1]
    editor.set_value("institution")
    editor.focus_field()
    press_in(form, opening)
    assert shown(form) == [label for _, label in KINDS]
    assert editor.value() == "institution"
    press_in(form, opening, Key.Key_Return)
    assert editor.value() == ("enterprise" if opening is Key.Key_Down else "government")
    assert QApplication.focusWidget() is form.editors[2].box


def test_an_open_list_in_which_nothing_is_marked_takes_nothing(form):
    form.editors[1].focus_field()
    press_in(form, Key.Key_Down, Key.Key_Return)
    assert form.editors[1].value() is None
    assert QApplication.focusWidget() is form.editors[2].box


def test_escape_closes_the_list_alone(form):
    editor = form.editors[1]
    editor.focus_field()
    editor.line.insert("业")
    press_in(form, Key.Key_Down, Key.Key_Down, Key.Key_Escape)
    assert the_list(form) is None
    assert (editor.line.text(), QApplication.focusWidget()) == ("业", editor.box)


def test_the_code_of_an_entry_chooses_it(form):
    form.editors[1].focus_field()
    press_in(form, "enterprise", Key.Key_Return)
    assert form.editors[1].line.text() == "企业"


def test_page_down_moves_in_an_open_list_and_never_chooses_in_a_closed_one(form):
    editor = form.editors[2]
    editor.set_value("place_1")
    editor.focus_field()
    press_in(form, Key.Key_PageDown)
    assert editor.value() == "place_1"
    press_in(form, Key.Key_Down, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageDown, Key.Key_Return)
    assert editor.value() == "place_19"


def test_a_click_takes_an_entry_and_the_field_keeps_the_keyboard(form, qtbot):
    editor = form.editors[1]
    editor.focus_field()
    qtbot.mouseClick(editor.box, Qt.MouseButton.LeftButton, pos=QPoint(editor.box.width() - 8, 8))
    view = the_list(form)
    with qtbot.waitSignal(editor.edited):
        at = view.visualRect(view.model().index(2, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (editor.value(), the_list(form), QApplication.focusWidget()) == ("enterprise", None, editor.box)


@pytest.mark.parametrize("beside_right_edge", [8, 120, None], ids=["arrow", "empty part", "words"])
def test_a_click_anywhere_opens_the_list_and_a_second_one_closes_it(form, beside_right_edge):
    box = form.editors[1].box
    at = box.mapTo(
        form, QPoint(12 if beside_right_edge is None else box.width() - beside_right_edge, box.height() // 2)
    )
    for is_open in (True, False):
        QTest.mouseClick(form.windowHandle(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
        assert (the_list(form) is not None) is is_open


def test_typing_after_a_click_narrows_what_stood_there_before_is_replaced(form):
    editor = form.editors[2]
    editor.set_value("place_12")
    at = editor.box.mapTo(form, QPoint(12, editor.box.height() // 2))
    QTest.mouseClick(form.windowHandle(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
    assert the_list(form).currentIndex().row() == 11
    press_in(form, "1", "9", Key.Key_Tab)
    assert (editor.value(), the_list(form)) == ("place_19", None)


def test_the_mouse_elsewhere_closes_the_list_and_takes_nothing(form):
    editor = form.editors[2]
    editor.focus_field()
    press_in(form, "1", Key.Key_Down)
    at = form.editors[0].line.mapTo(form, QPoint(5, 5))
    QTest.mouseClick(form.windowHandle(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
    assert the_list(form) is None
    assert editor.value() == "place_1", "what was typed means this, what was moved to was not taken"


def test_a_resting_mouse_marks_nothing(form):
    form.editors[1].focus_field()
    press_in(form, Key.Key_Down)
    view = the_list(form)
    at = view.viewport().mapTo(form, view.visualRect(view.model().index(1, 0)).center())
    QTest.mouseMove(form.windowHandle(), at)
    QApplication.processEvents()
    press_in(form, Key.Key_Return)
    assert form.editors[1].value() is None


def test_the_list_follows_its_field_and_goes_with_it(form):
    editor = form.editors[1]
    editor.focus_field()
    press_in(form, Key.Key_Down)

    def gap():
        return the_list(form).parentWidget().y() - editor.box.mapTo(form, QPoint(0, editor.box.height())).y()

    before = gap()
    form.scroll.verticalScrollBar().setValue(30)
    assert gap() == before
    form.scroll.verticalScrollBar().setValue(450)
    assert the_list(form) is None
    press_in(form, Key.Key_Down)
    assert the_list(form).isVisible(), "the field came back in sight"


def test_a_list_with_no_room_below_opens_above_and_stays_in_the_window(form):
    form.resize(600, 240)
    QApplication.processEvents()
    form.editors[2].focus_field()
    press_in(form, Key.Key_Down)
    overlay = the_list(form).parentWidget()
    assert overlay.geometry().bottom() < form.editors[2].mapTo(form, QPoint(0, 0)).y()
    assert form.rect().contains(overlay.geometry())


def test_the_list_tells_assistive_technology_what_it_is(form):
    form.editors[1].focus_field()
    press_in(form, Key.Key_Down, Key.Key_Down)
    view = the_list(form)
    assert view.accessibleName() == "单位类型：可选项"
    assert view.hasFocus(), "so that Qt tells which entry is marked; the field has it in truth"


@pytest.mark.parametrize(
    ("text", "places"), [("", []), ("1", [0, *range(9, 19)]), ("12", [11]), ("所", list(range(19))), ("place_3", [2])]
)
def test_what_typed_text_may_be_on_the_way_to(text, places):
    assert places_holding(PLACES, text) == places


# In a cell ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(qtbot):
    columns = [DeviceColumn("location", "安装位置", demanded=True)]
    columns.append(DeviceColumn("device_type", "设备类型", "choice", PLACES, demanded=True))
    table = DeviceTable(columns)
    qtbot.addWidget(table)
    table.resize(600, 500)
    table.show()
    table.activateWindow()
    table.focus_cell()
    qtbot.waitUntil(table.view.hasFocus)
    return table


@pytest.mark.parametrize("calm", [True, False], ids=["slowly", "as fast as a scanner"])
def test_rows_are_keyed_at_any_speed(table, calm):
    for key in ("ab", Key.Key_Return, "1", Key.Key_Return, "cd", Key.Key_Return, "12", Key.Key_Return):
        press_in(table, key)
        assert (QApplication.activePopupWidget(), other_windows(table)) == (None, [])
        if calm:
            QApplication.processEvents()
    assert table.rows() == [
        {"location": "ab", "device_type": "place_1"},
        {"location": "cd", "device_type": "place_12"},
        {},
    ]


def test_escape_in_a_cell_closes_the_list_first_and_leaves_the_cell_then(table):
    table.set_rows([{"location": "门", "device_type": "place_5"}])
    table.focus_cell(0, "device_type")
    press_in(table, "1", Key.Key_Escape)
    assert the_list(table) is None
    assert not table.view.hasFocus()
    press_in(table, Key.Key_Escape)
    assert table.view.hasFocus()
    assert table.rows()[0]["device_type"] == "place_5"


def test_tab_in_a_cell_takes_what_is_marked(table):
    table.set_rows([{"location": "门"}])
    table.focus_cell(0, "device_type")
    press_in(table, "1", Key.Key_Down, Key.Key_Tab)
    assert table.rows()[0]["device_type"] == "place_10"


# The calendar ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def dated(qtbot):
    """A date between two names."""
    window = QWidget()
    window.editors = (
        TextEditor("a", "其前"),
        DateEditor("system.in_use_since", "投入使用日期"),
        TextEditor("b", "其后"),
    )
    column = QVBoxLayout(window)
    for editor in window.editors:
        column.addWidget(editor)
    qtbot.addWidget(window)
    window.resize(600, 700)
    window.show()
    window.activateWindow()
    window.editors[1].set_value("2026-3-2")
    window.editors[1].focus_field()
    qtbot.waitUntil(window.editors[1].line.hasFocus)
    return window


def open_calendar(window):
    QTest.keyClick(window.windowHandle(), Key.Key_Down, Mod.AltModifier)
    return window.findChild(QCalendarWidget)


def test_a_day_is_chosen_in_the_calendar_at_any_speed(dated, qtbot):
    assert open_calendar(dated).isVisible()
    assert (QApplication.activePopupWidget(), other_windows(dated)) == (None, [])
    press_in(dated, Key.Key_Right, Key.Key_Return, Key.Key_Return, "x")
    assert values(dated) == [None, "2026-03-03", "x"]
    qtbot.waitUntil(lambda: dated.findChild(QCalendarWidget) is None)


def test_escape_and_the_same_keys_close_the_calendar(dated):
    editor = dated.editors[1]
    open_calendar(dated)
    press_in(dated, Key.Key_Escape)
    assert (QApplication.focusWidget(), editor.value()) == (editor.line, "2026-3-2")
    calendar = open_calendar(dated)
    editor.open_calendar()
    assert not calendar.isVisible()


def test_tab_leaves_the_calendar_as_it_leaves_the_field(dated, qtbot):
    calendar = open_calendar(dated)
    with qtbot.waitSignal(dated.editors[1].left):
        press_in(dated, Key.Key_Tab)
    assert not isValid(calendar) or not calendar.isVisible()
    assert QApplication.focusWidget() is dated.editors[2].line


def test_leaving_the_calendar_for_another_field_leaves_the_date(dated, qtbot):
    calendar = open_calendar(dated)
    with qtbot.waitSignal(dated.editors[1].left):
        dated.editors[2].focus_field()
    assert not calendar.isVisible()
    assert QApplication.focusWidget() is dated.editors[2].line


# A menu ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def menu(form):
    """A menu of two groups, open under the first field's window."""
    form.done = []
    groups = [[("预览", "Ctrl+P"), ("补打", "")], [], [("撤回", "")]]
    lines = [[MenuLine(words, keys, partial(form.done.append, words)) for words, keys in group] for group in groups]
    menu = ActMenu(form.editors[3].line, lines)
    menu.open()
    return menu


def test_a_menu_is_gone_through_at_any_speed_and_the_keys_after_it_are_the_fields(form, menu):
    assert (QApplication.activePopupWidget(), other_windows(form)) == (None, [])
    press_in(form, Key.Key_Down, Key.Key_Down, Key.Key_Return, "x")
    assert form.done == ["撤回"], "the line between the groups is stepped over"
    assert form.editors[0].value() == "x"


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F10])
def test_a_menu_closes_and_does_nothing(form, menu, key):
    press_in(form, key, "x")
    assert form.done == []
    assert form.editors[0].value() == "x"


def test_a_click_on_a_line_of_a_menu_acts_once(form, menu, qtbot):
    view = form.findChild(QTreeWidget)
    at = view.visualItemRect(view.topLevelItem(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert form.done == ["补打"]
    assert form.editors[0].line.hasFocus()


def test_a_list_with_too_little_space_ends_with_a_whole_row(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    editor = ChoiceEditor("a", "场所类别", [(f"c{at}", f"选项{at}") for at in range(20)], parent=window)
    editor.resize(300, 34)
    window.resize(400, 250)
    window.show()
    qtbot.waitExposed(window)
    editor.open_list()
    view = the_list(window)
    assert view.viewport().height() % view.sizeHintForRow(0) == 0
    assert view.viewport().height() >= 3 * view.sizeHintForRow(0)
