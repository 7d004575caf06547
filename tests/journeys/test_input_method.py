"""Chinese through real input methods: each under Xvfb and a session bus of its own, as a Chinese desktop sets it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.services.filing import cases
from tests.cases_kept import todays_cases
from tests.journeys import program
from tests.journeys.display import MISSING, Screen, session_bus, until

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))

import input_methods

ABSENT = [p for p in ("dbus-daemon", "dbus-send") if shutil.which(p) is None]
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="input methods of Linux"),
    pytest.mark.skipif(bool(MISSING or ABSENT), reason=f"not installed: {' '.join(MISSING + ABSENT)}"),
]


class InputMethod:
    """One input method with its pinyin, on a screen that has a session bus; `desktop` is how a desktop has it."""

    desktop: input_methods.InputMethod

    def __init__(self, screen, home):
        self.screen = screen
        self._daemon = None
        screen.environment.update(self.desktop.environment)
        if self.desktop.profile is not None:
            path, words = self.desktop.profile
            (home / path).parent.mkdir(parents=True)
            (home / path).write_text(words, "utf-8")

    def start(self):
        self._daemon = self.screen.start(["sh", "-c", f"exec {self.desktop.command}"])
        until(self.ready, f"{self.desktop.name} did not start")

    def start_in_a_second(self):
        self._daemon = self.screen.start(["sh", "-c", f"sleep 1; exec {self.desktop.command}"])

    def switch_to_pinyin(self):
        self.ask("sh", "-c", self.desktop.pinyin)

    def stop(self):
        self._daemon.terminate()
        self._daemon.wait(20)
        until(lambda: not self.names() & NAMES, "its names stay on the bus")

    def names(self):
        """The names that are taken on the session's bus."""
        asked = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"]
        return set(re.findall(r'string "([^"]+)"', self.ask("dbus-send", "--session", "--print-reply", *asked)))

    def ask(self, *words):
        """Ask for something; what is said, None where there is no answer."""
        done = subprocess.run(words, env=self.screen.environment, capture_output=True, check=False, timeout=20)
        return done.stdout.decode().strip() if done.returncode == 0 else None


class Fcitx5(InputMethod):
    desktop = input_methods.FCITX_5

    def ready(self):
        return self.ask("fcitx5-remote", "-q") == "Default"

    def ways_in(self):
        """How programs reach it: `ibus` where they use its ibus protocol, `dbus` where its own plugin does."""
        asked = ["--dest=org.fcitx.Fcitx5", "/controller", "org.fcitx.Fcitx.Controller1.DebugInfo"]
        return set(re.findall(r"frontend:(\w+)", self.ask("dbus-send", "--session", "--print-reply", *asked)))


class Fcitx5BesideIbus(Fcitx5):
    """Qt's ibus plugin asks whether there is a program `ibus-daemon`, and takes another way where there is."""

    def __init__(self, screen, home):
        super().__init__(screen, home)
        programs = home / "bin"
        programs.mkdir()
        (programs / "ibus-daemon").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
        (programs / "ibus-daemon").chmod(0o755)
        screen.environment["PATH"] = f"{programs}{os.pathsep}{screen.environment['PATH']}"


class Ibus(InputMethod):
    desktop = input_methods.IBUS

    def ready(self):
        return "libpinyin" in (self.ask("ibus", "list-engine", "--name-only") or "")


class IbusNamedToX(Ibus):
    """A session that names ibus to X alone, as those before QT_IM_MODULE did."""

    def __init__(self, screen, home):
        super().__init__(screen, home)
        screen.environment["QT_IM_MODULE"] = ""


class Fcitx4(InputMethod):
    desktop = input_methods.FCITX_4

    def ready(self):
        return self.ask("fcitx-remote") in {"0", "1", "2"}


