"""Each act that is recorded is witnessed once it lasts."""

from tests.persistence.conftest import MORNING
from tests.persistence.trail.conftest import entry, record, take


def test_a_number_is_witnessed_once_it_lasts(database, witness):
    take(database)
    take(database)
    take(database, year=2027)
    with database.work() as work:
        work.numbers.take("deficiency_notice", year=2026)
    assert witness.read().highest == {("备告", 2026): 2, ("备告", 2027): 1}
    assert witness.read().latest == MORNING


def test_an_act_moves_the_latest_time_and_the_clock_set_back_does_not(database, witness, clock):
    take(database)
    clock.pass_(hours=2)
    record(database, entry())
    later = clock.at
    clock.pass_(hours=-5)
    take(database)
    assert witness.read().latest == later


def test_the_head_of_the_trail_is_witnessed(database, witness):
    record(database, entry(), entry())
    head = witness.read().head
    assert head.ordinal == 2
    record(database, entry())
    assert witness.read().head.ordinal == 3
    assert witness.read().head.mac != head.mac


def test_what_records_nothing_is_not_witnessed(database, witness):
    before = witness.read()
    with database.work() as work:
        work.window_states.save_form("3", "tip:1", {"title": "x"})
        work.commit()
    assert witness.read() == before
    assert before.highest == {}
