"""A backup is whole or there is none: database, scans once, small files, all encrypted and read again."""

import os
import stat
from datetime import timedelta

import pytest

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.backup import making
from counter_app.persistence.backup import place as layout
from counter_app.persistence.backup.state import BackupStateFile
from counter_app.persistence.base.copied_database import read_copy
from counter_app.persistence.base.exchange_of_data import LOCK
from counter_app.persistence.base.one_at_a_time import one_at_a_time
from counter_app.persistence.base.schema import NEWEST
from counter_app.persistence.database import FILE_NAME
from counter_app.services.ports.backup import BackupPlaceAway, BackupUnreadable
from tests.persistence.backup.conftest import NOON, SCAN, issue, keys_of, quiet

NAMES = ("大关县示例商贸有限公司".encode(), "李示例".encode(), "周某".encode(), SCAN)


def files_of(place):
    return [path for path in place.rglob("*") if path.is_file()]


def test_a_backup_holds_what_stands_in_the_log_too_and_says_so(office, maker, tmp_path):
    issue(office.database)
    made = maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    assert made.folder.name == "20260302-120000"
    assert (made.record.acts, made.record.last_act.hour, made.record.revision) == (2, 2, NEWEST)
    assert made.record.numbers == (Number("备告", 2026, 2),)
    assert made.record.office_name == "大关县公安局"
    assert (made.record.rows["filing"], made.record.scan_count, made.copied, made.record.missing) == (1, 1, 1, 0)
    with read_copy(made.folder / FILE_NAME, office.key) as opened:
        assert opened.execute("SELECT ordinal FROM issued_number ORDER BY 1").fetchall() == [(1,), (2,)]


def test_nothing_of_it_can_be_read_without_the_key_nor_by_others(office, maker, tmp_path):
    made = maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    for file in files_of(tmp_path / "stick"):
        content = file.read_bytes()
        assert not [name for name in NAMES if name in content], file
        assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [file.name for file in made.folder.rglob("*.key")] == []
    assert (made.folder / "keys" / "office-key.json").is_file()


def test_a_scan_is_copied_once_for_all_backups(office, maker, tmp_path):
    place = tmp_path / "stick"
    first = maker.make(place, NOON, quiet, expected=False)
    second = maker.make(place, NOON + timedelta(days=1), quiet, expected=True)
    assert (first.copied, second.copied, second.record.scan_count) == (1, 0, 1)
    folder = second.folder.parent
    assert layout.backups_in(folder) == [first.folder, second.folder]
    assert [file.name for file in files_of(folder / "scans")] == [office.scan[2:]]


def test_a_changed_scan_is_not_copied_over_a_whole_one_and_is_counted_where_it_is_lacking(office, maker, tmp_path):
    file = office.folder / "scans" / office.scan[:2] / office.scan[2:]
    file.chmod(0o600)
    file.write_bytes(SCAN.replace(b"scan", b"fake"))
    made = maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    assert (made.record.scan_count, made.copied) == (0, 0)


def test_a_place_without_backups_where_there_were_some_is_away(office, maker, tmp_path):
    with pytest.raises(BackupPlaceAway, match="没有接上"):
        maker.make(tmp_path / "stick", NOON, quiet, expected=True)
    assert list((tmp_path / "stick").iterdir()) == []


@pytest.mark.parametrize(("expected", "said"), [(False, "不存在，没有备份"), (True, "没有接上")])
def test_a_place_that_does_not_exist_is_not_made(maker, tmp_path, expected, said):
    with pytest.raises(BackupPlaceAway, match=said):
        maker.make(tmp_path / "pulled", NOON, quiet, expected=expected)
    assert not (tmp_path / "pulled").exists()


def test_a_database_with_a_changed_octet_makes_no_backup(office, maker, tmp_path):
    office.database.close()
    file = office.folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Refusal, match="损坏"):
        maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    assert [path for path in files_of(tmp_path / "stick") if path.parent.name != "ab"] == []


def test_what_is_written_wrongly_by_the_disk_is_no_backup(office, maker, tmp_path, monkeypatch):
    write = making.write_new

    def bad_disk(file, content):
        write(file, content)
        if file.suffix == ".part":
            file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    monkeypatch.setattr(making, "write_new", bad_disk)
    with pytest.raises(Refusal, match="没有接上"):
        maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    assert files_of(tmp_path / "stick") == []


def test_a_full_disk_is_said_and_leaves_nothing(office, maker, tmp_path, monkeypatch):
    def full(_file, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_new", full)
    with pytest.raises(Refusal, match="磁盘已满"):
        maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    assert files_of(tmp_path / "stick") == []


def test_two_at_once_make_one(office, maker, tmp_path):
    with (
        one_at_a_time(office.folder / LOCK, Refusal("")),
        pytest.raises(Refusal, match="正在备份"),
    ):
        maker.make(tmp_path / "stick", NOON, quiet, expected=False)


def test_the_record_is_believed_only_as_it_was_written(office, maker, tmp_path):
    made = maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    key = keys_of(office.places)(made.folder).files
    assert layout.refuse_changed(made.folder, key) == made.record
    file = made.folder / layout.RECORD
    file.write_text(file.read_text("utf-8").replace('"acts": 1', '"acts": 7'), "utf-8")
    with pytest.raises(BackupUnreadable, match="被改动过"):
        layout.refuse_changed(made.folder, key)
    file.write_text("{}", "utf-8")
    with pytest.raises(BackupUnreadable, match="不是备份的清单"):
        layout.refuse_changed(made.folder, key)


def test_older_backups_go_by_rule_and_their_scans_with_them(office, maker, tmp_path):
    place = tmp_path / "stick"
    first = maker.make(place, NOON, quiet, expected=False)
    pool = [file for file in files_of(place) if file.parent.parent.name == "scans"]
    (office.folder / "scans" / office.scan[:2] / office.scan[2:]).unlink()
    made = [maker.make(place, NOON + timedelta(hours=hour), quiet, expected=True) for hour in (1, 24)]
    assert [one.removed for one in made] == [0, 1]
    assert layout.backups_in(first.folder.parent) == [one.folder for one in made]
    assert not first.folder.exists()
    assert pool
    assert not [file for file in pool if file.exists()]


def test_what_is_remembered_is_read_back_and_what_cannot_be_read_is_nothing(tmp_path):
    file = BackupStateFile(tmp_path)
    assert file.read() == BackupState()
    state = BackupState(NOON.date(), NOON, "/stick", "没有接上", NOON)
    file.write(state)
    assert file.read() == state
    (tmp_path / "backup.json").write_text("[[", "utf-8")
    assert file.read() == BackupState()
