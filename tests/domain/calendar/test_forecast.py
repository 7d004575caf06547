"""How much paper falls due when."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.calendar.forecast import due_counts, forecast, latest_urgent_receipt
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.waiting import Urgency, urgency
from counter_app.paths import resources_dir

CALENDAR = load_working_calendar(Folders(resources_dir()))
THURSDAY = date(2026, 9, 24)
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))


def iso(text):
    return date.fromisoformat(text)


def test_paper_is_counted_in_the_week_of_its_last_day():
    held = {
        iso("2026-08-20"): 1,  # due Sunday 20 September, a make-up workday: past
        iso("2026-08-24"): 2,  # due today
        iso("2026-08-25"): 3,  # the 25th is the Mid-Autumn Festival: due Monday 28
        iso("2026-09-01"): 4,  # 1 October: due on the 8th
        iso("2026-09-10"): 5,  # due on Saturday 10 October, a make-up workday
        iso("2026-09-24"): 6,  # Saturday 24 October: due Monday 26
    }
    found = forecast(held, THURSDAY, CALENDAR, weeks=4)
    assert (found.past, found.due_today, found.weeks[0].due, found.later) == (1, 2, 2, 6)
    assert [(week.label(THURSDAY), week.due) for week in found.weeks] == [
        ("本周", 2),
        ("下周", 3),
        ("10月5日至11日", 9),
        ("10月12日至18日", 0),
    ]
    assert all(week.complete for week in found.weeks)


def test_a_week_over_the_end_of_a_month_is_named_with_both():
    found = forecast({}, date(2026, 9, 10), CALENDAR, weeks=4)
    assert found.weeks[3].label(date(2026, 9, 10)) == "9月28日至10月4日"


def test_a_week_in_a_year_without_table_says_so():
    found = forecast({date(2026, 12, 1): 1, date(2026, 11, 30): 1}, date(2026, 12, 28), CALENDAR, weeks=2)
    assert [(week.due, week.complete) for week in found.weeks] == [(2, False), (0, True)]


def test_what_presses_is_told_in_words():
    found = due_counts({iso("2026-08-20"): 1, iso("2026-08-24"): 2, iso("2026-08-25"): 4}, THURSDAY, CALENDAR)
    assert (found.soon, found.today, found.past, found.all) == (6, 2, 1, 7)
    assert found.words() == "超期1件，今日到期2件，5日内到期4件"


@settings(deadline=None)
@given(st.dictionaries(DAYS, st.integers(1, 5), max_size=30), DAYS, st.integers(1, 12))
def test_every_case_is_counted_once_and_where_it_belongs(held, today, weeks):
    found = forecast(held, today, CALENDAR, weeks=weeks)
    assert found.past + sum(week.due for week in found.weeks) + found.later == sum(held.values())
    dues = [transfer_due(since, CALENDAR).date for since, count in held.items() for _each in range(count)]
    for week in found.weeks:
        assert week.due == sum(max(week.first, today) <= due <= week.last for due in dues)
    counts = due_counts(held, today, CALENDAR)
    assert counts.all == sum(urgency(due, today) is not Urgency.NORMAL for due in dues)


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_nothing_presses_that_came_later_than_is_asked_for(today, later):
    since = latest_urgent_receipt(today) + timedelta(days=later)
    assert urgency(transfer_due(since, CALENDAR).date, today) is Urgency.NORMAL
