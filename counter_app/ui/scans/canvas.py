"""One page of a scan, drawn off the UI thread: as wide as there is space, whole, or as large as the clerk wants it.

Of a page shown large only what is in sight is drawn: a sheet at 600 dpi costs no more memory than a small one.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Final, Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Raster, RenderRequest
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.style import grid
from counter_app.ui.style.theme import current as current_theme
from counter_app.ui.style.theme import mark

STEPS: Final = (10, 25, 50, 75, 100, 125, 150, 200, 300, 400)
"""Zoom in per cent of a scan's own dots."""
_WHOLE: Final = 4_000_000
"""A page of so many dots is drawn whole (16 MB), of a larger one what is in sight and half as much around it."""
_MOST_FIT: Final = 2.0
_GAP: Final = 8
_LINE: Final = 48
_PAPER: Final = QColor("#ffffff")
_HALF_TURN: Final = 180


class PageSource(Protocol):
    """What is looked at. Both may take long: they are asked off the UI thread."""

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, not turned. Raises `Refusal`."""

    def render(self, request: RenderRequest) -> Raster:
        """A page or a part of one. Raises `Refusal`."""


class Fit(Enum):
    """How a page fills the space."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class ScanCanvas(QAbstractScrollArea):
    """Shows pages one at a time; knows no keys but the mouse."""

    shown = Signal()
    """Page, zoom or what is drawn changed."""
    failed = Signal(Refusal)
    """`Refusal`: the pages cannot be read."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Begins empty; everything is read through `tasks`."""
        super().__init__(parent)
        self._tasks = tasks
        self._pages: PageSource | None = None
        self._sizes: list[tuple[float, float]] = []
        self._page = 0
        self._rotation = 0
        self._fit = Fit.WIDTH
        self._scale = 1.0
        self._drawn: tuple[RenderRequest, Raster, QImage] | None = None
        self._reading: RenderRequest | None = None
        self._grip: QPoint | None = None
        mark(self, role="scan")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw)

    # What is shown -------------------------------------------------------------------------------------------------

    def show_pages(self, pages: PageSource | None, rotation: int = 0) -> None:
        """Show another scan from its first page on; nothing with None."""
        self._pages, self._rotation = pages, rotation
        self._sizes, self._page, self._drawn, self._reading = [], 0, None, None
        self._fit = Fit.WIDTH
        self._lay_out()
        if pages is not None:
            self._tasks.run(
                pages.sizes,
                done=lambda sizes: self._measured(pages, sizes),
                failed=lambda refusal: self._refused(pages, refusal),
                owner=self,
            )

    @property
    def page(self) -> int:
        """The page in sight, from 1; 0 before there is one."""
        return self._page + 1 if self._sizes else 0

    @property
    def page_count(self) -> int:
        """How many pages there are; 0 before it is known."""
        return len(self._sizes)

    @property
    def per_cent(self) -> int:
        """The zoom in per cent of the scan's own dots."""
        return round(self._scale * 100)

    @property
    def is_drawn(self) -> bool:
        """Whether what is in sight shows as sharp as it can be."""
        return self._drawn is not None and self._reading is None and self._covers(self._drawn[0])

    @property
    def dots_kept(self) -> int:
        """How many dots are kept in memory."""
        return 0 if self._drawn is None else self._drawn[1].width * self._drawn[1].height

    def go(self, page: int) -> None:
        """Go to `page`, from 1."""
        if 1 <= page <= len(self._sizes) and page != self._page + 1:
            self._page = page - 1
            self._lay_out()
            self.verticalScrollBar().setValue(0)

    def fit(self, fit: Fit) -> None:
        """Fill the width of the space, or show the page whole."""
        self._fit = fit
        self._lay_out()

    def zoom(self, step: int) -> None:
        """One step larger (1) or smaller (-1), the middle staying where it is."""
        here = self.per_cent
        if step > 0:
            wanted = next((size for size in STEPS if size > here), STEPS[-1])
        else:
            wanted = next((size for size in reversed(STEPS) if size < here), STEPS[0])
        self._fit, old = Fit.FREE, self._scale
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        middles = [bar.value() + bar.pageStep() / 2 for bar in bars]
        self._scale = wanted / 100
        self._lay_out()
        for bar, middle in zip(bars, middles, strict=True):
            bar.setValue(round(middle * self._scale / old - bar.pageStep() / 2))

    @property
    def rotation(self) -> int:
        """How far the pages are turned, in degrees clockwise."""
        return self._rotation

    def turn(self, rotation: int) -> None:
        """Show the pages turned by `rotation` degrees clockwise."""
        self._rotation = rotation % 360
        self._lay_out()

    def pan(self, across: int, down: int) -> None:
        """Move by so many lines."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + across * grid.px(_LINE))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down * grid.px(_LINE))

    # Measuring -----------------------------------------------------------------------------------------------------

    def _measured(self, pages: PageSource, sizes: list[tuple[float, float]]) -> None:
        if pages is self._pages:
            self._sizes = sizes
            self._lay_out()

    def _refused(self, pages: PageSource, refusal: Refusal) -> None:
        if pages is self._pages:
            self._reading = None
            self.failed.emit(refusal)

    def _own_size(self) -> tuple[float, float]:
        width, height = self._sizes[self._page]
        return (width, height) if self._rotation % _HALF_TURN == 0 else (height, width)

    def _lay_out(self) -> None:
        """Set the zoom that the space asks for, the scroll bars, and have drawn what is missing."""
        if self._sizes:
            width, height = self._own_size()
            space = self.viewport().size() - QSize(2 * _GAP, 2 * _GAP)
            if self._fit is Fit.WIDTH:
                self._scale = min(max(space.width(), 50) / width, _MOST_FIT)
            elif self._fit is Fit.PAGE:
                self._scale = min(max(space.width(), 50) / width, max(space.height(), 50) / height, _MOST_FIT)
            whole = self._size_of_page()
            for bar, needed, there in (
                (self.horizontalScrollBar(), whole.width(), self.viewport().width()),
                (self.verticalScrollBar(), whole.height(), self.viewport().height()),
            ):
                bar.setRange(0, max(needed + 2 * _GAP - there, 0))
                bar.setPageStep(there)
                bar.setSingleStep(grid.px(_LINE) // 2)
        else:
            for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
                bar.setRange(0, 0)
        self.viewport().update()
        self._soon.start()
        self.shown.emit()

    def _size_of_page(self) -> QSize:
        width, height = self._own_size()
        return QSize(max(round(width * self._scale), 1), max(round(height * self._scale), 1))

    def _place_of_page(self) -> QRect:
        """Where the page lies in the viewport."""
        size = self._size_of_page()
        left = _GAP - self.horizontalScrollBar().value()
        if size.width() + 2 * _GAP < self.viewport().width():
            left = (self.viewport().width() - size.width()) // 2
        top = _GAP - self.verticalScrollBar().value()
        return QRect(QPoint(left, top), size)

    def _in_sight(self) -> QRect:
        """The part of the page in sight, in dots of the page as it is shown."""
        page = self._place_of_page()
        return self.viewport().rect().intersected(page).translated(-page.topLeft())

    # Drawing -------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """Have drawn what is in sight and not sharp yet; one picture at a time, the newest request last."""
        pages = self._pages
        if pages is None or not self._sizes or self._reading is not None or not self.isVisible():
            return
        if self._drawn is not None and self._covers(self._drawn[0]):
            return
        request = self._request()
        self._reading = request
        self._tasks.run(
            lambda: pages.render(request),
            done=lambda raster: self._put(pages, request, raster),
            failed=lambda refusal: self._refused(pages, refusal),
            owner=self,
        )

    def _request(self) -> RenderRequest:
        """What to draw: the page whole where it is small, else what is in sight and half as much on each side."""
        dense = self.devicePixelRatioF()
        request = RenderRequest(self._page, self._scale * dense, self._rotation)
        whole = self._size_of_page() * dense
        if whole.width() * whole.height() <= _WHOLE:
            return request
        seen = self._in_sight()
        across, down = seen.width() // 2, seen.height() // 2
        part = seen.adjusted(-across, -down, across, down).intersected(QRect(QPoint(), self._size_of_page()))
        dots = QRectF(part.x() * dense, part.y() * dense, part.width() * dense, part.height() * dense).toAlignedRect()
        return replace(request, part=(dots.x(), dots.y(), dots.width(), dots.height()))

    def _covers(self, request: RenderRequest) -> bool:
        dense = self.devicePixelRatioF()
        if (request.page, request.rotation, request.scale) != (self._page, self._rotation, self._scale * dense):
            return False
        if request.part is None:
            return True
        seen = self._in_sight()
        wanted = QRectF(seen.x() * dense, seen.y() * dense, seen.width() * dense, seen.height() * dense)
        return QRectF(*request.part).adjusted(-2, -2, 2, 2).contains(wanted)

    def _put(self, pages: PageSource, request: RenderRequest, raster: Raster) -> None:
        if pages is not self._pages or self._reading is not request:
            return
        self._reading = None
        image = QImage(raster.dots, raster.width, raster.height, raster.stride, QImage.Format.Format_RGB32)
        self._drawn = request, raster, image  # the image lies on the raster's own bytes
        self.viewport().update()
        self.shown.emit()
        self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page on its ground; what was drawn for another zoom stands in until the new picture is there."""
        painter = QPainter(self.viewport())
        colours = current_theme().colours
        painter.fillRect(self.viewport().rect(), colours["ground"])
        if not self._sizes:
            return
        page = self._place_of_page()
        painter.fillRect(page, _PAPER)
        if self._drawn is not None and self._drawn[0].page == self._page and self._drawn[0].rotation == self._rotation:
            request, _raster, image = self._drawn
            factor = self._scale / request.scale
            left, top = (request.part or (0, 0))[:2]
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target = QRectF(page.x() + left * factor, page.y() + top * factor, 0, 0)
            target.setSize(QRectF(0, 0, image.width() * factor, image.height() * factor).size())
            painter.drawImage(target, image)
        painter.setPen(colours["line"])
        painter.drawRect(page.adjusted(-1, -1, 0, 0))

    # Qt ------------------------------------------------------------------------------------------------------------

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """Paint anew where the page moved, and draw what came into sight."""
        self.viewport().update()
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key is the viewer's; Qt's own would scroll by PgDn."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        self._grip = self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan with the mouse."""
        if self._grip is not None:
            moved = self._point(event) - self._grip
            self._grip = self._point(event)
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End panning."""
        self._grip = None

    @staticmethod
    def _point(event: QMouseEvent) -> QPoint:
        place: QPointF = event.position()
        return place.toPoint()
