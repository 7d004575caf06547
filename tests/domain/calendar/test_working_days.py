"""Working days from made-up tables, so that each rule is seen alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.working_days import Holiday, WorkingCalendar, YearTable, is_weekend

SPRING = Holiday("春节", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 1, 31), date(2027, 2, 20)))
MAY = Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 3))
TABLE = YearTable(2027, "通知", "文号", (SPRING, MAY))
CALENDAR = WorkingCalendar([TABLE])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2027-01-31", True),  # Sunday, worked
        ("2027-02-04", True),
        ("2027-02-05", False),  # Friday, first day off
        ("2027-02-11", False),
        ("2027-02-12", True),
        ("2027-02-13", False),  # Saturday like any other
        ("2027-02-20", True),  # Saturday, worked
        ("2027-02-21", False),
        ("2027-05-03", False),
        ("2028-02-05", False),  # a Saturday of a year that is not known
        ("2028-02-07", True),
    ],
)
def test_holidays_are_off_and_make_up_workdays_are_on(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_a_day_knows_its_holiday_and_what_it_makes_up_for():
    assert CALENDAR.holiday_on(date(2027, 2, 6)) is SPRING
    assert CALENDAR.holiday_on(date(2027, 2, 13)) is None
    assert CALENDAR.make_up_on(date(2027, 2, 20)) is SPRING
    assert CALENDAR.make_up_on(date(2027, 2, 6)) is None


def test_the_next_working_day_leaps_over_a_holiday():
    assert CALENDAR.next_working_day(date(2027, 2, 4)) == date(2027, 2, 12)
    assert CALENDAR.next_working_day(date(2027, 2, 19)) == date(2027, 2, 20)
    assert CALENDAR.working_day_from(date(2027, 2, 5)) == date(2027, 2, 12)
    assert CALENDAR.working_day_from(date(2027, 2, 20)) == date(2027, 2, 20)


def test_no_day_comes_after_the_last():
    with pytest.raises(Refusal):
        CALENDAR.next_working_day(date.max)


def test_a_calendar_says_which_years_it_knows():
    assert CALENDAR.years == (2027,)
    assert CALENDAR.table(2027) is TABLE
    assert CALENDAR.has_year(2027)
    assert not CALENDAR.has_year(2028)
    assert CALENDAR.table(2028) is None


def test_without_any_table_only_weekends_are_off():
    calendar = WorkingCalendar()
    assert calendar.years == ()
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 10, 10))


def test_a_span_cuts_the_holidays_at_its_ends():
    found = CALENDAR.holidays_between(date(2027, 2, 9), date(2027, 5, 1))
    assert [(each.name, each.first, each.last) for each in found] == [
        ("春节", date(2027, 2, 9), date(2027, 2, 11)),
        ("劳动节", date(2027, 5, 1), date(2027, 5, 1)),
    ]
    assert CALENDAR.make_up_workdays_between(date(2027, 1, 31), date(2027, 2, 19)) == [date(2027, 1, 31)]


def test_a_notice_may_rule_on_the_december_before_it():
    new_year = Holiday("元旦", date(2018, 12, 30), date(2019, 1, 1), (date(2018, 12, 29),))
    calendar = WorkingCalendar([YearTable(2019, "通知", "文号", (new_year,))])
    assert calendar.is_working_day(date(2018, 12, 29))
    assert not calendar.is_working_day(date(2018, 12, 31))
    assert not calendar.has_year(2018)


@settings(deadline=None)  # the clock of a busy machine judges nothing here
@given(st.dates(date(2026, 6, 1), date(2029, 12, 31)), st.integers(1, 1500))
def test_whole_weeks_at_once_end_where_single_steps_do(start, count):
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working_day(day)
    assert CALENDAR.nth_working_day_after(start, count) == day


@settings(deadline=None)
@given(st.dates(date(2028, 1, 1), date(2030, 1, 1)))
def test_beyond_the_tables_a_working_day_is_any_but_a_weekend(day):
    assert CALENDAR.is_working_day(day) is not is_weekend(day)
