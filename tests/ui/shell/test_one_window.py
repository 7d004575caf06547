"""A second start on the same data brings the first window forward, and hands it the files it was started with."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.shell import one_window
from counter_app.ui.shell.startup import StartupWindow

FILES = [Path("/media/usb/备案登记表.xlsx"), Path("/home/clerk/市局.office-pack")]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sockets of Linux")


@pytest.fixture
def first(tmp_path):
    address = one_window.claim(tmp_path)
    assert address is not None
    with contextlib.closing(address):
        yield address


def start_again(data, files=(), patience=10.0):
    """A second start in a thread; what it comes to is found in the list returned."""
    came = []

    def start():
        try:
            came.append(one_window.hand_over(data, files, patience=patience))
        except Refusal as refusal:
            came.append(refusal)

    threading.Thread(target=start).start()
    return came


def test_the_first_window_takes_the_files_of_a_second_start(first, tmp_path, qtbot):
    taken = []
    first.listen(lambda files: taken.append(files) is None)
    assert one_window.claim(tmp_path) is None
    came = start_again(tmp_path, FILES)
    qtbot.waitUntil(lambda: came == [None])
    assert FILES in taken


def test_a_folder_is_the_same_by_whatever_way_it_is_named(first, tmp_path):
    other = tmp_path.parent / f"{tmp_path.name}-link"
    other.symlink_to(tmp_path)
    assert one_window.claim(other) is None


def test_another_folder_has_a_window_of_its_own(first, tmp_path):
    with contextlib.closing(one_window.claim(tmp_path / "demo")) as second:
        assert second is not None


def test_a_window_that_is_going_answers_nobody_and_its_successor_is_the_first(first, tmp_path, qtbot):
    asked = []
    first.listen(lambda files: asked.append(files) is not None)
    came = start_again(tmp_path)
    qtbot.waitUntil(lambda: len(asked) > 1)
    first.close()
    qtbot.waitUntil(lambda: len(came) == 1)
    with contextlib.closing(came[0]) as successor:
        assert isinstance(successor, one_window.Address)


def test_a_window_that_does_not_answer_is_told_in_words(first, tmp_path):
    with pytest.raises(Refusal, match="已经打开，但没有响应"):
        one_window.hand_over(tmp_path, FILES, patience=0.1)


def test_a_program_that_was_killed_leaves_nothing_behind(tmp_path):
    code = f"from counter_app.ui.shell import one_window as o; a = o.claim({str(tmp_path)!r}); print(a, flush=True)"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", f"{code}; input()"], stdin=pipe, stdout=pipe, text=True) as process:
        assert "Abstract" in process.stdout.readline()
        assert one_window.claim(tmp_path) is None
        process.send_signal(signal.SIGKILL)
    with contextlib.closing(one_window.claim(tmp_path)) as address:
        assert address is not None


def test_the_window_of_another_user_is_left_alone(first, tmp_path, monkeypatch):
    name = one_window._name(tmp_path)
    monkeypatch.setattr(one_window, "_name", lambda _data: name)
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    alone = one_window.claim(tmp_path)
    assert alone is not None
    alone.listen(lambda _files: True)
    alone.close()


def test_the_way_of_windows_hands_over_too(tmp_path, qtbot, monkeypatch):
    name, taken, came = f"counter-app-test-{os.getpid()}", [], []
    first = one_window._Pipe.claim(name)
    assert one_window._Pipe.claim(name) is None
    first.listen(lambda files: taken.append(files) is None)

    def start():
        with contextlib.closing(one_window._Pipe.reach(name)) as line:
            line.send(b'["/a.xlsx"]\n')
            came.append(line.receive())

    threading.Thread(target=start).start()
    qtbot.waitUntil(lambda: came == [b"1\n"])
    assert taken == [[Path("/a.xlsx")]]
    first.close()


class Kernel:
    """What is asked of Windows for a mutex: a handle each, and whether the name was there before."""

    def __init__(self):
        self.named, self.error = {}, 0
        self.CreateMutexW = lambda _safety, _own, name: self._create(name)
        self.CloseHandle = lambda handle: self.named.pop(handle, None)

    def _create(self, name):
        self.error = 183 if name in self.named.values() else 0
        handle = len(self.named) + 1
        self.named[handle] = name
        return handle


def test_windows_gives_a_name_once_until_it_is_given_back(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_of, **_how: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.error, raising=False)
    first = one_window._Mutex("counter-app-1")
    with pytest.raises(FileExistsError):
        one_window._Mutex("counter-app-1")
    one_window._Mutex("counter-app-2").close()
    first.close()
    one_window._Mutex("counter-app-1").close()
    assert kernel.named == {}


def test_a_later_start_raises_the_window_but_not_one_that_is_going(running):
    startup = StartupWindow(running.station)
    startup.window, startup.shell = running.shell.window, running.shell
    startup.window.showMinimized()
    assert startup.take([])
    assert not startup.window.isMinimized()
    running.shell._closing = True
    assert not startup.take([])
