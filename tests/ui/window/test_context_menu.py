"""A right click, or the menu key, offers the acts of what lies there, as their one record says them."""

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout

from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.widgets.act_menu import ActMenu
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.list_view import list_view
from counter_app.ui.window.main_window import MainWindow

Reason = QContextMenuEvent.Reason


def note(name):
    return lambda page: page.done.append(name)


class Trial(Page):
    """A label and a list; the list has an act of its own."""

    ACTS = (
        Act("open", "打开", ("Return",), note("open"), lambda page: page.able, primary=True),
        Act("refresh", "刷新", ("F5",), note("refresh"), place=Placement.HINT),
        Act("next", "下一个", ("Right",), note("next"), group="切换"),
    )

    def __init__(self):
        super().__init__()
        self.done, self.able = [], True
        self.acts = PageActs(self, self.ACTS)
        self.label, self.view = QLabel("标题"), list_view(QStringListModel(["一", "二"], self), "列表")
        self.rows = PageActs(self, (Act("drop", "移出", ("Del",), note("drop")),), self.view)
        column = QVBoxLayout(self)
        column.addWidget(self.label)
        column.addWidget(self.view)
        column.addLayout(self.acts.foot())


@pytest.fixture
def window(qtbot, tmp_path):
    made = MainWindow(tmp_path)
    qtbot.addWidget(made)
    made.add_page("trial", Trial())
    made.show_page("trial")
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def page(window):
    return window.page("trial")


def right_click(widget, reason=Reason.Mouse):
    """The event as Qt sends it to `widget`; what nobody takes there climbs to the window."""
    at = QPoint(5, 5)
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


def menu_of(window):
    return next((menu for menu in window.findChildren(ActMenu) if menu.is_open), None)


def offered(window):
    menu = menu_of(window)
    return [(line.words, line.keys) for line in menu.lines] if menu is not None else []


def test_a_right_click_offers_what_can_be_done_there_with_its_keys(window, page):
    right_click(page.label)
    assert offered(window) == [("打开", "Enter"), ("刷新", "F5")]


def test_what_cannot_be_done_now_is_not_offered(window, page):
    page.able = False
    page.acts.refresh()
    right_click(page.label)
    assert offered(window) == [("刷新", "F5")]


def test_an_act_called_otherwise_is_offered_so(window, page):
    page.acts.say("open", "接着办")
    right_click(page.label)
    assert offered(window)[0] == ("接着办", "Enter")


def test_the_acts_of_a_part_come_before_those_of_its_page(window, page):
    right_click(page.view.viewport())
    assert [words for words, _keys in offered(window)] == ["移出", "打开", "刷新", "复制整个列表"]


def test_the_menu_lies_where_the_mouse_was_and_its_line_acts_once(window, page, qtbot):
    page.view.setFocus()
    right_click(page.view.viewport())
    menu = menu_of(window)
    assert menu.pos() == page.view.viewport().mapTo(window, QPoint(5, 6))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (page.done, menu_of(window), QApplication.focusWidget()) == (["open"], None, page.view)


def test_the_menu_key_offers_the_acts_of_what_has_the_focus(window, page):
    page.view.setFocus()
    right_click(page.view, Reason.Keyboard)
    assert [words for words, _keys in offered(window)] == [
        *("移出", "打开", "刷新"),
        *("复制本行", "复制单元格", "复制整个列表"),
    ]


def test_a_press_elsewhere_closes_the_menu(window, page):
    right_click(page.label)
    empty = QPoint(window.width() - 20, window.height() // 2)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=empty)
    assert (menu_of(window), page.done) == (None, [])


def test_where_nothing_can_be_done_no_menu_opens(window):
    right_click(window.rail)
    assert menu_of(window) is None


def test_behind_a_question_the_page_offers_nothing(window, page):
    ask(window, "撤回？", "不能再改。", act="撤回", then=lambda: None)
    right_click(QApplication.focusWidget())
    assert menu_of(window) is None


class Question(Dialog):
    ACTS = (
        Act("back", "返回", ("Esc",), lambda dialog: dialog.reject()),
        Act("go", "办理", ("Return",), lambda dialog: dialog.accept(), primary=True),
    )

    def __init__(self, parent):
        super().__init__("办理？", "", parent)
        self.acts = PageActs(self, self.ACTS)
        self.add_acts(self.acts)


def test_a_question_offers_its_own_acts_and_none_of_the_page_behind(window, page, qtbot):
    question = Question(window)
    question.open()
    right_click(question)
    assert offered(window) == [("返回", "Esc"), ("办理", "Enter")]
    with qtbot.waitSignal(question.accepted):
        menu_of(window).lines[1].act()
    assert page.done == []
