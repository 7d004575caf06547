"""How a list of cases looks: one row a case, marked whole, read with the arrows."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from counter_app.ui import grid


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
    """Give each column what it needs and the one at `stretched` the rest."""
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def set_rows(view: QTableView) -> None:
    """Row heights and paddings under the zoom in force."""
    view.verticalHeader().setDefaultSectionSize(grid.px(36))
    # Of this table alone: the device table edits in its cells and has no room to give away.
    # Qt puts three pixels before the text of an item by itself, and none before that of a header.
    view.setStyleSheet(
        f"QTableView {{ outline: none; }} QTableView::item {{ padding: 0 {grid.px(8)}px; }}"
        f"QHeaderView::section {{ padding: {grid.px(4)}px {grid.px(8) + 3}px; }}"
    )
