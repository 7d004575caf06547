"""Before migrations change a database a verified copy lies beside it, or nothing is changed."""

import os
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app import bootstrap
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base import copied_database
from counter_app.persistence.base import copy_before_update as module
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import NEWEST, stored_revision
from counter_app.persistence.database import FILE_NAME, open_database

RELEASES = Path(__file__).parents[1] / "releases"


@pytest.fixture
def old(folder):
    """The folder of an office of release 0003, its rows still in the write-ahead log."""
    folder.mkdir()
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.executescript((RELEASES / "0003.sql").read_text("utf-8"))
    yield folder
    engine.dispose()


def revision_and_rows(file):
    engine = sqlite_engine(file)
    with engine.connect() as connection:
        found = stored_revision(connection), connection.execute(text("SELECT count(*) FROM filing")).scalar()
    engine.dispose()
    return found


def copies(folder):
    return sorted(path.name for path in folder.glob("*.revision-*") if not path.name.endswith(("-wal", "-shm")))


def test_an_older_database_is_copied_with_all_its_rows_before_it_is_changed(old, forms):
    before = revision_and_rows(old / FILE_NAME)
    open_database(old, forms).close()
    copy = old / f"{FILE_NAME}.revision-0003"
    assert copies(old) == [copy.name]
    assert revision_and_rows(copy) == before
    assert before[0] == "0003"
    assert before[1] > 0
    assert revision_and_rows(old / FILE_NAME)[0] == NEWEST
    assert os.name == "nt" or stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in old.iterdir() if ".part" in path.name] == []


def test_the_opening_says_while_it_brings_a_database_up_to_date(old, monkeypatch):
    opening = bootstrap.Opening(old)
    said = []
    monkeypatch.setattr(bootstrap, "_back_up", lambda _data, _place: said.append(opening.is_updating))
    for _time in range(2):
        with ExitStack() as at_exit:
            opening.open(at_exit)
            assert not opening.is_updating
    assert said == [True]


def test_a_new_and_a_current_database_are_not_copied(folder, forms):
    open_database(folder, forms).close()
    open_database(folder, forms).close()
    assert copies(folder) == []


def test_only_the_last_copy_is_kept(old, forms):
    (old / f"{FILE_NAME}.revision-0001").write_bytes(b"")
    open_database(old, forms).close()
    assert copies(old) == [f"{FILE_NAME}.revision-0003"]


def test_without_a_copy_nothing_is_migrated(old, forms, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copied_database, "sync_file", full)
    with pytest.raises(Refusal, match="升级前的数据备份没有做成"):
        open_database(old, forms)
    assert revision_and_rows(old / FILE_NAME)[0] == "0003"
    assert copies(old) == []


def test_a_damaged_copy_is_refused(old, forms, monkeypatch):
    monkeypatch.setattr(module, "found_damage", lambda _connection: Refusal("数据文件 counter.db 的第7页已损坏"))
    with pytest.raises(Refusal, match="第7页已损坏"):
        open_database(old, forms)
    assert revision_and_rows(old / FILE_NAME)[0] == "0003"
    assert copies(old) == []


def test_what_a_cut_left_half_written_goes_at_a_later_start(old, forms):
    names = [".0123456789ab.part", ".0123456789ab.part-wal", ".office-0123456789ab.part", "notes.part", ".a.part"]
    for name in names:
        (old / name).write_bytes(b"half")
        os.utime(old / name, (0, 0))
    young = old / ".ba9876543210.part"
    young.write_bytes(b"another window is writing it")
    open_database(old, forms).close()
    assert sorted(path.name for path in old.iterdir() if ".part" in path.name) == [".a.part", young.name, "notes.part"]
