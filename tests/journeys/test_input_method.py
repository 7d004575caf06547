"""Chinese through a real input method: fcitx 5 with its pinyin, under Xvfb and a session bus of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_counter
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION, furnish_office
from counter_app.settings import WorkstationFile
from tests.journeys.display import MISSING, Screen, until

ABSENT = [p for p in ("fcitx5", "fcitx5-remote", "dbus-run-session") if shutil.which(p) is None]
pytestmark = pytest.mark.skipif(bool(MISSING or ABSENT), reason=f"not installed: {' '.join(MISSING + ABSENT)}")

PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


@pytest.fixture
def data():
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_counter(folder) as counter:
        furnish_office(counter)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


@pytest.fixture(params=["without ibus", "with ibus installed"])
def screen(tmp_path, request):
    """A screen with a session bus, fcitx 5 and pinyin, as the session of a Chinese desktop sets it.

    Qt's ibus plugin asks whether there is a program `ibus-daemon`, and takes another way where there is.
    """
    profile = tmp_path / ".config" / "fcitx5" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE, encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    if request.param == "with ibus installed":
        (programs / "ibus-daemon").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
        (programs / "ibus-daemon").chmod(0o755)
    with Screen() as screen:
        screen.environment["PATH"] = f"{programs}{os.pathsep}{screen.environment['PATH']}"
        screen.environment.update(
            HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / ".config"), XDG_RUNTIME_DIR=str(tmp_path),
            QT_IM_MODULE="fcitx", XMODIFIERS="@im=fcitx",
        )  # fmt: skip
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=screen.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            screen.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
            screen.start(["fcitx5", "--disable=notifications"])
            until(lambda: remote(screen, "-q") == "Default", "fcitx 5 did not start")
            yield screen
            screen.picture(tmp_path / "end.png")
        finally:
            bus.terminate()
            bus.wait(10)
            bus.stdout.close()


def remote(screen, *arguments):
    """Ask fcitx 5 for something; what it says, None where it does not answer."""
    done = subprocess.run(
        ["fcitx5-remote", *arguments], env=screen.environment, capture_output=True, check=False, timeout=20
    )
    return done.stdout.decode().strip() if done.returncode == 0 else None


def pinyin_in_hand(screen):
    """Switch the field in hand to pinyin, and say whether it is."""
    remote(screen, "-s", "pinyin")
    remote(screen, "-o")
    return (remote(screen), remote(screen, "-n")) == ("2", "pinyin")


def ways_in(screen):
    """How programs reach fcitx 5: `ibus` where they speak ibus to it, `dbus` where its own plugin does."""
    asked = ["--dest=org.fcitx.Fcitx5", "/controller", "org.fcitx.Fcitx.Controller1.DebugInfo"]
    done = subprocess.run(
        ["dbus-send", "--session", "--print-reply", *asked],
        env=screen.environment, capture_output=True, check=False, timeout=20,
    )  # fmt: skip
    return set(re.findall(r"frontend:(\w+)", done.stdout.decode()))


def systems_plugin_is_taken(screen):
    """Whether this system has a plugin of fcitx 5 that our Qt takes; Debian 12 has none, Debian 13 has."""
    ask = "import os; from counter_app.ui.style import fcitx_plugin; print(fcitx_plugin.offer(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", ask], env=screen.environment, capture_output=True, check=True, timeout=20
    )
    return done.stdout.strip() == b"True"


def kept(data):
    """What is kept of the one case of the day."""
    with keeping_counter(data) as counter:
        lines = cases.todays_cases(counter)
        return cases.load_case(counter, lines[0].reference).filing.answers.raw if lines else None


def came_to(data, key, text):
    """Whether `text` is kept under `key` within a few seconds."""
    try:
        until(lambda: (raw := kept(data)) is not None and raw.get(key) == text, "", 5)
    except AssertionError:
        return False
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="an input method of Linux")
def test_chinese_typed_through_an_input_method_and_latin_left_alone(data, screen):
    screen.open_counter(data)

    def opened():
        screen.press("ctrl+n")
        return came_to(data, "unit.name", None)

    until(opened, "no case was opened")

    def composed():
        """Type the syllables anew: the window may still have been settling its focus."""
        until(lambda: pinyin_in_hand(screen), "no pinyin")
        screen.press("ctrl+a", "Delete")
        screen.type("zhongguo")
        screen.press("space")
        return came_to(data, "unit.name", "中国")

    until(composed, "nothing was composed", 40)
    assert ways_in(screen) == {"dbus" if systems_plugin_is_taken(screen) else "ibus"}
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
