"""What stands where on the screen, asked from outside through AT-SPI, and a hand at the mouse that clicks on it.

The program has no hooks for this: the names are those that a screen reader reads out, the places those at which it
says that things are shown.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.journeys.display import MISSING, Screen, session_bus, until

WALK: Final = Path(__file__).with_name("atspi_walk.py")
SYSTEM_PYTHON: Final = "/usr/bin/python3"
BINDINGS: Final = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
_EDGE: Final = 4
_BUTTONS: Final = ("push button", "check box")


def _lacking() -> str:
    """What keeps a journey from being seen, in words; empty for nothing."""
    if MISSING:
        return f"not installed: {' '.join(MISSING)}"
    if not Path("/usr/libexec/at-spi-bus-launcher").exists() or not Path(SYSTEM_PYTHON).exists():
        return "AT-SPI (at-spi2-core) is not installed"
    tried = subprocess.run([SYSTEM_PYTHON, "-c", BINDINGS], capture_output=True, check=False, timeout=60)
    return "" if tried.returncode == 0 else "the bindings of AT-SPI (gir1.2-atspi-2.0) are not installed"


_WHY_NOT: Final = _lacking()
can_be_seen: Final = pytest.mark.skipif(bool(_WHY_NOT), reason=_WHY_NOT)
"""The mark of a journey that looks at the program from outside."""


class ScreenReader:
    """A process beside the program, which asks for what is there and hears what is said."""

    def __init__(self, environment: dict[str, str]) -> None:
        """`environment` names the display and the session bus."""
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(WALK)], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *command: object) -> Any:
        """Its answer to one command (see `atspi_walk.py`)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def seen_screen(**environment: str) -> Iterator[tuple[Screen, ScreenReader]]:
    """A screen on which programs are looked at from outside, and what looks at them."""
    with session_bus() as bus, Screen() as screen:
        screen.environment |= {"DBUS_SESSION_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", **environment}
        reader = ScreenReader(screen.environment)
        yield screen, reader
        reader.close()


@dataclass(frozen=True)
class Thing:
    """One thing in sight: rectangles are left, top, width, height on the screen."""

    role: str
    name: str
    place: tuple[int, int, int, int]
    around: tuple[int, int, int, int]
    """The part of the screen in which its surroundings can be seen: what is outside has to be scrolled to."""
    states: tuple[str, ...]

    def says(self, words: str) -> bool:
        """Whether `words` are its name, up to what is said of it behind a comma or its key behind blanks."""
        parted = (f"{words}，", f"{words}  ", *((f"{words} ",) if self.role == "tree item" else ()))
        return self.name == words or self.name.startswith(parted)

    @property
    def middle(self) -> tuple[int, int]:
        """Its middle."""
        left, top, width, height = self.place
        return left + width // 2, top + height // 2

    @property
    def overshoot(self) -> int:
        """Pixels that it is below what can be seen; negative for above, 0 where its middle can be clicked on."""
        _x, middle = self.middle
        _left, top, _width, height = self.around
        if middle > top + height - _EDGE:
            return middle - (top + height - _EDGE)
        return min(0, middle - (top + _EDGE))


class Mouse:
    """A hand at the mouse, which looks before it clicks; what has to be written is typed into what was clicked on."""

    def __init__(self, screen: Screen, reader: ScreenReader, program: subprocess.Popen[bytes]) -> None:
        """`program` is what is looked at."""
        self._screen = screen
        self._reader = reader
        self._program = program
        self.acts = 0
        """Clicks so far, a double click being two; turns of the wheel are not counted."""
        self.letters = 0

    def look(self) -> list[Thing]:
        """Everything in sight, outer before inner, what lies above after what lies below."""
        found = self._reader.ask("things", self._program.pid)
        return [
            Thing(role, name, tuple(place), tuple(around), tuple(states)) for role, name, place, around, states in found
        ]

    def sees(self, words: str, role: str = "") -> list[Thing]:
        """What says `words`."""
        return [one for one in self.look() if one.says(words) and role in ("", one.role)]

    def find(self, words: str, role: str = "", *, nth: int = -1) -> Thing:
        """Wait for what says `words`: the last of several, which lies above, if `nth` says nothing else."""
        found: list[Thing] = []

        def is_there() -> bool:
            found[:] = self.sees(words, role)
            return bool(found)

        until(is_there, f"{words} is nowhere in sight")
        return found[nth]

    def wait_for(self, part: str) -> None:
        """Wait until something in sight has `part` in its name."""
        until(lambda: any(part in one.name for one in self.look()), f"{part} is nowhere in sight")

    def click(self, words: str, role: str = "", *, nth: int = -1, button: int = 1, times: int = 1) -> None:
        """Click on what says `words`, as soon as it can be; turn the wheel to it first where it is out of sight."""
        thing = self.find(words, role, nth=nth)
        if thing.role in _BUTTONS:
            until(lambda: "enabled" in self.find(words, role, nth=nth).states, f"{words} cannot be pressed")
        for _turn in range(30):
            if not thing.overshoot:
                break
            left, top, width, height = thing.around
            self._screen.xdotool("mousemove", str(left + width // 2), str(top + height // 2))
            self._screen.xdotool("click", "5" if thing.overshoot > 0 else "4")
            thing = self.find(words, role, nth=nth)
        assert not thing.overshoot, f"{words} cannot be scrolled to"
        self.click_at(*thing.middle, button=button, times=times)

    def click_at(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a point of the screen."""
        self.acts += times
        again = ("--repeat", str(times), "--delay", "60") if times > 1 else ()
        self._screen.xdotool("mousemove", str(x), str(y), "click", *again, str(button))

    def type(self, text: str) -> None:
        """Write where the last click was."""
        self.letters += len(text)
        self._screen.type(text, letters=12)
        self.rest()

    def rest(self) -> None:
        """Wait until the program has heard all keys.

        While it is looked at, Qt asks AT-SPI about each key before the field gets it, but not about clicks: on a busy
        machine these would come first.
        """
        self._screen.until_idle(self._program)

    def write(self, words: str, text: str) -> None:
        """Click into the field that is called `words` and write."""
        self.click(words, "text")
        self.type(text)

    def write_over(self, words: str, text: str) -> None:
        """Mark what stands in the field that is called `words` by a double click, and write over it."""
        self.click(words, "text", times=2)
        self.type(text)

    def click_cell(self, nth: int, *, times: int = 1) -> None:
        """Click on a cell of the one table in sight, counted from the first cell."""
        cells = [one for one in self.look() if one.role == "cell"]
        self.click_at(*cells[nth].middle, times=times)

    def choose(self, words: str, value: str) -> None:
        """Open a choice field with a click and click on the line that says `value`."""
        self.click(words, "text")  # the field in it: on Linux a combo box is called by what is chosen in it
        self.click(value, "list item")
