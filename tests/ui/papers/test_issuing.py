"""From F8 and F9 to paper: once, in the right order, and never without saying what can be done."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing import cases
from counter_app.ui.base.shortcuts import keys_of
from tests.fakes.memory_backend import NOON, POST, intake_of, shipped_form
from tests.ui.clerk import offers, said
from tests.ui.shell_fakes import RecordingPrinters

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def begin_case(qtbot, begin):
    """Start the window at a case of a sample."""

    def start(backend, sample, **options):
        [path] = SAMPLES.glob(f"{sample}*.json")
        intake = intake_of(json.loads(path.read_text("utf-8")), shipped_form())
        case = cases.open_case(backend, post=POST, intake=intake)
        backend.store.kept.window_states[POST.window] = cases.WindowState(
            (case.filing.reference,), case.filing.reference
        )
        one = begin(backend, **options)
        qtbot.waitUntil(lambda: one.shell.workspace.session is not None)
        return one

    return start


def act(running, name):
    running.shell.act(name)


def question(running):
    [dialog] = [d for d in running.shell.window.findChildren(QDialog) if d.isVisible()]
    return dialog


def take_offer(qtbot, running, words):
    qtbot.waitUntil(lambda: words in offers(running))
    offers(running)[words].click()


def acts(backend):
    return [entry.act for entry in backend.store.kept.history]


# F8 -----------------------------------------------------------------------------------------------------------------


def test_f8_asks_once_where_the_papers_go_issues_and_prints_two_copies(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    [job] = running.printers.jobs
    assert (job.document, job.copies, job.reprint) == ("deficiency_notice", 2, 0)
    filing = backend.store.filing(running.shell.workspace.session.reference)
    assert (filing.state, filing.custody) == (FilingState.DEFICIENT, Custody.NONE)
    assert said(running).startswith("已打印一次性告知书 大公（视）补字〔2026〕1号2份。")
    assert "补正时打开该件" in said(running)
    assert running.shell.window.tabs.title(0).endswith("待补正")
    assert acts(backend)[-2:] == ["notice.issued", "paper.printed"]


def test_a_notice_is_printed_again_in_large_letters_by_one_act(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "large_notice")
    assert said(running).startswith("该件还没有出具一次性告知书，没有大字版可打印")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    question(running).reject()
    act(running, "large_notice")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    running.settle()
    assert (running.printers.jobs[1].document, running.printers.jobs[1].copies) == ("deficiency_notice_large", 1)
    assert said(running).startswith("已打印一次性告知书（大字版）1份")


def test_l_keeps_the_papers_at_the_window(begin_case, backend, qtbot):
    running = begin_case(backend, "06")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_L)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    assert backend.store.filing(running.shell.workspace.session.reference).custody is Custody.AT_WINDOW


def test_escape_issues_nothing(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Escape)
    running.settle()
    assert backend.store.kept.numbers == []


def test_without_papers_nothing_is_asked(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    for key in ("agent_id", "authorization_letter"):
        running.shell.workspace.session.review(key, NOT_PRESENTED)
    act(running, "notice")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)


def test_f8_with_unreviewed_papers_says_which_and_goes_to_the_first(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    session, page = running.shell.workspace.session, running.shell.workspace.page
    session.withdraw_review("authorization_letter")
    act(running, "notice")
    assert said(running).startswith("还有材料没有核对：委托办理备案授权书")
    assert [d for d in running.shell.window.findChildren(QDialog) if d.isVisible()] == []
    assert session.filing.focus == "authorization_letter" or page._last == "authorization_letter"
    assert backend.store.kept.numbers == []


def test_f8_on_a_complete_case_says_f9(begin_case, backend, qtbot):
    running = begin_case(backend, "01")
    act(running, "notice")
    assert said(running).endswith("打印收件凭证（F9）")
    assert backend.store.kept.numbers == []


def test_f8_twice_issues_once(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    for key in ("agent_id", "authorization_letter"):
        running.shell.workspace.session.review(key, NOT_PRESENTED)
    act(running, "notice")
    act(running, "notice")
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    assert len(backend.store.kept.numbers) == 1
    assert len(running.printers.jobs) == 1


def test_f8_while_the_disk_is_slow_issues_once(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    gate = threading.Event()
    backend.store.before_commit = lambda: gate.wait(10)
    for key in ("agent_id", "authorization_letter"):
        running.shell.workspace.session.review(key, NOT_PRESENTED)
    for _ in range(3):
        act(running, "notice")
    gate.set()
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    assert len(backend.store.kept.numbers) == 1


def test_what_was_just_typed_stands_on_the_notice(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    running.shell.workspace.session.answer("system.retention_days", "30")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    [paper] = backend.store.kept.papers.values()
    assert "system.retention_days.missing" not in [item["code"] for item in paper.content["deficiencies"]]
    assert len(paper.content["deficiencies"]) == 3


def test_f8_on_a_deficient_case_offers_to_print_again(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    qtbot.waitUntil(lambda: bool(running.shell.workspace.session.documents))
    running.settle()
    act(running, "notice")
    running.settle()
    assert said(running).startswith("该件待补正，已有一次性告知书 大公（视）补字〔2026〕1号（3月2日出具）")
    take_offer(qtbot, running, "补打  Ctrl+Shift+P")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    assert running.printers.jobs[1].reprint == 1
    assert len(backend.store.kept.numbers) == 1


# F9 -----------------------------------------------------------------------------------------------------------------


def test_f9_prints_receipt_twice_and_the_platform_sheet_once(begin_case, backend, qtbot):
    running = begin_case(backend, "01")
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    running.settle()
    assert [(job.document, job.copies) for job in running.printers.jobs] == [
        ("material_receipt", 2),
        ("platform_sheet", 1),
    ]
    assert "移交科技信息化部门" in said(running)
    assert backend.store.filing(running.shell.workspace.session.reference).state is FilingState.COMPLETE
    assert running.shell.bar.ending() == ("reprint", "platform")


def test_f9_on_a_deficient_case_says_how_many_are_missing_and_goes_to_the_first(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "receipt")
    assert said(running).startswith("还需补正4项，不能出具收件凭证")
    assert running.shell.workspace.page._last == "unit.uscc"


def test_after_mending_a_deficient_case_gets_its_receipt(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "notice")
    qtbot.keyClick(question(running), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    session = running.shell.workspace.session
    session.answer("unit.uscc", "91530624MA6K3R7Q38")
    session.answer("agent.id_number", "530624199003071217")
    session.answer("system.retention_days", "30")
    session.review("agent_id", ACCEPTED)
    session.review("authorization_letter", ACCEPTED)
    assert session.judge_now().verdict is Verdict.COMPLETE
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 3)


def test_f9_names_the_entry_to_check_leads_to_it_and_one_key_later_it_is_given(begin_case, backend, qtbot):
    running = begin_case(backend, "13")
    act(running, "receipt")
    assert said(running).startswith("证件号码待核对，不能出具收件凭证")
    assert said(running).endswith(f"（{keys_of('confirm')}）")
    assert running.shell.workspace.page._last == "agent.id_number"
    act(running, "confirm")
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    running.settle()
    assert "value.confirmed" in acts(backend)


# Printing goes wrong ------------------------------------------------------------------------------------------------


def test_without_a_printer_the_paper_is_issued_kept_and_can_leave_as_a_file(begin_case, backend, qtbot, tmp_path):
    running = begin_case(backend, "01", printers=RecordingPrinters(printer_names=()))
    act(running, "receipt")
    qtbot.waitUntil(lambda: "没有可用的打印机" in said(running))
    assert said(running).startswith("已出具收件凭证 大公（视）收字〔2026〕1号、平台录入单并保存")
    qtbot.waitUntil(lambda: {"补打", "存为PDF", "导出Word", "选择打印机"} <= set(offers(running)))
    assert "paper.printed" not in acts(backend)
    [receipt, _sheet] = backend.store.kept.papers.values()
    running.shell.files.write(receipt, "pdf", tmp_path / "BS2026-0001.pdf")
    qtbot.waitUntil((tmp_path / "BS2026-0001.pdf").is_file)
    running.settle()
    running.printers.printer_names = ("窗口打印机",)
    running.shell.flow.reprint(receipt.reference)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    assert [job.reprint for job in running.printers.jobs] == [0, 0]
    assert len(backend.store.kept.numbers) == 1


def test_a_printer_that_fails_is_said_and_the_retry_is_marked_as_one(begin_case, backend, qtbot):
    printers = RecordingPrinters(refusal=Refusal("打印机“窗口打印机”没有响应", "检查打印机电源和连接"))
    running = begin_case(backend, "01", printers=printers)
    act(running, "receipt")
    qtbot.waitUntil(lambda: "打印失败" in said(running))
    printers.refusal = None
    take_offer(qtbot, running, "补打")
    qtbot.waitUntil(lambda: len(printers.jobs) == 2)
    assert [job.reprint for job in printers.jobs] == [1, 1]
    assert len(backend.store.kept.numbers) == 1


def test_a_full_disk_takes_no_number_and_says_so(begin_case, backend, qtbot):
    running = begin_case(backend, "01")
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "腾出空间后再办理")
    act(running, "receipt")
    qtbot.waitUntil(lambda: "磁盘已满" in said(running))
    running.settle()  # what stands open is kept too, and may have been refused first
    assert backend.store.kept.numbers == []
    backend.store.refuse_commits = None
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)


def test_a_clock_that_went_back_is_asked_about(begin_case, backend, qtbot):
    running = begin_case(backend, "01")
    last = backend.store.kept.history[-1]
    backend.store.kept.history.append(replace(last, at=NOON + timedelta(days=2)))
    act(running, "receipt")
    qtbot.waitUntil(lambda: "电脑系统时间" in said(running))
    assert backend.store.kept.numbers == []
    take_offer(qtbot, running, "系统时间无误，继续")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)


# Beside them --------------------------------------------------------------------------------------------------------


def test_a_letter_to_seal_is_printed_from_the_case(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "authorization_letter")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    assert running.printers.jobs[0].document == "authorization_letter"
    assert backend.store.kept.numbers == []


def test_reprinting_before_anything_was_issued_says_what_to_press(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "reprint")
    qtbot.waitUntil(lambda: "没有可补打的" in said(running))


def test_file_names_hold_the_number_and_nobodys_name(begin_case, backend, qtbot):
    from counter_app.ui.intake.paper_words import file_name

    running = begin_case(backend, "01")
    act(running, "receipt")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    [receipt, sheet] = backend.store.kept.papers.values()
    assert file_name(receipt, "docx") == "BS2026-0001.docx"
    assert file_name(sheet, "pdf") == f"platform_sheet-{sheet.reference}.pdf"


def test_what_was_said_of_one_case_goes_when_another_is_in_front(begin_case, backend, qtbot):
    running = begin_case(backend, "03")
    act(running, "receipt")
    assert said(running)
    running.shell.workspace.add_case(cases.open_case(backend, post=POST))
    assert said(running) == ""
