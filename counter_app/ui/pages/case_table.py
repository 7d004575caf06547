"""Cases as a table: the rows, and how they read."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from counter_app.domain.filing import FilingState
from counter_app.domain.office import Office
from counter_app.services.ports import CaseLine
from counter_app.ui import theme

COLUMNS: Final = ("时间", "单位", "经办人", "状态", "编号", "材料", "工作人员")
UNIT, STATE, NUMBERS = 1, 3, 4
_TONES: Final = {
    FilingState.DRAFT: "ink",
    FilingState.DEFICIENT: "red",
    FilingState.COMPLETE: "accent",
    FilingState.FILED: "green",
    FilingState.WITHDRAWN: "quiet",
}
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class CaseTable(QAbstractTableModel):
    """Cases, one a row. Of persons only what the service gives: masked names."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[CaseLine] = []
        self._office = Office("")
        self._with_day = False

    def show(self, lines: Sequence[CaseLine], office: Office, *, with_day: bool) -> None:
        """Show other lines; `with_day` writes the day before the time."""
        self.beginResetModel()
        self._lines, self._office, self._with_day = list(lines), office, with_day
        self.endResetModel()

    def line(self, row: int) -> CaseLine | None:
        """The case in `row`, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, reference: str) -> int:
        """The row of a case, -1 where it is not in the table."""
        return next((row for row, line in enumerate(self._lines) if line.reference == reference), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many cases there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, and the colour of a state."""
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, index.column())
            case Qt.ItemDataRole.ToolTipRole if index.column() in (UNIT, NUMBERS):
                return self._text(line, index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() == STATE:
                return QColor(theme.current().colours[_TONES[line.state]])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{COLUMNS[index.column()]}:{self._text(line, index.column())}"
            case _:
                return None

    def _text(self, line: CaseLine, column: int) -> str:
        local = line.received_at.astimezone(ZoneInfo(self._office.time_zone))
        day = f"{line.received_on.month}月{line.received_on.day}日 " if self._with_day else ""
        return (
            f"{day}{local:%H:%M}",
            line.unit_name or "（未填单位名称）",
            line.agent,
            line.state.label,
            "、".join(number.written() for number in line.numbers),
            line.custody.label,
            f"{line.window} {line.clerk}",
        )[column]
