"""The page that stands there while no case is open: by mouse and by key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.services.filing import cases
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.clerk import press_in, resize
from tests.ui.intake.reading import sample


@pytest.fixture
def backend():
    """Two cases of today, none open."""
    backend = MemoryBackend.make()
    for name in ("01-complete", "03-four-at-once"):
        cases.open_case(backend, post=POST, intake=sample(name))
    return backend


@pytest.fixture
def home(qtbot, running):
    home = running.shell.workspace._nothing
    qtbot.waitUntil(lambda: home.lines is not None and len(home.lines.lines) == 2)
    return home


def click(window, widget, at=None):
    at = widget.mapTo(window, at or widget.rect().center())
    QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def test_the_search_is_one_click_away_and_a_new_case_one_key(qtbot, running, home):
    window = running.shell.window
    assert QApplication.focusWidget() is home.button
    click(window, home.buttons["find"])
    finding = next(feature for feature in running.shell.features if "find" in feature.acts())
    qtbot.waitUntil(lambda: finding.open_list is not None and not finding.open_list.is_waiting)
    press_in(window, Qt.Key.Key_Escape)
    press_in(window, (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier))
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)


def test_the_cases_of_today_stand_there_and_a_double_click_opens_one(qtbot, running, home):
    assert home.today.text().startswith("今日受理2件")
    view = home.lines.view
    row = view.visualRect(view.model().index(1, 1)).center()
    wanted = home.lines.lines[1].case.reference
    place = view.viewport().mapTo(running.shell.window, QPoint(row))
    handle = running.shell.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.workspace.session.reference == wanted


def test_enter_on_a_line_opens_it(qtbot, running, home):
    home.lines.view.setFocus()
    press_in(running.shell.window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)


def test_in_a_narrow_window_the_buttons_take_more_rows_and_none_is_cut(qtbot, running, home):
    buttons = home.buttons.values()
    running.shell.window.setMinimumSize(0, 0)
    for width, rows in ((1366, 1), (960, 1), (720, 2)):
        resize(running, width)
        qtbot.waitUntil(lambda rows=rows: len({button.y() for button in buttons}) == rows)
        assert all(button.geometry().right() < home.parentWidget().width() for button in buttons)
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert home.minimumSizeHint().width() < 400
