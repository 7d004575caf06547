"""Back from data of a newer version to the copy made before: numbers go on above, nothing is given up silently."""

import os
import stat

import pytest
from sqlalchemy import text

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.encrypting import encrypt_in_place, is_plain
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import NEWEST
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.update import downgrade as module
from counter_app.persistence.update.data_copies import SqliteDataCopies
from counter_app.services.ports import HistoryEntry
from tests.persistence.conftest import MORNING

KEPT = "replaced-9999-20260302-104200"
ENTRY = HistoryEntry(MORNING, "Asia/Shanghai", "周某", "3", "update.went_back", details={"kept": KEPT})


def do(folder, words, *values):
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute(words, values)
    engine.dispose()


def issue(database, reference, document="deficiency_notice"):
    with database.work() as work:
        number = work.numbers.take(document, year=2026)
        work.history.record(HistoryEntry(MORNING, "Asia/Shanghai", "周某", "3", "notice.issued", reference))
        work.commit()
    return number


@pytest.fixture
def updated(database, folder, make_filing, clock):
    """The folder of an office whose data a newer version changed, after one number; two and a receipt came since."""
    with database.work() as work:
        work.office.save(Office("大关县公安局", prefix="大公(视)"))
        work.filings.add(make_filing())
        work.commit()
    issue(database, "AJ0000000001")
    SqliteDataCopies(folder).copy()
    clock.pass_(days=1)
    with database.work() as work:
        work.filings.add(make_filing("AJ0000000002"))
        work.commit()
    issue(database, "AJ0000000001")
    issue(database, "AJ0000000002")
    issue(database, "AJ0000000002", "material_receipt")
    database.close()
    do(folder, "UPDATE alembic_version SET version_num = '9999'")
    return folder


def go_back(folder):
    copies = SqliteDataCopies(folder)
    return copies.downgrade(copies.preview_downgrade(), KEPT, "见换下的数据", ENTRY)


def references(file, key=None):
    engine = sqlite_engine(file, key)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT reference FROM filing ORDER BY 1")).scalars().all()
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    return revision, found


def parts(folder):
    return [path.name for path in folder.iterdir() if ".part" in path.name]


def test_it_is_told_what_was_done_since_and_nothing_is_changed(updated):
    seen = SqliteDataCopies(updated).preview_downgrade()
    assert (seen.copy.name, seen.revision, seen.newer) == (f"{FILE_NAME}.revision-{NEWEST}", NEWEST, "9999")
    assert seen.office.name == "大关县公安局"
    assert (seen.acts, seen.cases) == (3, 2)
    assert seen.last_act == seen.newest_act == MORNING
    assert seen.numbers == (Number("备告", 2026, 2), Number("备告", 2026, 3), Number("备收", 2026, 1))
    assert references(updated / FILE_NAME) == ("9999", ["AJ0000000001", "AJ0000000002"])


def test_the_copy_takes_the_place_and_the_newer_data_are_kept(updated, forms, clock):
    kept = go_back(updated)
    assert kept == updated / f"{FILE_NAME}.{KEPT}"
    assert references(kept) == ("9999", ["AJ0000000001", "AJ0000000002"])
    assert references(updated / FILE_NAME) == (NEWEST, ["AJ0000000001"])
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert parts(updated) == []
    opened = open_database(updated, forms, clock=clock)
    with opened.work() as work:
        assert [entry.act for entry in work.history.of_case("")] == ["update.went_back"]
    opened.close()


def test_numbers_go_on_above_those_given_since_which_are_void_with_the_reason(updated, forms, clock):
    go_back(updated)
    opened = open_database(updated, forms, clock=clock)
    with opened.work() as work:
        assert [number.ordinal for number in work.numbers.taken("deficiency_notice", year=2026)] == [1, 2, 3]
        assert work.numbers.void_reason(Number("备告", 2026, 1)) == ""
        assert work.numbers.void_reason(Number("备告", 2026, 2)) == "见换下的数据"
        assert work.numbers.void_reason(Number("备收", 2026, 1)) == "见换下的数据"
        assert work.day.series_of(2026)[0].missing == ()
        assert work.numbers.take("deficiency_notice", year=2026) == Number("备告", 2026, 4)
        assert work.numbers.take("material_receipt", year=2026) == Number("备收", 2026, 2)
    opened.close()


