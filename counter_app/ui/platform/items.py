"""The items for the national platform as a list: tick, label, value; headings between them."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Collection, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from counter_app.domain.filing.platform_entry import PlatformItem, ValueSource
from counter_app.ui.style import grid, theme
from counter_app.ui.widgets.list_delegate import BoxDelegate

_HEADING: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_CHOOSABLE: Final = _HEADING | Qt.ItemFlag.ItemIsSelectable
_Index = QModelIndex | QPersistentModelIndex
ENTRY: Final = Qt.ItemDataRole.UserRole
TICKED: Final = Qt.ItemDataRole.UserRole + 1
_NO_ROW: Final[list[PlatformItem]] = []
_HEIGHT: Final = 30
_TICK: Final = 34
"""Pixels at 100 % of the box and of the space around it, which a click ticks."""
_LABEL: Final = 208


class PlatformModel(QAbstractListModel):
    """Headings (text) and items (`PlatformItem`), one below the other."""

    box_clicked = Signal(PlatformItem)
    """The box of this item was clicked."""

    def __init__(self, items: Sequence[PlatformItem], parent: QWidget | None = None) -> None:
        """The items of one case; they do not change while they are keyed, save that changed ones come first."""
        super().__init__(parent)
        self._rows: list[str | PlatformItem] = []
        self.places: list[int] = []
        self.due: frozenset[str] = frozenset()
        """Keys of the items that are to be keyed."""
        self._lists: dict[tuple[str, int], list[PlatformItem]] = {}
        self._place_of: dict[str, int] = {}
        self._ticked: frozenset[str] = frozenset()
        self.set_items(items)

    def set_items(self, items: Sequence[PlatformItem]) -> None:
        """Show other items; the ticks stay."""
        self.beginResetModel()
        self._rows = []
        for item in items:
            if not self._rows or not isinstance(self._rows[-1], PlatformItem) or self._rows[-1].heading != item.heading:
                self._rows.append(item.heading)
            self._rows.append(item)
        self.places = [place for place, row in enumerate(self._rows) if isinstance(row, PlatformItem)]
        self._place_of = {item.key: place for place, item in zip(self.places, items, strict=True)}
        self.due = frozenset(item.key for item in items if item.is_due)
        self._lists = {}
        for item in items:
            if item.row:
                self._lists.setdefault(_row_of(item), []).append(item)
        self.endResetModel()

    def item(self, place: int) -> PlatformItem | None:
        """The item at a place, None for a heading and outside."""
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        return row if isinstance(row, PlatformItem) else None

    def items(self) -> list[PlatformItem]:
        """All items, in their order."""
        return [row for row in self._rows if isinstance(row, PlatformItem)]

    def row_of(self, item: PlatformItem | None) -> list[PlatformItem]:
        """The cells of the row of a list that `item` stands in; none outside."""
        return self._lists.get(_row_of(item), _NO_ROW) if item is not None and item.row else _NO_ROW

    def next_due(self, after: int = -1) -> int | None:
        """The place of the next item after a place that is to be keyed still, None where there is none."""
        for place in itertools.islice(self.places, bisect.bisect_right(self.places, after), None):
            item = self.item(place)
            if item is not None and item.key in self.due and item.key not in self._ticked:
                return place
        return None

    @property
    def ticked(self) -> frozenset[str]:
        """The keys of the items that were keyed."""
        return self._ticked

    def tick(self, keys: Collection[str]) -> None:
        """Show exactly these items as keyed; only the lines that change are told to the view."""
        changed = self._ticked.symmetric_difference(keys)
        self._ticked = frozenset(keys)
        for key in changed:
            if (place := self._place_of.get(key)) is not None:
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Headings and items."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """What stands there, for the eye and for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        ticked = isinstance(row, PlatformItem) and row.key in self._ticked
        told: dict[int, object] = {ENTRY: row, TICKED: ticked}
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told[role] = row if isinstance(row, str) else _said(row, ticked=ticked)
        if role == Qt.ItemDataRole.CheckStateRole and isinstance(row, PlatformItem) and row.is_due:
            told[role] = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return told.get(role)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen, and what is not to be keyed has no box."""
        row = self._rows[index.row()]
        if isinstance(row, str):
            return _HEADING
        return _CHOOSABLE | Qt.ItemFlag.ItemIsUserCheckable if row.is_due else _CHOOSABLE

    def setData(self, index: _Index, _value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on a box is told; the page ticks."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.box_clicked.emit(self._rows[index.row()])
        return True


class _Painter(BoxDelegate):
    """Tick, label, value in three columns; the row of a list one is in stands on a soft ground."""

    def __init__(self, view: PlatformList) -> None:
        super().__init__(view)
        self._view = view

    def box(self, option: QStyleOptionViewItem) -> QRect:
        """The box at the left."""
        area = super().box(option)
        area.setWidth(grid.px(_TICK))
        return area

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One height for all, so that 6,000 items open at once."""
        return QSize(grid.px(320), grid.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one line."""
        row, area, colours = index.data(ENTRY), QRect(option.rect), theme.current().colours  # type: ignore[attr-defined] # not in the stubs
        painter.save()
        if isinstance(row, str):
            font = QFont(option.font)  # type: ignore[attr-defined]
            font.setBold(True)
            painter.setFont(font)
            painter.fillRect(area, colours["ground"])
            painter.setPen(colours["quiet"])
            painter.drawText(area.adjusted(grid.px(12), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            self._paint_item(painter, area, row, ticked=bool(index.data(TICKED)), chosen=chosen)
        painter.restore()

    def _paint_item(self, painter: QPainter, area: QRect, item: PlatformItem, *, ticked: bool, chosen: bool) -> None:
        colours, middle = theme.current().colours, Qt.AlignmentFlag.AlignVCenter
        if chosen:
            painter.fillRect(area, colours["accent_soft"])
            painter.setPen(QPen(colours["focus"] if self._view.hasFocus() else colours["line"], 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        elif item.row and item.row == self._view.current_row:
            painter.fillRect(area, colours["hover"])
        draw_tick(painter, area, due=item.is_due, ticked=ticked)
        label = area.adjusted(grid.px(_TICK), 0, 0, 0)
        label.setWidth(min(grid.px(_LABEL), area.width() * 2 // 5))
        painter.setPen(colours["quiet"])
        painter.drawText(label, middle, _cut(painter, item.label, label.width()))
        value = area.adjusted(0, 0, -grid.px(8), 0)
        value.setLeft(label.right() + grid.px(8))
        painter.setPen(colours["ink" if item.origin is ValueSource.KEYED else "amber" if item.is_due else "quiet"])
        painter.drawText(value, middle, _cut(painter, item.shown or "／", value.width()))


class PlatformList(QTreeView):
    """The list; arrows step over headings. The current item is the one to be keyed next."""

    moved = Signal()
    """Another item is current."""

    def __init__(
        self, items: Sequence[PlatformItem], parent: QWidget | None = None, *, of: PlatformList | None = None
    ) -> None:
        """A second list `of` another shows its items, whatever `items` are, and is where that one is."""
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("录入平台的项目")
        self.model_: PlatformModel = of.model_ if of is not None else PlatformModel(items, self)
        self.setItemDelegate(_Painter(self))
        self.setUniformRowHeights(True)  # a QListView asks for all 6,000 rows at each step
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(self.model_)  # last: each of the settings above would lay all rows out anew
        if of is not None:
            self.setSelectionModel(of.selectionModel())
        self.selectionModel().currentChanged.connect(self._changed)
        theme.current().changed.connect(self.doItemsLayout)  # heights asked for once do not follow a zoom
        if of is None:
            self.go_to_due()

    @property
    def current(self) -> PlatformItem | None:
        """The item one is at."""
        return self.model_.item(self.currentIndex().row())

    @property
    def current_row(self) -> int:
        """The row of a list one is in, counted from 1; 0 outside."""
        return self.current.row if self.current is not None else 0

    def go_to_due(self, after: int = -1) -> bool:
        """Go to the next item after a place that is to be keyed still; False where there is none, up or down."""
        model = self.model_
        following = model.next_due(after)
        if following is None:
            following = model.next_due()
        if following is not None:
            self.go_to(following)
        elif self.current is None and model.places:
            self.go_to(model.places[0])
        return following is not None

    def go_to(self, place: int) -> None:
        """Make the item at `place` current and see to it that it is in sight, with its heading."""
        index = self.model_.index(place)
        self.setCurrentIndex(index)
        if place and self.model_.item(place - 1) is None:
            self.scrollTo(self.model_.index(place - 1))
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step over headings."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Up if plain:
                self._step(-1)
            case Qt.Key.Key_Down if plain:
                self._step(1)
            case Qt.Key.Key_Home | Qt.Key.Key_End if plain:
                self.go_to(self.model_.places[0 if event.key() == Qt.Key.Key_Home else -1])
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown if plain:
                step = max(1, self.viewport().height() // grid.px(_HEIGHT) - 1)
                self._step(step if event.key() == Qt.Key.Key_PageDown else -step)
            case _:
                event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a box it is two clicks."""
        if event.position().x() < grid.px(_TICK):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The current item stays in sight when the list has less space."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def _step(self, by: int) -> None:
        places = self.model_.places
        at = self.currentIndex().row()
        here = bisect.bisect_left(places, at)
        self.go_to(places[max(0, min(here + by, len(places) - 1))])

    def _changed(self, current: QModelIndex, before: QModelIndex) -> None:
        item = self.model_.item(current.row())
        if item is not None:
            if self.model_.row_of(item) is not self.model_.row_of(self.model_.item(before.row())):
                self.viewport().update()  # the row of a list that one is in stands on a ground of its own
            if not self.hasFocus():
                self.scrollTo(current)  # another list of the same items moved on
            self.moved.emit()


def draw_tick(painter: QPainter, area: QRect, *, due: bool, ticked: bool) -> None:
    """Draw the box of an item at the left of its `area`."""
    colours = theme.current().colours
    tick = QRect(area.left() + grid.px(12), area.center().y() - grid.px(6), grid.px(14), grid.px(14))
    if due:
        painter.setPen(QPen(colours["green" if ticked else "edge"], 1))
        painter.drawRect(tick)
    if ticked:
        painter.setPen(QPen(colours["green"], grid.px(2)))
        painter.drawPolyline([tick.topLeft() + _at(3, 7), tick.topLeft() + _at(6, 11), tick.topLeft() + _at(11, 3)])


def _said(item: PlatformItem, *, ticked: bool) -> str:
    return f"{item.label}：{item.shown or '未填'}{'，已录' if ticked else ''}"


def _row_of(item: PlatformItem) -> tuple[str, int]:
    return item.key.partition("[")[0], item.row


def _at(x: int, y: int) -> QPoint:
    return QPoint(grid.px(x), grid.px(y))


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
