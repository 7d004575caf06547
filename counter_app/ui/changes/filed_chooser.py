"""Which filed system is to be changed: a few keys of what people have in hand, and the systems that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidgetItem, QWidget

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import changes
from counter_app.services.ports import Backend, KnownCase
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of, text_of
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.wrapped_list import WrappedList

_PAUSE: Final = 120
"""Milliseconds without a key after which is looked."""
_ROWS: Final = 4
_NOTHING_YET: Final = "输入回执编号、备案编号、统一社会信用代码或单位名称；也可扫回执上的条码"


class FiledChooser(Dialog):
    """Type or scan, go along what was found, choose."""

    ACTS: ClassVar[tuple[Act[FiledChooser], ...]]
    LINE_ACTS: ClassVar[tuple[Act[FiledChooser], ...]]

    chosen = Signal(str, bool)
    """Reference of the filed case, and whether its system is to be taken into use again."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Looks in the data of `station`."""
        super().__init__("办理备案变更：选择已备案的系统", "", parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self._enter_waits = False
        self.words = QLineEdit(self)
        self.words.setAccessibleName("回执编号、备案编号、统一社会信用代码或单位名称")
        say_what_to_write(self.words, "编号、统一社会信用代码或单位名称")
        self.list = WrappedList(self)
        self.list.setAccessibleName("已备案的系统")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self.list, role="pick")
        self.say = QLabel(_NOTHING_YET, self)
        self.say.setWordWrap(True)
        mark(self.say, role="quiet")
        for widget in (self.words, self.list, self.say):
            self.body.addWidget(widget)
        grid.fix(self, least_width=640)
        grid.fix(self.list, height=80 * _ROWS)
        self.add_acts(self.acts)
        PageActs(self, self.LINE_ACTS, self.words)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self.words.textEdited.connect(self._typed)
        self.list.itemDoubleClicked.connect(lambda _item: self.choose())
        self.list.currentItemChanged.connect(self._name_act)
        self._name_act()
        self.words.setFocus()

    def move_by(self, step: int) -> None:
        """Go up or down in the list; the focus stays in the line."""
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))

    def _typed(self) -> None:
        self._enter_waits = False
        self._pause.start()

    def enter(self) -> None:
        """Choose what is marked, as soon as the list is there: a scanner sends its Enter before."""
        if self._pause.isActive():
            self._enter_waits = True
            self._pause.stop()
            self._look()
        else:
            self.choose()

    def _look(self) -> None:
        words = self.words.text().strip()

        def find(backend: Backend) -> list[KnownCase]:
            return changes.find_filed(backend, words) if words else []

        def take(found: list[KnownCase]) -> None:
            self._show(found)
            if not words:
                self.say.setText(_NOTHING_YET)
            if self._enter_waits and len(found) == 1:
                self.choose()

        def fail(refusal: Refusal) -> None:
            self._show([])
            self.say.setText(text_of(refusal))

        self._station.read(find, done=take, failed=fail, owner=self, newest="found")

    def _show(self, found: Sequence[KnownCase]) -> None:
        self.list.clear()
        for known in found:
            item = QListWidgetItem(_lines(known), self.list)
            item.setData(Qt.ItemDataRole.UserRole, known)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _lines(known).replace("\n", "，"))
        self.list.setCurrentRow(0 if found else -1)
        self.say.setText("" if found else f"没有找到已备案的系统。核对编号；还没有备案的按 {keys_of('new')} 首次办理")
        self.say.setVisible(not found)
        self._name_act()

    @property
    def current(self) -> KnownCase | None:
        """The system that is marked."""
        known = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return known if isinstance(known, KnownCase) else None

    def _name_act(self, *_changed: object) -> None:
        self.acts.say("choose", "办理恢复使用" if self.current is not None and self.current.out_of_use else "办理变更")
        self.acts.refresh()

    def choose(self) -> None:
        """Change the system that is marked."""
        known = self.current
        if known is not None:
            self.accept()
            self.chosen.emit(known.reference, known.out_of_use)


FiledChooser.ACTS = (
    Act("back", "返回", ("Esc",), lambda dialog: dialog.reject()),
    Act(
        "choose",
        "办理变更",
        ("Return",),
        FiledChooser.choose,
        lambda dialog: dialog.current is not None,
        primary=True,
        bound=False,
    ),
)
FiledChooser.LINE_ACTS = (
    Act("enter", "办理变更", ("Return", "Enter"), FiledChooser.enter, place=Placement.KEY),
    Act("down", "下一件", ("Down",), lambda dialog: dialog.move_by(1), place=Placement.KEY),
    Act("up", "上一件", ("Up",), lambda dialog: dialog.move_by(-1), place=Placement.KEY),
)


def _lines(known: KnownCase) -> str:
    filed = f"{chinese_date(known.filed_on)}备案" if known.filed_on is not None else "已备案"
    parts = [f"备案编号 {known.platform_number}" if known.platform_number else "", filed]
    if known.out_of_use:
        parts.append("已停止使用")
    return f"{known.unit_name}\n{known.address}\n{'  ·  '.join(part for part in parts if part)}"
