"""Choosing one filed system by any piece of its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.domain.inspection.inspections import InspectedPlace
from counter_app.services.inspection import rounds
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.wrapped_list import WrappedList

_PAUSE: Final = 150
_LOWEST: Final = 240


class FiledUnit(Dialog):
    """Typing narrows, the arrows choose, Enter takes."""

    def __init__(self, station: Station, chosen: Callable[[str, str, str], None], parent: QWidget | None) -> None:
        """`chosen` gets reference, name and address of the system."""
        super().__init__("关联已备案的单位", "", parent)
        self._station = station
        self._chosen = chosen
        self._places: list[InspectedPlace] = []
        self.field = QLineEdit()
        say_what_to_write(self.field, "单位名称、地址、编号，拼音和首字母都可以")
        self.field.setAccessibleName("查找已备案的单位")
        self.list = WrappedList()
        mark(self.list, role="choices")
        self.list.setAccessibleName("已备案的单位")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.fix(self.list, least_height=_LOWEST)
        self.list.itemClicked.connect(lambda _item: self.submit())
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.add_button("返回", self.reject, keys="Esc")
        self.add_button("关联", self.submit, kind="primary", keys="Return").setAutoDefault(False)
        self._typing = QTimer(self, singleShot=True, interval=_PAUSE)
        self._typing.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.installEventFilter(self)
        self.field.setFocus()
        self._ask()

    def submit(self) -> None:
        """Take the marked one."""
        row = self.list.currentRow()
        if 0 <= row < len(self._places):
            place = self._places[row]
            self.accept()
            self._chosen(place.reference, place.unit, place.address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list, Enter takes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.submit()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        line = self.field.text()

        def take(found: list[InspectedPlace]) -> None:
            self._places = found
            self.list.clear()
            self.list.addItems([f"{place.unit}　{place.address}" for place in found])
            self.list.setCurrentRow(0 if found else -1)

        self._station.read(
            lambda backend: rounds.candidates(backend, line),
            done=take,
            failed=lambda _refusal: None,
            owner=self,
            newest="found",
        )
