"""The second notice on the screen: stopped when something was missed, papers kept or given back, how it was served."""

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.domain.basics.materials import ACCEPTED, rejected
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import DeliveryWay
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.services.filing import cases
from counter_app.services.lists import statistics
from counter_app.services.office import supervision
from counter_app.services.papers import delivery, issuing, repeat_visits
from counter_app.ui.base.printer_state import PrinterCondition
from counter_app.ui.intake import judging
from counter_app.ui.issued.delivery_dialogs import DeliveryQuestion, ReadAloud, RefusalToSign
from counter_app.ui.issued.return_visit_feature import ReturnVisitFeature
from counter_app.ui.papers.material_question import MaterialQuestion
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from tests.fakes.memory_backend import POST, MemoryBackend, intake_of, shipped_form
from tests.ui.clerk import act, click_by_mouse, dialog_of, dialogs, press, said
from tests.ui.shell_fakes import RecordingPrinters

SAMPLES = Path(__file__).parents[2] / "samples"
DAY = date(2026, 3, 2)


@pytest.fixture
def backend():
    backend = MemoryBackend.make()
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    return backend


@pytest.fixture
def told(backend):
    """A case whose notice names the letter and the retention, standing open; its reference."""
    [path] = SAMPLES.glob("02*.json")
    intake = intake_of(json.loads(path.read_text("utf-8")), shipped_form())
    filing = cases.open_case(backend, post=POST, intake=intake).filing
    filing.answer("system.retention_days", "")
    cases.save_draft(backend, filing, post=POST)
    issuing.issue_notice(backend, filing.reference, post=POST)
    backend.store.kept.window_states[POST.window] = cases.WindowState((filing.reference,), filing.reference)
    return filing.reference


@pytest.fixture
def open_case(qtbot, begin, backend):
    """Start the window at the case of the window's state."""

    def start(**options):
        one = begin(backend, **options)
        qtbot.waitUntil(lambda: one.shell.workspace.session is not None)
        qtbot.waitUntil(lambda: one.shell.workspace.session.last_notice is not None or not told_of(one))
        return one

    return start


def told_of(running):
    return running.shell.workspace.session.filing.state is FilingState.DEFICIENT


def test_what_was_missed_stops_f8_until_a_supervisor_gives_a_reason(open_case, backend, told, qtbot):
    running = open_case()
    session = running.shell.workspace.session
    session.answer("system.retention_days", "90")
    session.review("agent_id", rejected("illegible"))
    act(running, "notice")
    dialog = dialog_of(qtbot, SupervisorDialog)
    qtbot.waitUntil(lambda: dialog.name.value() is not None)
    assert "补字〔2026〕1号" in dialog.accessibleDescription()
    assert [*dialog.reasons] == ["agent_id.illegible"]
    dialog.reasons["agent_id.illegible"].set_value("首次没有看清")
    dialog.pin.set_value("135790")
    dialog.submit()
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    assert statistics.broken_promises(backend, DAY, DAY).count == 1


def test_what_is_typed_right_after_f8_comes_into_the_question(open_case, backend, told, qtbot):
    running = open_case()
    session = running.shell.workspace.session
    row = running.shell.workspace.page.side.materials.rows()[0]
    row.setFocus()
    session.review("agent_id", rejected("illegible"))
    act(running, "notice")
    qtbot.keyClicks(QApplication.focusWidget(), "not seen")
    assert session.filing.materials["agent_id"].brought == 0
    assert dialog_of(qtbot, SupervisorDialog).reasons["agent_id.illegible"].value() == "not seen"


def test_going_back_from_the_supervisor_issues_nothing(open_case, backend, told, qtbot):
    running = open_case()
    running.shell.workspace.session.review("agent_id", rejected("illegible"))
    act(running, "notice")
    dialog_of(qtbot, SupervisorDialog).reject()
    running.settle()
    assert len(backend.store.kept.papers) == 1


def test_a_new_sheet_needs_no_supervisor(open_case, backend, told, qtbot):
    running = open_case()
    running.shell.workspace.session.review("agent_id", replace(rejected("expired"), brought=1))
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    assert statistics.broken_promises(backend, DAY, DAY).count == 0


