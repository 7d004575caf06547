"""The items of an inspection: one key an item, and beside it what to look at, what was wrong, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.inspection.inspections import (
    Breach,
    Compliance,
    InspectionItem,
    InspectionKind,
    ItemResult,
    with_result,
)
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import fit_columns, list_view
from counter_app.ui.widgets.scrolled import within
from counter_app.ui.widgets.table_model import CellTableModel

FOUND_KEYS: Final = {
    Qt.Key.Key_1: Compliance.CONFORMS,
    Qt.Key.Key_2: Compliance.BREACH,
    Qt.Key.Key_3: Compliance.NOT_APPLICABLE,
    Qt.Key.Key_4: Compliance.NOT_INSPECTED,
}
_TONES: Final = {
    Compliance.CONFORMS: "green",
    Compliance.BREACH: "red",
    Compliance.NOT_APPLICABLE: "quiet",
    Compliance.NOT_INSPECTED: "quiet",
}
_COLUMNS: Final = ("序号", "检查内容", "结果", "情形和说明")
_SAID: Final = 3
_SIDE, _LEAST_SIDE, _LEAST_LIST = 380, 200, 270
"""Pixels at 100 %: on a small screen both give way."""


class InspectionItems(QWidget):
    """1 to 4 recorded what was found; letters tick what is wrong; Enter goes into the note.

    Where an item is wrong in one of several ways it stays marked for a letter; the next digit is for the next item all
    the same, so that thirteen digits in a row are thirteen items. Backspace takes back what was recorded.
    """

    changed = Signal(str, object)
    """The key of an item, and its `ItemResult`, None where nothing is recorded of it any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Shows nothing before `show_items`."""
        super().__init__(parent)
        self._items: Sequence[InspectionItem] = ()
        self._kind = InspectionKind.GENERAL
        self._results: dict[str, ItemResult] = {}
        self._locked = False
        self._choosing = False
        self._boxes: list[QWidget] = []
        self._table = CellTableModel(_COLUMNS)
        self.view = list_view(self._table, "检查内容")
        self.note = QLineEdit()
        self._label, self._basis, self._points, self._hint = QLabel(), QLabel(), QLabel(), QLabel()
        self._breaches = QVBoxLayout()
        self._lay_out()
        self.view.installEventFilter(self)
        self.note.installEventFilter(self)
        self.note.textEdited.connect(lambda _text: self._noted())
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._moved())

    def show_items(
        self,
        items: Sequence[InspectionItem],
        kind: InspectionKind,
        results: Mapping[str, ItemResult],
        *,
        locked: bool,
    ) -> None:
        """Show the items of one inspection; `locked` where nothing may be keyed any more."""
        self._items, self._kind, self._locked = items, kind, locked
        self._results = dict(results)
        self.note.setReadOnly(locked)
        self._show_rows()
        wrong = [row for row, item in enumerate(items) if self._result(item).found is Compliance.BREACH]
        if items:
            self.view.selectRow(wrong[0] if locked and wrong else 0)
        self._show_item()

    @property
    def item(self) -> InspectionItem | None:
        """The marked item."""
        row = self.view.currentIndex().row()
        return self._items[row] if 0 <= row < len(self._items) else None

    def focus_item(self, key: str) -> None:
        """Mark one item, or the first one that was not looked at where `key` is empty, and take the keyboard."""
        rows = [row for row, item in enumerate(self._items) if item.key == key]
        if not key:
            rows = [row for row, item in enumerate(self._items) if item.key not in self._results]
        if rows:
            self.view.selectRow(rows[0])
        self.view.setFocus()

    def set_result(self, found: Compliance) -> None:
        """Record what was found of the marked item; what may be wrong in several ways stays marked for a letter."""
        if self._choosing:
            self._go_on()
        item = self.item
        if item is None or self._locked:
            return
        result = with_result(self._results, item.key, found)
        offered = item.breaches_in(self._kind)
        if found is Compliance.BREACH and len(offered) == 1:
            result = ItemResult(found, result.note, (offered[0].key,))
        self._keep(item, result)
        if found is Compliance.BREACH and len(offered) > 1:
            self._choosing = True
        else:
            self._go_on()

    def clear_result(self) -> None:
        """Nothing was recorded of the marked item; a note that was written stays."""
        item = self.item
        if item is None or self._locked or item.key not in self._results:
            return
        self._choosing = False
        note = self._result(item).note
        if note:
            self._keep(item, ItemResult(note=note))
            return
        del self._results[item.key]
        self._show_rows()
        self._show_item()
        self.changed.emit(item.key, None)

    def set_rest(self) -> None:
        """All stressed items that were not looked at yet conform."""
        for item in self._items:
            if self._kind in item.stressed_in and item.key not in self._results and not self._locked:
                self._keep(item, ItemResult(Compliance.CONFORMS))

    def tick(self, place: int) -> None:
        """Tick or untick one of the ways in which the marked item is wrong."""
        item = self.item
        if item is None or self._locked or self._result(item).found is not Compliance.BREACH:
            return
        offered = [breach.key for breach in item.breaches_in(self._kind)]
        if not 0 <= place < len(offered):
            return
        ticked = set(self._result(item).breaches) ^ {offered[place]}
        kept = tuple(key for key in offered if key in ticked)
        self._keep(item, ItemResult(Compliance.BREACH, self._result(item).note, kept))

    # Inside ----------------------------------------------------------------------------------------------------------

    def _result(self, item: InspectionItem) -> ItemResult:
        return self._results.get(item.key, ItemResult())

    def _keep(self, item: InspectionItem, result: ItemResult) -> None:
        self._results[item.key] = result
        self._show_rows()
        if item is self.item:
            self._show_item()
        self.changed.emit(item.key, result)

    def _noted(self) -> None:
        item = self.item
        if item is not None and not self._locked:
            before = self._result(item)
            self._results[item.key] = ItemResult(before.found, self.note.text(), before.breaches)
            self._show_rows()
            self.changed.emit(item.key, self._results[item.key])

    def _go_on(self) -> None:
        row = self.view.currentIndex().row() + 1
        if row < len(self._items):
            self.view.selectRow(row)

    def _moved(self) -> None:
        self._choosing = False
        self._show_item()

    def _show_rows(self) -> None:
        self._table.show([self._row(place, item) for place, item in enumerate(self._items, 1)])
        fit_columns(self.view, _SAID)

    def _row(self, place: int, item: InspectionItem) -> tuple[tuple[str, str], ...]:
        result = self._results.get(item.key)
        stressed = "（重点）" if self._kind in item.stressed_in else ""
        said, tone = (result.found.label, _TONES[result.found]) if result is not None else ("", "ink")
        facts = [breach.fact for key in (result.breaches if result else ()) if (breach := item.breach(key)) is not None]
        facts += [result.note] if result is not None and result.note else []
        return ((str(place), "ink"), (f"{item.short}{stressed}", "ink"), (said, tone), ("；".join(facts), "ink"))

    def _show_item(self) -> None:
        item = self.item
        for box in self._boxes:
            box.deleteLater()
        self._boxes = []
        if item is None:
            return
        result = self._result(item)
        self._label.setText(item.label)
        self._basis.setText(item.basis)
        points = [f"看：{'；'.join(item.look_at)}"] if item.look_at else []
        points += [f"取证：{'；'.join(item.evidence)}"] if item.evidence else []
        self._points.setText("\n".join(points))
        wrong = result.found is Compliance.BREACH
        for place, breach in enumerate(item.breaches_in(self._kind) if wrong else ()):
            self._boxes.append(self._box(place, breach, ticked=breach.key in result.breaches))
        self._hint.setVisible(wrong and not self._locked)
        if self.note.text() != result.note:
            self.note.setText(result.note)

    def _box(self, place: int, breach: Breach, *, ticked: bool) -> QWidget:
        box = QCheckBox(chr(ord("A") + place))
        box.setChecked(ticked)
        box.setEnabled(not self._locked)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.setAccessibleName(breach.fact)
        when_pressed(box, self.tick, place)
        fact = QLabel(breach.fact)
        fact.setWordWrap(True)
        fact.setToolTip(breach.violated)
        line = QWidget()
        row = QHBoxLayout(line)
        grid.space(row, spacing=8)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(fact, 1)
        self._breaches.addWidget(line)
        return line

    # Qt --------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, and those by which the note is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            handled = self._list_key(event) if watched is self.view else self._note_key(event)
            if handled:
                return True
        return super().eventFilter(watched, event)

    def _list_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in FOUND_KEYS:
            self.set_result(FOUND_KEYS[key])
        elif key == Qt.Key.Key_0:
            self.set_rest()
        elif key == Qt.Key.Key_Backspace:
            self.clear_result()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        elif Qt.Key.Key_A <= key <= Qt.Key.Key_Z and self._boxes:
            self.tick(key - Qt.Key.Key_A)
        else:
            return False
        return True

    def _note_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._go_on()
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Escape | Qt.Key.Key_Up:
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Down:
                self._go_on()
            case _:
                return False
        return True

    def _lay_out(self) -> None:
        self.note.setPlaceholderText("情况说明：看到了什么，在哪里")
        self.note.setAccessibleName("情况说明")
        mark(self._label, role="strong")
        mark(self._basis, role="quiet")
        mark(self._hint, role="quiet")
        card = QFrame()
        mark(card, role="card")
        inner = QWidget()
        text = QVBoxLayout(inner)
        grid.space(text, 16, 12, 16, 12, spacing=8)
        for label in (self._label, self._basis, self._points):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            text.addWidget(label)
        grid.space(self._breaches, spacing=6)
        text.addLayout(self._breaches)
        self._hint.setText("按字母选择情形，可多选；没有合适的，按 Enter 写明事实")
        self._hint.setWordWrap(True)
        text.addWidget(self._hint)
        text.addStretch(1)
        box = QVBoxLayout(card)
        grid.space(box, 2, 2, 2, 12, spacing=4)
        box.addWidget(within(inner), 1)
        line = QHBoxLayout()
        grid.space(line, 14, 0, 14, 0)
        line.addWidget(self.note)
        box.addLayout(line)
        grid.fix(card, least_width=_LEAST_SIDE, most_width=_SIDE)
        grid.fix(self.view, least_width=_LEAST_LIST)
        row = QHBoxLayout(self)
        grid.space(row, spacing=12)
        row.addWidget(self.view, 3)
        row.addWidget(card, 2)
