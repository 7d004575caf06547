"""By mouse: what stood under the button when it was pressed is what it is released on."""

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.materials import MaterialState
from tests.ui.clerk import MouseHand, click_by_mouse, press
from tests.ui.intake.reading import LARGE, SMALL, place_of


def test_the_first_click_after_an_empty_required_field_ticks_the_box_it_was_aimed_at(qtbot, page):
    page.form.editors["system.address"].focus_field()
    page.form.ensureWidgetVisible(page.form.editors["system.function_types"])
    QApplication.processEvents()
    box = page.form.editors["system.function_types"]._boxes["face"]
    before = place_of(box)
    hand = MouseHand(box)
    assert page._judging.is_shown("system.address"), "it is judged at once and shown afterwards"
    assert place_of(box) == before
    hand.release()
    assert box.isChecked()
    qtbot.waitUntil(lambda: page.form.editors["system.address"].problem == "填写系统建设位置")
    assert place_of(box) == before, "the words stand in the room kept for them"


def test_a_field_that_only_comes_after_a_blank_one_comes_after_the_click(qtbot, page):
    """无代码原因 stands above the others of its card: it comes when 统一社会信用代码 was left blank."""
    page.form.editors["unit.uscc"].focus_field()
    name = page.form.editors["agent.name"].line
    before = place_of(name)
    hand = MouseHand(name)
    QApplication.processEvents()
    assert place_of(name) == before
    hand.release()
    assert QApplication.focusWidget() is name
    reason = page.form.cards["unit"].blocks["unit.uscc_absence_reason"]
    qtbot.waitUntil(lambda: not reason.isHidden())


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_papers_stand_where_they_stand_while_they_are_judged(qtbot, open_page, size):
    page = open_page("01-complete", size=size)
    rows = page.side.materials.rows()
    for row in rows:
        page.session.withdraw_review(row.spec.key)
    page.side.show_materials(page.session.filing.materials)
    qtbot.waitUntil(lambda: len(page.session.findings.papers_unreviewed) == 2)
    QApplication.processEvents()
    first, second = (row._segments[MaterialState.ACCEPTED] for row in rows[:2])
    places = [place_of(row) for row in rows]
    for button in (first, second):
        click_by_mouse(button)
        qtbot.waitUntil(lambda: page.session.is_judged)
        QApplication.processEvents()
        assert [place_of(row) for row in rows] == places
    states = [page.session.filing.materials[row.spec.key].state for row in rows[:2]]
    assert states == [MaterialState.ACCEPTED] * 2


def test_verdict_and_papers_keep_their_places_from_a_blank_case_to_a_complete_one(qtbot, open_page):
    places = set()
    for name in (None, "03-four-at-once", "01-complete"):
        page = open_page(name)
        QApplication.processEvents()
        places.add((page.side.verdict.geometry().getRect(), page.side.materials.geometry().getRect()))
    assert len(places) == 1


def test_a_row_added_by_mouse_is_in_sight_and_has_the_keyboard(qtbot, page):
    table = page.form.devices["devices"].table
    page.form.editors["system.retention_days"].focus_field()
    button = table.acts.buttons["add"]
    page.form.ensureWidgetVisible(button, 0, 0)
    QApplication.processEvents()
    before = place_of(button)
    hand = MouseHand(button)
    assert place_of(button) == before
    hand.release()
    assert (table.model.rowCount(), table.view.currentIndex().row()) == (1, 0)
    row, area = table.view.visualRect(table.view.currentIndex()), page.form.viewport()
    qtbot.waitUntil(lambda: area.rect().contains(table.view.viewport().mapTo(area, row.bottomLeft())))
    press("d")
    assert table.view.state() is table.view.State.EditingState
    assert page.form.editors["system.retention_days"].line.text() == ""
