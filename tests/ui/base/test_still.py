"""While a mouse button is down nothing moves; afterwards everything that waited is shown, once."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from counter_app.ui.base import still
from counter_app.ui.base.still import when_released
from tests.ui.clerk import MouseHand


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(200, 200)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_without_a_button_down_it_is_shown_at_once(window):
    shown = []
    when_released(window, "a", lambda: shown.append(1))
    assert shown == [1]


def test_it_waits_for_the_release_and_of_one_name_only_the_last_is_shown(qtbot, window):
    shown = []
    hand = MouseHand(window)
    for number in (1, 2):
        when_released(window, "a", lambda number=number: shown.append(number))
    when_released(window, "b", lambda: shown.append(3))
    hand.release()
    assert shown == [], "not before the release has gone where it was aimed"
    qtbot.waitUntil(lambda: shown == [2, 3])


def test_what_came_after_the_release_is_not_shown_over_by_what_waited_for_it(qtbot, window):
    shown = []
    hand = MouseHand(window)
    when_released(window, "a", lambda: shown.append("before the release"))
    when_released(window, "b", lambda: shown.append("beside it"))
    hand.release()
    when_released(window, "a", lambda: shown.append("after the release"))
    qtbot.waitUntil(lambda: "beside it" in shown)
    assert shown == ["after the release", "beside it"]


def test_what_is_gone_by_then_shows_nothing(qtbot, window):
    shown, owner = [], QObject()
    hand = MouseHand(window)
    when_released(owner, "a", lambda: shown.append(1))
    when_released(window, "a", lambda: shown.append(2))
    delete(owner)
    hand.release()
    qtbot.waitUntil(lambda: shown == [2])


def test_a_release_that_is_never_told_holds_nothing_up_for_good(qtbot, window, monkeypatch):
    monkeypatch.setattr(still, "_PATIENCE", 0.0)
    monkeypatch.setattr(still.QGuiApplication, "mouseButtons", staticmethod(lambda: Qt.MouseButton.LeftButton))
    shown = []
    when_released(window, "a", lambda: shown.append(1))
    qtbot.waitUntil(lambda: shown == [1])
