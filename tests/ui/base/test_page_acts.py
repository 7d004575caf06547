"""An act said once: its keys, its button, F1's line and what tests trigger come from one record."""

import importlib
import itertools
import pkgutil
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget

from counter_app import ui
from counter_app.ui.base.acts import Act, Placement, written
from counter_app.ui.base.page_acts import PageActs
from tests.ui.clerk import click_by_mouse

Key = Qt.Key


@dataclass
class Done:
    names: list


class Trial(QWidget):
    """A list and a field, with four acts."""

    ACTS = (
        Act("export", "导出", ("E",), lambda page: page.done.append("export")),
        Act("open", "打开", ("Return", "Enter"), lambda page: page.done.append("open"), lambda page: page.able),
        Act("new", "新建", ("N",), lambda page: page.done.append("new"), primary=True, told="新建一件"),
        Act("refresh", "刷新", ("F5",), lambda page: page.done.append("refresh"), place=Placement.HINT),
        Act("next", "下一个", ("Right",), lambda page: page.done.append("next"), place=Placement.KEY),
    )

    def __init__(self, acts=ACTS):
        super().__init__()
        self.done, self.able = [], True
        self.acts = PageActs(self, acts)
        self.view, self.field = QTableView(), QLineEdit()
        self.view.setModel(QStringListModel(["Nan", "Eve", "Otto"], self))
        column = QVBoxLayout(self)
        column.addWidget(self.view)
        column.addWidget(self.field)
        column.addLayout(self.acts.foot("↑ ↓ 选择"))
        self.acts.refresh()


@pytest.fixture
def page(qtbot):
    made = Trial()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.parametrize(
    ("key", "name"), [(Key.Key_N, "new"), (Key.Key_Return, "open"), (Key.Key_F5, "refresh"), (Key.Key_Right, "next")]
)
def test_a_key_acts_before_the_table_would_search_or_move(page, key, name):
    page.view.setFocus()
    QTest.keyClick(page.view, key)
    assert page.done == [name]


def test_the_enter_key_of_the_number_pad_acts_too(page):
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert page.done == ["open"]


def test_in_a_field_letters_stay_text(page):
    page.field.setFocus()
    QTest.keyClicks(page.field, "ne")
    assert (page.field.text(), page.done) == ("ne", [])


def test_escape_belongs_to_the_innermost_that_has_use_for_it(qtbot):
    page = Trial((Act("back", "返回", ("Esc",), lambda page: page.done.append("back")),))
    qtbot.addWidget(page)
    PageActs(page, (Act("clear", "清除", ("Esc",), lambda page: page.done.append("clear")),), page.field)
    with qtbot.waitActive(page):
        page.show()
    page.field.setFocus()
    QTest.keyClick(page.field, Key.Key_Escape)
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Escape, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.view, Key.Key_Escape)
    assert page.done == ["clear", "back"]


def test_buttons_of_a_page_of_fields_leave_the_keyboard_and_hide_what_cannot_be_done(page):
    other = PageActs(page, Trial.ACTS)
    host = QWidget(page)
    host.setLayout(other.foot(of_fields=True))
    page.able = False
    other.refresh()
    assert other.buttons["open"].isHidden()
    page.able = True
    other.refresh()
    assert not other.buttons["open"].isHidden()
    assert {button.focusPolicy() for button in other.buttons.values()} == {Qt.FocusPolicy.NoFocus}


def test_buttons_say_the_act_and_its_key_the_primary_one_last(page):
    assert [button.text() for button in page.acts.buttons.values()] == ["导出  E", "打开  Enter", "新建  N"]
    QTest.mouseClick(page.acts.buttons["new"], Qt.MouseButton.LeftButton)
    assert page.done == ["new"]


def test_a_hint_is_clicked_and_leaves_the_keyboard_where_it_is(page):
    page.field.setFocus()
    [hint] = [button for button in page.findChildren(QPushButton) if button.text() == "F5 刷新"]
    click_by_mouse(hint)
    assert (page.done, page.field.hasFocus()) == (["refresh"], True)


def test_tool_tips_say_the_act_and_all_its_keys(page):
    tips = {button.text(): button.toolTip() for button in page.findChildren(QPushButton)}
    assert tips == {
        "导出  E": "导出（E）",
        "打开  Enter": "打开（Enter）",
        "新建  N": "新建一件（N）",
        "F5 刷新": "刷新（F5）",
    }


