"""A list that is read: busy, its lines, none, or why they were not read; the mark stays on its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Action
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.station import Station
from counter_app.ui.style import theme
from counter_app.ui.widgets.list_view import fit_columns, list_view, set_rows
from counter_app.ui.widgets.messages import BusyState, EmptyState
from counter_app.ui.widgets.sorted_lines import SortedLines
from counter_app.ui.widgets.table_model import CellTableModel, Row

L = TypeVar("L")
R = TypeVar("R")


class ListPanel(QStackedWidget, Generic[L]):
    """The lines `L` of a page as a table; the page reads them and says how they look."""

    marked_changed = Signal()
    """Another line may be marked, or none."""
    open_wanted = Signal()
    """The marked line was double clicked."""

    def __init__(
        self,
        station: Station,
        name: str,
        key: Callable[[L], object],
        *,
        columns: Sequence[str] = (),
        again: Action | None = None,
    ) -> None:
        """`name` is for whoever cannot see it; `key` tells a line that is read anew; `again` reads after a failure."""
        super().__init__()
        self._station = station
        self._key = key
        self._refresh: Callable[[], object] | None = None
        self.table = CellTableModel(columns)
        self.view = list_view(self.table, name)
        self._sorted = SortedLines(self.view, self.table, key)
        self.nothing = EmptyState("", "")
        self._busy = BusyState("正在读取…")
        self.failed = EmptyState("读取失败", "", action=again)
        for state in (self._busy, self.view, self.nothing, self.failed):
            self.addWidget(state)
        self.wait()
        self.view.doubleClicked.connect(lambda _index: self.open_wanted.emit())
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self.marked_changed.emit())
        theme.current().changed.connect(self._set_rows)

    @property
    def lines(self) -> list[L]:
        """The lines in the order in which they stand."""
        return self._sorted.lines

    @property
    def marked(self) -> L | None:
        """The line that is marked, None where none is in sight."""
        return self._sorted.marked if self.currentWidget() is self.view else None

    def has_marked(self) -> bool:
        """Whether a line is marked."""
        return self.marked is not None

    # Reading ---------------------------------------------------------------------------------------------------------

    def keep_fresh(self, refresh: Callable[[], object]) -> None:
        """Call `refresh` whenever the list comes into sight, and after each act while it is: others may have acted."""
        self._refresh = refresh
        self._station.acted.connect(self._acted)

    def read(self, query: Callable[[Backend], R], done: Callable[[R], None]) -> None:
        """Ask for the lines; the newest question alone is answered, and a failure stands in place of the list."""
        self._station.read(query, done=done, failed=self.fail, owner=self, newest="lines")

    def wait(self) -> None:
        """Say that the lines are being read."""
        self._busy.begin("正在读取…")
        self.setCurrentWidget(self._busy)
        self.marked_changed.emit()

    def fail(self, refusal: Refusal) -> None:
        """Say why the lines were not read."""
        self.failed.explain(text_of(refusal))
        self.setCurrentWidget(self.failed)
        self.marked_changed.emit()

    def show_lines(
        self,
        lines: Iterable[L],
        rows: Sequence[Row],
        *,
        columns: Sequence[str] = (),
        wide: int = 0,
        nothing: EmptyState | None = None,
        mark: object = None,
        otherwise: int = 0,
    ) -> None:
        """Show `lines` as `rows`, under other `columns` where they are given; the one at `wide` gives way last.

        The line with the key `mark` is marked, else the one that was marked before, else the row `otherwise`. Where
        there is no line, `nothing` stands there, a state of this list's own if it is not given.
        """
        before = self._sorted.marked
        wanted = mark if mark is not None or before is None else self._key(before)
        self._sorted.show(lines, rows, columns)
        fit_columns(self.view, wide)
        self.mark(wanted, otherwise=otherwise)
        self.setCurrentWidget(self.view if self.lines else nothing or self.nothing)
        self.marked_changed.emit()

    def append(self, lines: Iterable[L], rows: Sequence[Row]) -> None:
        """Show more lines below, or where the order that was chosen has them."""
        self._sorted.append(lines, rows)

    def mark(self, key: object, *, otherwise: int = -1) -> bool:
        """Mark the line with this key, else a row where there is one; False where no line has the key."""
        return self._sorted.mark(key, otherwise=otherwise)

    # Qt --------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read again: another window may have acted."""
        super().showEvent(event)
        if self._refresh is not None:
            self._refresh()

    def _acted(self, _reference: str) -> None:
        if self._refresh is not None and self.isVisible():
            self._refresh()

    def _set_rows(self) -> None:
        set_rows(self.view)
