"""A typical day, for looking at the day sheet without one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.filing.day_end import (
    DayBrokenPromise,
    DayDraft,
    DayFacts,
    DayHeldPaper,
    DayNumberLine,
    DaySeries,
    MonthSoFar,
)

_UNITS: Final = (
    "大关县示例商贸有限公司",
    "大关县示例中学",
    "云南省示例文化旅游投资开发集团大关有限责任公司黄连河分公司",
)
_REFERENCE: Final = "AJ0000000000"


def sample_day(now: datetime) -> DayFacts:
    """A day with every list filled; `now` is in the office's zone."""
    today = now.date()
    notices = [Number("备告", 2026, ordinal) for ordinal in (12, 13, 14)]
    receipts = [Number("备收", 2026, ordinal) for ordinal in (30, 31)]
    voided = _number(notices[1], "一次性告知书", _UNITS[1], now - timedelta(hours=1), voided="打印损坏，已收回重办")
    numbers = (
        _number(notices[0], "一次性告知书", _UNITS[0], now - timedelta(hours=2)),
        voided,
        _number(notices[2], "一次性告知书", _UNITS[2], now - timedelta(minutes=9)),
        _number(receipts[0], "收件凭证", _UNITS[1], now - timedelta(minutes=40)),
        _number(receipts[1], "收件凭证", _UNITS[2], now - timedelta(minutes=2), prints=0),
    )
    return DayFacts(
        day=today,
        series=(
            DaySeries("一次性告知书", "备告", notices[0].written(), notices[-1].written(), 3, 1, 14),
            DaySeries("收件凭证", "备收", receipts[0].written(), receipts[-1].written(), 2, 0, 31),
            DaySeries("备案回执", "备回", "", "", 0, 0, 22),
        ),
        numbers=numbers,
        voided=(voided,),
        unserved=(numbers[2],),
        unprinted=(numbers[4],),
        drafts=(DayDraft(_UNITS[0], today - timedelta(days=3), "已3天", "3号窗口 王示例", _REFERENCE),),
        held=(
            DayHeldPaper(_UNITS[2], 2, date(2026, 1, 31), _due(date(2026, 2, 28)), "超期2天", _REFERENCE),
            DayHeldPaper(_UNITS[1], 1, today, _due(date(2026, 4, 2)), "余31天", _REFERENCE),
        ),
        promises=(
            DayBrokenPromise(
                notices[2].written(), "经办人身份证件无法辨认", "首次核对时未放大查看", "赵𬱖", _REFERENCE
            ),
        ),
        month=MonthSoFar(14, 3, 1, 22, 2),
        held_cases=3,
        draft_cases=1,
        trail="第1286条，校验码3F2A-91C0",
    )


def _number(number: Number, title: str, unit: str, at: datetime, *, prints: int = 1, voided: str = "") -> DayNumberLine:
    by, when = ("3号窗口 王示例", at + timedelta(minutes=4)) if voided else ("", None)
    return DayNumberLine(
        number, number.written(), title, unit, at, _REFERENCE, number.barcode, prints, voided, by, when
    )


def _due(day: date) -> DueDate:
    return DueDate(day, "", calendar_complete=True)
