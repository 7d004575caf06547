"""Editors of answers that are chosen: one of a list, several of a list, yes or no."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QGridLayout, QLineEdit, QListView, QWidget

from counter_app.ui import grid
from counter_app.ui.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_matching import Choices, named_place, number_is_final, numbered_place, place_of
from counter_app.ui.widgets.editor import Editor, Raw


class _ClosedWheelBox(QComboBox):
    """A combo box whose value a turn of the wheel does not change while the page scrolls under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the list is open."""
        event.ignore()


class ChoiceEditor(Editor):
    """One of a list. Type part of the label, or its number in the list; Alt+Down opens the list.

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
        self._choices = [(code, name) for code, name in choices]
        self.box = _ClosedWheelBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(20)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(4)
        for code, name in self._choices:
            self.box.addItem(name, code)
        self.box.setCurrentIndex(-1)
        self.line = QLineEdit(self.box)
        self.box.setLineEdit(self.line)
        line = self.line
        line.setPlaceholderText(hint or "选择")
        self.box.setCompleter(None)  # type: ignore[arg-type] # Qt takes none; suggestions are made on first entry
        self._popup: QListView | None = None
        line.textEdited.connect(self._typed)
        self.box.activated.connect(self.edited)
        self._row.addWidget(self.box)
        self._take(self.box)  # the line in a box has the box as its proxy: focus and keys arrive there
        self.setToolTip("输入名称或序号，Alt+↓ 打开列表")

    def _make_suggestions(self) -> QListView:
        """Suggest entries that hold what is typed. Made when the field is first entered: twelve of them cost 20 ms."""
        completer = QCompleter(self.box.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        mark(popup, role="choices")
        completer.setPopup(popup)
        self.box.setCompleter(completer)
        popup.installEventFilter(self)  # after the completer's own filter, so asked before it
        completer.activated.connect(lambda _text: self._settle())
        return popup

    def value(self) -> str | None:
        """Return the code, or the text where it names none."""
        text = self.box.currentText().strip()
        place = named_place(self._choices, text)
        return text or None if place is None else self._choices[place][0]

    def set_value(self, value: Raw) -> None:
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

    def _typed(self, text: str) -> None:
        place = numbered_place(self._choices, text.strip())
        if place is not None and number_is_final(self._choices, place):
            self._choose(place)
        self.edited.emit()

    def _choose(self, place: int) -> None:
        if self._popup is not None:
            self._popup.hide()
        self.box.setCurrentIndex(place)
        self.box.setEditText(self._choices[place][1])
        self.line.selectAll()

    def _settle(self) -> None:
        """Turn what was typed into the one entry that it can mean."""
        place = place_of(self._choices, self.box.currentText())
        if place is not None and self.box.currentText() != self._choices[place][1]:
            self._choose(place)
            self.edited.emit()

    def _key(self, event: QKeyEvent, control: QWidget) -> bool:
        match event.key():
            case Qt.Key.Key_Down if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_list()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self._take_marked()
                self._settle()
            case _:
                pass
        return super()._key(event, control)

    def _take_marked(self) -> None:
        """Take what is marked in the open list of suggestions."""
        popup = self._popup
        if popup is not None:
            if popup.isVisible() and popup.currentIndex().isValid():
                self.box.setEditText(str(popup.currentIndex().data()))
            popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter and Tab in the open list of suggestions take the entry and move on in one."""
        if self._popup is None and event.type() == QEvent.Type.FocusIn:
            self._popup = self._make_suggestions()
        if self._popup is not None and watched is self._popup:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                is_tab = event.key() == Qt.Key.Key_Tab
                if is_tab or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._take_marked()
                    self._settle()
                    return moving.to_stop(self.box) if is_tab else moving.move(event, self.box)
            return False
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self._settle()
        super()._leave()


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
        """`columns` is how many boxes stand side by side at most; fewer where room is short."""
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
            box.clicked.connect(self.edited)
            self._boxes[code] = box
        self._arrange(columns)
        self._row.addLayout(self._cells)
        self._take(*self._boxes.values())

    def value(self) -> list[str] | None:
        """Return the codes ticked in the order of the list, then what was given and is not in it."""
        return [code for code, box in self._boxes.items() if box.isChecked()] + self._unlisted or None

    def set_value(self, value: Raw) -> None:
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

    def minimumSizeHint(self) -> QSize:
        """One box beside the other is never demanded."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._cells.setColumnStretch(self._columns, 0)
        items = [self._cells.takeAt(0) for _ in range(self._cells.count())]
        for place, box in enumerate(self._boxes.values()):
            if items:  # the same item again: a widget tells only its first one when its size changes
                self._cells.addItem(items[place], place // columns, place % columns)
            else:
                self._cells.addWidget(box, place // columns, place % columns)
        self._columns = columns
        self._cells.setColumnStretch(columns, 1)
        self.updateGeometry()

    def _name_controls(self) -> None:
        super()._name_controls()
        for box in self._boxes.values():
            box.setAccessibleName(f"{self.label}:{box.text()}")

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
        self.box.clicked.connect(self.edited)
        self._row.addWidget(self.box)
        self._row.addStretch(1)
        self._take(self.box)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, value: Raw) -> None:
        """Tick it for True."""
        self.box.setChecked(value is True)
