"""Ticks and platform numbers on a real file, seen by a second window and after a crash."""

from datetime import date

import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import FilingState
from counter_app.persistence.database import open_database
from counter_app.services.ports import PlatformTick, UnknownCase

HERE, THERE = Post("王敏", "3号窗口"), Post("李强", "4号窗口")
CASE = "AJ0000000001"


@pytest.fixture
def case(make_filing, keep):
    return keep(make_filing(CASE))


def tick(database, *keys, post=HERE):
    with database.work() as work:
        work.platform.tick(CASE, keys, post)
        work.commit()


def ticked(database):
    with database.work() as work:
        return [tick.key for tick in work.platform.ticks(CASE)]


def test_a_tick_says_when_and_by_whom_and_keeps_the_first_hand(database, case, clock):
    tick(database, "unit.name")
    first = clock.at
    clock.pass_(minutes=1)
    tick(database, "unit.name", "unit.uscc", post=THERE)
    with database.work() as work:
        assert work.platform.ticks(CASE) == [
            PlatformTick("unit.name", first, "王敏", "3号窗口"),
            PlatformTick("unit.uscc", clock.at, "李强", "4号窗口"),
        ]


def test_another_window_sees_ticks_at_once_and_they_outlive_a_crash(database, case, folder, forms, clock):
    tick(database, "unit.name", "devices[1].location")
    other = open_database(folder, forms, clock=clock)
    try:
        assert sorted(ticked(other)) == ["devices[1].location", "unit.name"]
        with other.work() as work:
            work.platform.untick(CASE, ["unit.name", "unit.uscc"])
            work.commit()
    finally:
        other.close()
    assert ticked(database) == ["devices[1].location"]


def test_what_was_not_committed_was_not_ticked(database, case):
    with database.work() as work:
        work.platform.tick(CASE, ["unit.name"], HERE)
    assert ticked(database) == []


def test_a_case_is_known_by_its_platform_number(database, case, make_filing, keep, save, read):
    keep(make_filing("AJ0000000002"))
    filing = read(CASE)
    filing.state = FilingState.COMPLETE
    filing.file("530624202600000123", date(2026, 3, 2))
    save(filing)
    with database.work() as work:
        (found,) = work.platform.numbered("530624202600000123", other_than="AJ0000000002")
        assert (found.reference, found.state, found.filed_on) == (CASE, FilingState.FILED, date(2026, 3, 2))
        assert found == work.platform.case(CASE)
        assert work.platform.numbered("530624202600000123", other_than=CASE) == []
        assert work.platform.numbered("", other_than=CASE) == []
        with pytest.raises(UnknownCase):
            work.platform.case("AJ9")
