"""Editors of answers that are chosen: one of a list, several of a list, yes or no."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets.choice_box import ChoiceBox
from counter_app.ui.widgets.choice_matching import Choices, named_place
from counter_app.ui.widgets.editor import Editor, EditorValue, is_cut

_HOW: Final = "输入名称或序号，↓ 打开列表"


class ChoiceEditor(Editor):
    """One of a list. Type part of the label, or its number in the list; Down opens the list.

    The value is the code, or the text as typed where it names none of the list: that is told, never cleared.
    """

    def __init__(
        self,
        key: str,
        label: str,
        choices: Choices,
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are numbered from 1 in the order given."""
        super().__init__(key, label, hint=hint, parent=parent)
        self.box = ChoiceBox(choices, self)
        self.line = self.box.line
        self.line.setPlaceholderText(hint or "选择")
        self.box.changed.connect(self.edited)
        self._row.addWidget(self.box)
        self._take(self.box)  # the line in a box has the box as its proxy: focus and keys arrive there
        self.setToolTip(self._tip())

    def value(self) -> str | None:
        """Return the code, or the text where it names none."""
        text = self.box.currentText().strip()
        place = named_place(self.box.choices, text)
        return text or None if place is None else self.box.choices[place][0]

    def set_value(self, value: EditorValue) -> None:
        """Show the label of the code `value`, or `value` itself where the list has no such code."""
        index = self.box.findData(value) if isinstance(value, str) else -1
        self.box.setCurrentIndex(index)
        if index < 0:
            self.box.setEditText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def focus_field(self) -> None:
        """Put the focus into the field with its text selected."""
        super().focus_field()
        self.line.selectAll()

    def open_list(self) -> None:
        """Open the whole list."""
        self.box.showPopup()

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.box.settle()
        return super()._key(event, control)

    def _leave(self) -> None:
        self.box.settle()
        self.line.setCursorPosition(0)
        super()._leave()

    def _tip(self) -> str:
        return self.line.text() if is_cut(self.line) else "；".join(part for part in (self.hint, _HOW) if part)


class MultiChoiceEditor(Editor):
    """Several of a list, as check boxes: space ticks, arrows move, the number of an entry ticks it."""

    def __init__(
        self,
        key: str,
        label: str,
        choices: Choices,
        *,
        hint: str = "",
        columns: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        """`columns` is how many boxes stand side by side at most; fewer where space is short."""
        super().__init__(key, label, hint=hint, parent=parent)
        self._unlisted: list[str] = []
        self._boxes: dict[str, QCheckBox] = {}
        self._most = columns
        self._columns = 0
        self._cells = QGridLayout()
        grid.space(self._cells, spacing=0)
        for place, (code, name) in enumerate(choices):
            box = QCheckBox(name, self)
            box.setToolTip(f"空格勾选，或按 {place + 1}")
            when_pressed(box, self.edited.emit)
            self._boxes[code] = box
        self._arrange(columns)
        layouts.nest(self._row, self._cells)
        self._take(*self._boxes.values())

    def value(self) -> list[str] | None:
        """Return the codes ticked in the order of the list, then what was given and is not in it."""
        return [code for code, box in self._boxes.items() if box.isChecked()] + self._unlisted or None

    def set_value(self, value: EditorValue) -> None:
        """Tick the codes in `value`."""
        wanted = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
        for code, box in self._boxes.items():
            box.setChecked(code in wanted)
        self._unlisted = [code for code in wanted if code not in self._boxes]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many boxes side by side as fit, in rows of like length."""
        super().resizeEvent(event)
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=1)
        fitting = max(1, min(self._most, len(self._boxes), self.width() // widest))
        rows = -(-len(self._boxes) // fitting)
        self._arrange(max(1, -(-len(self._boxes) // max(rows, 1))))
        for column in range(self._cells.columnCount()):  # of like width, or the rows look thrown together
            self._cells.setColumnMinimumWidth(column, widest if column < self._columns - 1 else 0)

    def minimumSizeHint(self) -> QSize:
        """One box beside the other is never demanded."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._cells.setColumnStretch(self._columns, 0)
        for place, box in enumerate(self._boxes.values()):
            self._cells.addWidget(box, place // columns, place % columns)
        self._columns = columns
        self._cells.setColumnStretch(columns, 1)
        self.updateGeometry()

    def _name_controls(self) -> None:
        super()._name_controls()
        for box in self._boxes.values():
            box.setAccessibleName(f"{self.label}：{box.text()}")

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        boxes = list(self._boxes.values())
        here = next((place for place, box in enumerate(boxes) if box is control), 0)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            if 0 <= here + step < len(boxes):
                boxes[here + step].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if event.text().isdigit() and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier(0):
            if 0 < int(event.text()) <= len(boxes):
                boxes[int(event.text()) - 1].click()
            return True
        return super()._key(event, control)


class FlagEditor(Editor):
    """Yes or no: one check box with its own words."""

    def __init__(self, key: str, label: str, words: str = "", *, hint: str = "", parent: QWidget | None = None) -> None:
        """`words` stand beside the box; without them the label does."""
        super().__init__(key, label, hint=hint, parent=parent)
        self.box = QCheckBox(words or label, self)
        when_pressed(self.box, self.edited.emit)
        self._row.addWidget(self.box)
        self._row.addStretch(1)
        self._take(self.box)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, value: EditorValue) -> None:
        """Tick it for True."""
        self.box.setChecked(value is True)
