"""What became of each thing that was ordered: 1 已改正, 2 部分改正, 3 未改正, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.inspection.correction import CorrectionResult, OrderedItem, ReinspectedItem
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import fit_columns, list_view
from counter_app.ui.widgets.table_model import CellTableModel

_KEYS: Final = {
    Qt.Key.Key_1: CorrectionResult.YES,
    Qt.Key.Key_2: CorrectionResult.PARTLY,
    Qt.Key.Key_3: CorrectionResult.NO,
}
_TONES: Final = {CorrectionResult.YES: "green", CorrectionResult.PARTLY: "amber", CorrectionResult.NO: "red"}
_COLUMNS: Final = ("序号", "责令改正的问题", "改正要求", "复查结果", "情况说明")
_GIVES_WAY: Final = 2


class ReinspectionItems(QWidget):
    """The ordered items as a list; Enter goes into the note of the marked one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Shows nothing before `show_items`."""
        super().__init__(parent)
        self._items: Sequence[OrderedItem] = ()
        self._mended: dict[int, CorrectionResult] = {}
        self._notes: dict[int, str] = {}
        self._table = CellTableModel(_COLUMNS)
        self.view = list_view(self._table, "责令改正的问题")
        self.note = QLineEdit()
        self.note.setPlaceholderText("情况说明：复查时看到了什么")
        self.note.setAccessibleName("情况说明")
        self._fact = QLabel()
        self._fact.setWordWrap(True)
        mark(self._fact, role="quiet")
        box = QVBoxLayout(self)
        grid.space(box, spacing=8)
        box.addWidget(self.view, 1)
        box.addWidget(self._fact)
        box.addWidget(self.note)
        self.view.installEventFilter(self)
        self.note.installEventFilter(self)
        self.note.textEdited.connect(self._noted)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_item())

    def show_items(self, items: Sequence[OrderedItem]) -> None:
        """Show the items of an order, nothing recorded yet."""
        self._items, self._mended, self._notes = items, {}, {}
        self._show_rows()
        if items:
            self.view.selectRow(0)
        self._show_item()

    @property
    def found(self) -> tuple[ReinspectedItem, ...]:
        """What was recorded so far."""
        return tuple(
            ReinspectedItem(item.item, item.breach, self._mended[row], self._notes.get(row, ""))
            for row, item in enumerate(self._items)
            if row in self._mended
        )

    @property
    def mended(self) -> frozenset[tuple[str, str]]:
        """What was recorded as corrected, as pairs of item and breach."""
        done = [item for row, item in enumerate(self._items) if self._mended.get(row) is CorrectionResult.YES]
        return frozenset((item.item, item.breach) for item in done)

    @property
    def all_mended(self) -> bool:
        """Whether everything was recorded as corrected."""
        return bool(self._items) and all(
            self._mended.get(row) is CorrectionResult.YES for row in range(len(self._items))
        )

    @property
    def is_whole(self) -> bool:
        """Whether something was recorded of each item."""
        return len(self._mended) == len(self._items)

    def content(self) -> dict[str, object]:
        """What was recorded and noted, by place, as plain data."""
        return {
            "mended": {str(row): mended.value for row, mended in self._mended.items()},
            "notes": {str(row): note for row, note in self._notes.items()},
        }

    def restore(self, content: Mapping[str, object]) -> None:
        """Put back what was recorded and noted."""
        mended, notes = content.get("mended"), content.get("notes")
        places = range(len(self._items))
        if isinstance(mended, dict) and isinstance(notes, dict):
            self._mended = {int(row): CorrectionResult(value) for row, value in mended.items() if int(row) in places}
            self._notes = {int(row): str(note) for row, note in notes.items() if int(row) in places}
            self._show_rows()
            self._show_item()

    def focus_open(self) -> None:
        """Mark the first item of which nothing was recorded, and take the keyboard."""
        rows = [row for row in range(len(self._items)) if row not in self._mended]
        if rows:
            self.view.selectRow(rows[0])
        self.view.setFocus()

    def _put(self, mended: CorrectionResult) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self._items):
            self._mended[row] = mended
            self._show_rows()
            self._go_on()
            self.changed.emit()

    def _noted(self, text: str) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self._items):
            self._notes[row] = text
            self._show_rows()
            self.changed.emit()

    def _go_on(self) -> None:
        row = self.view.currentIndex().row() + 1
        if row < len(self._items):
            self.view.selectRow(row)

    def _show_rows(self) -> None:
        self._table.show([self._row(place, item) for place, item in enumerate(self._items)])
        fit_columns(self.view, _GIVES_WAY)

    def _row(self, place: int, item: OrderedItem) -> tuple[tuple[str, str], ...]:
        mended = self._mended.get(place)
        said = (mended.label, _TONES[mended]) if mended is not None else ("", "ink")
        note = self._notes.get(place, "")
        return ((str(place + 1), "ink"), (item.fact, "ink"), (item.mend, "ink"), said, (note, "ink"))

    def _show_item(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self._items):
            item = self._items[row]
            self._fact.setText(f"{item.fact}　要求：{item.mend}")
            self.note.setText(self._notes.get(row, ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, and those by which the note is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            handled = self._list_key(event) if watched is self.view else self._note_key(event)
            if handled:
                return True
        return super().eventFilter(watched, event)

    def _list_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _KEYS:
            self._put(_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _note_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go_on()
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Escape | Qt.Key.Key_Up:
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                return False
        return True
