"""Rows and files of scans on a real database and a real disk."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app import private_files
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.scans import MOST_BYTES
from counter_app.persistence.scans import scan_files
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.ports import Scan, ScanChanged, UnknownScan
from tests.persistence.conftest import MORNING

KEY = b"f" * 32
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
    return ScanFiles(folder, lambda: KEY)


@pytest.fixture
def older(folder):
    """The store of a version that encrypts nothing."""
    return ScanFiles(folder, lambda: None)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(b"content" * 1000)
    return path


def _ignore(_done, _total):
    pass


def place_of(folder, incoming):
    return folder / "scans" / incoming.sha256[:2] / incoming.sha256[2:]


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
    place = place_of(folder, incoming)
    assert store.content(incoming.sha256) == source.read_bytes()
    assert b"".join(store.pieces(incoming.sha256)) == source.read_bytes()
    assert place.read_bytes().startswith(b"counter-app sealed 1\nAES-256-GCM")
    assert b"content" not in place.read_bytes()
    assert incoming.size == source.stat().st_size
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


def test_a_torn_file_is_mended_by_attaching_it_again(store, source, folder):
    incoming = store.take_in(source, _ignore)
    store.settle(incoming)
    place = place_of(folder, incoming)
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-20])
    with pytest.raises(ScanChanged):
        store.content(incoming.sha256)
    with pytest.raises(ScanChanged):
        list(store.pieces(incoming.sha256))
    again = store.take_in(source, _ignore)
    store.settle(again)
    assert store.content(incoming.sha256) == source.read_bytes()


def test_another_file_in_its_place_is_replaced_by_attaching_the_true_one_again(store, source, folder):
    incoming = store.take_in(source, _ignore)
    store.settle(incoming)
    assert store.content(incoming.sha256) == source.read_bytes()
    other = store.take_in(b"Content" * 1000, _ignore)  # encrypted with the very key
    other.path.replace(place_of(folder, incoming))
    with pytest.raises(ScanChanged, match="已被改动"):
        store.content(incoming.sha256)
    store.settle(store.take_in(source, _ignore))
    assert store.content(incoming.sha256) == source.read_bytes()


def test_a_large_file_tells_how_far_it_is(store, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(3 << 20))
    told = []
    store.take_in(path, lambda *progress: told.append(progress))
    assert told == [(1 << 20, 3 << 20), (2 << 20, 3 << 20), (3 << 20, 3 << 20)]


def test_a_missing_file_says_what_to_do(store):
    with pytest.raises(Refusal, match="从备份恢复"):
        store.content("ab" * 32)
    with pytest.raises(Refusal, match="从备份恢复"):
        store.refuse_missing("ab" * 32)


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
    young, old = ScanFiles(folder, lambda: KEY), ScanFiles(folder, lambda: KEY, grace=-1)
    incoming = young.take_in(source, _ignore)
    young.settle(incoming)
    assert young.doubtful() == []
    assert old.doubtful() == [incoming.sha256]
    assert young.sweep(frozenset({incoming.sha256})) == 0
    assert old.sweep(frozenset({incoming.sha256})) == 1
    assert _left(folder) == []


def test_a_copy_that_was_never_finished_goes_with_the_next_start(folder, source):
    ScanFiles(folder, lambda: KEY).take_in(source, _ignore)
    assert len(_left(folder)) == 1
    assert ScanFiles(folder, lambda: KEY, grace=-1).sweep(frozenset()) == 0
    assert _left(folder) == []


# Files of older versions


def keep_all(store, contents):
    made = []
    for content in contents:
        incoming = store.take_in(content, _ignore)
        store.settle(incoming)
        store.release(incoming)
        made.append(incoming)
    return made


CONTENTS = [b"name %d " % number * 1000 for number in range(8)]


def test_files_of_older_versions_open_and_are_encrypted_by_and_by(older, store, folder):
    kept = keep_all(older, CONTENTS)
    assert place_of(folder, kept[0]).read_bytes() == CONTENTS[0]
    assert [store.content(one.sha256) for one in kept] == CONTENTS
    assert [b"".join(store.pieces(one.sha256)) for one in kept] == CONTENTS
    assert store.seal_some(-1), "no time: all is still to do"
    assert not store.seal_some(60)
    assert not any(b"name" in path.read_bytes() for path in (folder / "scans").rglob("*") if path.is_file())
    assert [store.content(one.sha256) for one in kept] == CONTENTS
    assert [ScanFiles(folder, lambda: KEY).content(one.sha256) for one in kept] == CONTENTS
    assert stat.S_IMODE(place_of(folder, kept[0]).stat().st_mode) == stat.S_IRUSR


def test_it_goes_on_where_it_was_left_and_looks_at_no_file_twice(older, store, folder, monkeypatch):
    keep_all(older, CONTENTS)
    looked_at = []
    seal = ScanFiles._seal
    monkeypatch.setattr(ScanFiles, "_seal", lambda self, place: looked_at.append(place) or seal(self, place))
    rounds = [store.seal_some(-1) for _ in range(len(CONTENTS) + 1)]
    assert rounds == [True] * len(CONTENTS) + [False]
    assert len(looked_at) == len(set(looked_at)) == len(CONTENTS)


def test_once_all_are_encrypted_only_what_came_since_is_looked_at(older, store, folder, monkeypatch):
    [early] = keep_all(older, CONTENTS[:1])
    assert not store.seal_some(60)
    after = place_of(folder, early).stat().st_ctime + 0.0001
    os.utime(folder / "scans" / "sealed", (after, after))
    [late] = keep_all(older, CONTENTS[1:2])  # an older version that the office went back to
    looked_at = []
    seal = ScanFiles._seal
    monkeypatch.setattr(ScanFiles, "_seal", lambda self, place: looked_at.append(place) or seal(self, place))
    assert not ScanFiles(folder, lambda: KEY).seal_some(60)
    assert looked_at == [place_of(folder, late)]
    assert b"name" not in place_of(folder, late).read_bytes()


def test_without_a_key_nothing_is_encrypted(older):
    [kept] = keep_all(older, CONTENTS[:1])
    assert not older.seal_some(60)
    assert older.content(kept.sha256) == CONTENTS[0]


def test_a_cut_at_any_moment_leaves_each_file_whole(older, store, folder, monkeypatch):
    kept = keep_all(older, CONTENTS)

    class Cut(BaseException):
        pass

    def cut(*_arguments, **_options):
        raise Cut

    for module, step in (
        (scan_files, "open_private"),
        (scan_files, "replace_and_wipe"),
        (private_files, "_write_over"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, step, cut)
            patched.setattr(scan_files, "_drop", lambda _path: None)
            with pytest.raises(Cut):
                store.seal_some(60)
        assert [store.content(one.sha256) for one in kept] == CONTENTS
    assert not store.seal_some(60)
    assert [store.content(one.sha256) for one in kept] == CONTENTS


def test_the_old_content_is_written_over_unless_somebodys_copy_is_this_very_file(older, store, folder):
    first, second = keep_all(older, CONTENTS[:2])
    copy = folder / "copy"
    os.link(place_of(folder, second), copy)
    with place_of(folder, first).open("rb") as opened:
        assert not store.seal_some(60)
        assert opened.read() == bytes(len(CONTENTS[0]))
    assert copy.read_bytes() == CONTENTS[1]


def test_attaching_what_lies_there_as_it_is_leaves_it_encrypted(older, store, folder):
    [kept] = keep_all(older, CONTENTS[:1])
    keep_all(store, CONTENTS[:1])
    assert b"name" not in place_of(folder, kept).read_bytes()
    assert store.content(kept.sha256) == CONTENTS[0]


def test_pictures_of_older_versions_go_at_the_start_and_all_at_the_end(older, store, folder):
    older.cache("old.jpg", b"picture of a person")
    store.cache("new.jpg", b"picture")
    assert store.cached("old.jpg") is None
    store.sweep(frozenset())
    assert [path.name for path in (folder / "cache" / "thumbnails").iterdir()] == ["new.jpg"]
    store.empty_cache()
    assert store.cached("new.jpg") is None
    assert list((folder / "cache").rglob("*.jpg")) == []
    store.cache("new.jpg", b"picture")
    assert store.cached("new.jpg") == b"picture"


# Pictures


def test_pictures_are_remembered_and_never_needed(store, folder, monkeypatch):
    assert store.cached("a.jpg") is None
    store.cache("a.jpg", b"picture")
    assert store.cached("a.jpg") == b"picture"
    kept = folder / "cache" / "thumbnails" / "a.jpg"
    assert b"picture" not in kept.read_bytes()
    kept.rename(kept.with_name("c.jpg"))
    assert store.cached("c.jpg") is None, "it is a picture of something else"

    def fail(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    store.cache("b.jpg", b"picture")
    assert store.cached("b.jpg") is None
