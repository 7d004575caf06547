"""A barcode scanner types fast and ends with Enter; what it typed never comes into the field it was typed at."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import half_width
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.ui.base.barcode_scanner import BarcodeScanner, is_beginning
from counter_app.ui.inspection.tip import TipPage
from counter_app.ui.papers.material_question import MaterialQuestion
from counter_app.ui.papers.number_question import NumberQuestion
from tests.fakes.memory_backend import POST, intake_of, shipped_form

SAMPLES = Path(__file__).parents[2] / "samples"
NUMBER = "BG2026-0012"
FULL_WIDTH = "ＢＧ２０２６－００１２"
ENDS = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab}


@pytest.fixture
def line(qtbot, qapp):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return line


@pytest.fixture
def scanner(line):
    scanner = BarcodeScanner(line)
    scanner.heard = []
    scanner.scanned.connect(scanner.heard.append)
    scanner.listen(line)
    return scanner


def press(text, *, gap=5, start=1000, enter=True, end="\r"):
    """Keys as they come from the display, `gap` milliseconds apart; capitals with Shift."""
    shift = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    for place, letter in enumerate(text + (end if enter else "")):
        key = ENDS.get(letter) or Qt.Key(ord(half_width(letter).upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(start + place * gap)
        if letter.isupper():
            QApplication.sendEvent(QApplication.focusWidget(), shift)
        QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.mark.parametrize("text", [NUMBER, NUMBER.lower(), "BS2026-12345", "AJ0123456789", "JC0123456789"])
def test_a_number_of_ours_is_heard_and_comes_into_no_field(scanner, line, text):
    line.setText("大关县")
    press(text)
    assert (scanner.heard, line.text()) == ([text.upper()], "大关县")


@pytest.mark.parametrize("text", ["6901234567892", "ZZ2026-0012", "BG20260012", "AJ01234567890", "BG2026-001", "SJ"])
def test_what_is_no_number_of_ours_is_typed_as_by_hand(scanner, line, text):
    entered = []
    line.returnPressed.connect(lambda: entered.append(line.text()))
    press(text)
    assert (scanner.heard, entered) == ([], [text])


def test_the_same_letters_typed_by_hand_are_typed(scanner, line):
    press(NUMBER, gap=200)
    assert (scanner.heard, line.text()) == ([], NUMBER)


def test_on_a_busy_machine_a_field_gets_what_was_scanned_and_loses_it_again(scanner, line, qtbot):
    line.setText("大关县商店")
    line.setSelection(2, 2)
    edited = []
    line.textEdited.connect(edited.append)
    press("BG2", enter=False)
    qtbot.waitUntil(lambda: line.text() == "大关BG2店")  # the next key was late
    press("026-0012", start=1000 + 3 * 5 + 120)
    assert scanner.heard == [NUMBER]
    assert (line.text(), line.selectedText(), edited[-1]) == ("大关县商店", "县商", "大关县商店")


def test_a_letter_stands_in_its_field_before_a_shortcut_acts(scanner, line):
    seen = []
    action = QAction(line)
    action.setShortcut(QKeySequence("F8"))
    action.triggered.connect(lambda: seen.append(line.text()))
    line.addAction(action)
    QTest.keyClick(line.windowHandle(), "b")
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_F8)
    assert seen == ["b"]


def test_a_letter_stays_with_its_field_when_the_focus_goes_elsewhere(qtbot):
    window, fields = QWidget(), (QLineEdit(), QLineEdit())
    column = QVBoxLayout(window)
    for field in fields:
        column.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    fields[0].setFocus()
    qtbot.waitUntil(fields[0].hasFocus)
    BarcodeScanner(window).listen(window)
    press("b", enter=False)
    fields[1].setFocus()
    assert [field.text() for field in fields] == ["b", ""]


def test_a_scan_right_after_a_letter_typed_by_hand_is_heard(scanner, line, qtbot):
    press("b", enter=False)
    qtbot.waitUntil(lambda: line.text() == "b")
    press(NUMBER, start=9000)
    assert (scanner.heard, line.text()) == ([NUMBER], "b")


def test_letters_held_back_come_a_moment_later_and_in_order(scanner, line, qtbot):
    press("bgx", enter=False)
    assert line.text() == "bgx"
    press("b", enter=False, start=5000)
    assert line.text() == "bgx"
    qtbot.waitUntil(lambda: line.text() == "bgxb")


def test_a_click_elsewhere_lets_go_of_what_was_held(scanner, line, qtbot):
    press("bg", enter=False)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.text() == "bg"


def test_a_key_with_control_lets_go_first(scanner, line, qtbot):
    press("b", enter=False)
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (line.text(), line.selectedText()) == ("b", "b")


def test_what_an_input_method_made_of_a_scan_is_heard_and_not_written(scanner, line, qtbot):
    line.setText("大关县")
    event = QInputMethodEvent()
    event.setCommitString(NUMBER)
    QApplication.sendEvent(line, event)
    qtbot.waitUntil(lambda: scanner.heard == [NUMBER])
    assert line.text() == "大关县"


def compose(widget, text):
    """What an input method gives at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def fields(qtbot):
    """Two lines, one below the other, the first one with the keyboard, and a scanner that listens."""
    window, fields = QWidget(), (QLineEdit(), QLineEdit())
    column = QVBoxLayout(window)
    for field in fields:
        column.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    fields[0].setFocus()
    qtbot.waitUntil(fields[0].hasFocus)
    window.scanner = BarcodeScanner(window)
    window.scanner.heard = []
    window.scanner.scanned.connect(window.scanner.heard.append)
    window.scanner.listen(window)
    return fields


