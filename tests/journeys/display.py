"""A screen of its own for a journey: Xvfb, a window manager, and xdotool at its keyboard."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.journeys.program import PROGRAM

NEEDED = ("Xvfb", "openbox", "xdotool", "xkbcomp")
MISSING = [program for program in NEEDED if shutil.which(program) is None]


_SPARE_KEYS = [*range(147, 191), *range(208, 251)]
_KEYMAP = """xkb_keymap {{
 xkb_keycodes {{ include "evdev+aliases(qwerty)" }};
 xkb_types {{ include "complete" }};
 xkb_compat {{ include "complete" }};
 xkb_symbols {{ include "pc+us+inet(evdev)" {keys} }};
}};"""


class Screen:
    """An X display that goes when the block is left, with everything that was started on it."""

    def __init__(self, size: str = "1366x768") -> None:
        """`size` is width x height in pixels; 1366x768 is what stands on counters."""
        self._size = size
        self._started: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        readable, writable = os.pipe()
        # Without -noreset the server begins anew when its last client goes, and throws out whoever comes just then:
        # a keymap loaded before the window manager was there cost the journey its window manager.
        command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"]
        command.append("-noreset")
        self._started.append(subprocess.Popen(command, pass_fds=[writable], stderr=subprocess.DEVNULL))
        os.close(writable)
        number = ""
        # The number and the line's end may come apart; closing between them would end the server.
        while not number.endswith("\n") and select.select([readable], [], [], 20)[0]:
            number += os.read(readable, 16).decode()
        os.close(readable)
        number = number.strip()
        assert number, "Xvfb did not start"
        kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        self.environment = {**kept, "DISPLAY": f":{number}", "QT_IM_MODULE": "none", "LC_ALL": "C.UTF-8"}
        self.start(["openbox"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.picture(Path(tempfile.gettempdir()) / "journey.png")
        for process in reversed(self._started):
            process.terminate()
        for process in reversed(self._started):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, command: list[str], **environment: str) -> subprocess.Popen[bytes]:
        """Start a program on this screen."""
        process = subprocess.Popen(
            command,
            env={**self.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._started.append(process)
        return process

    def open_window(self, data: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Open the counter's window on `data` and wait until it has the keyboard."""
        process = self.start([*PROGRAM, "--data", str(data), *arguments], **environment)
        until(lambda: bool(self.xdotool("search", "--onlyvisible", "--pid", str(process.pid))), "no window came up")
        window = self.xdotool("search", "--onlyvisible", "--pid", str(process.pid)).split()[-1]
        until(lambda: self._focused(window), "the window never got the keyboard")
        return process

    def _focused(self, window: str) -> bool:
        if self.xdotool("getactivewindow").strip() == window:
            return True
        self.xdotool("windowactivate", window)
        return False

    def press(self, *keys: str) -> None:
        """Press keys one after another (`ctrl+n`, `Return`)."""
        for key in keys:
            self.xdotool("key", "--clearmodifiers", key)

    def learn(self, text: str) -> None:
        """Give every character of `text` that has no key a spare key of its own.

        Left to itself xdotool changes the keymap at each such character, faster than a window follows.
        """
        wanted = sorted({character for character in text if not character.isascii()})
        assert len(wanted) <= len(_SPARE_KEYS), "not enough spare keys"
        keys = "".join(
            f'\n  key <I{key}> {{ type = "ONE_LEVEL", [ U{ord(character):04X} ] }};'
            for key, character in zip(_SPARE_KEYS, wanted, strict=False)
        )
        keymap = _KEYMAP.format(keys=keys).encode()
        # xdotool writes on a keyboard of its own beside the core one: each has a map, the one in use wins.
        for device in ((), *(("-i", str(number)) for number in range(3, 9))):
            command = ["xkbcomp", "-w", "0", *device, "-", self.environment["DISPLAY"]]
            subprocess.run(command, input=keymap, env=self.environment, capture_output=True, check=False, timeout=30)

    def type(self, text: str, *, letters: int = 25) -> None:
        """Type text whose characters all have keys (`learn`), `letters` milliseconds apart."""
        self.xdotool("type", "--clearmodifiers", "--delay", str(letters), text)

    def scan(self, code: str) -> None:
        """Type a code and Enter as a scanner does: at once, whatever else the machine has to do."""
        self.xdotool("type", "--clearmodifiers", "--delay", "0", "--args", "1", code, "key", "Return")

    def until_idle(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until a program has shown what it keeps, which is on the disk a moment before it is on the screen.

        It has when, from look to look, it took no processor time and waits for input, not for a processor.
        """
        known, taken = psutil.Process(process.pid), [-1.0]

        def is_idle() -> bool:
            times = known.cpu_times()
            taken.append(times.user + times.system)
            return len(set(taken[-5:])) == 1 and known.status() == psutil.STATUS_SLEEPING

        until(is_idle, "the program never came to rest")

    def type_and_go_on(self, text: str, *, letters: int = 25, beat: float = 0.12) -> None:
        """Type into the field that has the keyboard and press Enter for the next.

        `beat` is the seconds between the word and Enter, kept by xdotool; a fast typist's if nothing else is said.
        """
        words = ["type", "--clearmodifiers", "--delay", str(letters), "--args", "1", text] if text else []
        self.xdotool(*words, "sleep", str(beat), "key", "--clearmodifiers", "Return")

    def picture(self, path: Path) -> None:
        """Take a picture of the whole screen, where ImageMagick is installed."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=False, timeout=30)

    def xdotool(self, *arguments: str) -> str:
        """Let xdotool act; returns what it printed, empty where it found nothing."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, check=False, timeout=60
        )
        return done.stdout.decode()


@contextmanager
def session_bus(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a session bus of one's own; its address."""
    words = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


def until(true: Callable[[], bool], else_say: str, seconds: float = 60) -> None:
    """Wait for something outside this process to become true, and fail with `else_say` where it does not.

    It comes at once but for a machine that is busy or slow, of which no test is to fail.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, else_say
        select.select([], [], [], 0.05)
