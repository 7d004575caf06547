"""The way from one version of the tables to the next."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import CheckConstraint, inspect, text

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import (
    MIGRATIONS,
    NEWEST,
    REVISIONS,
    bring_up_to_date,
    migrate,
    stored_revision,
)
from counter_app.persistence.base.tables import Base
from counter_app.persistence.database import FILE_NAME, open_database

ROOT = Path(__file__).parents[3]
RELEASED = "identity.released"


def _tables(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def _is_fts5(name):
    """The words of the index: no model describes them, and FTS5 makes tables of its own beside its own."""
    return name is not None and name.startswith("search_word")


def test_the_tables_are_what_the_migrations_make(database):
    with database.engine.connect() as connection:
        opts = {"compare_server_default": True, "include_name": lambda name, *_: not _is_fts5(name)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_the_models_demand_what_the_database_demands(database):
    """Autogeneration looks at neither conditions nor what a mixin brings into a table."""
    stored = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        checks = [one for one in table.constraints if isinstance(one, CheckConstraint)]
        checks += [one for column in table.columns for one in column.constraints if isinstance(one, CheckConstraint)]
        assert sorted(str(one.sqltext) for one in checks) == sorted(
            one["sqltext"] for one in stored.get_check_constraints(table.name)
        )
        assert {column.name: (str(column.type), column.nullable) for column in table.columns} == {
            one["name"]: (str(one["type"]), one["nullable"]) for one in stored.get_columns(table.name)
        }


def test_a_developer_makes_a_database_and_finds_nothing_to_migrate(tmp_path):
    """As docs/contributing.md says, with the settings of pyproject.toml."""
    words = [sys.executable, "-m", "alembic", "-x", f"file={tmp_path / 'scratch.db'}"]
    subprocess.run([*words, "upgrade", "head"], cwd=ROOT, check=True)
    said = subprocess.run([*words, "check"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (said.returncode, said.stdout.strip()) == (0, "No new upgrade operations detected."), said.stderr


def test_the_newest_revision_is_known_without_alembic():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([step.revision for step in steps])) == REVISIONS


def test_going_down_and_up_again_leaves_the_same_tables(database, make_filing, keep, read):
    keep(make_filing(rows=[{"location": "大门"}]))
    before = {table: inspect(database.engine).get_columns(table) for table in _tables(database.engine)}
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        with database.engine.begin() as connection:
            migrate(connection, revision)
    assert _tables(database.engine) == set()
    for revision in REVISIONS:
        with database.engine.begin() as connection:
            migrate(connection, revision)
            assert stored_revision(connection) == revision
    after = {table: inspect(database.engine).get_columns(table) for table in _tables(database.engine)}
    assert repr(after) == repr(before)
    keep(make_filing(rows=[{"location": "大门"}]))
    assert len(read().answers.rows()) == 1


def test_a_migration_that_fails_leaves_nothing_half_done(folder, monkeypatch):
    folder.mkdir()
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE office (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        bring_up_to_date(engine)
    assert _tables(engine) == {"office"}
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused_untouched(folder, database, forms):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal) as refused:
        open_database(folder, forms)
    assert refused.value.sentence == "这份数据由更新版本的程序保存，这个版本无法打开"
    assert "安装新版本" in refused.value.remedy
    with database.engine.connect() as connection:
        assert stored_revision(connection) == "9999"


def test_a_database_of_the_first_release_opens_with_all_that_was_in_it(folder, forms):
    folder.mkdir()
    stored = Path(__file__).parents[1] / "releases" / "0001.sql"
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.executescript(stored.read_text("utf-8"))
    engine.dispose()
    database = open_database(folder, forms)
    with database.work() as work:
        filing = work.filings.get("AJ0000000001")
        [paper] = work.papers.of_case(filing.reference)
        entry, released = work.history.of_case(filing.reference)
    assert filing.answers.raw["agent.name"] == "颜𬱖"
    assert [row.raw["devices[].location"] for row in filing.answers.rows()] == ["一楼大门", "收银台"]
    assert filing.materials["authorization_letter"].defects == ("not_sealed",)
    assert (paper.number.barcode, paper.prints, entry.act) == ("BG2026-0001", 1, "notice.issued")
    assert (released.act, filing.custody) == (RELEASED, Custody.AT_WINDOW)
    with database.engine.connect() as connection:
        assert stored_revision(connection) == NEWEST
    assert database.integrity() == "ok"
    database.close()


def test_what_the_release_before_the_hand_over_kept_can_be_handed_over(folder, forms):
    folder.mkdir()
    stored = Path(__file__).parents[1] / "releases" / "0003.sql"
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.executescript(stored.read_text("utf-8"))
    engine.dispose()
    database = open_database(folder, forms)
    with database.work() as work:
        complete, deficient = work.filings.get("AJD6CRWKAGW5"), work.filings.get("AJ81GS1ZG9D0")
        [held] = [one for one in work.transfers.held(since_by=None, limit=9) if one.reference == "AJD6CRWKAGW5"]
        papers = [paper.number.barcode for paper in work.papers.of_case("AJ81GS1ZG9D0") if paper.number]
    assert (complete.custody.value, complete.held_since) == ("at_window", held.held_since)
    assert all(paper.left_on is None for paper in complete.materials.values())
    assert deficient.materials["authorization_letter"].defects == ("not_sealed",)
    assert papers == ["BG2026-0001"]
    complete.hand_over(date(2026, 11, 25))
    with database.work() as work:
        work.filings.save(complete)
        given, next_one = Number("备告", 2026, 1), work.numbers.take("deficiency_notice", year=2026)
        office = work.office.load()
        written = [office.written(number) for number in (given, next_one, Number("备告", 2027, 1))]
        work.commit()
    assert written == ["备告〔2026〕0001号", "补字〔2026〕2号", "补字〔2027〕1号"]
    assert database.integrity() == "ok"
    database.close()


def test_identity_documents_kept_by_the_release_before_are_released(folder, forms):
    """Each with a line in the history; papers issued, batches closed and what left the window stay as they are."""
    folder.mkdir()
    stored = Path(__file__).parents[1] / "releases" / "0007.sql"
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.executescript(stored.read_text("utf-8"))
        papers = connection.execute(text("SELECT * FROM issued_paper ORDER BY position")).all()
    engine.dispose()
    database = open_database(folder, forms)
    both, only, only_in_batch = "AJA18QZZBVY6", "AJP0RX6WHWXZ", "AJKJ1G4H6J67"
    in_open, in_closed, handed_over = "AJT0K5YQC10J", "AJS7DH1FDGA5", "AJ9KPS5QYEZV"
    with database.work() as work:
        cases = {name: work.filings.get(name) for name in (both, only, only_in_batch, in_open, in_closed, handed_over)}
        acts = {name: [entry for entry in work.history.of_case(name) if entry.act == RELEASED] for name in cases}
        [open_batch] = [work.transfers.get(line.batch_id) for line in work.transfers.lines([BatchState.OPEN], limit=9)]
        [closed] = [work.transfers.get(line.batch_id) for line in work.transfers.lines([BatchState.CLOSED], limit=9)]
    here = {name: [key for key, paper in filing.materials.items() if paper.lies_here] for name, filing in cases.items()}
    assert here == {
        both: ["authorization_letter"],
        only: [],
        only_in_batch: [],
        in_open: ["authorization_letter"],
        in_closed: ["authorization_letter"],
        handed_over: [],
    }
    assert {name: filing.custody for name, filing in cases.items()} == {
        both: Custody.AT_WINDOW,
        only: Custody.RETURNED,
        only_in_batch: Custody.RETURNED,
        in_open: Custody.AT_WINDOW,
        in_closed: Custody.AT_WINDOW,
        handed_over: Custody.IN_TRANSFER,
    }
    assert cases[handed_over].materials["agent_id"].left_on is not None
    assert {name: len(entries) for name, entries in acts.items()} == {**dict.fromkeys(cases, 1), handed_over: 0}
    [entry] = acts[only]
    assert (entry.clerk, entry.window, entry.details["material"]) == ("程序升级", "", "agent_id")
    assert [(item.reference, item.position, item.pages) for item in open_batch.items] == [(in_open, 1, 2)]
    assert [(item.reference, item.pages) for item in closed.items] == [(in_closed, 3)]
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM issued_paper ORDER BY position")).all() == papers
        changed = "SELECT custody_before, custody FROM state_change WHERE clerk = '程序升级' ORDER BY position"
        assert connection.execute(text(changed)).all() == [("at_window", "returned")] * 2
    assert database.integrity() == "ok"
    database.close()


def test_opening_a_database_that_is_up_to_date_does_not_import_alembic(folder, database):
    program = (
        "import sys; from pathlib import Path; from counter_app.persistence.database import open_database;"
        "open_database(Path(sys.argv[1]), None).close(); print('alembic' in sys.modules)"
    )
    run = [sys.executable, "-W", "error", "-c", program, str(folder)]
    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_wheel_carries_the_migrations():
    names = {Path(one.distribution_path).as_posix() for one in WheelBuilder(str(ROOT)).recurse_included_files()}
    ours = {
        f"counter_app/persistence/migrations/{path.relative_to(MIGRATIONS).as_posix()}"
        for path in MIGRATIONS.rglob("*")
        if path.suffix in {".py", ".mako"}
    }
    assert len(ours) == len(REVISIONS) + 2
    assert ours <= names


def test_a_folder_with_a_percent_sign_in_its_name_is_a_folder(tmp_path, forms):
    database = open_database(tmp_path / "100%s 数据?#", forms)
    assert database.integrity() == "ok"
    database.close()
    assert (tmp_path / "100%s 数据?#" / FILE_NAME).is_file()
