"""The workbook of the statistics: a sheet for the figures, and one for each table."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.basics.listing import ListCell, ListColumn, ListSheet
from counter_app.domain.statistics.periods import Grain
from counter_app.domain.statistics.report import DEFINITIONS, CaseFigures, Named, OrderFigures, StatisticsReport
from counter_app.domain.statistics.words import figure_lines, rate


def sheets_of(report: StatisticsReport) -> list[ListSheet]:
    """What is counted as numbers, so that a spreadsheet can go on with it."""
    words = report.period.words
    unit = "日期" if report.period.grain is Grain.DAY else "月份"
    return [
        ListSheet("汇总", _columns((f"{words}统计", 26), ("数值", 12), ("单位", 8)), _figures(report)),
        ListSheet(
            "走势",
            _columns((unit, 13), ("受理", 10), ("备案", 10), ("首次来办", 10), ("首次即齐全", 12)),
            [[step.on, step.received, step.finished, step.judged, step.at_once] for step in report.steps],
        ),
        *(ListSheet(f"按{by.label}", _group_columns(by), _groups(report, by)) for by in Dimension),
        ListSheet("告知事项", _columns(("事项", 44), ("告知书份数", 12)), _named(report.defects)),
        ListSheet(
            "监督检查",
            _columns(("检查类型", 22), ("次数", 10), ("未发现问题", 12), ("发现问题", 12)),
            [[line.words, line.all, line.conforming, line.in_breach] for line in report.inspections],
        ),
        ListSheet("不符合项目", _columns(("项目", 44), ("次数", 10)), _named(report.breaches)),
        ListSheet(
            "责令改正与复查",
            _columns(("事项", 30), ("件数", 10)),
            _orders(report.orders),
        ),
        ListSheet(
            "举报",
            _columns(("类别", 44), ("件数", 10), ("待核查", 10), ("已答复", 10)),
            [[line.words, line.all, line.open, line.answered] for line in report.tips],
        ),
        ListSheet("口径", _columns(("指标", 18), ("口径", 100)), [[name, said] for name, said in DEFINITIONS]),
    ]


def _columns(*columns: tuple[str, int]) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(title, width) for title, width in columns)


def _figures(report: StatisticsReport) -> list[list[ListCell]]:
    lines = figure_lines(report)
    return [[one.name, one.number if one.number is not None else one.said, one.unit] for one in lines]


def _group_columns(by: Dimension) -> tuple[ListColumn, ...]:
    return _columns(
        (by.label, 30),
        ("受理", 10),
        ("首次即齐全", 12),
        ("首次告知补正", 13),
        ("首次即齐全率", 13),
        ("告知书", 10),
        ("再次告知", 10),
        ("未一次性告知", 13),
        ("备案", 10),
        ("用时中位数（天）", 16),
    )


def _groups(report: StatisticsReport, by: Dimension) -> list[list[ListCell]]:
    return [_group(name, told) for name, told in report.groups.get(by, ())]


def _group(name: str, told: CaseFigures) -> list[ListCell]:
    notices = told.first_notices + told.further_notices
    return [
        *(name, told.received, told.at_once, told.noticed, rate(told.pass_rate), notices, told.further_notices),
        *(told.broken_promises, told.finished, "" if told.median_days is None else f"{told.median_days:g}"),
    ]


def _orders(orders: OrderFigures) -> list[list[ListCell]]:
    told = [Named("", "本期出具的通知书", orders.issued)]
    told += [Named("", f"其中{one.words}", one.number) for one in orders.by_state]
    told += [Named("", f"复查：{one.words}", one.number) for one in orders.reinspections]
    told += [Named("", "现在待复查", orders.open_now), Named("", "其中超期未复查", orders.overdue_now)]
    return _named(told)


def _named(lines: Sequence[Named]) -> list[list[ListCell]]:
    return [[one.words, one.number] for one in lines]
