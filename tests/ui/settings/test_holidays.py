"""The year's notice in the window: pasted, looked at, put right by keys, adopted; nothing is replaced unasked."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from counter_app.catalogue.office_calendars import OfficeCalendars
from counter_app.paths import resources_dir
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.clerk import dialog
from tests.ui.pictures.holidays import DOUBTFUL, NEXT

BESIDE_EVERY_DAY = QPoint(1, 1)
"""In the line of a month's name. To QTest (0, 0) is no place: it clicks the middle."""


@pytest.fixture
def backend(tmp_path):
    return replace(MemoryBackend.make(), calendars=OfficeCalendars(resources_dir(), tmp_path / "office"))


@pytest.fixture
def page(running):
    running.shell.act("holidays")
    page = running.shell.window.page("holidays")
    running.settle()
    return page


def paste(running, qtbot, page, text):
    page.begin_paste()
    page.paste.box.setPlainText(text)
    qtbot.keyClick(page.paste.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    running.settle()


def laid_out(calendar, qtbot):
    """Shown narrow it asks for more height, and gets it when the layout is done anew."""
    qtbot.waitUntil(lambda: calendar.height() >= calendar.minimumSizeHint().height())


def test_a_paste_becomes_a_year_and_is_used_once_it_is_confirmed(page, running, backend, qtbot):
    paste(running, qtbot, page, NEXT)
    assert page.look.of_year.text() == "2027年：放假29天，调休上班8天"
    assert page.look.number.text() == "国办发明电〔2026〕9号"
    assert "元旦：1月1日至3日，3天" in page.look.list.text()
    assert not backend.calendar.has_year(2027)
    assert running.shell.window.focusWidget() is page.calendar
    qtbot.keyClick(page.calendar, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    running.settle()
    assert backend.calendar.has_year(2027)
    assert "2027年放假安排已采用" in running.shell.window.messages.words
    assert not page.acts.buttons["adopt"].isEnabled()
    assert [entry.act for entry in backend.store.kept.history] == ["calendar.adopted"]


def test_days_are_gone_through_and_turned_over_by_keys(page, backend, running, qtbot):
    paste(running, qtbot, page, NEXT)
    calendar = page.calendar
    assert calendar.day == date(2027, 1, 1)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_PageDown, Qt.Key.Key_Up):
        qtbot.keyClick(calendar, key)
    assert calendar.day == date(2027, 2, 1)
    assert page.look.day.text() == "2月1日 周一 上班"
    qtbot.keyClick(calendar, Qt.Key.Key_Space)
    assert page.look.day.text() == "2月1日 周一 放假（放假）"
    assert calendar.accessibleDescription() == page.look.day.text()
    qtbot.keyClick(calendar, Qt.Key.Key_End)
    qtbot.keyClick(calendar, Qt.Key.Key_PageDown)  # the year ends here
    assert calendar.day == date(2027, 12, 31)
    page.adopt()
    running.settle()
    assert not backend.calendar.is_working_day(date(2027, 2, 1))


def test_a_click_marks_a_day_and_a_double_click_turns_it_over(page, running, qtbot):
    paste(running, qtbot, page, NEXT)
    laid_out(page.calendar, qtbot)
    place = page.calendar.place_of(date(2027, 10, 9)).center()
    qtbot.mouseClick(page.calendar, Qt.MouseButton.LeftButton, pos=place)
    assert page.look.day.text() == "10月9日 周六 调休上班（国庆节）"
    qtbot.mouseDClick(page.calendar, Qt.MouseButton.LeftButton, pos=place)
    assert page.look.day.text() == "10月9日 周六 周末休息"
    qtbot.mouseClick(page.calendar, Qt.MouseButton.LeftButton, pos=BESIDE_EVERY_DAY)
    assert page.calendar.day == date(2027, 10, 9)


def test_what_is_doubtful_is_named_and_asked_about(page, running, backend, qtbot):
    paste(running, qtbot, page, DOUBTFUL)
    assert page.look.doubts.text().splitlines()[1:] == [
        "第5行：写的是周一，2027年4月6日是周二",
        "第5行：写的是共3天，识别到的是4天",
        "第9行：无法识别“9月26日（周日）、10月9日（周六）补班”",
    ]
    page.adopt()
    asked = dialog(running)
    assert asked is not None
    asked.reject()
    assert not backend.calendar.has_year(2027)
    page.adopt()
    dialog(running).accept()
    running.settle()
    assert backend.calendar.has_year(2027)


def test_a_known_year_is_replaced_only_after_a_question_that_names_the_days(page, running, backend):
    page.show_known(2026)
    assert not page.acts.buttons["adopt"].isEnabled()
    page.turn_over(date(2026, 3, 4))
    assert page.look.changes.text() == "与正在使用的有1天不同：3月4日改放假"
    page.adopt()
    asked = dialog(running)
    assert "3月4日改放假" in asked.accessibleDescription()
    asked.accept()
    running.settle()
    assert not backend.calendar.is_working_day(date(2026, 3, 4))


def test_what_another_window_adopted_meanwhile_is_shown_before_it_is_replaced(page, running, backend, qtbot):
    paste(running, qtbot, page, NEXT)
    other = page._draft.toggled(date(2027, 3, 4)).table()
    backend.calendars.add(other)
    page.adopt()
    running.settle()
    assert "已有，与这一份不同" in running.shell.window.messages.words
    assert page.look.changes.text() == "与正在使用的有1天不同：3月4日改上班"
    assert backend.calendar.table(2027) == other


def test_what_is_no_notice_is_refused_and_stays_to_be_mended(page, running, qtbot):
    paste(running, qtbot, page, "一、元旦：1月1日放假。")
    assert "在第一行写明" in running.shell.window.messages.words
    assert page.paste.box.toPlainText() == "一、元旦：1月1日放假。"


def test_a_file_is_read_as_a_paste(page, running, tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NEXT, "utf-8")
    page.read_file(path)
    running.settle()
    assert page.look.of_year.text().startswith("2027年")


def test_the_settings_lead_there(running, qtbot):
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    page.index.show_section("表单与模板")
    card = page.holidays
    running.settle()
    assert card.known.text() == "已有：2024年、2025年、2026年"
    card.button.click()
    running.settle()
    assert running.shell.window.shown == "holidays"
    assert running.shell.window.page("holidays").paste.box.hasFocus()
