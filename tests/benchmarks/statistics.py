"""Statistics of a month, a quarter, a year, odd days and all five years among many cases; and counting them all anew.

`python -m tests.benchmarks statistics --filings 1000000`; without a number 20,000 cases. The data are made once and
kept in the system's folder for temporary files: cases as in `many_cases`, a quarter of them with a notice of three
items, an inspection for every fifth. Floor: SQLite's bare count of the period's cases over the index of their days.
"""

from __future__ import annotations

import json
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlcipher3 import dbapi2

from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.counted import Dimension
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    ItemResult,
)
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.persistence.database import FILE_NAME
from counter_app.services.headless.headless import create_sample_office
from counter_app.services.ports import Backend
from counter_app.services.statistics import statistics
from tests.benchmarks.many_cases import FIRST_DAY, fill
from tests.benchmarks.timing import runs

FEWER: Final = 20_000
BUDGET_MS: Final = 200
_CODES: Final = (
    *("unit.uscc.checksum", "unit.uscc.missing", "authorization_letter.not_sealed", "agent_id.not_presented"),
    *("system.retention_days.missing", "system.device_count.mismatch", "devices[2].location.missing"),
)
_PERIODS: Final = {
    "month": StatisticsPeriod.containing(PeriodKind.MONTH, date(2025, 3, 1)),
    "quarter": StatisticsPeriod.containing(PeriodKind.QUARTER, date(2025, 3, 1)),
    "year": StatisticsPeriod.containing(PeriodKind.YEAR, date(2025, 3, 1)),
    "odd_days": StatisticsPeriod.between(date(2023, 1, 17), date(2025, 6, 14)),
    "everything": StatisticsPeriod.between(FIRST_DAY, FIRST_DAY + timedelta(days=365 * 5)),
}


def measure(filings: int = FEWER) -> dict[str, object]:
    """Milliseconds of each query and of the whole report, by period; seconds of counting everything anew."""
    folder = _folder(filings)
    counted = _count_anew(folder)
    bare = dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)
    with keeping_backend(folder, sample=True) as backend:
        told = {name: _measured(backend, bare, period) for name, period in _PERIODS.items()}
    bare.close()
    return {"filings": filings, "counting_anew_s": counted, "budget_ms": BUDGET_MS, **told}


def _measured(backend: Backend, bare: Any, period: StatisticsPeriod) -> dict[str, object]:
    first, last = period.first, period.last

    def query(by: Dimension | None) -> None:
        with backend.work() as work:
            work.statistics.by_group(first, last, by)

    def course() -> None:
        with backend.work() as work:
            work.statistics.course(first, last, period.grain, statistics.OF_COURSE)

    def floor() -> None:
        bare.execute(
            "SELECT count(*) FROM filing WHERE received_on BETWEEN ? AND ?", (str(first), str(last))
        ).fetchall()

    return {
        "received": statistics.report(backend, period).total.received,
        "totals_ms": runs(lambda: query(None)),
        **{f"by_{by.value}_ms": runs(lambda by=by: query(by)) for by in Dimension},
        "course_ms": runs(course),
        "report_ms": runs(lambda: statistics.report(backend, period)),
        "floor_ms": runs(floor),
    }


def _count_anew(folder: Path) -> float:
    connection = dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)
    connection.execute("UPDATE event_count_state SET edition = ''")
    connection.close()
    begun = time.perf_counter()
    with keeping_backend(folder, sample=True):
        return round(time.perf_counter() - begun, 1)


def _folder(filings: int) -> Path:
    folder = Path(tempfile.gettempdir()) / f"counter-app-benchmark-statistics-{filings}"
    done = folder / "done"
    if not done.exists():
        with keeping_backend(folder, sample=True) as backend:
            create_sample_office(backend)
        connection = dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)
        fill(connection, filings)
        _add(connection)
        connection.close()
        done.touch()
    return folder


def _add(connection: Any) -> None:
    """Windows, clerks, notices and inspections, drawn from the number of each case's row: the same in every run."""
    run = connection.execute
    for pragma in ("cipher_log_level = NONE", "synchronous = OFF", "cache_size = -400000"):
        run(f"PRAGMA {pragma}")
    run("BEGIN")
    run("UPDATE filing SET window = 1 + rowid % 5, clerk = '工作人员' || (rowid % 8), noticed = rowid % 4 = 0")
    run(
        "UPDATE filing SET filed_on = date(received_on, '+' || (rowid % 23) || ' days') "
        "WHERE filed_on IS NOT NULL AND rowid % 4 = 0"
    )
    series = "SELECT DISTINCT '备告', CAST(strftime('%Y', received_on) AS INTEGER), 0 FROM filing"
    run(f"INSERT OR IGNORE INTO number_series {series}")
    rows = run(
        "SELECT rowid, reference, received_at, received_on, place_category, window, clerk FROM filing"
    ).fetchall()
    noticed = [row for row in rows if row[0] % 4 == 0]
    numbers = [("备告", int(row[3][:4]), place, row[2]) for place, row in enumerate(noticed, 1)]
    connection.executemany(
        "INSERT INTO issued_number (series, year, ordinal, taken_at, zone) VALUES (?, ?, ?, ?, 'Asia/Shanghai')",
        numbers,
    )
    connection.executemany(
        """INSERT INTO issued_paper (paper_id, document, series, year, ordinal, reference, issued_at, zone, edition,
           content, prints) VALUES (?, 'deficiency_notice', ?, ?, ?, ?, ?, 'Asia/Shanghai', '2025-05', ?, 1)""",
        [
            (f"n{row[0]}", *number[:3], row[1], row[2], _notice(row))
            for row, number in zip(noticed, numbers, strict=True)
        ],
    )
    connection.executemany(
        """INSERT INTO inspection (inspection_id, kind, state, filing_reference, unit, unit_key, uscc, address,
           address_key, day, content, clerk, window, zone, version)
           VALUES (?, ?, 'recorded', ?, '', '', '', '', '', ?, ?, ?, ?, 'Asia/Shanghai', 1)""",
        [_inspection(row) for row in rows if row[0] % 5 == 0],
    )
    run("COMMIT")


def _notice(row: Any) -> str:
    codes = [_CODES[(row[0] // 4 + step) % len(_CODES)] for step in range(3)]
    deficiencies = [{"code": code, "label": "事项", "message": "填写事项" * 8, "basis": "第六条" * 8} for code in codes]
    answers = {"raw": {"system.place_category": row[4]}, "rows": {}}
    return json.dumps(
        {"deficiencies": deficiencies, "post": {"window": row[5], "clerk": row[6]}, "answers": answers, "again": None}
    )


def _inspection(row: Any) -> tuple[Any, ...]:
    kind = list(InspectionKind)[row[0] % 3]
    wrong = {"sign": ItemResult(Compliance.BREACH, "没有标识")} if row[0] % 15 == 0 else {}
    at = f"{row[3]}T10:00:00+08:00"
    one = Inspection(
        f"JC{row[0]:010}",
        kind,
        InspectedPlace("某某单位", "某某路", row[1], category=row[4]),
        "2025-05",
        state=InspectionState.RECORDED,
        results=wrong,
        clerk=row[6],
        window=str(row[5]),
    )
    content = {**msgspec.to_builtins(one), "started_at": at, "ended_at": at}
    return one.inspection_id, kind.value, row[1], row[3], json.dumps(content), row[6], str(row[5])
