"""That what cannot be read is found: each kind once, beside what can be read."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.wrapped_list import WrappedList
from tests.ui import legible


@pytest.fixture
def window(qtbot, theme):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(600, 300)
    shown.show()
    return shown


def put(window, widget, left, top, width, height):
    widget.setParent(window)
    widget.setGeometry(left, top, width, height)
    widget.show()
    return widget


def test_what_has_its_space_and_a_tool_tip_is_no_fault(window):
    put(window, QLabel("单位名称"), 10, 10, 120, 24)
    put(window, QLineEdit("很长很长的一个单位名称的全称"), 10, 60, 100, 36).setToolTip("很长很长的一个单位名称的全称")
    put(window, QPushButton("保存"), 10, 120, 120, 36)
    assert legible.faults(drawn=True) == []


@pytest.mark.parametrize(
    ("made", "size", "fault"),
    [
        (lambda: QLabel("很长的一行字，没有地方"), (60, 24), "width cut"),
        (lambda: QPushButton("打印一次性告知书"), (60, 36), "width cut"),
        (lambda: QLineEdit("很长很长的一个单位名称的全称"), (100, 36), "value cut"),
        (lambda: QLabel("伸到窗口外面"), (600, 24), "outside of its parent"),
    ],
    ids=["label", "button", "line", "outside"],
)
def test_words_that_are_cut_are_named(window, made, size, fault):
    put(window, made(), 20, 10, *size)
    [found] = legible.faults()
    assert fault in found


def test_words_upon_words_and_buttons_of_two_heights_are_named(window):
    put(window, QLabel("统一社会信用代码"), 10, 10, 200, 24)
    put(window, QLabel("法定代表人"), 100, 20, 200, 24)
    put(window, QPushButton("返回"), 10, 100, 90, 36)
    put(window, QPushButton("确认"), 120, 99, 90, 38)
    named = " ".join(legible.faults())
    assert "lies upon" in named
    assert "36 high, '确认' 38" in named


def test_faint_words_are_named(window):
    label = put(window, QLabel("看不清的字"), 10, 10, 200, 24)
    label.setStyleSheet("color: #c0c4c8; background: #ffffff;")
    [found] = legible.faults(drawn=True)
    assert "faint 1." in found


def test_a_line_of_a_list_that_is_cut_is_named(window):
    lines = put(window, WrappedList(), 10, 10, 120, 100)
    mark(lines, role="choices")
    lines.addItem("填写在场人员，或登记无人在场")
    assert legible.faults() == []
    lines.setWordWrap(False)
    [found] = legible.faults()
    assert "line cut" in found
