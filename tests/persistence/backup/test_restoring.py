"""A backup put back: told before, the old data kept, numbers go on above those given since, cuts change nothing."""

import errno
import json
import shutil
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.witness import Witness
from counter_app.exchange.office.overlay_swap import finish_swap, kept_folders, waiting_place
from counter_app.persistence.backup import restoring
from counter_app.persistence.backup.making import KEY_BESIDE, BackupMaker
from counter_app.persistence.backup.restoring import BackupRestorer, OverlayPlace
from counter_app.persistence.base import exchange_of_data
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.sealed_files import Cipher
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.keys.key_places import BESIDE, KeyPlaces
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.backup import BackupUnreadable, OwnFolder
from counter_app.services.ports.keys import KeyLost
from tests.persistence.backup.conftest import NOON, SCAN, issue, keys_of, quiet, scan_files

ASIDE = "replaced-20260302-120000"
REASON = "见换下的数据"
ENTRY = HistoryEntry(NOON, "Asia/Shanghai", "周某", "3", "backup.restored", details={"kept": ASIDE})


def restorer(folder, places, witness=None, overlay=None):
    own = overlay or folder / "office"
    return BackupRestorer(
        folder,
        OverlayPlace(own, waiting_place(own), partial(finish_swap, own)),
        keys_of(places),
        lambda key, cipher: ScanFiles(folder, lambda: key, lambda: cipher),
        lambda _backup: witness,
    )


@pytest.fixture
def backed_up(office, maker, tmp_path, make_filing):
    """The office after a backup: a case, two notices and a receipt came since; its database is closed."""
    made = maker.make(tmp_path / "stick", NOON, quiet, expected=False)
    with office.database.work() as work:
        work.filings.add(make_filing("AJ0000000002"))
        work.commit()
    issue(office.database)
    issue(office.database, "AJ0000000002")
    issue(office.database, "AJ0000000002", "material_receipt")
    office.database.close()
    return SimpleNamespace(
        folder=office.folder, key=office.key, places=office.places, backup=made.folder, scan=office.scan, made=made
    )


def put_back(here, witness=None, folder=None):
    restores = restorer(folder or here.folder, here.places, witness)
    return restores.restore(restores.preview(here.backup), ASIDE, REASON, ENTRY, quiet)


def references(file, key):
    engine = sqlite_engine(file, key)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT reference FROM filing ORDER BY 1")).scalars().all()
    engine.dispose()
    return found


def test_it_is_told_what_is_replaced_and_which_numbers_were_given_since(backed_up):
    restores = restorer(backed_up.folder, backed_up.places)
    what = restores.preview(backed_up.backup)
    assert (what.here.acts, what.record.acts, what.acts, what.cases, what.is_complete) == (4, 1, 3, 2, True)
    assert what.numbers == (Number("备告", 2026, 2), Number("备告", 2026, 3), Number("备收", 2026, 1))
    assert what.office.prefix == "大公(视)"
    assert references(backed_up.folder / FILE_NAME, backed_up.key) == ["AJ0000000001", "AJ0000000002"]


@pytest.mark.parametrize("named", ["", "backup.json", "..", "../.."])
def test_the_backup_is_named_by_itself_by_a_file_in_it_or_by_its_place(backed_up, named):
    source = (backed_up.backup / named).resolve()
    assert restorer(backed_up.folder, backed_up.places).preview(source).backup == backed_up.backup


def test_numbers_go_on_above_those_given_since_which_are_void(backed_up, forms, clock):
    put_back(backed_up)
    opened = open_database(backed_up.folder, forms, backed_up.key, clock=clock)
    with opened.work() as work:
        assert [number.ordinal for number in work.numbers.taken("deficiency_notice", year=2026)] == [1, 2, 3]
        assert work.numbers.void_reason(Number("备告", 2026, 1)) == ""
        assert work.numbers.void_reason(Number("备告", 2026, 2)) == REASON
        assert work.numbers.take("deficiency_notice", year=2026) == Number("备告", 2026, 4)
        assert work.numbers.take("material_receipt", year=2026) == Number("备收", 2026, 2)
        assert [entry.act for entry in work.history.of_case("")] == ["backup.restored"]
    opened.close()
    assert references(backed_up.folder / FILE_NAME, backed_up.key) == ["AJ0000000001"]