def test_two_presses_of_f8_give_one_question_and_one_notice(open_case, backend, told, qtbot):
    running = open_case()
    running.shell.workspace.session.answer("system.retention_days", "90")
    act(running, "notice")
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    assert len(backend.store.kept.papers) == 2


def test_a_digit_keeps_one_paper_and_the_rest_go_back(open_case, backend, told, qtbot):
    running = open_case()
    session = running.shell.workspace.session
    session.answer("system.retention_days", "90")
    session.review("device_list", ACCEPTED)
    act(running, "notice")
    question = dialog_of(qtbot, MaterialQuestion)
    assert [*question.boxes] == ["authorization_letter", "device_list"], "an identity document is no choice"
    letter = question.boxes["authorization_letter"]
    assert (letter.isEnabled(), letter.text()) == (False, "1  委托办理备案授权书（不合格，退还补正）")
    qtbot.keyClick(question, Qt.Key.Key_1)
    assert question.acts.buttons["answer"].text() == "退还申请人  Enter"
    qtbot.keyClick(question, Qt.Key.Key_2)
    assert question.acts.buttons["answer"].text() == "收存1份，其余退还  Enter"
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    filing = backend.store.filing(told)
    assert filing.materials["device_list"].held_since == DAY
    assert (filing.materials["authorization_letter"].held_since, filing.custody) == (None, Custody.AT_WINDOW)


# How the notice was served ------------------------------------------------------------------------------------------


def served(backend, reference):
    """The way, the reason and the witness that count for the last notice."""
    _paper, known = delivery.notices_with_deliveries(backend, reference)[-1]
    return (known.way, known.reason, known.witness) if known else None


def print_second(running, qtbot):
    running.shell.workspace.session.answer("system.retention_days", "90")
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    return dialog_of(qtbot, DeliveryQuestion)


def test_enter_puts_down_a_signature_but_not_one_typed_before_it_was_read(open_case, backend, told, qtbot):
    running = open_case()
    question = print_second(running, qtbot)
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert question.isVisible()
    qtbot.waitUntil(lambda: question.is_calm)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: served(backend, told) == (DeliveryWay.SIGNED, "", ""))


def answered_too_early(running, qtbot):
    question = print_second(running, qtbot)
    qtbot.waitUntil(lambda: question.is_calm)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialogs(running))


def test_no_signature_is_put_down_on_a_paper_that_did_not_come_out(open_case, backend, told, qtbot, monkeypatch):
    """The answer comes while the printer is still at it: it counts only when the paper is there."""
    running = open_case()
    held = threading.Event()
    running.printers.refusal = Refusal("打印机“窗口打印机”没有接收", "检查打印队列")
    send = running.printers.send
    monkeypatch.setattr(running.printers, "send", lambda job, printer: held.wait(10) and send(job, printer))
    answered_too_early(running, qtbot)
    held.set()
    qtbot.waitUntil(lambda: "打印失败" in said(running))
    running.settle()
    assert backend.store.kept.deliveries == []
    assert running.shell.window.line.banner.words.endswith("送达未登记")


def test_the_question_goes_away_where_nothing_came_out_of_a_printer(open_case, backend, told, qtbot):
    running = open_case(printers=RecordingPrinters(printer_names=()))
    running.shell.workspace.session.answer("system.retention_days", "90")
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有可用的打印机" in said(running))
    qtbot.waitUntil(lambda: not dialogs(running))
    assert backend.store.kept.deliveries == []


def test_where_it_is_known_that_there_is_no_printer_nobody_is_asked_how_it_was_served(open_case, backend, told, qtbot):
    running = open_case(printers=RecordingPrinters(printer_names=()))
    running.shell.printer.ask()
    qtbot.waitUntil(lambda: running.shell.printer.is_missing)
    bar = running.shell.bar
    assert (bar._printer.isVisible(), bar._printer.text()) == (True, "没有打印机")
    asked = []
    running.shell.notices.begun.connect(lambda _reference: asked.append(dialogs(running)))
    running.shell.workspace.session.answer("system.retention_days", "90")
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有可用的打印机" in said(running))
    assert not any(isinstance(one, DeliveryQuestion) for shown in asked for one in shown)
    click_by_mouse(bar._printer)
    assert running.shell.window.shown == "settings"


