"""Electronic packages: whole or not there, and whatever is wrong with one is found and named."""

import errno
import gzip
import os
import random
import shutil
import zipfile
from datetime import date
from pathlib import Path

import bagit
import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import BagFiles
from counter_app.exchange.bag import sinks as sinks_of
from counter_app.exchange.bag.digests import digests_of
from counter_app.services.ports import BagContent, BagFile, FaultKind, PackedCase
from tests.exchange.bag.one_packer import source_of

BAGS = BagFiles()
FAULTS = Path(__file__).parents[2] / "faults"


def quiet(_done, _total):
    """Watch nothing."""


@pytest.fixture
def content(tmp_path):
    """A batch of some cases, each with a scan and a drawn paper."""

    def make(cases=3, *, octets=3_000):
        source = tmp_path / "scans"
        source.mkdir(exist_ok=True)
        made = []
        for position in range(1, cases + 1):
            scan = source / f"{position}.pdf"
            scan.write_bytes(random.Random(position).randbytes(octets))
            sha256 = digests_of(scan.read_bytes(), ("sha256",))["sha256"]
            files = (
                BagFile("scan-01.pdf", "授权书扫描件", "application/pdf", 1, source_of(scan), sha256),
                BagFile("paper-01.pdf", "收件凭证", "application/pdf", 1, lambda p=position: b"%PDF" + b"x" * p),
            )
            day = date(2026, 3, 2)
            made.append(
                PackedCase(
                    *(position, f"AJ{position}", f"备收〔2026〕{position:04d}号", f"BS2026-{position:04d}"),
                    *("大关县示例中学", "视频监控系统首次备案材料", "首次备案", "已备案"),
                    *(day, day, date(2026, 4, 2), 2, day, "530624", files),
                )
            )
        number = "大公（视）移字〔2026〕1号"
        return BagContent("BY2026-0001", number, "大关县公安局", "科信", date(2026, 3, 20), tuple(made))

    return make


@pytest.fixture
def bag(content, tmp_path):
    BAGS.pack(content(), tmp_path / "BY2026-0001", quiet)
    return tmp_path / "BY2026-0001"


def kinds(path):
    return {fault.kind for fault in BAGS.verify(path, quiet).faults}


@pytest.mark.parametrize("name", ["BY2026-0001", "BY2026-0001.zip"])
def test_what_was_packed_is_valid_to_us_and_to_another_reader(content, tmp_path, name):
    packed = BAGS.pack(content(), tmp_path / name, quiet)
    report = BAGS.verify(tmp_path / name, quiet)
    assert (report.faults, report.batch, report.files) == ((), "BY2026-0001", 8)
    assert (report.sha256, report.sm3, report.octets) == (packed.sha256, packed.sm3, packed.octets)
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            archive.extractall(tmp_path / "out")
    root = tmp_path / "out" / "BY2026-0001" if name.endswith(".zip") else tmp_path / name
    assert bagit.Bag(str(root)).is_valid()


