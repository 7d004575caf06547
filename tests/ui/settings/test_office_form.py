"""The form of the office: the division is typed by name, pinyin or code, and what follows from name and division."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.services.office.workstation import Workstation
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.shell_fakes import MemoryWorkstations

DIVISION = "office.division"


@pytest.fixture
def form(begin):
    running = begin(MemoryBackend.make(office=None), workstations=MemoryWorkstations(Workstation()))
    return running.shell.window.page("first_start").form


def block(form):
    return next(card.blocks[DIVISION] for card in form.cards.values() if DIVISION in card.blocks)


def write(form, key, words):
    form.editors[key].set_value(words)
    form.editors[key].edited.emit()


def line(form):
    return form.editors[DIVISION].line


def test_first_letters_offer_and_enter_takes_the_marked_one(qtbot, form):
    form.focus_key(DIVISION)
    qtbot.keyClicks(line(form), "dgx")
    assert "云南省昭通市大关县  530624" in form.divisions.offered
    for _ in range(form.divisions.offered.index("云南省昭通市大关县  530624")):
        qtbot.keyClick(line(form), Qt.Key.Key_Down)
    qtbot.keyClick(line(form), Qt.Key.Key_Return)
    assert form.text(DIVISION) == "530624"
    assert block(form).note == "云南省昭通市大关县"
    assert form.divisions.offered == []


def test_a_click_takes(qtbot, form):
    line(form).insert("昭阳区")
    shown = form.divisions._list
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(0)).center())
    assert form.text(DIVISION) == "530602"


def test_escape_closes_and_what_was_typed_stays(qtbot, form):
    qtbot.keyClicks(line(form), "dgx")
    qtbot.keyClick(line(form), Qt.Key.Key_Escape)
    assert (form.divisions.is_open, line(form).text()) == (False, "dgx")


def test_digits_mark_nothing_so_that_enter_keeps_them(qtbot, form):
    qtbot.keyClicks(line(form), "5306")
    assert form.divisions.is_open
    qtbot.keyClick(line(form), Qt.Key.Key_Return)
    assert form.text(DIVISION) == "5306"
    assert form.problems([DIVISION]) == [(DIVISION, "行政区划代码必须是6位数字")]


def test_a_name_left_as_it_was_typed_becomes_its_code_where_only_one_has_it(form):
    for typed, kept in (("大关县", "530624"), ("鼓楼区", "鼓楼区")):
        write(form, DIVISION, typed)
        form.editors[DIVISION].left.emit()
        assert form.text(DIVISION) == kept


def test_a_code_that_is_not_in_the_table_is_kept_with_advice(qtbot, form):
    qtbot.keyClicks(line(form), "530699")
    assert block(form).note.startswith("代码表中没有这个代码")
    assert form.problems([DIVISION]) == []


def test_the_name_of_the_office_says_all_that_follows_from_it(form):
    write(form, "office.name", "昭通市公安局昭阳分局")
    assert [form.text(f"office.{key}") for key in ("division", "prefix", "reconsideration", "court")] == [
        *("530602", "昭公（视）", "昭阳区人民政府", "昭阳区人民法院"),
    ]
    assert block(form).note == "云南省昭通市昭阳区"


def test_a_division_that_was_written_is_not_changed_by_the_name(qtbot, form):
    qtbot.keyClicks(line(form), "530699")
    write(form, "office.name", "大关县公安局")
    assert form.text(DIVISION) == "530699"


def test_an_emptied_division_stays_empty(qtbot, form):
    write(form, "office.name", "大关县公安局")
    line(form).selectAll()
    qtbot.keyClick(line(form), Qt.Key.Key_Delete)
    assert form.text(DIVISION) == ""
    assert block(form).note == ""
    assert QApplication.focusWidget() is None or not form.divisions.is_open
