"""How a list of cases looks: one row a case, marked whole, read with the arrows."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.style import grid
from counter_app.ui.widgets import table_text
from counter_app.ui.widgets.column_memory import ColumnMemory
from counter_app.ui.widgets.list_delegate import ListDelegate
from counter_app.ui.widgets.table_model import CellTableModel

_NARROWEST: Final = 40
"""Pixels at 100 % that a column has that was dragged."""
_SHORT, _DAY, _READABLE, _KEPT_LEAST = 104, 84, 260, 160
"""Pixels at 100 %. Long columns are cut to `_SHORT` first; then the one that is to be kept to `_READABLE`, sixteen
characters; then the others to `_DAY`, in which a day or a state can be read, and the kept one to its least."""


def list_view(model: QAbstractItemModel, name: str) -> QTableView:
    """Return a view of `model` that reads as a list; `name` is for whoever cannot see it."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    view.setItemDelegate(ListDelegate(view))
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    _Copying(view)
    set_rows(view)
    return view


def keeps_order(view: QTableView, why: str) -> None:
    """Have the headings of a list that does not sort say why: `why` is its tool tip."""
    header = view.horizontalHeader()
    header.setToolTip(why)
    if view.selectionMode() is QAbstractItemView.SelectionMode.NoSelection:
        header.setSectionsClickable(False)  # there is nothing that a click could mark either