def test_a_number_that_ends_with_tab_is_heard_and_the_focus_stays(fields):
    press(NUMBER, end="\t")
    assert fields[0].window().scanner.heard == [NUMBER]
    assert (fields[0].text(), fields[0].hasFocus()) == ("", True)


def test_tab_after_anything_else_goes_to_the_next_field(fields, qtbot):
    press("bg", enter=False)
    QTest.keyClick(fields[0].windowHandle() or fields[0].window().windowHandle(), Qt.Key.Key_Tab)
    assert (fields[0].text(), fields[1].hasFocus()) == ("bg", True)


def test_a_number_that_nothing_ends_is_heard_when_no_key_follows(scanner, line, qtbot):
    line.setText("大关县")
    with qtbot.waitSignal(scanner.scanned):
        press(NUMBER, enter=False)
    assert (scanner.heard, line.text()) == ([NUMBER], "大关县")


def test_a_longer_number_that_nothing_ends_is_heard_whole(scanner, line, qtbot):
    with qtbot.waitSignal(scanner.scanned):
        press("BS2026-12345", enter=False)
    assert (scanner.heard, line.text()) == (["BS2026-12345"], "")


def test_a_number_that_is_typed_fast_and_left_without_enter_stays_in_its_field(scanner, line, qtbot):
    press(NUMBER, gap=80, enter=False)
    qtbot.waitUntil(lambda: line.text() == NUMBER)
    assert scanner.heard == []


def test_on_a_busy_machine_a_number_that_nothing_ends_leaves_its_field_too(scanner, line, qtbot):
    line.setText("大关县")
    press("BG2", enter=False)
    qtbot.waitUntil(lambda: line.text() == "大关县BG2")
    with qtbot.waitSignal(scanner.scanned):
        press("026-0012", enter=False, start=1000 + 3 * 5 + 120)
    assert (scanner.heard, line.text()) == ([NUMBER], "大关县")


@pytest.mark.parametrize("late", ["\r", "\t"])
def test_what_ends_a_number_late_ends_nothing_else(scanner, line, qtbot, late):
    entered = []
    line.returnPressed.connect(lambda: entered.append(line.text()))
    with qtbot.waitSignal(scanner.scanned):
        press(NUMBER, enter=False)
    press("", end=late, start=1000 + 10 * 5 + 130)
    assert (scanner.heard, entered, line.hasFocus()) == ([NUMBER], [], True)


def test_enter_and_line_feed_end_one_number(scanner, line):
    entered = []
    line.returnPressed.connect(lambda: entered.append(line.text()))
    press(NUMBER, end="\r\n")
    assert (scanner.heard, entered) == ([NUMBER], [])


def test_enter_by_hand_after_a_scan_is_a_key(scanner, line):
    entered = []
    line.returnPressed.connect(lambda: entered.append(line.text()))
    press(NUMBER)
    press("", start=3000)
    assert (scanner.heard, entered) == ([NUMBER], [""])


def test_full_width_letters_and_digits_are_heard(scanner, line):
    press(FULL_WIDTH)
    assert (scanner.heard, line.text()) == ([NUMBER], "")


@pytest.mark.parametrize("whole", [FULL_WIDTH, f"]C0{NUMBER}", "】Ｃ１ＢＧ２０２６—００１２"])
def test_what_an_input_method_makes_full_width_is_heard_at_once_or_letter_by_letter(scanner, line, qtbot, whole):
    with qtbot.waitSignal(scanner.scanned):
        compose(line, whole)
    for letter in whole:
        compose(line, letter)
    press("")
    assert (scanner.heard, line.text()) == ([NUMBER, NUMBER], "")


def test_what_an_input_method_gives_comes_into_the_field_in_order(scanner, line, qtbot):
    for text in ("Ｂ", "Ｇ", "大关县"):
        compose(line, text)
    assert line.text() == "ＢＧ大关县"
    compose(line, "２")
    compose(line, "Ｂ")
    qtbot.waitUntil(lambda: line.text() == "ＢＧ大关县２Ｂ")
    assert scanner.heard == []


@pytest.mark.parametrize("prefix", ["]C0", "]C1", "]Q1", "]d2", "］Ｃ０"])
@pytest.mark.parametrize("number", [NUMBER, "AJ0123456789"])
def test_the_kind_of_the_code_before_a_number_is_left_out(scanner, line, prefix, number):
    press(prefix + number)
    assert (scanner.heard, line.text()) == ([number], "")


