"""A queue as a table: which columns it has, and how its lines read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.calendar.waiting import Queue, Urgency
from counter_app.domain.filing.delivery import DeliveryWay
from counter_app.domain.filing.filing import FilingState
from counter_app.services.lists.queues import WaitingCase
from counter_app.ui.style import theme

UNIT: Final = "单位"
_TONES: Final = {
    FilingState.DRAFT: "ink",
    FilingState.DEFICIENT: "red",
    FilingState.COMPLETE: "accent",
    FilingState.FILED: "green",
    FilingState.WITHDRAWN: "quiet",
}
URGENCY_TONES: Final = {Urgency.NORMAL: "ink", Urgency.SOON: "amber", Urgency.OVERDUE: "red"}
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


def short_day(day: date, today: date) -> str:
    """`3月2日`, with the year where it is not this one."""
    said = f"{day.month}月{day.day}日"
    return said if day.year == today.year else f"{day.year}年{said}"


class QueueTable(QAbstractTableModel):
    """Lines of one queue. Of persons only what the service gives: masked names."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[WaitingCase] = []
        self._office = Office("")
        self._today = date.min
        self.queue = Queue.TODAY

    def show(self, queue: Queue, lines: Sequence[WaitingCase], office: Office, today: date) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.queue, self._lines, self._office, self._today = queue, list(lines), office, today
        self.endResetModel()

    def append(self, lines: Sequence[WaitingCase]) -> None:
        """Show more lines below."""
        if lines:
            self.beginInsertRows(_NOWHERE, len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines.extend(lines)
            self.endInsertRows()

    def line(self, row: int) -> WaitingCase | None:
        """The line in `row`, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, reference: str) -> int:
        """The row of a case, -1 where it is not in the table."""
        return next((row for row, line in enumerate(self._lines) if line.case.reference == reference), -1)

    @property
    def columns(self) -> tuple[str, ...]:
        """The words above the columns."""
        return _COLUMNS[self.queue]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, and the colour of a state or of a last day; the words say it too."""
        line, column = self._lines[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(line, column)
            case Qt.ItemDataRole.ToolTipRole if column == "最后一日" and line.due is not None:
                return printed(line.due.explanation)
            case Qt.ItemDataRole.ToolTipRole if column in (UNIT, "编号"):
                return self.text(line, column)
            case Qt.ItemDataRole.ForegroundRole if column in ("状态", "剩余"):
                tone = _TONES[line.case.state] if column == "状态" else URGENCY_TONES[line.urgency]
                return QColor(theme.current().colours[tone])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column}：{self.text(line, column)}"
            case _:
                return None

    def text(self, line: WaitingCase, column: str) -> str:
        """What a line says in a column."""
        return _TEXTS[column](self, line)

    def _time(self, line: WaitingCase) -> str:
        return f"{line.case.received_at.astimezone(ZoneInfo(self._office.time_zone)):%H:%M}"

    def _since(self, line: WaitingCase) -> str:
        return short_day(line.since, self._today)

    def _last_day(self, line: WaitingCase) -> str:
        if line.due is None:
            return ""
        return short_day(line.due.date, self._today) + ("" if line.due.calendar_complete else "（按周末推算）")


def _served(line: WaitingCase) -> str:
    if line.served is None:
        return "未登记送达"
    return "拒绝签收（有见证）" if line.served.way is DeliveryWay.REFUSED else line.served.way.label


_TEXTS: Final[dict[str, Callable[[QueueTable, WaitingCase], str]]] = {
    "时间": QueueTable._time,  # noqa: SLF001 - this table's own
    "告知": QueueTable._since,  # noqa: SLF001
    "收件": QueueTable._since,  # noqa: SLF001
    "收到": QueueTable._since,  # noqa: SLF001
    "登记": QueueTable._since,  # noqa: SLF001
    "已等": lambda _table, line: line.said,
    "剩余": lambda _table, line: line.left,
    "最后一日": QueueTable._last_day,  # noqa: SLF001
    UNIT: lambda _table, line: line.case.unit_name or "（未填单位名称）",
    "经办人": lambda _table, line: line.case.agent,
    "送达": lambda _table, line: _served(line),
    "状态": lambda _table, line: line.case.state.label,
    "编号": lambda _table, line: "、".join(number.written() for number in line.case.numbers),
    "材料": lambda _table, line: line.case.custody.label,
    "工作人员": lambda _table, line: f"{line.case.window} {line.case.clerk}",
}
_COLUMNS: Final = {
    Queue.TODAY: ("时间", UNIT, "经办人", "状态", "编号", "材料", "工作人员"),
    Queue.DEFICIENT: ("告知", "已等", UNIT, "经办人", "送达", "编号", "材料", "工作人员"),
    Queue.COMPLETE: ("收件", "已等", UNIT, "经办人", "编号", "材料", "工作人员"),
    Queue.TRANSFER: ("收到", "剩余", "最后一日", UNIT, "经办人", "状态", "编号", "工作人员"),
    Queue.DRAFT: ("登记", "已等", UNIT, "经办人", "材料", "工作人员"),
}
