"""An office whose data have a trail and a witness outside the database."""

import contextlib
import shutil

import pytest
from sqlcipher3 import dbapi2

from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.witness_files import SignedWitnessFiles
from counter_app.services.ports import HistoryEntry
from tests.persistence.conftest import MORNING

KEY = bytes(range(32))


def witness_in(place):
    """The witness of the data folder in `place`, whose settings lie beside it."""
    return SignedWitnessFiles.of(place / "data", place / "settings", "0123456789abcdef", KEY)


@pytest.fixture
def witness(tmp_path):
    return witness_in(tmp_path)


@pytest.fixture
def begin(folder, forms, clock, witness):
    """Open the data as a start does, with their trail; the database and what it was told of them."""
    with contextlib.ExitStack() as at_exit:

        def opened():
            database = open_database(folder, forms, clock=clock)
            at_exit.callback(database.close)
            trail = Trail(Chain(KEY), witness)
            database.keep_trail(trail)
            return database, trail

        yield opened


@pytest.fixture
def database(folder, blank, begin):
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    opened, _trail = begin()
    return opened


def entry(act="case.saved", reference="AJ0000000001", **details):
    return HistoryEntry(MORNING, "Asia/Shanghai", "周某", "3", act, reference, details)


def record(database, *entries):
    for one in entries:
        with database.work() as work:
            work.history.record(one)
            work.commit()


def take(database, document="deficiency_notice", year=2026):
    """Take a number and record it, as every act does that issues a paper."""
    with database.work() as work:
        number = work.numbers.take(document, year=year)
        work.history.record(entry("notice.issued", number=number.barcode))
        work.commit()
    return number.ordinal


def acts(database):
    with database.engine.connect() as connection:
        return [act for (act,) in connection.exec_driver_sql("SELECT act FROM history ORDER BY position")]


@contextlib.contextmanager
def tampering(folder):
    """The raw driver, its triggers dropped while this lasts and made again behind it."""
    with contextlib.closing(dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)) as raw:
        made = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in made:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _name, sql in made:
            raw.execute(sql)