def test_a_printer_that_comes_back_is_seen_in_the_bar(open_case, backend, told, qtbot):
    running = open_case(printers=RecordingPrinters(condition=PrinterCondition.PAUSED))
    running.shell.printer.ask()
    bar = running.shell.bar
    qtbot.waitUntil(lambda: bar._printer.text() == "打印机已暂停")
    assert bar._printer.accessibleName() == "打印机“窗口打印机”已暂停"
    running.printers.condition = PrinterCondition.READY
    running.shell.printer.ask()
    qtbot.waitUntil(lambda: not bar._printer.isVisible())
    assert "打印机 窗口打印机" in bar._saved.accessibleName()


def test_a_refusal_to_sign_asks_for_reason_and_witness(open_case, backend, told, qtbot):
    running = open_case()
    act(running, "delivery")
    qtbot.keyClick(dialog_of(qtbot, DeliveryQuestion), Qt.Key.Key_J)
    dialog = dialog_of(qtbot, RefusalToSign)
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.reason.problem is not None)
    dialog.reason.set_value("未说明理由")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.witness.problem is not None)
    dialog.witness.set_value("李四")
    dialog.submit()
    qtbot.waitUntil(lambda: served(backend, told) == (DeliveryWay.REFUSED, "未说明理由", "李四"))


def test_a_refusal_is_put_down_with_the_recording_where_nobody_witnessed_it(open_case, backend, told, qtbot):
    running = open_case()
    act(running, "delivery")
    qtbot.keyClick(dialog_of(qtbot, DeliveryQuestion), Qt.Key.Key_J)
    dialog = dialog_of(qtbot, RefusalToSign)
    dialog.reason.set_value("未说明原因")
    dialog.recording.set_value("窗口3_0930.mp4")
    dialog.submit()
    qtbot.waitUntil(lambda: served(backend, told) == (DeliveryWay.REFUSED, "未说明原因", ""))
    [entry] = backend.store.kept.deliveries
    assert entry.recording == "窗口3_0930.mp4"


def test_the_notice_is_read_aloud_from_the_screen_and_copied_with_one_key(open_case, backend, told, qtbot):
    running = open_case()
    act(running, "delivery")
    qtbot.keyClick(dialog_of(qtbot, DeliveryQuestion), Qt.Key.Key_D)
    dialog = dialog_of(qtbot, ReadAloud)
    assert "视频图像信息存储期限" in dialog.page.toPlainText()
    qtbot.keyClick(dialog, Qt.Key.Key_C)
    assert "第八条" in QApplication.clipboard().text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: served(backend, told) == (DeliveryWay.READ_ALOUD, "", ""))


def test_what_was_put_down_can_be_corrected(open_case, backend, told, qtbot):
    [paper] = backend.store.kept.papers.values()
    delivery.record_delivery(backend, paper.paper_id, DeliveryWay.READ_ALOUD, post=POST)
    running = open_case()
    act(running, "delivery")
    question = dialog_of(qtbot, DeliveryQuestion)
    assert "已登记：当面宣读" in question.accessibleDescription()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: served(backend, told)[0] is DeliveryWay.SIGNED)
    assert len(backend.store.kept.deliveries) == 2


# What the page shows ------------------------------------------------------------------------------------------------


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def shows(qtbot, page, words):
    qtbot.waitUntil(lambda: words in texts(page.side.verdict))


def page_marked(running, qtbot):
    page = running.shell.workspace.page
    qtbot.waitUntil(lambda: "前次已告知" in texts(page.side.verdict))
    return page


def test_each_item_says_where_it_comes_from_and_what_was_mended(open_case, backend, told, qtbot):
    running = open_case()
    page = page_marked(running, qtbot)
    running.shell.workspace.session.answer("system.retention_days", "90")
    running.shell.workspace.session.review("agent_id", rejected("illegible"))
    page.session.judge_now()
    for words in ("前次告知遗漏", "前次告知的，已补正", "填写视频图像信息存储期限"):
        shows(qtbot, page, words)


