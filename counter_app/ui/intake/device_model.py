"""The rows of the device table: what was typed, unread, with every change undoable."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.answers import display_typed
from counter_app.domain.forms.forms import FieldType, Severity
from counter_app.ui.intake.keyed_rows import KeyedRow
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import current
from counter_app.ui.widgets.choice_matching import Choices, named_place, place_of

Row: TypeAlias = Mapping[str, str]
"""Values by column key, as typed (codes for choices), blank ones left out. Never changed, only replaced."""

CellProblem: TypeAlias = tuple[str, Severity]
"""The words of a problem and how they are shown."""


class CellProblems(Protocol):
    """A mapping from row (from 0) and column key, or such: asked for the cells in sight, never for a whole list."""

    def get(self, cell: tuple[int, str], /) -> CellProblem | None:
        """What is wrong with a cell."""


_Index: TypeAlias = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_SCRIPTS = {
    "code": Script.CODE,
    "integer": Script.DIGITS,
    "decimal": Script.DECIMAL,
    "date": Script.DATE,
    "phone": Script.PHONE,
}


@frozen
class RowMark:
    """What distinguishes a row: a sign beside its number, words for it, and the columns it is about (none: all)."""

    sign: str
    words: str
    columns: frozenset[str] = frozenset()


@frozen
class DeviceColumn:
    """What the table has to know of a column. `width` in pixels at 100 %; demanded columns are those Enter goes to."""

    key: str
    label: str
    type: str = "text"
    choices: Choices = ()
    demanded: bool = False
    width: int = 120
    hint: str = ""
    about: str = ""
    """What it is, under the mouse at its head."""

    @property
    def script(self) -> Script:
        """What is written into its cells."""
        return _SCRIPTS.get(self.type, Script.CHINESE)

    def shown(self, value: str) -> str:
        """The words for a value: the label of a code; else what was typed, as it is read and printed."""
        if not self.choices:
            return display_typed(FieldType(self.type), value)
        place = named_place(self.choices, value) if value else None
        return value if place is None else self.choices[place][1]

    def written(self, value: str) -> str:
        """What stands in the line when the cell is written into: the label of a code, else what was typed."""
        return self.shown(value) if self.choices else value

    def taken(self, text: str) -> str:
        """The value for words that were typed or pasted: the code of a label, else the words."""
        place = place_of(self.choices, text) if self.choices else None
        return text if place is None else self.choices[place][0]


class _Splice(QUndoCommand):
    """Puts `new` in the place of `old`, from row `start` on."""

    def __init__(self, model: "DeviceModel", words: str, start: int, old: list[KeyedRow], new: list[KeyedRow]) -> None:
        super().__init__(words)
        self._model = model
        self._start = start
        self._old = old
        self._new = new

    def redo(self) -> None:
        """Do it."""
        self._model.put(self._start, len(self._old), self._new)

    def undo(self) -> None:
        """Take it back."""
        self._model.put(self._start, len(self._new), self._old)


class DeviceModel(QAbstractTableModel):
    """Rows and columns. A row that did not change stays the same object, so that it need not be judged again."""

    rows_changed = Signal(int, int)
    """First row and number of rows that now stand where something changed; for the view to go to."""
    refused = Signal(Refusal)
    """A `Refusal`: the rows stay as they are."""
    looks_changed = Signal()
    """Cells have other colours and words; what stands in them, and is being written into one, is the same."""

    def __init__(self, columns: Sequence[DeviceColumn], parent: QObject | None = None) -> None:
        """`columns` in the order shown."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.undo_stack = QUndoStack(self)
        self._rows: list[KeyedRow] = []
        self._problems: CellProblems = {}
        self._marks: Mapping[int, RowMark] = {}
        self.read_only = False

    @property
    def rows(self) -> list[KeyedRow]:
        """The rows as they stand; the list is the caller's, the rows are not."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; what could be undone before is forgotten."""
        self.beginResetModel()
        self._rows = [_kept(row) for row in rows]
        self._problems = {}
        self.undo_stack.clear()
        self.endResetModel()

    def set_problems(self, problems: CellProblems) -> None:
        """Show problems by row (from 0) and column key; all others are gone."""
        self._problems = problems
        self.looks_changed.emit()

    def set_marks(self, marks: Mapping[int, RowMark]) -> None:
        """Mark rows (counted from 0); all others are plain."""
        if marks == self._marks:
            return
        self._marks = dict(marks)
        self.looks_changed.emit()

    def problem(self, row: int, column: int) -> CellProblem | None:
        """What is wrong with a cell."""
        return self._problems.get((row, self.columns[column].key))

    def replace(self, start: int, count: int, new: Sequence[Row], words: str) -> bool:
        """Put `new` in the place of `count` rows from `start` on, as one undoable step called `words`.

        False where the rows stay as they are: the table is locked, or would grow beyond what a case may hold.
        """
        if self.read_only:
            return False
        old = self._rows[start : start + count]
        if len(new) > len(old) and len(self._rows) - len(old) + len(new) > MOST_ROWS:
            self.refuse_growth(words)
            return False
        kept = [_kept(row) for row in new]
        if kept != old:
            self.undo_stack.push(_Splice(self, words, start, old, kept))
        return True

    def refuse_growth(self, words: str) -> None:
        """Say that the act called `words` would make more rows than a case may hold."""
        sentence = f"设备清单最多{MOST_ROWS}行，{words}后会超过，没有改动"
        self.refused.emit(Refusal(sentence, f"删去多余的行，每件不超过{MOST_ROWS}行"))

    def put(self, start: int, count: int, new: list[KeyedRow]) -> None:
        """Do what a step says; for the undo stack."""
        same = min(count, len(new))
        changed = [place for place in range(same) if self._rows[start + place] is not new[place]]
        self._rows[start : start + same] = new[:same]
        if changed:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(start + changed[0], 0), self.index(start + changed[-1], last))
        if count > same:
            self.beginRemoveRows(_NOWHERE, start + same, start + count - 1)
            del self._rows[start + same : start + count]
            self.endRemoveRows()
        elif len(new) > same:
            self.beginInsertRows(_NOWHERE, start + same, start + len(new) - 1)
            self._rows[start + same : start + same] = new[same:]
            self.endInsertRows()
        if count != len(new):
            self._problems = {}  # they are known by row: whoever judges says them anew
        self.rows_changed.emit(start, len(new))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every cell can be written into, unless the table is locked."""
        flags = super().flags(index)
        return flags if self.read_only else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt
        """Labels above, numbers from 1 at the left."""
        if orientation == Qt.Orientation.Vertical:
            marked = self._marks.get(section)
            if role == Qt.ItemDataRole.ToolTipRole:
                return marked.words if marked is not None else None
            number = section + 1 if marked is None else f"{marked.sign} {section + 1}"
            return number if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{column.label} *" if column.demanded else column.label
            case Qt.ItemDataRole.ToolTipRole:
                return column.about or column.hint or ("必填" if column.demanded else "选填")
            case _:
                return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt
        """The words in a cell, what is wrong with it (an empty one says it itself), and its colours."""
        column = self.columns[index.column()]
        value = self._rows[index.row()].get(column.key, "")
        if role == Qt.ItemDataRole.EditRole:
            return column.written(value)
        problem = self.problem(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:  # reading it costs more than all other roles, asked at each painting
            return column.shown(value) or (problem[0] if problem is not None else "")
        if problem is not None:
            return _told(role, problem)
        return self._marked(index.row(), column.key, role) if self._marks else None

    def _marked(self, row: int, column: str, role: int) -> Any:  # noqa: ANN401 - as Qt
        mark = self._marks.get(row)
        if mark is None or (mark.columns and column not in mark.columns):
            return None
        match role:
            case Qt.ItemDataRole.BackgroundRole:
                return current().colours["accent_soft"]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return mark.words
            case _:
                return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 - as Qt
        """Write into one cell."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        row = self._rows[index.row()]
        changed = {**row, column.key: column.taken(str(value).strip())}
        self.replace(index.row(), 1, [changed], f"填写{column.label}")
        return True


def _told(role: int, problem: CellProblem) -> Any:  # noqa: ANN401 - as Qt
    """What a cell with a problem has beside its words."""
    words, severity = problem
    tone = "red" if severity is Severity.DEFICIENCY else "amber"
    match role:
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
            return words
        case Qt.ItemDataRole.BackgroundRole:
            return current().colours[f"{tone}_soft"]
        case Qt.ItemDataRole.ForegroundRole:
            return current().colours[tone]
        case _:
            return None


def _kept(row: Row) -> KeyedRow:
    return row if isinstance(row, KeyedRow) else KeyedRow([item for item in row.items() if item[1]])
