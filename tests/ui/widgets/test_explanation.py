"""What a field is: under the mouse at its label, on a right click there, on Shift+F1 in it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWhatsThis

from counter_app.ui.widgets import field_block
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.text_editors import TextEditor

WORDS = "单位名称：必填\n举例：大关县青禾商贸有限公司"


@pytest.fixture
def block(qtbot, theme):
    block = FieldBlock(TextEditor("unit.name", "单位名称"))
    qtbot.addWidget(block)
    block.explain(WORDS)
    block.resize(500, 60)
    block.show()
    yield block
    QWhatsThis.hideText()


@pytest.fixture
def told(monkeypatch):
    said = []

    class Noted:
        @staticmethod
        def showText(_at, words, _widget):
            said.append(words)

    monkeypatch.setattr(field_block, "QWhatsThis", Noted)
    return said


def test_its_label_tells_under_the_mouse(block):
    assert block._label.toolTip() == WORDS


def right_click(block, at):
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, block.mapToGlobal(at))
    QApplication.sendEvent(block, asked)


def test_a_right_click_on_the_label_tells(block, told):
    right_click(block, block._label.geometry().center())
    assert told == [WORDS]


def test_a_right_click_elsewhere_is_left_to_the_window(block, told):
    right_click(block, QPoint(block.width() - 2, block.height() - 2))
    assert told == []


def test_shift_f1_in_the_field_tells(block, qtbot):
    def shown():
        return [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QWhatsThat"]

    before = len(shown())
    block.editor.focus_field()
    qtbot.keyClick(block.editor.focusProxy(), Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(shown()) == before + 1)