def toggle_lines(view: QTableView, table: CellTableModel, toggle: Callable[[int], object]) -> None:
    """Have a click on the box of a line, or a double click on the line, `toggle` its row.

    On a box two clicks are two acts, and the double click is none.
    """

    def double_clicked(index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            toggle(index.row())

    table.ticked.connect(toggle)
    view.doubleClicked.connect(double_clicked)


def fit_columns(view: QTableView, kept: int) -> None:
    """Give each column what it needs; where space is short the widest give way, the one at `kept` last.

    What is left over goes to all: given to one alone, on a large screen one would have to look across it to find what
    belongs together. Columns that the clerk dragged stand as they were left, also after the next start.
    """
    known = [child for child in view.children() if isinstance(child, _Columns)]
    (known[0] if known else _Columns(view)).fit(kept)


class _Columns(QObject):
    """Sets the columns of a list anew whenever its width or its rows change."""

    ACTS: ClassVar[tuple[Act[_Columns], ...]]

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._kept = 0
        self._fitting = False
        self._dragged = False
        self._acts = PageActs(self, self.ACTS, self._header)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setMinimumSectionSize(grid.px(_NARROWEST))
        self._header.sectionResized.connect(self._resized)
        self._header.viewport().installEventFilter(self)
        view.viewport().installEventFilter(self)

    def fit(self, kept: int) -> None:
        """Let the column at `kept` give way last."""
        self._kept = kept
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width, another zoom; a column was dragged."""
        if isinstance(watched.parent(), QHeaderView):
            if event.type() == QEvent.Type.MouseButtonRelease:
                QTimer.singleShot(0, self, self._keep)  # the header has heard of the release by then
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return super().eventFilter(watched, event)

    def is_dragged(self) -> bool:
        """Whether the columns stand as the clerk left them."""
        return (memory := self._memory) is not None and memory.widths(self._name, self._header.count()) is not None

    def forget(self) -> None:
        """Let the program set the columns again."""
        if (memory := self._memory) is not None:
            memory.keep(self._name, ())
            self._fit()

    @property
    def _header(self) -> QHeaderView:
        return self._view.horizontalHeader()

    @property
    def _memory(self) -> ColumnMemory | None:
        return next((child for child in self._view.window().children() if isinstance(child, ColumnMemory)), None)

    @property
    def _name(self) -> str:
        model = self._view.model()
        columns = getattr(model, "columns", None) or [
            model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())
        ]
        return f"{self._view.accessibleName()} {'、'.join(columns)}"

    def _resized(self, _column: int, _before: int, _now: int) -> None:
        self._dragged = not self._fitting

    def _keep(self) -> None:
        if self._dragged and (memory := self._memory) is not None:
            widths = [self._header.sectionSize(c) for c in range(self._header.count())]
            memory.keep(self._name, [max(1, round(width / grid.zoom())) for width in widths])
        self._dragged = False

    def _fit(self) -> None:
        view, header = self._view, self._header
        memory = self._memory
        dragged = memory.widths(self._name, header.count()) if memory is not None else None
        if dragged is None:
            wanted = [max(view.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in range(header.count())]
            least = [header.sectionSizeHint(c) for c in range(header.count())]
            wanted = fitted(wanted, least, self._kept, view.viewport().width())
        else:
            wanted = [grid.px(width) for width in dragged]
            wanted[self._kept] += max(0, view.viewport().width() - sum(wanted))
        self._fitting = True
        for column, width in enumerate(wanted):
            header.resizeSection(column, width)
        self._fitting = False


_Columns.ACTS = (Act("columns", "恢复默认列宽", (), _Columns.forget, _Columns.is_dragged),)


def fitted(wanted: Sequence[int], least: Sequence[int], kept: int, space: int) -> list[int]:
    """Widths that fill `space`: all get of what is left over; where it is short the widest are cut to one width.

    Numbers and long texts are cut first, then the column at `kept`, then short ones to `least`; nothing to less.
    """
    widths = list(wanted)
    spare = space - sum(widths)
    if spare >= 0:
        widths = [width + spare // len(widths) for width in widths]
        widths[kept] += spare % len(widths)
        return widths
    stages = ((None, _SHORT), (_READABLE, _SHORT), (_READABLE, _DAY), (_KEPT_LEAST, _DAY), (_KEPT_LEAST, 0))
    for of_kept, of_others in stages:
        floors = [max(least[at], min(width, grid.px(of_others))) for at, width in enumerate(widths)]
        floors[kept] = widths[kept] if of_kept is None else min(widths[kept], max(least[kept], grid.px(of_kept)))
        widths = _cut(widths, floors, space)
    widths[kept] += max(0, space - sum(widths))
    return widths


def _cut(widths: Sequence[int], floors: Sequence[int], space: int) -> list[int]:
    """`widths` cut to the largest common width that fits into `space`, none below its floor."""

    def cut_to(cap: int) -> list[int]:
        return [max(floor, min(width, cap)) for width, floor in zip(widths, floors, strict=True)]

    fitting = bisect.bisect_right(range(max(widths) + 1), space, key=lambda cap: sum(cut_to(cap)))
    return cut_to(max(fitting - 1, 0))


class _Copying(QObject):
    """What of a list goes to the clipboard."""

    ACTS: ClassVar[tuple[Act[_Copying], ...]]

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.acts = PageActs(self, self.ACTS, view)

    def has_marked(self) -> bool:
        """Whether a line is marked."""
        return self._view.currentIndex().isValid()

    def has_lines(self) -> bool:
        """Whether there is anything to copy."""
        return self._view.model().rowCount() > 0

    def copy_row(self) -> None:
        """The marked line, tabs between its cells."""
        self._put([self._row(self._view.currentIndex().row())])

    def copy_cell(self) -> None:
        """The cell that was clicked last."""
        self._put([[str(self._view.currentIndex().data() or "")]])

    def copy_all(self) -> None:
        """All lines below their headings, ready for a spreadsheet."""
        model, across = self._view.model(), Qt.Orientation.Horizontal
        head = [str(model.headerData(column, across) or "") for column in range(model.columnCount())]
        self._put([head, *(self._row(row) for row in range(model.rowCount()))])

    def _row(self, row: int) -> list[str]:
        model = self._view.model()
        return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]

    def _put(self, rows: list[list[str]]) -> None:
        QGuiApplication.clipboard().setText(table_text.write(rows).removesuffix("\n"))


_Copying.ACTS = (
    Act("copy_row", "复制本行", ("Ctrl+C",), _Copying.copy_row, _Copying.has_marked, place=Placement.LAST),
    Act("copy_cell", "复制单元格", (), _Copying.copy_cell, _Copying.has_marked, place=Placement.LAST),
    Act("copy_all", "复制整个列表", (), _Copying.copy_all, _Copying.has_lines, place=Placement.LAST),
)


def set_rows(view: QTableView) -> None:
    """Row heights and paddings under the zoom in force."""
    view.verticalHeader().setDefaultSectionSize(grid.px(36))
    # Of this table alone: the device table edits in its cells and has no space to give away.
    # Qt puts three pixels before the text of an item by itself, and none before that of a header.
    view.setStyleSheet(
        f"QTableView::item {{ padding: 0 {grid.px(8)}px; }}"
        f"QHeaderView::section {{ padding: {grid.px(4)}px {grid.px(8) + 3}px; }}"
    )
