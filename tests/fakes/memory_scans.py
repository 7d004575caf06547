"""Scans without a database, their files in a folder that goes with the test."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.ports import Attachment, Incoming, Scan, UnknownScan, Watch


class MemoryScans:
    def __init__(self, kept: dict[str, Scan], attachments: dict[str, Attachment]) -> None:
        self._kept, self._attachments = kept, attachments

    def hold(self) -> None:
        pass

    def add(self, scan: Scan) -> None:
        assert scan.scan_id not in self._kept
        self._kept[scan.scan_id] = scan

    def get(self, scan_id: str) -> Scan:
        found = self._kept.get(scan_id)
        if found is None or found.removed_at is not None:
            raise UnknownScan("这个扫描件已被移除", "在材料核对里看现有的扫描件")
        return found

    def of_case(self, reference: str) -> list[Scan]:
        return [scan for scan in self._kept.values() if scan.reference == reference and scan.removed_at is None]

    def turn(self, scan_id: str, rotation: int) -> None:
        self._kept[scan_id] = replace(self._kept[scan_id], rotation=rotation)

    def remove(self, scan_id: str, at: datetime) -> None:
        self._kept[scan_id] = replace(self._kept[scan_id], removed_at=at)

    def is_kept(self, sha256: str) -> bool:
        kept: list[Scan | Attachment] = [*self._kept.values(), *self._attachments.values()]
        return any(one.sha256 == sha256 for one in kept)


class MemoryScanFiles(ScanFiles):
    """The real store in a folder of its own, made when the first scan comes. `refuse` is raised by `take_in`."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="scans-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.refuse: Refusal | None = None
        super().__init__(Path(folder), lambda: b"f" * 32)

    def take_in(self, source: Path | bytes, watch: Watch) -> Incoming:
        if self.refuse is not None:
            raise self.refuse
        return super().take_in(source, watch)

    def _touch_claim(self, sha256: str) -> None:
        """As if a power cut had come between the commit and the release."""
        (self._waiting / f"{sha256}.0123.claim").touch()
