"""Which filed system is to be changed: a few keys of what people have in hand, and the systems that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import changes
from counter_app.services.ports import Backend, KnownCase
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog

_PAUSE: Final = 120
"""Milliseconds without a key after which is looked."""
_ROWS: Final = 4
_NOTHING_YET: Final = "输入回执编号、备案编号、统一社会信用代码或单位名称；也可扫回执上的条码"


class FiledChooser(Dialog):
    """Type or scan, Up and Down, Enter."""

    chosen = Signal(str, bool)
    """Reference of the filed case, and whether its system is to be taken into use again."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Looks in the data of `station`."""
        super().__init__("办理备案变更：变更哪一件？", "", parent)
        self._station = station
        self._enter_waits = False
        self.words = QLineEdit(self)
        self.words.setAccessibleName("回执编号、备案编号、统一社会信用代码或单位名称")
        self.words.setPlaceholderText("编号、统一社会信用代码或单位名称")
        self.list = QListWidget(self)
        self.list.setAccessibleName("已备案的系统")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mark(self.list, role="pick")
        self.say = QLabel(_NOTHING_YET, self)
        self.say.setWordWrap(True)
        mark(self.say, role="quiet")
        for widget in (self.words, self.list, self.say):
            self.body.addWidget(widget)
        grid.fix(self, least_width=640)
        grid.fix(self.list, height=80 * _ROWS)
        self.add_button("返回  Esc", self.reject).setAutoDefault(False)
        self._act = self.add_button("办理变更  Enter", self._choose, kind="primary")
        self._act.setAutoDefault(False)
        self._act.setEnabled(False)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self.words.textEdited.connect(self._typed)
        self.words.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.list.currentItemChanged.connect(self._name_act)
        self.words.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the focus stays in the line; Enter chooses as soon as the list is there."""
        if watched is self.words and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Up | Qt.Key.Key_Down:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._enter()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._enter_waits = False
        self._pause.start()

    def _enter(self) -> None:
        """A scanner sends its Enter before the list is there."""
        if self._pause.isActive():
            self._enter_waits = True
            self._pause.stop()
            self._look()
        else:
            self._choose()

    def _look(self) -> None:
        words = self.words.text().strip()

        def find(backend: Backend) -> list[KnownCase]:
            return changes.find_filed(backend, words) if words else []

        def take(found: list[KnownCase]) -> None:
            self._show(found)
            if not words:
                self.say.setText(_NOTHING_YET)
            if self._enter_waits and len(found) == 1:
                self._choose()

        def fail(refusal: Refusal) -> None:
            self._show([])
            self.say.setText(str(refusal))

        self._station.read(find, done=take, failed=fail, owner=self, newest="found")

    def _show(self, found: Sequence[KnownCase]) -> None:
        self.list.clear()
        for known in found:
            item = QListWidgetItem(_lines(known), self.list)
            item.setData(Qt.ItemDataRole.UserRole, known)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _lines(known).replace("\n", "，"))
        self.list.setCurrentRow(0 if found else -1)
        self.say.setText("" if found else "没有找到已备案的系统。核对编号；还没有备案的按 Ctrl+N 首次办理")
        self.say.setVisible(not found)
        self._name_act()

    def _current(self) -> KnownCase | None:
        known = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return known if isinstance(known, KnownCase) else None

    def _name_act(self, *_changed: object) -> None:
        known = self._current()
        self._act.setEnabled(known is not None)
        out = known is not None and known.out_of_use
        self._act.setText("办理恢复使用  Enter" if out else "办理变更  Enter")

    def _choose(self) -> None:
        known = self._current()
        if known is not None:
            self.accept()
            self.chosen.emit(known.reference, known.out_of_use)


def _lines(known: KnownCase) -> str:
    filed = f"{chinese_date(known.filed_on)}备案" if known.filed_on is not None else "已备案"
    parts = [f"备案编号 {known.platform_number}" if known.platform_number else "", filed]
    if known.out_of_use:
        parts.append("已停止使用")
    return f"{known.unit_name}\n{known.address}\n{'  ·  '.join(part for part in parts if part)}"
