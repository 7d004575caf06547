"""An update on a stick: its signature, its packages and the data are checked, then the data are copied."""

import json

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import ProgramVersion, Publisher, TargetSystem
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.services.update import updates
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.fakes.signed_updates import CONTENTS, DEB, SETUP, manifest, put_manifest, put_update


@pytest.fixture
def key(tmp_path):
    """A publisher's key, made for this test alone."""
    return InstallationKey(tmp_path / "publisher")


@pytest.fixture
def backend(key):
    made = MemoryBackend.make()
    made.updates.publishers.append(Publisher("市局科信支队", key.seal(b"").public_key))
    return made


@pytest.fixture
def stick(tmp_path, key):
    folder = tmp_path / "stick"
    put_update(folder, key)
    return folder


def refused(backend, folder):
    with pytest.raises(Refusal) as caught:
        updates.prepare(backend.updates, folder)
    assert backend.updates.copies.made == []
    assert caught.value.remedy
    return str(caught.value)


def test_an_update_that_fits_tells_versions_news_and_what_was_checked(backend, stick):
    heard = []
    found = updates.check(backend.updates, stick, lambda done, total: heard.append((done, total)))
    assert (found.release.version, found.here.version) == (ProgramVersion(0, 6, 0), ProgramVersion(0, 5, 0))
    assert found.release.notes == ("新增统计", "打印更快")
    assert found.file == stick / DEB
    assert found.checked() == [
        "签名有效，发布单位：市局科信支队",
        f"安装包 {DEB}（1.2 MB）与清单一致",
        "数据版本 0012 → 0014，新版本第一次启动时自动转换，转换前另存一份",
    ]
    assert heard[-1] == (1_200_000, 1_200_000)
    assert backend.updates.copies.made == []
    assert backend.store.commits == 0


def test_before_it_is_said_how_to_install_the_data_are_copied(backend, stick):
    prepared = updates.prepare(backend.updates, stick)
    assert [prepared.copy] == backend.updates.copies.made
    assert prepared.steps() == ["退出全部窗口", "由管理员在终端执行下面的命令", "重新打开程序"]
    assert prepared.command == f"sudo apt install {stick / DEB}"
    updates.record(backend, prepared, post=POST)
    [entry] = backend.store.kept.history
    assert entry.act == "update.prepared"
    assert entry.details == {"from": "0.5.0", "to": "0.6.0", "copy": "counter.db.revision-0012"}


def test_a_folder_with_blanks_is_quoted_in_the_command(backend, stick):
    moved = stick.rename(stick.with_name("升级 U盘"))
    assert updates.prepare(backend.updates, moved).command == f"sudo apt install '{moved / DEB}'"


def test_the_setup_program_of_windows_is_started_by_the_user(backend, stick):
    backend.updates.here.system = TargetSystem.WINDOWS
    prepared = updates.prepare(backend.updates, stick)
    assert prepared.is_started_here
    assert prepared.steps() == ["退出全部窗口", f"运行 {stick / SETUP}，按提示安装", "重新打开程序"]


def test_without_data_nothing_is_copied(backend, stick):
    backend.updates.here.schema = None
    prepared = updates.prepare(backend.updates, stick)
    assert prepared.copy is None
    assert prepared.found.checked()[2] == "数据不需要转换"


def test_where_the_data_cannot_be_copied_it_is_not_said_how_to_install(backend, stick):
    backend.updates.copies.refuse = Refusal("升级前的数据备份没有做成：磁盘已满", "腾出空间")
    assert "没有做成" in refused(backend, stick)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s: (s / updates.MANIFEST).unlink(), "这个文件夹里没有升级清单"),
        (lambda s: (s / DEB).unlink(), f"升级文件夹里缺少安装包 {DEB}"),
        (lambda s: (s / DEB).write_bytes(CONTENTS[DEB][:-1]), f"安装包 {DEB} 与清单不符"),
        (lambda s: (s / DEB).write_bytes(CONTENTS[DEB][:-1] + b"!"), f"安装包 {DEB} 与清单不符"),
        (lambda s: (s / updates.MANIFEST).write_bytes(b"x" * (updates.LARGEST_MANIFEST + 1)), "不是升级清单，或已损坏"),
    ],
)
def test_a_folder_in_which_something_is_missing_or_changed_is_refused(backend, stick, spoil, words):
    spoil(stick)
    assert words in refused(backend, stick)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"program": "0.4.0"}, "比本机的 0.5.0 旧"),
        ({"program": "0.5.0"}, "本机已经是 0.5.0 版"),
        ({"schema": "0011"}, "本机的数据版本 0012 比升级文件的 0011 新"),
        ({"packages": manifest()["packages"][1:]}, "没有适合本机（Debian、银河麒麟）的安装包"),
        ({"packages": [{**manifest()["packages"][0], "name": "../x.deb"}]}, "升级清单的内容不能采用"),
        ({"version": 2}, "要更新版本的程序才能核对"),
        ({"format": "counter-office-pack"}, "不是升级清单"),
        ({"notes": "新"}, "不是升级清单"),
        ({"released_on": "2026-13-01"}, "不是升级清单"),
    ],
)
def test_a_signed_manifest_that_does_not_fit_is_refused(backend, stick, key, more, words):
    put_manifest(stick, key, manifest(**more))
    assert words in refused(backend, stick)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(program="0.7.0"),
        lambda m: m["packages"][0].update(sha256="0" * 64),
        lambda m: m.update(least_schema="0002"),
        lambda m: m.update(signature="00" * 64),
        lambda m: m.update(signature=m["signature"].upper()),
    ],
)
def test_a_manifest_that_was_changed_is_refused(backend, stick, change):
    changed = json.loads((stick / updates.MANIFEST).read_bytes())
    change(changed)
    (stick / updates.MANIFEST).write_text(json.dumps(changed), "utf-8")
    assert "签名不符" in refused(backend, stick)


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"[" * 100_000, b"\xff\xfe", b'"\\ud800"'])
def test_what_is_no_manifest_is_refused(backend, stick, content):
    (stick / updates.MANIFEST).write_bytes(content)
    assert "不是升级清单" in refused(backend, stick)


def test_only_a_publishers_key_is_believed_and_never_ones_own(backend, stick, tmp_path):
    put_manifest(stick, InstallationKey(tmp_path / "somebody"))
    assert "由不认识的密钥签名" in refused(backend, stick)
    put_manifest(stick, backend.sealer)
    assert "由不认识的密钥签名" in refused(backend, stick)
    backend.updates.publishers.clear()
    assert "没有带发布单位的公钥" in refused(backend, stick)


def test_a_stick_with_an_update_is_found_among_those_that_are_plugged_in(backend, stick, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert updates.folders_with_updates(backend.updates, [empty, tmp_path / "gone", stick]) == [stick]