def test_the_same_batch_gives_the_same_bytes(content, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        BAGS.pack(content(), tmp_path / name / "BY2026-0001.zip", quiet)
    assert (tmp_path / "a/BY2026-0001.zip").read_bytes() == (tmp_path / "b/BY2026-0001.zip").read_bytes()


def test_folder_and_zip_have_the_same_digest_and_the_index_names_every_file(content, tmp_path):
    folder = BAGS.pack(content(), tmp_path / "x", quiet)
    zipped = BAGS.pack(content(), tmp_path / "y.zip", quiet)
    assert (folder.sha256, folder.sm3) == (zipped.sha256, zipped.sm3)
    index = BAGS.index(tmp_path / "y.zip")
    assert [case.unit for case in index.cases] == ["大关县示例中学"] * 3
    for case in index.cases:
        for file in case.files:
            found = digests_of((tmp_path / "x" / file.path).read_bytes(), ("sha256", "sm3"))
            assert found == {"sha256": file.sha256, "sm3": file.sm3}
            assert file.path.isascii()
    assert "大关县示例中学" in (tmp_path / "x/data/index.csv").read_text("utf-8-sig")


def test_one_flipped_bit_in_any_of_two_hundred_files_is_found_and_named(content, tmp_path):
    BAGS.pack(content(100, octets=300), tmp_path / "bag", quiet)
    files = sorted((tmp_path / "bag/data").rglob("*.pdf"))
    assert len(files) == 200
    chance = random.Random(20261124)
    flipped = set()
    for path in files:
        body = bytearray(path.read_bytes())
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        path.write_bytes(body)
        flipped.add(path.relative_to(tmp_path / "bag").as_posix())
    found = BAGS.verify(tmp_path / "bag", quiet).faults
    assert {fault.path for fault in found} == flipped
    assert {fault.kind for fault in found} == {FaultKind.CHANGED}


@pytest.mark.parametrize(
    "name",
    ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sm3.txt", "data/index.json", "data/index.csv"],
)
def test_one_flipped_bit_in_any_file_of_our_own_is_found(bag, name):
    body = bytearray((bag / name).read_bytes())
    body[-3] ^= 1
    (bag / name).write_bytes(body)
    assert not BAGS.verify(bag, quiet).valid


def _forge(bag, name, text):
    (bag / name).write_text(text, encoding="utf-8")


def _without(bag, name):
    path = bag / name
    path.unlink()


def _line(bag, line):
    for algorithm, digits in (("sha256", 64), ("sm3", 64)):
        with (bag / f"manifest-{algorithm}.txt").open("a", encoding="utf-8") as file:
            file.write(f"{'0' * digits}  {line}\n")


INVALID = {
    "no declaration": (lambda bag: _without(bag, "bagit.txt"), FaultKind.INCOMPLETE),
    "declaration with a mark": (
        lambda bag: _forge(bag, "bagit.txt", "\ufeffBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        FaultKind.MALFORMED,
    ),
    "declaration with blanks": (
        lambda bag: _forge(bag, "bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        FaultKind.MALFORMED,
    ),
    "another encoding": (
        lambda bag: _forge(bag, "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: ROT13\n"),
        FaultKind.MALFORMED,
    ),
    "a newer standard": (
        lambda bag: _forge(bag, "bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"),
        FaultKind.NEWER,
    ),
    "a newer program": (
        lambda bag: _forge(
            bag, "bag-info.txt", (bag / "bag-info.txt").read_text("utf-8").replace("Version: 1", "Version: 2")
        ),
        FaultKind.NEWER,
    ),
    "no manifest": (
        lambda bag: [_without(bag, f"manifest-{name}.txt") for name in ("sha256", "sm3")],
        FaultKind.INCOMPLETE,
    ),
    "an unknown algorithm": (lambda bag: _forge(bag, "manifest-crc7.txt", "00  data/x\n"), FaultKind.UNKNOWN),
    "a malformed manifest": (lambda bag: _forge(bag, "manifest-sha256.txt", "data/x\n"), FaultKind.MALFORMED),
    "a path listed twice": (lambda bag: _line(bag, "data/index.csv"), FaultKind.MALFORMED),
    "a missing file": (lambda bag: _without(bag, "data/0001/scan-01.pdf"), FaultKind.MISSING),
    "a missing tag file": (lambda bag: _without(bag, "bag-info.txt"), FaultKind.MISSING),
    "an unlisted file": (lambda bag: _forge(bag, "data/0001/more.pdf", "x"), FaultKind.UNLISTED),
    "fetch": (lambda bag: _forge(bag, "fetch.txt", "http://x 1 data/x\n"), FaultKind.INCOMPLETE),
    "out of the bag": (lambda bag: _line(bag, "data/../../x"), FaultKind.UNSAFE),
    "an absolute path": (lambda bag: _line(bag, "/etc/passwd"), FaultKind.UNSAFE),
    "the home folder": (lambda bag: _line(bag, "~/x"), FaultKind.UNSAFE),
    "a drive": (lambda bag: _line(bag, "C:/x"), FaultKind.UNSAFE),
    "a backslash": (lambda bag: _line(bag, "data\\x"), FaultKind.UNSAFE),
    "a tag listed as payload": (lambda bag: _line(bag, "bag-info.txt"), FaultKind.UNSAFE),
    "a name of Windows": (lambda bag: _line(bag, "data/con.pdf"), FaultKind.UNSAFE),
    "a link": (lambda bag: (bag / "data/x").symlink_to("/etc/passwd"), FaultKind.UNSAFE),
    "two names of one file": (lambda bag: _forge(bag, "data/0001/SCAN-01.pdf", "x"), FaultKind.UNSAFE),
    "a wrong sum": (
        lambda bag: _forge(
            bag, "bag-info.txt", (bag / "bag-info.txt").read_text("utf-8").replace("Payload-Oxum: ", "Payload-Oxum: 1")
        ),
        FaultKind.INCOMPLETE,
    ),
    "not UTF-8": (lambda bag: (bag / "bag-info.txt").write_bytes(b"\xff\xfe"), FaultKind.MALFORMED),
}


@pytest.mark.parametrize("case", INVALID)
def test_each_kind_of_invalid_package_is_refused_and_said_in_words(bag, case):
    spoil, kind = INVALID[case]
    spoil(bag)
    report = BAGS.verify(bag, quiet)
    assert kind in {fault.kind for fault in report.faults}
    assert all(fault.sentence for fault in report.faults)


def _rezip(bag, target, change=None):
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                archive.write(path, f"{bag.name}/{path.relative_to(bag).as_posix()}")
        if change:
            change(archive)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["../evil.txt", "BY2026-0001/../../evil.txt", "C:/evil.txt", "BY2026-0001/data\\x"])
def test_an_entry_that_climbs_out_of_a_zip_is_named(bag, tmp_path, name):
    _rezip(bag, tmp_path / "x.zip", lambda archive: archive.writestr(name, "evil"))
    assert FaultKind.UNSAFE in kinds(tmp_path / "x.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_under_one_name_are_named(bag, tmp_path):
    _rezip(bag, tmp_path / "x.zip", lambda archive: archive.writestr("BY2026-0001/data/index.csv", "other"))
    assert FaultKind.MALFORMED in kinds(tmp_path / "x.zip")


@pytest.mark.parametrize("top", ["BY2026-0001\\", ""])
@pytest.mark.parametrize("system", [0, 3])
def test_a_package_zipped_with_backslashes_is_whole(bag, tmp_path, top, system):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for path in sorted(bag.rglob("*")):
            name = top + path.relative_to(bag).as_posix().replace("/", "\\") + ("\\" if path.is_dir() else "")
            archive.writestr(_entry(name, system), b"" if path.is_dir() else path.read_bytes())
    assert BAGS.verify(tmp_path / "x.zip", quiet).faults == ()
    assert BAGS.index(tmp_path / "x.zip").batch == "BY2026-0001"


def test_the_package_that_powershell_zipped_is_whole():
    assert BAGS.verify(FAULTS / "16a_own_package_ps5_backslashes.zip", quiet).faults == ()


def _zipped(bag, path, *others, top="BY2026-0001/"):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(bag.rglob("*")):
            if file.is_file():
                archive.writestr(_entry(top + file.relative_to(bag).as_posix(), 3), file.read_bytes())
        for name in others:
            archive.writestr(_entry(name, 3), b"left behind")
    return path


@pytest.mark.parametrize("top", ["BY2026-0001/", "移交包 2026/", "./BY2026-0001/", "./", ""])
def test_a_package_zipped_by_macos_or_below_any_folder_is_whole(bag, tmp_path, top):
    within = top.removeprefix("./")
    left = (
        "__MACOSX/._BY2026-0001",
        f"__MACOSX/{within}data/._index.json",
        f"__MACOSX/{within}._bagit.txt",
        ".DS_Store",
    )
    assert BAGS.verify(_zipped(bag, tmp_path / "x.zip", *left, top=top), quiet).faults == ()
    assert BAGS.index(tmp_path / "x.zip").batch == "BY2026-0001"


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_left_among_the_files_is_named_for_what_it_is(bag, tmp_path, name):
    faults = BAGS.verify(_zipped(bag, tmp_path / "x.zip", f"BY2026-0001/data/{name}"), quiet).faults
    assert faults[0].sentence == f"多出data/{name}：由文件管理器自动生成，删去后再核对"


def test_something_else_beside_the_folder_is_named(bag, tmp_path):
    assert kinds(_zipped(bag, tmp_path / "x.zip", "other/evil.txt")) == {FaultKind.UNSAFE}


@pytest.mark.parametrize("method", [9, 93, 98])
def test_a_zip_packed_in_a_way_that_is_not_read_is_no_damaged_one(bag, tmp_path, method):
    path = _zipped(bag, tmp_path / "x.zip")
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 10 : at + 12] = method.to_bytes(2, "little")
    path.write_bytes(content)
    with pytest.raises(Refusal, match="压缩方式无法读取") as refused:
        BAGS.verify(path, quiet)
    assert refused.value.remedy == "由移交方用通用的压缩方式重新生成ZIP包"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z"),
        (b"Rar!\x1a\x07\x01\0" + bytes(40), "rar"),
        (gzip.compress(b"x"), "gz"),
        (b"BY2026-0001".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "tar"),
    ],
)
def test_another_kind_of_archive_is_called_what_it_is(tmp_path, content, kind):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Refusal, match=f"这个文件是{kind}压缩包，不是ZIP包"):
        BAGS.verify(tmp_path / "x.zip", quiet)


