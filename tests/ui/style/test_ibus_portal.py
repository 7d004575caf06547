"""Whether an input method answers on the session's bus: each question in a process of its own, on a bus of its own."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.journeys.display import session_bus, until

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="input methods of Linux"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="not installed: dbus-daemon"),
]

ASK = """
import time
from counter_app.ui.style import ibus_portal
begun = time.monotonic()
print(ibus_portal.answers({patience}, lambda program: {installed}), time.monotonic() - begun)
"""
TAKE = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection
application = QCoreApplication([])
QTimer.singleShot({after}, lambda: QDBusConnection.sessionBus().registerService("org.freedesktop.portal.IBus"))
QTimer.singleShot({after}, lambda: print("taken", flush=True))
application.exec()
"""
WATCH = """
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from counter_app.ui.style import input_method
application = QCoreApplication([])
input_method.remember(application, reached={reached})
input_method.tell_when_late(application, lambda: (print("late", flush=True), application.quit()))
print("watching", flush=True)
QTimer.singleShot({patience}, application.quit)
application.exec()
"""


@pytest.fixture
def bus():
    """The address of a session bus."""
    with session_bus() as address:
        yield address


@pytest.fixture
def start(bus):
    """Start a script of Python on the bus; it ends with the test."""
    started = []

    def run(script):
        program = subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}, stdout=subprocess.PIPE, encoding="ascii",
        )  # fmt: skip
        started.append(program)
        return program

    yield run
    for program in started:
        program.kill()
        program.communicate()


def asked(start, patience, *, installed=True):
    """What is answered, and after how many seconds."""
    words = start(ASK.format(patience=patience, installed=installed)).communicate(timeout=60)[0].split()
    return words[0] == "True", float(words[1])


def test_an_input_method_that_has_the_name_is_seen(start):
    assert start(TAKE.format(after=0)).stdout.readline() == "taken\n"
    assert asked(start, 0)[0]


def test_one_that_comes_a_moment_later_is_waited_for(start):
    start(TAKE.format(after=1500))
    answered, seconds = asked(start, 30)
    assert answered
    assert seconds < 30


def test_one_that_does_not_come_is_waited_for_no_longer_than_said(start):
    answered, seconds = asked(start, 0.5)
    assert not answered
    assert 0.5 <= seconds < 20


def test_where_none_is_installed_nobody_waits(start):
    answered, seconds = asked(start, 60, installed=False)
    assert not answered
    assert seconds < 20


@pytest.mark.parametrize("address", ["unix:path=/no/such/bus", ""])
def test_without_a_bus_none_answers(address, tmp_path):
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(patience=60, installed=True)],
        env=environment, capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("False ")


def test_one_that_comes_too_late_is_told(start):
    watching = start(WATCH.format(reached=False, patience=60_000))
    assert watching.stdout.readline() == "watching\n"
    start(TAKE.format(after=0))
    assert watching.stdout.readline() == "late\n"
    until(lambda: watching.poll() == 0, "it did not end")


def test_where_one_answered_at_the_start_another_is_not_told(start):
    watching = start(WATCH.format(reached=True, patience=1500))
    assert watching.stdout.readline() == "watching\n"
    assert start(TAKE.format(after=0)).stdout.readline() == "taken\n"
    assert watching.communicate(timeout=60)[0] == ""
