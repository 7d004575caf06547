"""What the statistics sheet (业务统计表) shows: its figures, its tables, its charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from counter_app.documents.punctuation import printed
from counter_app.domain.basics.counted import Dimension
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.statistics.charts import Chart
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.domain.statistics.report import StatisticsReport
from counter_app.domain.statistics.words import (
    GROUP_COLUMNS,
    course_chart,
    defects_chart,
    figure_lines,
    group_lines,
    inspection_words,
    order_words,
    tip_words,
)

Columns: TypeAlias = Mapping[str, Callable[[Any], str]]

MOST_GROUPS: Final = 10
"""Lines of the table by place category on a sheet of one page; the workbook has all."""


def statistics_of(facts: PaperFacts) -> StatisticsReport:
    """The statistics a paper is about; blank ones for a paper of a case."""
    if facts.statistics is not None:
        return facts.statistics
    return StatisticsReport(StatisticsPeriod.containing(PeriodKind.MONTH, facts.issued_at.date()))


def _by(facts: PaperFacts) -> Dimension:
    return next(iter(statistics_of(facts).groups), Dimension.WINDOW)


def _groups(facts: PaperFacts) -> Sequence[tuple[str, ...]]:
    return group_lines(statistics_of(facts), _by(facts), MOST_GROUPS)


def _cell(place: int) -> Callable[[tuple[str, ...]], str]:
    return lambda line: printed(line[place])


TABLES: Final[Mapping[str, tuple[Callable[[PaperFacts], Sequence[Any]], Columns]]] = {
    "statistics_groups": (
        _groups,
        {"分类": _cell(0), **{name: _cell(place) for place, name in enumerate(GROUP_COLUMNS, 1)}},
    ),
}

_FIGURES: Final = tuple(
    line.key for line in figure_lines(StatisticsReport(StatisticsPeriod.containing(PeriodKind.YEAR, date(2026, 1, 1))))
)


def _figure(key: str) -> Callable[[PaperFacts], str]:
    return lambda facts: next(line.words for line in figure_lines(statistics_of(facts)) if line.key == key)


VARIABLES: Final[Mapping[str, Callable[[PaperFacts], str]]] = {
    "statistics.period": lambda facts: statistics_of(facts).period.words,
    "statistics.by": lambda facts: _by(facts).label,
    "statistics.inspection_words": lambda facts: printed(inspection_words(statistics_of(facts))),
    "statistics.order_words": lambda facts: printed(order_words(statistics_of(facts))),
    "statistics.tip_words": lambda facts: printed(tip_words(statistics_of(facts))),
    **{f"statistics.{key}": _figure(key) for key in _FIGURES},
}

CHARTS: Final[Mapping[str, Callable[[PaperFacts], Chart]]] = {
    "course": lambda facts: course_chart(statistics_of(facts)),
    "defects": lambda facts: defects_chart(statistics_of(facts)),
}
"""The charts a template may ask for."""
