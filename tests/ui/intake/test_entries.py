"""窗口待核对 on the page: in its own block with the verdict, confirmed from the field, from the line, by the mouse."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from counter_app.domain.basics.office import Post
from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing import cases
from counter_app.ui.base.shortcuts import keys_of
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, press, take_up, type_text, write
from tests.ui.intake.reading import key_of_focus, problems, sample, settle

OTHER = Post("王示例", "4号窗口")
WRONG = "530624199003071210"


@pytest.fixture
def entry_page(open_page):
    return open_page("13-entry-to-check")


@pytest.fixture
def code_page(backend, open_page):
    intake = replace(sample("17-code-as-on-the-licence"), confirmed=())
    return open_page(reference=cases.open_case(backend, post=POST, intake=intake).filing.reference)


def words_of(page):
    return [label.text() for label in page.side.verdict.findChildren(QLabel) if label.isVisible()]


def button(page, words):
    buttons = page.side.verdict.findChildren(QPushButton)
    return next(one for one in buttons if one.isVisible() and one.text().startswith(words))


def test_entries_have_a_block_of_their_own_beside_what_is_missing(qtbot, entry_page):
    page = entry_page
    assert page.side.verdict.headline == "窗口待核对 1 项"
    assert "证件号码末位校验不符" in words_of(page)
    page.session.answer("unit.kind", "")
    settle(qtbot, page)
    qtbot.waitUntil(lambda: {"选择单位类型", "窗口待核对"} <= set(words_of(page)))
    shown = words_of(page)
    assert shown.index("选择单位类型") < shown.index("窗口待核对") < shown.index("证件号码末位校验不符")
    assert "需补正1项" in page.side.verdict.headline


def test_the_section_and_the_field_say_what_is_to_be_checked_and_how_to_confirm_it(entry_page):
    assert entry_page.form.cards["agent"]._status.text() == "待核对1项"
    assert problems(entry_page) == {"agent.id_number": f"证件号码末位校验不符（与证件一致  {keys_of('confirm')}）"}


def test_f4_leads_through_the_entries_too(qtbot, entry_page):
    entry_page.session.answer("agent.name", "")
    entry_page.session.answer("unit.kind", "")
    settle(qtbot, entry_page)
    seen = []
    for _ in range(4):
        press(Key.Key_F4)
        seen.append(key_of_focus(entry_page))
    assert seen == ["unit.kind", "agent.name", "agent.id_number", "unit.kind"]


def test_what_is_just_typed_is_confirmed_from_its_field(qtbot, page):
    page.session.fill(sample("01-complete").answers, sample("01-complete").materials, page.session.filing.received_on)
    settle(qtbot, page)
    page.focus_item("agent.id_number")
    write(page.form.editors["agent.id_number"], WRONG)
    page.confirm()
    settle(qtbot, page)
    assert page.session.findings.verdict is Verdict.COMPLETE
    assert key_of_focus(page) == "agent.id_number"
    assert page.messages.words == "证件号码已确认与证件一致"
    assert (
        page.form.cards["agent"].blocks["agent.id_number"].confirmed == f"{POST.window}{POST.clerk}已核对，与证件一致"
    )


def test_nobody_confirms_a_value_without_having_looked_at_it(qtbot, entry_page):
    entry_page.focus_item("unit.name")
    entry_page.confirm()
    assert key_of_focus(entry_page) == "agent.id_number"
    assert entry_page.session.filing.confirmed == {}
    entry_page.confirm()
    settle(qtbot, entry_page)
    assert entry_page.session.findings.verdict is Verdict.COMPLETE


def test_the_line_of_the_verdict_is_a_place_to_confirm_from(qtbot, entry_page):
    entry_page.toggle_list()
    entry_page.confirm()
    settle(qtbot, entry_page)
    assert entry_page.session.findings.verdict is Verdict.COMPLETE


def test_a_click_confirms_and_the_button_is_no_stop_of_the_keyboard(qtbot, code_page):
    assert code_page.session.findings.codes == ["unit.uscc.checksum"]
    confirm = button(code_page, "与证照一致")
    assert not confirm.focusPolicy()
    confirm.click()
    settle(qtbot, code_page)
    findings = code_page.session.findings
    assert (findings.codes, findings.advisory_codes) == ([], ["unit.uscc.checksum"])
    qtbot.waitUntil(lambda: "统一社会信用代码第18位校验不符，窗口已核对，与证照一致" in words_of(code_page))
    buttons = code_page.side.verdict.findChildren(QPushButton)
    assert not [one for one in buttons if one.isVisible() and one.text().startswith("与证照")]


def test_a_key_typed_later_takes_the_confirmation_back(qtbot, entry_page):
    entry_page.focus_item("agent.id_number")
    entry_page.confirm()
    settle(qtbot, entry_page)
    entry_page.form.editors["agent.id_number"].line.end(False)
    type_text("1")
    settle(qtbot, entry_page)
    assert entry_page.session.findings.entry_codes == ["agent.id_number.malformed"]
    assert entry_page.form.cards["agent"].blocks["agent.id_number"].confirmed == ""


def test_where_there_is_nothing_to_confirm_that_is_said(entry_page):
    entry_page.session.answer("agent.id_number", "530624199003071217")
    entry_page.confirm()
    assert entry_page.messages.words.startswith("没有待确认的号码")


def test_a_confirmation_is_kept_with_who_and_when_and_is_there_when_the_case_is_opened_again(
    qtbot, backend, entry_page, open_page
):
    entry_page.focus_item("agent.id_number")
    entry_page.confirm()
    with qtbot.waitSignal(entry_page.session.saved):
        entry_page.session.save_now()
    reference = entry_page.session.reference
    seen = backend.store.filing(reference).confirmed["agent.id_number"]
    assert (seen.value, seen.clerk, seen.window, seen.at) == (WRONG, POST.clerk, POST.window, backend.clock())
    again = open_page(reference=reference)
    assert again.session.findings.verdict is Verdict.COMPLETE
    assert again.form.cards["agent"].blocks["agent.id_number"].confirmed.endswith("已核对，与证件一致")


def test_what_the_other_window_confirmed_counts_here(qtbot, backend, entry_page):
    theirs = cases.load_case(backend, entry_page.session.reference).filing
    theirs.confirm("agent.id_number", OTHER, backend.clock())
    cases.save_draft(backend, theirs, post=OTHER)
    entry_page.session.answer("unit.phone", "0870-1234567")
    with qtbot.waitSignal(entry_page.session.merged):
        entry_page.session.save_now()
    settle(qtbot, entry_page)
    assert entry_page.session.findings.verdict is Verdict.COMPLETE
    assert entry_page.session.filing.confirmed["agent.id_number"].clerk == OTHER.clerk
    assert "已并入：证件号码" in entry_page.messages.words


def test_a_file_that_says_what_was_seen_confirms_it_in_the_case_it_fills(qtbot, backend, page):
    backend.files.ready["来件.json"] = sample("14-entry-confirmed")
    page.files.read(Path("来件.json"))
    qtbot.waitUntil(lambda: "agent.id_number" in page.session.filing.confirmed)
    settle(qtbot, page)
    assert page.session.findings.verdict is Verdict.COMPLETE
    take_up(page.messages, "撤销填入")
    assert page.session.filing.confirmed == {}
