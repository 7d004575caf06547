"""What a button or an action does, does not depend on whether Qt has it ticked."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPushButton

from counter_app.ui.base.acts import when_pressed, when_ticked


@pytest.fixture
def heard():
    return []


@pytest.fixture
def button(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.setCheckable(True)
    return button


def test_an_act_with_room_for_more_never_gets_the_state(button, heard):
    def act(*more, last="nothing"):
        heard.append((more, last))

    when_pressed(button, act)
    button.click()
    assert heard == [((), "nothing")]


def test_an_act_gets_what_it_is_about_as_it_was_in_its_round(qtbot, heard):
    buttons = [QPushButton() for _three in range(3)]
    for place, button in enumerate(buttons):
        qtbot.addWidget(button)
        when_pressed(button, heard.append, place)
    for button in buttons:
        button.click()
    assert heard == [0, 1, 2]


def test_an_action_behind_keys_is_connected_in_the_same_way(button, heard):
    action = QAction(button, checkable=True)
    when_pressed(action, heard.append, "act")
    action.trigger()
    assert heard == ["act"]


def test_a_box_tells_whether_the_clerk_ticked_it(qtbot, heard):
    box = QCheckBox()
    qtbot.addWidget(box)
    when_ticked(box, heard.append)
    box.setChecked(True)
    box.click()
    assert heard == [False]
