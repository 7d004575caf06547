"""Files named at a start: each kind opens where the window opens it by hand, once the office is open."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from counter_app.cli.command_line import _names_no_command, with_open
from counter_app.services.office.workstation import Workstation
from counter_app.ui.settings.office_pack_card import OfficePackCard
from counter_app.ui.transfer.commands import TransferCommands
from tests.ui.clerk import said
from tests.ui.shell_fakes import MemoryWorkstations

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def intake(tmp_path):
    return Path(shutil.copy(SAMPLES / "01-complete.json", tmp_path / "张三的登记文件.json"))


def noted(monkeypatch, owner, name):
    """What is opened by a method, in its place."""
    opened = []
    monkeypatch.setattr(owner, name, lambda _self, path: opened.append(path))
    return opened


def test_an_intake_file_opens_a_case(begin, backend, intake, qtbot):
    running = begin(backend)
    running.shell.files_at_start.open([intake])
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.workspace.session.filing.answers.display("unit.name")


def test_files_wait_until_the_data_are_open(begin, backend, intake, qtbot):
    gate = threading.Event()

    def connect():
        gate.wait(10)
        return backend

    running = begin(connect=connect, wait=False)
    running.shell.files_at_start.open([intake])
    assert running.shell.workspace.session is None
    gate.set()
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)


def test_files_wait_until_the_first_start_is_done(begin, backend, intake, qtbot):
    running = begin(backend, workstations=MemoryWorkstations(Workstation()))
    running.shell.files_at_start.open([intake])
    running.settle()
    assert running.shell.window.shown == "first_start"
    assert running.shell.workspace.session is None


def test_a_package_a_result_and_an_office_pack_open_on_their_pages(running, tmp_path, monkeypatch, qtbot):
    packages = noted(monkeypatch, TransferCommands, "open_package")
    results = noted(monkeypatch, TransferCommands, "import_result")
    packs = noted(monkeypatch, OfficePackCard, "look_at")
    (folder := tmp_path / "YJ2026-0001").mkdir()
    (package := tmp_path / "YJ2026-0001.ZIP").touch()
    (pack := tmp_path / "市局.office-pack").touch()
    (result := tmp_path / "结果.json").write_text(json.dumps({"format": "counter-transfer-result"}), "utf-8")
    running.shell.files_at_start.open([folder, package, result])
    qtbot.waitUntil(lambda: results == [result])
    assert packages == [folder, package]
    assert running.shell.window.shown == "handover"
    running.shell.files_at_start.open([pack])
    assert (packs, running.shell.window.shown) == ([pack], "settings")


def test_whatever_else_is_one_sentence(running, tmp_path):
    (tmp_path / "照片.png").touch()
    running.shell.files_at_start.open([tmp_path / "照片.png"])
    assert said(running).startswith("不能打开 照片.png")
    assert "备案登记表（.xlsx）" in said(running)
    running.shell.files_at_start.open([tmp_path / "没有.json"])
    assert said(running).startswith("没有文件 没有.json")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["a.xlsx"], ["open", "a.xlsx"]),
        (["/media/u/登记表"], ["open", "/media/u/登记表"]),
        (["--data", "d", "a.json", "b.json"], ["--data", "d", "open", "a.json", "b.json"]),
        (["--data=d", "a.json"], ["--data=d", "open", "a.json"]),
        (["open", "a.json"], ["open", "a.json"]),
        (["check", "a.json"], ["check", "a.json"]),
        (["chekc"], ["chekc"]),
        (["--version"], ["--version"]),
        (["--data", "d"], ["--data", "d"]),
        ([], []),
    ],
)
def test_files_need_no_command(given, meant):
    assert with_open(given, ("open", "check", "due")) == meant


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], True),
        (["--data", "here"], True),
        (["--data=here"], True),
        (["--data", "here", "due"], False),
        (["paper.pdf"], False),
        (["--version"], False),
        (["--help"], False),
    ],
)
def test_no_command_is_described_where_only_the_window_is_wanted(words, wanted):
    assert _names_no_command(words) is wanted
