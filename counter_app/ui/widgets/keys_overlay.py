"""F1: every key of the page one is on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui import grid
from counter_app.ui.theme import mark
from counter_app.ui.widgets.dialogs import Dialog

_COLUMN = 360
_MOST_COLUMNS = 3
_AROUND = 80
"""Pixels at 100 % that stay free around the list, within the window it belongs to."""

KeyLine = tuple[str, str]
"""Keys as written on the keyboard, and what they do."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys under one heading."""

    title: str
    lines: Sequence[KeyLine]


MOVING = KeyGroup(
    "移动",
    (
        ("Enter", "下一项"),
        ("Shift+Enter", "上一项"),
        ("Ctrl+Enter", "下一部分"),
        ("Ctrl+Shift+Enter", "上一部分"),
        ("Alt+↓", "打开列表或日历"),
        ("Ctrl+加号、减号、0", "放大、缩小、原大小"),
    ),
)
"""Keys that work on every page."""


def lines_of(actions: Iterable[QAction]) -> list[KeyLine]:
    """Return the keys and words of those of `actions` that have keys and can be used now."""
    found = []
    for action in actions:
        keys = [written(shortcut) for shortcut in action.shortcuts()]
        if keys and action.isEnabled() and action.text():
            found.append((" 或 ".join(keys), action.text().replace("&", "")))
    return found


def written(shortcut: QKeySequence) -> str:
    """Return a key as it stands on a keyboard here."""
    text = shortcut.toString(QKeySequence.SequenceFormat.PortableText)
    words = {"Ins": "Insert", "Del": "Delete", "PgDown": "PgDn", "Return": "Enter", "Esc": "Esc"}
    return "+".join(words.get(part, part) for part in text.split("+")) if text != "+" else text


class KeysOverlay(Dialog):
    """Lists keys in groups; F1, Escape or Enter closes it."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        """`groups` in the order of how often they are wanted; empty ones are left out. Use `open()`."""
        super().__init__("快捷键", "", parent)
        room = parent.window().size() if parent is not None else QSize(grid.px(1024), grid.px(700))
        count = max(1, min(_MOST_COLUMNS, (room.width() - grid.px(_AROUND)) // grid.px(_COLUMN)))
        lists = QWidget(self)
        mark(lists, role="sheet")
        cells = QGridLayout(lists)
        grid.space(cells, spacing=16)
        columns = [QVBoxLayout() for _ in range(count)]
        heights = [0] * count
        for group in (group for group in groups if group.lines):
            place = heights.index(min(heights))
            heights[place] += len(group.lines) + 2
            columns[place].addWidget(self._group(group))
        for place, column in enumerate(columns):
            grid.space(column, spacing=16)
            column.addStretch(1)
            cells.addLayout(column, 0, place)
            cells.setColumnStretch(place, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(lists)
        self.body.addWidget(area)
        self.add_button("关闭  Esc", self.accept, kind="primary", default=True)
        # Fixed to its content: left to itself Qt makes no new window wider than two thirds of the screen.
        if (layout := self.layout()) is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self._area, self._room = area, room
        self._fit(count)

    def _fit(self, columns: int) -> None:
        """As large as the list, within the window."""
        width = min(columns * grid.px(_COLUMN), self._room.width() - grid.px(_AROUND))
        self._area.setFixedWidth(width)
        wanted = self._area.widget().heightForWidth(width)
        wanted = max(wanted, self._area.widget().sizeHint().height())
        self._area.setFixedHeight(min(wanted, self._room.height() - grid.px(2 * _AROUND)))

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
        grid.space(cells, spacing=4)
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
        cells.setColumnMinimumWidth(0, grid.px(140))
        cells.setColumnStretch(1, 1)
        return part
