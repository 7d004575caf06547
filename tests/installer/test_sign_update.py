"""The publisher's tool: makes a key, signs what programs then believe, and signs nothing that no program would."""

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from counter_app.bootstrap import update_ports
from counter_app.catalogue.publishers import load_publishers
from counter_app.cli import main
from counter_app.persistence.base.schema import NEWEST, REVISIONS
from counter_app.services.update import updates

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import packages  # noqa: E402 - scripts beside dev.py, no package
import sign_update  # noqa: E402
from sign_update import Stop  # noqa: E402

PHRASE = "twelve letters at least"
NAMES = {
    "counter-app_9.6.0_amd64.deb": ("debian-amd64", "9.6.0"),
    f"{packages.APP_ID}_9.6.0.0_amd64.deb": ("uos-amd64", "9.6.0.0"),
    "counter-app-9.6.0-setup.exe": ("windows-amd64", "9.6.0"),
}


@pytest.fixture
def key(tmp_path):
    """A key and the resources of a program that believes it."""
    place = tmp_path / "publisher.pem"
    public = sign_update.make_key(place, PHRASE)
    file = tmp_path / "resources/update/publishers.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[[publisher]]\nname = "市局科信支队"\npublic_key = "{public}"\n', "utf-8")
    return place


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(name.encode())
    (folder / "notes.txt").write_text("新增统计\n\n打印更快\n", "utf-8")
    return folder


def signed(key, stick, program="9.6.0"):
    body = sign_update.manifest(stick, date(2026, 12, 1), program=program, revisions=REVISIONS)
    return sign_update.sign(body, key, PHRASE, stick, key.parent / "resources")


def test_what_is_signed_a_program_takes_up(key, stick, tmp_path, monkeypatch, capsys):
    assert signed(key, stick) == "市局科信支队"
    monkeypatch.setattr("counter_app.paths.resources_dir", lambda: tmp_path / "resources")
    found = updates.check(update_ports(tmp_path / "data"), stick)
    assert found.release.notes == ("新增统计", "打印更快")
    assert (found.release.schema, found.release.least_schema) == (NEWEST, "0001")
    assert {one.name: (one.system, one.version) for one in found.release.packages} == NAMES
    assert main(["update", "check", str(stick), "--data", str(tmp_path / "data")]) == 0
    assert "签名有效，发布单位：市局科信支队" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders private by itself")
def test_a_key_is_for_its_owner_only_and_is_not_written_over(key):
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in key.read_bytes()
    with pytest.raises(Stop, match="exists"):
        sign_update.make_key(key, PHRASE)


def test_a_short_or_wrong_pass_phrase_is_refused(key, stick, tmp_path):
    with pytest.raises(Stop, match="12 characters"):
        sign_update.make_key(tmp_path / "other.pem", "short")
    body = sign_update.manifest(stick, date(2026, 12, 1), program="9.6.0", revisions=REVISIONS)
    with pytest.raises(Stop, match="pass phrase"):
        sign_update.sign(body, key, "another one", stick, tmp_path / "resources")


def test_a_key_that_no_program_believes_signs_nothing(key, stick, tmp_path):
    (tmp_path / "resources/update/publishers.toml").write_text("", "utf-8")
    with pytest.raises(Stop, match=r"publishers\.toml"):
        signed(key, stick)
    assert not (stick / updates.MANIFEST).exists()


def test_packages_of_another_version_no_packages_and_no_notes_are_refused(key, stick):
    with pytest.raises(Stop, match=r"is not of version 9\.7\.0"):
        signed(key, stick, "9.7.0")
    (stick / "notes.txt").unlink()
    with pytest.raises(Stop, match=r"notes\.txt is missing"):
        signed(key, stick)
    (stick / "notes.txt").touch()
    for name in NAMES:
        (stick / name).unlink()
    with pytest.raises(Stop, match="holds no package"):
        signed(key, stick)


def test_the_tool_speaks_to_the_terminal(tmp_path, monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n"))
    assert sign_update.main(["--new-key", str(tmp_path / "k.pem")]) == 0
    said = capsys.readouterr().out
    file = tmp_path / "update/publishers.toml"
    file.parent.mkdir()
    file.write_text(said.replace('name = ""', 'name = "某局"'), "utf-8")
    assert [one.name for one in load_publishers(tmp_path)] == ["某局"]
    (tmp_path / "stick").mkdir()
    assert sign_update.main([str(tmp_path / "k.pem"), str(tmp_path / "stick")]) == 1
    assert "notes.txt is missing" in capsys.readouterr().err


def test_the_tool_goes_on_in_the_python_that_has_the_packages(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(sign_update.dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(sign_update.os, "execv", lambda program, words: started.append((program, words)))
    with pytest.raises(SystemExit, match=r"dev\.py run"):
        sign_update.use_venv()
    own = tmp_path / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
    own.parent.mkdir(parents=True)
    own.touch()
    monkeypatch.setattr("sys.argv", ["sign_update.py", "KEY", "FOLDER"])
    sign_update.use_venv()
    assert started == [(own, [str(own), "sign_update.py", "KEY", "FOLDER"])]
    monkeypatch.setattr("sys.prefix", str(tmp_path / ".venv"))
    sign_update.use_venv()
    assert len(started) == 1
