"""Rows and files of scans on a real database and a real disk."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.scans import MOST_BYTES
from counter_app.persistence.scans import scan_files
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.ports import Scan, UnknownScan
from tests.persistence.conftest import MORNING

SCAN = Scan(
    scan_id="s1",
    reference="AJ0000000001",
    material="agent_id",
    sha256="ab" + "0" * 62,
    media_type="image/png",
    size=10,
    pages=1,
    attached_at=MORNING,
    clerk="周某",
    window="3",
)


@pytest.fixture
def store(folder):
    return ScanFiles(folder)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(b"content" * 1000)
    return path


def _ignore(_done, _total):
    pass


def _left(folder):
    return sorted(path.name for path in (folder / "scans").rglob("*") if path.is_file())


# Rows


def test_a_scan_comes_back_as_it_was_kept(database, keep, make_filing):
    keep(make_filing())
    with database.work() as work:
        work.scans.add(SCAN)
        work.scans.add(replace(SCAN, scan_id="s2", material="device_list"))
        work.commit()
    with database.work() as work:
        assert work.scans.get("s1") == SCAN
        assert [scan.scan_id for scan in work.scans.of_case("AJ0000000001")] == ["s1", "s2"]
        assert work.scans.of_case("AJ0000000002") == []


def test_what_is_turned_and_removed_is_kept_as_such(database, keep, make_filing):
    keep(make_filing())
    with database.work() as work:
        work.scans.add(SCAN)
        work.scans.turn("s1", 270)
        work.commit()
    with database.work() as work:
        assert work.scans.get("s1").rotation == 270
        work.scans.remove("s1", MORNING)
        work.commit()
    with database.work() as work:
        assert work.scans.of_case("AJ0000000001") == []
        assert work.scans.is_kept(SCAN.sha256)
        assert not work.scans.is_kept("cd" * 32)
        with pytest.raises(UnknownScan):
            work.scans.get("s1")


# Files


def test_a_file_is_kept_by_its_hash_for_its_owner_only_and_not_to_be_written(store, source, folder):
    incoming = store.take_in(source, _ignore)
    store.settle(incoming)
    store.release(incoming)
    place = store.path(incoming.sha256)
    assert place == folder / "scans" / incoming.sha256[:2] / incoming.sha256[2:]
    assert place.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IRUSR
    assert stat.S_IMODE((folder / "scans").stat().st_mode) == 0o700
    assert _left(folder) == [incoming.sha256[2:]]
    assert source.exists()


def test_the_same_content_twice_is_one_file(store, source, folder):
    for content in (source, source.read_bytes()):
        incoming = store.take_in(content, _ignore)
        store.settle(incoming)
        store.release(incoming)
    assert len(_left(folder)) == 1


def test_a_torn_file_is_mended_by_attaching_it_again(store, source):
    incoming = store.take_in(source, _ignore)
    store.settle(incoming)
    place = store.path(incoming.sha256)
    place.chmod(0o600)
    place.write_bytes(b"torn")
    again = store.take_in(source, _ignore)
    store.settle(again)
    assert place.read_bytes() == source.read_bytes()


def test_a_forged_file_of_the_same_size_is_replaced_by_attaching_the_true_one_again(store, source):
    incoming = store.take_in(source, _ignore)
    store.settle(incoming)
    place = store.verified(incoming.sha256)
    forged = place.with_name("forged")
    forged.write_bytes(b"Content" * 1000)
    forged.replace(place)
    with pytest.raises(Refusal, match="已被改动"):
        store.verified(incoming.sha256)
    store.settle(store.take_in(source, _ignore))
    assert store.verified(incoming.sha256).read_bytes() == source.read_bytes()


def test_a_large_file_tells_how_far_it_is(store, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(3 << 20))
    told = []
    store.take_in(path, lambda *progress: told.append(progress))
    assert told == [(1 << 20, 3 << 20), (2 << 20, 3 << 20), (3 << 20, 3 << 20)]


def test_a_missing_file_says_what_to_do(store):
    with pytest.raises(Refusal, match="从备份恢复"):
        store.path("ab" * 32)


def _grow(path):
    def watch(_done, _total):
        with path.open("ab") as file:
            file.write(b"more")

    return watch


def test_a_file_that_still_grows_is_refused(store, source, folder):
    with pytest.raises(Refusal, match="还在变动"):
        store.take_in(source, _grow(source))
    assert _left(folder) == []


def test_a_file_taken_away_while_it_is_read_is_refused(store, tmp_path, folder):
    path = tmp_path / "large"
    path.write_bytes(bytes(3 << 20))
    with pytest.raises(Refusal, match="还在变动"):
        store.take_in(path, lambda _done, _total: os.truncate(path, 1 << 20))
    assert _left(folder) == []


def _sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: _sparse(folder / "empty", 0), "0字节"),
        (lambda folder: _sparse(folder / "large", MOST_BYTES + 1), "超过50MB"),
        (lambda folder: folder / "nowhere.pdf", "已不在原处"),
        (lambda folder: folder, "这是文件夹"),
        (lambda folder: Path("/dev/null"), "这是文件夹，不是文件"),
        (lambda folder: b"", "0字节"),
        (lambda folder: bytes(MOST_BYTES + 1), "超过50MB"),
    ],
)
def test_what_cannot_be_taken_in_is_said_with_what_to_do(store, tmp_path, folder, make, words):
    with pytest.raises(Refusal, match=words) as refused:
        store.take_in(make(tmp_path), _ignore)
    assert refused.value.remedy
    assert not (folder / "scans").exists() or _left(folder) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "没有权限读"), (errno.ENOENT, "已不在原处"), (errno.EIO, "中断"), (errno.ESTALE, "中断")],
)
def test_a_share_that_fails_is_said_in_its_own_words(store, source, monkeypatch, code, words):
    def fail(*_arguments, **_options):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(Refusal, match=words):
        store.take_in(source, _ignore)


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EDQUOT, "磁盘已满"), (errno.EROFS, "无法写入"), (errno.EIO, "磁盘出错")],
)
def test_our_own_disk_that_fails_is_said_in_its_own_words(store, source, folder, monkeypatch, code, words):
    def fail(_descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(scan_files.os, "fsync", fail)
    with pytest.raises(Refusal, match=words) as refused:
        store.take_in(source, _ignore)
    assert refused.value.remedy
    assert _left(folder) == []


def test_a_data_folder_that_cannot_be_written_is_said(store, source, folder):
    folder.mkdir()
    (folder / "scans").write_text("a file where the folder belongs")
    with pytest.raises(Refusal, match="扫描件没有附上"):
        store.take_in(source, _ignore)


# Orphans


def test_only_old_claims_are_doubtful(folder, source):
    young, old = ScanFiles(folder), ScanFiles(folder, grace=-1)
    incoming = young.take_in(source, _ignore)
    young.settle(incoming)
    assert young.doubtful() == []
    assert old.doubtful() == [incoming.sha256]
    assert young.sweep(frozenset({incoming.sha256})) == 0
    assert old.sweep(frozenset({incoming.sha256})) == 1
    assert _left(folder) == []


def test_a_copy_that_was_never_finished_goes_with_the_next_start(folder, source):
    ScanFiles(folder).take_in(source, _ignore)
    assert len(_left(folder)) == 1
    assert ScanFiles(folder, grace=-1).sweep(frozenset()) == 0
    assert _left(folder) == []


# Pictures


def test_pictures_are_remembered_and_never_needed(store, folder, monkeypatch):
    assert store.cached("a.jpg") is None
    store.cache("a.jpg", b"picture")
    assert store.cached("a.jpg") == b"picture"
    assert (folder / "cache" / "thumbnails" / "a.jpg").exists()

    def fail(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    store.cache("b.jpg", b"picture")
    assert store.cached("b.jpg") is None