@pytest.mark.parametrize("text", [" ", "5", "x"])
def test_a_key_that_begins_no_number_is_not_held_back(scanner, line, text):
    press(text, enter=False)
    assert line.text() == text


@pytest.mark.parametrize("text", ["]C0", "]", "]C0X", "]C06901234567892"])
def test_a_bracket_that_begins_no_number_is_typed(scanner, line, text):
    press(text)
    assert (scanner.heard, line.text()) == ([], text)


def test_beginnings():
    assert all(is_beginning(NUMBER[:length]) for length in range(1, len(NUMBER) + 1))
    assert not any(is_beginning(text) for text in ("C", "BX", "BG2x", "BG2026x", "BG2026-x", "AJ01234567890"))


# In the window ------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(backend):
    """A deficient case that no tab has: its reference."""
    return issued(backend, "02", issuing.issue_notice)


def issued(backend, sample, act):
    [path] = SAMPLES.glob(f"{sample}*.json")
    case = cases.open_case(backend, post=POST, intake=intake_of(json.loads(path.read_text("utf-8")), shipped_form()))
    act(backend, case.filing.reference, post=POST)
    return case.filing.reference


def in_front(running):
    session = running.shell.workspace.session
    return session.reference if session else None


def focused(qtbot):
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_a_scan_opens_the_case_at_its_first_open_item_from_within_another_case(running, backend, told, qtbot):
    running.shell.act("new")
    qtbot.waitUntil(lambda: in_front(running) is not None and not running.station.tasks.is_busy)
    page = running.shell.workspace.page
    page.form.editors["unit.name"].focus_field()
    qtbot.waitUntil(page.form.editors["unit.name"].line.hasFocus)
    qtbot.keyClicks(page.form.editors["unit.name"].line, "xx")
    first = in_front(running)
    press("BG2026-0001")
    qtbot.waitUntil(lambda: in_front(running) == told)
    row = running.shell.workspace.page.side.materials.rows()[1]
    qtbot.waitUntil(row.hasFocus)
    assert row.spec.key == "authorization_letter"
    assert running.shell.workspace.session_of(first).filing.answers.raw["unit.name"] == "xx"


@pytest.mark.parametrize("page", ["today", "settings", "handover", "inspections", "closing"])
def test_a_scan_opens_the_case_from_any_page(running, backend, told, qtbot, page):
    running.shell.show(page)
    focused(qtbot)
    press("BG2026-0001")
    qtbot.waitUntil(lambda: in_front(running) == told and running.shell.window.shown == "cases")


@pytest.mark.parametrize("page", ["today", "handover", "inspections", "closing"])
def test_no_key_of_a_scan_is_an_act_of_the_page(running, backend, told, qtbot, page):
    running.shell.show(page)
    focused(qtbot)
    running.settle()
    done = []
    for action in running.shell.window.page(page).findChildren(QAction):
        action.triggered.connect(lambda _checked, action=action: done.append(action.text()))
    QTest.keyClicks(QApplication.focusWidget(), "BG2026-0001")  # as the display sends them: shortcuts are asked first
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_front(running) == told and running.shell.window.shown == "cases")
    assert done == []


def test_a_key_that_begins_a_number_is_an_act_of_the_page_all_the_same(running, backend, qtbot):
    assert is_beginning("J")
    running.shell.show("inspections")
    focused(qtbot)
    running.settle()
    page = running.shell.window.page("inspections")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
    qtbot.waitUntil(lambda: isinstance(page.sub, TipPage))


def test_a_complete_case_opens_with_what_can_be_done_now(running, backend, qtbot):
    reference = issued(backend, "01", issuing.issue_receipt)
    focused(qtbot)
    press("BS2026-0001")
    qtbot.waitUntil(lambda: in_front(running) == reference)
    assert "待录入" in running.shell.window.line.banner.words


def test_a_number_that_nothing_has_is_said(running, qtbot):
    focused(qtbot)
    press("BG2026-0099")
    messages = running.shell.window.messages
    qtbot.waitUntil(lambda: messages.isVisible() and "没有找到补字〔2026〕99号" in messages.words)


def test_a_scan_answers_no_question(running, backend, told, qtbot):
    question = MaterialQuestion([], print, running.shell.window)
    question.open()
    focused(qtbot)
    press("BG2026-0001")
    assert question.isVisible()
    assert in_front(running) is None
    question.reject()


def test_a_number_can_be_typed_too(running, backend, told, qtbot):
    running.shell.act("by_number")
    [question] = running.shell.window.findChildren(NumberQuestion)
    question.number.set_value("备告〔2026〕9号")
    question.submit()
    qtbot.waitUntil(lambda: question.number.problem is not None)
    question.number.set_value("大公(视)备告〔2026〕0001号")
    qtbot.keyClick(question.number.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_front(running) == told)


def test_a_scan_while_the_number_is_asked_for_answers_it(running, backend, told, qtbot):
    running.shell.act("by_number")
    focused(qtbot)
    press("BG2026-0001")
    qtbot.waitUntil(lambda: in_front(running) == told)
