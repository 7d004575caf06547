"""An act of an office, added to a page by one record: key, button, F1 and right click follow."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.ui.base.acts import Act
from counter_app.ui.lists.queues import QueuesPage
from counter_app.ui.manual.keys import KeyTable
from counter_app.ui.widgets.act_menu import ActMenu
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.shell_fakes import start_shell

KEY = (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def done():
    return []


@pytest.fixture
def shell(qtbot, tmp_path, monkeypatch, done):
    """The window on the page of the queues, which has one act more."""
    added = Act("fire", "查询消防备案", ("Ctrl+Alt+F",), lambda page: done.append(page.queue.label))
    monkeypatch.setattr(QueuesPage, "ACTS", (*QueuesPage.ACTS, added))
    backend = MemoryBackend.make()
    running = start_shell(lambda: backend, tmp_path)
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy and running.shell.window.shown != "busy")
    running.shell.show("today")
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    with qtbot.waitActive(running.shell.window):
        running.shell.window.activateWindow()
    yield running.shell
    running.end()


@pytest.fixture
def page(shell):
    return shell.window.page("today")


def test_its_key_does_it(page, done):
    page.setFocus()
    QTest.keyClick(page, *KEY)
    assert done == ["今日"]


def test_its_button_does_it(page, done):
    assert page.acts.buttons["fire"].text() == "查询消防备案  Ctrl+Alt+F"
    page.acts.buttons["fire"].click()
    assert done == ["今日"]


def test_f1_lists_it(shell, page):
    shell.act("keys")
    [keys] = shell.window.findChildren(KeyTable)
    assert ("Ctrl+Alt+F", "查询消防备案") in [line for _title, lines in keys.shown for line in lines]


def test_a_right_click_offers_it(shell, page, done):
    at = QPoint(5, 5)
    QApplication.sendEvent(page, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.mapToGlobal(at)))
    [menu] = shell.window.findChildren(ActMenu)
    [line] = [line for line in menu.lines if line.words == "查询消防备案"]
    assert line.keys == "Ctrl+Alt+F"
    line.act()
    assert done == ["今日"]


def test_it_is_done_by_its_name(page, done):
    page.acts.trigger("fire")
    assert done == ["今日"]
