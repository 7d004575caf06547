"""The intake keyed by hand: from field to field, from part to part, from problem to problem."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.domain.basics.materials import MaterialState
from counter_app.services.papers import issuing
from counter_app.ui.base.autosaver import SAVE_AFTER
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, Mod, focus, press, press_in, type_text
from tests.ui.intake.reading import key_of_focus, settle


def key_in_four_at_once(qtbot):
    for text in ("大关县青禾商贸有限公司", "企业", "", "周文", "居民身份证", "530624199003071210", "13800000000"):
        type_text(text)
        press(Key.Key_Return)
    for text in ("商贸中心", "2026-02-10", "大关县翠华镇人民路12号青禾广场"):
        type_text(text)
        press(Key.Key_Return)
    press(Key.Key_Space)
    press(Key.Key_Return)
    type_text("3")
    press(Key.Key_Return)
    press((Key.Key_Return, Mod.ControlModifier))
    for location, kind in (("一楼东门", "半球"), ("地下停车场入口", "枪机"), ("三楼扶梯口", "球机")):
        type_text(location)
        press(Key.Key_Return)
        type_text(kind)
        press(Key.Key_Return)
    press((Key.Key_Return, Mod.ControlModifier))
    press(Key.Key_0)
    press(Key.Key_Down)
    press(Key.Key_X)
    press(Key.Key_1)


def test_four_at_once_by_keyboard_alone(qtbot, backend, page):
    key_in_four_at_once(qtbot)
    settle(qtbot, page)
    assert page.session.findings.codes == [
        "unit.uscc.missing",
        "system.retention_days.missing",
        "agent_id.not_presented",
        "authorization_letter.not_sealed",
    ]
    assert page.side.verdict.headline == "材料不齐全，需补正4项"
    with qtbot.waitSignal(page.session.saved, timeout=2_000, raising=False):
        page.session.save_now()
    paper = issuing.issue_notice(backend, page.session.reference, post=POST)
    assert len(paper.content["deficiencies"]) == 4


def test_alt_d_leads_to_the_day_of_receipt_from_the_form_and_from_the_papers(page):
    line = page.form.received_on.line
    for leave in (lambda: page.focus_item("unit.name"), page.toggle_materials):
        leave()
        assert not line.hasFocus()
        press_in(page.window(), (Key.Key_D, Mod.AltModifier))
        assert line.hasFocus()


def test_the_day_of_receipt_stands_in_the_heading_of_the_papers(page):
    day, papers = page.form.received_on, page.side.materials
    title = next(label for label in papers.findChildren(QLabel) if label.text() == "材料核对")
    assert [one.accessibleName() for one in (*page.form.sections(), papers) if one.isAncestorOf(day)] == ["材料核对"]
    assert day.isVisible()
    middle = day.mapTo(papers, day.rect().center()).y()
    assert title.y() <= middle <= title.geometry().bottom()


def test_from_the_day_of_receipt_enter_leads_to_the_papers_once_it_is_a_day(page):
    day, papers = page.form.received_on, page.side.materials
    press_in(page.window(), (Key.Key_D, Mod.AltModifier), "2026-2-30", Key.Key_Return)
    assert (day.line.hasFocus(), day.problem) == (True, "收件日期必须是真实日期")
    day.line.clear()
    press_in(page.window(), "2026-2-27", Key.Key_Return, Key.Key_Space)
    assert page.session.filing.received_on.isoformat() == "2026-02-27"
    assert papers.material("agent_id").state is MaterialState.ACCEPTED


def test_what_is_typed_is_on_disk_within_two_seconds(qtbot, backend, page):
    assert SAVE_AFTER < 2_000
    with qtbot.waitSignal(page.session.saved):
        type_text("青禾")
    assert backend.store.filing(page.session.reference).answers.raw["unit.name"] == "青禾"


# Moving --------------------------------------------------------------------------------------------------------------


def test_ctrl_enter_goes_round_the_sections(qtbot, page):
    seen = []
    for _ in range(6):
        seen.append(key_of_focus(page))
        press((Key.Key_Return, Mod.ControlModifier))
    assert seen == ["unit.name", "agent.name", "system.place_category", "devices", "agent_id", "unit.name"]
    press((Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier))
    press((Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier))
    assert key_of_focus(page) == "agent_id"


def test_f4_goes_from_problem_to_problem(qtbot, open_page):
    page = open_page("03-four-at-once")
    seen = []
    for _ in range(5):
        press(Key.Key_F4)
        seen.append(key_of_focus(page))
    assert seen == ["unit.uscc", "system.retention_days", "agent_id", "authorization_letter", "unit.uscc"]


def test_f6_and_f7_go_and_come_back(qtbot, open_page):
    page = open_page("03-four-at-once")
    page.focus_item("system.address")
    press(Key.Key_F6)
    assert page.side.verdict.isAncestorOf(focus())
    press(Key.Key_F6)
    assert key_of_focus(page) == "system.address"
    press(Key.Key_F7)
    assert key_of_focus(page) == "agent_id"
    press(Key.Key_F7)
    assert key_of_focus(page) == "system.address"


def test_an_input_method_keeps_its_enter(qtbot, page):
    line = focus()
    QApplication.sendEvent(line, QInputMethodEvent("qing", []))
    press(Key.Key_Return)
    assert key_of_focus(page) == "unit.name"
    committed = QInputMethodEvent("", [])
    committed.setCommitString("青")
    QApplication.sendEvent(line, committed)
    press(Key.Key_Return)
    assert key_of_focus(page) == "unit.kind"
    assert page.session.filing.answers.raw["unit.name"] == "青"


def test_the_input_method_is_off_for_codes_numbers_and_dates(page):
    off = {
        key
        for key, editor in page.form.editors.items()
        if not editor.focusProxy().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    }
    assert {"unit.uscc", "agent.id_number", "system.device_count", "system.in_use_since", "system.division"} <= off
    assert not {"unit.name", "agent.name", "system.address", "unit.uscc_absence_reason"} & off


@pytest.mark.parametrize("key", ["agent.name", "system.division", "devices[2].device_type", "authorization_letter"])
def test_after_a_power_cut_the_same_field_is_in_hand(qtbot, backend, open_page, key):
    page = open_page("03-four-at-once")
    page.focus_item(key)
    with qtbot.waitSignal(page.session.saved, timeout=2_000):
        page.session.save_now()
    again = open_page(reference=page.session.reference)
    qtbot.waitUntil(lambda: again._last == key and key_of_focus(again) == key.partition("[")[0], timeout=1_000)
    if "[" in key:
        index = again.form.devices["devices"].table.view.currentIndex()
        assert (index.row(), index.column()) == (1, 1)


def test_optional_fields_are_folded_away_and_come_when_wanted(qtbot, page):
    address = page.form.editors["unit.address"]
    assert not address.isVisible()
    press((Key.Key_M, Mod.ControlModifier))
    assert address.isVisible()
    press((Key.Key_M, Mod.ControlModifier))
    assert not address.isVisible()
    page.focus_item("unit.address")
    assert address.isVisible()
