"""A menu within the window, under a button or where the mouse is: no key after it waits for the display."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from counter_app.ui.style import grid
from counter_app.ui.style.theme import current, mark
from counter_app.ui.widgets.menu_lines import MenuLine, lines_of
from counter_app.ui.widgets.overlay import HeldOverlay
from counter_app.ui.widgets.sheet import Sheet

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_AROUND: Final = 24
"""Pixels at 100 % that stay free of the menu."""


class _LineDelegate(QStyledItemDelegate):
    """Draws a line for a finger, and a thin rule where a group ends."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As wide as its words."""
        ends = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        return QSize(super().sizeHint(option, index).width(), grid.px(9 if ends else 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The rule goes across."""
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            super().paint(painter, option, index)
            return
        area = QRect(option.rect)  # type: ignore[attr-defined] # PySide's stubs lack the field
        painter.fillRect(QRect(area.left(), area.center().y(), area.width(), 1), current().colours["line"])


class _Lines(QTreeWidget):
    """Words at the left, keys at the right, a line between two groups."""

    def __init__(self, groups: Sequence[Sequence[MenuLine]]) -> None:
        super().__init__()
        mark(self, role="menu")
        self.setColumnCount(2)
        self.setItemDelegate(_LineDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.lines: list[MenuLine | None] = []
        for group in groups:
            if group and self.lines:
                self._divide()
            for line in group:
                item = QTreeWidgetItem([line.words, line.keys])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{line.words} {line.keys}".strip())
                self.addTopLevelItem(item)
                self.lines.append(line)

    def _divide(self) -> None:
        item = QTreeWidgetItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        self.lines.append(None)

    def sizeHint(self) -> QSize:
        """All of it."""
        self.ensurePolished()
        width = sum(max(self.sizeHintForColumn(column), self.columnWidth(column)) for column in range(2))
        rows = range(self.topLevelItemCount())
        height = sum(self.rowHeight(self.model().index(row, 0)) for row in rows)
        around = 2 * self.frameWidth()
        return QSize(width + around, height + around)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: where there is little space it lies over its button. In a lower window its lines scroll."""
        wanted = self.sizeHint()
        return QSize(wanted.width(), min(wanted.height(), self.window().height() - grid.px(_AROUND)))


class ActMenu(HeldOverlay):
    """Arrows move, Enter or a click acts, a letter goes to the next line that begins with it, Escape closes.

    The keyboard goes back to where it was before the act.
    """

    def __init__(self, button: QWidget, groups: Sequence[Sequence[MenuLine]], at: QPoint | None = None) -> None:
        """Lies under `button` or above it, with a line between two `groups`; empty ones are left out.

        With `at`, a point of the window, it lies there instead.
        """
        self._lines = _Lines(groups)
        self._at = at
        super().__init__(button, self._lines)
        self._lines.setAccessibleName(button.accessibleName() or "菜单")
        self._lines.itemActivated.connect(self._act)
        self._lines.itemClicked.connect(self._act)
        self.closed.connect(self.deleteLater)

    @property
    def anchor(self) -> QRect:
        """The button, or the point."""
        return super().anchor if self._at is None else QRect(self._at, QSize(1, 1))

    @property
    def lines(self) -> list[MenuLine]:
        """The lines of the menu, top to bottom."""
        return [line for line in self._lines.lines if line is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it."""
        if event.key() == Qt.Key.Key_F10:
            self.close_overlay()
        super().keyPressEvent(event)

    def _act(self, item: QTreeWidgetItem) -> None:
        line = self._lines.lines[self._lines.indexOfTopLevelItem(item)]
        if line is not None and self.is_open:
            self.close_overlay()
            line.act()


def open_menu_at(source: QWidget, at: QPoint) -> None:
    """Offer what can be done now on `source` and on what it lies in, the innermost first; nothing where that is none.

    `at` is a point of the window. Acts of one group (steps through a list) are keys and buttons of their own.
    """
    place: QWidget | None = source
    field = source
    groups: list[list[MenuLine]] = []
    last: list[MenuLine] = []
    while place is not None and not place.isWindow() and not isinstance(place, Sheet):
        if lines := lines_of(place.actions()):
            field = field if groups else place
            groups.append(lines)
        last += lines_of(place.actions(), last=True)
        place = place.parentWidget()
    if groups or last:
        ActMenu(field, [*groups, last], at).open()