IF_IBUS = pytest.mark.if_installed("ibus-daemon", "ibus")
NO_FCITX5 = pytest.mark.skipif(shutil.which("fcitx5") is None, reason="not installed: fcitx5")
METHODS = [
    pytest.param(Fcitx5, id="fcitx 5", marks=NO_FCITX5),
    pytest.param(Fcitx5BesideIbus, id="fcitx 5 beside ibus", marks=NO_FCITX5),
    pytest.param(Ibus, id="ibus", marks=IF_IBUS),
    pytest.param(IbusNamedToX, id="ibus named to X", marks=IF_IBUS),
    pytest.param(Fcitx4, id="fcitx 4", marks=pytest.mark.if_installed("fcitx", "fcitx-remote")),
]
NAMES = {"org.freedesktop.portal.IBus", "org.freedesktop.IBus", "org.fcitx.Fcitx", "org.fcitx.Fcitx5"}


@pytest.fixture(params=METHODS)
def method(tmp_path, request):
    """An input method that is not started yet."""
    with Screen() as screen:
        screen.environment.update(
            HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / ".config"), XDG_RUNTIME_DIR=str(tmp_path)
        )
        # The bus would start fcitx 5 anew for a message that it did not take before it ended.
        services = tmp_path / "dbus-1" / "services"
        services.mkdir(parents=True)
        (services / "org.fcitx.Fcitx5.service").write_text("[D-BUS Service]\nName=org.fcitx.Fcitx5\nExec=/bin/false\n")
        with session_bus(screen.environment) as address:
            screen.environment["DBUS_SESSION_BUS_ADDRESS"] = address
            yield request.param(screen, tmp_path)
            screen.picture(tmp_path / "end.png")


def plugin_is_taken(screen):
    """Whether a plugin of fcitx 5 is there that our Qt takes: in the built program, in Debian 13, none in Debian 12."""
    if program.BUILT:
        return True
    ask = "import os; from counter_app.ui.style import fcitx_plugin; print(fcitx_plugin.offer(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", ask], env=screen.environment, capture_output=True, check=True, timeout=20
    )
    return done.stdout.strip() == b"True"


def kept(data):
    """What is kept of the one case of the day."""
    with keeping_backend(data) as backend:
        lines = todays_cases(backend)
        return cases.load_case(backend, lines[0].reference).filing.answers.raw if lines else None


def came_to(data, key, text):
    """Whether `text` is kept under `key` within a few seconds."""
    try:
        until(lambda: (raw := kept(data)) is not None and raw.get(key) == text, "", 5)
    except AssertionError:
        return False
    return True


def open_case(screen, data):
    screen.open_window(data)

    def opened():
        screen.press("ctrl+n")
        return came_to(data, "unit.name", None)

    until(opened, "no case was opened")


def compose(method, data):
    """Compose 中国 in the name of the unit, which has the keyboard, and which nothing is done to give it anew."""
    screen = method.screen

    def composed():
        """Type the syllables anew: the window may still have been settling its focus."""
        method.switch_to_pinyin()
        screen.press("ctrl+a", "Delete")
        screen.type("zhongguo")
        screen.press("space")
        return came_to(data, "unit.name", "中国")

    until(composed, "nothing was composed", 120)


def test_chinese_typed_through_an_input_method_and_latin_left_alone(data, method):
    method.start()
    screen = method.screen
    open_case(screen, data)
    compose(method, data)
    if isinstance(method, Fcitx5):
        assert method.ways_in() == {"dbus" if plugin_is_taken(screen) else "ibus"}
    # Enter while composing commits the letters and does not leave the field.
    screen.type("ni")
    screen.press("Return")
    assert came_to(data, "unit.name", "中国ni")
    # A code is never composed: the letters arrive as they are.
    screen.type_and_go_on("")
    screen.type_and_go_on("3")
    until(lambda: came_to(data, "unit.kind", "enterprise"), "no kind was chosen")
    screen.type("91530624ma")
    assert came_to(data, "unit.uscc", "91530624ma")


def test_after_a_restart_of_the_input_method_the_field_in_hand_is_composed_again(data, method):
    method.start()
    open_case(method.screen, data)
    compose(method, data)
    method.stop()
    method.screen.press("ctrl+a", "Delete")
    method.screen.type("latin")
    assert came_to(data, "unit.name", "latin")
    method.start()
    compose(method, data)


def test_an_input_method_that_is_started_together_with_the_window_composes(data, method):
    method.start_in_a_second()
    open_case(method.screen, data)
    until(method.ready, "the input method did not start")
    compose(method, data)
