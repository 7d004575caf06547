"""A year of a county's counter, for looking at the statistics sheet without one."""

from __future__ import annotations

from datetime import date
from typing import Final

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.domain.statistics.report import (
    CaseFigures,
    HandOvers,
    InspectionCounts,
    Named,
    OrderFigures,
    StatisticsReport,
    Step,
    TipLine,
    together,
)

_MONTHS: Final = ((41, 38, 30), (23, 25, 18), (52, 47, 39), (61, 55, 44), (58, 60, 45), (73, 66, 57))
_WINDOWS: Final = (
    ("1号窗口", CaseFigures(231, 168, 57, 6, 2, 6, 57, 9, 1, 214, 8, {0: 160, 1: 31, 3: 20, 9: 8, 27: 3})),
    ("2号窗口", CaseFigures(214, 171, 40, 5, 1, 3, 40, 4, 0, 199, 6, {0: 165, 1: 22, 2: 9, 6: 9})),
    ("3号窗口", CaseFigures(171, 127, 41, 5, 4, 3, 41, 7, 2, 153, 2, {0: 118, 1: 20, 4: 12, 31: 5})),
)
_DEFECTS: Final = (
    ("委托办理备案授权书：未加盖单位公章", 61),
    ("统一社会信用代码：校验不符", 34),
    ("图像采集设备数量：前后不一致", 27),
    ("经办人身份证件：未提交", 19),
    ("安装位置：未填写", 16),
    ("委托办理备案授权书：委托单位与备案单位不符", 11),
    ("视频图像信息存储期限（天）：未填写", 8),
    ("图像采集设备清单：未填写", 6),
)


def sample_statistics(today: date) -> StatisticsReport:
    """The year before `today`, with every part filled."""
    period = StatisticsPeriod.containing(PeriodKind.YEAR, date(today.year - 1, 1, 1))
    courses = zip(period.steps, (*_MONTHS, *_MONTHS), strict=True)
    return StatisticsReport(
        period=period,
        total=together(told for _name, told in _WINDOWS),
        steps=tuple(Step(on, received, filed, at_once, received - 2) for on, (received, filed, at_once) in courses),
        groups={Dimension.WINDOW: _WINDOWS},
        defects=tuple(Named(f"sample.{place}", words, number) for place, (words, number) in enumerate(_DEFECTS)),
        hand_overs=HandOvers(521, 12, 3, 2),
        inspections=(
            InspectionCounts("一般检查", 84, 21),
            InspectionCounts("专业检查", 12, 7),
            InspectionCounts("其他公共场所检查", 20, 4),
        ),
        breaches=(Named("sign", "提示标识", 14), Named("retention", "存储期限", 9), Named("filed", "备案", 6)),
        orders=OrderFigures(
            issued=29,
            by_state=(Named("issued", "待复查", 5), Named("closed", "已整改", 22), Named("overdue", "逾期未改正", 2)),
            reinspections=(Named("closed", "整改到位", 22), Named("prolonged", "延长改正期限", 3)),
            open_now=5,
            overdue_now=1,
        ),
        tips=(TipLine("在禁止区域、部位安装", 4, 3, 1), TipLine("其他", 2, 2, 0)),
    )
