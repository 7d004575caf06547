"""Two cases that may be one, side by side, with the ways out. It never stops anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing.known_units import Compared, PossibleDuplicate
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import set_rows

_ROW: Final = 30
_MOST_ROWS: Final = 6


class DuplicatesPanel(QFrame):
    """A table of three columns; begins hidden."""

    open_wanted = Signal(str)
    """The clerk wants to see the other case."""
    change_wanted = Signal(str)
    """The clerk wants to change the other, filed, case instead."""
    left = Signal()
    """The clerk goes on with this case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to compare yet."""
        super().__init__(parent)
        mark(self, role="card")
        self.setAccessibleName("疑似重复的件")
        self._duplicates: Sequence[PossibleDuplicate] = ()
        self._at = 0
        self.title = QLabel(self)
        mark(self.title, role="title")
        self.table = QTableWidget(0, 3, self)
        self._dress()
        self.next = QPushButton("下一件", self)
        self.open = QPushButton("打开那一件", self)
        self.change = QPushButton("改为办理备案变更", self)
        self.on = QPushButton("继续登记  Esc", self)
        when_pressed(self.next, self._step)
        when_pressed(self.open, lambda: self.open_wanted.emit(self._duplicates[self._at].known.reference))
        when_pressed(self.change, lambda: self.change_wanted.emit(self._duplicates[self._at].known.reference))
        when_pressed(self.on, self.leave)
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addWidget(self.title, 1)
        for button in (self.next, self.open, self.change, self.on):
            head.addWidget(button)
        box = QVBoxLayout(self)
        grid.space(box, 16, 8, 16, 12, spacing=8)
        box.addLayout(head)
        box.addWidget(self.table)
        self.hide()

    def show_duplicates(self, duplicates: Sequence[PossibleDuplicate]) -> None:
        """Show other duplicates; the panel goes away with the last one."""
        self._duplicates = duplicates
        self._at = min(self._at, max(len(duplicates) - 1, 0))
        if not duplicates:
            self.hide()
        else:
            self._show()

    def begin(self, *, first_filing: bool) -> None:
        """Come in sight and take the focus; only a first filing can still become a change."""
        self.change.setEnabled(first_filing)
        self.show()
        self._show()
        (self.change if self.change.isVisible() and first_filing else self.open).setFocus()

    def leave(self) -> None:
        """Go away; the clerk goes on."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes on with the case; the arrows go along the buttons."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
            case _:
                super().keyPressEvent(event)

    def _step(self) -> None:
        self._at = (self._at + 1) % len(self._duplicates)
        self._show()

    def _show(self) -> None:
        duplicate = self._duplicates[self._at]
        known = duplicate.known
        day = chinese_date(known.filed_on or known.received_on)
        count = f"（{self._at + 1}/{len(self._duplicates)}）" if len(self._duplicates) > 1 else ""
        self.title.setText(f"疑似重复{count}")
        self.next.setVisible(len(self._duplicates) > 1)
        self.change.setVisible(known.state is FilingState.FILED and not known.out_of_use)
        self.table.setHorizontalHeaderLabels(["项目", f"{day}那一件（{known.state.label}）", "本件"])
        self.table.setRowCount(len(duplicate.items))
        for row, item in enumerate(duplicate.items):
            self._write(row, item)
        shown = min(len(duplicate.items), _MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + shown * grid.px(_ROW) + 2)

    def _write(self, row: int, item: Compared) -> None:
        self.table.setRowHeight(row, grid.px(_ROW))
        colours = theme.current().colours
        for column, text in enumerate((item.label, item.there or "—", item.here or "—")):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            if item.differs and column:
                cell.setBackground(QColor(colours["amber_soft"]))
                cell.setForeground(QColor(colours["amber"]))
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}，两件不同" if item.differs and column else text)
            self.table.setItem(row, column, cell)

    def _dress(self) -> None:
        table = self.table
        table.setAccessibleName("两件的比较")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setWordWrap(False)
        table.setShowGrid(False)
        set_rows(table)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
