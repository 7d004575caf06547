"""The first usable window. Floor: a bare QtWidgets window with our typeface and one field, painted and focused.

Whole processes, taken in turn, from just before their start. The milliseconds are taken inside the process, at
the paint event and when a key stands in a field. Ours is given Ctrl+N and a letter as soon as it is painted, and
counts as usable from then on only because both arrive: `key_stands_in_new_case_ms` says when the clerk sees it.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from counter_app.ui.shell.startup import StartupWindow

TIMES = 7
BUDGET = 3.0
_BEGUN = "COUNTER_BENCHMARK_BEGUN"


def measure() -> dict[str, object]:
    """Milliseconds from process start: the bare window takes a key; ours does; the key stands in the new case."""
    taken: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        prepare_office(Path(folder))
        for kind in taken:
            _run(kind, folder)  # compiles, and warms the disk's cache, for both
        for _ in range(TIMES):
            for kind, ran in taken.items():
                ran.append(_run(kind, folder))
    floor = _spread([ran["keys"] for ran in taken["bare"]])
    painted = _spread([ran["painted"] for ran in taken["ours"]])
    usable = _spread([ran["keys"] for ran in taken["ours"]])
    return {
        "floor_bare_window_ms": floor,
        "window_takes_keys_ms": painted,
        "window_takes_keys_ratio": round(painted["median"] / floor["median"], 2),
        "budget_ratio": BUDGET,
        "key_stands_in_new_case_ms": usable,
        "key_stands_in_new_case_ratio": round(usable["median"] / floor["median"], 2),
    }


def _spread(taken: list[float]) -> dict[str, float]:
    return {"min": round(min(taken)), "median": round(statistics.median(taken)), "max": round(max(taken))}


def prepare_office(data: Path) -> None:
    """A workstation that was set up, as on every morning but the first."""
    from counter_app.bootstrap import keeping_backend
    from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
    from counter_app.settings import WorkstationFile

    with keeping_backend(data) as backend:
        create_sample_office(backend)
    WorkstationFile(data).save(DEMO_WORKSTATION)


def _run(kind: str, data: str) -> dict[str, float]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={_screen(Path(data))}",
        "PYTHONPYCACHEPREFIX": str(Path(data) / "bytecode"),  # an installed program is compiled
        "PYTHONDONTWRITEBYTECODE": "",
        _BEGUN: str(time.monotonic()),
    }
    done = subprocess.run(
        [sys.executable, "-m", __name__, kind, data], env=environment, capture_output=True, check=True, timeout=60
    )
    return dict(json.loads(done.stdout))


def _screen(folder: Path) -> Path:
    """The file of a screen as they stand on counters, for both windows; left to itself Qt takes 800 x 800."""
    file = folder / "screen.json"
    screen = {"name": "counter", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"screens": [screen]}))
    return file


# Within the processes ---------------------------------------------------------------------------------------------


class _Stopwatch:
    """Milliseconds since the process was started; prints them and ends the process at `keys`."""

    def __init__(self) -> None:
        self._begun = float(os.environ[_BEGUN])
        self._taken: dict[str, float] = {}

    def lap(self, name: str) -> None:
        self._taken.setdefault(name, (time.monotonic() - self._begun) * 1000)

    def end(self) -> None:
        self.lap("keys")
        print(json.dumps(self._taken), flush=True)
        os._exit(0)


def _once_painted(window: QWidget, then: Callable[[], None]) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    window.installEventFilter(Watch(window))


def _type_into(application: QApplication, stopwatch: _Stopwatch) -> None:
    """Type one letter into the field in focus; the clock stops only where it stands there."""
    from PySide6.QtTest import QTest

    field = application.focusWidget()
    before = _words(field)
    QTest.keyClicks(field, "a")
    if len(_words(field)) != len(before) + 1:
        raise RuntimeError(f"{type(field).__name__} took no key")
    stopwatch.end()


def _words(field: QWidget) -> str:
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

    return (
        field.toPlainText()
        if isinstance(field, QPlainTextEdit)
        else field.text()
        if isinstance(field, QLineEdit)
        else ""
    )


def _bare() -> None:
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    from counter_app.paths import resource

    stopwatch = _Stopwatch()
    application = QApplication([])
    number = QFontDatabase.addApplicationFont(str(resource("fonts/NotoSansSC-Regular.ttf")))
    application.setFont(QFont(QFontDatabase.applicationFontFamilies(number)[0]))
    window = QMainWindow()
    field = QLineEdit()
    field.setPlaceholderText("单位名称")
    window.setCentralWidget(field)
    window.resize(1366, 728)

    def painted() -> None:
        stopwatch.lap("painted")
        _type_into(application, stopwatch)

    _once_painted(window, painted)
    window.show()
    field.setFocus()
    application.exec()


def _ours(data: str) -> None:
    gc.disable()  # as `start` does, before it imports what is imported here to be watched
    from counter_app.ui.shell import startup

    stopwatch = _Stopwatch()
    shown = startup.StartupWindow.show

    def show(startup: StartupWindow) -> None:
        def painted() -> None:
            stopwatch.lap("painted")
            _new_case(startup.window, stopwatch)

        _once_painted(startup.window, painted)
        shown(startup)

    startup.StartupWindow.show = show  # type: ignore[method-assign] # the entry point has no hook
    from counter_app import cli

    cli.main(["--data", data])


def _new_case(window: QWidget, stopwatch: _Stopwatch) -> None:
    """Ctrl+N and a letter as soon as the window is there; the clock stops when the letter stands in a field.

    Were a key lost, the process would not end, and the benchmark would fail.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    def turned(_old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit):
            now.textEdited.connect(lambda text: stopwatch.end() if text == "a" else None)

    QApplication.instance().focusChanged.connect(turned)
    keyboard = window.windowHandle()  # a key goes to the window, and from there to what has the focus
    QTest.keyClick(keyboard, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(keyboard, Qt.Key.Key_A)


if __name__ == "__main__":
    _bare() if sys.argv[1] == "bare" else _ours(sys.argv[2])
