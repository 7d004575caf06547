"""A list with a note for its marked line: what an inspection found, what became of what was ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from counter_app.ui.base.acts import Act
from counter_app.ui.base.foot_layout import FootLayout
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import fit_columns, keeps_order, list_view
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.table_model import CellTableModel


class NotedList(QWidget):
    """Enter goes into the note of the marked line, and from there to the next line."""

    ACTS: ClassVar[tuple[Act[Any], ...]] = ()
    """Acts upon the marked line; `TO_NOTE` is one of them."""
    TO_NOTE: ClassVar[Act[Any]]
    NOTE_ACTS: ClassVar[tuple[Act[Any], ...]]

    def __init__(self, columns: Sequence[str], name: str, hint: str, kept: int) -> None:
        """`hint` stands in the empty note; the column at `kept` gives way last."""
        super().__init__()
        self._kept = kept
        self._table = CellTableModel(columns)
        self.view = list_view(self._table, name)
        keeps_order(self.view, "按文书上的顺序排列，逐项办理")
        self.note = QLineEdit()
        say_what_to_write(self.note, hint)
        self.note.setAccessibleName("情况说明")
        self.acts = PageActs(self, self.ACTS, self.view)
        self._note_acts = PageActs(self, self.NOTE_ACTS, self.note)
        self.view.doubleClicked.connect(lambda _index: self.to_note())
        self.note.textEdited.connect(self.write_note)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self.show_marked())

    def add_results(self, tones: Mapping[str, str], *others: str) -> QWidget:
        """Buttons in one place for what can be recorded of the marked line, each act with its colour; then `others`."""
        bar, foot, segments = QWidget(), FootLayout(), QWidget()
        grid.space(foot, spacing=8)
        row = QHBoxLayout(segments)
        grid.space(row, spacing=0)
        foot.add_left(segments)
        bar.setLayout(foot)
        for place, (name, tone) in enumerate(tones.items()):
            button = self.acts.button(name)
            button.setCheckable(True)
            mark(button, role="segment", tone=tone, first=place == 0)
            row.addWidget(button)
        for name in others:
            mark(self.acts.button(name), kind="quiet")
            foot.add_left(self.acts.buttons[name])
        for button in self.acts.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.acts.refresh()
        return bar

    def show_result(self, name: str) -> None:
        """Show which act recorded what stands at the marked line; none where `name` is empty."""
        for known, button in self.acts.buttons.items():
            if button.isCheckable():
                button.setChecked(known == name)

    @property
    def row(self) -> int:
        """The marked line, -1 for none."""
        return self.view.currentIndex().row()

    def focus_first(self, rows: Sequence[int]) -> None:
        """Mark the first of `rows`, where there is one, and take the keyboard."""
        if rows:
            self.view.selectRow(rows[0])
        self.view.setFocus()

    def go_on(self) -> None:
        """Mark the next line."""
        if self.row + 1 < self._table.rowCount():
            self.view.selectRow(self.row + 1)

    def to_note(self) -> None:
        """Go into the note."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_note(self, *, for_next: bool = False) -> None:
        """Go back to the list."""
        if for_next:
            self.go_on()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, rows: Sequence[tuple[tuple[str, str], ...]]) -> None:
        """Show lines of cells, each its words and its tone."""
        self._table.show(rows)
        fit_columns(self.view, self._kept)

    def write_note(self, text: str) -> None:
        """Keep what was typed of the marked line."""
        raise NotImplementedError

    def show_marked(self) -> None:
        """Show what belongs to the marked line."""
        raise NotImplementedError


NotedList.TO_NOTE = Act("note", "情况说明", ("Return", "Enter"), NotedList.to_note, told="写情况说明；再按到下一项")
NotedList.NOTE_ACTS = (
    Act("next", "到下一项", ("Return", "Enter"), lambda one: one.leave_note(for_next=True)),
    Act("list", "回到列表", ("Esc", "Up"), NotedList.leave_note),
    Act("down", "下一项的说明", ("Down",), NotedList.go_on),
)
