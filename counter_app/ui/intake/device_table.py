"""The device table: rows typed, pasted, filled down, changed in bulk and taken back; 2,000 of them and more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import Severity
from counter_app.ui.base.acts import Act, Placement, key_of
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.intake.device_editing import DeviceEditing
from counter_app.ui.intake.device_model import CellProblems, DeviceColumn, DeviceModel, Row
from counter_app.ui.intake.device_view import DeviceView
from counter_app.ui.intake.keyed_rows import KeyedRow
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for

KEYS = (
    ("Enter", "下一必填格，末行之后添加一行"),
    ("Tab", "下一格"),
    ("Ctrl+Enter", "离开表格，到下一部分"),
    ("Ctrl+A", "全选"),
)
"""Keys that move between the cells: the table's own, beside its acts."""


class DeviceTable(QWidget):
    """Rows under columns given by spec."""

    ACTS: ClassVar[tuple[Act[DeviceTable], ...]]

    changed = Signal(object)
    """All rows (`Row`) after each change by the clerk; rows that did not change are the same objects as before."""
    refused = Signal(Refusal)
    """A `Refusal` of what the clerk wanted of the rows."""

    def __init__(self, columns: Sequence[DeviceColumn], parent: QWidget | None = None) -> None:
        """Begins empty, saying how to begin."""
        super().__init__(parent)
        self.model = DeviceModel(columns, self)
        self.view = DeviceView(self.model, self)
        self.editing = DeviceEditing(self.model, self.view)
        self._word = QLabel(self)
        self._word.setWordWrap(True)
        self._word.hide()
        self.acts = PageActs(self, self.ACTS, self.view)
        self.view.empty_words = f"还没有设备：粘贴、导入或按 {key_of(self.ACTS, 'add')} 添加一行"
        self.view.setAccessibleDescription("，".join(map(" ".join, KEYS)))
        self._shelf = QWidget(self)
        self._add_buttons()
        box = QVBoxLayout(self)
        grid.space(box, spacing=4)
        box.addWidget(self._shelf)
        box.addWidget(self.view)
        box.addWidget(self._word)
        self.setFocusProxy(self.view)
        self.model.rows_changed.connect(self._changed)
        self.model.refused.connect(self.refused)
        self.view.row_wanted.connect(self.editing.add_row)
        # Queued: a row must not go while the selection is on its way from it.
        self.view.row_left.connect(self.editing.drop_if_empty, Qt.ConnectionType.QueuedConnection)
        self.view.selectionModel().currentChanged.connect(self._say_problem)

    def rows(self) -> list[KeyedRow]:
        """The rows as they stand."""
        return self.model.rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows` without `changed`."""
        self.model.set_rows(rows)
        self._say_problem()

    def set_problems(self, problems: CellProblems) -> None:
        """Show problems by row (counted from 0) and column key; all others are gone."""
        self.model.set_problems(problems)
        self._say_problem()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the rows; they can still be read, selected and copied."""
        self.model.read_only = read_only
        self.acts.refresh()
        self._shelf.setVisible(not read_only)
        self.view.viewport().update()

    def focus_cell(self, row: int = 0, key: str = "") -> None:
        """Put the focus on a cell, as after a jump; a row that is not there counts as the last one."""
        places = [place for place, column in enumerate(self.model.columns) if column.key == key]
        if self.model.rowCount():
            self.view.go_to(min(row, self.model.rowCount() - 1), places[0] if places else 0)
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def edit_in_bulk(self) -> Dialog | None:
        """Ask for one value for the selected rows in the current column; None where nothing is selected."""
        here = self.view.currentIndex()
        count = len(self.editing.selected())
        if not here.isValid() or not count:
            return None
        place, column = here.column(), self.model.columns[here.column()]
        editor = editor_for(FieldSpec(column.key, column.label, column.type, column.choices, column.hint))
        editor.set_value(self.model.rows[here.row()].get(column.key))
        dialog = Dialog("批量修改", f"所选{count}行的“{column.label}”全部改为：", self)
        dialog.body.addWidget(FieldBlock(editor, label_width=0))
        dialog.add_button("返回", dialog.reject)
        moving.make_stop(dialog.add_button(f"修改{count}行", dialog.accept, kind="primary", default=True))
        dialog.accepted.connect(lambda: self.editing.set_column(place, column.taken(str(editor.value() or ""))))
        dialog.open()
        editor.focus_field()
        return dialog

    def edit(self) -> None:
        """Edit the current cell in its place, or several selected rows in bulk."""
        if len(self.editing.selected()) > 1:
            self.edit_in_bulk()
        elif (here := self.view.currentIndex()).isValid():
            self.view.edit(here)

    def _add_buttons(self) -> None:
        row = QHBoxLayout(self._shelf)
        grid.space(row, spacing=4)
        for act in self.ACTS:
            if act.place is Placement.BUTTON:
                button = self.acts.button(act.name)
                button.setAccessibleName(act.words)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key works in the table; the table has the focus
                button.pressed.connect(self._take_focus)
                mark(button, kind="quiet")
                row.addWidget(button)
        row.addStretch(1)

    def _take_focus(self) -> None:
        """What is done by a button is done in the table, and what is typed next is meant for it."""
        if not moving.focused_within(self.view):
            self.view.setFocus(Qt.FocusReason.MouseFocusReason)

    def _changed(self, first: int, count: int) -> None:
        self._say_problem()
        if count and not self.view.currentIndex().isValid():
            self.view.go_to(first, 0)
        self.changed.emit(self.model.rows)

    def _say_problem(self) -> None:
        """Say below the table what is wrong with the current cell: a colour alone says nothing."""
        here = self.view.currentIndex()
        problem = self.model.problem(here.row(), here.column()) if here.isValid() else None
        self._word.setVisible(problem is not None)
        if problem is not None:
            words, severity = problem
            self._word.setText(f"第{here.row() + 1}行 {self.model.columns[here.column()].label}：{words}")
            mark(self._word, tone="red" if severity is Severity.DEFICIENCY else "amber")


def _is_open(table: DeviceTable) -> bool:
    return not table.model.read_only


DeviceTable.ACTS = (
    Act("add", "添加一行", ("Ins",), lambda table: table.editing.add_row(), _is_open),
    Act("paste", "粘贴", ("Ctrl+V",), lambda table: table.editing.paste(), _is_open),
    Act("fill_down", "向下填充", ("Ctrl+D",), lambda table: table.editing.fill_down(), _is_open),
    Act("bulk", "批量修改", ("Ctrl+B",), DeviceTable.edit_in_bulk, _is_open),
    Act("delete", "删除行", ("Ctrl+Del",), lambda table: table.editing.delete_rows(), _is_open),
    Act(
        "edit",
        "编辑单元格",
        ("F2",),
        DeviceTable.edit,
        _is_open,
        place=Placement.KEY,
        told="编辑单元格，选中多行时批量修改",
    ),
    Act("copy", "复制", ("Ctrl+C",), lambda table: table.editing.copy(), place=Placement.KEY),
    Act("clear", "清空单元格", ("Del",), lambda table: table.editing.clear(), _is_open, place=Placement.KEY),
    Act("undo", "撤销", ("Ctrl+Z",), lambda table: table.model.undo_stack.undo(), _is_open, place=Placement.KEY),
    Act("redo", "重做", ("Ctrl+Y",), lambda table: table.model.undo_stack.redo(), _is_open, place=Placement.KEY),
)
