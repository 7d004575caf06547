"""Widgets side by side, and rows below each other that are shown anew."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui.style import grid


def side_by_side(*widgets: QWidget) -> QWidget:
    """Return `widgets` in one row from the left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    grid.space(row, spacing=8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def show_rows(column: QVBoxLayout, rows: Iterable[QWidget]) -> None:
    """Show `rows` in `column` in place of all that is in it."""
    while column.count():
        before = column.takeAt(0).widget()
        if before is not None:
            before.hide()
            before.deleteLater()
    for row in rows:
        column.addWidget(row)
