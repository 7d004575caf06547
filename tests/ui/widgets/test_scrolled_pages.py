"""Pages of cards that scroll: what is said above them stands in line with them, and the way on is always in sight."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QPushButton

from counter_app.services.office.workstation import Workstation
from counter_app.ui.widgets.scrolled import scrolled
from counter_app.ui.widgets.section_card import SectionCard
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.shell_fakes import MemoryWorkstations


@pytest.fixture
def page(qtbot, begin):
    running = begin(MemoryBackend.make(office=None), workstations=MemoryWorkstations(Workstation()))
    qtbot.waitUntil(lambda: running.shell.window.shown == "first_start")
    running.shell.window.resize(1366, 620)
    return running.shell.window.page("first_start")


def left(widget, page):
    return widget.mapTo(page, QPoint()).x()


def test_problems_stand_in_line_with_the_cards_and_the_cards_do_not_move(qtbot, page):
    card = page.findChildren(SectionCard)[0]
    before = left(card, page), card.width()
    page.save()
    qtbot.waitUntil(page.summary.isVisible)
    qtbot.waitUntil(lambda: page.summary.width() == card.width())
    assert left(page.summary, page) == left(card, page)
    assert (left(card, page), card.width()) == before


def test_the_way_on_is_in_sight_however_many_problems_there_are(qtbot, page):
    page.go_on()
    qtbot.waitUntil(page.summary.isVisible)
    [button] = [button for button in page.findChildren(QPushButton) if button.text().startswith("下一步")]
    qtbot.waitUntil(lambda: button.mapTo(page, QPoint()).y() + button.height() <= page.height())
    assert not button.visibleRegion().isEmpty()


def test_the_words_above_stand_level_with_the_links_beneath_them(qtbot, page):
    page.save()
    qtbot.waitUntil(page.summary.isVisible)
    link = next(b for b in page.summary.findChildren(QPushButton) if b.text() == "填写机关名称")
    inner = 9  # the space around a quiet button's words, its ring included
    assert abs(left(page.summary._title, page) - left(link, page) - inner) <= 2


def test_what_is_wider_than_the_page_does_not_push_the_others_out_of_it(qtbot):
    wide, other = QPushButton("宽" * 80), QLineEdit()
    area = scrolled(wide, other)
    qtbot.addWidget(area)
    area.resize(500, 300)
    area.show()
    qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width())
    right = other.mapTo(area.viewport(), QPoint(other.width(), 0)).x()
    assert right <= area.viewport().width()


def test_in_the_settings_problems_and_cards_stand_beside_the_index_on_a_wide_screen(begin, backend, qtbot):
    running = begin(backend)
    running.shell.window.resize(1920, 1040)
    running.shell.show("settings")
    running.settle()
    page = running.shell.window.page("settings")
    page.form.editors["office.phone"].set_value("")
    page.save()
    qtbot.waitUntil(page.summary.isVisible)
    card = page.form.cards["office"]
    qtbot.waitUntil(lambda: page.summary.width() == card.width())
    assert left(page.summary, page) == left(card, page)
    assert left(card, page) - left(page.index, page) - page.index.width() < 48
