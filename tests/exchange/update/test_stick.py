"""The folder of an update, and which packages fit this computer."""

import os

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import TargetSystem
from counter_app.exchange.update.release_folder import StickFolder
from counter_app.exchange.update.this_system import package_system

FOLDER = StickFolder("manifest.json", 10)


def test_a_manifest_is_read_up_to_its_bound(tmp_path):
    assert FOLDER.manifest(tmp_path) is None
    (tmp_path / "manifest.json").write_bytes(b"x" * 100)
    assert FOLDER.manifest(tmp_path) == b"x" * 11


def test_a_package_is_measured_and_one_that_is_not_there_is_none(tmp_path):
    (tmp_path / "a.deb").write_bytes(b"abc")
    heard = []
    assert FOLDER.digest(tmp_path / "a.deb", heard.append) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        3,
    )
    assert heard == [3]
    assert FOLDER.digest(tmp_path / "b.deb", heard.append) is None


@pytest.mark.skipif(os.name == "nt", reason="named pipes of this kind are Unix's")
def test_a_pipe_in_the_place_of_a_file_is_none(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    os.mkfifo(tmp_path / "a.deb")
    assert FOLDER.manifest(tmp_path) is None
    assert FOLDER.digest(tmp_path / "a.deb", print) is None


def test_what_cannot_be_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "manifest.json").write_bytes(b"{}")

    def gone(*_words, **_more):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pathlib.Path.open", gone)
    with pytest.raises(Refusal, match="升级文件无法读取"):
        FOLDER.manifest(tmp_path)
    with pytest.raises(Refusal, match="升级文件无法读取"):
        FOLDER.digest(tmp_path / "manifest.json", print)


@pytest.mark.parametrize(
    ("program", "system", "machine", "packages"),
    [
        ("/usr/lib/counter-app/counter-app", "linux", "x86_64", TargetSystem.DEBIAN),
        ("/usr/bin/python3", "linux", "x86_64", TargetSystem.DEBIAN),
        ("/opt/apps/org.example/files/counter-app", "linux", "x86_64", TargetSystem.UOS),
        (r"C:\Users\a\AppData\Local\Programs\counter-app\counter-app.exe", "win32", "AMD64", TargetSystem.WINDOWS),
        ("/usr/lib/counter-app/counter-app", "linux", "aarch64", None),
        ("/usr/bin/python3", "darwin", "x86_64", None),
    ],
)
def test_which_packages_fit_this_computer(program, system, machine, packages):
    assert package_system(program, system, machine) is packages
