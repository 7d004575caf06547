"""The whole window with a camera folder: one key attaches a new scan to the current paper, Ctrl+Shift+S shows it."""

import pytest
from PySide6.QtCore import Qt

from counter_app.services.filing import cases
from counter_app.services.office.workstation import Workstation
from counter_app.services.scans import scans
from tests.fakes import scan_samples as samples
from tests.fakes.memory_backend import OFFICE, POST
from tests.ui.clerk import said
from tests.ui.shell_fakes import MemoryWorkstations, start_shell

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "camera"
    folder.mkdir()
    return folder


@pytest.fixture
def running(begin, backend, folder):
    kept = Workstation(POST.clerk, POST.window, OFFICE.name, scan_folder=str(folder))
    return begin(backend, workstations=MemoryWorkstations(kept))


@pytest.fixture
def page(qtbot, running, backend):
    running.shell.workspace.add_case(cases.open_case(backend, post=POST))
    qtbot.waitUntil(lambda: running.shell.workspace.page is not None)
    return running.shell.workspace.page


@pytest.fixture
def feature(running):
    return next(feature for feature in running.shell.features if type(feature).__name__ == "ScanFolderFeature")


@pytest.fixture
def scan(qtbot, feature, folder):
    """The camera puts a file into its folder, and it is offered."""
    qtbot.waitUntil(lambda: feature.watch._arrivals.known is not None)

    def scan_it(name="20260302_1030.png", size=(240, 160)):
        with qtbot.waitSignal(feature.watch.arrived, timeout=8_000):
            (folder / name).write_bytes(samples.png(size))
            feature.watch.check()

    return scan_it


def kept(backend, page):
    return [(one.material, one.size) for one in scans.scans_of_case(backend, page.session.reference)]


def test_a_new_scan_is_offered_and_f3_attaches_it_to_the_first_paper_that_waits(
    qtbot, running, backend, page, scan, folder
):
    scan()
    assert said(running) == "收到新扫描的文件 20260302_1030.png。按 F3 附到委托办理备案授权书"
    with qtbot.waitSignal(page.scans.queue.idle):
        qtbot.keyClick(running.shell.window, Key.Key_F3)
    assert [material for material, _size in kept(backend, page)] == ["authorization_letter"]
    assert (folder / "20260302_1030.png").exists()
    qtbot.waitUntil(lambda: page.scans.awaiting_label() == "")  # an identity document waits for none


def test_the_paper_in_hand_goes_first(qtbot, running, backend, page, scan):
    page.side.focus_material("device_list")
    scan()
    with qtbot.waitSignal(page.scans.queue.idle):
        qtbot.keyClick(running.shell.window, Key.Key_F3)
    assert [material for material, _size in kept(backend, page)] == ["device_list"]


def test_several_scans_are_taken_one_by_one_in_their_order(qtbot, running, backend, page, scan):
    page.side.focus_material("device_list")
    scan("1.png")
    scan("2.png", (200, 100))
    assert "1.png，另有1个" in said(running)
    for _ in range(2):
        with qtbot.waitSignal(page.scans.queue.idle):
            qtbot.keyClick(running.shell.window, Key.Key_F3)
        running.settle()
    assert [size for _material, size in kept(backend, page)] == [len(samples.png()), len(samples.png((200, 100)))]


def test_without_a_case_it_says_to_open_one(running, scan):
    scan()
    assert "打开要附扫描件的业务，按 F3 附上" in said(running)


def test_f3_without_anything_new_says_so(qtbot, running, page):
    qtbot.keyClick(running.shell.window, Key.Key_F3)
    assert said(running) == "扫描文件夹里没有新文件。扫描完成后稍候再按"
    running.shell.window.page("settings")
    running.station.workstation = Workstation(POST.clerk, POST.window)
    qtbot.keyClick(running.shell.window, Key.Key_F3)
    assert "还没有选择扫描文件夹" in said(running)


def test_a_file_taken_away_before_f3_is_said(qtbot, running, page, scan, folder):
    scan()
    (folder / "20260302_1030.png").unlink()
    with qtbot.waitSignal(page.scans.queue.idle):
        qtbot.keyClick(running.shell.window, Key.Key_F3)
    assert "20260302_1030.png：这个文件已不在原处" in page.messages.words


def test_ctrl_shift_s_opens_the_viewer_and_closes_it(qtbot, running, backend, page):
    scans.attach_scan(backend, page.session.reference, "agent_id", samples.png(), post=POST)
    page.scans.refresh()
    qtbot.waitUntil(lambda: len(page.scans.scans) == 1)
    qtbot.keyClick(running.shell.window, Key.Key_S, Mod.ControlModifier | Mod.ShiftModifier)
    qtbot.waitUntil(lambda: page.scans.viewer is not None and page.scans.viewer.canvas.is_drawn)
    qtbot.keyClick(running.shell.window, Key.Key_S, Mod.ControlModifier | Mod.ShiftModifier)
    assert page.scans.viewer is None


def test_the_folder_is_chosen_in_the_settings_and_watched_at_once(qtbot, running, feature, tmp_path):
    running.shell.show("settings")
    card = running.shell.window.page("settings").scan_folder
    other = tmp_path / "other"
    other.mkdir()
    card.use(str(other))
    assert card.words == str(other)
    assert running.workstations.kept.scan_folder == str(other)
    assert feature.watch._folder == other
    card.none_button.click()
    assert running.workstations.kept.scan_folder == ""
    assert feature.watch._folder is None
    assert card.words == "未选择，用拖放、粘贴或 S 键附扫描件"


def test_what_a_power_cut_left_is_swept_at_the_start(qtbot, tmp_path, backend):
    reference = cases.open_case(backend, post=POST).filing.reference
    incoming = backend.scan_files.take_in(samples.png(), lambda _done, _total: None)
    backend.scan_files.settle(incoming)
    backend.scan_files._grace = -1
    running = start_shell(lambda: backend, tmp_path)
    qtbot.waitUntil(lambda: backend.scan_files.doubtful() == [], timeout=5_000)
    assert not backend.scan_files._place(incoming.sha256).exists()
    assert scans.scans_of_case(backend, reference) == []
    running.end()
