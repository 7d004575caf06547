"""How a list of cases looks: one row a case, marked whole, read with the arrows."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from counter_app.ui.style import grid


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
    set_rows(view)
    return view


def fit_columns(view: QTableView, stretched: int) -> None:
    """Give each column what it needs; the one at `stretched` gives way first, and what is left over goes to all.

    Given to that one alone, on a large screen one would have to look across it to find what belongs together.
    """
    known = [child for child in view.children() if isinstance(child, _Columns)]
    (known[0] if known else _Columns(view)).stretch(stretched)


class _Columns(QObject):
    """Sets the columns of a list anew whenever its width or its rows change."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._stretched = 0
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.viewport().installEventFilter(self)

    def stretch(self, column: int) -> None:
        """Let `column` give way first."""
        self._stretched = column
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width, another zoom."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        view, header = self._view, self._view.horizontalHeader()
        wanted = [max(view.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in range(header.count())]
        spare = view.viewport().width() - sum(wanted)
        if spare < 0:
            least = header.sectionSizeHint(self._stretched)
            wanted[self._stretched] = max(least, wanted[self._stretched] + spare)
        else:
            wanted = [width + spare // len(wanted) for width in wanted]
            wanted[self._stretched] += spare % len(wanted)
        for column, width in enumerate(wanted):
            header.resizeSection(column, width)


def set_rows(view: QTableView) -> None:
    """Row heights and paddings under the zoom in force."""
    view.verticalHeader().setDefaultSectionSize(grid.px(36))
    # Of this table alone: the device table edits in its cells and has no space to give away.
    # Qt puts three pixels before the text of an item by itself, and none before that of a header.
    view.setStyleSheet(
        f"QTableView {{ outline: none; }} QTableView::item {{ padding: 0 {grid.px(8)}px; }}"
        f"QHeaderView::section {{ padding: {grid.px(4)}px {grid.px(8) + 3}px; }}"
    )
