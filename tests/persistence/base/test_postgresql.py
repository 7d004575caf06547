"""The same keeping on PostgreSQL: nothing in it leans on SQLite. Skipped where there is no server or no driver."""

import getpass
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from counter_app import paths
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.basics.office import Office
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.search.query import Filters, read_query
from counter_app.domain.transfer.batch import BatchState, TransferBatch, TransferItem
from counter_app.persistence.base.engine import other_engine
from counter_app.persistence.base.schema import NEWEST, bring_up_to_date, migrate
from counter_app.persistence.base.tables import Base
from counter_app.persistence.database import Database
from counter_app.services.ports import ChangedElsewhere, HistoryEntry, InAnotherBatch, IssuedPaper, WindowState

NOON = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="module")
def server():
    """A server of its own on a socket in a folder of its own."""
    if not SERVERS:
        pytest.skip("no PostgreSQL server installed")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    user, as_user = ("postgres", ["runuser", "-u", "postgres", "--"]) if os.geteuid() == 0 else (getpass.getuser(), [])
    place = tempfile.mkdtemp(prefix="counter-pg-")
    if as_user:
        shutil.chown(place, "postgres")
    data = f"{place}/data"

    def run(program, *arguments):
        command = [*as_user, str(SERVERS[-1] / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place)

    run("initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")
    run("pg_ctl", "-D", data, "-w", "-l", f"{place}/log", "-o", f"-k {place} -h '' -c fsync=off", "start")
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={place}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place)


