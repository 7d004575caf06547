"""Days without a backup, and when today's is due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from counter_app.domain.backup.age import BackupState

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=ZONE)
LATE_EVENING = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""Already the next day at the office."""


def test_days_are_those_of_the_office():
    state = BackupState(date(2026, 1, 1), LATE_EVENING)
    assert (state.days_without(TODAY, ZONE), state.is_too_old(TODAY, ZONE)) == (2, False)
    assert state.is_too_old(date(2026, 3, 6), ZONE)


def test_without_a_backup_days_count_from_the_first_on_which_it_was_asked():
    assert BackupState(date(2026, 3, 1)).days_without(TODAY, ZONE) == 4
    assert BackupState().days_without(TODAY, ZONE) == 0


def test_a_clock_that_was_ahead_makes_no_negative_days():
    assert BackupState(date(2026, 3, 9)).days_without(TODAY, ZONE) == 0


@pytest.mark.parametrize(
    ("state", "hour", "due"),
    [
        (BackupState(), 12, True),
        (BackupState(), 13, False),
        (BackupState(last=NOON - timedelta(days=1)), 12, True),
        (BackupState(last=NOON - timedelta(hours=4)), 12, False),
        (BackupState(failed_at=NOON - timedelta(minutes=30)), 12, False),
        (BackupState(failed_at=NOON - timedelta(minutes=90)), 12, True),
    ],
)
def test_it_is_due_once_a_day_from_its_hour_on_and_an_hour_after_a_failure(state, hour, due):
    assert state.is_due(NOON, hour) is due
