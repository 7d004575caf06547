"""The folder into which the document camera of this window puts its files: what is new and whole is told.

Shares tell nobody when a file comes, so the folder is also looked through every other second, off the UI thread. A
file is whole once it has kept its size and time from one look to the next. What lay there before is not told.
"""

from __future__ import annotations

import os
import stat
from dataclasses import field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.tasks import Tasks

ENDINGS: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
EVERY: Final = 2_000
_SETTLE: Final = 700
"""Milliseconds between the word that something came and the second look at it."""

Seen = dict[str, tuple[int, int]]
"""Name of a file to its size and time of change."""


@mutable
class NewFiles:
    """Tells new and whole files from what was seen look after look. Pure: knows no folder and no clock."""

    known: set[str] | None = None
    growing: Seen = field(default_factory=dict)

    def update(self, seen: Seen) -> list[str]:
        """The names of the files that are whole now and were never told, oldest first."""
        if self.known is None:
            self.known = set(seen)
            return []
        self.known &= set(seen)  # a name that is used again is a new file
        whole = [
            name
            for name, state in seen.items()
            if name not in self.known and state[0] and self.growing.get(name) == state
        ]
        self.known.update(whole)
        self.growing = {name: state for name, state in seen.items() if name not in self.known}
        return sorted(whole, key=lambda name: (seen[name][1], name))


class FolderWatch(QObject):
    """Watches one folder, or none."""

    arrived = Signal(list)
    """`list[Path]` of files that are new and whole, oldest first."""
    lost = Signal(Refusal)
    """`Refusal`: the folder cannot be looked into any more; said once until it is back."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None, *, every: int = EVERY) -> None:
        """Looks through `tasks`, every so many milliseconds."""
        super().__init__(parent)
        self._tasks = tasks
        self._folder: Path | None = None
        self._arrivals = NewFiles()
        self._looking = False
        self._is_lost = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._noticed)
        self._often = QTimer(self, interval=every)
        self._often.timeout.connect(self.check)
        self._soon = QTimer(self, singleShot=True, interval=min(_SETTLE, every))
        self._soon.timeout.connect(self.check)

    def watch(self, folder: str) -> None:
        """Watch `folder` from now on; none where it is empty."""
        wanted = Path(folder) if folder else None
        if wanted == self._folder:
            return
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._folder, self._arrivals, self._is_lost = wanted, NewFiles(), False
        if wanted is None:
            self._often.stop()
            return
        self._often.start()
        self.check()

    def check(self) -> None:
        """Look through the folder once, unless a look is under way: a share that is gone answers late."""
        folder = self._folder
        if folder is None or self._looking:
            return
        self._looking = True
        self._tasks.run(
            lambda: _listed(folder),
            done=lambda seen: self._seen(folder, seen),
            failed=lambda refusal: self._refused(folder, refusal),
            owner=self,
        )

    def _seen(self, folder: Path, seen: Seen) -> None:
        self._looking = False
        if folder != self._folder:
            self.check()
            return
        self._is_lost = False
        if not self._watcher.directories():
            self._watcher.addPath(str(folder))  # False on some shares: then only looking helps
        whole = self._arrivals.update(seen)
        if self._arrivals.growing:
            self._soon.start()
        if whole:
            self.arrived.emit([folder / name for name in whole])

    def _refused(self, folder: Path, refusal: Refusal) -> None:
        self._looking = False
        if folder == self._folder and not self._is_lost:
            self._is_lost = True
            self.lost.emit(refusal)

    def _noticed(self, _folder: str) -> None:
        self.check()


def _listed(folder: Path) -> Seen:
    """What lies in `folder` and may be a scan. Raises `Refusal`."""
    seen: Seen = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if os.path.splitext(entry.name)[1].lower() not in ENDINGS:  # noqa: PTH122 - names, not paths
                    continue
                try:
                    about = entry.stat()
                except OSError:
                    continue  # came and went
                if stat.S_ISREG(about.st_mode):
                    seen[entry.name] = (about.st_size, about.st_mtime_ns)
    except OSError as error:
        raise Refusal(
            "扫描文件夹无法打开，新扫描的文件收不到", "检查共享文件夹是否接好，或在设置中另选；仍可按 S 选择文件"
        ) from error
    return seen