def test_in_a_narrow_page_the_foot_has_more_lines_and_nothing_stands_outside(page, qtbot):
    page.resize(800, 400)
    qtbot.waitUntil(lambda: len({button.geometry().center().y() for button in page.findChildren(QPushButton)}) == 1)
    page.resize(200, 400)
    buttons = page.findChildren(QPushButton)
    qtbot.waitUntil(lambda: len({button.geometry().center().y() for button in buttons}) >= 3)
    assert all(page.rect().contains(button.geometry()) for button in buttons)
    assert not any(one.geometry().intersects(other.geometry()) for one, other in itertools.combinations(buttons, 2))


def test_what_cannot_be_done_now_is_done_by_no_key_and_no_button(page):
    page.able = False
    page.acts.refresh()
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Return)
    page.acts.trigger("open")
    assert page.done == []
    assert not page.acts.buttons["open"].isEnabled()
    assert page.acts.buttons["new"].isEnabled()


def test_a_button_that_its_page_hid_stays_hidden(page):
    page.acts.buttons["export"].hide()
    page.acts.refresh()
    assert page.acts.buttons["export"].isHidden()


def test_f1_tells_every_act_with_its_keys(page):
    assert page.acts.told() == [
        ("E", "导出"),
        ("Enter", "打开"),
        ("N", "新建一件"),
        ("F5", "刷新"),
        ("→", "下一个"),
    ]


def test_acts_of_one_group_are_one_line_of_f1(qtbot):
    steps = [
        Act(f"step_{key}", "切换", (key,), lambda page: None, group="切换队列")
        for key in ("Left", "Right", "1", "2", "3")
    ]
    page = Trial((steps[0], Trial.ACTS[0], *steps[1:]))
    qtbot.addWidget(page)
    assert page.acts.told() == [("←、→、1…3", "切换队列"), ("E", "导出")]


def test_an_act_called_otherwise_keeps_its_key(page):
    page.acts.say("export", "导出全部")
    assert page.acts.buttons["export"].text() == "导出全部  E"
    assert page.acts.offer("export")[0] == "导出全部  E"


def test_an_act_added_by_one_record_has_key_button_and_line(qtbot):
    added = Act("fire", "消防备案查询", ("Ctrl+Shift+F",), lambda page: page.done.append("fire"))
    page = Trial((*Trial.ACTS, added))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.done == ["fire"]
    QTest.mouseClick(page.acts.buttons["fire"], Qt.MouseButton.LeftButton)
    assert page.done == ["fire", "fire"]
    assert ("Ctrl+Shift+F", "消防备案查询") in page.acts.told()
    assert page.acts.buttons["fire"].text() == "消防备案查询  Ctrl+Shift+F"


def test_an_act_may_have_no_key_and_a_button_of_its_own_place(qtbot):
    added = Act("undo", "撤销备案", (), lambda page: page.done.append("undo"), lambda page: page.able)
    page = Trial((*Trial.ACTS, added))
    qtbot.addWidget(page)
    assert page.acts.buttons["undo"].text() == "撤销备案"
    assert "撤销备案" not in [words for _keys, words in page.acts.told()]


def test_a_button_with_a_place_of_its_own_does_not_stand_in_the_foot(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    acts = PageActs(page, Trial.ACTS)
    own = acts.button("open")
    foot = acts.foot()
    assert foot.indexOf(own) == -1
    assert foot.indexOf(acts.buttons["export"]) >= 0


def test_a_key_that_the_window_hears_is_written_but_not_taken(qtbot):
    page = Trial((Act("back", "返回", ("Esc",), lambda page: page.done.append("back"), bound=False),))
    qtbot.addWidget(page)
    QTest.keyClick(page, Key.Key_Escape)
    page.acts.buttons["back"].click()
    assert (page.done, page.acts.told()) == (["back"], [("Esc", "返回")])
    assert page.acts.buttons["back"].text() == "返回  Esc"


def test_keys_are_written_as_people_read_them():
    assert [written(keys) for keys in ("Return", "Ctrl+Left", "F5", "Ctrl++", "Del")] == [
        "Enter",
        "Ctrl+←",
        "F5",
        "Ctrl++",
        "Delete",
    ]


def tables_of_acts():
    """Every table of acts that a class of the ui declares."""
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}.")]
    classes = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    tables = {f"{one.__qualname__}.{name}": table for one in classes for name, table in vars(one).items()}
    return {name: table for name, table in sorted(tables.items()) if is_table_of_acts(table)}


def is_table_of_acts(value):
    return isinstance(value, tuple) and bool(value) and all(isinstance(act, Act) for act in value)


@pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in tables_of_acts().items()])
def test_no_two_acts_of_a_table_have_one_name_or_key(table):
    names = [act.name for act in table]
    keys = [key for act in table if act.bound for key in act.keys]
    assert (len(set(names)), len(set(keys))) == (len(names), len(keys))
