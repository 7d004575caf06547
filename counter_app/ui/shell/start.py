"""Entry point of the window: a display, the frame at once, the database behind it."""

from __future__ import annotations

import gc
import os
import re
import socket
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.shell import one_window

if TYPE_CHECKING:  # the startup window needs neither
    from counter_app.services.office.workstation import WorkstationStore
    from counter_app.services.ports import Backend
    from counter_app.services.ports.backup import BackupPorts
    from counter_app.ui.base.collector import GarbageCollector

NO_DISPLAY: Final = (
    "没有可用的图形显示环境（DISPLAY、WAYLAND_DISPLAY），无法打开窗口；"
    "在桌面上运行，或用 counter-app demo --out 文件夹 不开窗口写出全部文书"
)
_OPENED_AT_LAST: Final = 20_000
"""Milliseconds after which memory is looked after also where the data could not be opened."""
_NEEDS_NONE: Final = ("offscreen", "minimal", "vnc", "eglfs", "linuxfb")


def lacks_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window cannot be opened here; Qt would abort the whole program to say so."""
    if not platform.startswith("linux"):
        return False
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in _NEEDS_NONE:
        return False
    if environment.get("WAYLAND_DISPLAY"):
        return False
    display = environment.get("DISPLAY", "")
    return not display or not answers(display)


def answers(display: str, folder: Path = Path("/tmp/.X11-unix")) -> bool:  # noqa: S108 - where X servers listen
    """Whether a local X server (`:0`) takes a connection; displays of other machines are left to Qt to find."""
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return True
    path = str(folder / f"X{local[1]}")
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
            try:
                knocking.connect(address)
            except OSError:
                continue
            return True
    return False


def show_refusal(refusal: Refusal) -> None:
    """Show why no window opens, where nobody would read it on the error stream; gone after a minute at the latest."""
    if _is_read(sys.stderr) or lacks_display(os.environ) or os.environ.get("QT_QPA_PLATFORM") in _NEEDS_NONE:
        return
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QMessageBox

    from counter_app.ui.base import application
    from counter_app.ui.base.shortcuts import remedy_of

    app = application.create(sys.argv[:1])
    box = QMessageBox(QMessageBox.Icon.Warning, app.applicationDisplayName(), refusal.sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(remedy_of(refusal))
    box.addButton("退出", QMessageBox.ButtonRole.AcceptRole)
    QTimer.singleShot(60_000, box.reject)
    box.exec()


def _is_read(stream: TextIO | None) -> bool:
    """Whether somebody reads what is written there: a terminal, or a program that started this one."""
    try:
        return stream is not None and (stream.isatty() or stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode))
    except (OSError, ValueError):
        return True  # taken over within this process


def run(  # noqa: PLR0913 - all that a window is started with
    connect: Callable[[], Backend],
    workstations: WorkstationStore,
    *,
    data_dir: Path,
    early: Callable[[], Backend] | None = None,
    demo: bool = False,
    tour: bool = False,
    files: Sequence[Path] = (),
    backups: Callable[[], BackupPorts] | None = None,
    is_updating: Callable[[], bool] = lambda: False,
) -> int:
    """Show the counter with `files` until it is closed, and return the exit code.

    `connect` is slow and runs off this thread; `early` gives the counter meanwhile, at which a case can be begun.
    Where a window on `data_dir` stands already, that one comes forward and takes the files. `backups` are what can be
    put back where the data cannot be opened; `is_updating` says whether they are being brought up to date. Raises
    `Refusal` where the other window does not answer.
    """
    if lacks_display(os.environ):
        sys.stderr.write(f"{NO_DISPLAY}\n")
        return 1
    try:
        address = one_window.claim(data_dir) or one_window.hand_over(data_dir, files)
    except Refusal as refusal:
        show_refusal(refusal)
        raise
    if address is None:
        return 0
    return _show(
        *(connect, workstations, address),
        data_dir=data_dir,
        early=early,
        demo=demo,
        tour=tour,
        files=files,
        backups=backups,
        is_updating=is_updating,
    )


def _show(  # noqa: PLR0913 - what `run` takes, and the address
    connect: Callable[[], Backend],
    workstations: WorkstationStore,
    address: one_window.Address,
    *,
    data_dir: Path,
    early: Callable[[], Backend] | None,
    demo: bool,
    tour: bool,
    files: Sequence[Path],
    backups: Callable[[], BackupPorts] | None,
    is_updating: Callable[[], bool],
) -> int:
    gc.disable()  # of what is loaded until the window stands next to nothing goes again
    from PySide6.QtCore import QTimer

    from counter_app.ui.base import application  # no Qt before it is known that there is a display
    from counter_app.ui.base.errors import ErrorReporter
    from counter_app.ui.base.station import Station
    from counter_app.ui.base.tasks import Tasks
    from counter_app.ui.shell.ending import closes_when_asked
    from counter_app.ui.shell.startup import StartupWindow
    from counter_app.ui.style.theme import theme_of

    workstation = workstations.load()
    app = application.create(sys.argv[:1], theme=theme_of(workstation), zoom=workstation.zoom)
    reporter = ErrorReporter(data_dir / "reports")
    reporter.install()
    station = Station(Tasks(reporter), workstations, data_dir)
    station.backups, station.is_updating = backups, is_updating
    startup = StartupWindow(station, demo=demo, tour=tour)
    startup.show()
    startup.open_files(files)
    address.listen(startup.take)
    startup.build_shell_soon(connect, reporter, early)
    station.tasks.collector.pause()
    station.opened.connect(partial(_collect_from_now_on, station.tasks.collector))
    QTimer.singleShot(_OPENED_AT_LAST, app, partial(_collect_from_now_on, station.tasks.collector))
    try:
        with closes_when_asked(app):
            return app.exec()
    finally:
        address.close()
        station.tasks.close()


def _collect_from_now_on(collector: GarbageCollector) -> None:
    """Look through what is made from now on, and never again through the 150,000 objects that are there for good.

    To go through those takes 0.1 s, in which no key is heard; while starting it came to 0.3 s.
    """
    if not collector.is_running:
        gc.freeze()
        collector.start()
