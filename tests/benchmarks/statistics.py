"""Statistics of a month, a quarter, a year, odd days and all five years, from the counts that many cases leave.

`python -m tests.benchmarks statistics --filings 1000000`; without a number 20,000 cases. What is counted is drawn case
by case and counted by the program's own rules: five windows, eight clerks, a quarter of the cases with a notice of
three items, an inspection for every fifth. The counts are made once and kept in the system's folder for temporary
files; no case stands behind them, for statistics read none. Floor: SQLite's bare sum over the months, by the driver.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from counter_app import paths
from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.counted import Counted, Counts, Dimension, Figure
from counter_app.domain.filing.counting import CountedCase, CountedNotice, counted_case, counted_notice
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.persistence.base.event_counts import changed_rows
from counter_app.services.headless.headless import create_sample_office
from counter_app.services.ports import Backend
from counter_app.services.statistics import statistics
from tests.benchmarks.many_cases import FIRST_DAY, PLACES, bare_driver
from tests.benchmarks.timing import runs

FEWER: Final = 20_000
BUDGET_MS: Final = 200
_DAYS: Final = 365 * 5
_CODES: Final = (
    *("unit.uscc.checksum", "unit.uscc.missing", "authorization_letter.not_sealed", "agent_id.not_presented"),
    *("system.retention_days.missing", "system.device_count.mismatch", "devices[2].location.missing"),
)
_PERIODS: Final = {
    "month": StatisticsPeriod.containing(PeriodKind.MONTH, date(2025, 3, 1)),
    "quarter": StatisticsPeriod.containing(PeriodKind.QUARTER, date(2025, 3, 1)),
    "year": StatisticsPeriod.containing(PeriodKind.YEAR, date(2025, 3, 1)),
    "odd_days": StatisticsPeriod.between(date(2023, 1, 17), date(2025, 6, 14)),
    "everything": StatisticsPeriod.between(FIRST_DAY, FIRST_DAY + timedelta(days=_DAYS)),
}
_FLOOR: Final = """SELECT figure, member, detail, sum(number) FROM event_count
    WHERE grain = 'month' AND dimension = 'place' AND day BETWEEN ? AND ? GROUP BY figure, member, detail"""
_INSERT: Final = """INSERT INTO event_count (grain, dimension, day, figure, member, detail, number)
    VALUES (:grain, :dimension, :day, :figure, :member, :detail, :number)"""


def measure(filings: int = FEWER) -> dict[str, object]:
    """Milliseconds of each query and of the whole report, by period."""
    folder = _folder(filings)
    bare = bare_driver(folder)
    rows = bare.execute("SELECT count(*) FROM event_count").fetchone()[0]
    with keeping_backend(folder, sample=True) as backend:
        told = {name: _measured(backend, bare, period) for name, period in _PERIODS.items()}
    bare.close()
    made = float((folder / "done").read_text())
    return {"filings": filings, "rows": rows, "made_s": made, "budget_ms": BUDGET_MS, **told}


def _measured(backend: Backend, bare: Any, period: StatisticsPeriod) -> dict[str, object]:
    first, last = period.first, period.last

    def query(by: Dimension | None) -> None:
        with backend.work() as work:
            work.statistics.by_group(first, last, by)

    def course() -> None:
        with backend.work() as work:
            work.statistics.course(first, last, period.grain, statistics.OF_COURSE)

    return {
        "received": statistics.report(backend, period).total.received,
        "totals_ms": runs(lambda: query(None)),
        **{f"by_{by.value}_ms": runs(lambda by=by: query(by)) for by in Dimension},
        "course_ms": runs(course),
        "report_ms": runs(lambda: statistics.report(backend, period)),
        "floor_ms": runs(lambda: bare.execute(_FLOOR, (str(first), str(last))).fetchall()),
    }


def _folder(filings: int) -> Path:
    folder = Path(tempfile.gettempdir()) / f"counter-app-benchmark-counts-{filings}"
    os.environ[paths.CONFIG_VARIABLE] = f"{folder}-settings"  # the key is wanted at the next run too
    done = folder / "done"
    if not done.exists():
        with keeping_backend(folder, sample=True) as backend:
            create_sample_office(backend)
        begun = time.perf_counter()
        counts: Counts = Counter()
        for one in _drawn(filings):
            counts.update(one)
        connection = bare_driver(folder)
        connection.execute("BEGIN")
        connection.execute("DELETE FROM event_count")
        connection.executemany(_INSERT, ({**row, "day": str(row["day"])} for row in changed_rows(counts)))
        connection.execute("COMMIT")
        connection.close()
        done.write_text(f"{time.perf_counter() - begun:.1f}")
    return folder


def _drawn(filings: int) -> Iterator[Counts]:
    """What each case counts for; the same in every run."""
    draw = random.Random(20260302)
    for number in range(filings):
        day = FIRST_DAY + timedelta(days=number * _DAYS // filings)
        whose = (str(1 + draw.randrange(5)), f"工作人员{draw.randrange(8)}", draw.choice(PLACES))
        noticed = number % 4 == 0
        filed_on = day + timedelta(days=draw.randrange(23) if noticed else 0)
        kind = "change" if number % 20 == 0 else "initial"
        state = "withdrawn" if number % 200 == 0 else "filed"
        yield counted_case(CountedCase(day, *whose, kind, state, noticed, filed_on if state == "filed" else None))
        if noticed:
            codes = tuple(_CODES[(number // 4 + step) % len(_CODES)] for step in range(3))
            yield counted_notice(CountedNotice(day, *whose, further=number % 12 == 0, codes=codes))
        if number % 5 == 0:
            found = "breach" if number % 15 == 0 else "conforms"
            yield Counter({Counted(Figure.INSPECTION, day, *whose, f"general.{found}"): 1})
