"""责令改正 and 复查 on the screen: only what the law knows can be chosen, days are reckoned as one types."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.basics.numbering import Number
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, OrderState
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.services.inspection import inspections, orders
from counter_app.services.office import offices
from counter_app.services.papers import confirmations
from counter_app.ui.widgets.line_order import _collator
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.clerk import cell, click, click_by_mouse, click_heading, column_of, dialog, said, write
from tests.ui.shell_fakes import start_shell

SEPTEMBER = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = SEPTEMBER

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def backend(clock):
    return replace(MemoryBackend.make(now=SEPTEMBER), clock=clock)


@pytest.fixture
def recorded(backend):
    """A school with no sign (item 2) and pictures kept too short (item 7)."""
    [plan] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", None, post=POST)
    for number in (2, 7):
        item = next(one for one in backend.inspection_items.current().items if one.number == number)
        breach = item.breaches_in(InspectionKind.GENERAL)[0].key
        plan.key(item, ItemResult(Compliance.BREACH, "现场查看", (breach,)))
    plan.started_at, plan.ended_at = SEPTEMBER - timedelta(hours=2), SEPTEMBER - timedelta(hours=1)
    plan.present, plan.camera, plan.signing = "赵校长", "DSJ-01", Signing(SignedAs.ON_PRINT)
    inspections.save_draft(backend, plan, post=POST)
    inspections.record_inspection(backend, plan.inspection_id, post=POST)
    return plan.inspection_id


@pytest.fixture
def making(running, recorded):
    running.page.open("order", recorded)
    running.settle()
    return running.page.sub


def printed(running):
    return [job.document for job in running.printers.jobs]


def issue_by_date(qtbot, running, making, day="2026-9-30"):
    qtbot.keyClick(making.new.view, Qt.Key.Key_2)
    write(making.new.deadline.line, day)
    qtbot.keyClick(making, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: printed(running)[-2:] == ["correction_order", "order_stub"])
    running.settle()
    return making.order.order_id


def test_all_that_was_found_is_taken_in_and_the_last_day_is_reckoned_over_the_holidays(qtbot, making):
    new = making.new
    assert [one.item.number for one in new.chosen] == [2, 7]
    assert "复查截止日期：2026年10月" in new._due.text() or "填写改正期限后" in new._due.text()
    qtbot.keyClick(new.view, Qt.Key.Key_2)
    assert new._due.text() == "填写改正期限后，这里显示复查截止日期。"
    write(new.deadline.line, "2026-9-30")
    assert new._due.text().startswith("复查截止日期：2026年10月10日\n3个工作日：10月8日")
    qtbot.keyClick(new.view, Qt.Key.Key_1)
    assert new.form is OrderForm.AT_ONCE
    assert new._due.text().startswith("复查截止日期：2026年10月8日")  # 29 and 30 September, then after the holidays


def test_a_click_on_a_box_leaves_a_problem_out_and_takes_it_in_again(making):
    new = making.new
    for chosen in ([2], [2, 7]):
        click_by_mouse(*cell(new.view, 1, 0))
        assert [one.item.number for one in new.chosen] == chosen


def test_a_click_on_a_heading_sorts_the_problems_and_a_box_stays_with_its_own(making):
    new = making.new
    shown = column_of(new.view, 1)
    click_heading(new.view, 1)
    click_heading(new.view, 1)
    assert column_of(new.view, 1) == sorted(shown, key=lambda words: _collator().sortKey(words), reverse=True)
    first = column_of(new.view, 1)[0]
    click_by_mouse(*cell(new.view, 0, 0))
    assert [one.item.short for one in new.chosen] == [words for words in shown if words != first]


def test_space_leaves_one_out_and_without_any_nothing_is_issued(qtbot, running, making):
    view = making.new.view
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [one.item.number for one in making.new.chosen] == [7]
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(making, Qt.Key.Key_F9)
    assert "还没有选择要责令改正的问题" in running.shell.window.messages.words
    assert running.printers.jobs == []


def test_without_review_body_and_court_one_key_leads_to_the_setting(qtbot, backend, running, making):
    backend.store.kept.office = replace(backend.store.kept.office, court="")
    qtbot.keyClick(making, Qt.Key.Key_F9)
    said = "还没有设置行政复议机关和人民法院，不能出具责令改正通知书"
    qtbot.waitUntil(lambda: said in running.shell.window.messages.words)
    assert "在设置中核对、填写并保存后再出具（Ctrl+3）" in running.shell.window.messages.words
    assert running.printers.jobs == []


@pytest.mark.parametrize(("typed", "said"), [("", "填写改正期限"), ("2026-9-28", "今天以后"), ("月底", "今天以后")])
def test_a_limit_must_be_a_day_to_come(qtbot, running, making, typed, said):
    qtbot.keyClick(making.new.view, Qt.Key.Key_2)
    write(making.new.deadline.line, typed)
    qtbot.keyClick(making, Qt.Key.Key_F9)
    assert said in making.new.deadline.problem
    assert making.new.deadline.line.hasFocus()
    assert making.new.deadline.line.text() == typed
    assert running.printers.jobs == []


def test_issued_it_is_numbered_printed_shown_and_waits(qtbot, backend, running, making):
    order_id = issue_by_date(qtbot, running, making)
    order = orders.order_of(backend, order_id)
    assert (order.number, order.deadline, order.state) == (
        Number("视改", 2026, 1),
        date(2026, 9, 30),
        OrderState.ISSUED,
    )
    assert making.card.left.text() == "2026年10月10日前复查　余12天"
    assert "复查截止日期：2026年10月10日" in making.card.words.text()
    assert making.acts.buttons["go_on"].text() == "登记复查  F9"


def test_an_order_from_a_template_that_nobody_confirmed_prints_and_says_so(qtbot, backend, running, making):
    issue_by_date(qtbot, running, making)
    assert said(running).endswith("责令改正通知书的模板还没有经本机关法制部门审核")


def test_an_order_from_a_confirmed_template_prints_without_a_word_more(qtbot, backend, running, making):
    confirmations.confirm(backend, "correction_order", "法制大队张某", date(2026, 3, 2), post=POST)
    issue_by_date(qtbot, running, making)
    assert "法制" not in said(running)


def test_what_is_ordered_already_is_not_taken_in_again_by_itself(qtbot, running, making, recorded):
    issue_by_date(qtbot, running, making)
    running.page.open("order", recorded)
    running.settle()
    assert making.new.chosen == []


def test_how_it_was_served_is_put_down_with_a_witness_where_it_was_refused(qtbot, backend, running, making):
    order_id = issue_by_date(qtbot, running, making)
    qtbot.keyClick(making, Qt.Key.Key_F7)
    qtbot.keyClick(dialog(running), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    asking = dialog(running)
    write(asking.fields["reason"], "不认可")
    click(asking, "登记")
    assert asking.problem.text() == "填写见证人，或填写录像文件"
    write(asking.fields["witness"], "钱某")
    click(asking, "登记")
    running.settle()
    assert orders.order_of(backend, order_id).signing == Signing(SignedAs.REFUSED, "不认可", "钱某")
    assert "拒绝签收" in making.card.words.text()


def test_where_nobody_witnessed_a_refusal_the_recording_proves_it(qtbot, backend, running, making):
    order_id = issue_by_date(qtbot, running, making)
    qtbot.keyClick(making, Qt.Key.Key_F7)
    qtbot.keyClick(dialog(running), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    asking = dialog(running)
    write(asking.fields["reason"], "不认可")
    write(asking.fields["recording"], "DSJ01_0930.mp4")
    click(asking, "登记")
    running.settle()
    assert orders.order_of(backend, order_id).signing == Signing(SignedAs.REFUSED, "不认可", recording="DSJ01_0930.mp4")
    assert "原因：不认可；录像文件：DSJ01_0930.mp4" in making.card.words.text()


def test_voided_its_problems_can_be_ordered_anew(qtbot, backend, running, making, recorded):
    order_id = issue_by_date(qtbot, running, making)
    qtbot.keyClick(making, Qt.Key.Key_F4)
    asking = dialog(running)
    write(asking.fields["reason"], "期限写错")
    click(asking, "作废")
    running.settle()
    assert orders.order_of(backend, order_id).state is OrderState.VOID
    assert not making.acts.buttons["go_on"].isVisible()
    running.page.open("order", recorded)
    running.settle()
    assert len(making.new.chosen) == 2


@pytest.fixture
def again(qtbot, running, making, clock):
    """The order of 28 September, looked at again on 9 October."""
    order_id = issue_by_date(qtbot, running, making)
    clock.now = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
    offices.confirm_clock(running.station.backend, post=POST)
    qtbot.keyClick(making, Qt.Key.Key_F9)
    running.settle()
    page = running.page.sub
    page.order_id = order_id
    return page


def choose(form, name, value):
    form.editors[f"reinspection.{name}"].set_value(value)
    form.editors[f"reinspection.{name}"].edited.emit()


def test_the_buttons_record_what_became_of_each_problem(again):
    items, buttons = again.items, again.items.acts.buttons
    click_by_mouse(buttons["mended_1"])
    click_by_mouse(buttons["mended_3"])
    assert [one.mended for one in items.found] == [CorrectionResult.YES, CorrectionResult.NO]
    assert buttons["mended_3"].isChecked()
    click_by_mouse(buttons["mended_2"])
    assert [one.mended for one in items.found] == [CorrectionResult.YES, CorrectionResult.PARTLY]


def test_everything_corrected_closes_it_with_few_keys(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "11")
    assert again.form.text("reinspection.conclusion") == Conclusion.CLOSED.value
    choose(again.form, "signing", SignedAs.SIGNED.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: running.printers.jobs[-1].document == "reinspection_record")
    running.settle()
    assert orders.order_of(backend, again.order_id).state is OrderState.CLOSED
    assert running.page.sub.card.left.text() == "已整改"


def test_who_refuses_is_put_down_with_the_evidence_and_no_case_where_no_law_has_one(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "13")
    choose(again.form, "conclusion", Conclusion.OVERDUE.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    assert again.form.editors["reinspection.refusal"].problem == "选择能否认定拒不改正"
    choose(again.form, "refusal", "yes")
    assert again._follows.text() == "", "no law has a penalty for pictures kept too short"
    qtbot.keyClick(again, Qt.Key.Key_F9)
    assert again.form.editors["reinspection.reason"].problem == "写明理由"
    assert again.form.editors["reinspection.evidence"].problem == "写明证明拒不改正的证据"
    write(again.form.editors["reinspection.evidence"].line, "询问笔录：明确表示不改正")
    write(again.form.editors["reinspection.reason"].line, "仍只保存7天")
    choose(again.form, "signing", SignedAs.SIGNED.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: running.printers.jobs[-1].document == "reinspection_record")
    running.settle()
    assert orders.order_of(backend, again.order_id).state is OrderState.REFUSED
    found = orders.last_reinspection(backend, again.order_id)
    assert [one.mended for one in found.items] == [CorrectionResult.YES, CorrectionResult.NO]
    assert found.refusal == "询问笔录：明确表示不改正"
    assert running.page.sub.card.penalty.text() == ""


def test_prolonged_it_waits_for_its_new_day(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "12")
    choose(again.form, "conclusion", Conclusion.PROLONGED.value)
    write(again.form.editors["reinspection.reason"].line, "设备已订购，尚未到货")
    write(again.form.editors["reinspection.prolonged_to"].line, "2026-10-20")
    choose(again.form, "signing", SignedAs.SIGNED.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: running.printers.jobs[-1].document == "reinspection_record")
    running.settle()
    order = orders.order_of(backend, again.order_id)
    assert (order.state, order.deadline) == (OrderState.ISSUED, date(2026, 10, 20))
    assert running.page.sub.card.left.text().startswith("2026年10月23日前复查")


def test_a_conclusion_against_the_items_is_refused_and_nothing_typed_is_lost(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "13")
    choose(again.form, "conclusion", Conclusion.CLOSED.value)
    choose(again.form, "signing", SignedAs.SIGNED.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    running.settle()
    assert "还有1项没有改正" in running.shell.window.messages.words
    assert len(again.items.found) == 2
    assert orders.order_of(backend, again.order_id).state is OrderState.ISSUED


def test_an_order_is_served_also_when_it_was_left_before(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "1")
    serve = again.acts.buttons["order"]
    assert serve.text().startswith("登记送达")
    click_by_mouse(serve)
    running.settle()
    order = running.page.sub
    assert order.acts.buttons["serve"].isEnabled()
    click_by_mouse(order.acts.buttons["serve"])
    click(dialog(running), "当场签收")
    running.settle()
    assert orders.order_of(backend, again.order_id).signing.how is SignedAs.SIGNED
    click_by_mouse(order.acts.buttons["go_on"])
    running.settle()
    assert running.page.sub is again
    assert serve.text().startswith("查看送达")
    assert [one.mended for one in again.items.found] == [CorrectionResult.YES]


def test_who_is_overdue_is_looked_at_once_more(qtbot, backend, running, again):
    qtbot.keyClicks(again.items.view, "13")
    choose(again.form, "conclusion", Conclusion.OVERDUE.value)
    choose(again.form, "refusal", "no")
    write(again.form.editors["reinspection.reason"].line, "仍只保存7天")
    choose(again.form, "signing", SignedAs.SIGNED.value)
    qtbot.keyClick(again, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: running.printers.jobs[-1].document == "reinspection_record")
    running.settle()
    assert orders.order_of(backend, again.order_id).state is OrderState.OVERDUE
    order = running.page.sub
    assert order.acts.buttons["go_on"].text().startswith("登记复查")
    click_by_mouse(order.acts.buttons["go_on"])
    running.settle()
    assert running.page.sub is again
    assert (again.items.found, again.order.order_id) == ((), order.order.order_id)


def test_an_item_without_a_finding_is_asked_for_first(qtbot, running, again):
    qtbot.keyClicks(again.items.view, "1")
    qtbot.keyClick(again, Qt.Key.Key_F9)
    assert "还有没填写复查结果的项目" in running.shell.window.messages.words
    assert again.items.view.currentIndex().row() == 1


def test_what_was_keyed_is_there_again_after_looking_at_the_order(qtbot, running, again):
    qtbot.keyClicks(again.items.view, "3")
    qtbot.keyClick(again, Qt.Key.Key_F8)
    running.settle()
    running.page.go_back()
    running.settle()
    assert running.page.sub is again
    assert [one.mended for one in again.items.found] == [CorrectionResult.NO]


def test_a_power_cut_leaves_what_was_keyed_of_a_second_look(qtbot, backend, running, again, tmp_path):
    qtbot.keyClicks(again.items.view, "13")
    write(again.items.note, "仍只保存7天")
    choose(again.form, "conclusion", Conclusion.OVERDUE.value)
    qtbot.waitUntil(lambda: not again._autosave.is_dirty)
    running.settle()
    fresh = start_shell(lambda: backend, tmp_path)
    try:
        qtbot.waitUntil(lambda: not fresh.station.tasks.is_busy and fresh.shell.window.shown != "busy")
        fresh.shell.show("inspections")
        page = fresh.shell.window.page("inspections")
        page.open("again", again.order_id)
        qtbot.waitUntil(lambda: len(page.sub.items.found) == 2)
        assert [one.mended for one in page.sub.items.found] == [CorrectionResult.YES, CorrectionResult.NO]
        assert page.sub.items.found[1].note == "仍只保存7天"
        assert page.sub.form.text("reinspection.conclusion") == Conclusion.OVERDUE.value
    finally:
        fresh.end()