@pytest.mark.parametrize(
    "name", ["..\\evil.txt", "x\\..\\..\\evil.txt", "C:\\evil.txt", "\\evil.txt", "\\\\host\\evil.txt"]
)
def test_an_entry_that_climbs_out_by_backslashes_is_named(bag, tmp_path, name):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                archive.writestr(_entry(str(path.relative_to(bag)).replace("/", "\\"), 3), path.read_bytes())
        archive.writestr(_entry(name, 3), "evil")
    assert kinds(tmp_path / "x.zip") == {FaultKind.UNSAFE}


def _entry(name, system):
    entry = zipfile.ZipInfo("x")
    entry.filename, entry.create_system = name, system
    return entry


def test_what_has_to_be_fetched_and_is_there_makes_no_package_incomplete(bag):
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    lines = "".join(
        f"https://example.cn/x {path.stat().st_size} {path.relative_to(bag).as_posix()}\n" for path in files
    )
    _forge(bag, "fetch.txt", lines + "\nhttps://example.cn/x - data/index.json\n")
    assert BAGS.verify(bag, quiet).faults == ()
    files[0].unlink()
    assert FaultKind.INCOMPLETE in kinds(bag)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("data/index.json", FaultKind.MALFORMED),
        ("http://x 1 data/../../x", FaultKind.UNSAFE),
        ("http://x 1 bag-info.txt", FaultKind.UNSAFE),
    ],
)
def test_a_fetch_list_is_not_believed(bag, line, kind):
    _forge(bag, "fetch.txt", line)
    assert kinds(bag) == {kind}


