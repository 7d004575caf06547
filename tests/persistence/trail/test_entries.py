"""The entries of the trail out of a real file: by place, by day, by what they hold."""

from datetime import timedelta

from counter_app.services.ports.trail import EntryFilter
from tests.persistence.conftest import MORNING
from tests.persistence.trail.conftest import entry, record

ALL = EntryFilter(None, None, "")


def ordinals(database, wanted=ALL, **more):
    with database.work() as work:
        return [one.ordinal for one in work.trail.entries(wanted, **{"limit": 10, **more})]


def test_they_come_by_their_place_in_the_chain(database):
    record(database, *(entry("case.saved", f"AJ000000000{n}") for n in range(1, 6)))
    assert ordinals(database) == [5, 4, 3, 2, 1]
    assert ordinals(database, below=3) == [2, 1]
    assert ordinals(database, above=3) == [4, 5]
    assert ordinals(database, limit=2) == [5, 4]
    with database.work() as work:
        [last] = work.trail.entries(ALL, limit=1)
        assert last.entry == entry("case.saved", "AJ0000000005")
        assert work.trail.count(ALL) == 5


def test_they_are_found_by_day_and_by_what_they_hold(database):
    record(database, entry("case.saved", "AJ0000000001"), entry("case.saved", "AJ0000000002"))
    minute = timedelta(minutes=1)
    assert ordinals(database, EntryFilter(MORNING, MORNING + minute, "")) == [2, 1]
    assert ordinals(database, EntryFilter(MORNING + minute, None, "")) == []
    assert ordinals(database, EntryFilter(None, MORNING, "")) == []
    assert ordinals(database, EntryFilter(None, None, "0002")) == [2]
    assert ordinals(database, EntryFilter(None, None, "周")) == [2, 1]
    assert ordinals(database, EntryFilter(None, None, "%")) == []
