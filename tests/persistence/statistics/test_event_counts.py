"""The counts of the database equals what is kept, counted anew; also by parts of months, and after an update."""

import random
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from counter_app.domain.basics.counted import Dimension, Figure
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.statistics.periods import Grain, PeriodKind, StatisticsPeriod
from counter_app.persistence.base.event_counts import changed_rows
from counter_app.persistence.base.tables import EventCountRow, EventCountStateRow
from counter_app.persistence.counting import all_counts
from counter_app.persistence.database import open_database
from counter_app.services.office import offices
from counter_app.services.ports import Backend
from counter_app.services.statistics import statistics
from tests.fakes.memory_backend import OFFICE, MemoryBackend
from tests.small_office import THREE, at, make_small_office

YEAR = StatisticsPeriod.containing(PeriodKind.YEAR, date(2026, 1, 1))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory, forms, blank):
    """The folder of the small office, made once; a test that changes it works on a copy."""
    folder = tmp_path_factory.mktemp("office") / "data"
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    memory = MemoryBackend.make(now=datetime(2026, 1, 2, 1, 0, tzinfo=UTC))
    database = open_database(folder, forms)
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    backend = Backend(**(ports | {"work": database.work}))
    offices.save_office(backend, OFFICE, post=THREE)
    make_small_office(backend)
    database.close()
    return folder


@pytest.fixture(scope="module")
def database(furnished, forms):
    opened = open_database(furnished, forms)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def real(database):
    memory = MemoryBackend.make()
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    return Backend(**(ports | {"work": database.work}))


@pytest.fixture(scope="module")
def memory():
    backend = MemoryBackend.make()
    make_small_office(backend)
    return backend


def _kept_counts(database):
    with database.work() as work:
        rows = work._transaction.read(select(*EventCountRow.__table__.columns).where(EventCountRow.number != 0))
        return Counter({tuple(row)[:-1]: row.number for row in rows})


def _counted_anew(database):
    with database.work() as work:
        rows = [tuple(row.values()) for row in changed_rows(all_counts(work._transaction))]
        return Counter({row[:-1]: row[-1] for row in rows})


def test_the_counts_equal_what_is_kept(database):
    kept = _kept_counts(database)
    assert kept == _counted_anew(database)
    assert {row[3] for row in kept} == {figure.value for figure in Figure} - {"broken_promise"}


def test_the_database_counts_as_the_counter_in_memory(real, memory):
    for backend in (real, memory):
        told = statistics.report(at(backend, 2, 4), YEAR)
        assert told.total.received == 6
    assert statistics.report(at(real, 2, 4), YEAR) == statistics.report(at(memory, 2, 4), YEAR)


def test_any_days_are_counted_as_day_by_day(real, memory):
    """Whole months come from the months of the counts, their edges from its days: no day twice, none left out."""
    draw = random.Random(20260302)
    with real.work() as work, memory.work() as plain:
        for _ in range(60):
            first = date(2025, 12, 20) + timedelta(days=draw.randrange(80))
            last = first + timedelta(days=draw.randrange(90))
            by = draw.choice((None, *Dimension))
            ours = Counter(work.statistics.by_group(first, last, by))
            assert ours == Counter(one for one in plain.statistics.by_group(first, last, by) if one.number), (
                first,
                last,
            )
            grain = draw.choice(list(Grain))
            ours = work.statistics.course(first, last, grain, [Figure.CASE])
            theirs = plain.statistics.course(first, last, grain, [Figure.CASE])
            assert _summed(ours) == _summed(theirs), (first, last, grain)


def _summed(lines):
    counts = Counter()
    for line in lines:
        counts[line.on, line.figure, line.detail] += line.number
    return counts


def test_a_database_of_before_is_counted_when_it_is_opened(database, furnished, folder, forms):
    shutil.copytree(furnished, folder)
    for emptied in (True, False):
        opened = open_database(folder, forms)
        assert _kept_counts(opened) == _kept_counts(database)
        if emptied:
            with opened.work() as work:
                work._transaction.write(delete(EventCountRow))
                work._transaction.write(update(EventCountStateRow).values(edition=""))
                work.commit()
            assert not _kept_counts(opened)
        opened.close()


def test_an_act_that_is_not_committed_counts_for_nothing(database, make_filing):
    before = _kept_counts(database)
    with database.work() as work:
        filing = make_filing("AJ0000000099")
        work.filings.add(filing)
        filing.move_to(FilingState.WITHDRAWN)
        work.filings.save(filing)
        assert work.statistics.by_group(filing.received_on, filing.received_on, None)
    assert _kept_counts(database) == before
