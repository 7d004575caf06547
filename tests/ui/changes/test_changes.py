"""Changes of what is filed, in the window: opened, marked, and the chain of them."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from shiboken6 import isValid

from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.services.filing import cases, changes
from counter_app.ui.changes.filed_chooser import FiledChooser
from counter_app.ui.changes.history_page import FilingHistoryPage
from counter_app.ui.intake import change_marks, judging
from tests.fakes.memory_backend import POST
from tests.ui.clerk import act
from tests.ui.intake.reading import sample


def file_it(backend, reference, number="5306240000000123"):
    with backend.work() as work:
        filing = work.filings.get(reference)
        filing.move_to(FilingState.COMPLETE)
        filing.move_to(FilingState.FILED)
        filing.filed_on, filing.platform_number = date(2026, 3, 2), number
        work.filings.save(filing)
        work.commit()


@pytest.fixture
def filed(backend):
    reference = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing.reference
    file_it(backend, reference)
    return reference


@pytest.fixture
def running(begin, backend, filed):
    return begin(backend)


@pytest.fixture
def space(running):
    return running.shell.workspace


def chooser():
    return next(d for d in QApplication.allWidgets() if isValid(d) and isinstance(d, FiledChooser) and d.isVisible())


def change_of(qtbot, running, filed):
    """Open the filed case and its change; returns the page of the change."""
    running.shell.acts.open_case(filed)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None, timeout=2_000)
    act(running, "change")
    qtbot.waitUntil(lambda: running.shell.workspace.session.reference != filed, timeout=2_000)
    page = running.shell.workspace.page
    qtbot.waitUntil(lambda: page.changes._filed is not None, timeout=2_000)
    return page


def test_from_a_filed_case_its_change_opens_with_what_is_on_file(qtbot, running, filed, space):
    page = change_of(qtbot, running, filed)
    filing = space.session.filing
    assert (filing.kind, filing.changes) == (FilingKind.CHANGE, filed)
    assert page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司"
    assert page.changes.items == ()
    assert space.session.findings.unreviewed == ("agent_id", "authorization_letter")


def test_a_changed_field_shows_what_is_on_file_and_stands_in_the_list(qtbot, running, filed):
    page = change_of(qtbot, running, filed)
    page.session.answer("system.retention_days", "60")
    page.session.judge_now()
    assert page.form.cards["system"].blocks["system.retention_days"].before == "原：30"
    (row,) = page.changes.panel.rows
    assert row.accessibleName() == "视频图像信息存储期限(天)：30 → 60"
    row.click()
    assert page.form.editors["system.retention_days"].isAncestorOf(QApplication.focusWidget())
    page.session.answer("system.retention_days", "30")
    page.session.judge_now()
    assert page.form.cards["system"].blocks["system.retention_days"].before == ""
    assert page.changes.panel.rows == []


@pytest.fixture
def every_list_is_long(monkeypatch):
    monkeypatch.setattr(judging, "LONG", 0)


def test_long_lists_are_held_against_what_is_on_file_beside_the_window(
    qtbot, running, filed, monkeypatch, every_list_is_long
):
    asked, gate = [], threading.Event()
    known = change_marks.list_changes

    def slowly(*both):
        asked.append(threading.current_thread() is threading.main_thread())
        gate.wait(10)
        return known(*both)

    page = change_of(qtbot, running, filed)
    qtbot.waitUntil(lambda: not page.changes._comparing)
    monkeypatch.setattr(change_marks, "list_changes", slowly)
    first, *rest = [dict(row.raw) for row in page.session.filing.answers.rows()]
    page.session.key_rows([{**first, "devices[].brand": "甲"}, *rest])
    qtbot.waitUntil(lambda: len(asked) == 1)
    page.session.key_rows([{**first, "devices[].brand": "乙"}, *rest])
    page.session.judge_now()
    page.session.answer("system.retention_days", "60")
    page.session.judge_now()
    assert page.changes.items == (), "nothing half compared is shown"
    gate.set()
    qtbot.waitUntil(lambda: not page.changes._comparing)
    assert asked == [False, False], "what was overtaken is compared anew"
    words = [row.accessibleName() for row in page.changes.panel.rows]
    assert words[0] == "视频图像信息存储期限(天)：30 → 60"
    marks = page.form.devices["devices"].table.model
    assert "改为乙" in marks.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    page.session.answer("system.retention_days", "30")
    page.session.judge_now()
    assert len(asked) == 2, "a key in a field compares no rows"


def test_rows_that_are_new_changed_or_gone_are_marked(qtbot, running, filed):
    page = change_of(qtbot, running, filed)
    card = page.form.devices["devices"]
    first, second, *rest = page.session.filing.answers.rows()
    kept = [dict(row.raw) for row in (second, *rest)]
    kept[0]["devices[].device_type"] = "ptz"
    page.session.key_rows([*kept, {"location": "仓库", "device_type": "dome"}])
    page.form.show_answers(page.session.filing.answers)
    page.session.judge_now()
    heads = [card.table.model.headerData(row, Qt.Orientation.Vertical) for row in range(3)]
    assert heads == ["改 1", 2, "新 3"]
    assert card._gone.text().startswith(f"拆除1台：{first.display('devices[].location')}")
    assert "设备类型由" in card.table.model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)


def test_a_second_change_of_the_same_system_is_told_and_shown(qtbot, running, filed, space, backend):
    other = changes.open_change(backend, filed, cases.Post("赵某", "5号窗口")).case.filing.reference
    running.shell.acts.open_case(filed)
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    act(running, "change")
    qtbot.waitUntil(lambda: space.session.reference == other, timeout=2_000)
    assert "5号窗口（赵某）" in running.shell.window.messages.words


def test_the_system_is_found_by_what_the_applicant_has_in_hand(qtbot, running, space):
    act(running, "change")
    dialog = chooser()
    qtbot.keyClicks(dialog.words, "5306240000000123")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    assert space.session.filing.kind is FilingKind.CHANGE


def test_what_is_not_found_says_what_to_do(qtbot, running):
    act(running, "change")
    dialog = chooser()
    qtbot.keyClicks(dialog.words, "999999")
    qtbot.waitUntil(lambda: "没有找到" in dialog.say.text(), timeout=2_000)
    assert not dialog.acts.buttons["choose"].isEnabled()
    dialog.reject()


def test_a_system_out_of_use_is_asked_about(qtbot, running, filed, space, backend):
    change = changes.open_change(backend, filed, POST).case.filing
    change.answer("system.out_of_use", raw=True)
    cases.save_draft(backend, change, post=POST)
    file_it(backend, change.reference)
    running.shell.acts.open_case(filed)
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    act(running, "change")
    qtbot.waitUntil(lambda: any(_questions()), timeout=2_000)
    (question,) = _questions()
    next(b for b in question.findChildren(QPushButton) if b.text() == "办理恢复使用").click()
    qtbot.waitUntil(lambda: space.session.reference != filed, timeout=2_000)
    assert space.session.filing.answers.get("system.out_of_use") is None


def _questions():
    return [d for d in QApplication.allWidgets() if isValid(d) and isinstance(d, QDialog) and d.isVisible()]


def test_the_chain_shows_each_filing_and_its_difference(qtbot, running, filed, backend, space):
    change = changes.open_change(backend, filed, POST).case.filing
    change.answer("system.retention_days", "60")
    cases.save_draft(backend, change, post=POST)
    file_it(backend, change.reference)
    running.shell.acts.open_case(filed)
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    act(running, "chain")
    page = running.shell.window.page("chain")
    assert isinstance(page, FilingHistoryPage)
    qtbot.waitUntil(lambda: page.line.count() == 2, timeout=2_000)
    assert page.line.currentRow() == 0
    assert page.table.item(0, 1).text() == "大关县青禾商贸有限公司"
    assert page.table.isColumnHidden(2), "of the first filing there is nothing before"
    lines = [[page.table.item(row, column).text() for column in (0, 1)] for row in range(page.table.rowCount())]
    assert lines[-4:] == [
        ["图像采集设备清单", "3行"],
        ["第1行", "一楼东门、半球"],
        ["第2行", "地下停车场入口、枪机"],
        ["第3行", "三楼扶梯口、球机"],
    ]
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    assert not page.table.isColumnHidden(2)
    assert page._headline.text() == "与第1次相比，变更1项"
    assert [page.table.item(0, column).text() for column in range(3)] == ["视频图像信息存储期限(天)", "30", "60"]
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.session.reference == change.reference, timeout=2_000)
    assert running.shell.window.shown == "cases"
    assert not space.session.filing.open_for_changes


def test_the_chain_leads_to_all_that_is_known_of_its_unit(qtbot, running, filed, space):
    running.shell.acts.open_case(filed)
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    act(running, "chain")
    chain = running.shell.window.page("chain")
    qtbot.waitUntil(lambda: chain.line.count() == 1, timeout=2_000)
    qtbot.keyClick(chain.line, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert running.shell.window.shown == "inspections"
    history = running.shell.window.page("inspections").sub
    qtbot.waitUntil(lambda: history._history is not None, timeout=2_000)
    assert [event.id for event in history._history.events] == [filed]


def test_a_first_filing_found_to_be_a_duplicate_becomes_the_change(qtbot, running, filed, space, backend):
    act(running, "new")
    qtbot.waitUntil(lambda: space.session is not None, timeout=2_000)
    draft = space.session.reference
    for key, raw in (("unit.uscc", "91530624MA6K3R7Q38"), ("system.retention_days", "90")):
        space.session.answer(key, raw)
    space.page.known.change_wanted.emit(filed)
    qtbot.waitUntil(lambda: space.session is not None and space.session.reference != draft, timeout=3_000)
    assert space.session.filing.changes == filed
    assert space.session.filing.answers.get("system.retention_days") == 90
    qtbot.waitUntil(lambda: space.session_of(draft) is None, timeout=3_000)
    assert backend.store.filing(draft).state is FilingState.WITHDRAWN


def test_the_keys_work_while_a_line_is_written_into(qtbot, running, filed):
    page = change_of(qtbot, running, filed)
    page.form.editors["unit.name"].focus_field()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: running.shell.window.shown == "chain", timeout=2_000)
    assert page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司"
