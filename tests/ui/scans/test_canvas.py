"""The canvas of the viewer: what is drawn, how much of it, and that the newest request wins."""

import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from shiboken6 import delete

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Raster
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.scans.canvas import Fit, ScanCanvas

CAP = 4_000_000


class PlainPages:
    """Grey pages of given sizes; notes every request. `go_on` holds the drawing up."""

    def __init__(self, *sizes, refusal=None):
        self.of_pages = list(sizes)
        self.refusal = refusal
        self.requests = []
        self.go_on = threading.Event()
        self.go_on.set()

    def sizes(self):
        if self.refusal is not None:
            raise self.refusal
        return self.of_pages

    def render(self, request):
        assert self.go_on.wait(10)
        self.requests.append(request)
        width, height = self.of_pages[request.page]
        if request.rotation % 180:
            width, height = height, width
        _left, _top, wide, high = request.part or (0, 0, round(width * request.scale), round(height * request.scale))
        return Raster(wide, high, wide * 4, bytes([0x80]) * (wide * 4 * high))


@pytest.fixture
def tasks(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    yield tasks
    assert tasks.close()
    delete(tasks)


@pytest.fixture
def canvas(qtbot, tasks):
    canvas = ScanCanvas(tasks)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def show(qtbot, canvas):
    def show_pages(*sizes, rotation=0):
        pages = PlainPages(*sizes)
        canvas.show_pages(pages, rotation)
        qtbot.waitUntil(lambda: canvas.is_drawn)
        return pages

    return show_pages


def drawn(qtbot, canvas):
    qtbot.waitUntil(lambda: canvas.is_drawn)


def test_a_page_fills_the_width_at_first(canvas, show):
    show((1_200, 1_700))
    assert canvas.page_count == 1
    assert canvas.per_cent == round((canvas.viewport().width() - 16) / 12)
    assert canvas.horizontalScrollBar().maximum() == 0


def test_a_page_can_be_seen_whole(qtbot, canvas, show):
    show((1_200, 1_700))
    canvas.fit(Fit.PAGE)
    drawn(qtbot, canvas)
    assert canvas.verticalScrollBar().maximum() == 0


def test_a_small_picture_is_not_blown_up_beyond_twice(canvas, show):
    show((40, 30))
    assert canvas.per_cent == 200


def test_zoom_goes_by_steps_and_keeps_the_middle(qtbot, canvas, show):
    show((1_000, 1_000))
    canvas.zoom(1)
    assert canvas.per_cent == 75
    canvas.zoom(1)
    canvas.zoom(1)
    assert canvas.per_cent == 125
    bar = canvas.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    middle = (bar.value() + bar.pageStep() / 2) / 1.25
    canvas.zoom(1)
    assert abs((bar.value() + bar.pageStep() / 2) / 1.5 - middle) < 12
    for _ in range(20):
        canvas.zoom(-1)
    assert canvas.per_cent == 10
    drawn(qtbot, canvas)


def test_a_sheet_at_600_dpi_is_never_drawn_whole_when_it_is_large(qtbot, canvas, show):
    pages = show((4_960, 7_016))
    for _ in range(12):
        canvas.zoom(1)
        drawn(qtbot, canvas)
        assert canvas.dots_kept <= CAP
    assert canvas.per_cent == 400
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    drawn(qtbot, canvas)
    assert canvas.dots_kept <= CAP
    assert pages.requests[-1].part is not None


def test_what_lies_around_needs_no_second_drawing(qtbot, canvas, show):
    pages = show((4_960, 7_016))
    canvas.fit(Fit.WIDTH)
    for _ in range(4):
        canvas.zoom(1)
    drawn(qtbot, canvas)
    before = len(pages.requests)
    canvas.pan(0, 1)
    qtbot.waitUntil(lambda: canvas._soon.isActive() is False)
    assert canvas.is_drawn
    assert len(pages.requests) == before


def test_pages_turn_one_at_a_time(qtbot, canvas, show):
    show((800, 1_000), (900, 1_000))
    canvas.go(2)
    drawn(qtbot, canvas)
    assert canvas.page == 2
    canvas.go(3)
    assert canvas.page == 2
    canvas.go(0)
    assert canvas.page == 2


def test_a_turned_page_lies_on_its_side(qtbot, canvas, show):
    pages = show((800, 400))
    canvas.turn(90)
    drawn(qtbot, canvas)
    assert pages.requests[-1].rotation == 90
    assert canvas.verticalScrollBar().maximum() > 0
    canvas.turn(450)
    assert canvas._rotation == 90


def test_only_the_newest_request_is_drawn_after_the_one_under_way(qtbot, canvas):
    pages = PlainPages((2_000, 2_000))
    pages.go_on.clear()
    canvas.show_pages(pages)
    qtbot.waitUntil(lambda: canvas._reading is not None)
    for _ in range(5):
        canvas.zoom(1)
    pages.go_on.set()
    drawn(qtbot, canvas)
    assert len(pages.requests) == 2


def test_a_scan_shown_meanwhile_takes_the_place_of_the_one_before(qtbot, canvas):
    slow = PlainPages((500, 500))
    slow.go_on.clear()
    canvas.show_pages(slow)
    qtbot.waitUntil(lambda: canvas._reading is not None)
    quick = PlainPages((700, 300))
    canvas.show_pages(quick)
    drawn(qtbot, canvas)
    slow.go_on.set()
    qtbot.waitUntil(lambda: not canvas._tasks.is_busy)
    assert canvas._sizes == [(700, 300)]
    assert canvas.is_drawn


def test_what_cannot_be_read_is_told(qtbot, canvas):
    refusal = Refusal("扫描件的文件不在数据文件夹里")
    with qtbot.waitSignal(canvas.failed) as told:
        canvas.show_pages(PlainPages(refusal=refusal))
    assert told.args == [refusal]
    assert canvas.page == 0


def test_the_mouse_drags_the_page_and_its_wheel_zooms_with_ctrl(qtbot, canvas, show):
    show((2_000, 2_000))
    canvas.zoom(1)
    canvas.zoom(1)
    drawn(qtbot, canvas)
    port = canvas.viewport()
    across, down = canvas.horizontalScrollBar().value(), canvas.verticalScrollBar().value()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    qtbot.mouseMove(port, QPoint(250, 200))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert canvas.verticalScrollBar().value() == down + 100
    assert canvas.horizontalScrollBar().value() == across + 50
    before = canvas.per_cent
    canvas.wheelEvent(
        QWheelEvent(
            *(QPointF(10, 10), QPointF(10, 10), QPoint(), QPoint(0, 120)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
    )
    assert canvas.per_cent > before


def test_nothing_is_shown_without_a_scan(canvas, show):
    show((500, 500))
    canvas.show_pages(None)
    assert canvas.page_count == 0
    assert canvas.dots_kept == 0
