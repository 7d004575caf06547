"""Periods of the law, held against dates worked out by hand from the notices and against a second calendar."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import (
    days_after,
    filing_due,
    months_after,
    reinspection_due,
    transfer_due,
    working_days_after,
)
from counter_app.domain.calendar.working_days import Holiday, WorkingCalendar, YearTable
from counter_app.paths import resources_dir

CALENDAR = load_working_calendar(Folders(resources_dir()))
TABLED = st.dates(date(2024, 1, 1), date(2026, 12, 30))
ANY = st.dates(date(2020, 1, 1), date(2035, 12, 31))
PERIODS = st.sampled_from([months_after, days_after, working_days_after])


def iso(text):
    return date.fromisoformat(text)


MONTHS = [
    ("2024-01-01", 1, "2024-02-01"),
    ("2024-01-29", 1, "2024-02-29"),
    ("2024-01-30", 1, "2024-02-29"),
    ("2024-01-31", 1, "2024-02-29"),
    ("2024-01-10", 1, "2024-02-18"),  # make-up workday
    ("2024-01-16", 1, "2024-02-18"),  # make-up workday
    ("2024-01-18", 1, "2024-02-18"),  # make-up workday
    ("2024-02-29", 1, "2024-03-29"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-03-04", 1, "2024-04-07"),  # make-up workday
    ("2024-03-05", 1, "2024-04-07"),  # make-up workday
    ("2024-03-07", 1, "2024-04-07"),  # make-up workday
    ("2024-03-28", 1, "2024-04-28"),  # make-up workday
    ("2024-04-01", 1, "2024-05-06"),
    ("2024-04-05", 1, "2024-05-06"),
    ("2024-04-11", 1, "2024-05-11"),  # make-up workday
    ("2024-05-08", 1, "2024-06-11"),
    ("2024-05-10", 1, "2024-06-11"),
    ("2024-08-14", 1, "2024-09-14"),  # make-up workday
    ("2024-08-17", 1, "2024-09-18"),
    ("2024-08-29", 1, "2024-09-29"),  # make-up workday
    ("2024-08-31", 1, "2024-09-30"),
    ("2024-09-01", 1, "2024-10-08"),
    ("2024-09-12", 1, "2024-10-12"),  # make-up workday
    ("2024-11-30", 1, "2024-12-30"),
    ("2024-12-01", 1, "2025-01-02"),
    ("2024-12-31", 2, "2025-02-28"),
    ("2024-12-26", 1, "2025-01-26"),  # make-up workday
    ("2024-12-28", 1, "2025-02-05"),
    ("2025-01-08", 1, "2025-02-08"),  # make-up workday
    ("2025-01-29", 1, "2025-02-28"),
    ("2025-03-04", 1, "2025-04-07"),
    ("2025-03-27", 1, "2025-04-27"),  # make-up workday
    ("2025-04-05", 1, "2025-05-06"),
    ("2025-04-30", 1, "2025-05-30"),
    ("2025-05-31", 1, "2025-06-30"),
    ("2025-08-28", 1, "2025-09-28"),  # make-up workday
    ("2025-09-01", 1, "2025-10-09"),
    ("2025-09-08", 1, "2025-10-09"),
    ("2025-09-11", 1, "2025-10-11"),  # make-up workday
    ("2025-12-01", 1, "2026-01-04"),  # make-up workday
    ("2025-12-04", 1, "2026-01-04"),  # make-up workday
    ("2025-12-31", 2, "2026-02-28"),  # make-up workday
    ("2026-01-14", 1, "2026-02-14"),  # make-up workday
    ("2026-01-15", 1, "2026-02-24"),
    ("2026-01-28", 1, "2026-02-28"),  # make-up workday
    ("2026-01-29", 1, "2026-02-28"),  # make-up workday
    ("2026-01-31", 1, "2026-02-28"),  # make-up workday
    ("2026-03-04", 1, "2026-04-07"),
    ("2026-03-31", 1, "2026-04-30"),
    ("2026-04-09", 1, "2026-05-09"),  # make-up workday
    ("2026-05-19", 1, "2026-06-22"),
    ("2026-08-20", 1, "2026-09-20"),  # make-up workday
    ("2026-08-25", 1, "2026-09-28"),
    ("2026-09-10", 1, "2026-10-10"),  # make-up workday
]

DAYS = [
    ("2025-04-01", 30, "2025-05-06"),
    ("2025-04-02", 30, "2025-05-06"),
    ("2025-05-01", 30, "2025-06-03"),
    ("2025-05-03", 30, "2025-06-03"),
    ("2025-08-29", 30, "2025-09-28"),  # make-up workday
    ("2025-09-08", 30, "2025-10-09"),
    ("2026-01-15", 30, "2026-02-14"),  # make-up workday
    ("2026-01-16", 30, "2026-02-24"),
    ("2026-01-24", 30, "2026-02-24"),
    ("2026-01-29", 30, "2026-02-28"),  # make-up workday
    ("2026-04-09", 30, "2026-05-09"),  # make-up workday
    ("2026-08-21", 30, "2026-09-20"),  # make-up workday
    ("2026-09-10", 30, "2026-10-10"),  # make-up workday
    ("2026-09-01", 30, "2026-10-08"),
    ("2024-01-30", 30, "2024-02-29"),
    ("2025-12-02", 30, "2026-01-04"),  # make-up workday
]

WORKING_DAYS = [
    ("2024-02-02", 3, "2024-02-06"),
    ("2024-02-08", 3, "2024-02-19"),
    ("2024-04-03", 1, "2024-04-07"),  # make-up workday
    ("2024-04-26", 3, "2024-04-30"),
    ("2024-09-13", 3, "2024-09-19"),
    ("2024-09-30", 3, "2024-10-10"),
    ("2024-12-31", 3, "2025-01-06"),
    ("2025-01-24", 3, "2025-02-05"),
    ("2025-01-27", 3, "2025-02-07"),
    ("2025-04-25", 3, "2025-04-29"),
    ("2025-09-30", 3, "2025-10-11"),  # make-up workday
    ("2025-12-31", 3, "2026-01-06"),
    ("2026-02-13", 3, "2026-02-25"),
    ("2026-02-12", 3, "2026-02-24"),
    ("2026-02-26", 3, "2026-03-02"),
    ("2026-04-30", 3, "2026-05-08"),
    ("2026-05-06", 3, "2026-05-09"),  # make-up workday
    ("2026-06-18", 3, "2026-06-24"),
    ("2026-09-18", 3, "2026-09-22"),
    ("2026-09-24", 3, "2026-09-30"),
    ("2026-09-30", 1, "2026-10-08"),
    ("2026-09-30", 3, "2026-10-10"),  # make-up workday
    ("2026-10-03", 3, "2026-10-10"),  # make-up workday
    ("2026-10-10", 3, "2026-10-14"),
]


@pytest.mark.parametrize(("start", "months", "due"), MONTHS)
def test_months_end_on_the_corresponding_day_or_the_next_working_day(start, months, due):
    found = months_after(iso(start), months, CALENDAR)
    assert (found.date, found.calendar_complete) == (iso(due), True)


@pytest.mark.parametrize(("start", "days", "due"), DAYS)
def test_days_end_on_the_next_working_day(start, days, due):
    found = days_after(iso(start), days, CALENDAR)
    assert (found.date, found.calendar_complete) == (iso(due), True)


@pytest.mark.parametrize(("start", "count", "due"), WORKING_DAYS)
def test_working_days_skip_holidays_and_count_make_up_workdays(start, count, due):
    found = working_days_after(iso(start), count, CALENDAR)
    assert (found.date, found.calendar_complete) == (iso(due), True)


# The acts of the counter -------------------------------------------------------------------------------------------


def test_paper_received_on_the_last_of_january_is_due_on_a_saturday_that_is_worked():
    due = transfer_due(date(2026, 1, 31), CALENDAR)
    assert due.date == date(2026, 2, 28)
    assert due.explanation == (
        "1个月:自2月1日起算(1月31日当日不计),2月没有31日,到月末2月28日;2月28日(周六)为调休上班,不顺延"
    )
    assert due.calendar_complete


def test_an_order_before_the_national_holiday_is_looked_at_again_on_the_tenth():
    due = reinspection_due(date(2026, 9, 30), CALENDAR)
    assert due.date == date(2026, 10, 10)
    assert due.explanation == "3个工作日:10月8日、9日、10日(跳过国庆节10月1日至7日;10月10日为调休上班)"
    assert due.calendar_complete


@pytest.mark.parametrize("in_use_since", ["1998-05-01", "2024-12-31", "2025-03-31"])
def test_systems_older_than_the_regulation_had_until_the_end_of_june_2025(in_use_since):
    for calendar in (CALENDAR, WorkingCalendar()):
        due = filing_due(iso(in_use_since), calendar)
        assert (due.date, due.calendar_complete) == (date(2025, 6, 30), True)
    assert due.explanation == "《条例》2025年4月1日施行前已启用,自施行之日起90日内备案:到2025年6月30日"


def test_the_ninety_days_are_counted_from_the_day_in_force():
    assert date(2025, 4, 1) + timedelta(days=90) == date(2025, 6, 30)
    assert CALENDAR.is_working_day(date(2025, 6, 30))


def test_a_system_in_use_on_the_first_day_of_the_regulation_has_thirty_days():
    due = filing_due(date(2025, 4, 1), CALENDAR)
    assert due.date == date(2025, 5, 6)
    assert due.explanation == (
        "30日:自4月2日起算(4月1日当日不计),第30日为5月1日;5月1日为劳动节放假(5月1日至5日),顺延至5月6日"
    )


# Years without a table -----------------------------------------------------------------------------------------------


def plain(year):
    """A table for `year` with nothing in it but its first day."""
    return YearTable(year, "通知", "文号", (Holiday("元旦", date(year, 1, 1), date(year, 1, 1)),))


@pytest.mark.parametrize(
    ("period", "start", "n", "due", "complete"),
    [
        (months_after, "2026-11-30", 1, "2026-12-30", True),
        (months_after, "2026-12-31", 1, "2027-02-01", False),  # 31 January 2027 is a Sunday
        (months_after, "2026-12-01", 1, "2027-01-01", False),
        (days_after, "2026-12-01", 30, "2026-12-31", True),
        (days_after, "2026-12-02", 30, "2027-01-01", False),
        (working_days_after, "2026-12-28", 3, "2026-12-31", True),
        (working_days_after, "2026-12-29", 3, "2027-01-01", False),
        (working_days_after, "2023-12-31", 3, "2024-01-04", True),  # the start itself is not counted
        (working_days_after, "2023-12-30", 3, "2024-01-04", False),  # 31 December 2023 was looked at
        (months_after, "2023-12-15", 1, "2024-01-15", True),  # only the last day matters
        (months_after, "2023-11-30", 1, "2024-01-02", False),  # 30 December 2023: a Saturday, worked for all we know
        (months_after, "2026-06-15", 9, "2027-03-15", False),
    ],
)
def test_a_missing_year_counts_only_where_one_of_its_days_matters(period, start, n, due, complete):
    found = period(iso(start), n, CALENDAR)
    assert (found.date, found.calendar_complete) == (iso(due), complete)
    assert ("尚未录入,只按周末推算" in found.explanation) is not complete


def test_every_missing_year_is_named_once():
    calendar = WorkingCalendar([plain(2028), plain(2032)])
    explanation = working_days_after(date(2026, 12, 1), 1700, calendar).explanation
    assert explanation.endswith("。2026年至2027年、2029年至2031年、2033年放假安排尚未录入,只按周末推算")


def test_a_new_table_makes_the_same_period_complete():
    calendar = WorkingCalendar([CALENDAR.table(2026), plain(2027)])
    found = working_days_after(date(2026, 12, 29), 3, calendar)
    assert found.date == date(2027, 1, 4)
    assert found.explanation == "3个工作日:12月30日、31日、2027年1月4日(跳过元旦2027年1月1日,周末2027年1月2日、3日)"
    assert found.calendar_complete


def test_a_holiday_over_new_year_is_spoken_with_both_years():
    new_year = Holiday("元旦", date(2018, 12, 30), date(2019, 1, 1), (date(2018, 12, 29),))
    calendar = WorkingCalendar([plain(2018), YearTable(2019, "通知", "文号", (new_year,))])
    found = months_after(date(2018, 11, 30), 1, calendar)
    assert found.date == date(2019, 1, 2)
    assert found.explanation.endswith("12月30日为元旦放假(12月30日至2019年1月1日),顺延至2019年1月2日")
    assert months_after(date(2018, 11, 29), 1, calendar).date == date(2018, 12, 29)


# What cannot be reckoned ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [months_after, days_after, working_days_after])
@pytest.mark.parametrize("n", [0, -1, -(10**30)])
def test_a_period_without_length_is_refused(period, n):
    with pytest.raises(Refusal, match="必须是1或以上"):
        period(date(2026, 3, 2), n, CALENDAR)


@pytest.mark.parametrize(
    ("period", "start", "n"),
    [
        (months_after, "2026-03-02", 100_000),
        (days_after, "2026-03-02", 10_000_000),
        (working_days_after, "2026-03-02", 2_100_000),  # fewer than the days left, more than the working days left
        (working_days_after, "2026-03-02", 10_000_000),
        (months_after, "9999-12-31", 1),
        (days_after, "9999-12-31", 1),
        (working_days_after, "9999-12-31", 1),
        (working_days_after, "9999-12-01", 30),
        (months_after, "2026-03-02", 10**30),
        (days_after, "2026-03-02", 10**30),
        (working_days_after, "2026-03-02", 10**30),
    ],
)
def test_a_period_beyond_the_last_year_is_refused(period, start, n):
    with pytest.raises(Refusal, match="9999年之后"):
        period(iso(start), n, CALENDAR)


def test_a_last_day_that_can_move_nowhere_is_refused():
    calendar = WorkingCalendar([YearTable(9999, "通知", "文号", (Holiday("岁末", date(9999, 12, 27), date.max),))])
    for period, n in ((days_after, 1), (working_days_after, 1)):
        with pytest.raises(Refusal, match="9999年之后"):
            period(date(9999, 12, 29), n, calendar)


def test_the_last_working_day_of_all_can_be_named():
    assert working_days_after(date(9999, 12, 30), 1, CALENDAR).date == date(9999, 12, 31)
    assert days_after(date(9999, 12, 1), 30, CALENDAR).date.year == MAXYEAR


# Properties ----------------------------------------------------------------------------------------------------------


@settings(deadline=None)  # the clock of a busy machine judges nothing here
@given(PERIODS, ANY, st.integers(1, 400))
def test_a_last_day_is_always_a_working_day_after_the_start(period, start, n):
    due = period(start, n, CALENDAR).date
    assert due > start
    assert CALENDAR.is_working_day(due)


@settings(deadline=None)
@given(PERIODS, ANY, st.integers(1, 200), st.integers(0, 40), st.integers(0, 40))
def test_a_later_start_or_a_longer_period_never_ends_earlier(period, start, n, later, longer):
    due = period(start, n, CALENDAR).date
    assert period(start + timedelta(days=later), n, CALENDAR).date >= due
    assert period(start, n + longer, CALENDAR).date >= due


@settings(deadline=None)
@given(ANY, st.integers(1, 400))
def test_exactly_n_working_days_lie_between(start, n):
    due = working_days_after(start, n, CALENDAR).date
    between = (start + timedelta(days=ahead) for ahead in range(1, (due - start).days + 1))
    assert sum(map(CALENDAR.is_working_day, between)) == n


@settings(deadline=None)
@given(TABLED, st.integers(1, 300))
def test_the_second_calendar_counts_the_same_working_days(start, n):
    found = working_days_after(start, n, CALENDAR)
    if found.date.year <= 2026:
        assert len(chinese_calendar.get_workdays(start + timedelta(days=1), found.date)) == n
        assert chinese_calendar.is_workday(found.date)
        assert found.calendar_complete
    else:
        assert not found.calendar_complete


@settings(deadline=None)
@given(PERIODS, ANY, st.integers(1, 300))
def test_every_explanation_names_the_day_it_explains(period, start, n):
    found = period(start, n, CALENDAR)
    assert f"{found.date.day}日" in found.explanation
    assert found.explanation.endswith("尚未录入,只按周末推算") is not found.calendar_complete
