"""Seven days, four weeks, twelve months: a place fills slowly and goes far back."""

from datetime import UTC, datetime, timedelta

from counter_app.domain.backup.keeping import to_keep

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""


def days(kept):
    return sorted({at.date().isoformat() for at in kept})


def test_of_two_years_of_days_the_rule_keeps_days_weeks_and_months():
    kept = to_keep(NOON - timedelta(days=back) for back in range(730))
    found = days(kept)
    assert found[-7:] == [f"2026-02-{day}" for day in (24, 25, 26, 27, 28)] + ["2026-03-01", "2026-03-02"]
    assert [day for day in found if "2026-02-0" <= day < "2026-02-24"] == ["2026-02-15", "2026-02-22"]
    assert found[:11] == [
        *("2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31"),
        *("2025-11-30", "2025-12-31", "2026-01-31", "2026-02-15"),
    ]
    assert len(kept) == 19


def test_it_counts_days_with_backups_so_that_a_holiday_takes_none_away():
    made = [NOON - timedelta(days=back) for back in (0, 20, 21, 22, 23, 24, 25, 26)]
    assert to_keep(made) >= set(made[:7])


def test_all_of_the_last_day_stay_and_of_earlier_days_the_last():
    made = [NOON - timedelta(hours=hours) for hours in (0, 1, 2, 24, 25)]
    assert to_keep(made) == set(made[:4])


def test_thinning_every_day_comes_to_the_same_as_once():
    kept = set()
    for back in range(729, -1, -1):
        kept = to_keep(kept | {NOON - timedelta(days=back)})
    assert len(kept) >= 19
    assert days(kept)[0] == "2025-04-30"


def test_none_is_none():
    assert to_keep([]) == set()
