"""A paper on the screen: drawn elsewhere, page after page, as large as wanted."""

import io

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.papers.pdf_preview import PdfPreview
from tests.ui.clerk import click_by_mouse

NOTHING = Qt.MouseButton.NoButton


def pdf_of(pages):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595.3, 841.9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def tasks(qapp, tmp_path):
    made = Tasks(ErrorReporter(tmp_path / "reports"))
    yield made
    made.close()


@pytest.fixture
def preview(qtbot, tasks):
    widget = PdfPreview(tasks)
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    return widget


def test_a_paper_is_drawn_as_wide_as_there_is_room(qtbot, preview):
    preview.show_pdf(pdf_of(2))
    qtbot.waitUntil(lambda: preview.page_count == 2 and preview.is_drawn(1))
    assert preview.page == 1
    assert 600 < preview._pages[0].width() < 700
    assert preview._pages[0].accessibleName() == "第1页，共2页"


def test_pages_are_turned_and_drawn_when_they_come_in_sight(qtbot, preview):
    preview.show_pdf(pdf_of(12))
    qtbot.waitUntil(lambda: preview.page_count == 12 and preview.is_drawn(1))
    assert not preview.is_drawn(8)
    for _ in range(7):
        preview.turn(1)
    assert preview.page == 8
    qtbot.waitUntil(lambda: preview.is_drawn(8))
    assert not preview.is_drawn(1), "what is far away is not kept"
    preview.turn(-1)
    assert preview.page == 7


def test_zoom_goes_in_steps_and_back_to_the_width(qtbot, preview):
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count == 1)
    fitting = preview._pages[0].width()
    preview.zoom(1)
    assert preview._pages[0].width() > fitting
    preview.zoom(-1)
    preview.zoom(-1)
    assert preview._pages[0].width() < fitting
    preview.zoom(0)
    assert preview._pages[0].width() == fitting


def test_the_newer_of_two_papers_is_shown(qtbot, preview):
    preview.show_pdf(pdf_of(3))
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count > 0 and preview.is_drawn(1))
    assert preview.page_count == 1


def test_what_is_no_paper_is_our_own_fault_and_told(qtbot, tasks, preview):
    with qtbot.waitSignal(tasks._reporter.happened):
        preview.show_pdf(b"not a PDF")
    assert preview.page_count == 0


def test_on_a_large_screen_a_page_is_no_wider_than_is_read_well(qtbot, preview):
    preview.resize(1600, 900)
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count == 1)
    assert 900 < preview._pages[0].width() < 1000
    preview.zoom(1)
    assert preview._pages[0].width() > 1000


def test_above_the_paper_a_click_turns_and_zooms_and_says_where_one_is(qtbot, preview):
    acts = preview.acts_within(preview)
    preview.show_pdf(pdf_of(3))
    qtbot.waitUntil(lambda: preview.page_count == 3 and preview.is_drawn(1) and acts.buttons["turn"].isVisible())
    QApplication.processEvents()
    assert preview._where.text().startswith("第1/3页 · ")
    assert not acts.buttons["turn_back"].isEnabled()
    click_by_mouse(acts.buttons["turn"])
    assert preview._where.text().startswith("第2/3页 · ")
    click_by_mouse(acts.buttons["zoom_in"])
    assert preview._where.text() == "第2/3页 · 100%"
    click_by_mouse(acts.buttons["fit"])
    assert preview._per_cent == 0
    assert acts.buttons["zoom_out"].text() == "缩小  -"


@pytest.mark.parametrize(("turned", "larger"), [(120, True), (-120, False)])
def test_ctrl_and_the_wheel_zoom(qtbot, preview, turned, larger):
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count == 1 and preview.is_drawn(1))
    before = preview._pages[0].width()
    port = preview._area.viewport()
    middle = QPointF(port.rect().center())
    held, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(middle, port.mapToGlobal(middle), QPoint(), QPoint(0, turned), NOTHING, held, phase, False)
    QApplication.sendEvent(port, wheel)
    assert (preview._pages[0].width() > before) is larger
    assert preview._pages[0].width() != before


def test_in_the_lowest_window_the_first_page_is_still_the_one_in_sight(qtbot, preview):
    preview.resize(420, 60)
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count == 1)
    assert preview.page == 1


@pytest.mark.parametrize(("width", "shown"), [(700, 5), (420, 3)])
def test_buttons_that_have_no_space_are_left_to_their_keys(qtbot, preview, width, shown):
    acts = preview.acts_within(preview)
    preview.resize(width, 500)
    preview.show_pdf(pdf_of(2))
    qtbot.waitUntil(lambda: preview.page_count == 2 and preview.is_drawn(1))
    assert sum(button.isVisible() for button in acts.buttons.values()) == shown
    assert acts.buttons["zoom_in"].isVisible()


def test_a_paper_of_one_page_has_nothing_to_turn(qtbot, preview):
    acts = preview.acts_within(preview)
    preview.show_pdf(pdf_of(1))
    qtbot.waitUntil(lambda: preview.page_count == 1 and preview.is_drawn(1))
    assert [name for name, button in acts.buttons.items() if button.isVisible()] == ["zoom_out", "zoom_in", "fit"]
