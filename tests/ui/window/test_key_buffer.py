"""Keys typed while a case is being opened: none lost, none in the case before, shortcuts in their turn."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.ui.window import key_buffer
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.clerk import press_in
from tests.ui.shell_fakes import start_shell

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def gate(monkeypatch):
    """Opening a case waits for the gate; `gate.refusal` makes it fail behind it."""
    event = threading.Event()
    event.set()
    event.refusal = None
    opened = cases.open_case

    def slowly(backend, **options):
        event.wait(10)
        if event.refusal is not None:
            raise event.refusal
        return opened(backend, **options)

    monkeypatch.setattr(cases, "open_case", slowly)
    yield event
    event.set()


@pytest.fixture
def shell(qtbot, qapp, tmp_path, gate):
    backend = MemoryBackend.make()
    running = start_shell(lambda: backend, tmp_path)
    running.shell.window.activateWindow()
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy and running.shell.window.shown == "cases")
    yield running.shell
    gate.set()
    running.end()


def opened(qtbot, shell, count):
    qtbot.waitUntil(lambda: len(shell.workspace.sessions) == count and not shell.station.tasks.is_busy)


def first_line(shell):
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    return field


def test_what_is_typed_before_the_page_stands_in_its_first_field(qtbot, shell, gate):
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "abc")
    assert shell.workspace.sessions == []
    gate.set()
    opened(qtbot, shell, 1)
    assert first_line(shell).text() == "abc"


def test_a_tick_and_a_key_of_the_list_are_replayed_too(qtbot, shell, gate):
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    for _ in range(10):
        press_in(shell.window, Qt.Key.Key_Return)
    press_in(shell.window, Qt.Key.Key_Space)  # made when the key goes up again
    press_in(shell.window, (Qt.Key.Key_Return, CTRL))
    press_in(shell.window, Qt.Key.Key_Insert)  # the list's own
    gate.set()
    opened(qtbot, shell, 1)
    form = shell.workspace.page.form
    assert form.value("system.function_types") == ["video"]
    assert form.devices["devices"].rows() == [{}]


def test_the_case_before_gets_none_of_it(qtbot, shell, gate):
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    opened(qtbot, shell, 1)
    press_in(shell.window, "old")
    before = first_line(shell)
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "new")
    assert before.text() == "old"
    gate.set()
    opened(qtbot, shell, 2)
    assert before.text() == "old"
    assert first_line(shell) is not before
    assert first_line(shell).text() == "new"


def test_a_key_that_moves_the_focus_moves_what_follows_with_it(qtbot, shell, gate):
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "abc")
    press_in(shell.window, Qt.Key.Key_Backspace)
    press_in(shell.window, Qt.Key.Key_Tab)
    gate.set()
    opened(qtbot, shell, 1)
    session = shell.workspace.session
    assert session.filing.answers.raw["unit.name"] == "ab"
    assert session.filing.focus != "unit.name"


def test_a_shortcut_waits_its_turn(qtbot, shell, gate):
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "a")
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "b")
    gate.set()
    opened(qtbot, shell, 2)

    def names():
        return [session.filing.answers.raw.get("unit.name") for session in shell.workspace.sessions]

    qtbot.waitUntil(lambda: names() == ["a", "b"])  # a letter with which a scan may begin is held back a moment


def test_where_no_case_opens_the_keys_are_dropped_and_the_focus_is_back(qtbot, shell, gate):
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    opened(qtbot, shell, 1)
    press_in(shell.window, "old")
    before = first_line(shell)
    gate.clear()
    gate.refusal = Refusal("没有保存", "再试一次")
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "new")
    gate.set()
    qtbot.waitUntil(lambda: "没有保存" in shell.window.messages.words)
    assert first_line(shell) is before
    assert before.text() == "old"
    press_in(shell.window, "er")
    assert before.text() == "older"


def test_patience_ends_and_it_is_said(qtbot, shell, gate, monkeypatch):
    held = shell.acts._key_buffer
    assert key_buffer.PATIENCE > 5_000
    gate.clear()
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "a")
    held._patience.start(1)
    qtbot.waitUntil(lambda: not held.is_holding)
    assert "没有录入" in shell.window.messages.words
    gate.set()
    opened(qtbot, shell, 1)
    assert first_line(shell).text() == ""


@pytest.fixture
def starting(qtbot, qapp, tmp_path):
    """A window whose data are not open yet; `starting.gate` opens them."""
    gate = threading.Event()
    backend = MemoryBackend.make()

    def connect():
        gate.wait(10)
        return backend

    running = start_shell(connect, tmp_path)
    running.gate = gate
    running.shell.window.activateWindow()
    yield running
    gate.set()
    running.end()


def test_a_new_case_asked_for_while_the_data_are_opened_is_opened_then(qtbot, starting):
    shell = starting.shell
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "abc")
    assert shell.workspace.sessions == []
    starting.gate.set()
    opened(qtbot, shell, 1)
    assert first_line(shell).text() == "abc"
    press_in(shell.window, "d")
    assert first_line(shell).text() == "abcd"


def test_letters_before_any_shortcut_belong_nowhere(qtbot, starting):
    shell = starting.shell
    press_in(shell.window, "xy")
    press_in(shell.window, (Qt.Key.Key_N, CTRL))
    press_in(shell.window, "a")
    starting.gate.set()
    opened(qtbot, shell, 1)
    qtbot.waitUntil(lambda: first_line(shell).text() == "a")


def test_keys_are_dropped_where_the_data_cannot_be_opened(qtbot, qapp, tmp_path):
    gate = threading.Event()

    def connect():
        gate.wait(10)
        raise Refusal("数据无法打开", "找技术人员")

    running = start_shell(connect, tmp_path)
    try:
        running.shell.window.activateWindow()
        press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
        gate.set()
        qtbot.waitUntil(lambda: running.shell.window.shown == "broken")
        assert not running.shell._key_buffer.is_holding
    finally:
        gate.set()
        running.end()
