"""A paper on the screen before it is printed: pages below one another, drawn off the UI thread once in sight."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.tasks import CancelToken, Tasks
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import pdf_pages
from counter_app.ui.widgets.rows import show_while_space

_MOST_FITTING = 120
"""Dots per inch at 100 %: on a large screen a page as wide as the window would show a third of itself."""
_STEPS = (50, 75, 100, 125, 150, 200, 300)
_SCREEN_DPI = 96
_GAP = 12
_KEPT_AROUND = 3
_NARROWEST = 240
_TURNING = ("turn_back", "turn")
_DISPENSABLE = ("fit", *_TURNING, "zoom_out", "zoom_in")
"""The acts whose buttons go first where space is short."""


class PdfPreview(QWidget):
    """Pages with a bar above them that says which is in sight and how large it is; `ACTS` turn and zoom."""

    ACTS: ClassVar[tuple[Act[PdfPreview], ...]]

    page_turned = Signal(int, int)
    """The page in sight counted from 1, and how many there are."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Pages are drawn through `tasks`."""
        super().__init__(parent)
        self._tasks = tasks
        self._pdf = b""
        self._sizes: list[QSizeF] = []
        self._pages: list[QLabel] = []
        self._under_way: dict[int, CancelToken] = {}
        self._per_cent = 0  # 0: as wide as there is space
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("预览")
        inner = QWidget(self._area)
        mark(inner, role="page")
        self._column = QVBoxLayout(inner)
        grid.space(self._column, _GAP, spacing=_GAP)
        self._area.setWidget(inner)
        self._buttons: dict[str, QPushButton] = {}
        self._where = QLabel(self)
        mark(self._where, role="quiet")
        self._bar = QHBoxLayout()
        grid.space(self._bar, 12, 2, spacing=0)
        self._bar.addWidget(self._where)
        self._bar.addStretch(1)
        box = QVBoxLayout(self)
        grid.space(box)
        layouts.nest(box, self._bar)
        box.addWidget(self._area)
        self.setFocusProxy(self._area)
        self._area.verticalScrollBar().valueChanged.connect(self._draw_in_sight)
        self._area.viewport().installEventFilter(self)

    def acts_within(self, page: QWidget) -> PageActs:
        """The acts, their keys working in the whole `page`, their buttons above the paper."""
        acts = PageActs(self, self.ACTS, page)
        for act in self.ACTS:
            button = acts.button(act.name)
            mark(button, kind="quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.hide()
            self._bar.addWidget(button)
        self._buttons = acts.buttons
        self.page_turned.connect(lambda _page, _pages: acts.refresh())
        acts.refresh()
        return acts

    def minimumSizeHint(self) -> QSize:
        """Narrower than all its buttons: where there is no space the keys do without them."""
        return QSize(grid.px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many buttons as there is space for."""
        super().resizeEvent(event)
        self._show_buttons()

    def _show_buttons(self) -> None:
        useful = [name for name in _DISPENSABLE if len(self._pages) > 1 or name not in _TURNING] if self._pages else []
        wanted = [self._buttons[name] for name in useful if name in self._buttons]
        space = self.width() - self._where.sizeHint().width() - grid.px(36)
        show_while_space(self._buttons.values(), wanted, space)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another paper from its first page on."""
        self._forget()
        self._pdf = pdf
        self._tasks.run(lambda: pdf_pages.sizes(pdf), done=lambda sizes: self._lay_out(pdf, sizes), owner=self)

    @property
    def page(self) -> int:
        """The page in sight, counted from 1; 0 before there is one."""
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        first = min(1, len(self._pages))
        return max((place for place, page in enumerate(self._pages, 1) if page.y() <= middle), default=first)

    @property
    def page_count(self) -> int:
        """How many pages the paper has; 0 before it is known."""
        return len(self._pages)

    def is_drawn(self, page: int) -> bool:
        """Whether `page` (from 1) shows its picture."""
        return not self._pages[page - 1].pixmap().isNull()

    def can_turn(self, step: int) -> bool:
        """Whether there is a next page (1), or one before (-1)."""
        return 0 <= self.page - 1 + step < len(self._pages)

    def turn(self, step: int) -> None:
        """Turn to the next page (1) or back (-1)."""
        if self.can_turn(step):
            self._area.verticalScrollBar().setValue(self._pages[self.page - 1 + step].y() - grid.px(_GAP))

    def zoom(self, step: int) -> None:
        """Zoom in (1), out (-1), or fit the width (0)."""
        here = round(self._dots() / _SCREEN_DPI * 100)
        match step:
            case 0:
                self._per_cent = 0
            case 1:
                self._per_cent = next((size for size in _STEPS if size > here), _STEPS[-1])
            case _:
                self._per_cent = next((size for size in reversed(_STEPS) if size < here), _STEPS[0])
        bar = self._area.verticalScrollBar()
        before = bar.value() / max(1, bar.maximum())
        self._resize_pages()
        inner = self._area.widget()
        inner.resize(inner.sizeHint().expandedTo(self._area.viewport().size()))  # and with it the range of the bar
        bar.setValue(round(before * bar.maximum()))
        self._draw_in_sight()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the width anew when there is more or less of it; Ctrl and the wheel zoom."""
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if turned := event.angleDelta().y():
                    self.zoom(1 if turned > 0 else -1)
                return True
        elif event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            if not self._per_cent and event.size().width() != event.oldSize().width():
                self._resize_pages()
            else:
                self._draw_in_sight()
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        for token in self._under_way.values():
            token.cancel()
        self._under_way.clear()
        for page in self._pages:
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._sizes = []

    def _lay_out(self, pdf: bytes, sizes: list[QSizeF]) -> None:
        if pdf is not self._pdf:
            return
        self._sizes = sizes
        for place in range(len(sizes)):
            page = QLabel(self._area.widget())
            mark(page, role="paper")
            page.setScaledContents(True)
            page.setAccessibleName(f"第{place + 1}页，共{len(sizes)}页")
            self._pages.append(page)
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._area.verticalScrollBar().setValue(0)
        self._resize_pages()

    def _dots(self) -> float:
        """Dots per inch on the screen at the zoom in force."""
        if self._per_cent or not self._sizes:
            return _SCREEN_DPI * (self._per_cent or 100) / 100
        space = max(self._area.viewport().width() - 2 * grid.px(_GAP), 200)
        return min(space / self._sizes[0].width() * pdf_pages.POINTS_PER_INCH, _MOST_FITTING * grid.zoom())

    def _resize_pages(self) -> None:
        for token in self._under_way.values():
            token.cancel()
        self._under_way.clear()
        scale = self._dots() / pdf_pages.POINTS_PER_INCH
        for page, size in zip(self._pages, self._sizes, strict=True):
            page.setFixedSize(QSize(round(size.width() * scale), round(size.height() * scale)))
            page.setProperty("stale", True)
        self._column.activate()
        self._draw_in_sight()

    def _draw_in_sight(self) -> None:
        """Draw what is in sight and forget what is far away: 60 pages kept would take 230 MB."""
        here = self.page
        for place, page in enumerate(self._pages):
            if abs(place + 1 - here) > _KEPT_AROUND:
                page.clear()
                page.setProperty("stale", True)
            elif abs(place + 1 - here) <= 1 and page.property("stale") and place not in self._under_way:
                self._draw(place)
        if self._pages:
            self._where.setText(f"第{here}/{len(self._pages)}页 · {round(self._dots() / _SCREEN_DPI * 100)}%")
            self._show_buttons()
            self.page_turned.emit(here, len(self._pages))

    def _draw(self, place: int) -> None:
        pdf, dots = self._pdf, self._dots() * self.devicePixelRatioF()

        def put(image: QImage) -> None:
            self._under_way.pop(place, None)
            self._pages[place].setProperty("stale", False)
            self._pages[place].setPixmap(QPixmap.fromImage(image))

        self._under_way[place] = self._tasks.run(lambda: pdf_pages.render_page(pdf, place, dots), done=put, owner=self)


PdfPreview.ACTS = (
    Act("turn_back", "上一页", ("PgUp",), lambda preview: preview.turn(-1), lambda preview: preview.can_turn(-1)),
    Act("turn", "下一页", ("PgDown",), lambda preview: preview.turn(1), lambda preview: preview.can_turn(1)),
    Act("zoom_out", "缩小", ("-",), lambda preview: preview.zoom(-1)),
    Act("zoom_in", "放大", ("+", "="), lambda preview: preview.zoom(1)),
    Act("fit", "适合宽度", ("W",), lambda preview: preview.zoom(0)),
)
