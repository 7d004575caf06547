"""The batches, and the cases of one of them, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office
from counter_app.domain.calendar.waiting import days_left, urgency
from counter_app.domain.transfer.batch import BatchState, TransferItem
from counter_app.services.ports import BatchCase, BatchLine
from counter_app.services.transfer.batches import BatchView
from counter_app.ui.widgets.case_table import URGENCY_TONES, day_cell
from counter_app.ui.widgets.table_model import Cell, Ordered, Row

NO_NAME: Final = "（未填单位名称）"
BATCH_COLUMNS: Final = ("批次", "状态", "件数", "已扫", "页数", "最早期限", "电子数据包", "结果", "工作人员")
_BATCH_TONES: Final = {
    BatchState.OPEN: "accent",
    BatchState.CLOSED: "amber",
    BatchState.HANDED_OVER: "ink",
    BatchState.SETTLED: "green",
    BatchState.DISSOLVED: "quiet",
}


def batch_rows(lines: Sequence[BatchLine], office: Office, today: date) -> list[Row]:
    """A row a batch."""
    return [_batch_row(line, office, today) for line in lines]


def batch_name(line: BatchLine, office: Office) -> str:
    """A batch by its number, or by when it was begun."""
    if line.number is not None:
        return office.written(line.number, prefix=False)
    begun = line.opened_at.astimezone(ZoneInfo(office.time_zone))
    return f"{begun.month}月{begun.day}日 {begun:%H:%M} 开始"


def _batch_row(line: BatchLine, office: Office, today: date) -> Row:
    due: Cell = ("", "ink")
    if line.due is not None and line.state in (BatchState.OPEN, BatchState.CLOSED):
        tone = URGENCY_TONES[urgency(line.due, today)]
        due = day_cell(line.due, today, tone, beside=f"  {days_left(line.due, today)}")
    elif line.due is not None:
        due = day_cell(line.due, today)
    decided = f"接收{line.accepted}件" + (f"，退回{line.refused}件" if line.refused else "")
    return (
        (batch_name(line, office), "ink"),
        (line.state.label, _BATCH_TONES[line.state]),
        (str(line.cases), "ink"),
        (str(line.scanned), "red" if line.scanned < line.cases else "ink"),
        (str(line.pages), "ink"),
        due,
        ("已生成" if line.package is not None else "", "green"),
        (decided if line.accepted or line.refused else "", "red" if line.refused else "ink"),
        (f"{line.window} {line.clerk}", "quiet"),
    )


CASE_COLUMNS: Final = ("件号", "核对", "单位", "编号", "状态", "收到", "剩余天数", "页数", "扫描件", "接收")


def case_rows(view: BatchView) -> list[Row]:
    """A row a case of a batch, in the order of their 件号."""
    return [_case_row(view, item) for item in view.batch.items]


def _case_row(view: BatchView, item: TransferItem) -> Row:
    case: BatchCase | None = view.cases.get(item.reference)
    numbers = (
        "、".join(view.office.written(number, prefix=False) for number in case.papers)
        if case is not None
        else item.reference
    )
    going = view.batch.state in (BatchState.OPEN, BatchState.CLOSED)
    tone = URGENCY_TONES[urgency(item.due, view.today)]
    return (
        (str(item.position), "ink"),
        _checked(view, item),
        ((case.unit_name if case is not None else "") or NO_NAME, "ink"),
        (numbers, "ink"),
        (case.state.label if case is not None else "", "ink"),
        day_cell(item.held_since, view.today),
        Ordered(days_left(item.due, view.today) if going else "", tone, "", item.due),
        (str(item.pages), "ink"),
        _scans(view, item, case),
        _decided(item),
    )


def _scans(view: BatchView, item: TransferItem, case: BatchCase | None) -> tuple[str, str]:
    number = str(case.scans) if case is not None and case.scans else ""
    return (f"{number or '0'} 生成后有变动", "red") if item.reference in view.unpacked else (number, "ink")


def _checked(view: BatchView, item: TransferItem) -> tuple[str, str]:
    if item.reference in view.changed:
        return "有改动，再扫一次", "red"
    return ("✓ 已扫", "green") if item.scanned_at is not None else ("未扫码", "amber")


def _decided(item: TransferItem) -> tuple[str, str]:
    if item.decision is None:
        return "", "ink"
    if not item.decision.accepted:
        return f"退回：{item.decision.reason}", "red"
    archive = item.decision.archive
    return f"接收  {archive.written}" if archive is not None else "接收", "green"
