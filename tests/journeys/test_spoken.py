"""The program as a screen reader has it: looked at from outside, through AT-SPI."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.journeys.display import MISSING, Screen, session_bus, until

WALK = Path(__file__).with_name("atspi_walk.py")
SYSTEM_PYTHON = "/usr/bin/python3"
BINDINGS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
PAGES = {"ctrl+2": "待办", "ctrl+3": "设置", "ctrl+4": "日终核对", "ctrl+5": "移交", "ctrl+6": "检查", "ctrl+7": "统计"}


def lacking():
    """What keeps this journey from being walked, in words; empty for nothing."""
    if MISSING:
        return f"not installed: {' '.join(MISSING)}"
    if not Path("/usr/libexec/at-spi-bus-launcher").exists() or not Path(SYSTEM_PYTHON).exists():
        return "AT-SPI (at-spi2-core) is not installed"
    tried = subprocess.run([SYSTEM_PYTHON, "-c", BINDINGS], capture_output=True, check=False, timeout=60)
    return "" if tried.returncode == 0 else "the bindings of AT-SPI (gir1.2-atspi-2.0) are not installed"


WHY_NOT = lacking()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


class ScreenReader:
    """A process beside the program, which asks for what is there and hears what is said."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(WALK)], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *command):
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@pytest.fixture
def bus():
    """The address of a session bus of its own."""
    with session_bus() as address:
        yield address


def test_everything_that_takes_the_focus_has_a_name_and_a_changed_verdict_is_heard(bus, data):
    with Screen() as screen:
        screen.environment |= {"DBUS_SESSION_BUS_ADDRESS": bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        reader = ScreenReader(screen.environment)
        program = screen.open_window(data)
        screen.press("ctrl+n")
        until(lambda: "单位名称" in names(reader, program), "the new case is not to be read")
        assert nameless(reader, program) == []
        reader.ask("heard")
        screen.type("A")
        screen.press("Return")
        heard = []
        until(lambda: any("项" in words for words in heard.extend(reader.ask("heard")) or heard), "nothing was heard")
        for keys, page in PAGES.items():
            screen.press(keys)
            until(lambda page=page: page in names(reader, program), f"{page} is not to be read")
            screen.until_idle(program)
            assert (page, nameless(reader, program)) == (page, [])
        reader.close()


def names(reader, program):
    return [name.partition("，")[0] for _role, name, _described in reader.ask("focusable", program.pid)]


def nameless(reader, program):
    return [one for one in reader.ask("focusable", program.pid) if not one[1].strip()]