def test_what_was_there_is_kept_together_and_opens(backed_up):
    (backed_up.folder / "office" / "forms" / "own.toml").write_text("own = 2\n", "utf-8")
    kept = put_back(backed_up)
    assert kept == backed_up.folder / ASIDE
    assert references(kept / FILE_NAME, backed_up.key) == ["AJ0000000001", "AJ0000000002"]
    assert (kept / "office" / "forms" / "own.toml").read_text("utf-8") == "own = 2\n"
    assert (backed_up.folder / "office" / "forms" / "own.toml").read_text("utf-8") == "own = 1\n"
    assert sorted(path.name for path in backed_up.folder.iterdir() if ".part" in path.name) == []


def test_a_log_that_was_left_goes_aside_with_its_database(backed_up):
    file = backed_up.folder / FILE_NAME
    file.write_bytes(b"\xff" * 8192)
    for ending in ("-wal", "-shm"):
        file.with_name(FILE_NAME + ending).write_bytes(b"left")
    kept = put_back(backed_up, Witness({("备告", 2026): 3, ("备收", 2026): 1}, None, NOON))
    assert (kept / f"{FILE_NAME}-wal").read_bytes() == b"left"
    assert (kept / f"{FILE_NAME}-shm").is_file()
    assert not (backed_up.folder / f"{FILE_NAME}-shm").exists()
    assert references(file, backed_up.key) == ["AJ0000000001"]


def test_where_the_data_cannot_be_read_the_witness_knows_the_numbers(backed_up, forms, clock):
    (backed_up.folder / FILE_NAME).write_bytes(b"\xff" * 8192)
    witness = Witness({("备告", 2026): 3, ("备收", 2026): 1}, None, NOON)
    what = restorer(backed_up.folder, backed_up.places, witness).preview(backed_up.backup)
    assert what.trouble is not None
    assert (what.acts, len(what.numbers), what.is_complete) == (None, 3, True)
    put_back(backed_up, witness)
    opened = open_database(backed_up.folder, forms, backed_up.key, clock=clock)
    with opened.work() as work:
        assert work.numbers.take("deficiency_notice", year=2026) == Number("备告", 2026, 4)
        assert work.numbers.void_reason(Number("备告", 2026, 3)) == REASON
    opened.close()


def test_another_computer_gets_everything_and_is_told_that_numbers_may_be_unknown(backed_up, tmp_path, forms, clock):
    new = tmp_path / "new"
    restores = restorer(new, backed_up.places)
    what = restores.preview(backed_up.backup)
    assert (what.here, what.trouble, what.numbers, what.is_complete) == (None, None, (), False)
    assert restores.restore(what, ASIDE, REASON, ENTRY, quiet) is None
    assert scan_files(new, backed_up.places).content(backed_up.scan) == SCAN
    assert SCAN not in (new / "scans" / backed_up.scan[:2] / backed_up.scan[2:]).read_bytes(), "encrypted at once"
    assert json.loads((new / "workstation.json").read_text("utf-8")) == {"window": "3号窗口"}
    assert (new / "workstation.names").read_bytes() == b"names"
    assert (new / "office" / "forms" / "own.toml").is_file()
    open_database(new, forms, backed_up.key, clock=clock).close()
    assert references(new / FILE_NAME, backed_up.key) == ["AJ0000000001"]


