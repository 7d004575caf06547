"""Widgets side by side, as many as there is space for, and rows below each other that are shown anew."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui.style import grid, layouts


def from_the_left(*widgets: QWidget) -> QHBoxLayout:
    """Lay `widgets` out in one row; what they leave of its width stays free at the right."""
    return _filled(QHBoxLayout(), widgets, 8)


def side_by_side(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Return `widgets` in one row from the left, as one widget."""
    holder = QWidget()
    _filled(QHBoxLayout(holder), widgets, spacing)
    return holder


def _filled(row: QHBoxLayout, widgets: Iterable[QWidget], spacing: int) -> QHBoxLayout:
    grid.space(row, spacing=spacing)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def show_while_space(widgets: Iterable[QWidget], wanted: Iterable[QWidget], space: int) -> None:
    """Show of `widgets` those that are `wanted` and have `space` pixels together; of these the first give way first."""
    shown = list(wanted)
    while shown and sum(widget.sizeHint().width() for widget in shown) > space:
        shown.pop(0)
    for widget in widgets:
        if widget.isHidden() is (widget in shown):
            widget.setVisible(widget in shown)


def show_rows(column: QVBoxLayout, rows: Iterable[QWidget]) -> None:
    """Show `rows` in `column` in place of all that is in it."""
    layouts.empty(column)
    for row in rows:
        column.addWidget(row)
