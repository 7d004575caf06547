"""A tip on the screen: registered, looked into, answered; who gave it is closed the moment it is registered."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from counter_app.domain.basics.numbering import Number
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.domain.inspection.tips import Informant, TipCategory, TipState
from counter_app.services.inspection import inspections, tips
from counter_app.services.office import form_drafts, supervision
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import choose, click, dialog, write
from tests.ui.shell_fakes import start_shell

TIPSTER = "赵举报"


@pytest.fixture
def page(running):
    running.page.open("tip", "")
    return running.page.sub


def fill(page, *, name=""):
    choose(page.form.editors["tip.category"], TipCategory.PROHIBITED_AREA.value)
    for key, text in {"tip.place": "翠屏宾馆三楼", "tip.content": "客房里有摄像头", "informant.name": name}.items():
        write(page.form.editors[key], text)


def kept_tips(backend):
    with backend.work() as work:
        return work.tips.lines(list(TipState), limit=9)


def only_tip(backend):
    [line] = kept_tips(backend)
    return tips.get_tip(backend, line.id)


def test_a_tip_takes_its_number_and_closes_who_gave_it(qtbot, backend, running, page):
    fill(page, name=TIPSTER)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    tip = only_tip(backend)
    assert (tip.number, tip.anonymous, tip.category) == (Number("视举", 2026, 1), False, TipCategory.PROHIBITED_AREA)
    assert tip.check_due == date(2026, 3, 9), "five working days after Monday 2 March"
    assert page.form.editors["informant.name"].value() is None
    shown = "".join(label.text() for label in running.shell.window.findChildren(QLabel))
    assert TIPSTER not in shown
    assert "已封存" in page.closed.text()


@pytest.mark.parametrize("name", ["tip.category", "tip.place", "tip.content"])
def test_what_is_missing_is_said_at_its_field(qtbot, backend, page, name):
    fill(page)
    choose(page.form.editors[name], None)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.form.editors[name].problem
    assert kept_tips(backend) == []


def test_looked_into_and_answered_step_by_step(qtbot, backend, running, page):
    fill(page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    assert page.acts.buttons["go_on"].text() == "登记核查结果  F9"
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.form.editors["tip.confirmed"].problem == "选择是否属实"
    choose(page.form.editors["tip.confirmed"], "yes")
    write(page.form.editors["tip.result"], "经查属实，已拆除")
    write(page.form.editors["tip.handler"], "王某、李某")
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    assert (only_tip(backend).state, only_tip(backend).confirmed) == (TipState.CHECKED, True)
    assert only_tip(backend).handler == "王某、李某"
    write(page.form.editors["tip.reply"], "匿名，无法答复")
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    assert only_tip(backend).state is TipState.ANSWERED
    assert not page.acts.buttons["go_on"].isVisible()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: [job.document for job in running.printers.jobs] == ["tip_record"])


def test_who_gave_it_is_shown_for_a_supervisors_pin_and_reason_and_put_down(qtbot, backend, running):
    supervision.set_supervisor(backend, "王所长", "246810", post=POST)
    tip = tips.new_tip(backend, TipCategory.OTHER, "门口摄像头对着住户", "某小区", post=POST)
    tips.register_tip(backend, tip, Informant(TIPSTER, "13800000000"), post=POST)
    running.page.open("tip", tip.tip_id)
    running.settle()
    page = running.page.sub
    qtbot.keyClick(page, Qt.Key.Key_F4)
    running.settle()
    asking = dialog(running)
    for editor in asking.reasons.values():
        write(editor, "核查需要联系")
    write(asking.pin, "000000")
    click(asking, "负责人批准")
    running.settle()
    assert asking.isVisible(), "a wrong PIN opens nothing"
    write(asking.pin, "246810")
    click(asking, "负责人批准")
    qtbot.waitUntil(lambda: any(TIPSTER in label.text() for label in running.shell.window.findChildren(QLabel)))
    with backend.work() as work:
        assert "tip.source_opened" in [entry.act for entry in work.history.of_case(tip.tip_id)]


def test_an_anonymous_tip_has_nothing_to_be_opened(qtbot, backend, running, page):
    fill(page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    assert not page.acts.buttons["source"].isVisible()
    assert page.closed.text() == "匿名举报"


def test_what_was_keyed_of_a_new_tip_is_there_again(qtbot, backend, running, page):
    fill(page)
    running.page.go_back()
    running.page.open("tip", "")
    assert page.form.text("tip.content") == "客房里有摄像头"
    other = tips.new_tip(backend, TipCategory.OTHER, "别的", "别处", post=POST)
    tips.register_tip(backend, other, None, post=POST)
    running.page.open("tip", other.tip_id)
    running.settle()
    assert page.form.text("tip.content") == "别的"
    running.page.open("tip", "")
    running.settle()
    assert page.form.text("tip.content") == "客房里有摄像头"


def test_a_power_cut_leaves_what_was_keyed_a_moment_ago(qtbot, backend, running, page, tmp_path):
    fill(page, name=TIPSTER)
    qtbot.waitUntil(lambda: not page._autosave.is_dirty)
    running.settle()
    again = start_shell(lambda: backend, tmp_path)
    try:
        qtbot.waitUntil(lambda: not again.station.tasks.is_busy and again.shell.window.shown != "busy")
        again.shell.show("inspections")
        inspections = again.shell.window.page("inspections")
        inspections.open("tip", "")
        qtbot.waitUntil(lambda: inspections.sub.form.text("tip.content") == "客房里有摄像头")
        assert inspections.sub.form.text("informant.name") == TIPSTER
        qtbot.keyClick(inspections.sub, Qt.Key.Key_F9)
        qtbot.waitUntil(lambda: not again.station.tasks.is_busy and bool(kept_tips(backend)))
        qtbot.waitUntil(lambda: not again.station.tasks.is_busy)
        assert backend.store.kept.form_drafts == {}
    finally:
        again.end()


def test_it_leads_to_an_inspection_and_back(qtbot, backend, running, page):
    fill(page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    wanted = []
    page.wanted.disconnect()
    page.wanted.connect(lambda *said: wanted.append(said))
    qtbot.keyClick(page, Qt.Key.Key_F7)
    running.settle()
    assert wanted == [("plan", f"tip:{only_tip(backend).tip_id}")]


def test_an_inspection_that_took_place_there_already_can_be_taken_instead_of_a_new_one(qtbot, backend, running, page):
    officers = (Officer("王警官", "530001"), Officer("李警官", "530002"))
    place = InspectedPlace("翠屏宾馆三楼", "翠华镇")
    [held] = inspections.plan(backend, InspectionKind.OTHER_PLACE, [place], officers, "派出所", None, post=POST)
    fill(page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    running.settle()
    assert "其他公共场所检查，派出所，待检查" in "".join(b.text() for b in dialog(running).findChildren(QPushButton))
    qtbot.keyClick(dialog(running), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    running.settle()
    assert only_tip(backend).inspection_id == held.inspection_id
    assert page.acts.buttons["follow"].text() == "后续检查  F7"


def test_a_day_past_is_said(qtbot, backend, running):
    tip = tips.new_tip(replace(backend, clock=lambda: NOON), TipCategory.OTHER, "内容", "某处", post=POST)
    tip.check_due = date(2026, 2, 27)
    tips.register_tip(backend, tip, None, post=POST)
    running.page.open("tip", tip.tip_id)
    running.settle()
    assert running.page.sub._head_state.text() == "2026年2月27日前核查　超期3天"


def test_a_key_works_on_nothing_that_is_not_in_front(qtbot, backend, running, page):
    fill(page)
    running.page.open("tip", "JB0")
    running.settle()
    assert page._states.currentWidget() is page._broken
    qtbot.keyClick(page, Qt.Key.Key_F9)
    running.settle()
    assert kept_tips(backend) == []
    running.page.open("tip", "")
    running.settle()
    assert page.form.text("tip.content") == "客房里有摄像头"


def test_what_was_asked_for_last_is_shown(backend, running, page):
    other = tips.register_tip(
        backend, tips.new_tip(backend, TipCategory.OTHER, "别的", "别处", post=POST), None, post=POST
    )
    running.page.open("tip", other.tip_id)
    running.page.open("tip", "")
    running.settle()
    assert page.tip is None
    assert page.acts.buttons["go_on"].text() == "登记  F9"


def test_what_an_earlier_release_kept_of_a_new_tip_is_there_again(backend, running):
    kept = {"content": "客房里有摄像头", "place": "某宾馆", "name": TIPSTER, "category": "other", "reference": "AJ1"}
    form_drafts.save_form_draft(backend, "tip:", kept, post=POST)
    running.page.open("tip", "")
    running.settle()
    form = running.page.sub.form
    assert [form.text(f"tip.{name}") for name in ("content", "place", "category")] == [
        "客房里有摄像头",
        "某宾馆",
        "other",
    ]
    assert form.text("informant.name") == TIPSTER
    assert running.page.sub._head_about.text() == "已关联备案单位"