def test_nothing_that_is_backed_up_is_left_out_of_a_restore(backed_up, tmp_path):
    """What lies in the data folder is backed up and comes back, or it stands here with the reason why not."""
    folder = backed_up.folder
    made_anew = {
        "backup.lock",  # held while files are exchanged
        "keys/office.key",  # never in a backup: it is on the recovery sheet
        "counter.db-shm",  # folded into the database
        "counter.db-wal",
        "scans/incoming",  # of what is being attached
    }
    (folder / "keys" / "installation.pem").write_text("signs", "ascii")
    shutil.rmtree(folder / "scans" / "incoming", ignore_errors=True)
    maker = BackupMaker(
        folder, folder / "office", keys_of(backed_up.places), scan_files(folder, backed_up.places), "0.6.0"
    )
    (tmp_path / "other stick").mkdir()
    made = maker.make(tmp_path / "other stick", NOON, quiet, expected=False)
    new = tmp_path / "new"
    restores = restorer(new, backed_up.places)
    restores.restore(restores.preview(made.folder), ASIDE, REASON, ENTRY, quiet)
    before, after = (
        {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        for place in (folder, new)
    )
    assert before.keys() - made_anew == after.keys() - made_anew - {"office.id"}
    for name in (
        "workstation.json",
        "workstation.names",
        "keys/installation.pem",
        "keys/office-key.json",
        "office/forms/own.toml",
    ):
        assert after[name] == before[name]


def test_the_offices_own_folder_is_put_back_where_it_lies_elsewhere(backed_up, tmp_path):
    own = tmp_path / "shared" / "office"
    (own / "forms").mkdir(parents=True)
    (own / "forms" / "own.toml").write_text("own = 2\n", "utf-8")
    (own / "forms" / "later.toml").write_text("later = 1\n", "utf-8")
    restores = restorer(backed_up.folder, backed_up.places, overlay=own)
    what = restores.preview(backed_up.backup)
    assert what.own == OwnFolder(own, own, replaces=True)
    restores.restore(what, ASIDE, REASON, ENTRY, quiet)
    assert {path.name: path.read_text("utf-8") for path in own.rglob("*.toml")} == {"own.toml": "own = 1\n"}
    [kept] = kept_folders(own)
    assert {path.name for path in kept.rglob("*.toml")} == {"own.toml", "later.toml"}
    assert {path.name for path in own.parent.iterdir()} == {"office", kept.name}
    assert restores.preview(backed_up.backup).own is None, "they are the same now"


def test_on_a_new_computer_a_folder_elsewhere_is_made(backed_up, tmp_path):
    own = tmp_path / "shared" / "deep" / "office"
    restores = restorer(tmp_path / "new", backed_up.places, overlay=own)
    what = restores.preview(backed_up.backup)
    assert what.own == OwnFolder(own, own, replaces=False)
    restores.restore(what, ASIDE, REASON, ENTRY, quiet)
    assert (own / "forms" / "own.toml").read_text("utf-8") == "own = 1\n"


def test_where_it_cannot_be_written_its_usual_place_takes_it(backed_up, tmp_path, monkeypatch):
    monkeypatch.setattr(restoring, "_can_make_beside", lambda _place: False)
    own, new = tmp_path / "closed" / "office", tmp_path / "new"
    restores = restorer(new, backed_up.places, overlay=own)
    what = restores.preview(backed_up.backup)
    assert what.own == OwnFolder(new / "office", own, replaces=False)
    restores.restore(what, ASIDE, REASON, ENTRY, quiet)
    assert (new / "office" / "forms" / "own.toml").is_file()
    assert not own.parent.exists()


@pytest.mark.parametrize(("cut_at", "restored"), [("decide", False), ("finish", True)])
def test_a_cut_leaves_the_offices_folder_elsewhere_as_the_data(backed_up, tmp_path, monkeypatch, cut_at, restored):
    own = tmp_path / "shared" / "office"
    restores = restorer(backed_up.folder, backed_up.places, overlay=own)
    what = restores.preview(backed_up.backup)

    def cut(*_words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exchange_of_data, cut_at, cut)
        with pytest.raises(KeyboardInterrupt):
            restores.restore(what, ASIDE, REASON, ENTRY, quiet)
    assert not own.exists()
    exchange_of_data.finish_waiting(backed_up.folder)
    finish_swap(own)
    assert (own / "forms" / "own.toml").exists() == restored
    assert (backed_up.folder / ASIDE).exists() == restored


def test_scans_are_encrypted_as_the_office_wants_it(backed_up, tmp_path):
    new = tmp_path / "new"
    restores = restorer(new, backed_up.places)
    what = restores.preview(backed_up.backup)
    office = replace(what.office, national_ciphers=True)
    restores.restore(replace(what, office=office), ASIDE, REASON, ENTRY, quiet)
    assert scan_files(new, backed_up.places).content(backed_up.scan) == SCAN
    assert Cipher.SM4.value in (new / "scans" / backed_up.scan[:2] / backed_up.scan[2:]).read_bytes()


def test_a_scan_that_is_there_whole_is_left_and_a_changed_one_is_mended(backed_up):
    file = backed_up.folder / "scans" / backed_up.scan[:2] / backed_up.scan[2:]
    file.chmod(0o600)
    file.write_bytes(b"forged")
    put_back(backed_up)
    assert scan_files(backed_up.folder, backed_up.places).content(backed_up.scan) == SCAN
    assert SCAN not in file.read_bytes()


def test_without_the_key_its_recovery_code_is_asked_for(backed_up, tmp_path):
    with pytest.raises(KeyLost):
        restorer(backed_up.folder, KeyPlaces(tmp_path / "none")).preview(backed_up.backup)


def test_the_backup_of_another_office_is_refused_and_an_unused_office_gives_way(backed_up, tmp_path, forms, clock):
    other = tmp_path / "other"
    other.mkdir()
    opened = open_database(other, forms, clock=clock)
    assert restorer(other, backed_up.places).preview(backed_up.backup).is_complete is False
    assert f"keys/{BESIDE}" == KEY_BESIDE
    (other / "keys").mkdir()
    (other / KEY_BESIDE).write_text("00" * 32, "ascii")
    unused = tmp_path / "unused"
    opened.close()
    shutil.copytree(other, unused)
    put_back(backed_up, folder=unused)
    assert not (unused / KEY_BESIDE).exists(), "the key of the unused office"
    assert (unused / ASIDE / KEY_BESIDE).is_file()
    opened = open_database(other, forms, clock=clock)
    issue(opened)
    opened.close()
    with pytest.raises(Refusal, match="不是这个数据文件夹里的机关的备份"):
        restorer(other, backed_up.places).preview(backed_up.backup)


def test_while_a_window_has_the_data_open_nothing_is_exchanged(backed_up):
    engine = sqlite_engine(backed_up.folder / FILE_NAME, backed_up.key)
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM filing")).all()
        with pytest.raises(Refusal, match="还有窗口开着"):
            put_back(backed_up)
    engine.dispose()
    assert not (backed_up.folder / ASIDE).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("backup.json", r"20260302-120000 这份备份不完整，缺少 backup\.json"),
        *((name, f"这份备份不完整，缺少 {name}") for name in ("counter.db", "settings.sealed", "scans.txt")),
        ("keys/office-key.json", "这份备份不完整，缺少 keys/office-key.json"),
    ],
)
def test_what_a_backup_lacks_is_named(backed_up, name, said):
    (backed_up.backup / name).unlink()
    with pytest.raises(BackupUnreadable, match=said):
        put_back(backed_up)


