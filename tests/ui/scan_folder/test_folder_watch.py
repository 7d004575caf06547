"""The camera's folder: what is new and whole is told once, on shares too, and nothing else is."""

import pytest
from shiboken6 import delete

from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.scan_folder.folder_watch import FolderWatch, NewFiles


def test_what_lay_there_before_is_not_told():
    arrivals = NewFiles()
    assert arrivals.update({"old.jpg": (10, 1)}) == []
    assert arrivals.update({"old.jpg": (10, 1)}) == []


def test_a_file_is_whole_once_it_has_kept_its_size():
    arrivals = NewFiles()
    arrivals.update({})
    assert arrivals.update({"a.jpg": (0, 1)}) == []
    assert arrivals.update({"a.jpg": (0, 1)}) == []
    assert arrivals.update({"a.jpg": (10, 2)}) == []
    assert arrivals.update({"a.jpg": (20, 3)}) == []
    assert arrivals.update({"a.jpg": (20, 3)}) == ["a.jpg"]
    assert arrivals.update({"a.jpg": (20, 3)}) == []


def test_several_come_in_the_order_in_which_they_were_made():
    arrivals = NewFiles()
    arrivals.update({})
    seen = {"b.jpg": (5, 1), "a.jpg": (5, 2)}
    arrivals.update(seen)
    assert arrivals.update(seen) == ["b.jpg", "a.jpg"]


def test_a_name_used_again_is_a_new_file():
    arrivals = NewFiles()
    arrivals.update({"scan.pdf": (5, 1)})
    arrivals.update({})
    arrivals.update({"scan.pdf": (7, 2)})
    assert arrivals.update({"scan.pdf": (7, 2)}) == ["scan.pdf"]


@pytest.fixture
def tasks(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    yield tasks
    assert tasks.close()
    delete(tasks)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "高拍仪"
    folder.mkdir()
    (folder / "昨天.jpg").write_bytes(b"old")
    return folder


@pytest.fixture
def watch(qtbot, tasks, folder):
    watch = FolderWatch(tasks, every=40)
    watch.watch(str(folder))
    qtbot.waitUntil(lambda: watch._arrivals.known is not None)
    yield watch
    watch.watch("")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    delete(watch)


def test_a_new_scan_is_told_and_left_where_it_lies(qtbot, watch, folder):
    with qtbot.waitSignal(watch.arrived, timeout=5_000) as told:
        (folder / "20260302_1030.JPG").write_bytes(b"new")
        (folder / "说明.txt").write_text("no scan")
    assert told.args == [[folder / "20260302_1030.JPG"]]
    assert (folder / "20260302_1030.JPG").read_bytes() == b"new"


def test_a_share_that_tells_nothing_is_looked_through(qtbot, watch, folder):
    watch._watcher.removePaths(watch._watcher.directories())
    watch._watcher.addPath = lambda _path: False
    with qtbot.waitSignal(watch.arrived, timeout=5_000):
        (folder / "a.pdf").write_bytes(b"new")


def test_a_folder_that_is_gone_is_said_once_and_works_again_when_it_is_back(qtbot, watch, folder):
    moved = folder.with_name("anderswo")
    with qtbot.waitSignal(watch.lost, timeout=5_000) as told:
        folder.rename(moved)
    assert "扫描文件夹无法打开" in str(told.args[0])
    said = []
    watch.lost.connect(said.append)
    moved.rename(folder)
    qtbot.waitUntil(lambda: not watch._is_lost, timeout=5_000)
    with qtbot.waitSignal(watch.arrived, timeout=5_000):
        (folder / "b.png").write_bytes(b"new")
    assert said == []


def test_another_folder_begins_anew_and_none_watches_nothing(qtbot, watch, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "old.png").write_bytes(b"old")
    watch.watch(str(other))
    qtbot.waitUntil(lambda: watch._arrivals.known == {"old.png"}, timeout=5_000)
    watch.watch("")
    assert not watch._often.isActive()
