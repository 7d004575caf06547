"""Finding among many cases: each figure beside SQLite's bare query of the same run, on the same file.

`python -m tests.benchmarks finding --filings 1000000`; without a number 20,000 cases. The data are made once and kept
in the system's folder for temporary files. Searches are what a clerk types: the first one to ten characters of names,
their pinyin and initials, addresses, people, codes; every third with a filter. Cold: each search is asked once.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import psutil

from counter_app.bootstrap import keeping_backend
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.domain.search.index_words import Tolerance, wanted_words
from counter_app.domain.search.query import Filters, Period, read_query
from counter_app.persistence.search.word_tables import fts5_expression
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.lists import queues
from counter_app.services.ports import Backend
from counter_app.services.search import completion, search
from tests.benchmarks.many_cases import bare_driver, big_counter_folder, how_it_was_made
from tests.benchmarks.office import FORM, case, row
from tests.domain.search.test_pinyin import READINGS

POST = DEMO_WORKSTATION.post
FEWER: Final = 20_000
EACH: Final = 12
"""Searches of each kind and length."""
LENGTHS: Final = range(1, 11)
BUDGET: Final = {"search_p95_ms": 30, "open_ms": 50, "queue_page_ms": 50, "save_ms": 20, "resident_mb": 300}


def measure(filings: int = FEWER) -> dict[str, object]:
    """Searches, opening, queue pages, saving, the index in the background, memory."""
    folder = big_counter_folder(filings)
    bare = bare_driver(folder)
    samples = _samples(bare)
    with keeping_backend(folder, sample=True) as backend:
        search.find_cases(backend, "热身")
        taken = {
            "filings": filings,
            "devices": bare.execute("SELECT count(*) FROM capture_device").fetchone()[0],
            "made": how_it_was_made(filings),
            "search": _searches(backend, bare, samples),
            "like_for_two_characters_ms": _spread(
                [_timed(lambda name=name: _like(bare, name[3:5])) for name in samples["name"][:9]]
            ),
            "open": _opening(backend, bare, samples["reference"]),
            "queue_page": _queue_pages(backend, bare),
            "save": _saving(backend, bare),
            "completion": _completion(backend, samples),
        }
    bare.close()
    return {**taken, "memory": _memory(folder, samples), "budget": BUDGET}


# Searches ------------------------------------------------------------------------------------------------------------


def _samples(bare: Any) -> dict[str, list[str]]:
    """Names, people, addresses and codes of cases from all over the years."""
    draw = random.Random(7)
    lowest, highest = bare.execute("SELECT min(doc), max(doc) FROM search_entry").fetchone()
    found: dict[str, list[str]] = {
        key: [] for key in ("reference", "name", "address", "uscc", "agent", "phone", "device")
    }
    for doc in (draw.randint(lowest, highest) for _ in range(200)):
        reference, name, address, uscc, answers = bare.execute(
            "SELECT f.reference, unit_name, system_address, uscc, answers FROM search_entry e JOIN filing f "
            "ON f.reference = e.reference WHERE doc = ?", (doc,)
        ).fetchone()  # fmt: skip
        said = json.loads(answers)
        device = bare.execute(
            "SELECT code FROM capture_device WHERE filing_reference = ? LIMIT 1", (reference,)
        ).fetchone()
        values = (
            reference,
            name,
            address,
            uscc,
            said.get("agent.name", ""),
            said.get("agent.phone", ""),
            device and device[0],
        )
        for key, value in zip(found, values, strict=True):
            if value:
                found[key].append(value)
    return found


def _typed(samples: dict[str, list[str]]) -> Iterator[tuple[str, int, str]]:
    """Kind, length and what is typed."""
    draw = random.Random(11)
    for length in LENGTHS:
        for _ in range(EACH):
            name, address = draw.choice(samples["name"]), draw.choice(samples["address"])
            agent = draw.choice(samples["agent"])
            middle = draw.randrange(0, max(1, len(name) - length))
            read = [reading[0] for reading in READINGS.of(name)]
            sounds = "".join(read[draw.randrange(0, len(read) - 2) :])
            yield "characters_of_a_name", length, name[middle : middle + length]
            yield "characters_of_an_address", length, address[:length]
            yield "initials", length, "".join(syllable[0] for syllable in read[middle:])[:length]
            yield "pinyin", length, sounds[:length]
            yield "pinyin_of_a_person", length, "".join(one[0] for one in READINGS.of_person(agent))[:length]
            yield "digits_of_a_phone", length, draw.choice(samples["phone"])[-length:]
            yield "beginning_of_a_code", length, draw.choice(samples["uscc"])[:length]
            yield "end_of_a_code", length, draw.choice(samples["uscc"])[-length:]
            yield "end_of_a_device_code", length, draw.choice(samples["device"])[-length:]
            if length > 3:
                wrong = draw.randrange(1, length)
                yield "pinyin_with_an_error", length, sounds[: wrong - 1] + sounds[wrong : length + 1]
                yield "characters_nobody_has", length, name[: length - 1] + "龘"
            if length <= 4:
                yield "a_person", length, agent[:length]
                yield "two_words", length, f"{name[3 : 3 + length]} {agent[:1]}"


FILTERS: Final = (
    {},
    {},
    {"state": FilingState.FILED},
    {"state": FilingState.WITHDRAWN},
    {"period": Period.LAST_YEAR},
    {"place": "medical", "state": FilingState.FILED},
)


def _searches(backend: Backend, bare: Any, samples: dict[str, list[str]]) -> dict[str, object]:
    kinds: dict[str, list[float]] = {}
    lengths: dict[int, list[float]] = {}
    floors: list[float] = []
    everything: list[float] = []
    near: list[float] = []
    reckoned: list[float] = []
    slowest: list[tuple[float, str]] = []
    narrowed = itertools.cycle(FILTERS)
    for kind, length, typed in _typed(samples):
        criteria = next(narrowed)
        worked = time.thread_time()
        taken = _timed(lambda typed=typed, criteria=criteria: search.find_cases(backend, typed, **criteria))
        reckoned.append((time.thread_time() - worked) * 1000)
        everything.append(_timed(lambda typed=typed: search.find_everything(backend, typed)))
        if kind == "pinyin_with_an_error":
            near.append(
                _timed(lambda typed=typed, criteria=criteria: search.find_cases(backend, typed, near=True, **criteria))
            )
        floors.append(_floor(bare, typed, criteria))
        kinds.setdefault(kind, []).append(taken)
        lengths.setdefault(length, []).append(taken)
        slowest.append((round(taken, 1), f"{kind} {typed} {' '.join(map(str, criteria.values()))}"))
    every = [taken for group in kinds.values() for taken in group]
    return {
        "all_ms": _spread(every),
        "of_it_processor_ms": _spread(reckoned),
        "cases_and_records_ms": _spread(everything),
        "floor_bare_fts5_ms": _spread(floors),
        "slip_after_a_pause_ms": _spread(near),
        "by_length_p95_ms": {length: _spread(group)["p95"] for length, group in lengths.items()},
        "by_kind_ms": {kind: _spread(group) for kind, group in kinds.items()},
        "slowest": sorted(slowest, reverse=True)[:8],
    }


_BARE: Final = """SELECT e.doc, f.reference, unit_name, state, answers FROM search_entry e
    JOIN filing f ON f.reference = e.reference
    WHERE e.doc IN (SELECT rowid FROM search_word WHERE search_word MATCH ? ORDER BY rowid LIMIT 21)"""


def _floor(bare: Any, typed: str, criteria: dict[str, Any]) -> float:
    """The one query of FTS5 for exactly what was typed, and the rows of what it finds, through the driver."""
    query = read_query(typed, Filters(criteria.get("state"), place=criteria.get("place", "")))
    match = fts5_expression(wanted_words(query.words, query.filters, READINGS, Tolerance.NONE))

    def act() -> None:
        bare.execute(_BARE, (match,)).fetchall()

    return _timed(act) if match else 0.0


def _like(bare: Any, piece: str) -> None:
    bare.execute(
        "SELECT reference FROM filing WHERE unit_name LIKE ? ORDER BY received_at DESC LIMIT 50", (f"%{piece}%",)
    ).fetchall()


# Completion ----------------------------------------------------------------------------------------------------------


def _completion(backend: Backend, samples: dict[str, list[str]]) -> dict[str, object]:
    known = completion.known_values(backend)
    typed = [name[3 : 3 + length] for name in samples["name"][:40] for length in (1, 2, 4)]
    return {
        "read_of_late_ms": _spread([_timed(lambda: completion.known_values(backend)) for _ in range(9)]),
        "each_key_ms": _spread([_timed(lambda text=text: known.find("unit.name", text)) for text in typed]),
        "units_of_all_years_ms": _spread(
            [_timed(lambda text=text: completion.units_like(backend, text)) for text in typed]
        ),
    }


# Opening, queues, saving ---------------------------------------------------------------------------------------------


def _opening(backend: Backend, bare: Any, references: list[str]) -> dict[str, object]:
    def floor(reference: str) -> None:
        bare.execute("SELECT * FROM filing WHERE reference = ?", (reference,)).fetchall()
        rows = bare.execute("SELECT answers FROM capture_device WHERE filing_reference = ?", (reference,)).fetchall()
        for (answers,) in rows:
            json.loads(answers)

    return {
        "ours_ms": _spread([_timed(lambda one=one: cases.load_case(backend, one)) for one in references[::2]]),
        "floor_bare_ms": _spread([_timed(lambda one=one: floor(one)) for one in references[1::2]]),
    }


def _queue_pages(backend: Backend, bare: Any) -> dict[str, object]:
    taken: dict[str, object] = {}
    for queue in Queue:
        taken[queue.value] = _spread([_timed(lambda queue=queue: queues.queue_page(backend, queue)) for _ in range(15)])
    taken["counts"] = _spread([_timed(lambda: queues.queue_counts(backend)) for _ in range(15)])
    taken["floor_bare"] = _spread(
        [
            _timed(
                lambda: bare.execute(
                    "SELECT * FROM filing WHERE state = 'deficient' ORDER BY state_since, reference LIMIT 61"
                ).fetchall()
            )
            for _ in range(15)
        ]
    )
    return taken


def _saving(backend: Backend, bare: Any) -> dict[str, object]:
    taken: dict[str, object] = {}
    for devices in (8, 2000):
        filing = cases.open_case(backend, post=POST, intake=IntakeFile(case(devices))).filing
        numbers = itertools.count()

        def one_device(filing: Any = filing, devices: int = devices, numbers: Iterator[int] = numbers) -> None:
            rows = list(filing.answers.all_rows()["devices"])
            rows[devices // 2] = Answers.row(FORM, {**row(devices // 2), "location": f"新位置{next(numbers)}"})
            filing.answers = filing.answers.with_rows(rows)
            cases.save_draft(backend, filing, post=POST)

        def name_too(filing: Any = filing, numbers: Iterator[int] = numbers) -> None:
            filing.answer("unit.name", f"大关县青禾商贸第{next(numbers)}分公司")
            cases.save_draft(backend, filing, post=POST)

        taken[f"{devices}_devices_one_changed"] = _spread([_timed(one_device) for _ in range(40)])
        taken[f"{devices}_devices_name_changed"] = _spread([_timed(name_too) for _ in range(40)])
    numbers = itertools.count()

    def floor() -> None:
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE filing SET focus = ? WHERE reference = ?", (str(next(numbers)), filing.reference))
        bare.execute("COMMIT")

    taken["floor_bare_commit"] = _spread([_timed(floor) for _ in range(40)])
    return taken


# Memory --------------------------------------------------------------------------------------------------------------


def _memory(folder: Path, samples: dict[str, list[str]]) -> dict[str, object]:
    """Megabytes resident of a process: imported, data opened, searched seven hundred times."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder)],
        input=json.dumps(samples["name"][:100]), text=True, capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def _resident() -> float:
    return round(psutil.Process().memory_info().rss / 2**20, 1)


def _use(folder: Path, names: list[str]) -> dict[str, float]:
    figures = {"floor_imported_mb": _resident()}
    with keeping_backend(folder, sample=True) as backend:
        figures["opened_mb"] = _resident()
        for name in names:
            for length in (1, 3, 6):
                search.find_cases(backend, name[:length])
                search.find_cases(backend, "".join(one[0][:1] for one in READINGS.of(name) if one)[:length])
            search.find_cases(backend, "qingeh")
        for queue in Queue:
            queues.queue_page(backend, queue)
        figures["after_700_searches_mb"] = _resident()
    return figures


# Figures -------------------------------------------------------------------------------------------------------------


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _spread(taken: list[float]) -> dict[str, float]:
    ranked = sorted(taken)
    return {
        "min": round(ranked[0], 2),
        "median": round(statistics.median(ranked), 2),
        "p95": round(ranked[max(0, -(-len(ranked) * 95 // 100) - 1)], 2),
        "max": round(ranked[-1], 2),
    }


if __name__ == "__main__":
    print(json.dumps(_use(Path(sys.argv[1]), json.load(sys.stdin))))
