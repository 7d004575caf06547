"""Real databases in real files, one a test."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.bootstrap import Editions, form_folders
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.database import FILE_NAME, open_database

MORNING = datetime(2026, 3, 2, 2, 42, tzinfo=UTC)
"""10:42 at the office."""


class Clock:
    """Says what it is told, and can be moved on."""

    def __init__(self):
        self.at = MORNING

    def __call__(self):
        return self.at

    def pass_(self, **time):
        self.at += timedelta(**time)


@pytest.fixture(scope="session")
def forms(tmp_path_factory):
    return Editions(form_folders(tmp_path_factory.mktemp("no-overlay")))


@pytest.fixture
def form(forms):
    return forms.current()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="session")
def blank(tmp_path_factory, forms):
    """An empty database, made once by the migrations."""
    made = tmp_path_factory.mktemp("blank")
    open_database(made, forms).close()
    return made / FILE_NAME


@pytest.fixture
def database(folder, forms, clock, blank):
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    opened = open_database(folder, forms, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def make_filing(form):
    """A new case that nothing has kept yet."""

    def make(reference="AJ0000000001", raw=None, rows=(), **more):
        devices = {"devices": [Answers.row(form, row) for row in rows]} if rows else {}
        answers = Answers(form, raw or {"unit.name": "大关县示例商贸有限公司", "agent.name": "李示例"}, devices)
        more = {"received_at": MORNING, "received_on": date(2026, 3, 2), "clerk": "周某", "window": "3"} | more
        return Filing(reference, answers, **more)

    return make


@pytest.fixture
def keep(database):
    """Keep a new case and hand it back as another window reads it."""

    def keep_it(filing):
        with database.work() as work:
            work.filings.add(filing)
            work.commit()
        return filing

    return keep_it


@pytest.fixture
def read(database):
    """Read a case in a unit of work of its own."""

    def read_it(reference="AJ0000000001"):
        with database.work() as work:
            return work.filings.get(reference)

    return read_it


@pytest.fixture
def save(database):
    """Save a case in a unit of work of its own."""

    def save_it(filing):
        with database.work() as work:
            work.filings.save(filing)
            work.commit()

    return save_it
