"""日终核对 on the screen: what is to be seen to, one key from its case; voiding a number; the day sheet."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.lists import day_end
from counter_app.services.papers import issuing
from counter_app.ui.widgets.line_dialog import LineDialog
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import dialog
from tests.ui.lists.test_queues import opened


@pytest.fixture
def page_of(begin):
    def show(backend, **options):
        one = begin(backend, **options)
        one.shell.show("closing")
        page = one.shell.window.page("closing")
        one.settle()
        page.running = one
        return page

    return show


def told(page):
    return [page.list.item(row).text().split("\n   ") for row in range(page.list.count())]


def choose(page, label):
    row = next(row for row, (words, _told) in enumerate(told(page)) if label in words)
    page.list.setCurrentRow(row)


def test_a_day_in_order_says_so(page_of, backend):
    page = page_of(backend)
    assert page._words.text() == "已全部核对，没有待补办的事项"
    assert [words for _label, words in told(page)] == [
        *("无断号", "出具0个", "都已登记", "都已打印", "没有草稿", "没有留存", "没有遗漏", "3月至今"),
        "今日还没有备份",
    ]
    assert page.lines.currentWidget() is page.lines.nothing


def test_what_is_open_is_named_and_one_key_from_its_case(page_of, backend, qtbot):
    reference = opened(backend, "03")
    issuing.issue_notice(backend, reference, post=POST)
    page = page_of(backend)
    assert page._words.text() == "待补办：未登记送达1、未打印1"
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    assert page.lines.lines[0].cells == ("补字〔2026〕1号", "一次性告知书", "大关县青禾商贸有限公司", "3月2日")
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert page.window().focusWidget() is page.view
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    space = page.running.shell.workspace
    qtbot.waitUntil(lambda: space.session is not None and space.session.reference == reference)


def test_a_number_is_voided_with_a_reason_and_its_case_goes_back(page_of, backend, qtbot):
    reference = opened(backend, "03")
    issuing.issue_notice(backend, reference, post=POST)
    page = page_of(backend)
    choose(page, "当日编号")
    qtbot.keyClick(page.view, Qt.Key.Key_V)
    asked = dialog(page.running, LineDialog)
    qtbot.keyClick(asked.fields["reason"], Qt.Key.Key_Return)
    assert asked.problem.text() == "填写作废的原因"
    qtbot.keyClick(asked, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert asked.fields["reason"].text() == "打印损坏，已收回重办"
    qtbot.keyClick(asked.fields["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: backend.store.filing(reference).state is FilingState.DRAFT)
    qtbot.waitUntil(lambda: told(page)[1][1] == "出具1个，作废1个")
    assert page.lines.lines[0].cells[-1] == "作废：打印损坏，已收回重办（3号窗口 王敏）"
    assert page.chosen_number is None
    assert page.running.shell.notifier._bar.words.endswith("已作废，该件退回上一步")


def test_a_case_that_is_open_here_keeps_what_is_being_typed(page_of, backend, qtbot):
    reference = opened(backend, "03")
    issuing.issue_notice(backend, reference, post=POST)
    page = page_of(backend)
    shell = page.running.shell
    shell.acts.open_case(reference)
    qtbot.waitUntil(lambda: shell.workspace.session is not None)
    shell.workspace.session.answer("agent.phone", "13800000001")
    shell.show("closing")
    qtbot.waitUntil(lambda: page.lines.table.rowCount() == 1)
    choose(page, "当日编号")
    qtbot.keyClick(page.view, Qt.Key.Key_V)
    asked = dialog(page.running, LineDialog)
    asked.fields["reason"].setText("打错")
    qtbot.keyClick(asked.fields["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.workspace.session.filing.state is FilingState.DRAFT)
    assert backend.store.filing(reference).answers.raw["agent.phone"] == "13800000001"
    assert shell.workspace.session.conflict is None


def test_the_papers_of_a_case_void_too(page_of, backend, qtbot):
    reference = opened(backend, "03")
    issuing.issue_notice(backend, reference, post=POST)
    shell = page_of(backend).running.shell
    shell.acts.open_case(reference)
    qtbot.waitUntil(lambda: shell.workspace.session is not None)
    shell.show("cases")
    shell.act("preview")
    papers = shell.window.page("paper").papers
    qtbot.waitUntil(lambda: papers.list.count() > 0 and not shell.station.tasks.is_busy)
    row = next(row for row in range(papers.list.count()) if "补字" in papers.list.item(row).text())
    papers.list.setCurrentRow(row)
    qtbot.waitUntil(papers.list.hasFocus)
    qtbot.keyClick(papers.list, Qt.Key.Key_V)
    asked = next(one for one in shell.window.findChildren(QDialog) if isinstance(one, LineDialog))
    asked.fields["reason"].setText("打错")
    qtbot.keyClick(asked.fields["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("作废：打错" in papers.list.item(r).text() for r in range(papers.list.count())))


def test_p_prints_the_day_sheet(page_of, backend, qtbot):
    page = page_of(backend)
    qtbot.keyClick(page.list, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(page.running.printers.jobs) == 1)
    assert page.running.printers.jobs[0].document == "day_sheet"
    qtbot.waitUntil(lambda: page.running.shell.notifier._bar.words == "已打印窗口业务日结表1份")


def test_without_a_printer_the_day_sheet_is_offered_as_a_file(page_of, backend, qtbot):
    page = page_of(backend)
    page.running.printers.printer_names = ()
    qtbot.mouseClick(page.acts.buttons["print"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "没有可用的打印机" in page.running.shell.notifier._bar.words)
    assert isinstance(page.acts.buttons["pdf"], QPushButton)


def test_a_day_that_cannot_be_read_says_so(page_of, backend, qtbot, monkeypatch):
    def gone(_backend):
        raise Refusal("数据库正被占用", "稍后再试")

    read = day_end.day_facts
    monkeypatch.setattr(day_end, "day_facts", gone)
    page = page_of(backend)
    assert page.lines.currentWidget() is page.lines.failed
    assert "数据库正被占用" in page.lines.failed.accessibleName()
    monkeypatch.setattr(day_end, "day_facts", read)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.list.count() == 9)


def test_a_recovery_sheet_that_was_not_printed_is_to_be_seen_to_until_it_is(page_of, backend):
    backend.office_key.beside = True
    page = page_of(backend)
    assert page._words.text() == "待补办：恢复单1"
    choose(page, "数据恢复单")
    assert told(page)[-1] == ["10 数据恢复单", "还没有打印"]
    assert [line.cells[0] for line in page.lines.lines] == ["恢复单"]
    backend.office_key.beside = False
    page.refresh()
    page.running.settle()
    assert page._words.text() == "已全部核对，没有待补办的事项"
    assert page.list.currentRow() == page.list.count() - 1 == 8


def test_three_days_without_a_backup_are_to_be_seen_to(page_of, backend):
    backend.backups.log.state = BackupState(last=NOON - timedelta(days=2))
    page = page_of(backend)
    assert told(page)[-1] == ["9 备份", "已有2天没有备份"]
    assert page._words.text() == "已全部核对，没有待补办的事项"
    backend.backups.log.state = BackupState(last=NOON - timedelta(days=3))
    page.refresh()
    page.running.settle()
    assert page._words.text() == "待补办：数据备份1"
