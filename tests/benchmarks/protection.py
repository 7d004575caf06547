"""What key, trail and witness cost a clerk, paired: the same office without them, in the same process, taken in turns.

The plain office is a copy of the same database, opened without a key, a trail and a witness. Every act is done once
here and once there, beginning now with the one, now with the other, so that what the machine does beside it falls on
both. `ratio_p95` of a notice is held against its budget. `python -m tests.benchmarks protection --filings 100000` takes
another size than 20,000 cases; the data are made once and kept, and worked on as copies.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from counter_app.bootstrap import keeping_backend
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.database import FILE_NAME, Database, open_database
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.papers import issuing, printing
from counter_app.services.ports import Backend
from counter_app.services.search import search
from tests.benchmarks.many_cases import bare_driver, big_counter_folder
from tests.benchmarks.office import FORM, MATERIALS, case, row
from tests.benchmarks.timing import once

POST: Final = DEMO_WORKSTATION.post
FEWER: Final = 20_000
TIMES: Final = 200
PRINTED: Final = 40
"""Times a notice is drawn too: most of that is the drawing."""

WARM: Final = 5
DEVICES: Final = 8
BUDGET: Final = {"notice_ratio_p95": 1.3}

Act = Callable[[Backend, int], Callable[[], object]]
"""Prepares the act of a round, which is not counted, and returns the act."""


def measure(filings: int = FEWER) -> dict[str, object]:
    """Milliseconds of opening, saving, a notice, and a search, with and without; p50, p95 and their ratios."""
    folder = big_counter_folder(filings)
    with tempfile.TemporaryDirectory() as place:
        ours, floor = Path(place) / "protected", Path(place) / "plain"
        shutil.copytree(folder, ours)
        with closing(bare_driver(ours)) as bare:
            _export_plain(bare, floor)
            references, names = _samples(bare)
        with keeping_backend(ours, sample=True) as protected:
            database = open_database(floor, protected.forms, clock=protected.clock, readings=protected.readings)
            taken = _taken(protected, _without(protected, database), references, names)
            database.close()
    return {"filings": filings, **taken, "budget": BUDGET}


def _export_plain(bare: Any, folder: Path) -> None:
    """The whole database once more, without a key."""
    folder.mkdir(mode=0o700)
    bare.execute("ATTACH ? AS plain KEY ''", (str(folder / FILE_NAME),))
    bare.execute("SELECT sqlcipher_export('plain')").fetchall()
    bare.execute("DETACH plain")


def _without(protected: Backend, database: Database) -> Backend:
    """The same counter on the plain database."""
    return replace(protected, work=database.work)


def _samples(bare: Any) -> tuple[list[str], list[str]]:
    """References and unit names of cases from all over the years."""
    draw = random.Random(7)
    found = bare.execute("SELECT reference, unit_name FROM filing WHERE unit_name <> '' ORDER BY rowid").fetchall()
    drawn = [draw.choice(found) for _ in range(TIMES + WARM)]
    return [reference for reference, _name in drawn], [name for _reference, name in drawn]


def _taken(protected: Backend, plain: Backend, references: list[str], names: list[str]) -> dict[str, object]:
    saved = {id(one): _opened(one) for one in (protected, plain)}

    def open_case(backend: Backend, place: int) -> Callable[[], object]:
        return lambda: cases.view_case(backend, references[place], post=POST)

    def save(backend: Backend, place: int) -> Callable[[], object]:
        filing = saved[id(backend)].filing
        rows = [*filing.answers.all_rows()["devices"]]
        rows[place % DEVICES] = Answers.row(FORM, {**row(place % DEVICES), "location": f"新位置{place}"})
        filing.answers = filing.answers.with_rows(rows)
        return lambda: cases.save_draft(backend, filing, post=POST)

    def notice(backend: Backend, _place: int) -> Callable[[], object]:
        reference = _opened(backend, lacking=True).filing.reference
        return lambda: issuing.issue_notice(backend, reference, post=POST)

    def printed(backend: Backend, place: int) -> Callable[[], object]:
        issue = notice(backend, place)

        def act() -> object:
            paper: Any = issue()
            return printing.print_paper(backend, paper.paper_id, post=POST)

        return act

    def find(backend: Backend, place: int) -> Callable[[], object]:
        typed = names[place][place % 3 : place % 3 + 2 + place % 4]
        return lambda: search.find_cases(backend, typed)

    return {
        "open": _paired(open_case, protected, plain),
        "save": _paired(save, protected, plain),
        "notice": _paired(notice, protected, plain),
        "notice_printed": _paired(printed, protected, plain, PRINTED),
        "search": _paired(find, protected, plain),
    }


def _opened(backend: Backend, *, lacking: bool = False) -> cases.OpenCase:
    answers = case(DEVICES)
    if lacking:
        answers = answers.with_answer("system.retention_days", None)
    return cases.open_case(backend, post=POST, intake=IntakeFile(answers, dict(MATERIALS)))


def _paired(act: Act, ours: Backend, floor: Backend, times: int = TIMES) -> dict[str, object]:
    """Of both p50 and p95 and their ratios, and what a pair differs by; `cpu` is without waiting for the disk."""
    with_it: list[tuple[float, float]] = []
    without: list[tuple[float, float]] = []
    for place in range(WARM + times):
        turns = [(ours, with_it), (floor, without)]
        for backend, taken in turns if place % 2 else reversed(turns):
            taken.append(_spent(act(backend, place)))
    walls = [[wall for wall, _cpu in taken[WARM:]] for taken in (with_it, without)]
    processor = [[cpu for _wall, cpu in taken[WARM:]] for taken in (with_it, without)]
    mine, bare = (_spread(wall) for wall in walls)
    return {
        "with_key_trail_witness_ms": mine,
        "plain_ms": bare,
        "ratio_p50": round(mine["p50"] / bare["p50"], 3),
        "ratio_p95": round(mine["p95"] / bare["p95"], 3),
        "more_ms": _more(*walls),
        "more_cpu_ms": _more(*processor),
    }


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one run, by the clock and of the processor."""
    begun = time.process_time()
    wall = once(act)
    return wall, (time.process_time() - begun) * 1000


def _more(ours: list[float], floor: list[float]) -> float:
    return round(statistics.median(one - other for one, other in zip(ours, floor, strict=True)), 3)


def _spread(taken: list[float]) -> dict[str, float]:
    return {
        "p50": round(statistics.median(taken), 3),
        "p95": round(statistics.quantiles(taken, n=20, method="inclusive")[-1], 3),
    }
