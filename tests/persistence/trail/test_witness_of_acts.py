"""Each act that is recorded is witnessed once it lasts."""

import pytest

from counter_app.services.ports import HistoryEntry
from tests.persistence.conftest import MORNING

ENTRY = HistoryEntry(MORNING, "Asia/Shanghai", "周某", "3", "notice.issued", "AJ0000000001")


@pytest.fixture
def issue(database):
    """Take the number of a notice and record it."""

    def take(year=2026, *, lasts=True):
        with database.work() as work:
            number = work.numbers.take("deficiency_notice", year=year)
            work.history.record(ENTRY)
            if lasts:
                work.commit()
        return number

    return take


def test_a_number_is_witnessed_once_it_lasts(issue, witness, clock):
    issue()
    issue()
    issue(2027)
    issue(lasts=False)
    assert witness.read().highest == {("备告", 2026): 2, ("备告", 2027): 1}
    assert witness.read().latest == MORNING


def test_an_act_moves_the_latest_time_and_the_clock_set_back_does_not(database, issue, witness, clock):
    issue()
    clock.pass_(hours=2)
    with database.work() as work:
        work.history.record(ENTRY)
        work.commit()
    later = clock.at
    clock.pass_(hours=-5)
    issue()
    assert witness.read().latest == later


def test_what_records_nothing_is_not_witnessed(database, witness):
    with database.work() as work:
        work.window_states.save_form("3", "tip:1", {"title": "x"})
        work.commit()
    assert witness.read() is None
