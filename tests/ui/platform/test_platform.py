"""平台录入助手 by keyboard: from F11 to the receipt, ticks that stay, a number that looks odd, a filing taken back."""

import dataclasses
import itertools
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.office import supervision
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_entry, platform_filing
from counter_app.services.ports import WindowState
from counter_app.services.scans import scans
from counter_app.ui.base.private_clipboard import PrivateClipboard
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from counter_app.ui.platform.page import PlatformPage
from counter_app.ui.widgets.act_menu import ActMenu
from tests.fakes import scan_samples
from tests.fakes.memory_backend import OFFICE, POST, intake_of, shipped_form
from tests.ui import legible
from tests.ui.clerk import cell, click_by_mouse, press, resize

SAMPLES = Path(__file__).parents[2] / "samples"
NUMBER = "530624202600000123"
COPYING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_C)


def opened(backend, sample="01", unit=""):
    [path] = SAMPLES.glob(f"{sample}*.json")
    content = json.loads(path.read_text("utf-8"))
    if unit:
        content["unit"]["name"] = unit
    return cases.open_case(backend, post=POST, intake=intake_of(content, shipped_form())).filing.reference


def complete(backend, **more):
    reference = opened(backend, **more)
    issuing.issue_receipt(backend, reference, post=POST)
    return reference


@pytest.fixture
def at_work(qtbot, begin):
    """Start the window at one case."""

    def start(backend, reference):
        backend.store.kept.window_states[POST.window] = WindowState((reference,), reference)
        one = begin(backend)
        qtbot.waitUntil(lambda: one.shell.window.shown == "cases")
        return one

    return start


def press_each(running, *keys):
    """Press keys one after another, each when what the one before began has ended."""
    for key in keys:
        press(key)
        running.settle()


def platform_page(qtbot, running):
    running.shell.act("platform")
    running.settle()
    page = running.shell.window.page("platform")
    assert isinstance(page, PlatformPage)
    return page


def kept(backend, reference):
    return backend.store.filing(reference)


# By keyboard ------------------------------------------------------------------------------------------------------


def test_a_click_on_a_box_ticks_and_a_second_one_unticks_and_no_other_item_is_reached(qtbot, at_work, backend):
    QGuiApplication.clipboard().clear()
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    first, other = (place for place in page.list.model_.places[:2])
    key = page.list.model_.item(other).key
    for kept in ({key}, set()):
        click_by_mouse(*cell(page.list, other, from_left=18))
        running.settle()
        assert set(platform_entry.platform_state(backend, reference).ticks) == kept
        assert page.list.current.key == key
    click_by_mouse(*cell(page.list, first, from_left=200))
    running.settle()
    assert platform_entry.platform_state(backend, reference).ticks == {}
    assert QGuiApplication.clipboard().text() == ""


def test_from_a_complete_first_visit_to_the_receipt_in_five_keys_and_a_number(backend, at_work, qtbot):
    reference = opened(backend)
    running = at_work(backend, reference)
    keys = [Qt.Key.Key_F9, Qt.Key.Key_F11, Qt.Key.Key_F11, NUMBER, Qt.Key.Key_Return]
    for key in keys:
        press_each(running, key)
    filed = kept(backend, reference)
    assert (filed.state, filed.platform_number) == (FilingState.FILED, NUMBER)
    assert [(job.document, job.copies, job.reprint) for job in running.printers.jobs] == [
        ("material_receipt", 2, 0),
        ("platform_sheet", 1, 0),
        ("filing_receipt", 2, 0),
    ]
    assert "备案回执" in running.shell.window.messages.words
    strokes = sum(len(key) if isinstance(key, str) else 1 for key in keys)
    assert strokes == 4 + len(NUMBER)


