"""Completing while keying: offered beneath the line, filled only where the clerk chose one, by key and by mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.services.filing import cases
from counter_app.ui.widgets import choice_matching
from counter_app.ui.widgets.suggestions import Suggestions
from tests.fakes.memory_backend import POST
from tests.ui.clerk import press, type_text
from tests.ui.intake.reading import sample

Key = Qt.Key


@pytest.fixture
def page(backend, open_page):
    """A new case, beside one that was filed before."""
    cases.open_case(backend, post=POST, intake=sample("01-complete"))
    return open_page()


def offers_of(widget):
    return [one for one in widget.findChildren(Suggestions) if one.is_open]


@pytest.fixture
def offered(qtbot, page):
    """Type into a field and wait for what is offered."""

    def typed(key, text):
        page.form.editors[key].focus_field()
        type_text(text)
        qtbot.waitUntil(lambda: bool(offers_of(page)))
        return offers_of(page)[0]

    return typed


def test_enter_without_a_chosen_line_keeps_what_was_typed_and_goes_on(qtbot, page, offered):
    offers = offered("unit.name", "青")
    assert offers.offered == ["大关县青禾商贸有限公司"]
    press(Key.Key_Return)
    assert page.form.editors["unit.name"].value() == "青"
    assert not page.form.editors["unit.name"].line.hasFocus()
    assert not offers.is_open


def test_an_arrow_chooses_and_enter_takes_and_goes_on_and_the_case_knows_it(qtbot, page, offered):
    offered("unit.name", "qhsm")
    press(Key.Key_Down, Key.Key_Return)
    assert page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司"
    assert page.session.filing.answers.raw["unit.name"] == "大关县青禾商贸有限公司"
    assert not page.form.editors["unit.name"].line.hasFocus()


def test_escape_closes_the_list_and_leaves_what_was_typed(page, offered):
    offers = offered("system.address", "大关")
    press(Key.Key_Escape)
    assert not offers.is_open
    assert page.form.editors["system.address"].value() == "大关"


def test_a_click_on_a_line_takes_it(qtbot, page, offered):
    offers = offered("unit.address", "人民路")
    lines = offers._list
    at = lines.viewport().mapTo(page.window(), QPoint(lines.visualItemRect(lines.item(0)).center()))
    handle = page.window().windowHandle()
    wanted = offers.offered[0]
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at)
    assert page.form.editors["unit.address"].value() == wanted
    assert page.session.filing.answers.raw["unit.address"] == wanted


def test_nobodys_name_is_offered(qtbot, page):
    page.form.editors["agent.name"].focus_field()
    type_text("周")
    QApplication.processEvents()
    assert offers_of(page) == []


def test_a_cell_is_completed_from_the_rows_above_and_from_cases_of_late(qtbot, page):
    card = page.form.devices["devices"]
    view = card.table.view
    card.table.acts.trigger("add")
    qtbot.waitUntil(lambda: view.currentIndex().isValid())
    view.edit(view.currentIndex())
    known = sample("01-complete").answers.rows()[0].raw["devices[].location"]
    type_text(known[:1])
    qtbot.waitUntil(lambda: bool(offers_of(view)))
    assert known in offers_of(view)[0].offered
    press((Key.Key_Down, Qt.KeyboardModifier.AltModifier))
    while offers_of(view)[0]._list.currentRow() != offers_of(view)[0].offered.index(known):
        press(Key.Key_Down)
    press(Key.Key_Return)
    assert card.table.rows()[0].get("location") == known


def test_choices_are_found_by_pinyin_and_by_initials(page, backend):
    choice_matching.read_labels_by(lambda: backend.readings)
    editor = page.form.editors["unit.kind"]
    for typed, wanted in (
        ("qy", "enterprise"),
        ("qiye", "enterprise"),
        ("jg", "government"),
        ("gtgsh", "individual_business"),
    ):
        editor.focus_field()
        type_text(typed)
        press(Key.Key_Return)
        assert editor.value() == wanted, typed


def test_an_arrow_in_a_cell_goes_to_the_next_row_as_without_a_list(qtbot, open_page):
    page = open_page("01-complete")
    card = page.form.devices["devices"]
    view = card.table.view
    known = card.table.rows()[1].get("location")
    view.setCurrentIndex(view.model().index(0, 0))
    view.edit(view.currentIndex())
    type_text(known[:1])
    qtbot.waitUntil(lambda: bool(offers_of(view)))
    press(Key.Key_Down)
    assert view.currentIndex().row() == 1
    assert card.table.rows()[0].get("location") == known[:1]
    assert offers_of(view) == []


def test_lines_are_as_high_the_first_time_as_ever_after(qtbot, page, offered):
    offers = offered("unit.address", "人民路")
    lines = offers._list

    def heights():
        QApplication.processEvents()
        return lines.visualItemRect(lines.item(0)).height(), lines.viewport().height()

    first = heights()
    press(Key.Key_Escape)
    type_text("1")
    qtbot.waitUntil(lambda: offers.is_open)
    assert heights() == first
    assert first == (lines.sizeHintForRow(0), lines.count() * lines.sizeHintForRow(0))