def test_a_long_list_is_held_against_the_last_notice_beside_the_window(open_case, backend, told, qtbot, monkeypatch):
    on_the_windows_thread = []
    known = repeat_visits.compared_with

    def against(*given):
        on_the_windows_thread.append(threading.current_thread() is threading.main_thread())
        return known(*given)

    monkeypatch.setattr(judging, "LONG", 0)
    monkeypatch.setattr(repeat_visits, "compared_with", against)
    running = open_case()
    page = page_marked(running, qtbot)
    running.shell.workspace.session.answer("system.retention_days", "90")
    running.shell.workspace.session.review("agent_id", rejected("illegible"))
    page.session.judge_now()
    for words in ("前次告知遗漏", "前次告知的，已补正"):
        shows(qtbot, page, words)
    count = len(on_the_windows_thread)
    page.show_findings(page.session.findings)
    act(running, "notice")
    dialog_of(qtbot, SupervisorDialog).reject()
    assert len(on_the_windows_thread) == count + 1, "once for F8, never for what is shown again"
    assert not any(on_the_windows_thread)


def test_n_says_that_another_sheet_was_handed_in_and_takes_it_back(open_case, backend, told, qtbot):
    running = open_case()
    page = page_marked(running, qtbot)
    row = page.side.materials.rows()[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_N)
    qtbot.keyClick(row, Qt.Key.Key_X)
    qtbot.keyClick(row, Qt.Key.Key_1)
    page.session.judge_now()
    assert page.session.filing.materials["agent_id"].brought == 1
    shows(qtbot, page, "本次新出现")
    assert any("重新提交" in text for text in texts(row))
    qtbot.keyClick(row, Qt.Key.Key_N)
    page.session.judge_now()
    shows(qtbot, page, "前次告知遗漏")


def test_on_a_first_visit_n_means_nothing(open_case, backend, qtbot):
    [path] = SAMPLES.glob("02*.json")
    intake = intake_of(json.loads(path.read_text("utf-8")), shipped_form())
    filing = cases.open_case(backend, post=POST, intake=intake).filing
    backend.store.kept.window_states[POST.window] = cases.WindowState((filing.reference,), filing.reference)
    running = open_case()
    row = running.shell.workspace.page.side.materials.rows()[0]
    qtbot.keyClick(row, Qt.Key.Key_N)
    assert running.shell.workspace.session.filing.materials["agent_id"].brought == 0


def test_a_notice_that_could_not_be_issued_is_not_asked_about(open_case, backend, told, qtbot):
    running = open_case()
    running.shell.workspace.session.answer("system.retention_days", "90")
    qtbot.waitUntil(lambda: not running.shell.workspace.session.is_dirty)
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "腾出空间后再办理")
    act(running, "notice")
    qtbot.keyClick(dialog_of(qtbot, MaterialQuestion), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "磁盘已满" in running.shell.window.messages.words)
    qtbot.waitUntil(lambda: not [w for w in QApplication.allWidgets() if isinstance(w, DeliveryQuestion)])
    assert backend.store.kept.deliveries == []


@pytest.mark.parametrize("way", ["search", "number"])
def test_a_case_that_comes_back_begins_at_its_first_open_item_however_it_is_found(begin, backend, told, qtbot, way):
    """With the focus in the first field the days that are typed next took the place of the unit's name."""
    backend.store.kept.window_states.clear()
    running = begin(backend)
    if way == "search":
        running.shell.acts.open_case(told)
    else:
        running.shell.window.findChild(ReturnVisitFeature).open(told)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    running.settle()
    page = running.shell.workspace.page
    field = page.form.editors["system.retention_days"].line
    qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())  # a page that was just made has yet to scroll
    press("90")
    assert page.form.editors["system.retention_days"].line.text() == "90"
    assert page.form.editors["unit.name"].line.text() == running.shell.workspace.session.filing.answers.raw["unit.name"]