def test_every_item_is_copied_and_ticked_with_one_key_in_the_platforms_order(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    assert page.list.hasFocus()
    due = [item for item in page.list.model_.items() if item.is_due]
    copied = []
    for key, item in zip(itertools.cycle(COPYING), due, strict=False):
        assert page.list.current.key == item.key
        press_each(running, key)
        copied.append(QGuiApplication.clipboard().text())
    assert copied == [item.value for item in due]
    assert page.progress == (len(due), len(due))
    assert page.strip.number.line.hasFocus()
    assert set(platform_entry.platform_state(backend, reference).ticks) == {item.key for item in due}


def test_arrows_choose_ctrl_c_only_copies_and_backspace_takes_a_tick_away(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_Down, Qt.Key.Key_Down, (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier))
    assert (page.list.current.key, page.progress[0]) == ("unit.uscc", 0)
    assert QGuiApplication.clipboard().text() == "91530624MA6K3R7Q38"
    press_each(running, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Backspace)
    assert platform_entry.platform_state(backend, reference).ticks == {}
    assert page.progress[0] == 0
    press_each(running, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up)
    assert page.list.current is not None


def test_a_row_of_the_device_list_is_copied_whole_with_tabs(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    places = page.list.model_.places
    first = next(place for place in places if page.list.model_.item(place).row == 1)
    page.list.go_to(first)
    press_each(running, Qt.Key.Key_R)
    row = kept(backend, reference).answers.rows()[0]
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[:2] == [row.display("devices[].location"), row.display("devices[].device_type")]
    assert set(platform_entry.platform_state(backend, reference).ticks) >= {
        "devices[1].location",
        "devices[1].device_type",
    }
    assert page.list.current.row == 2


def test_what_stands_on_paper_is_ticked_and_leaves_the_clipboard_alone(backend, at_work, qtbot):
    reference = complete(backend, sample="08")
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    QGuiApplication.clipboard().setText("别的内容")
    place = next(p for p in page.list.model_.places if page.list.model_.item(p).key == "devices")
    page.list.go_to(place)
    assert page.card.value == "见纸质材料"
    press_each(running, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "别的内容"
    assert "devices" in platform_entry.platform_state(backend, reference).ticks


def test_what_stands_on_paper_has_its_scan_beside(backend, at_work, qtbot):
    reference = opened(backend, sample="08")
    scans.attach_scan(backend, reference, "device_list", scan_samples.png(), post=POST)
    issuing.issue_receipt(backend, reference, post=POST)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    assert page.scans.viewer is None
    press_each(running, Qt.Key.Key_End)
    assert page.list.current.key == "devices"
    qtbot.waitUntil(lambda: page.scans.viewer is not None)
    assert "图像采集设备清单" in page.scans.viewer.words
    resize(running, 1280, 640)
    qtbot.waitUntil(lambda: page.scans.viewer.height() >= 240)
    press_each(running, Qt.Key.Key_V)
    assert page.scans.viewer.canvas.hasFocus()
    press_each(running, Qt.Key.Key_R, Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    press_each(running, Qt.Key.Key_Home)
    assert page.scans.viewer is None


def test_f1_and_a_right_click_offer_what_the_item_has(backend, at_work, qtbot):
    running = at_work(backend, complete(backend))
    page = platform_page(qtbot, running)
    [(_title, lines)] = page.keys()
    assert ("空格、Enter、C", "复制并勾选，到下一项") in lines
    assert ("F11", "录入备案编号") in lines
    place = page.list.viewport()
    at = QPoint(5, 5)
    QApplication.sendEvent(place, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, place.mapToGlobal(at)))
    [menu] = running.shell.window.findChildren(ActMenu)
    assert [(line.words, line.keys) for line in menu.lines] == [
        ("复制并勾选", "空格"),
        ("只复制", "Ctrl+C"),
        ("录入备案编号", "F11"),
        ("置顶小窗", "W"),
        ("返回", "Esc"),
        ("备案并打印回执", "Enter"),
    ]


# Ticks ------------------------------------------------------------------------------------------------------------


def test_ticks_outlive_a_crash_and_one_goes_on_where_one_was(backend, at_work, qtbot):
    reference = complete(backend)
    platform_entry.tick(backend, reference, ["unit.name", "unit.kind"], post=Post("李强", "4号窗口"))
    page = platform_page(qtbot, at_work(backend, reference))
    assert page.list.current.key == "unit.uscc"
    assert page.progress[0] == 2
    page.list.go_to(page.list.model_.places[0])
    assert page.card.where == "4号窗口（李强）已录"


def test_what_another_window_ticks_or_files_meanwhile_is_seen(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    platform_entry.tick(backend, reference, ["unit.kind"], post=Post("李强", "4号窗口"))
    page.look()
    qtbot.waitUntil(lambda: page.progress[0] == 1)
    platform_filing.file_case(backend, reference, NUMBER, post=Post("李强", "4号窗口"))
    press_each(running, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: NUMBER in page.strip._filed.text())
    assert "4号窗口（李强）" in page.strip._filed_small.text()
    assert f"备案编号{NUMBER}" in running.shell.window.messages.words


def test_a_tick_that_cannot_be_kept_is_said_and_taken_back(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "清理后再试")
    press_each(running, Qt.Key.Key_Space)
    assert page.progress[0] == 0
    assert "磁盘已满" in running.shell.window.messages.words


# The number -------------------------------------------------------------------------------------------------------


def test_an_odd_number_is_keyed_twice(backend, at_work, qtbot):
    backend.store.kept.office = dataclasses.replace(OFFICE, platform_number_format="#{18}")
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_F11, "5306242026", Qt.Key.Key_Return)
    assert page.strip.asks_again
    assert page.strip.again.line.hasFocus()
    assert page.strip.number.problem == "录入的备案编号不是18位数字"
    press_each(running, "5306242027", Qt.Key.Key_Return)
    assert "不一致" in page.strip.again.problem
    assert kept(backend, reference).state is FilingState.COMPLETE
    press_each(running, "5306242026", Qt.Key.Key_Return)
    assert kept(backend, reference).platform_number == "5306242026"
    assert len([job for job in running.printers.jobs if job.document == "filing_receipt"]) == 1


def test_a_number_that_another_filing_bears_names_it_and_leads_there(backend, at_work, qtbot):
    unit = "云南昭通乌蒙山国家级风景名胜区大关黄连河景区旅游开发股份有限公司"
    first, second = complete(backend, unit=unit), complete(backend)
    platform_filing.file_case(backend, first, NUMBER, post=POST)
    running = at_work(backend, second)
    resize(running, 960, 600)
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_F11, NUMBER, Qt.Key.Key_Return)
    assert unit in page.strip.number.problem
    qtbot.waitUntil(lambda: legible.faults() == [])
    page.strip.acts.trigger("other")
    running.settle()
    assert running.shell.workspace.session.reference == first


def test_a_blank_number_is_told_at_its_field_and_another_number_forgets_the_second(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_F11, Qt.Key.Key_Return)
    assert page.strip.number.problem == "填写备案平台生成的备案编号"
    press_each(running, "12", Qt.Key.Key_Return)
    assert page.strip.asks_again
    page.strip.number.focus_field()
    press_each(running, NUMBER)
    assert not page.strip.asks_again
    assert page.strip.number.problem is None


def test_two_presses_file_once(backend, at_work, qtbot):
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    page.strip.number.set_value(NUMBER)
    page.strip.submit()
    page.strip.submit()
    running.settle()
    qtbot.waitUntil(lambda: running.printers.jobs != [])
    assert len([p for p in backend.store.kept.papers.values() if p.document == "filing_receipt"]) == 1
    assert len(running.printers.jobs) == 1


def test_f11_before_the_receipt_says_what_comes_first(backend, at_work, qtbot):
    running = at_work(backend, opened(backend))
    running.shell.act("platform")
    assert "F9" in running.shell.window.messages.words
    assert running.shell.window.shown == "cases"


def test_the_receipts_message_leads_on_to_the_platform(backend, at_work, qtbot):
    running = at_work(backend, opened(backend))
    press_each(running, Qt.Key.Key_F9)
    running.shell.flow.next_wanted.emit("platform")
    running.settle()
    assert running.shell.window.shown == "platform"


# Taking it back ---------------------------------------------------------------------------------------------------


def test_a_supervisor_takes_a_filing_back_and_it_can_be_filed_anew(backend, at_work, qtbot):
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    reference = complete(backend)
    running = at_work(backend, reference)
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_F11, NUMBER, Qt.Key.Key_Return)
    page.strip.undo_wanted.emit()
    running.settle()
    dialog = running.shell.window.findChild(SupervisorDialog)
    dialog.reasons[""].set_value("平台上录成了另一家单位")
    dialog.name.set_value("赵主任")
    dialog.pin.set_value("135790")
    dialog.submit()
    running.settle()
    assert kept(backend, reference).state is FilingState.COMPLETE
    assert not page.strip.is_filed
    assert "备案已撤销" in running.shell.window.messages.words
    press_each(running, Qt.Key.Key_F11)
    assert page.strip.number.line.hasFocus()


# The clipboard ----------------------------------------------------------------------------------------------------


def test_the_clipboard_is_cleared_when_the_case_is_filed(backend, at_work, qtbot):
    running = at_work(backend, complete(backend))
    platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() != ""
    press_each(running, Qt.Key.Key_F11, NUMBER, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_is_cleared_a_while_after_the_page_was_left_and_only_what_was_ours(qapp, qtbot):
    clipboard = PrivateClipboard(lingers=1)
    clipboard.put("530624199003071217")
    clipboard.leave()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    clipboard.put("530624199003071217")
    QGuiApplication.clipboard().setText("别处复制的")
    clipboard.clear()
    assert QGuiApplication.clipboard().text() == "别处复制的"
    clipboard.put("甲")
    assert QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint") == b"secret"
    clipboard.clear()


def test_leaving_the_page_begins_the_wait_and_escape_goes_back_by_steps(backend, at_work, qtbot):
    running = at_work(backend, complete(backend))
    page = platform_page(qtbot, running)
    press_each(running, Qt.Key.Key_Space, Qt.Key.Key_F11, Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    press_each(running, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert running.shell.window.shown == "cases"
    assert page._clipboard._timer.isActive()


def test_nothing_personal_stands_in_the_log(backend, at_work, qtbot, caplog):
    reference = complete(backend)
    with caplog.at_level(logging.DEBUG):
        running = at_work(backend, reference)
        platform_page(qtbot, running)
        press_each(running, *[Qt.Key.Key_Space] * 12, Qt.Key.Key_F11, NUMBER, Qt.Key.Key_Return)
    answers = kept(backend, reference).answers
    for key in ("unit.name", "agent.name", "agent.id_number", "agent.phone"):
        assert not answers.display(key) or answers.display(key) not in caplog.text


def test_a_program_that_ends_with_a_value_copied_ends_in_peace(tmp_path):
    """PySide 6.9 crashes where data of Python's own still lie on the clipboard at the end."""
    script = tmp_path / "end.py"
    script.write_text(
        "from PySide6.QtWidgets import QApplication\n"
        "from counter_app.ui.base.private_clipboard import PrivateClipboard\n"
        "app = QApplication(['-platform', 'offscreen'])\n"
        "PrivateClipboard().put('530624199003071217')\n",
        "utf-8",
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(SAMPLES.parents[1])}
    assert subprocess.run([sys.executable, str(script)], env=environment, check=False, timeout=60).returncode == 0
