"""An office whose database is not where it was is never answered by a new office."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.office_traces import MARKER, KnownOffices
from counter_app.persistence.base.schema import NEWEST, migrate, stored_revision
from counter_app.persistence.database import FILE_NAME, open_database


@pytest.fixture
def known(tmp_path):
    return KnownOffices(tmp_path / "settings" / "offices")


@pytest.fixture
def opened(forms, known):
    """Open the office of a folder and close it again; its id."""

    def open_it(folder, known=known, **more):
        database = open_database(folder, forms, known=known, **more)
        try:
            with database.engine.connect() as connection:
                return connection.execute(text("SELECT office FROM office_identity")).scalar_one()
        finally:
            database.close()

    return open_it


@pytest.fixture
def office(folder, opened):
    """A folder in which an office has been kept; its id."""
    return opened(folder)


def _content(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _refused(opened, folder, match, **more):
    """What it is refused with; nothing may have been made or changed."""
    before = _content(folder) if folder.exists() else None
    with pytest.raises(Refusal, match=match) as refused:
        opened(folder, **more)
    assert (_content(folder) if folder.exists() else None) == before
    assert "--data" in refused.value.remedy
    return refused.value


def test_a_new_office_is_marked_in_its_folder_and_remembered_outside_of_it(folder, office, known):
    assert (folder / MARKER).read_text("ascii") == f"{office}\n"
    assert known.office_in(folder)[0] == office
    assert json.loads(known.office_in(folder)[1].read_text("utf-8"))["folder"] == str(folder)


def test_each_new_office_has_an_id_of_its_own_and_keeps_it(tmp_path, opened):
    first = opened(tmp_path / "a")
    assert opened(tmp_path / "b") != first
    assert opened(tmp_path / "a") == first


def test_a_missing_database_is_refused(folder, office, opened):
    (folder / FILE_NAME).unlink()
    _refused(opened, folder, "不在了")


def test_a_database_of_no_bytes_is_refused(folder, office, opened):
    (folder / FILE_NAME).write_bytes(b"")
    _refused(opened, folder, "是空的")


def test_a_folder_that_is_gone_is_refused_and_not_made_anew(folder, office, opened):
    shutil.rmtree(folder)
    _refused(opened, folder, "不在了")
    assert not folder.exists()


def test_an_empty_folder_where_the_disk_should_be_is_refused(folder, office, opened):
    shutil.rmtree(folder)
    folder.mkdir()
    refused = _refused(opened, folder, "不在了")
    assert "接好数据所在的磁盘" in refused.remedy


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_link_to_a_disk_that_is_gone_is_refused(tmp_path, opened):
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    opened(tmp_path / "data")
    shutil.rmtree(tmp_path / "disk")
    _refused(opened, tmp_path / "data", "不在了")
    _refused(opened, tmp_path / "disk", "不在了")


def test_a_text_in_place_of_the_database_is_refused(folder, office, opened):
    (folder / FILE_NAME).write_text("this is no database\n" * 500, "utf-8")
    with pytest.raises(Refusal, match="已损坏"):
        opened(folder)
    assert (folder / FILE_NAME).read_text("utf-8") == "this is no database\n" * 500


def test_a_database_without_tables_is_refused(folder, office, opened):
    (folder / FILE_NAME).unlink()
    with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
        other.execute("PRAGMA journal_mode = WAL")
    _refused(opened, folder, "是空的")


def test_another_program_s_database_is_refused(folder, office, opened):
    (folder / FILE_NAME).unlink()
    with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
        other.execute("CREATE TABLE notes (words TEXT)")
    _refused(opened, folder, "不是原来那个机关的数据")


@pytest.mark.parametrize("lost", [MARKER, None], ids=["without marker", "with marker"])
def test_the_database_of_another_office_is_refused(folder, office, opened, tmp_path, lost):
    opened(tmp_path / "other")
    shutil.copy2(tmp_path / "other" / FILE_NAME, folder / FILE_NAME)
    if lost is not None:
        (folder / lost).unlink()
    _refused(opened, folder, "不是原来那个机关的数据")


def test_a_log_that_is_left_is_not_played_into_the_database_of_another_office(folder, forms, known, opened, tmp_path):
    opened(tmp_path / "other")
    running = open_database(folder, forms, known=known)
    with running.engine.begin() as connection:
        connection.execute(text("UPDATE search_state SET opened = opened + 1"))
    log = (folder / f"{FILE_NAME}-wal").read_bytes()
    running.close()
    shutil.copy2(tmp_path / "other" / FILE_NAME, folder / FILE_NAME)
    (folder / f"{FILE_NAME}-wal").write_bytes(log)
    _refused(opened, folder, "不是原来那个机关的数据")


@pytest.mark.parametrize("trace", ["counter.db-wal", "scans/ab/cd", "scans/incoming/a.claim", "keys/installation.pem"])
def test_every_trace_alone_is_enough(folder, opened, trace):
    (folder / trace).parent.mkdir(parents=True, exist_ok=True)
    (folder / trace).write_bytes(b"something")
    _refused(opened, folder, "不在了", known=KnownOffices())


def test_the_marker_alone_is_enough(folder, office, opened):
    (folder / FILE_NAME).unlink()
    assert [path.name for path in folder.iterdir()] == [MARKER]
    _refused(opened, folder, "不在了", known=KnownOffices())


def test_a_window_that_was_set_up_is_a_trace(folder, opened):
    folder.mkdir()
    _refused(opened, folder, "不在了", set_up=True)


def test_what_is_no_trace_is_no_hindrance(folder, opened):
    for empty in ("scans/ab", "keys", "office/forms"):
        (folder / empty).mkdir(parents=True)
    (folder / "counter.db-wal").write_bytes(b"")
    assert opened(folder)


def test_a_folder_that_cannot_be_read_is_no_new_office(folder, office, opened, monkeypatch):
    def fail(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(Refusal, match="无法读取"):
        opened(folder)


def test_an_office_of_before_the_ids_gets_its_marker_at_the_next_start(folder, forms, opened):
    folder.mkdir()
    (folder / "scans").mkdir()
    (folder / "scans" / "one").write_bytes(b"a scan")
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        script = (Path(__file__).parents[1] / "releases" / "0003.sql").read_text("utf-8")
        connection.connection.driver_connection.executescript(script)
    engine.dispose()
    office = opened(folder, set_up=True)
    assert (folder / MARKER).read_text("ascii").strip() == office
    (folder / FILE_NAME).unlink()
    _refused(opened, folder, "不在了")


def test_a_backup_of_before_the_ids_put_back_whole_is_the_office_it_was(folder, office, forms, opened):
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.begin() as connection:
        migrate(connection, "0005")
    engine.dispose()
    (folder / MARKER).unlink()
    assert opened(folder) == office
    assert (folder / MARKER).read_text("ascii").strip() == office


def test_a_backup_put_back_whole_is_opened(folder, office, opened, tmp_path):
    shutil.copytree(folder, tmp_path / "backup")
    shutil.rmtree(folder)
    _refused(opened, folder, "不在了")
    shutil.copytree(tmp_path / "backup", folder)
    assert opened(folder) == office


def test_an_office_moved_to_another_folder_or_machine_is_opened(folder, office, opened, tmp_path):
    folder.rename(tmp_path / "moved")
    assert opened(tmp_path / "moved", known=KnownOffices()) == office


def test_a_marker_that_cannot_be_understood_is_written_anew(folder, office, opened):
    (folder / MARKER).write_bytes(b"\xff\xfe")
    assert opened(folder) == office
    assert (folder / MARKER).read_text("ascii").strip() == office


def test_the_way_out_leads_to_a_new_office(folder, office, opened, known, tmp_path):
    (folder / FILE_NAME).unlink()
    refused = _refused(opened, folder, "不在了")
    assert opened(tmp_path / "elsewhere") != office
    folder.rename(tmp_path / "set-aside")
    said = known.office_in(folder)[1]
    assert str(said) in refused.remedy
    said.unlink()
    assert opened(folder) != office


def test_settings_that_cannot_be_written_keep_nobody_from_work(folder, forms, opened, tmp_path):
    (tmp_path / "taken").write_text("", "utf-8")
    office = opened(folder, known=KnownOffices(tmp_path / "taken" / "offices"))
    assert (folder / MARKER).read_text("ascii").strip() == office


def test_a_migration_from_an_older_database_keeps_no_id_in_the_log_alone(folder, office, forms):
    running = open_database(folder, forms)
    with running.engine.connect() as connection:
        assert stored_revision(connection) == NEWEST
    with closing(sqlite3.connect(f"{(folder / FILE_NAME).as_uri()}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT office FROM office_identity").fetchall() == [(office,)]
    running.close()
