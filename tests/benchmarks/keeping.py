"""Keeping a case. Floor: the driver alone writing as many bytes with the same pragmas, on the same disk.

Both wait for the disk (`synchronous = FULL`), which is most of a save; `floor_disk_sync_ms` is that wait by itself.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.base import exact_json
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.services.ports import Backend
from tests.benchmarks.office import FORM, case, row
from tests.benchmarks.timing import runs

POST = DEMO_WORKSTATION.post
TIMES = 25


def measure() -> dict[str, object]:
    """Milliseconds: a save of 8 and of 2,000 devices with one of them changed, and opening a case, empty and kept."""
    with tempfile.TemporaryDirectory() as folder, keeping_backend(Path(folder), sample=True) as backend:
        create_sample_office(backend)
        floor = _Floor(Path(folder) / "floor.db")
        taken: dict[str, object] = {
            "floor_disk_sync_ms": runs(_disk_sync(Path(folder) / "floor"), TIMES),
            "new_case_ms": runs(lambda: cases.open_case(backend, post=POST), TIMES),
            "save_8_devices_ms": _save(backend, 8, floor),
            "save_2000_devices_one_changed_ms": _save(backend, 2000, floor),
            "load_8_devices_ms": _load(backend, 8, floor),
            "load_2000_devices_ms": _load(backend, 2000, floor),
        }
        floor.close()
    return taken


def _open(backend: Backend, devices: int) -> cases.OpenCase:
    return cases.open_case(backend, post=POST, intake=IntakeFile(case(devices)))


def _save(backend: Backend, devices: int, floor: _Floor) -> dict[str, object]:
    """One device changed between any two saves, as after a pause in typing."""
    filing = _open(backend, devices).filing
    numbers = count()

    def save() -> None:
        rows = list(filing.answers.all_rows()["devices"])
        rows[devices // 2] = Answers.row(FORM, {**row(devices // 2), "location": f"新位置{next(numbers)}"})
        filing.answers = filing.answers.with_rows(rows)
        cases.save_draft(backend, filing, post=POST)

    head = exact_json.plain(filing.answers.raw)

    def bare() -> None:  # other words each time: SQLite writes nothing where nothing differs
        changed = {**row(devices // 2), "location": f"新位置{next(numbers)}"}
        floor.save(exact_json.encode(head), exact_json.encode(changed))

    return {"ours": runs(save, TIMES), "floor_bare_driver": runs(bare, TIMES)}


def _load(backend: Backend, devices: int, floor: _Floor) -> dict[str, object]:
    reference = _open(backend, devices).filing.reference
    floor.fill([exact_json.encode(row(number)) for number in range(devices)])
    return {
        "ours": runs(lambda: cases.load_case(backend, reference)),
        "floor_bare_driver_and_json": runs(floor.load),
    }


def _disk_sync(file: Path) -> Callable[[], None]:
    """One page appended and brought to the disk."""

    def sync() -> None:
        with file.open("ab", buffering=0) as stream:
            stream.write(b"\0" * 4096)
            os.fsync(stream.fileno())

    return sync


class _Floor:
    """The driver with our pragmas: a table for the case, one for its rows, no layers above."""

    def __init__(self, file: Path) -> None:
        self._connection: Any = dbapi2.connect(str(file), isolation_level=None)
        for pragma in ("cipher_log_level = NONE", "foreign_keys = ON", "synchronous = FULL", "journal_mode = WAL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE head (id INTEGER PRIMARY KEY, answers TEXT)")
        self._connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, answers TEXT)")
        self._connection.execute("INSERT INTO head VALUES (1, '')")
        self.fill(["{}"])

    def save(self, head: str, line: str) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE head SET answers = ? WHERE id = 1", (head,))
        self._connection.execute("UPDATE line SET answers = ? WHERE id = 0", (line,))
        self._connection.execute("COMMIT")

    def fill(self, lines: list[str]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("DELETE FROM line")
        self._connection.executemany("INSERT INTO line VALUES (?, ?)", list(enumerate(lines)))
        self._connection.execute("COMMIT")

    def load(self) -> list[Any]:
        return [exact_json.decode(text) for (text,) in self._connection.execute("SELECT answers FROM line ORDER BY id")]

    def close(self) -> None:
        self._connection.close()
