"""The narrow window beside the browser: a click copies and ticks, a right click unticks, keys as on the page."""

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.filing.filing import FilingState
from counter_app.services.platform import platform_entry
from tests.ui.platform.test_platform import NUMBER, at_work, complete, platform_page  # noqa: F401 - a fixture among them

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, backend, at_work):  # noqa: F811 - the fixture
    """The page of a complete case, with its window beside it."""
    running = at_work(backend, complete(backend))
    page = platform_page(qtbot, running)
    page.running = running
    page.acts.trigger("beside")
    qtbot.waitUntil(lambda: page.beside.windowHandle() is not None and page.beside.windowHandle().isExposed())
    return page


def place_of(strip, row):
    """The middle of an item, in the window beside."""
    strip.list.scrollTo(strip.list.model_.index(row))
    spot = strip.list.visualRect(strip.list.model_.index(row)).center()
    return strip.list.viewport().mapTo(strip, QPoint(spot))


def click(page, row):
    """Press, move and release on an item."""
    handle, spot = page.beside.windowHandle(), place_of(page.beside, row)
    QTest.mousePress(handle, Left, pos=spot)
    QTest.mouseMove(handle, spot)
    QTest.mouseRelease(handle, Left, pos=spot)
    page.running.settle()


def right_click(page, row):
    strip = page.beside
    at = strip.list.visualRect(strip.list.model_.index(row)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, strip.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(strip.list.viewport(), event)
    page.running.settle()


def test_it_stands_above_all_windows_and_shows_what_the_page_shows(page):
    strip = page.beside
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.width() < 400
    assert strip.list.model_ is page.list.model_
    assert strip.list.current is page.list.current
    assert strip.windowTitle().startswith("录入备案平台 · ")


def test_a_click_copies_and_ticks_and_goes_on_and_a_right_click_unticks(page, backend):
    strip = page.beside
    first, second = strip.list.model_.places[:2]
    item = strip.list.model_.item(second)
    click(page, second)
    assert QGuiApplication.clipboard().text() == item.value
    assert item.key in strip.list.model_.ticked
    assert item.key in platform_entry.platform_state(backend, page._session.reference).ticks
    assert strip._counted.text() == page._counted.text() == f"已录 1/{len(page.list.model_.due)}"
    assert page.list.current is not item
    right_click(page, second)
    assert item.key not in strip.list.model_.ticked
    assert item.key not in platform_entry.platform_state(backend, page._session.reference).ticks
    right_click(page, first)
    assert strip._counted.text().startswith("已录 0/")


def test_a_press_that_is_released_elsewhere_does_nothing(page):
    handle = page.beside.windowHandle()
    first, second = page.beside.list.model_.places[:2]
    QTest.mousePress(handle, Left, pos=place_of(page.beside, first))
    QTest.mouseRelease(handle, Left, pos=place_of(page.beside, second))
    assert page.beside.list.model_.ticked == frozenset()


def test_the_keys_are_those_of_the_page(page):
    strip = page.beside
    strip.list.setFocus()
    item = strip.list.current
    QTest.keyClick(strip.list, Key.Key_Space)
    page.running.settle()
    assert QGuiApplication.clipboard().text() == item.value
    assert item.key in strip.list.model_.ticked
    QTest.keyClick(strip.list, Key.Key_Up)
    assert strip.list.current is item
    QTest.keyClick(strip.list, Key.Key_Backspace)
    page.running.settle()
    assert item.key not in strip.list.model_.ticked


def test_f11_leads_to_the_number_in_the_window_of_the_program(page):
    QTest.keyClick(page.beside.list, Key.Key_F11)
    assert page.window().focusWidget() is page.strip.number.line


def test_its_place_is_remembered(qtbot, page):
    strip = page.beside
    strip.setGeometry(40, 50, 300, 420)
    QTest.keyClick(strip.list, Key.Key_Escape)
    assert not strip.isVisible()
    kept = QSettings(str(page._station.data_dir / "window.ini"), QSettings.Format.IniFormat)
    assert kept.value("platform_strip") is not None
    strip.setGeometry(200, 200, 360, 500)
    page.acts.trigger("beside")
    assert (strip.width(), strip.height()) == (300, 420)


def test_leaving_the_page_closes_it_and_the_clipboard_is_emptied_afterwards(qtbot, page):
    click(page, page.beside.list.model_.places[0])
    clipboard = page._clipboard
    clipboard._timer.setInterval(1)
    page.acts.trigger("back")
    assert not page.beside.isVisible()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_what_somebody_copied_since_is_left_alone(page):
    click(page, page.beside.list.model_.places[0])
    QGuiApplication.clipboard().setText("别的内容")
    page._clipboard.clear()
    assert QGuiApplication.clipboard().text() == "别的内容"


def test_a_filed_case_needs_it_no_more(qtbot, page):
    page.file_wanted.emit(NUMBER, "")
    qtbot.waitUntil(lambda: page._session.filing.state is FilingState.FILED)
    qtbot.waitUntil(lambda: not page.beside.isVisible())
