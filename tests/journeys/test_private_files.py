"""What is kept and what is written out may be read by its owner only, whoever else has an account on the machine."""

import json
import os
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app import private_files
from counter_app.bootstrap import Opening, keeping_backend
from counter_app.exchange.bag.sinks import FolderSink, ZipSink
from counter_app.services.filing import cases
from counter_app.services.headless import headless
from counter_app.services.lists import registers
from counter_app.services.office import files, offices
from counter_app.services.ports import RegisterFilter
from counter_app.services.scans.scans import sweep_scans
from counter_app.settings import WorkstationFile
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.window.main_window import MainWindow
from tests.fakes.memory_backend import POST
from tests.journeys.program import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folders private by itself")

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(autouse=True)
def generous_umask():
    """The umask of most desktops: what is made without care may be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder):
    """Everything below `folder`, itself included, that others may read."""
    return {path for path in (folder, *folder.rglob("*")) if mode(path) & 0o077}


@pytest.fixture
def data(tmp_path):
    """A data folder as it stands after a day: database, scans, cache, settings, a report, a key."""
    data = tmp_path / "data"
    with keeping_backend(data) as backend:
        offices.save_office(backend, headless.DEMO_OFFICE, post=POST)
        incoming = backend.scan_files.take_in(b"scan", lambda _done, _all: None)
        backend.scan_files.settle(incoming)
        backend.scan_files.cache("preview.jpg", b"picture")
        backend.sealer.seal(b"content")
    WorkstationFile(data).save(headless.DEMO_WORKSTATION)
    ErrorReporter(data / "reports").record(ValueError("x"))
    return data


def test_what_a_day_leaves_behind_is_the_owners(data):
    assert {path.name for path in data.iterdir()} >= {"counter.db", "workstation.json", "reports", "scans", "cache"}
    assert open_to_others(data) == set()


def the_folder(data):
    data.chmod(0o755)


def the_restored_database(data):
    (data / "counter.db").chmod(0o644)
    (data / "counter.db-wal").write_bytes(b"")


def the_settings_and_the_place_of_the_window(data):
    (data / "workstation.json").chmod(0o644)
    (data / "window.ini").write_text("[General]\n")


def the_reports_and_the_keys(data):
    for name in ("reports", "keys"):
        for path in ((data / name), *(data / name).iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o664)


def the_scans_and_the_cache(data):
    for name in ("scans", "cache"):
        for path in ((data / name), *(data / name).rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize(
    "lay_open",
    [
        the_folder,
        the_restored_database,
        the_settings_and_the_place_of_the_window,
        the_reports_and_the_keys,
        the_scans_and_the_cache,
    ],
)
def test_what_lies_open_is_closed_at_the_next_start(data, lay_open):
    lay_open(data)
    assert open_to_others(data)
    with ExitStack() as at_exit:
        sweep_scans(Opening(data).open(at_exit))
        assert open_to_others(data) == set()


def test_a_scan_that_may_not_be_altered_stays_so(data):
    scan = next(path for path in (data / "scans").rglob("*") if path.is_file() and path.suffix != ".claim")
    scan.chmod(0o444)
    with keeping_backend(data) as backend:
        sweep_scans(backend)
    assert mode(scan) == 0o400


def test_what_is_not_ours_keeps_its_mode(data):
    other = data / "notes.txt"
    other.write_text("x")
    link = data / "reports/elsewhere"
    link.symlink_to(other)
    with keeping_backend(data):
        pass
    assert mode(other) == 0o644


def test_a_folder_that_everybody_writes_into_stays_as_it_is(tmp_path):
    tmp_path.chmod(0o1777)
    private_files.tighten_data(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_the_place_of_the_window_is_kept_for_its_owner_only(qtbot, tmp_path):
    window = MainWindow(tmp_path / "data")
    qtbot.addWidget(window)
    window.save_geometry()
    assert open_to_others(tmp_path / "data") == set()
    (tmp_path / "data/window.ini").chmod(0o644)
    window.save_geometry()
    assert mode(tmp_path / "data/window.ini") == 0o600


def test_papers_written_by_a_command_are_the_owners(tmp_path):
    out = tmp_path / "out/today"
    assert main(["intake", str(SAMPLES / "03-four-at-once.json"), "--out", str(out)]) == 1
    assert {path.suffix for path in out.iterdir()} == {".pdf", ".docx"}
    assert open_to_others(tmp_path / "out") == set()


def test_a_register_is_the_owners_even_where_an_open_one_lay(data, tmp_path):
    out = tmp_path / "register.xlsx"
    out.write_bytes(b"")
    with keeping_backend(data) as backend:
        cases.open_case(backend, post=POST)
        registers.write_list(backend, out, registers.ExportRequest(RegisterFilter()), post=POST)
    assert mode(out) == 0o600


@pytest.mark.parametrize(("sink", "name"), [(FolderSink, "package"), (ZipSink, "package.zip")])
def test_a_package_for_the_department_is_the_owners(tmp_path, sink, name):
    out = tmp_path / "out"
    out.mkdir(mode=0o700)
    packed = sink(out / name)
    packed.begin("one")
    packed.put("data/case/scan.pdf", iter([b"scan"]), 4, "")()
    packed.settle()
    packed.finish()
    assert (out / name).exists()
    assert open_to_others(out) == set()


def test_a_file_that_replaces_an_open_one_is_the_owners(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    files.write_atomically(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        private_files.write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_library_writes_during_a_command_is_the_owners(tmp_path):
    out = tmp_path / "blank.xlsx"
    assert main(["template", str(out)]) == 0
    assert mode(out) == 0o600
    assert mode_of_a_new_file(tmp_path) == 0o644, "the command gives the umask back"


def mode_of_a_new_file(folder):
    path = folder / "new"
    path.write_text(json.dumps({}))
    return mode(path)


def test_an_office_that_chose_the_national_ciphers_writes_its_scans_by_them(data):
    older = next(path for path in (data / "scans").rglob("*") if path.is_file() and path.suffix != ".claim")
    assert older.read_bytes()[21:32] == b"AES-256-GCM"
    with keeping_backend(data) as backend:
        offices.use_national_ciphers(backend, True, post=POST)
        incoming = backend.scan_files.take_in(b"another scan", lambda _done, _all: None)
        assert incoming.path.read_bytes()[21:32] == b"SM4-128-GCM"
        backend.scan_files.settle(incoming)
        assert backend.scan_files.content(incoming.sha256) == b"another scan"
        assert backend.scan_files.content(older.parent.name + older.name) == b"scan"
