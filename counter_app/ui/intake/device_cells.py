"""Writing into cells of the device table: a line, or a line with a list, each with the right input method."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from counter_app.ui.intake.device_model import DeviceColumn
from counter_app.ui.style import input_method
from counter_app.ui.style.theme import current, mark
from counter_app.ui.widgets.choice_box import ChoiceBox
from counter_app.ui.widgets.suggestions import Suggestions

_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class CellLine:
    """The line of a cell, as `Suggestions` writes into it."""

    def __init__(self, line: QLineEdit, label: str, composing: Callable[[], bool]) -> None:
        """`label` is that of the column; `composing` says whether an input method is at work."""
        self.line = line
        self.label = label
        self._composing = composing

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds letters that are not yet text."""
        return self._composing()

    def set_value(self, value: str) -> None:
        """Write `value` into the line."""
        self.line.setText(value)


class CellDelegate(QStyledItemDelegate):
    """Makes the editors of cells and tells where to go after one."""

    moved_on = Signal(bool)
    """Enter was pressed in a cell; True with Shift, to go back."""
    section_left = Signal(bool)
    """Ctrl+Enter was pressed in a cell; True with Shift."""
    writing = Signal(int, int, str)
    """Row, column and text of a line being written; not told of lists, whose half-written words mean nothing."""

    def __init__(self, columns: tuple[DeviceColumn, ...], parent: QObject | None = None) -> None:
        """`columns` as in the model."""
        super().__init__(parent)
        self._columns = columns
        self._composing = False
        self.completion: Callable[[str, CellLine], Suggestions] | None = None
        """Offers completions of a column, by its key, beneath the line of a cell; None while nothing is known."""
        self._offers: Suggestions | None = None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A line, or a list for choices."""
        column = self._columns[index.column()]
        self._composing = False
        if column.choices:
            box = ChoiceBox(column.choices, parent)
            mark(box, role="cell")
            box.setAccessibleName(column.label)
            input_method.write(box, column.script)
            box.clicked_on.connect(lambda: self._take(box))
            return box
        editor = QLineEdit(parent)
        mark(editor, role="cell")
        editor.setAccessibleName(column.label)
        input_method.write(editor, column.script)
        place = QPersistentModelIndex(index)
        editor.textEdited.connect(lambda text: self.writing.emit(place.row(), place.column(), text))
        if self.completion is not None:
            self._offers = self.completion(column.key, CellLine(editor, column.label, lambda: self._composing))
            self._offers.taken.connect(lambda: self.writing.emit(place.row(), place.column(), editor.text()))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show what stands in the cell."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        match editor:
            case ChoiceBox():
                editor.setEditText(text)
                editor.line.selectAll()
            case QLineEdit():
                editor.setText(text)
            case _:
                super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Take what was written, or is marked in the list."""
        if isinstance(editor, ChoiceBox):
            editor.settle()
            text = editor.currentText()
        else:
            text = str(editor.property("text"))
        model.setData(model.index(index.row(), index.column()), text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        """The editor covers the cell."""
        editor.setGeometry(QRect(option.rect))  # type: ignore[attr-defined] # PySide's stubs lack the field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """A ring around the current cell; what is wrong with a cell stays in its colour while it is selected."""
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] # PySide's stubs lack the field
        plain = QStyleOptionViewItem(option)
        plain.state = state & ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if state & QStyle.StateFlag.State_Selected and isinstance(colour, QColor):
            palette = QPalette(plain.palette)  # type: ignore[attr-defined]
            palette.setColor(QPalette.ColorRole.Highlight, index.data(Qt.ItemDataRole.BackgroundRole))
            palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            plain.palette = palette  # type: ignore[attr-defined]
        super().paint(painter, plain, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(current().colours["focus"], 2))
            painter.drawRect(QRect(option.rect).adjusted(1, 1, -1, -1))  # type: ignore[attr-defined]
            painter.restore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for moving on, unless an input method is composing."""
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            offers = self._offers
            if offers is not None and isValid(offers) and offers.is_of(watched) and offers.key(event):
                return True
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if self._composing:
                return is_enter  # swallowed: a line would hand it on to the table
            if is_enter:
                self._finish(watched, event)
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, ChoiceBox) and watched.is_open:
                watched.hidePopup()  # the list goes first, then what was written
                return True
        return super().eventFilter(watched, event)

    def _finish(self, editor: QWidget, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._take(editor)
        leaves = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        (self.section_left if leaves else self.moved_on).emit(back)

    def _take(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