def test_a_bomb_a_torn_zip_and_nothing_at_all_are_refused(bag, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bagit.txt", b"0" * 50_000_000)
    _rezip(bag, tmp_path / "torn.zip")
    whole = (tmp_path / "torn.zip").read_bytes()
    (tmp_path / "torn.zip").write_bytes(whole[: len(whole) // 2])
    for name, said in (("bomb.zip", "超出正常大小"), ("torn.zip", "不是完整的ZIP"), ("none", "没有电子数据包")):
        with pytest.raises(Refusal, match=said):
            BAGS.verify(tmp_path / name, quiet)


def test_a_run_that_was_stopped_leaves_nothing_under_the_name_and_goes_on(content, tmp_path, monkeypatch):
    class StoppedError(Exception):
        pass

    def stop(done, _total):
        if done > 4_000:
            raise StoppedError

    target = tmp_path / "BY2026-0001"
    with pytest.raises(StoppedError):
        BAGS.pack(content(), target, stop)
    assert not target.exists()
    first = (tmp_path / "BY2026-0001.partial/data/0001/scan-01.pdf").stat()
    whole = BAGS.pack(content(), target, quiet)
    assert (target / "data/0001/scan-01.pdf").stat().st_ino == first.st_ino
    assert BAGS.verify(target, quiet).valid
    assert not list(tmp_path.glob("*.partial"))
    assert BAGS.pack(content(), target, quiet) == whole


def test_another_content_does_not_go_on_with_what_was_left(content, tmp_path):
    target = tmp_path / "bag"
    partial = tmp_path / "bag.partial"
    partial.mkdir()
    (partial / sinks_of.MARK).write_text("other")
    (partial / "data").mkdir()
    (partial / "data/stray.pdf").write_text("x")
    BAGS.pack(content(), target, quiet)
    assert BAGS.verify(target, quiet).valid


def test_what_is_not_ours_is_never_overwritten(content, tmp_path):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag/letter.txt").write_text("mine")
    with pytest.raises(Refusal, match="已经存在"):
        BAGS.pack(content(), tmp_path / "bag", quiet)
    (tmp_path / "other.partial").mkdir()
    (tmp_path / "other.partial/letter.txt").write_text("mine")
    with pytest.raises(Refusal, match="已经存在"):
        BAGS.pack(content(), tmp_path / "other", quiet)
    assert (tmp_path / "bag/letter.txt").read_text() == (tmp_path / "other.partial/letter.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "已满"),
        (errno.EIO, "断开"),
        (errno.ENODEV, "断开"),
        (errno.EROFS, "无法写入"),
        (errno.EFBIG, "4GB"),
        (errno.EINVAL, "系统错误号"),
    ],
)
@pytest.mark.parametrize("name", ["bag", "bag.zip"])
def test_what_a_stick_says_is_said_in_words_and_nothing_half_is_left_under_the_name(
    content, tmp_path, monkeypatch, number, said, name
):
    def fail(*_arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sinks_of, "_sync", lambda *_a, **_k: fail())
    with pytest.raises(Refusal, match=said):
        BAGS.pack(content(), tmp_path / name, quiet)
    assert not (tmp_path / name).exists()


def test_too_little_room_is_said_before_anything_is_written(content, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(Refusal, match="空间不够"):
        BAGS.pack(content(), tmp_path / "bag", quiet)
    assert not (tmp_path / "bag.partial").exists()


def test_a_scan_that_vanished_or_was_changed_is_named_by_its_case(content, tmp_path):
    batch = content()
    (tmp_path / "scans/2.pdf").write_bytes(b"other")
    with pytest.raises(Refusal, match="第2件的授权书扫描件与登记时不一致"):
        BAGS.pack(batch, tmp_path / "bag", quiet)
    (tmp_path / "scans/2.pdf").unlink()
    with pytest.raises(Refusal, match="第2件的授权书扫描件不在"):
        BAGS.pack(batch, tmp_path / "bag", quiet)
    assert not (tmp_path / "bag").exists()


def test_what_a_torn_stick_kept_is_seen_when_it_is_read_back(content, tmp_path, monkeypatch):
    monkeypatch.setattr(sinks_of.FolderSink, "sha256", lambda *_: "0" * 64)
    with pytest.raises(Refusal, match="读回"):
        BAGS.pack(content(), tmp_path / "bag", quiet)
    assert not (tmp_path / "bag").exists()
