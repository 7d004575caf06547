"""The card of the devices: the table, how many there are, and the offer to put that number where it is asked for.

The table of a new case is built a moment after its page: the first letter is typed into a field.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.changes import RowChange, RowChangeKind
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Findings, ListFindings
from counter_app.domain.forms.forms import Field, Group, Problem, Section, Severity
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.intake.keyed_rows import TABLE_NAME, KeyedRow
from counter_app.ui.intake.layout import slots
from counter_app.ui.intake.remarks import cell_key, cell_of
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.completion import Completion
from counter_app.ui.widgets.fields_card import FieldsCard
from counter_app.ui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from counter_app.ui.intake.device_cells import CellLine
    from counter_app.ui.intake.device_model import CellProblem, DeviceColumn, Row
    from counter_app.ui.intake.device_table import DeviceTable

_NAMED_GONE: Final = 6
_WIDTHS: Final = {"location": 208, "device_type": 96, "code": 196, "name": 128}
_WIDTH: Final = 104
"""Pixels at 100 % of a column that has no width of its own."""


_BUILT_AFTER: Final = 200
"""Milliseconds after the page came in sight until an empty table stands."""
_EMPTY_TABLE: Final = 183
"""Pixels at 100 % that an empty table takes."""
_TELL_WRITING: Final = 250
"""Milliseconds from a key in a cell until the case knows of it: with the save it stays below two seconds."""


class _TablePlace(QWidget):
    """Holds the place of the table until it stands; whoever comes to it comes to the table."""

    entered = Signal(Qt.FocusReason)
    """The focus came, by this way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid.fix(self, least_height=_EMPTY_TABLE)
        moving.make_stop(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(TABLE_NAME)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on."""
        super().focusInEvent(event)
        self.entered.emit(event.reason())


class DevicesCard(FieldsCard):
    """A section with rows."""

    rows_edited = Signal()
    """The clerk changed the rows."""
    refused = Signal(Refusal)
    """A `Refusal` of what the clerk wanted of the rows."""
    count_wanted = Signal()
    """The clerk wants the number of rows put into the field that counts them."""

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        """`section` has a group of rows."""
        super().__init__(section, slots(section), parent=parent)
        if section.group is None:
            raise ValueError(section.key)
        self.group: Group = section.group
        self._found: ListFindings | None = None
        self._is_shown: Callable[[tuple[int, str]], bool] = lambda _cell: False
        self._changes: Sequence[RowChange] = []
        self._jumped_to = -1
        self._read_only = False
        self._completion: Completion | None = None
        self._shelf: list[QPushButton] = []
        self._width = 0
        self._count = QPushButton(self)
        mark(self._count, kind="quiet")
        self._count.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        when_pressed(self._count, self.count_wanted.emit)
        self._count.hide()
        self.add_to_head(self._count)
        self._place = _TablePlace(self)
        self._place.entered.connect(self._go_to_table)
        self.add_wide(self._place)
        self._gone = QLabel(self)
        self._gone.setWordWrap(True)
        mark(self._gone, role="before")
        self._gone.hide()
        self.add_wide(self._gone)
        self._writing: tuple[int, str, str] | None = None
        self._telling = QTimer(self, singleShot=True, interval=_TELL_WRITING)
        self._telling.timeout.connect(self.rows_edited)

    @cached_property
    def table(self) -> DeviceTable:
        """The table, built when it is first asked for."""
        from counter_app.ui.intake.device_table import DeviceTable

        table = DeviceTable([_column(field) for field in self.group.fields], self)
        self._shelf = list(table.acts.buttons.values())
        QWidget.setTabOrder(self._place, table.view)
        self.put_in_place_of(self._place, table)
        table.changed.connect(self._changed)
        table.refused.connect(self.refused)
        table.view.cells.writing.connect(self._write)
        table.view.cells.closeEditor.connect(self._written)
        table.view.installEventFilter(self)
        table.view.selectionModel().currentChanged.connect(self._moved)
        if self._completion is not None:
            self._complete_cells(table, self._completion)
        table.set_read_only(self._read_only)
        self._fit_shelf()
        table.show()
        return table

    @property
    def _is_built(self) -> bool:
        return "table" in self.__dict__

    def _go_to_table(self, reason: Qt.FocusReason) -> None:
        self.table.view.setFocus(reason)

    def complete_cells(self, completion: Completion) -> None:
        """Complete what is written into the cells: with what stands above it, and with what was used of late."""
        self._completion = completion
        if self._is_built:
            self._complete_cells(self.table, completion)

    def _complete_cells(self, table: DeviceTable, completion: Completion) -> None:
        def offers(name: str, line: CellLine) -> Suggestions:
            key = f"{self.group.key}[].{name}"
            return completion.complete(key, line, here=lambda: self._of_column(name), parent=line.line)

        table.view.cells.completion = offers

    def _of_column(self, name: str) -> list[str]:
        return [str(value) for row in self.table.rows() if (value := row.get(name))]

    # What stands in it ---------------------------------------------------------------------------------------------

    def rows(self) -> Sequence[Row]:
        """The rows as they stand, with what is being written into a cell: a power cut must not take it."""
        rows: Sequence[Row] = self.table.rows() if self._is_built else ()
        if self._writing is None or self._writing[0] >= len(rows):
            return rows
        place, key, text = self._writing
        return [*rows[:place], {**rows[place], key: text}, *rows[place + 1 :]]

    def show_answers(self, answers: Answers) -> None:
        """Show every row, and the plain fields of the section."""
        super().show_answers(answers)
        self.show_rows(answers)

    def show_rows(self, answers: Answers) -> None:
        """Show every row where another stands in the table."""
        known = answers.list_of(self.group.key)
        here = self.table.rows() if known or self._is_built else []
        if len(here) == len(known) and all(map(operator.is_, [row.answers for row in here], known)):
            return
        shown = [KeyedRow.of(row) for row in known]
        if here != shown:
            self.table.set_rows(shown)
            return
        for row, answered in zip(here, known, strict=True):  # read again, the same
            row.answers = answered

    def show_remarks(self, answers: Answers, findings: Findings, is_shown: Callable[[str], bool]) -> None:
        """Show at each cell what `is_shown`; the current row is left alone until the clerk moves on."""
        self._found, self._is_shown = findings.lists.get(self.group.key), lambda cell: is_shown(self._cell(cell))
        number = len(answers.rows(self.group.key))
        self.set_basis(f"{number}台" if number else "")
        self._show_problems()

    def _show_problems(self) -> None:
        if not self._is_built:
            return  # no rows
        writing = self.table.view.currentIndex().row() if moving.focused_within(self.table) else -1
        left_alone = -1 if writing == self._jumped_to else writing
        self.table.set_problems(_CellRemarks(self.table.rows(), self._found, self._is_shown, left_alone))

    def show_row_changes(self, changes: Sequence[RowChange]) -> None:
        """Mark the rows that are new or changed, and say beneath them which are gone."""
        if changes == self._changes:
            return
        from counter_app.ui.intake.device_model import RowMark

        self._changes = changes
        gone = [change.what for change in changes if change.kind is RowChangeKind.REMOVED]
        self.table.model.set_marks(
            {
                change.number - 1: RowMark(
                    "新" if change.kind is RowChangeKind.ADDED else "改",
                    "；".join(change.parts) or "新增的设备",
                    frozenset(key.rpartition(".")[2] for key in change.keys),
                )
                for change in changes
                if change.kind is not RowChangeKind.REMOVED
            }
        )
        named = "；".join(gone[:_NAMED_GONE]) + ("…" if len(gone) > _NAMED_GONE else "")
        self._gone.setText(f"拆除{len(gone)}台：{named}" if gone else "")
        self._gone.setVisible(bool(gone))

    def offer_count(self, words: str) -> None:
        """Offer in `words` to put the number of rows where it is asked for; empty words take the offer away."""
        self._count.setVisible(bool(words) and not self._read_only)
        self._count.setText(words)
        self._count.setToolTip("按清单的行数填写设备数量")

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Lock the rows; they can still be read and copied."""
        super().set_read_only(read_only)
        self._read_only = read_only
        if self._is_built:
            self.table.set_read_only(read_only)

    def set_width(self, width: int) -> None:
        """Where `width` pixels are little the last buttons give way; their keys and F1 have them still."""
        super().set_width(width)
        self._width = width
        self._fit_shelf()

    def _fit_shelf(self) -> None:
        space = self._width - grid.px(40)
        for button in self._shelf:
            space -= button.sizeHint().width() + grid.px(4)
            button.setVisible(space >= 0)

    def showEvent(self, event: QShowEvent) -> None:
        """The table follows, once what was typed meanwhile stands in its field."""
        super().showEvent(event)
        if not self._is_built:
            QTimer.singleShot(_BUILT_AFTER, self, lambda: self.table)

    # Going there ---------------------------------------------------------------------------------------------------

    def focus_cell(self, key: str) -> bool:
        """Put the focus on the cell that `key` names (`devices[3].location`), or on the table."""
        row, column = cell_of(key, self.group.key) or (0, "")
        self._jumped_to = row if column else -1
        self.table.focus_cell(row, column)
        return True

    def finish_cell(self) -> None:
        """Take what is being written into a cell."""
        if not self._is_built:
            return
        view = self.table.view
        if moving.focused_within(view) and not view.hasFocus():
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the table."""
        from counter_app.ui.intake import device_table

        return [*device_table.KEYS, *self.table.acts.told()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the focus comes into the table and leaves it for good."""
        if self._is_built and watched is self.table.view:
            if event.type() == QEvent.Type.FocusIn:
                self.entered.emit(self._here())
            elif event.type() == QEvent.Type.FocusOut and not moving.focused_within(self.table):
                self._jumped_to = -1
                self.left.emit(self.group.key)
        return super().eventFilter(watched, event)

    def _here(self) -> str:
        index = self.table.view.currentIndex()
        if not index.isValid():
            return self.group.key
        return self._cell((index.row(), self.table.model.columns[index.column()].key))

    def _cell(self, cell: tuple[int, str]) -> str:
        return cell_key(self.group.key, *cell)

    def _moved(self, here: QModelIndex, before: QModelIndex) -> None:
        if moving.focused_within(self.table):
            self.entered.emit(self._here())
        if here.row() != before.row():
            self._jumped_to = self._jumped_to if self._jumped_to == here.row() else -1
            self._show_problems()

    def _changed(self, _rows: Sequence[Row]) -> None:
        self._writing = None
        self._telling.stop()
        self.rows_edited.emit()

    def _write(self, row: int, column: int, text: str) -> None:
        """Remember a half-written cell, and tell of it now and then rather than at each key."""
        self._writing = (row, self.table.model.columns[column].key, text)
        if not self._telling.isActive():
            self._telling.start()

    def _written(self) -> None:
        """The cell is closed: what was taken is in the rows, what was given up with Escape is not."""
        if self._writing is not None:
            self._changed(self.table.rows())


def _column(field: Field) -> DeviceColumn:
    from counter_app.ui.intake.device_model import DeviceColumn

    return DeviceColumn(
        key=field.name,
        label=field.label,
        type=field.type.value,
        choices=[(choice.code, choice.label) for choice in field.code_list.choices] if field.code_list else (),
        demanded=field.demand is not None,
        width=_WIDTHS.get(field.name, _WIDTH),
        hint=field.hint,
        about=field.explanation,
    )


class _CellRemarks:
    """What is wrong with a cell, found in what its row came to. A row that is not judged yet says nothing."""

    def __init__(
        self,
        rows: Sequence[KeyedRow],
        found: ListFindings | None,
        is_shown: Callable[[tuple[int, str]], bool],
        left_alone: int,
    ) -> None:
        self._rows = rows
        self._lenient = found is not None and found.lenient
        self._is_shown = is_shown
        self._left_alone = left_alone

    def get(self, cell: tuple[int, str], /) -> CellProblem | None:
        row, column = cell
        answers = self._rows[row].answers if row < len(self._rows) and row != self._left_alone else None
        if answers is None or answers.judged is None or answers.is_empty() or not self._is_shown(cell):
            return None
        for finding in answers.judged.deficiencies:
            if _column_of(finding.key) == column and not (self._lenient and finding.problem == Problem.MISSING):
                return finding.message, Severity.DEFICIENCY
        said = next((one.message for one in answers.judged.remarks if _column_of(one.key) == column), None)
        return (said, Severity.ADVISORY) if said is not None else None


def _column_of(key: str) -> str:
    return key.rpartition(".")[2]
