"""Packing that is cut off at any step: nothing half under the name, and the next run finishes it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import BagFiles, trouble, volumes
from counter_app.exchange.bag import packing as packing_of
from counter_app.exchange.bag import sinks as sinks_of
from tests.exchange.bag.one_packer import content_of

BAGS = BagFiles()
NAMES = ("BY2026-0001", "BY2026-0001.zip")


def quiet(_done, _total):
    """Watch nothing."""


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.pdf").write_bytes(bytes([number]) * 3_000)
    return folder


@pytest.fixture
def batch(scans):
    return content_of(scans, 2)


class CutError(BaseException):
    """The power went."""


class Steps:
    """Lets some steps pass and then none."""

    def __init__(self, monkeypatch):
        self.left = sys.maxsize
        monkeypatch.setattr(packing_of, "THREADS", 1)
        monkeypatch.setattr(os, "fsync", lambda _file: None)
        for owner, name in (
            *((sinks_of, name) for name in ("_sync", "sync_folder", "_hash")),
            *((Path, name) for name in ("mkdir", "unlink", "rename", "rmdir", "open")),
            *((sinks_of.ResumedFile, name) for name in ("write", "end_here")),
            (shutil, "rmtree"),
        ):
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name), name))

    def _counted(self, real, name):
        def counted(*arguments, **named):
            self._pass()
            done = real(*arguments, **named)
            if name not in ("open", "_hash"):
                self._pass()
            return done

        return counted

    def _pass(self):
        self.left -= 1
        if self.left < 0:
            raise CutError


def _cut(*_arguments):
    raise CutError


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("left_before", [False, True])
def test_cut_at_each_step_the_next_run_finishes_it(scans, tmp_path, monkeypatch, name, left_before):
    batch, other = content_of(scans, 1), content_of(scans, 2, drawn=False)
    whole = BAGS.pack(batch, tmp_path / f"whole-{name}", quiet)
    stick = tmp_path / "stick"
    cuts = 0
    done = False
    while not done:
        stick.mkdir()
        if left_before:  # by a run of another content, cut off just before its end
            with monkeypatch.context() as patch:
                patch.setattr(packing_of, "_read_back", _cut)
                with pytest.raises(CutError):
                    BAGS.pack(other, stick / name, quiet)
        with monkeypatch.context() as patch:
            steps = Steps(patch)
            steps.left = cuts
            try:
                BAGS.pack(batch, stick / name, quiet)
                done = True
            except CutError:
                cuts += 4 if left_before else 1
            steps.left = sys.maxsize
            assert not (stick / name).exists() or BAGS.verify(stick / name, quiet).sha256 == whole.sha256
            assert BAGS.pack(batch, stick / name, quiet).sha256 == whole.sha256
        assert [path.name for path in stick.iterdir()] == [name]
        assert not (stick / name / sinks_of.MARK).exists()
        shutil.rmtree(stick)
    assert cuts > 30


def test_a_zip_goes_on_from_where_it_was_cut(batch, tmp_path, monkeypatch):
    target = tmp_path / "x.zip"
    seen = []
    close = sinks_of.ResumedFile.close
    monkeypatch.setattr(sinks_of.ResumedFile, "close", lambda file: (seen.append(file.kept), close(file)))

    def stop(done, _total):
        if done > 6_000:
            raise CutError

    with pytest.raises(CutError):
        BAGS.pack(batch, target, stop)
    BAGS.pack(batch, target, quiet)
    assert seen[0] == 0
    assert seen[1] > 6_000


def test_a_zip_is_the_same_to_the_byte_whatever_stood_under_its_unfinished_name(batch, tmp_path):
    BAGS.pack(batch, tmp_path / "x.zip", quiet)
    whole = (tmp_path / "x.zip").read_bytes()
    for before in (b"", b"other" * 9_000, whole[:5_000], whole + whole, whole[:4_000] + b"?" + whole[4_001:]):
        (tmp_path / "x.zip").unlink()
        (tmp_path / "x.zip.partial").write_bytes(before)
        BAGS.pack(batch, tmp_path / "x.zip", quiet)
        assert (tmp_path / "x.zip").read_bytes() == whole


def test_a_package_of_the_batch_with_another_content_or_spoilt_is_not_taken_for_this_one(batch, scans, tmp_path):
    BAGS.pack(content_of(scans, 2, drawn=False), tmp_path / "bag", quiet)
    with pytest.raises(Refusal, match="内容与现在的不同"):
        BAGS.pack(batch, tmp_path / "bag", quiet)
    (tmp_path / "bag/data/0001/scan-01.pdf").write_bytes(b"x")
    with pytest.raises(Refusal, match="已不完整"):
        BAGS.pack(batch, tmp_path / "bag", quiet)
    (tmp_path / "letter.zip").write_text("a letter")
    with pytest.raises(Refusal, match="已经存在"):
        BAGS.pack(batch, tmp_path / "letter.zip", quiet)


def test_a_paper_drawn_otherwise_than_in_the_package_that_stands_there_is_seen(batch, scans, tmp_path):
    BAGS.pack(batch, tmp_path / "bag", quiet)
    case, *cases = content_of(scans, 2).cases
    *files, paper = case.files
    paper = type(paper)(paper.name, paper.what, paper.media_type, paper.pages, lambda: b"%PDF other")
    changed = type(case)(**{**_fields(case), "files": (*files, paper)})
    again = type(batch)(**{**_fields(batch), "cases": (changed, *cases)})
    with pytest.raises(Refusal, match="内容与现在的不同"):
        BAGS.pack(again, tmp_path / "bag", quiet)


def _fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_no_folder_to_put_it_in_and_a_zip_too_large_for_fat32_are_said_before_anything_is_written(
    batch, tmp_path, monkeypatch
):
    with pytest.raises(Refusal, match="保存电子数据包的文件夹不存在"):
        BAGS.pack(batch, tmp_path / "none/x.zip", quiet)
    monkeypatch.setattr(packing_of, "largest_file", lambda _folder: 9_000)
    with pytest.raises(Refusal, match=r"FAT32.*改为生成文件夹"):
        BAGS.pack(batch, tmp_path / "x.zip", quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["scans"]
    assert BAGS.pack(batch, tmp_path / "x", quiet).files == 6


@pytest.mark.skipif(sys.platform == "win32", reason="reads what Linux mounted")
def test_the_kind_of_a_stick_is_read_from_the_deepest_mount(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "a / ext4 rw 0 0\nb /media/办公\\040U盘 vfat rw 0 0\nc /media/b ext4 rw 0 0\nd /media/b exfat rw 0 0\n"
    )
    assert volumes._kind(Path("/media/办公 U盘/x"), mounts) == "vfat"
    assert volumes._kind(Path("/media/b"), mounts) == "exfat"
    assert volumes._kind(Path("/home"), mounts) == "ext4"
    assert volumes._kind(Path("/home"), tmp_path / "none") == ""
    assert volumes.largest_file(tmp_path) is None


@pytest.mark.parametrize(
    ("code", "said"), [(112, "已满"), (19, "无法写入"), (21, "断开"), (1117, "断开"), (1167, "断开"), (223, "FAT32")]
)
def test_what_windows_says_of_a_stick_is_said_in_words(code, said):
    error = PermissionError(13, "as Python calls many of them")
    error.winerror = code
    assert said in trouble.words_for(error).sentence


@pytest.mark.skipif(sys.platform == "win32", reason="bounds a process's files as POSIX does")
def test_a_file_larger_than_the_system_takes_is_said_in_words(scans, tmp_path):
    run = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
from counter_app.domain.basics.refusal import Refusal
from tests.exchange.bag import one_packer
try:
    one_packer.main(*sys.argv[1:])
except Refusal as refusal:
    print(refusal.sentence)
"""
    said = subprocess.run(
        [sys.executable, "-c", run, str(scans), str(tmp_path / "x.zip"), "2"],
        capture_output=True, text=True, check=True, timeout=60, encoding="utf-8",
    ).stdout  # fmt: skip
    assert "不支持4GB以上" in said
    assert not (tmp_path / "x.zip").exists()
