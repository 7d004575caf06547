"""A section of a form: a card with a title, its basis in the law, its status, and fields in a grid."""

from typing import Final, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.fitting_label import FittingLabel

_LONGEST_STATUS: Final = "待核对9项"


class SectionCard(QFrame):
    """A card. Put blocks in with `add`, or any widget across the whole width with `add_wide`."""

    def __init__(self, title: str, basis: str = "", *, columns: int = 2, parent: QWidget | None = None) -> None:
        """`basis` is quiet text beside the title; `columns` is how many blocks stand side by side."""
        super().__init__(parent)
        mark(self, role="card")
        moving.make_section(self)
        self.setAccessibleName(title)
        self._columns = columns
        self._next = 0
        self._space = 0
        self._title = QLabel(title, self)
        mark(self._title, role="title")
        self._basis = FittingLabel(self)
        self.set_basis(basis)
        mark(self._basis, role="quiet")
        self._status = QLabel(self)
        self._head = QHBoxLayout()
        grid.space(self._head, spacing=8)
        self._head.addWidget(self._title)
        self._head.addWidget(self._basis, 1)
        self._head.addWidget(self._status)
        self._cells = QGridLayout()
        grid.space(self._cells, spacing=8)
        for column in range(columns):
            self._cells.setColumnStretch(column, 1)
        self._tools = QHBoxLayout()
        grid.space(self._tools, spacing=8)
        self._tools_below = False
        layouts.nest(self._head, self._tools, at=self._head.count() - 1)
        self._box = QVBoxLayout(self)
        grid.space(self._box, 16, 12, 16, 16, spacing=8)
        layouts.nest(self._box, self._head)
        layouts.nest(self._box, self._cells)

    def add(self, block: QWidget, *, span: int = 1) -> None:
        """Add `block` at the next free place; with `span` over several columns, in a new row where it must."""
        row, column = divmod(self._next, self._columns)
        if column + span > self._columns:
            row, column = row + 1, 0
        self._cells.addWidget(block, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._next = row * self._columns + column + span

    def add_wide(self, widget: QWidget) -> None:
        """Add `widget` across the whole card, in a row of its own."""
        row = -(-self._next // self._columns)
        self._cells.addWidget(widget, row, 0, 1, self._columns)
        self._next = (row + 1) * self._columns

    def put_in_place_of(self, old: QWidget, new: QWidget) -> None:
        """Have `new` stand where `old` stood, which goes."""
        row, column, down, across = cast(
            "tuple[int, int, int, int]", self._cells.getItemPosition(self._cells.indexOf(old))
        )
        self._cells.removeWidget(old)
        self._cells.addWidget(new, row, column, down, across)
        old.hide()
        old.deleteLater()

    def add_to_head(self, widget: QWidget) -> None:
        """Put `widget` into the head, before the status (buttons of the section)."""
        self._tools.addWidget(widget)

    def fit_head(self, space: int) -> None:
        """Have the head within `space` pixels: where they are too few its buttons stand in a line of their own."""
        self._space = space
        self._fit_head()

    def event(self, event: QEvent) -> bool:
        """After a zoom, or when a button comes, the head may have become too long."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._space:
            self._fit_head()
        return handled

    def _fit_head(self) -> None:
        gap = self._head.spacing()
        texts = [label.sizeHint().width() + gap for label in (self._title, self._basis) if label.text()]
        status = self._status.fontMetrics().horizontalAdvance(_LONGEST_STATUS)
        around = self._box.contentsMargins().left() + self._box.contentsMargins().right()
        wanted = sum(texts) + self._tools.sizeHint().width() + gap + status + around
        below = wanted > self._space and not self._tools.isEmpty()
        if below == self._tools_below:
            return
        self._tools_below = below
        if below:
            self._head.removeItem(self._tools)
            layouts.nest(self._box, self._tools, at=1)
        else:
            self._box.removeItem(self._tools)
            layouts.nest(self._head, self._tools, at=self._head.count() - 1)
        self._tools.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_basis(self, words: str) -> None:
        """Change the quiet text beside the title; what has no space there is cut, and the tool tip says all."""
        self._basis.set_text((words,) if words else ())

    def set_status(self, missing: int | None, to_check: int = 0) -> None:
        """Show 缺N项 in red, else 待核对N项 in amber, else 齐全 in green; nothing where `missing` is None."""
        match missing:
            case None:
                words, tone = "", ""
            case 0 if to_check:
                words, tone = f"待核对{to_check}项", "amber"
            case 0:
                words, tone = "齐全", "green"
            case _:
                words, tone = f"需补正{missing}项", "red"
        self._status.setText(words)
        mark(self._status, tone=tone)
