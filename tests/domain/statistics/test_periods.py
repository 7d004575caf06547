"""Periods of the statistics, and what their days and months are."""

from datetime import date

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.statistics.periods import Grain, PeriodKind, StatisticsPeriod

DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        (PeriodKind.MONTH, date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (PeriodKind.QUARTER, date(2028, 1, 1), date(2028, 3, 31), "2028年第1季度"),
        (PeriodKind.YEAR, date(2028, 1, 1), date(2028, 12, 31), "2028年"),
        (PeriodKind.DAYS, date(2028, 1, 1), date(2028, 2, 29), "2028年1月1日至2月29日"),
    ],
)
def test_the_period_of_a_day(kind, first, last, words):
    period = StatisticsPeriod.containing(kind, DAY)
    assert (period.first, period.last, period.words) == (first, last, words)


def test_the_one_before_and_after():
    quarter = StatisticsPeriod.containing(PeriodKind.QUARTER, date(2026, 1, 9))
    assert quarter.moved(-1).words == "2025年第4季度"
    assert quarter.moved(4).words == "2027年第1季度"
    days = StatisticsPeriod.between(date(2026, 3, 1), date(2026, 3, 10))
    assert (days.moved(-1).first, days.moved(-1).last) == (date(2026, 2, 19), date(2026, 2, 28))


def test_a_period_over_new_year_names_both_years():
    assert StatisticsPeriod.between(date(2025, 12, 5), date(2026, 1, 4)).words == "2025年12月5日至2026年1月4日"


def test_no_period_ends_before_it_begins():
    with pytest.raises(Refusal, match="结束日期早于开始日期"):
        StatisticsPeriod.between(date(2026, 3, 2), date(2026, 3, 1))


def test_up_to_a_month_is_told_by_the_day_and_longer_by_the_month():
    month = StatisticsPeriod.containing(PeriodKind.MONTH, date(2026, 1, 1))
    longer = StatisticsPeriod.between(date(2026, 1, 15), date(2026, 3, 2))
    assert (month.grain, len(month.steps)) == (Grain.DAY, 31)
    assert longer.grain is Grain.MONTH
    assert longer.steps == (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
