"""What a package from somewhere else claims is not believed: paths, manifests, indexes, zips of any bytes."""

import os
import random
import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import BagFiles, checking, form, readers
from counter_app.exchange.bag.digests import digests_of
from counter_app.services.ports import FaultKind
from tests.exchange.bag.one_packer import content_of

BAGS = BagFiles()
PARTS = ("..", ".", "", "data", "a b", "C:", "\\", "~", "con", "x.", "数据", "*", "%0A")
PATHS = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(PARTS), max_size=5).map("/".join),
)
BODIES = st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sm3.txt", "data/index.json")


def quiet(_done, _total):
    """Watch nothing."""


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A folder and a zip of one batch, only to be read."""
    root = tmp_path_factory.mktemp("packed")
    (root / "scans").mkdir()
    for number in range(4):
        (root / "scans" / f"{number}.pdf").write_bytes(random.Random(number).randbytes(500))
    batch = content_of(root / "scans", 2)
    for name in ("BY2026-0001", "BY2026-0001.zip"):
        BAGS.pack(batch, root / name, quiet)
    return root


@pytest.fixture
def bag(packed, tmp_path):
    """A folder to be spoilt."""
    return Path(shutil.copytree(packed / "BY2026-0001", tmp_path / "BY2026-0001"))


def sign_again(bag):
    """Write the manifests of a folder anew, as somebody would who forges a package."""
    payload = {path.relative_to(bag).as_posix(): path.read_bytes() for path in bag.rglob("data/**/*") if path.is_file()}
    for algorithm in form.ALGORITHMS:
        sums = {path: digests_of(body, (algorithm,))[algorithm] for path, body in payload.items()}
        (bag / form.manifest_name(algorithm)).write_text(form.manifest_text(sums), encoding="utf-8")
    octets = sum(map(len, payload.values()))
    kept = [line for line in (bag / form.INFO).read_text("utf-8").splitlines() if not line.startswith("Payload-Oxum")]
    (bag / form.INFO).write_text("\n".join([*kept, f"Payload-Oxum: {octets}.{len(payload)}\n"]), encoding="utf-8")
    for tag in bag.glob("tagmanifest-*"):
        tag.unlink()


@given(PATHS)
@example("0:")
@example("data/a:b")
def test_a_path_that_is_let_through_stays_below_its_folder_on_every_system(path):
    if form.unsafe(path):
        return
    for made in (PurePosixPath(path), PureWindowsPath(path)):
        assert not made.is_absolute()
        assert not made.drive
        assert not made.root
        assert ".." not in made.parts
        assert made.parts
    assert "\\" not in path


@given(st.dictionaries(PATHS.map(lambda path: f"data/{path}"), st.text("0123456789abcdef", min_size=64, max_size=64)))
def test_a_manifest_says_again_what_was_written_into_it(sums):
    assert form.read_manifest(form.manifest_text(sums), "sha256") == sums


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from(TAGS), BODIES)
@example("tagmanifest-sm3.txt", b"\x1c")
@example("tagmanifest-sm3.txt", "\u3000".encode())
@example("tagmanifest-sm3.txt", b"\x0c")
@example("tagmanifest-sm3.txt", b" \t\r\n")
@example("bag-info.txt", b"\x1c")
@example("bagit.txt", form.DECLARED.encode() + b"\x1c")
def test_whatever_a_tag_file_holds_it_is_named_and_never_a_crash(packed, name, body):
    place = packed / "BY2026-0001" / name
    real = place.read_bytes()
    place.write_bytes(body)
    try:
        report = BAGS.verify(packed / "BY2026-0001", quiet)
        optional = name.startswith("tagmanifest") and not body.strip(b" \t\r\n")
        assert optional or not report.valid
        assert all(fault.sentence.isprintable() and fault.path.isprintable() for fault in report.faults)
    finally:
        place.write_bytes(real)


def test_any_bit_of_a_zip_may_be_wrong_what_passes_is_what_was_packed(packed, tmp_path):
    whole = (packed / "BY2026-0001.zip").read_bytes()
    good = BAGS.verify(packed / "BY2026-0001.zip", quiet)
    chance = random.Random(20261124)
    spoilt = tmp_path / "x.zip"
    passed = 0
    for _round in range(150):
        body = bytearray(whole)
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        spoilt.write_bytes(body)
        try:
            report = BAGS.verify(spoilt, quiet)
        except Refusal:
            continue
        if report.valid:  # a bit of a time stamp
            passed += 1
            assert (report.sha256, report.sm3, report.octets) == (good.sha256, good.sm3, good.octets)
    assert passed < 75


def test_a_zip_cut_anywhere_is_never_a_package(packed, tmp_path):
    whole = (packed / "BY2026-0001.zip").read_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "x.zip").write_bytes(whole[:length])
        with pytest.raises(Refusal):
            BAGS.verify(tmp_path / "x.zip", quiet)


def _index(bag, change):
    index = msgspec.json.decode((bag / "data/index.json").read_bytes())
    change(index)
    (bag / "data/index.json").write_bytes(msgspec.json.encode(index))


FORGED = {
    "a digest of another file": (
        lambda bag: _index(bag, lambda index: index["cases"][0]["files"][0].update(sha256="0" * 64)),
        FaultKind.CHANGED,
    ),
    "a file that is not there": (
        lambda bag: _index(bag, lambda index: index["cases"][0]["files"][0].update(path="../../etc/passwd")),
        FaultKind.MISSING,
    ),
    "a file that the index does not name": (
        lambda bag: (bag / "data/0001/more.pdf").write_bytes(b"more"),
        FaultKind.UNLISTED,
    ),
    "another batch": (lambda bag: _index(bag, lambda index: index.update(batch="BY2026-0009")), FaultKind.MALFORMED),
    "a newer index": (lambda bag: _index(bag, lambda index: index.update(version=2)), FaultKind.MALFORMED),
    "no index": (lambda bag: (bag / "data/index.json").unlink(), FaultKind.INCOMPLETE),
    "no payload": (lambda bag: shutil.rmtree(bag / "data"), FaultKind.INCOMPLETE),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_package_signed_again_is_held_against_its_own_index(bag, case):
    spoil, kind = FORGED[case]
    spoil(bag)
    sign_again(bag)
    assert kind in {fault.kind for fault in BAGS.verify(bag, quiet).faults}


def test_a_package_that_was_only_signed_again_is_valid(bag):
    sign_again(bag)
    (bag / "notes.txt").write_text("a tag file nobody lists is allowed")
    lines = (bag / "manifest-sha256.txt").read_text("utf-8").splitlines()
    shouted = "".join(f"{line[:64].upper()} *./{line[66:]}\r\n" for line in lines)
    (bag / "manifest-sha256.txt").write_bytes(shouted.encode())
    assert BAGS.verify(bag, quiet).faults == ()


def test_a_file_that_only_one_manifest_lists_is_named(bag):
    text = (bag / "manifest-sm3.txt").read_text("utf-8").splitlines(keepends=True)
    (bag / "manifest-sm3.txt").write_text("".join(text[1:]), encoding="utf-8")
    faults = {(fault.kind, fault.path) for fault in BAGS.verify(bag, quiet).faults}
    assert (FaultKind.UNLISTED, text[0].split()[1]) in faults


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows cannot have")
def test_names_that_cannot_be_shown_are_named_as_far_as_they_can(bag):
    for name in (b"\xff\xfe.pdf", b"\x1b[31m.pdf", "\u202e.pdf".encode()):
        (Path(os.fsdecode(os.fsencode(bag) + b"/data/" + name))).write_bytes(b"x")
    faults = [fault for fault in BAGS.verify(bag, quiet).faults if fault.kind is FaultKind.UNSAFE]
    assert len(faults) == 3
    assert all(fault.sentence.encode() and fault.sentence.isprintable() for fault in faults)


def test_a_zip_with_a_password_or_too_many_claims_is_not_opened(packed, tmp_path, monkeypatch):
    body = bytearray((packed / "BY2026-0001.zip").read_bytes())
    at = body.index(b"PK\x01\x02")
    body[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(body)
    with pytest.raises(Refusal, match="密码"):
        BAGS.verify(tmp_path / "locked.zip", quiet)
    monkeypatch.setattr(readers, "MOST_FILES", 5)
    for name in ("BY2026-0001", "BY2026-0001.zip"):
        with pytest.raises(Refusal, match=r"太多|超出正常大小"):
            BAGS.verify(packed / name, quiet)


def test_an_entry_longer_than_it_claims_is_not_read_to_its_end(packed, tmp_path):
    with zipfile.ZipFile(packed / "BY2026-0001.zip") as source, zipfile.ZipFile(tmp_path / "x.zip", "w", 8) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry) * (40 if entry.filename.endswith("scan-01.pdf") else 1))
    body = (tmp_path / "x.zip").read_bytes().replace((500 * 40).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    (tmp_path / "x.zip").write_bytes(body)
    faults = BAGS.verify(tmp_path / "x.zip", quiet).faults
    assert {fault.path for fault in faults} >= {"data/0001/scan-01.pdf", "data/0002/scan-01.pdf"}


def test_a_manifest_of_too_many_lines_is_named_and_not_read_to_its_end(bag):
    line = b"0" * 64 + b"  data/x\n"
    (bag / "manifest-sha256.txt").write_bytes(line * (checking.MOST_LINES + 1))
    faults = [fault for fault in BAGS.verify(bag, quiet).faults if fault.path == "manifest-sha256.txt"]
    assert [fault.sentence for fault in faults][:1] == [
        "manifest-sha256.txt超过20000行，不像移交的电子数据包，没有读完"
    ]


def test_the_first_two_hundred_faults_are_listed_and_the_others_counted(bag):
    text = "".join(f"{'0' * 64}  data/{number}\n" for number in range(checking.MOST_LINES - 10))
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(text)
    report = BAGS.verify(bag, quiet)
    assert len(report.faults) == 200
    assert report.count >= checking.MOST_LINES - 10


def test_a_stick_pulled_out_while_a_package_is_checked_is_said_once(bag):
    def pull(_done, _total):
        shutil.rmtree(bag, ignore_errors=True)

    with pytest.raises(Refusal, match="断开"):
        BAGS.verify(bag, pull)