def test_a_place_that_is_not_there_and_a_file_that_is_no_backup_are_told_apart(backed_up, tmp_path):
    restores = restorer(backed_up.folder, backed_up.places)
    (tmp_path / "x.txt").touch()
    with pytest.raises(BackupUnreadable, match="none 不存在"):
        restores.preview(tmp_path / "none")
    with pytest.raises(BackupUnreadable, match=r"x\.txt 不是备份"):
        restores.preview(tmp_path / "x.txt")
    with pytest.raises(BackupUnreadable, match="data 里没有备份"):
        restores.preview(backed_up.folder)


def test_where_there_is_no_room_it_is_said_before_anything_is_asked(backed_up, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=3_000_000))
    with pytest.raises(Refusal, match=r"只剩3 MB，恢复需要5\d MB"):
        restorer(backed_up.folder, backed_up.places).preview(backed_up.backup)


@pytest.mark.parametrize(
    ("number", "of_backup", "said"),
    [
        (errno.ENOSPC, False, "数据所在的磁盘已满，没有恢复。现在的数据没有改动"),
        (errno.EACCES, False, "不能写入，没有恢复。检查写入权限"),
        (errno.EROFS, False, "不能写入，没有恢复。检查写入权限"),
        (errno.EIO, False, "写入出错（系统错误号5），没有恢复"),
        (errno.EIO, True, "读取出错，没有恢复。检查U盘、共享文件夹是否接好"),
    ],
)
def test_what_hinders_a_restore_is_said_in_words(backed_up, monkeypatch, number, of_backup, said):
    restores = restorer(backed_up.folder, backed_up.places)
    what = restores.preview(backed_up.backup)
    file = (backed_up.backup if of_backup else backed_up.folder) / "counter.db"

    def hinder(*_words):
        raise OSError(number, "English words", str(file))

    monkeypatch.setattr(exchange_of_data, "decide", hinder)
    with pytest.raises(Refusal) as told:
        restores.restore(what, ASIDE, REASON, ENTRY, quiet)
    assert said in str(told.value)
    assert "English" not in str(told.value)


@pytest.mark.parametrize("broken", ["counter.db", "settings.sealed", "scan", "no scan", "record"])
def test_a_backup_that_is_not_whole_changes_nothing(backed_up, broken):
    pool = next(path for path in (backed_up.backup.parent / "scans").rglob("*") if path.is_file())
    shutil.rmtree(backed_up.folder / "scans")
    file = {"scan": pool, "no scan": pool, "record": backed_up.backup / "backup.json"}.get(
        broken, backed_up.backup / broken
    )
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    if broken == "no scan":
        file.unlink()
    with pytest.raises(BackupUnreadable):
        put_back(backed_up)
    assert references(backed_up.folder / FILE_NAME, backed_up.key) == ["AJ0000000001", "AJ0000000002"]
    assert not (backed_up.folder / ASIDE).exists()
