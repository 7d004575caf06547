"""The window, and `demo`: the same on a sample office, or that office's day without a window."""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.cli.backup import after_closing as backup_after_closing
from counter_app.cli.commands import (
    UNREADABLE,
    Commands,
    OfficeCheck,
    refuse_lost_office,
    warn_of_missing_characters,
    workstation_file,
)
from counter_app.cli.key import encrypt_after_closing
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.keys import KeyLost

if TYPE_CHECKING:
    from counter_app.bootstrap import Opening
    from counter_app.services.ports import Backend
    from counter_app.services.ports.backup import BackupPorts


def describe(below: Commands) -> None:
    """Declare `open`, and `demo`, whose office lies in a folder of its own."""
    opening = below.add("open", "打开窗口和这些文件；open 可以不写", _open_files, OfficeCheck.NONE)
    opening.add_argument("files", nargs="+", type=Path, metavar="FILE")
    demo = below.add("demo", "示例机关：打开窗口；加 --out 则不开窗口，写出全部文书", _demo, OfficeCheck.NONE)
    demo.add_argument("--out", type=Path, metavar="DIR")
    demo.add_argument("--tour", action="store_true", help="打开后开始五分钟导览")


def open_window(_parsed: argparse.Namespace, data: Path) -> int:
    """Open the window on the office in `data`; what is refused it shows itself."""
    return _open(data, demo=False)


def _open_files(parsed: argparse.Namespace, data: Path) -> int:
    return _open(data, demo=False, files=[file.absolute() for file in parsed.files])


def _demo(parsed: argparse.Namespace, data: Path) -> int:
    if parsed.out is None:
        return _open(data / "demo", demo=True, tour=parsed.tour)
    from counter_app.bootstrap import demo_intakes, keeping_backend
    from counter_app.services.headless.headless import sample_day

    with tempfile.TemporaryDirectory() as folder, keeping_backend(Path(folder), sample=True, temporary=True) as backend:
        written = sample_day(backend, demo_intakes(backend), parsed.out)
        for paper in written:
            print(f"{paper.title}\t{paper.number}\t{paper.pdf}")
        warn_of_missing_characters(written)
    return 0


def _open(data: Path, *, demo: bool, tour: bool = False, files: Sequence[Path] = ()) -> int:
    from counter_app.ui.shell import start

    try:
        refuse_lost_office(data, sample=demo)
    except KeyLost:
        pass  # the window asks for the recovery code
    except Refusal as refusal:
        start.show_refusal(refusal)
        raise
    workstations = workstation_file(data)
    at_exit = ExitStack()
    refused = False

    opening: list[Opening] = []
    lock = threading.Lock()

    def begin() -> Opening:
        with lock:  # of the window's thread and of the one that opens the data, whichever comes first
            if not opening:
                from counter_app import bootstrap

                opening.append(bootstrap.Opening(data, sample=demo))
            return opening[0]

    def connect() -> Backend:
        nonlocal refused
        refused = True
        backend = begin().open(at_exit)
        refused = False
        if demo:
            from counter_app import bootstrap
            from counter_app.services.headless.headless import create_sample_cases

            create_sample_cases(backend, bootstrap.demo_intakes(backend))
        return backend

    def backups() -> BackupPorts:
        from counter_app import bootstrap

        return bootstrap.backup_ports(data)

    if demo and not workstations.load().is_set_up:
        from counter_app.services.headless.headless import DEMO_WORKSTATION

        workstations.save(DEMO_WORKSTATION)

    with at_exit:
        code = start.run(
            connect,
            workstations,
            data_dir=data,
            early=lambda: begin().backend,
            demo=demo,
            tour=tour,
            files=files,
            backups=None if demo else backups,
            is_updating=lambda: any(one.is_updating for one in opening),
        )
    encrypt_after_closing(data)
    if not demo:
        backup_after_closing(data)
    return UNREADABLE if refused and code == 0 else code
