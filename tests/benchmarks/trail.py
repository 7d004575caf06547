"""The trail and its witness. Floor: the same act on a database without them, taken in turn on the same disk."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from counter_app.bootstrap import Editions, form_folders
from counter_app.persistence.base.tables import HistoryRow
from counter_app.persistence.database import Database, open_database
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.witness_files import SignedWitnessFiles
from counter_app.services.ports import HistoryEntry
from tests.benchmarks.timing import once

KEY = bytes(range(32))
TIMES = 200
ENTRIES = 100_000
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
ENTRY = HistoryEntry(NOW, "Asia/Shanghai", "周某", "3号窗口", "case.saved", "AJ0000000001", {"edition": "2025-05"})


def measure() -> dict[str, object]:
    """Milliseconds that an act costs more, with a number and without; seconds to chain and to verify 100,000."""
    with tempfile.TemporaryDirectory() as folder:
        plain, _none = _opened(Path(folder) / "plain", trail=False)
        chained, _trail = _opened(Path(folder) / "chained", trail=True)
        taken: dict[str, object] = {
            "act_ms": _paired(lambda: _act(plain), lambda: _act(chained)),
            "number_ms": _paired(lambda: _act(plain, number=True), lambda: _act(chained, number=True)),
            f"{ENTRIES}_entries_s": _of_many(Path(folder) / "many"),
        }
        plain.close()
        chained.close()
    return taken


def _opened(data: Path, *, trail: bool) -> tuple[Database, Trail]:
    database = open_database(data, Editions(form_folders(data)), KEY, clock=lambda: NOW)
    made = Trail(Chain(KEY), SignedWitnessFiles.of(data, data.with_name(f"{data.name}-settings"), "0" * 16, KEY))
    if trail:
        database.keep_trail(made)
    return database, made


def _act(database: Database, *, number: bool = False) -> None:
    with database.work() as work:
        if number:
            work.numbers.take("deficiency_notice", year=2026)
        work.history.record(ENTRY)
        work.commit()


def _paired(floor: Callable[[], None], ours: Callable[[], None]) -> dict[str, float]:
    """Medians of both and of what each pair differs by; `cpu` is the processor's time, without waiting for the disk."""
    both = [(once(floor), once(ours)) for _ in range(TIMES)]
    spent = [_processor(ours) - _processor(floor) for _ in range(TIMES)]
    return {
        "ours": round(statistics.median(mine for _bare, mine in both), 3),
        "floor_without_trail": round(statistics.median(bare for bare, _mine in both), 3),
        "more": round(statistics.median(mine - bare for bare, mine in both), 3),
        "more_cpu": round(statistics.median(spent), 3),
    }


def _processor(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def _of_many(data: Path) -> dict[str, float]:
    database, trail = _opened(data, trail=False)
    columns = {"at": NOW, "zone": ENTRY.zone, "clerk": ENTRY.clerk, "window": ENTRY.window, "act": ENTRY.act}
    with database.engine.begin() as connection:
        rows = [{**columns, "reference": f"AJ{place:010d}", "details": {"place": place}} for place in range(ENTRIES)]
        connection.execute(insert(HistoryRow), rows)
    chain = once(lambda: database.keep_trail(trail))
    verify = once(trail.verify)
    database.close()
    return {"chain": round(chain / 1000, 2), "verify": round(verify / 1000, 2)}
