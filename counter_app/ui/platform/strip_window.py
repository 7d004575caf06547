"""The items of the platform page in a narrow window that stays above the browser one keys into.

A window of its own (unlike what docs/decisions/0005 is about): nothing is asked here, it lies beside another program,
and no key is lost in it, for the browser has the keyboard until it is clicked. It shows the very model of the page, so
that both always say the same; the page copies, ticks and keeps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from counter_app.domain.filing.platform_entry import PlatformItem, ValueSource
from counter_app.private_files import make_private_folder, tighten
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.platform.items import ENTRY, TICKED, PlatformList, draw_tick
from counter_app.ui.style import grid, layouts, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.list_delegate import BoxDelegate

_Index = QModelIndex | QPersistentModelIndex
_GEOMETRY: Final = "platform_strip"
_WIDTH: Final = 320
_HEIGHT: Final = 720
_ROW: Final = 50
_TICK: Final = 34


class _Painter(BoxDelegate):
    """Label above, value below, the box at the left: 300 pixels are little."""

    def __init__(self, view: PlatformList) -> None:
        super().__init__(view)
        self._view = view

    def box(self, _option: QStyleOptionViewItem) -> QRect:
        """A click anywhere on an item is heard by the list; the box has no click of its own."""
        return QRect()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One height for all."""
        return QSize(grid.px(200), grid.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one item, or a heading."""
        row, area, colours = index.data(ENTRY), QRect(option.rect), theme.current().colours  # type: ignore[attr-defined] # not in the stubs
        painter.save()
        if isinstance(row, PlatformItem):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            if chosen:
                painter.fillRect(area, colours["accent_soft"])
                painter.setPen(QPen(colours["focus"] if self._view.hasFocus() else colours["line"], 2))
                painter.drawRect(area.adjusted(1, 1, -1, -1))
            draw_tick(painter, area, due=row.is_due, ticked=bool(index.data(TICKED)))
            inner = area.adjusted(grid.px(_TICK), grid.px(4), -grid.px(8), -grid.px(4))
            half = QSize(inner.width(), inner.height() // 2)
            for place, words, colour in (
                (inner.topLeft(), row.label, "quiet"),
                (inner.topLeft() + QPoint(0, half.height()), row.shown or "／", _ink(row)),
            ):
                painter.setPen(colours[colour])
                cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, half.width())
                painter.drawText(QRect(place, half), Qt.AlignmentFlag.AlignVCenter, cut)
        else:
            painter.fillRect(area, colours["ground"])
            painter.setPen(colours["quiet"])
            words = painter.fontMetrics().elidedText(str(row), Qt.TextElideMode.ElideRight, area.width() - grid.px(20))
            painter.drawText(area.adjusted(grid.px(12), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _ink(item: PlatformItem) -> str:
    return "ink" if item.origin is ValueSource.KEYED else "amber" if item.is_due else "quiet"


class StripList(PlatformList):
    """A click copies and ticks, a right click unticks; the keys are those of the page's list."""

    clicked_on = Signal()
    """The current item was clicked: pressed and released on it."""
    untick_wanted = Signal(PlatformItem)
    """A right click on this item."""

    def __init__(self, of: PlatformList) -> None:
        """Shows what `of` shows, and is where that is."""
        super().__init__((), of=of)
        self.setItemDelegate(_Painter(self))
        self._pressed: QModelIndex | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press of the left button makes an item current."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.indexAt(event.position().toPoint()) if left else None
        if left:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks are two clicks."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A release where it was pressed is a click."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        here = self.indexAt(event.position().toPoint())
        if pressed is not None and here == pressed and self.model_.item(here.row()) is not None:
            self.clicked_on.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click unticks what it is on."""
        item = self.model_.item(self.indexAt(event.pos()).row())
        if item is not None and event.reason() is QContextMenuEvent.Reason.Mouse:
            self.untick_wanted.emit(item)
        event.accept()


class StripWindow(QWidget):
    """Stands above all other windows where it stood last; closing it ends nothing but itself."""

    closed = Signal()
    number_wanted = Signal()
    """The number is to be keyed, in the window of the program."""

    def __init__(self, of: PlatformList, unit: str, settings: Path) -> None:
        """`unit` is whose system is keyed; `settings` is the file that keeps the geometry."""
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self._settings = settings
        self.setWindowTitle(f"录入备案平台 · {unit}")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, role="sheet")
        self.list = StripList(of)
        self._title, self._counted, self._bar = FittingLabel(), QLabel(), QProgressBar()
        self.acts = PageActs(self, ACTS)
        self._lay_out(unit)

    def show_progress(self, done: int, of: int) -> None:
        """Say how many items are keyed."""
        self._counted.setText(f"已录 {done}/{of}")
        self._bar.setMaximum(max(of, 1))
        self._bar.setValue(done if of else 1)

    def open(self) -> None:
        """Show it where it stood last, else at the right of the screen."""
        kept = self._kept().value(_GEOMETRY)
        if kept is None or not self.restoreGeometry(kept):
            space = QGuiApplication.primaryScreen().availableGeometry()
            size = QSize(grid.px(_WIDTH), min(grid.px(_HEIGHT), space.height() - grid.px(80)))
            self.setGeometry(QRect(space.topRight() - QPoint(size.width() + grid.px(16), -grid.px(48)), size))
        self.show()
        self.raise_()
        self.list.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Its place is kept for the next time."""
        make_private_folder(self._settings.parent)
        kept = self._kept()
        kept.setValue(_GEOMETRY, self.saveGeometry())
        kept.sync()
        tighten(self._settings)
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _kept(self) -> QSettings:
        return QSettings(str(self._settings), QSettings.Format.IniFormat)

    def _lay_out(self, unit: str) -> None:
        self._title.set_text((unit,))
        mark(self._title, role="strong")
        mark(self._counted, role="quiet")
        self._bar.setTextVisible(False)
        grid.fix(self._bar, height=6)
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addWidget(self._title, 1)
        head.addWidget(self._counted)
        hint = QLabel("单击：复制并勾选　右键：取消勾选")
        hint.setWordWrap(True)
        mark(hint, role="quiet")
        foot = QHBoxLayout()
        grid.space(foot, spacing=8)
        for name in ("number", "close"):
            button = self.acts.button(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(button, 1)
        column = QVBoxLayout(self)
        grid.space(column, 12, 12, 12, 12, spacing=8)
        layouts.nest(column, head)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)
        column.addWidget(hint)
        layouts.nest(column, foot)
        self.setMinimumSize(grid.px(240), grid.px(320))


ACTS: Final[tuple[Act[StripWindow], ...]] = (
    Act("number", "备案编号", ("F11",), lambda window: window.number_wanted.emit()),
    Act("close", "收起", ("Esc",), StripWindow.close, bound=False),
)
