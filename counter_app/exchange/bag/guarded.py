"""Packages from outside are read in a child process, as scans are.

See docs/decisions/0007.
"""

from __future__ import annotations

from pathlib import Path

from counter_app.child_process import MOST_SECONDS, ChildProcess, limits_of_files
from counter_app.exchange.bag.bags import BagFiles
from counter_app.exchange.bag.packing import pack
from counter_app.services.ports import BagIndex, BagReport
from counter_app.services.ports.scans import Watch


class GuardedBags:
    """Verifies and reads packages in a process that ends with each of them; packs as `BagFiles` does."""

    pack = staticmethod(pack)

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        """`seconds` are given from one piece of a package to the next."""
        self._limits = limits_of_files(seconds, "向移交方核对后重新生成")

    def verify(self, path: Path, watch: Watch) -> BagReport:
        child = ChildProcess(BagFiles, self._limits)
        try:
            report: BagReport = child.ask("verify", path, watch=watch)
        finally:
            child.close()
        return report

    def index(self, path: Path) -> BagIndex:
        child = ChildProcess(BagFiles, self._limits)
        try:
            index: BagIndex = child.ask("index", path)
        finally:
            child.close()
        return index
