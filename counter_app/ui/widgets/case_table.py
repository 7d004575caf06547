"""How the lines of a queue read: its columns, and a row a case."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.calendar.waiting import Queue, Urgency
from counter_app.domain.filing.delivery import DeliveryWay
from counter_app.domain.filing.filing import FilingState
from counter_app.services.lists.queues import WaitingCase
from counter_app.ui.widgets.table_model import Cell, Ordered, Row

UNIT: Final = "单位"
_STATE: Final = "状态"
_TONES: Final = {
    FilingState.DRAFT: "ink",
    FilingState.DEFICIENT: "red",
    FilingState.COMPLETE: "accent",
    FilingState.FILED: "green",
    FilingState.WITHDRAWN: "quiet",
}
URGENCY_TONES: Final = {Urgency.NORMAL: "ink", Urgency.SOON: "amber", Urgency.OVERDUE: "red"}


def short_day(day: date, today: date) -> str:
    """`3月2日`, with the year where it is not this one."""
    said = f"{day.month}月{day.day}日"
    return said if day.year == today.year else f"{day.year}年{said}"


def day_cell(day: date, today: date, tone: str = "ink", *, beside: str = "", tip: str = "") -> Ordered:
    """A day in a table, `beside` written behind it; sorted by the day."""
    return Ordered(short_day(day, today) + beside, tone, tip, day)


def queue_rows(queue: Queue, lines: Sequence[WaitingCase], office: Office, today: date) -> list[Row]:
    """A row a case. Of persons only what the service gives: masked names."""
    return [tuple(_cell(column, line, today, office) for column in QUEUE_COLUMNS[queue]) for line in lines]


def _cell(column: str, line: WaitingCase, today: date, office: Office) -> Cell:
    """What a line says in a column, and the colour of a state or of a last day; the words say it too."""
    match column:
        case "时间":
            return f"{line.case.received_at.astimezone(ZoneInfo(office.time_zone)):%H:%M}", "ink"
        case "告知" | "收件" | "收到" | "登记":
            return day_cell(line.since, today)
        case "剩余天数":
            return Ordered(line.left, URGENCY_TONES[line.urgency], "", line.due.date if line.due else date.max)
        case "截止日期" if line.due is not None:
            incomplete = "" if line.due.calendar_complete else "（按周末推算）"
            return day_cell(line.due.date, today, beside=incomplete, tip=printed(line.due.explanation))
        case "已等待天数":
            return Ordered(line.said, "ink", "", -line.since.toordinal())
        case _:
            return _TEXTS[column](line, office), _TONES[line.case.state] if column == _STATE else "ink"


def _served(line: WaitingCase) -> str:
    if line.served is None:
        return "未登记送达"
    if line.served.way is not DeliveryWay.REFUSED:
        return line.served.way.label
    return "拒绝签收（有见证）" if line.served.witness else "拒绝签收（有录音录像）"


_TEXTS: Final[dict[str, Callable[[WaitingCase, Office], str]]] = {
    "截止日期": lambda _line, _office: "",
    UNIT: lambda line, _office: line.case.unit_name or "（未填单位名称）",
    _STATE: lambda line, _office: line.case.state.label,
    "经办人": lambda line, _office: line.case.agent,
    "送达": lambda line, _office: _served(line),
    "编号": lambda line, office: "、".join(office.written(number, prefix=False) for number in line.case.numbers),
    "材料": lambda line, _office: line.case.custody.label,
    "工作人员": lambda line, _office: f"{line.case.window} {line.case.clerk}",
}
QUEUE_COLUMNS: Final = {
    Queue.TODAY: ("时间", UNIT, "经办人", "状态", "编号", "材料", "工作人员"),
    Queue.DEFICIENT: ("告知", "已等待天数", UNIT, "经办人", "送达", "编号", "材料", "工作人员"),
    Queue.COMPLETE: ("收件", "已等待天数", UNIT, "经办人", "编号", "材料", "工作人员"),
    Queue.TRANSFER: ("收到", "剩余天数", "截止日期", UNIT, "经办人", "状态", "编号", "工作人员"),
    Queue.DRAFT: ("登记", "已等待天数", UNIT, "经办人", "材料", "工作人员"),
}
