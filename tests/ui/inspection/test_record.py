"""Keying an inspection on the screen: a key an item, kept by itself, what lacks one key away, issued once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QDialog

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    InspectionState,
    Officer,
    SignedAs,
)
from counter_app.services.inspection import inspections
from counter_app.services.scans import attachments
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import cell, click, click_by_mouse, dialog, resize, write

OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")


@pytest.fixture
def planned(backend):
    [one] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", NOON.date(), post=POST)
    return one.inspection_id


@pytest.fixture
def record(running, planned):
    running.page.open("record", planned)
    running.settle()
    return running.page.sub


def kept(backend, planned):
    return inspections.get(backend, planned)


def is_kept(qtbot, record):
    qtbot.waitUntil(lambda: not record.draft.is_dirty)


def type_fields(qtbot, record, **values):
    for name, text in values.items():
        editor = record.form.editors[f"inspection.{name}"]
        editor.focus_field()
        write(editor.line, text)


def test_thirteen_digits_are_thirteen_items_and_they_are_kept_by_themselves(qtbot, backend, planned, record):
    qtbot.keyClicks(record.items.view, "1211321114111")
    is_kept(qtbot, record)
    items = backend.inspection_items.current().of_kind(InspectionKind.GENERAL)
    digits = {
        Compliance.CONFORMS: "1",
        Compliance.BREACH: "2",
        Compliance.NOT_APPLICABLE: "3",
        Compliance.NOT_INSPECTED: "4",
    }
    inspection = kept(backend, planned)
    assert "".join(digits[inspection.result(item.key).found] for item in items) == "1211321114111"
    assert inspection.state is InspectionState.KEYING


def test_the_buttons_record_what_was_found_each_by_one_click(running, record):
    resize(running)
    items, buttons = record.items, record.items.acts.buttons
    several = [
        row for row, item in enumerate(items._items) if row and len(item.breaches_in(InspectionKind.GENERAL)) > 1
    ]
    first, second = items._items[0], items._items[several[0]]
    click_by_mouse(buttons["found_1"])
    assert items._results[first.key].found is Compliance.CONFORMS
    assert items.item is items._items[1]
    click_by_mouse(*cell(items.view, several[0], 1))
    click_by_mouse(buttons["found_2"])
    assert buttons["found_2"].isChecked()
    click_by_mouse(items._boxes[0].findChild(QCheckBox))
    assert items._results[second.key].breaches == (second.breaches_in(InspectionKind.GENERAL)[0].key,)
    click_by_mouse(buttons["found_3"])
    assert items._results[second.key].found is Compliance.NOT_APPLICABLE, "what is seen to be marked is meant"
    click_by_mouse(*cell(items.view, 0, 1))
    assert [name for name, button in buttons.items() if button.isChecked()] == ["found_1"]
    click_by_mouse(buttons["clear"])
    assert first.key not in items._results


def test_letters_tick_what_is_wrong_and_the_note_comes_after_enter(qtbot, backend, planned, record):
    view = record.items.view
    qtbot.keyClicks(view, "112")
    item = record.items.item
    offered = item.breaches_in(InspectionKind.GENERAL)
    assert len(offered) > 1, "the third item can be wrong in several ways"
    qtbot.keyClicks(view, "ba")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert record.items.note.hasFocus()
    write(record.items.note, "大门外")
    qtbot.keyClick(record.items.note, Qt.Key.Key_Return)
    assert record.items.item is not item
    is_kept(qtbot, record)
    result = kept(backend, planned).result(item.key)
    assert (result.breaches, result.note) == ((offered[0].key, offered[1].key), "大门外")
    assert record.items._row(3, item)[3][0] == f"{offered[0].fact}；{offered[1].fact}；大门外"


def test_backspace_takes_back_and_no_key_writes_what_nobody_looked_at(qtbot, backend, planned, record):
    view = record.items.view
    qtbot.keyClicks(view, "3")
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert record.inspection.result(record.items.item.key).found is Compliance.NOT_INSPECTED
    view.selectRow(1)
    qtbot.keyClicks(view, "20")
    found = [record.inspection.result(item.key).found for item in backend.inspection_items.current().items]
    assert found == [Compliance.NOT_INSPECTED, Compliance.BREACH, *[Compliance.NOT_INSPECTED] * 11]
    assert record.items._row(3, record.items._items[2])[2][0] == "未查"


def test_what_lacks_stands_beside_and_leads_to_its_field(qtbot, running, record):
    side = record.side
    assert side.headline.text() == "还有5项未填写"
    qtbot.keyClick(record, Qt.Key.Key_F5)
    assert record.form.editors["inspection.started_at"].line.hasFocus()
    type_fields(qtbot, record, started_at="900", ended_at="1000", present="赵校长", camera="DSJ-01")
    assert [side.list.item(row).text() for row in range(side.list.count())] == [
        "登记签名，或注明拒签、无人在场",
        "至少填写一项检查结果",
    ]
    side.list.setCurrentRow(1)
    side._choose()
    assert record.items.view.hasFocus()


def test_without_an_order_the_words_stand_right_beneath_their_heading_at_the_top(running, record):
    resize(running)
    side = record.side
    side.show_orders(replace(record.inspection, state=InspectionState.RECORDED), (), (), Office(""))
    side.layout().activate()
    assert (side.headline.text(), side.words.text()) == ("后续处理", "检查没有发现不符合的项目。")
    heading, words = side.headline.geometry(), side.words.geometry()
    assert heading.top() == side.layout().contentsRect().top()
    assert heading.height() == side.headline.sizeHint().height()
    assert words.top() == heading.bottom() + 1 + side.layout().spacing()
    assert words.bottom() < side.height() // 2


def fill(qtbot, record):
    qtbot.keyClicks(record.items.view, "1" * 13)
    type_fields(qtbot, record, started_at="900", ended_at="1000", present="赵校长", camera="DSJ-01")
    record.form.editors["inspection.signing"].set_value(SignedAs.ON_PRINT.value)
    record.form.editors["inspection.signing"].edited.emit()


def test_f9_issues_once_under_its_number_and_prints_it(qtbot, backend, planned, running, record):
    fill(qtbot, record)
    assert record.side.headline.text() == "可以出具笔录"
    qtbot.keyClick(record, Qt.Key.Key_F9)
    qtbot.keyClick(record, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    inspection = kept(backend, planned)
    assert inspection.number == Number("视检", 2026, 1)
    assert running.printers.jobs[0].document == "inspection_record"
    assert not record.items.is_open
    assert not record.items.acts.actions["found_1"].isEnabled()
    assert not record.acts.buttons["template"].isVisible()
    qtbot.keyClicks(record.items.view, "2")
    assert record.inspection.result(record.items.item.key).found is Compliance.CONFORMS


def test_f9_before_it_is_whole_says_what_lacks_and_goes_there(qtbot, running, record):
    qtbot.keyClick(record, Qt.Key.Key_F9)
    assert "笔录还有5项未填写" in running.shell.window.messages.words
    assert record.form.editors["inspection.started_at"].line.hasFocus()
    assert running.printers.jobs == []


def test_a_time_that_cannot_be_read_stays_and_says_how_to_write_it(qtbot, record):
    qtbot.keyClick(record, Qt.Key.Key_F6)
    type_fields(qtbot, record, started_at="上午九点")
    record.form.editors["inspection.ended_at"].focus_field()
    editor = record.form.editors["inspection.started_at"]
    assert (editor.value(), editor.problem) == ("上午九点", "时间写成 9:30、0930，或 2026-03-02 9:30")
    editor.focus_field()
    qtbot.keyClicks(editor.line, "9:05")
    record.form.editors["inspection.ended_at"].focus_field()
    assert (editor.value(), editor.problem) == (f"{chinese_date(NOON.date())} 09:05", None)


def test_what_was_keyed_stands_there_again_after_the_page_was_left(qtbot, backend, planned, running, record):
    qtbot.keyClicks(record.items.view, "13")
    type_fields(qtbot, record, camera="DSJ-77")
    running.page.go_back()
    running.settle()
    running.page.open("record", planned)
    running.settle()
    assert record.form.editors["inspection.camera"].value() == "DSJ-77"
    assert record.items._row(2, record.items._items[1])[2][0] == "不适用"


def test_another_window_that_changed_it_meanwhile_is_told_and_nothing_typed_is_cleared(
    qtbot, backend, planned, running, record
):
    other = kept(backend, planned)
    other.camera = "DSJ-99"
    inspections.save_draft(backend, other, post=POST)
    type_fields(qtbot, record, camera="DSJ-01")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in running.shell.window.findChildren(QDialog)))
    assert record.form.editors["inspection.camera"].value() == "DSJ-01"
    click(dialog(running), "读取最新的内容")
    running.settle()
    assert record.form.editors["inspection.camera"].value() == "DSJ-99"
    type_fields(qtbot, record, camera="DSJ-02")
    is_kept(qtbot, record)
    assert kept(backend, planned).camera == "DSJ-02"


def test_another_inspection_asked_for_meanwhile_is_the_one_that_is_shown(qtbot, backend, planned, running, record):
    [other] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "派出所", NOON.date(), post=POST)
    inspections.cancel(backend, planned, post=POST)
    type_fields(qtbot, record, camera="DSJ-01")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in running.shell.window.findChildren(QDialog)))
    click(dialog(running), "保留当前内容")
    running.page.go_back()
    running.settle()
    running.page.open("record", other.inspection_id)
    running.settle()
    [asking] = [one for one in running.shell.window.findChildren(QDialog) if one.isVisible()]
    click(asking, "读取最新的内容")
    running.settle()
    assert record.inspection.inspection_id == other.inspection_id
    assert record.form.editors["inspection.camera"].value() is None


def test_taken_back_it_is_not_looked_at_again(qtbot, backend, planned, record):
    view = record.items.view
    qtbot.keyClicks(view, "3")
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    first = record.items.item
    assert record.items._row(1, first)[2][0] == "未查"
    is_kept(qtbot, record)
    assert first.key not in kept(backend, planned).results


def test_refusing_to_sign_wants_a_reason_and_a_witness_or_the_recording(qtbot, record):
    fill(qtbot, record)
    record.form.editors["inspection.signing"].set_value(SignedAs.REFUSED.value)
    record.form.editors["inspection.signing"].edited.emit()
    assert record.side.headline.text() == "还有1项未填写"
    type_fields(qtbot, record, reason="不认可检查结果", witness="钱某")
    assert record.side.headline.text() == "可以出具笔录"
    assert record.inspection.signing.witness == "钱某"
    type_fields(qtbot, record, witness="")
    assert record.side.headline.text() == "还有1项未填写"
    type_fields(qtbot, record, recordings="DSJ01_0900.mp4")
    assert record.side.headline.text() == "可以出具笔录"
    assert record.inspection.signing.recording == "DSJ01_0900.mp4"


def test_a_known_officer_is_added_with_one_click_and_not_twice(qtbot, record):
    record.form.add_officer("inspection.officers", OFFICERS[0])
    record.form.add_officer("inspection.officers", Officer("周警官", "530009"))
    assert record.form.editors["inspection.officers"].value() == "王警官 530001、李警官 530002、周警官 530009"
    assert len(record.inspection.officers) == 3


def test_cancelled_it_is_read_only_and_stands_among_the_records(qtbot, backend, planned, running, record):
    qtbot.keyClick(record, Qt.Key.Key_F4)
    click(dialog(running), "取消检查")
    running.settle()
    assert kept(backend, planned).state is InspectionState.CANCELLED
    assert not record.acts.buttons["issue"].isVisible()


def test_a_faulty_record_is_voided_for_a_reason_and_keyed_again(qtbot, backend, planned, running, record):
    fill(qtbot, record)
    qtbot.keyClick(record, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    running.settle()
    qtbot.keyClick(record, Qt.Key.Key_F4)
    asking = dialog(running)
    write(asking.fields["reason"], "时间录错")
    click(asking, "作废")
    running.settle()
    assert kept(backend, planned).open_for_changes
    assert record.items.is_open
    qtbot.keyClick(record, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    running.settle()
    assert kept(backend, planned).number == Number("视检", 2026, 2)


@pytest.mark.parametrize(("words", "blank"), [("检查笔录（预填）", 0), ("检查笔录（空白）", 1)])
def test_f7_prints_the_template_of_ones_choice(qtbot, backend, planned, running, record, words, blank):
    qtbot.keyClick(record, Qt.Key.Key_F7)
    click(dialog(running), words)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    [paper] = [paper for paper in backend.store.kept.papers.values() if paper.reference == planned]
    assert paper.content["inspection"]["blank"] == bool(blank)
    assert kept(backend, planned).number == Number("视检", 2026, 1)
    running.settle()
    type_fields(qtbot, record, camera="DSJ-05")
    is_kept(qtbot, record)
    assert kept(backend, planned).camera == "DSJ-05", "what is keyed after printing is kept"


def test_f7_prints_what_to_look_at_alone_and_takes_no_number(qtbot, backend, planned, running, record):
    qtbot.keyClick(record, Qt.Key.Key_F7)
    click(dialog(running), "检查要点提示")
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    assert running.printers.jobs[0].document == "inspection_guide"
    assert kept(backend, planned).number is None


def test_cancelled_after_printing_its_number_is_voided_for_a_reason(qtbot, backend, planned, running, record):
    inspections.templates(backend, [planned], blank=False, post=POST)
    running.page.open("record", planned)
    running.settle()
    qtbot.keyClick(record, Qt.Key.Key_F4)
    asking = dialog(running)
    click(asking, "取消检查")
    assert asking.problem.text() == "填写取消检查的原因"
    write(asking.fields["reason"], "单位已停业")
    click(asking, "取消检查")
    running.settle()
    assert kept(backend, planned).state is InspectionState.CANCELLED
    assert backend.store.kept.voided == {Number("视检", 2026, 1): "单位已停业"}


def test_a_photo_is_attached_named_and_taken_off_again(qtbot, backend, planned, running, record):
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    record.attachments.attach([picture])
    qtbot.keyClick(dialog(running), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    click(dialog(running), "添加")
    running.settle()
    assert [one.title for one in attachments.attachments_of(backend, planned)] == ["现场照片"]
    qtbot.waitUntil(lambda: record.attachments.list.count() == 1)
    qtbot.keyClick(record, Qt.Key.Key_F6)
    record.attachments.list.setFocus()
    qtbot.keyClick(record.attachments.list, Qt.Key.Key_Delete)
    click(dialog(running), "移除")
    running.settle()
    assert record.attachments.list.count() == 0


def test_an_inspection_nobody_has_is_said_in_words(qtbot, running):
    running.page.open("record", "JC0000000000")
    running.settle()
    sub = running.page.sub
    assert sub._states.currentWidget() is sub._broken


def test_the_preview_takes_no_number(qtbot, backend, planned, running, record):
    qtbot.keyClick(record, Qt.Key.Key_F8)
    running.settle()
    page = running.page.sub
    assert page.papers.list.item(0).text() == "检查笔录\n预览，尚未出具"
    assert kept(backend, planned).number is None
    assert [name for name, button in page.acts.buttons.items() if button.isEnabled()] == ["back"]
    qtbot.keyClick(page.papers.list, Qt.Key.Key_Escape)
    assert running.page.sub is record


def test_the_papers_of_an_inspection_are_printed_again_by_a_key(qtbot, backend, planned, running):
    inspections.templates(backend, [planned], blank=False, post=POST)
    running.page.open("papers", planned)
    running.settle()
    page = running.page.sub
    page.papers.list.setCurrentRow(1)
    assert page.papers.list.item(1).text().startswith("检查笔录（现场填写）\n")
    qtbot.keyClick(page.papers.list, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    with qtbot.waitSignal(running.page.file_wanted) as wanted:
        qtbot.keyClick(page.papers.list, Qt.Key.Key_D)
    assert wanted.args == [page.papers.paper, "docx"]
    dialog(running).reject()
    running.settle()


def test_f1_tells_the_letters_in_one_line_and_a_note_is_left_by_escape(qtbot, record):
    assert record.items.acts.told()[-2:] == [
        ("Enter", "写情况说明；再按到下一项"),
        ("A…Z", "不符合的情形"),
    ]
    view, note = record.items.view, record.items.note
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClicks(note, "a1")
    qtbot.keyClick(note, Qt.Key.Key_Escape)
    assert view.hasFocus()
    assert record.inspection.result(record.items.item.key).note == "a1"


def test_planned_for_another_day_a_time_alone_is_on_that_day(qtbot, backend, running):
    day = NOON.date() - timedelta(days=1)
    [one] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "派出所", day, post=POST)
    running.page.open("record", one.inspection_id)
    running.settle()
    record = running.page.sub
    type_fields(qtbot, record, started_at="0930")
    assert record.inspection.started_at.date() == day


def test_who_comes_back_to_the_fields_goes_on_in_the_one_in_hand(qtbot, running, record):
    record.switch()
    type_fields(qtbot, record, team="ab")
    line = record.form.editors["inspection.team"].line
    qtbot.keyClick(line, Qt.Key.Key_Left)
    running.shell.show("today")
    running.settle()
    running.shell.show("inspections")
    running.settle()
    assert line.hasFocus()
    qtbot.keyClick(line, Qt.Key.Key_X)
    assert line.text() == "axb"
