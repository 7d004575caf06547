"""The grid of the device table: moving between cells, typing into them, leaving it."""

from typing import TypeAlias

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from counter_app.ui.intake.device_cells import CellDelegate
from counter_app.ui.intake.device_model import DeviceModel
from counter_app.ui.intake.keyed_rows import TABLE_NAME
from counter_app.ui.style import grid, input_method
from counter_app.ui.style.theme import current
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_box import ChoiceBox
from counter_app.ui.widgets.list_view import keeps_order

_Index: TypeAlias = QModelIndex | QPersistentModelIndex

_LEAST_ROWS = 3
_MOST_ROWS = 10
_Edit = QAbstractItemView.EditTrigger
_OVER_IT = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class DeviceView(QTableView):
    """Enter goes to the next demanded cell, Tab to the next cell; Ctrl+Enter leaves for the next section."""

    row_wanted = Signal()
    """The clerk went on past the last row, or typed into an empty table."""
    row_left = Signal(int)
    """The clerk went from this row to another, or out of the table; a window or a list over it is no leaving."""

    def __init__(self, model: DeviceModel, parent: QWidget | None = None) -> None:
        """Shows `model`; grows with its rows up to ten, then scrolls."""
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        # The heads show no selection; asked for one, Qt goes through every row of every column at each selectAll.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.cells = CellDelegate(model.columns, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(_Edit.AnyKeyPressed | _Edit.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(TABLE_NAME)
        keeps_order(self, "按序号排列，打印的设备清单与此一致")
        self.empty_words = ""
        """What an empty table says: how to begin."""
        moving.make_stop(self)
        self.cells.moved_on.connect(self.move_on)
        self.cells.section_left.connect(lambda back: moving.to_section(self, backwards=back))
        model.rowsInserted.connect(self.updateGeometry)
        model.rowsRemoved.connect(self.updateGeometry)
        model.modelReset.connect(self.updateGeometry)
        model.modelReset.connect(self._set_script)
        model.looks_changed.connect(self._look_again)
        self._set_script()
        self._scale()

    def move_on(self, back: bool = False) -> None:  # noqa: FBT001, FBT002 - fits the delegate's signal
        """Go to the next demanded cell of the row or of the next one; past the end a row is wanted."""
        here = self.currentIndex()
        stops = [place for place, column in enumerate(self._model.columns) if column.demanded] or [0]
        step = -1 if back else 1
        if here.column() in stops:
            rows, place = divmod(stops.index(here.column()) + step, len(stops))
            row, column = here.row() + rows, stops[place]
        else:  # in a column that may stay empty, down that column
            row, column = here.row() + step, here.column()
        if row >= self._model.rowCount():
            if not self._model.read_only:
                self.row_wanted.emit()
        elif row >= 0:
            self.go_to(row, column)

    def go_to(self, row: int, column: int) -> None:
        """Make one cell the current one, in sight and alone selected."""
        index = self._model.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves, Ctrl+Enter leaves, the first letter typed into an empty table makes its first row."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self._model.rowCount()):
            moving.move(event, self)
        elif is_enter:
            self.move_on(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            empty = not self._model.rowCount() and not self._model.read_only
            if empty and event.text().isprintable() and event.text().strip():
                self.row_wanted.emit()
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A cell of choices opens with its list: one click less."""
        super().mouseDoubleClickEvent(event)
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, ChoiceBox):
            editor.showPopup()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt
        """An empty table, and the ends of a full one, let Tab go on: it must not trap whoever has no mouse."""
        here = self.currentIndex()
        ends = (0, 0) if not forward else (self._model.rowCount() - 1, len(self._model.columns) - 1)
        if not here.isValid() or (here.row(), here.column()) == ends:
            self.setTabKeyNavigation(False)
            moved = super().focusNextPrevChild(forward)
            self.setTabKeyNavigation(True)
            return moved
        return super().focusNextPrevChild(forward)

    def currentChanged(self, here: _Index, before: _Index) -> None:
        """The input method follows the column."""
        super().currentChanged(here, before)
        self._set_script()
        if before.isValid() and here.isValid() and here.row() != before.row():
            self.row_left.emit(before.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt switches the input method by its own lights here: off for an empty table, on for a column of codes."""
        super().focusInEvent(event)
        self._set_script()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the clerk leaves the table; into a cell is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in _OVER_IT and not moving.focused_within(self):
            self.row_left.emit(self.currentIndex().row())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The first letter composed over an empty table makes its first row, as a plain one does."""
        wants = event.preeditString() or event.commitString()
        if wants and not self._model.rowCount() and not self._model.read_only:
            self.row_wanted.emit()
        super().inputMethodEvent(event)

    def _look_again(self) -> None:
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def _set_script(self) -> None:
        """The input method follows the column; an empty table begins at its first."""
        here = self.currentIndex()
        input_method.write(self, self._model.columns[max(here.column(), 0)].script)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty table says what to do."""
        super().paintEvent(event)
        if not self._model.rowCount():
            words = "没有设备" if self._model.read_only else self.empty_words
            painter = QPainter(self.viewport())
            painter.setPen(current().colours["quiet"])
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns follow the zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._scale()

    def updateGeometry(self) -> None:
        """As tall as its rows."""
        height = self.verticalHeader().defaultSectionSize()
        rows = min(max(self._model.rowCount(), _LEAST_ROWS), _MOST_ROWS)
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(head + rows * height + bar + 2 * self.frameWidth() + grid.px(4))
        super().updateGeometry()

    def _scale(self) -> None:
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(grid.px(30))
        lines.setMinimumWidth(grid.px(44))
        lines.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(self._model.columns):
            self.setColumnWidth(place, grid.px(column.width))
        self.updateGeometry()