@pytest.fixture
def database(server, forms, clock):
    engine = other_engine(server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    assert bring_up_to_date(engine)
    opened = Database(engine, forms, clock)
    yield opened
    opened.close()


def test_the_tables_are_what_the_migrations_make_and_go_down_again(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert not bring_up_to_date(database.engine)
    assert database.integrity() == "ok"
    with database.engine.begin() as connection:
        migrate(connection, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    with database.engine.begin() as connection:
        migrate(connection, NEWEST)


def test_an_identity_document_kept_by_the_release_before_is_released(database, make_filing, keep, read):
    here = replace(ACCEPTED, held_since=date(2026, 3, 2))
    materials = {"agent_id": here, "authorization_letter": here}
    keep(make_filing(materials=materials, custody=Custody.AT_WINDOW))
    with database.engine.begin() as connection:
        migrate(connection, "0008")
        migrate(connection, NEWEST)
    kept = read()
    assert {key: paper.lies_here for key, paper in kept.materials.items()} == {
        "agent_id": False,
        "authorization_letter": True,
    }
    assert kept.custody is Custody.AT_WINDOW
    with database.work() as work:
        assert [entry.act for entry in work.history.of_case(kept.reference)] == ["identity.released"]


def test_a_case_comes_back_as_it_was_kept(database, make_filing, keep, read, save):
    typed = {"b": "  𬱖 ", "a": "", "n": 1, "f": 1.0, "t": True, "nul": "\x00", "half": "\ud842", "unit.name": "a\x00b"}
    filing = keep(make_filing(raw=typed, rows=[{"location": "大门"}, {}, {"code": "\x00"}], received_at=NOON))
    assert repr(list(read().answers.raw.items())) == repr(list(typed.items()))
    assert read().received_at == NOON
    filing.key_rows([*filing.answers.all_rows()["devices"][:2], Answers.row(filing.form, {"location": "新"})])
    save(filing)
    assert [dict(row.raw) for row in read().answers.all_rows()["devices"]] == [
        {"devices[].location": "大门"},
        {},
        {"devices[].location": "新"},
    ]


def test_the_second_window_is_told(make_filing, keep, read, save):
    keep(make_filing())
    mine, theirs = read(), read()
    save(theirs)
    with pytest.raises(ChangedElsewhere, match="3号窗口"):
        save(mine)


def test_four_windows_take_numbers_at_once_without_gap_or_repeat(database):
    def take(_window):
        with database.work() as work:
            number = work.numbers.take("deficiency_notice", year=2026)
            work.commit()
            return number.ordinal

    with ThreadPoolExecutor(4) as windows:
        assert sorted(windows.map(take, range(100))) == list(range(1, 101))


def test_cases_are_found_by_the_same_words(server, forms, clock, database, make_filing, keep, save):
    readings = load_readings(Folders(paths.resources_dir()))
    opened = Database(database.engine, forms, clock, readings)
    wanted = {"unit.name": "青禾商贸", "agent.name": "单文", "unit.uscc": "91530624MA6K3R7Q38"}
    with opened.work() as work:
        work.filings.add(make_filing("AJ0000000001", wanted, rows=[{"code": "53062400001310000002"}]))
        work.filings.add(make_filing("AJ0000000002", {**wanted, "unit.name": "红日_%酒店"}, state=FilingState.FILED))
        work.commit()

    def found(line, *more):
        with opened.work() as work:
            cases = work.search.find(read_query(line, Filters(*more)), limit=9, near=True).cases
        return [case.reference[-1] for case in cases]

    lines = ("禾", "qhsm", "qingeh", "0000002", "shanwen", "zz", "AJ0000000002")
    assert list(map(found, lines)) == [["1"], ["1"], ["1"], ["1"], ["2", "1"], [], ["2"]]
    assert found("单文", FilingState.FILED) == ["2"]
    while True:
        with opened.work() as work:
            state = work.search.enter_some(1)
            work.commit()
        if state.ready:
            break
    assert found("禾") == ["1"]
    with opened.work() as work:
        filing = work.filings.get("AJ0000000001")
        filing.answer("unit.name", "清河")
        work.filings.save(filing)
        work.commit()
    assert (found("禾"), found("清")) == ([], ["1"])


def test_papers_and_books_are_kept_and_never_changed(database, make_filing, keep):
    keep(make_filing(state=FilingState.FILED))
    with database.work() as work:
        work.office.save(Office("大关县公安局", time_zone="Asia/Urumqi"))
        work.window_states.save("3", WindowState(("AJ1",), "AJ1"))
        work.history.record(HistoryEntry(NOON, "Asia/Urumqi", "周某", "3", "case.opened", "AJ1", {"z": 1, "a": 2}))
        number = work.numbers.take("deficiency_notice", year=2026)
        work.papers.add(
            IssuedPaper("p1", "deficiency_notice", number, "AJ0000000001", NOON, "2025-05", {"z": 1, "a": 2})
        )
        assert work.papers.count_print("p1") == 1
        work.commit()
    with database.work() as work:
        assert list(work.papers.get("p1").content) == ["z", "a"]
        assert [
            line.case.numbers for line in work.queues.page(Queue.TODAY, day=make_filing().received_on, limit=9, most=9)
        ] == [(number,)]
        assert (work.office.load().time_zone, work.window_states.load("3").active) == ("Asia/Urumqi", "AJ1")
        assert work.history.of_case("AJ1")[0].at == NOON
        wanted = {"uscc": "", "name": "大关县示例商贸有限公司", "address": "x", "other_than": ""}
        assert work.filings.count_filed(**wanted) == 0
    for change in (
        "UPDATE history SET clerk = 'x'",
        "DELETE FROM state_change",
        "UPDATE issued_paper SET content = '1'",
    ):
        with database.engine.connect() as connection, pytest.raises(DBAPIError, match="is written once"):
            connection.execute(text(change))


def test_a_case_is_live_in_one_batch_only_and_its_batch_comes_back(database, make_filing, keep):
    for reference in ("A", "B"):
        keep(make_filing(reference))
    at = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
    day = date(2026, 3, 2)

    def batch(batch_id, *references):
        made = TransferBatch(batch_id, at, "王敏", "3号窗口")
        for reference in references:
            made.add(TransferItem(reference, 0, 5, day, date(2026, 4, 2), 0, at))
        return made

    first = batch("b1", "A", "B")
    with database.work() as work:
        work.transfers.add(first)
        first.close(work.numbers.take("transfer_list", year=2026), at)
        work.transfers.save(first)
        work.commit()
    with database.work() as work:
        assert work.transfers.get("b1") == first
        assert work.transfers.lines([BatchState.CLOSED], limit=9)[0].cases == 2
        assert work.transfers.held(since_by=None, limit=9) == []
        with pytest.raises(InAnotherBatch):
            work.transfers.add(batch("b2", "A"))
