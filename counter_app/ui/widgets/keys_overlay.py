"""F1: every key of the page one is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog

_COLUMN = 376
_WIDEST_COLUMN = 424
_KEYS = 160
"""Pixels at 100 % for the keys, the longest beside each other."""
_GAP = 24
_MOST_COLUMNS = 3
_AROUND = 80
"""Pixels at 100 % that stay free beside the list, within the window it belongs to."""
_CHROME = 104
"""Pixels at 100 % that the rest of the list's own frame takes of the height."""

KeyLine = tuple[str, str]
"""Keys as written on the keyboard, and what they do."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys under one heading."""

    title: str
    lines: Sequence[KeyLine]


FIELD_MOVES: Sequence[KeyLine] = (("Enter", "下一项"), ("Shift+Enter", "上一项"), ("Alt+↓", "打开列表或日历"))
MOVING = KeyGroup("移动", (*FIELD_MOVES, ("Ctrl+Enter", "下一部分"), ("Ctrl+Shift+Enter", "上一部分")))
"""Keys that work on every page with fields."""


def columns_for(heights: Sequence[int], count: int) -> list[int]:
    """Return in which of `count` columns each group stands, so that the tallest column is as low as can be.

    The first group stands in the first column, and a column further right begins with a later group.
    """
    ways = [way for way in product(range(count), repeat=len(heights)) if _begun_in_order(way)]
    best = min(ways, key=lambda way: _tallest(heights, way, count))
    return list(best)


def _begun_in_order(way: Sequence[int]) -> bool:
    return all(column <= len({*way[:place]}) for place, column in enumerate(way))


def _tallest(heights: Sequence[int], way: Sequence[int], count: int) -> int:
    return max(sum(height for height, at in zip(heights, way, strict=True) if at == column) for column in range(count))


class KeysOverlay(Dialog):
    """Lists keys in groups; F1, Escape or Enter closes it."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        """`groups` in the order of how often they are wanted; empty ones are left out. Use `open()`."""
        super().__init__("快捷键", "", parent)
        self._space = parent.window().size() if parent is not None else QSize(grid.px(1024), grid.px(700))
        told = [group for group in groups if group.lines]
        space = self._space.width() - grid.px(_AROUND)
        count = max(1, min(_MOST_COLUMNS, space // grid.px(_COLUMN + _GAP), len(told)))
        self._column = min(_WIDEST_COLUMN, round(space / count / grid.zoom()) - _GAP)
        parts = [self._group(group) for group in told]
        lists = self._columns(parts, count)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(lists)
        self.body.addWidget(self._area)
        # Beside the title, where it takes no height from the list.
        self._head.addWidget(self.add_button("关闭  Esc", self.accept, kind="primary", default=True))
        # Fixed to its content: left to itself Qt makes no new window wider than two thirds of the screen.
        if (layout := self.layout()) is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        width = min(count * grid.px(self._column + _GAP), space)
        self._area.setFixedWidth(width)
        wanted = lists.sizeHint().height()
        self._area.setFixedHeight(min(wanted, self._space.height() - grid.px(_CHROME)))

    def _columns(self, parts: Sequence[QWidget], count: int) -> QWidget:
        lists = QWidget(self)
        mark(lists, role="sheet")
        row = QHBoxLayout(lists)
        grid.space(row, spacing=_GAP)
        columns = [QVBoxLayout() for _ in range(count)]
        heights = [part.sizeHint().height() + grid.px(_GAP) for part in parts]
        for part, place in zip(parts, columns_for(heights, count), strict=True):
            columns[place].addWidget(part)
        for column in columns:
            grid.space(column, spacing=16)
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)
        return lists

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it; arrows and PgUp, PgDn go through a list that is longer than the window."""
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        elif (step := steps.get(Qt.Key(event.key()))) is not None:
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    def _group(self, group: KeyGroup) -> QWidget:
        part = QFrame(self)
        part.setAccessibleName(group.title)
        cells = QGridLayout(part)
        grid.space(cells, spacing=2, across=8)
        title = QLabel(group.title, part)
        mark(title, role="strong")
        cells.addWidget(title, 0, 0, 1, 2)
        for place, (keys, words) in enumerate(group.lines, 1):
            key = QLabel(keys, part)
            mark(key, role="key")
            what = QLabel(words, part)
            what.setWordWrap(True)
            cells.addWidget(key, place, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            cells.addWidget(what, place, 1)
            # Wrapped words tell their height only for a width that is fixed.
            grid.fix(what, width=self._column - _KEYS - 8)
        cells.setColumnMinimumWidth(0, grid.px(_KEYS))
        return part
