"""Files attached to an inspection: on a lane of their own, with progress and a way out; looked at and turned."""

import threading

import pytest
from PySide6.QtCore import Qt

from counter_app.bootstrap import keeping_backend
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.services.headless.headless import create_sample_office
from counter_app.services.inspection import inspections
from counter_app.services.scans import attachments
from counter_app.ui.scans.viewer import ScanViewer
from tests.fakes import scan_samples as samples
from tests.fakes.memory_backend import NOON, POST, MemoryBackend
from tests.ui.clerk import click, dialog

OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")


@pytest.fixture(params=["in memory", "on the disk"])
def backend(request, tmp_path):
    if request.param == "in memory":
        yield MemoryBackend.make()
        return
    with keeping_backend(tmp_path / "data") as backend:
        create_sample_office(backend)
        yield backend


@pytest.fixture
def planned(backend):
    [one] = inspections.plan(backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", NOON.date(), post=POST)
    return one.inspection_id


@pytest.fixture
def record(running, planned, qtbot):
    running.page.open("record", planned)
    running.settle()
    return running.page.sub


@pytest.fixture
def slow(backend, monkeypatch):
    """The store copies half of a file and waits until it may go on."""
    real, there, go_on = backend.scan_files.take_in, threading.Event(), threading.Event()

    def slowly(source, watch):
        watch(50, 100)
        there.set()
        assert go_on.wait(10)
        watch(60, 100)
        return real(source, watch)

    monkeypatch.setattr(backend.scan_files, "take_in", slowly)
    slowly.there, slowly.go_on = there, go_on
    yield slowly
    go_on.set()


@pytest.fixture
def attach(running, record, tmp_path):
    """Choose files and name them, as the clerk does."""

    def attach_it(*contents):
        paths = [tmp_path / f"{place}.jpg" for place in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        record.attachments.attach(paths)
        click(dialog(running), "添加")

    return attach_it


def kept(backend, planned):
    return [one.title for one in attachments.attachments_of(backend, planned)]


def test_a_draft_reaches_the_disk_while_a_file_is_copied(qtbot, backend, planned, record, attach, slow):
    with qtbot.waitSignal(record.attachments.queue.idle):
        attach(samples.jpeg())
        qtbot.waitUntil(slow.there.is_set)
        qtbot.keyClicks(record.items.view, "12")
        qtbot.waitUntil(lambda: not record.draft.is_dirty)
        found = [result.found for result in inspections.get(backend, planned).results.values()]
        assert len(found) == 2, "the draft waited for the file"
        slow.go_on.set()
    assert kept(backend, planned) == ["现场照片"]


def test_a_file_that_takes_long_says_how_far_it_is_and_esc_stops_it(
    qtbot, running, backend, planned, record, attach, slow
):
    qtbot.keyClick(record, Qt.Key.Key_F6)
    own = record.attachments
    attach(samples.jpeg())
    qtbot.waitUntil(lambda: "正在附 0.jpg（50%）" in own.progress.words)
    assert own.progress.isVisible()
    with qtbot.waitSignal(own.queue.idle):
        qtbot.keyClick(own, Qt.Key.Key_Escape)
    slow.go_on.set()
    assert running.page.sub is record, "Esc stopped the file and nothing else"
    assert own.progress.words == "已停止，未附完的文件不保留"
    running.settle()
    assert kept(backend, planned) == []


def test_several_files_are_attached_one_after_the_other(qtbot, running, backend, planned, record, attach):
    with qtbot.waitSignal(record.attachments.queue.idle):
        attach(samples.jpeg(), samples.jpeg((300, 200)), samples.jpeg((200, 300)))
    assert running.shell.window.messages.words == "已附上3个文件：现场照片"
    qtbot.waitUntil(lambda: record.attachments.list.count() == 3)
    assert kept(backend, planned) == ["现场照片"] * 3


def test_the_same_file_twice_is_said_and_attached_once(qtbot, backend, planned, record, attach):
    for _twice in range(2):
        with qtbot.waitSignal(record.attachments.queue.idle):
            attach(samples.jpeg())
    assert record.attachments.progress.words == "0.jpg 已经附上，没有重复附"
    assert kept(backend, planned) == ["现场照片"]


def test_what_is_no_picture_is_refused_by_its_name(qtbot, running, backend, planned, record, attach):
    with qtbot.waitSignal(record.attachments.queue.idle):
        attach(b"nothing")
    assert running.shell.window.messages.words.startswith("0.jpg：")
    assert kept(backend, planned) == []


def test_plus_that_needs_shift_zooms_in_the_viewer_of_a_dialog_too(qtbot, running, record, attach):
    with qtbot.waitSignal(record.attachments.queue.idle):
        attach(samples.jpeg())
    qtbot.waitUntil(lambda: record.attachments.list.count() == 1)
    record.attachments.view()
    canvas = dialog(running).findChild(ScanViewer).canvas
    qtbot.waitUntil(lambda: canvas.is_drawn)
    before = canvas.per_cent
    qtbot.keyClick(canvas, "+", Qt.KeyboardModifier.ShiftModifier)
    assert canvas.per_cent > before


def test_r_turns_what_the_viewer_shows_and_it_stays_turned(qtbot, running, record, attach):
    with qtbot.waitSignal(record.attachments.queue.idle):
        attach(samples.jpeg())
    qtbot.waitUntil(lambda: record.attachments.list.count() == 1)
    turned = []
    for key in (Qt.Key.Key_R, Qt.Key.Key_R, None):
        record.attachments.view()
        viewer = dialog(running).findChild(ScanViewer)
        if key is not None:
            qtbot.keyClick(viewer.canvas, key)
        turned.append(viewer.canvas.rotation)
        qtbot.keyClick(viewer.canvas, Qt.Key.Key_Escape)
    assert turned == [90, 180, 180]
