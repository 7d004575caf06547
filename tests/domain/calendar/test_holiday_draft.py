"""A year as it is looked at before it is adopted: every shipped table there and back, and each day turned over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.holiday_draft import DayKind, YearDraft
from counter_app.domain.calendar.working_days import Holiday, WorkingCalendar, is_weekend
from counter_app.paths import resources_dir

CALENDAR = load_working_calendar(Folders(resources_dir()))
DAYS_OF_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def draft():
    return YearDraft.of(CALENDAR.table(2026))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_table_is_the_same_table_afterwards(year):
    assert YearDraft.of(CALENDAR.table(year)).table() == CALENDAR.table(year)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-10-01", DayKind.OFF, "国庆节"),
        ("2026-10-03", DayKind.OFF, "国庆节"),  # a Saturday within
        ("2026-10-10", DayKind.MADE_UP, "国庆节"),
        ("2026-10-11", DayKind.WEEKEND, ""),
        ("2026-10-12", DayKind.WORKDAY, ""),
    ],
)
def test_each_day_is_one_of_four_kinds(draft, day, kind, name):
    assert (draft.kind(date.fromisoformat(day)), draft.name_of(date.fromisoformat(day))) == (kind, name)


def test_a_workday_beside_a_holiday_joins_it(draft):
    table = draft.toggled(date(2026, 10, 8)).table()
    assert table.holidays[-1] == Holiday(
        "国庆节", date(2026, 10, 1), date(2026, 10, 8), CALENDAR.table(2026).holidays[-1].make_up_workdays
    )


def test_a_workday_alone_becomes_a_holiday_of_its_own(draft):
    assert Holiday("放假", date(2026, 3, 4), date(2026, 3, 4)) in draft.toggled(date(2026, 3, 4)).table().holidays


def test_a_weekend_day_is_worked_for_the_nearest_holiday(draft):
    worked = draft.toggled(date(2026, 4, 11))
    assert (worked.kind(date(2026, 4, 11)), worked.name_of(date(2026, 4, 11))) == (DayKind.MADE_UP, "清明节")


def test_a_day_taken_out_of_the_middle_parts_a_holiday(draft):
    names = [(one.name, one.first, one.last) for one in draft.toggled(date(2026, 10, 6)).table().holidays]
    assert names[-2:] == [
        ("国庆节", date(2026, 10, 1), date(2026, 10, 5)),
        ("国庆节", date(2026, 10, 7), date(2026, 10, 7)),
    ]


@settings(deadline=None)
@given(DAYS_OF_2026)
def test_a_day_turned_over_is_worked_where_it_was_off_and_the_other_way_round(day):
    draft = YearDraft.of(CALENDAR.table(2026))
    once = draft.toggled(day)
    assert WorkingCalendar([once.table()]).is_working_day(day) is not CALENDAR.is_working_day(day)
    again = WorkingCalendar([once.toggled(day).table()])
    assert again.is_working_day(day) is CALENDAR.is_working_day(day)
    if not (is_weekend(day) and day not in draft.off):  # a weekend beside a holiday may have joined it meanwhile
        assert once.toggled(day).table() == draft.table()


@settings(deadline=None)
@given(st.lists(DAYS_OF_2026, max_size=12))
def test_whatever_is_turned_over_the_table_says_the_same_as_the_draft(days):
    draft = YearDraft.of(CALENDAR.table(2026))
    for day in days:
        draft = draft.toggled(day)
    calendar = WorkingCalendar([draft.table()])
    for ahead in range(365):
        day = date(2026, 1, 1) + timedelta(days=ahead)
        assert calendar.is_working_day(day) == (draft.kind(day) in (DayKind.MADE_UP, DayKind.WORKDAY))


def test_a_year_with_no_day_off_is_no_table():
    with pytest.raises(Refusal, match="没有一天放假"):
        YearDraft(2027).table()


def test_a_notice_rules_on_its_year_and_the_december_before(draft):
    assert draft.toggled(date(2025, 12, 31)).months[0] == (2025, 12)
    assert draft.months[0] == (2026, 1)
    for day in (date(2025, 11, 30), date(2027, 1, 1)):
        with pytest.raises(Refusal, match="不在2026年"):
            draft.toggled(day)


def test_what_was_left_blank_is_said_in_the_table():
    table = YearDraft(2027).toggled(date(2027, 1, 1)).table()
    assert (table.title, table.number) == ("国务院办公厅关于2027年部分节假日安排的通知", "未填文号")
