"""The viewer beside the form: the scans of one paper after the other, by keys alone if need be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.scans.canvas import Fit, PageSource, ScanCanvas
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel

KEYS: Final = (
    ("PgUp PgDn", "上一页、下一页"),
    ("+ -", "放大、缩小"),
    ("W F", "适合宽度、整页"),
    ("R Shift+R", "向右转、向左转"),
    ("N B", "下一个、上一个扫描件"),
    ("方向键", "移动"),
    ("Delete", "移除这个扫描件"),
    ("Esc", "回到材料"),
)
"""For the overlay of keys."""
_QUARTER: Final = 90
_NARROWEST: Final = 320
_LOWEST: Final = 200


@dataclass(frozen=True, slots=True)
class Viewed:
    """One scan as the viewer shows it: `title` is the paper's name, `note` what kind of file it is and when it came."""

    scan_id: str
    title: str
    note: str
    pages: PageSource
    rotation: int = 0


class ScanViewer(QFrame):
    """Shows scans one at a time. It asks for what changes them and changes nothing itself."""

    turn_wanted = Signal(str, int)
    """A scan is to be turned by so many degrees clockwise, for good."""
    remove_wanted = Signal(str)
    """A scan is to be taken off its paper."""
    left = Signal()
    """The clerk goes back to the papers; the viewer stays."""
    close_wanted = Signal()
    chosen = Signal(str)
    """Another scan is in sight."""

    def __init__(self, tasks: Tasks, closing_keys: str, parent: QWidget | None = None) -> None:
        """`closing_keys` are written on the button that closes it."""
        super().__init__(parent)
        mark(self, role="card")
        self.setAccessibleName("扫描件")
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
        self._remove = self._button("移除 Del", self._ask_removal)
        close = self._button(f"收起 {closing_keys}", self.close_wanted.emit)
        head = QHBoxLayout()
        grid.space(head, 12, 8, 8, 0, spacing=8)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(close)
        box = QVBoxLayout(self)
        grid.space(box, 2, spacing=4)
        box.addLayout(head)
        box.addWidget(self._trouble)
        box.addWidget(self.canvas, 1)
        box.addLayout(self._foot())
        self._acts = self._table()

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
            self.canvas.turn(now.rotation)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key each; what means nothing here goes on to the window."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        act = self._acts.get((key, modifiers))
        if act is None and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):  # the plus of most keyboards needs Shift
            act = self._acts[Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier]
        if act is None or modifiers & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            act()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere brings the keys here."""
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _table(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        plain, shift, key = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.Key
        canvas = self.canvas
        return {
            (key.Key_PageUp, plain): lambda: canvas.go(canvas.page - 1),
            (key.Key_PageDown, plain): lambda: canvas.go(canvas.page + 1),
            (key.Key_Home, plain): lambda: canvas.go(1),
            (key.Key_End, plain): lambda: canvas.go(canvas.page_count),
            (key.Key_Plus, plain): lambda: canvas.zoom(1),
            (key.Key_Minus, plain): lambda: canvas.zoom(-1),
            (key.Key_W, plain): lambda: canvas.fit(Fit.WIDTH),
            (key.Key_F, plain): lambda: canvas.fit(Fit.PAGE),
            (key.Key_R, plain): lambda: self._ask_turn(_QUARTER),
            (key.Key_R, shift): lambda: self._ask_turn(-_QUARTER),
            (key.Key_N, plain): lambda: self.step(1),
            (key.Key_B, plain): lambda: self.step(-1),
            (key.Key_Left, plain): lambda: canvas.pan(-1, 0),
            (key.Key_Right, plain): lambda: canvas.pan(1, 0),
            (key.Key_Up, plain): lambda: canvas.pan(0, -1),
            (key.Key_Down, plain): lambda: canvas.pan(0, 1),
            (key.Key_Delete, plain): self._ask_removal,
            (key.Key_Escape, plain): self.left.emit,
        }

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        grid.space(foot, 8, 0, 8, 6, spacing=0)
        self._turning = [
            self._button("上页 PgUp", lambda: self.canvas.go(self.canvas.page - 1)),
            self._button("下页 PgDn", lambda: self.canvas.go(self.canvas.page + 1)),
        ]
        rest = [
            self._button("缩小 -", lambda: self.canvas.zoom(-1)),
            self._button("放大 +", lambda: self.canvas.zoom(1)),
            self._button("宽度 W", lambda: self.canvas.fit(Fit.WIDTH)),
            self._button("整页 F", lambda: self.canvas.fit(Fit.PAGE)),
            self._button("转向 R", lambda: self._ask_turn(_QUARTER)),
        ]
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
        shown = [button for button in self._dispensable if button not in useless]
        space = self.width() - self._where.sizeHint().width() - grid.px(24)
        while shown and sum(button.sizeHint().width() for button in shown) > space:
            shown.pop(0)
        for button in self._dispensable:
            if button.isHidden() is (button in shown):
                button.setVisible(button in shown)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        mark(button, kind="quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        when_pressed(button, act)
        return button

    def _show(self) -> None:
        self._trouble.hide()
        if not self.scan_id:
            self.canvas.show_pages(None)
            return
        scan = self._scans[self._place]
        self.canvas.show_pages(scan.pages, scan.rotation)
        self.chosen.emit(scan.scan_id)

    def _ask_turn(self, by: int) -> None:
        if self.scan_id:
            self.turn_wanted.emit(self.scan_id, by % 360)

    def _ask_removal(self) -> None:
        if self.scan_id and self._may_remove:
            self.remove_wanted.emit(self.scan_id)

    def _refuse(self, refusal: Refusal) -> None:
        self._trouble.setText(str(refusal))
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
