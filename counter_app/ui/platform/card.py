"""The item that is to be keyed next, large enough to be read from beside another screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.filing.platform_entry import PlatformItem, ValueSource
from counter_app.ui.base.foot_layout import FootLayout
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.rows import from_the_left

_WHERE: Final = {
    ValueSource.ON_PAPER: "对照纸质材料录入，不复制",
    ValueSource.SHARED: "由部门间共享获得，查到后录入，不复制",
    ValueSource.BLANK: "没有填写，不用录入",
}


class PlatformCard(QFrame):
    """Heading, label, value; the whole row where it is one of a list; what comes next; the two acts."""

    def __init__(self, key_button: QPushButton, row_button: QPushButton, hints: Sequence[QPushButton]) -> None:
        """The buttons key the item, or its whole row; `hints` are further acts."""
        super().__init__()
        mark(self, role="card")
        self._heading, self._label, self._value = QLabel(), QLabel(), QLabel()
        self._where, self._row, self._next = QLabel(), QLabel(), QLabel()
        self._hint = QWidget()
        foot = FootLayout()
        grid.space(foot, spacing=4)
        for hint in hints:
            foot.add_left(hint)
        self._hint.setLayout(foot)
        self._beside = QVBoxLayout()
        self._beside.addStretch(1)
        self._key_button = key_button
        self._row_button = row_button
        self._lay_out()

    def show_words(
        self, item: PlatformItem, row: Sequence[PlatformItem], *, ticked: str, following: str, to_key: bool
    ) -> None:
        """Show `item` of `row`; `ticked` says who keyed it, `following` what comes next, `to_key` whether it is due."""
        self._heading.setText(item.heading)
        self._label.setText(item.label)
        self._value.setText(item.shown or "／")
        mark(self._value, tone="" if item.origin is ValueSource.KEYED else "amber" if item.is_due else "quiet")
        self._where.setText("。".join(part for part in (_WHERE.get(item.origin, ""), ticked) if part))
        self._row.setText("整行：" + "　".join(cell.shown or "／" for cell in row) if row else "")
        self._next.setText(following)
        for widget, wanted in (
            (self._row, bool(row)),
            (self._row_button, bool(row)),
            (self._next, bool(following)),
            (self._hint, to_key),
        ):
            widget.setVisible(wanted)

    def take_viewer(self, viewer: QWidget) -> None:
        """Give the viewer of scans the space below the value; while it is hidden the space stays empty."""
        self._beside.insertWidget(0, viewer, 100)

    @property
    def value(self) -> str:
        """What stands there large."""
        return self._value.text()

    @property
    def where(self) -> str:
        """Where the value is to be taken from, or who keyed it."""
        return self._where.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        grid.space(column, 24, spacing=8)
        roles = {self._label: "headline", self._value: "huge"}
        for label in (self._heading, self._label, self._value, self._where, self._row, self._next):
            mark(label, role=roles.get(label, "" if label is self._row else "quiet"))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for button in (self._key_button, self._row_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for label in (self._heading, self._label, self._value, self._where):
            column.addWidget(label)
        layouts.nest(column, self._beside, 1)
        column.addWidget(self._next)
        column.addWidget(self._row)
        layouts.nest(column, from_the_left(self._key_button, self._row_button))
        column.addWidget(self._hint)
