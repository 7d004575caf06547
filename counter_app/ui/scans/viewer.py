"""The viewer beside the form: the scans of one paper after the other, by keys alone if need be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend, StoredFile
from counter_app.ui.base.acts import Act, Placement, when_pressed
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.scans.canvas import Fit, PageSource, ScanCanvas
from counter_app.ui.scans.words import ScanPages, kind_words, when_words
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.rows import show_while_space

_QUARTER: Final = 90
_WHOLE: Final = 360
_NARROWEST: Final = 320
_LOWEST: Final = 200


@frozen
class Viewed:
    """One scan as the viewer shows it: `title` is the paper's name, `note` what kind of file it is and when it came."""

    scan_id: str
    title: str
    note: str
    pages: PageSource
    rotation: int = 0


def viewed(backend: Backend, file: StoredFile, file_id: str, title: str, rotation: int, zone: tzinfo | None) -> Viewed:
    """A stored file as the viewer shows it, the time it came by the clock of the office."""
    note = f"{kind_words(file)} · {when_words(file, zone)}"
    return Viewed(file_id, title, note, ScanPages(backend, file), rotation)


class ScanViewer(QFrame):
    """Shows scans one at a time. It asks for what changes them and changes nothing itself."""

    ACTS: ClassVar[tuple[Act[ScanViewer], ...]]

    turn_wanted = Signal(str, int)
    """A scan is to be turned by so many degrees clockwise, for good; not where it turns `on_screen_only`."""
    remove_wanted = Signal(str)
    """A scan is to be taken off its paper."""
    left = Signal()
    """The clerk goes back to the papers; the viewer stays."""
    close_wanted = Signal()
    chosen = Signal(str)
    """Another scan is in sight."""

    def __init__(
        self, tasks: Tasks, closing_keys: str, parent: QWidget | None = None, *, on_screen_only: bool = False
    ) -> None:
        """`closing_keys` are written on the button that closes it. `on_screen_only`: it turns scans, and keeps none."""
        super().__init__(parent)
        self._on_screen_only = on_screen_only
        self.turned: dict[str, int] = {}
        """How far each scan is turned on the screen, by its id, beyond the rotation that is kept of it."""
        mark(self, role="card")
        self.setAccessibleName("扫描件")
        self.acts = PageActs(self, self.ACTS)
        self._scans: list[Viewed] = []
        self._place = -1
        self._may_remove = False
        self._title = QLabel(self)
        mark(self._title, role="title")
        self._note = FittingLabel(self)
        mark(self._note, role="quiet")
        self._trouble = QLabel(self)
        mark(self._trouble, role="problem")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.canvas = ScanCanvas(tasks, self)
        self.setFocusProxy(self.canvas)
        self.canvas.shown.connect(self._tell)
        self.canvas.failed.connect(self._refuse)
        self._where = QLabel(self)
        mark(self._where, role="quiet")
        self._remove = self._button("remove")
        close = QPushButton(f"收起  {closing_keys}", self)
        mark(close, kind="quiet")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        when_pressed(close, self.close_wanted.emit)
        head = QHBoxLayout()
        grid.space(head, 12, 8, 8, 0, spacing=8)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(close)
        box = QVBoxLayout(self)
        grid.space(box, 2, spacing=4)
        layouts.nest(box, head)
        box.addWidget(self._trouble)
        box.addWidget(self.canvas, 1)
        layouts.nest(box, self._foot())

    def show_scans(self, scans: Sequence[Viewed], scan_id: str = "", *, may_remove: bool = False) -> None:
        """Show `scans`, the one with `scan_id` in sight; the one in sight before, else the first, without it."""
        wanted = scan_id or self.scan_id
        before = self._scans[self._place] if 0 <= self._place < len(self._scans) else None
        self._scans, self._may_remove = list(scans), may_remove
        self._place = next((at for at, scan in enumerate(scans) if scan.scan_id == wanted), 0 if scans else -1)
        now = self._scans[self._place] if scans else None
        if before is None or now is None or before.scan_id != now.scan_id:
            self._show()
        elif before.rotation != now.rotation:
            self.canvas.turn(self._rotation)
        self._tell()

    @property
    def scan_id(self) -> str:
        """The scan in sight, empty where there is none."""
        return self._scans[self._place].scan_id if 0 <= self._place < len(self._scans) else ""

    @property
    def words(self) -> str:
        """What stands above the page, for tests and readers."""
        return f"{self._title.text()} {self._note.text()} {self._where.text()}"

    def step(self, by: int) -> None:
        """The next scan (1) or the one before (-1), round and round."""
        if len(self._scans) > 1:
            self._place = (self._place + by) % len(self._scans)
            self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere brings the keys here."""
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        grid.space(foot, 8, 0, 8, 6, spacing=0)
        self._turning = [self._button("page_up"), self._button("page_down")]
        rest = [self._button(name) for name in ("smaller", "larger", "width", "page", "right")]
        foot.addWidget(self._where)
        foot.addStretch(1)
        for button in (*self._turning, *rest, self._remove):
            foot.addWidget(button)
        self._dispensable = [*rest[2:4], *self._turning, *rest[:2], rest[4], self._remove]
        return foot

    def minimumSizeHint(self) -> QSize:
        """Narrower than all its buttons: where there is no space the keys do without them."""
        return QSize(grid.px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many buttons as there is space for."""
        super().resizeEvent(event)
        self._show_buttons()

    def _show_buttons(self) -> None:
        useless = [] if self.canvas.page_count > 1 else [*self._turning]
        if not self._may_remove:
            useless.append(self._remove)
        if self.height() < grid.px(_LOWEST):  # the page needs what height there is more than the buttons
            useless = self._dispensable
        wanted = [button for button in self._dispensable if button not in useless]
        space = self.width() - self._where.sizeHint().width() - grid.px(24)
        show_while_space(self._dispensable, wanted, space)

    def _button(self, name: str) -> QPushButton:
        button = self.acts.button(name)
        mark(button, kind="quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _show(self) -> None:
        self._trouble.hide()
        if not self.scan_id:
            self.canvas.show_pages(None)
            return
        scan = self._scans[self._place]
        self.canvas.show_pages(scan.pages, self._rotation)
        self.chosen.emit(scan.scan_id)

    @property
    def _rotation(self) -> int:
        return (self._scans[self._place].rotation + self.turned.get(self.scan_id, 0)) % _WHOLE

    def turn(self, by: int) -> None:
        """Turn the scan in sight by so many degrees clockwise, or have it turned for good."""
        if self.scan_id and self._on_screen_only:
            self.turned[self.scan_id] = (self.turned.get(self.scan_id, 0) + by) % _WHOLE
            self.canvas.turn(self._rotation)
        elif self.scan_id:
            self.turn_wanted.emit(self.scan_id, by % _WHOLE)

    def may_remove(self) -> bool:
        """Whether the scan in sight may be taken off its paper."""
        return bool(self.scan_id) and self._may_remove

    def remove(self) -> None:
        """Have the scan in sight taken off its paper."""
        self.remove_wanted.emit(self.scan_id)

    def _refuse(self, refusal: Refusal) -> None:
        self._trouble.setText(text_of(refusal))
        self._trouble.setContentsMargins(grid.px(12), 0, grid.px(12), 0)
        self._trouble.show()
        self._where.clear()

    def _tell(self) -> None:
        if not self.scan_id:
            return
        scan, canvas = self._scans[self._place], self.canvas
        self._title.setText(scan.title)
        place = f"{self._place + 1}/{len(self._scans)} · " if len(self._scans) > 1 else ""
        self._note.set_text((place + scan.note, (place or scan.note).removesuffix(" · ")))
        pages = f"{canvas.page}/{canvas.page_count}页 · " if canvas.page_count > 1 else ""
        self._where.setText(f"{pages}{canvas.per_cent}%" if canvas.page_count else "正在读取…")
        self._show_buttons()
        canvas.setAccessibleName(f"{scan.title}的扫描件，{self._note.toolTip()}，{self._where.text()}")


_TURNING, _ENDS, _ZOOM, _MOVING = "上一页、下一页", "第一页、最后一页", "放大、缩小", "移动"
ScanViewer.ACTS = (
    Act("page_up", "上页", ("PgUp",), lambda page: page.canvas.go(page.canvas.page - 1), group=_TURNING),
    Act("page_down", "下页", ("PgDown",), lambda page: page.canvas.go(page.canvas.page + 1), group=_TURNING),
    Act("first", "第一页", ("Home",), lambda page: page.canvas.go(1), group=_ENDS),
    Act("last", "最后一页", ("End",), lambda page: page.canvas.go(page.canvas.page_count), group=_ENDS),
    Act("larger", "放大", ("+", "="), lambda page: page.canvas.zoom(1), group=_ZOOM),
    Act("smaller", "缩小", ("-",), lambda page: page.canvas.zoom(-1), group=_ZOOM),
    Act("width", "宽度", ("W",), lambda page: page.canvas.fit(Fit.WIDTH), told="适合宽度"),
    Act("page", "整页", ("F",), lambda page: page.canvas.fit(Fit.PAGE)),
    Act("right", "转向", ("R",), lambda page: page.turn(_QUARTER), told="向右转"),
    Act("left", "向左转", ("Shift+R",), lambda page: page.turn(-_QUARTER), place=Placement.KEY),
    Act("next", "下一个扫描件", ("N",), lambda page: page.step(1), place=Placement.KEY),
    Act("before", "上一个扫描件", ("B",), lambda page: page.step(-1), place=Placement.KEY),
    Act("pan_left", "左移", ("Left",), lambda page: page.canvas.pan(-1, 0), group=_MOVING),
    Act("pan_right", "右移", ("Right",), lambda page: page.canvas.pan(1, 0), group=_MOVING),
    Act("pan_up", "上移", ("Up",), lambda page: page.canvas.pan(0, -1), group=_MOVING),
    Act("pan_down", "下移", ("Down",), lambda page: page.canvas.pan(0, 1), group=_MOVING),
    Act("remove", "移除", ("Del",), ScanViewer.remove, ScanViewer.may_remove, told="移除这个扫描件"),
    Act("back", "回到材料", ("Esc",), lambda page: page.left.emit(), place=Placement.KEY),
)
