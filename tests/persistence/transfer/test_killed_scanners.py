"""Windows killed while they attach: a scan is there whole with its row, or was never attached."""

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app.services.scans import scans
from tests.persistence.transfer.one_scanner import backend_on

ROOT = Path(__file__).parents[3]
WINDOW = Path(__file__).parent / "one_scanner.py"
SEED = 20250401


@dataclass
class Record:
    """What the windows said was lasting: scan to case and file."""

    attached: dict[str, tuple[str, str]] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)

    def hear(self, said):
        for line in said.splitlines(keepends=True):
            match line.split() if line.endswith("\n") else ():
                case ["attached", reference, scan, sha256]:
                    self.attached[scan] = reference, sha256
                case ["turned", _reference, scan]:
                    self.turned.add(scan)


class ScannerProcess:
    """One window process."""

    def __init__(self, folder, name, told, rounds=100_000):
        run = [sys.executable, str(WINDOW), str(folder), name, str(rounds)]
        world = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=world)
        self._told = told

    def hear_open(self):
        assert self.process.stdout.readline().startswith("open")

    def kill_after(self, seconds):
        with pytest.raises(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.process.kill()
        self.hear_out()

    def hear_out(self):
        said, _nothing = self.process.communicate(timeout=60)
        self._told.hear(said)


def _files(folder):
    """The names of the files that are kept: the SHA-256 of what they hold."""
    places = (path for path in (folder / "scans").rglob("*") if path.is_file() and path.parent.name != "incoming")
    return {path.parent.name + path.name for path in places}


def _check(folder, told):
    database, backend = backend_on(folder, grace=-1)
    assert database.integrity() == "ok"
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT scan_id, filing_reference, sha256, rotation, size FROM scan")).all()
    files = _files(folder)
    contents = {sha256: b"".join(backend.scan_files.pieces(sha256)) for sha256 in files}
    for sha256, content in contents.items():
        assert hashlib.sha256(content).hexdigest() == sha256, "a file that is not whole"
    for row in rows:
        assert row.sha256 in files, "a row without its file"
        assert len(contents[row.sha256]) == row.size
    by_scan = {row.scan_id: row for row in rows}
    for scan, (reference, sha256) in told.attached.items():
        assert (by_scan[scan].filing_reference, by_scan[scan].sha256) == (reference, sha256)
    for scan in told.turned:
        assert by_scan[scan].rotation == 90
    with database.engine.connect() as connection:
        acts = connection.execute(text("SELECT count(*) FROM history WHERE act = 'scan.attached'")).scalar()
    assert acts == len(rows)
    swept = scans.sweep_scans(backend)
    left = _files(folder)
    assert left == {row.sha256 for row in rows}, "orphans are found, and nothing else goes"
    assert list((folder / "scans" / "incoming").iterdir()) == []
    database.close()
    return len(rows), swept


def test_windows_killed_while_they_attach_leave_a_scan_whole_or_none(folder):
    told, dice = Record(), random.Random(SEED)
    windows = [ScannerProcess(folder, str(number), told) for number in range(2)]
    for window in windows:
        window.hear_open()
    for window in windows:
        window.kill_after(dice.uniform(0.05, 0.3))
    last = ScannerProcess(folder, "9", told, rounds=2)
    last.hear_out()
    assert last.process.returncode == 0
    rows, _swept = _check(folder, told)
    assert rows >= len(told.attached) >= 4


@pytest.mark.soak
def test_fifty_kills_while_attaching(folder):
    told, dice = Record(), random.Random(SEED)
    windows = [ScannerProcess(folder, str(number), told) for number in range(3)]
    for kills in range(50):
        victim = windows.pop(0)
        victim.hear_open()
        victim.kill_after(dice.uniform(0.01, 0.5))
        windows.append(ScannerProcess(folder, str(kills % 3), told))
    for window in windows:
        window.hear_open()
        window.kill_after(0.2)
    rows, swept = _check(folder, told)
    print(f"50 kills: {len(told.attached)} scans told, {rows} rows, {swept} orphans swept")
    assert rows > 50
