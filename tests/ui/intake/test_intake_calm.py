"""Remarks come when the clerk moves on or asks, in the words of the list, and never clear what was typed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.materials import MaterialState
from counter_app.paths import forms_dir
from counter_app.services.filing import cases
from counter_app.ui.intake.page import IntakePage
from counter_app.ui.intake.session import CaseSession
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.clerk import Key, press, type_text
from tests.ui.intake.reading import LARGE, SMALL, key_of_focus, problems, settle

INVENTED = """
[[field]]
key = "system.operator"
label = "系统运维单位"
type = "text"
demanded = true
basis = "某省实施细则第五条"
missing = "填写系统运维单位"

[[field]]
key = "devices[].height"
label = "安装高度"
type = "decimal"
"""


# When remarks are shown ----------------------------------------------------------------------------------------------


def test_a_fresh_case_is_calm(page):
    assert problems(page) == {}
    assert page.side.verdict.headline == "材料不齐全，需补正8项"
    assert key_of_focus(page) == "unit.name"


def test_a_field_is_judged_when_the_clerk_moves_on_and_in_the_lists_words(qtbot, page):
    type_text("青")
    settle(qtbot, page)
    assert problems(page) == {}
    for _ in range(3):
        press(Key.Key_Return)
    settle(qtbot, page)
    in_the_list = {d.key: d.message for d in page.session.findings.deficiencies}
    assert problems(page) == {key: in_the_list[key] for key in ("unit.kind", "unit.uscc")}


def test_a_remark_goes_as_soon_as_the_field_is_mended_and_changes_only_when_left(qtbot, page):
    page.focus_item("unit.uscc")
    assert problems(page)["unit.uscc"] == "填写统一社会信用代码"
    type_text("9153")
    settle(qtbot, page)
    assert problems(page)["unit.uscc"] == "填写统一社会信用代码"
    type_text("0624MA6K3R7Q38")
    settle(qtbot, page)
    assert "unit.uscc" not in problems(page)
    press(Key.Key_Backspace)
    settle(qtbot, page)
    assert "unit.uscc" not in problems(page)
    press(Key.Key_Return)
    settle(qtbot, page)
    assert problems(page)["unit.uscc"].startswith("统一社会信用代码必须是18位")
    assert page.form.editors["unit.uscc"].value() == "91530624MA6K3R7Q3"


def test_asking_shows_everything_at_once(page):
    findings = page.ask()
    keys = {d.key for d in (*findings.deficiencies, *findings.entries) if d.key in page.form.editors}
    assert set(problems(page)) == keys


def test_no_code_asks_for_the_reason_once_the_code_was_left_blank(qtbot, page):
    block = page.form.cards["unit"].blocks["unit.uscc_absence_reason"]
    assert not block.isVisible()
    page.focus_item("unit.uscc")
    assert block.isVisible()
    press(Key.Key_Return)
    assert key_of_focus(page) == "unit.uscc_absence_reason"
    type_text("境外机构代表处")
    press(Key.Key_Return)
    settle(qtbot, page)
    assert "unit.uscc" not in problems(page)
    assert page.form.editors["unit.uscc"].label == "统一社会信用代码"


def test_sections_say_what_they_lack_once_the_clerk_has_been_there(qtbot, page):
    status = page.form.cards["agent"]._status
    assert status.text() == ""
    page.focus_item("agent.name")
    assert status.text() == "待核对3项"


# Looks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "zoom"), [(SMALL, 100), (LARGE, 100), (SMALL, 150), ((876, 560), 100)])
def test_the_page_never_scrolls_sideways(qtbot, theme, open_page, size, zoom):
    theme.set_zoom(zoom)
    page = open_page("03-four-at-once", size=size)
    page.ask()
    qtbot.waitUntil(lambda: page.form.horizontalScrollBar().maximum() == 0, timeout=1_000)
    assert page.side.isVisible()
    assert page.side.geometry().right() <= page.width()


def test_a_zoom_of_an_open_page_does_not_make_it_scroll_sideways(qtbot, theme, open_page):
    page = open_page("03-four-at-once", size=SMALL)
    page.ask()
    theme.set_zoom(150)
    page.resize(1144, 580)
    qtbot.waitUntil(lambda: page.form.horizontalScrollBar().maximum() == 0, timeout=1_000)
    assert page.form.received_on.isVisible()


def test_on_a_large_screen_the_fields_of_all_sections_stand_below_each_other(qtbot, theme, open_page):
    page = open_page("03-four-at-once", size=LARGE)

    def lefts(section):
        blocks = page.form.cards[section].blocks.values()
        return {block.mapTo(page, QPoint()).x() for block in blocks if block.isVisible()}

    qtbot.waitUntil(lambda: len(lefts("system")) == 3)
    assert lefts("unit") <= {left + nudge for left in lefts("system") for nudge in (-1, 0, 1)}


def test_everything_that_takes_the_focus_has_a_name(page):
    page.form.toggle_more()
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.isVisible()
    ]
    assert nameless == []


def test_demanded_fields_are_marked(page):
    assert page.form.editors["unit.name"].label == "单位名称，必填"
    assert page.form.editors["unit.phone"].label == "单位电话"
    assert page.form.cards["unit"].blocks["unit.name"].is_required


def test_a_judged_paper_is_put_down(qtbot, page):
    press(Key.Key_F7)
    press(Key.Key_Space)
    assert page.session.filing.materials["agent_id"].state is MaterialState.ACCEPTED


def test_an_invented_field_has_a_place_at_the_end_of_its_section(qtbot, tmp_path, tasks):
    name = "filing/2025-05/form.toml"
    overlay = tmp_path / "forms"
    (overlay / name).parent.mkdir(parents=True)
    text = (forms_dir() / name).read_text("utf-8")
    (overlay / name).write_text(text + INVENTED, "utf-8")
    backend = MemoryBackend.make(form=load_form(Folders(forms_dir(), overlay)))
    session = CaseSession(backend, cases.open_case(backend, post=POST), post=POST, tasks=tasks, parent=tasks)
    page = IntakePage(session)
    qtbot.addWidget(page)
    page.resize(*SMALL)
    page.show()
    qtbot.waitExposed(page)
    editor = page.form.editors["system.operator"]
    assert editor.isVisible()
    assert editor.label == "系统运维单位，必填"
    before = page.form.editors["system.sensitive_neighbour"]
    assert editor.mapTo(page, QPoint()).y() >= before.mapTo(page, QPoint()).y()
    assert "填写系统运维单位" in [d.message for d in page.ask().deficiencies]
    assert editor.problem == "填写系统运维单位"
    column = [column.key for column in page.form.devices["devices"].table.model.columns]
    assert column[-1] == "height"


def test_taking_another_case_judges_no_field(qtbot, page, open_page):
    other = open_page()
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for one in (page, other):
        stack.addWidget(one)
    stack.show()
    qtbot.waitExposed(stack)
    stack.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is stack)
    page.resume()
    assert key_of_focus(page) == "unit.name"
    stack.setCurrentWidget(other)
    other.resume()
    assert key_of_focus(other) == "unit.name"
    stack.setCurrentWidget(page)
    page.resume()
    assert key_of_focus(page) == "unit.name"
    assert problems(page) == problems(other) == {}
    for one in (page, other):
        stack.removeWidget(one)
        one.setParent(None)
