"""Who comes back to a case writes on where he left it: what is typed next replaces nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.services.filing import cases
from counter_app.services.ports import WindowState
from tests.fakes.memory_backend import POST
from tests.ui.clerk import press_in
from tests.ui.intake.reading import sample

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def case(begin, backend):
    """A window with a case whose unit is half written."""
    running = begin(backend)
    running.shell.window.activateWindow()
    press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
    running.settle()
    press_in(running.shell.window, "abcd")
    press_in(running.shell.window, Qt.Key.Key_Left)
    return running


def by_another_case(qtbot, running):
    press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
    running.settle()
    running.shell.workspace.step(-1)


def by_a_list(qtbot, running):
    press_in(running.shell.window, (Qt.Key.Key_2, CTRL))
    qtbot.waitUntil(lambda: running.shell.window.shown == "today")
    press_in(running.shell.window, (Qt.Key.Key_1, CTRL))
    qtbot.waitUntil(lambda: running.shell.window.shown == "cases")


@pytest.mark.parametrize("way", [by_another_case, by_a_list])
def test_who_comes_back_goes_on_where_the_caret_stood(qtbot, case, way):
    field = QApplication.focusWidget()
    way(qtbot, case)
    case.settle()
    assert QApplication.focusWidget() is field
    press_in(case.shell.window, "x")
    assert field.text() == "abcxd"


def test_where_a_finding_leads_the_text_is_selected_to_be_replaced(qtbot, case):
    case.shell.workspace.page.focus_item("unit.uscc")
    case.shell.workspace.page.focus_item("unit.name")
    press_in(case.shell.window, "x")
    assert QApplication.focusWidget().text() == "x"


def test_a_case_that_stood_open_at_the_last_end_has_nothing_selected(qtbot, begin, backend):
    filing = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing
    backend.store.kept.window_states[POST.window] = WindowState((filing.reference,), filing.reference)
    running = begin(backend)
    running.shell.window.activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    assert (field.text(), field.selectedText()) == (filing.answers.text("unit.name"), "")
