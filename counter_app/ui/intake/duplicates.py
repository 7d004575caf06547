"""Two cases that may be one, side by side, with the ways out. It never stops anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing.known_units import Compared, PossibleDuplicate
from counter_app.services.ports import KnownCase
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.style import grid, layouts, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import keeps_order, set_rows

_ROW: Final = 30
_MOST_ROWS: Final = 6


class DuplicatesPanel(QFrame):
    """A table of three columns; begins hidden."""

    ACTS: ClassVar[tuple[Act[DuplicatesPanel], ...]]

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
        self._first_filing = False
        self.title = QLabel(self)
        mark(self.title, role="title")
        self.table = QTableWidget(0, 3, self)
        self._dress()
        self.acts = PageActs(self, self.ACTS)
        head = QHBoxLayout()
        grid.space(head, spacing=8)
        head.addWidget(self.title, 1)
        for act in self.ACTS:
            if act.place is Placement.BUTTON:
                head.addWidget(self.acts.button(act.name))
        box = QVBoxLayout(self)
        grid.space(box, 16, 8, 16, 12, spacing=8)
        layouts.nest(box, head)
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
        self._first_filing = first_filing
        self.show()
        self._show()
        self.acts.buttons["change" if self.may_change else "open"].setFocus()

    @property
    def known(self) -> KnownCase:
        """The other case in sight."""
        return self._duplicates[self._at].known

    @property
    def may_change(self) -> bool:
        """Whether the case can become a change of the other one: that is filed, and this a first filing still."""
        return self._first_filing and self.known.state is FilingState.FILED and not self.known.out_of_use

    def leave(self) -> None:
        """Go away; the clerk goes on."""
        self.hide()
        self.left.emit()

    def step(self) -> None:
        """Show the next of several."""
        self._at = (self._at + 1) % len(self._duplicates)
        self._show()

    @property
    def has_more(self) -> bool:
        """Whether there are several."""
        return len(self._duplicates) > 1

    def _show(self) -> None:
        duplicate = self._duplicates[self._at]
        known = duplicate.known
        day = chinese_date(known.filed_on or known.received_on)
        count = f"（{self._at + 1}/{len(self._duplicates)}）" if len(self._duplicates) > 1 else ""
        self.title.setText(f"疑似重复{count}")
        self.acts.buttons["next"].setVisible(self.has_more)
        self.acts.buttons["change"].setVisible(known.state is FilingState.FILED and not known.out_of_use)
        self.acts.refresh()
        self.table.setHorizontalHeaderLabels(["项目", f"{day}登记的一件（{known.state.label}）", "本件"])
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
        keeps_order(table, "按备案表的项目顺序排列")


DuplicatesPanel.ACTS = (
    Act("next", "下一件", (), DuplicatesPanel.step, lambda panel: panel.has_more),
    Act("open", "打开该件", (), lambda panel: panel.open_wanted.emit(panel.known.reference)),
    Act(
        "change",
        "改为办理备案变更",
        (),
        lambda panel: panel.change_wanted.emit(panel.known.reference),
        lambda panel: panel.may_change,
    ),
    Act("on", "继续登记", ("Esc",), DuplicatesPanel.leave),
    Act(
        "left",
        "前一个按钮",
        ("Left",),
        lambda panel: panel.focusNextPrevChild(False),
        place=Placement.KEY,
        group="按钮",
    ),
    Act(
        "right",
        "后一个按钮",
        ("Right",),
        lambda panel: panel.focusNextPrevChild(True),
        place=Placement.KEY,
        group="按钮",
    ),
)