def test_papers_of_a_series_that_is_unknown_here_are_counted_and_left(updated):
    do(updated, "INSERT INTO number_series (series, year, last) VALUES ('新字', 2026, 1)")
    do(
        updated,
        "INSERT INTO issued_number (series, year, ordinal, taken_at, zone) "
        "VALUES ('新字', 2026, 1, '2026-03-03 00:00:00.000000', 'Asia/Shanghai')",
    )
    seen = SqliteDataCopies(updated).preview_downgrade()
    assert (len(seen.numbers), seen.other_numbers) == (3, 1)
    go_back(updated)
    engine = sqlite_engine(updated / FILE_NAME)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM number_series WHERE series = '新字'")).scalar() == 0
    engine.dispose()


def test_encrypted_data_go_back_to_a_copy_that_a_cut_left_plain(updated):
    key = bytes(range(32))
    assert encrypt_in_place(updated / FILE_NAME, key)
    copies = SqliteDataCopies(updated, key)
    seen = copies.preview_downgrade()
    assert len(seen.numbers) == 3
    kept = copies.downgrade(seen, KEPT, "见换下的数据", ENTRY)
    assert not any(map(is_plain, (kept, seen.copy, updated / FILE_NAME)))
    assert references(kept, key)[0] == "9999"
    assert references(updated / FILE_NAME, key) == (NEWEST, ["AJ0000000001"])


def test_data_that_this_version_opens_are_left(database, folder):
    SqliteDataCopies(folder).copy()
    with pytest.raises(Refusal, match="本机的程序可以打开，不需要退回"):
        SqliteDataCopies(folder).preview_downgrade()


def test_without_a_copy_that_this_version_opens_it_is_refused(updated):
    copy = updated / f"{FILE_NAME}.revision-{NEWEST}"
    copy.rename(updated / f"{FILE_NAME}.revision-9998")
    with pytest.raises(Refusal, match="没有本机的程序能打开的升级前备份"):
        SqliteDataCopies(updated).preview_downgrade()


def test_a_damaged_copy_and_one_of_another_office_are_refused(updated, tmp_path, forms):
    copy = updated / f"{FILE_NAME}.revision-{NEWEST}"
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    with pytest.raises(Refusal, match="已损坏"):
        SqliteDataCopies(updated).preview_downgrade()
    other = tmp_path / "other"
    open_database(other, forms).close()
    copy.write_bytes((other / FILE_NAME).read_bytes())
    with pytest.raises(Refusal, match="不是这个机关的数据"):
        SqliteDataCopies(updated).preview_downgrade()


def test_newer_data_that_tell_nothing_of_numbers_are_left(updated):
    do(updated, "ALTER TABLE number_series RENAME TO series_of_numbers")
    with pytest.raises(Refusal, match="查不出升级后编过哪些号"):
        SqliteDataCopies(updated).preview_downgrade()


def test_while_a_window_has_the_data_open_nothing_is_exchanged(updated):
    engine = sqlite_engine(updated / FILE_NAME)
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM filing")).all()
        with pytest.raises(Refusal, match="还有窗口开着这份数据"):
            go_back(updated)
    engine.dispose()
    assert references(updated / FILE_NAME)[0] == "9999"
    assert parts(updated) == []


@pytest.mark.parametrize("step", ["finish_copy", "sync_folder", "bring_up_to_date"])
def test_a_step_that_fails_leaves_the_newer_data(updated, monkeypatch, step):
    def full(*_what):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, step, full)
    with pytest.raises(Refusal, match="没有退回"):
        go_back(updated)
    assert references(updated / FILE_NAME) == ("9999", ["AJ0000000001", "AJ0000000002"])
    assert parts(updated) == []


def test_a_file_system_without_links_keeps_a_copy(updated, monkeypatch):
    def no_links(_old, _new):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(module.os, "link", no_links)
    kept = go_back(updated)
    assert references(kept) == ("9999", ["AJ0000000001", "AJ0000000002"])
    assert references(updated / FILE_NAME) == (NEWEST, ["AJ0000000001"])


def test_a_name_that_is_taken_is_not_written_over(updated):
    (updated / f"{FILE_NAME}.{KEPT}").write_bytes(b"kept before")
    with pytest.raises(Refusal, match="没有退回"):
        go_back(updated)
    assert (updated / f"{FILE_NAME}.{KEPT}").read_bytes() == b"kept before"
