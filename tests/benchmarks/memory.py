"""Resident memory of the counter with 20 cases open. Floor: a bare QtWidgets window with our typeface.

Processes of their own, on a real data folder that another process has set up, as on every morning but the first:
20 cases looked at one after the other, one notice drawn up, one preview drawn. What is resident counts whole, shared
libraries included, as a task list shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from counter_app.ui.shell.shell import Shell

CASES = 20
BUDGET = 250
_PATIENCE = 60_000


def measure() -> dict[str, object]:
    """Megabytes resident: bare window, nothing open, 20 cases, notice and preview, every case looked at again."""
    with tempfile.TemporaryDirectory() as folder:
        _run("set-up", folder)
        return {**_run("bare", folder), **_run("ours", folder), "budget_mb": BUDGET, "cases": CASES}


def _run(kind: str, data: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", __name__, kind, data],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


# Within the processes ---------------------------------------------------------------------------------------------


def _resident() -> float:
    return round(psutil.Process().memory_info().rss / 2**20, 1)


def _wait(application: QApplication, until: Callable[[], bool]) -> None:
    from PySide6.QtCore import QDeadlineTimer, QEventLoop

    deadline = QDeadlineTimer(_PATIENCE)
    while not until():
        if deadline.hasExpired():
            raise TimeoutError
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _bare() -> dict[str, float]:
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    from counter_app.paths import resource

    application = QApplication([])
    number = QFontDatabase.addApplicationFont(str(resource("fonts/NotoSansSC-Regular.ttf")))
    application.setFont(QFont(QFontDatabase.applicationFontFamilies(number)[0]))
    window = QMainWindow()
    field = QLineEdit("单位名称")
    window.setCentralWidget(field)
    window.resize(1366, 728)
    window.show()
    _wait(application, field.isVisible)
    application.processEvents()
    return {"floor_bare_window_mb": _resident()}


def _ours(data: Path) -> dict[str, float]:
    from contextlib import ExitStack

    from counter_app.bootstrap import Opening
    from counter_app.settings import WorkstationFile
    from counter_app.ui.base import application as ui_application
    from counter_app.ui.base.errors import ErrorReporter
    from counter_app.ui.base.station import Station
    from counter_app.ui.base.tasks import Tasks
    from counter_app.ui.papers.printers import SystemPrinters
    from counter_app.ui.shell.startup import StartupWindow

    workstations = WorkstationFile(data)
    application = ui_application.create([])
    reporter = ErrorReporter(data / "reports")
    faults: list[object] = []
    reporter.happened.connect(faults.append)
    station = Station(Tasks(reporter), workstations, data)
    startup = StartupWindow(station)
    startup.show()
    shell = startup.build_shell(lambda: Opening(data).open(ExitStack()), SystemPrinters())
    _wait(application, lambda: station.is_open and not station.tasks.is_busy)
    figures = {"open_and_empty_mb": _resident()}
    _take_in(application, shell)
    figures["cases_open_mb"] = _resident()
    _draw_papers(application, shell)
    figures["after_notice_and_preview_mb"] = _resident()
    for _ in range(CASES):
        shell.workspace.step(1)
        _settle(application, shell)
    figures["each_looked_at_again_mb"] = _resident()
    if faults:
        raise RuntimeError(faults)
    station.tasks.close()
    return figures


def _settle(application: QApplication, shell: Shell) -> None:
    from PySide6.QtCore import QEvent

    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()
    _wait(application, lambda: not shell.station.tasks.is_busy)


def _take_in(application: QApplication, shell: Shell) -> None:
    """Twenty cases of eight devices, each shown."""
    from counter_app.domain.filing.intake import IntakeFile
    from counter_app.services.filing import cases
    from tests.benchmarks.office import case

    for _ in range(CASES):
        intake = IntakeFile(case(8))
        shell.workspace.add_case(cases.open_case(shell.station.backend, post=shell.station.post, intake=intake))
        _settle(application, shell)


def _draw_papers(application: QApplication, shell: Shell) -> None:
    """No paper was presented; a notice issued, its pages on the screen, then back to the case."""
    from counter_app.domain.basics.materials import NOT_PRESENTED
    from counter_app.services.papers import issuing
    from counter_app.ui.papers.pdf_preview import PdfPreview

    session = shell.workspace.session
    if session is None:
        raise LookupError("session")
    for key in session.form.material_kinds:
        session.review(key, NOT_PRESENTED)
    session.save_now()
    _settle(application, shell)
    issuing.issue_notice(shell.station.backend, session.reference, post=shell.station.post)
    session.reload()
    _settle(application, shell)
    shell.act("preview")
    preview = shell.window.page("paper").findChild(PdfPreview)
    _wait(application, lambda: preview.page_count > 0 and preview.is_drawn(preview.page))
    _settle(application, shell)
    shell.show("cases")
    _settle(application, shell)


def _set_up(data: Path) -> dict[str, float]:
    from tests.benchmarks.window import prepare_office

    prepare_office(data)
    return {}


if __name__ == "__main__":
    kind, folder = sys.argv[1:]
    print(json.dumps(_bare() if kind == "bare" else _set_up(Path(folder)) if kind == "set-up" else _ours(Path(folder))))
