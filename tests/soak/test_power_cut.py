"""The power is cut while the clerk types and prints: two seconds of typing may be lost, no number and no case."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app.bootstrap import Editions, form_folders, keeping_backend
from counter_app.domain.basics.numbering import Number
from counter_app.domain.papers.titles import TITLES
from counter_app.persistence.database import open_database
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.ports import WindowState
from tests.cases_kept import key_of
from tests.journeys.display import until
from tests.journeys.reading import pdf_text
from tests.soak.killing import ROOT, rounds, seed

TYPIST = Path(__file__).parent / "typist.py"
ROUNDS = rounds(50)
SEED = seed()
MAY_BE_LOST = 2.0
"""Seconds of typing."""
NUMBERED = {TITLES["deficiency_notice"]: "备告", TITLES["material_receipt"]: "备收"}


@dataclass
class Losses:
    """The longest typing lost so far, and what it was; fields and cells of the list apart."""

    field: tuple[float, str] = (0.0, "")
    cell: tuple[float, str] = (0.0, "")

    def note(self, seconds, key, words):
        kind = "cell" if "[" in key else "field"
        setattr(self, kind, max(getattr(self, kind), (seconds, f"{key}: {words}")))


@dataclass
class Trial:
    """What has been seen over all rounds."""

    losses: Losses = field(default_factory=Losses)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    tally: Counter = field(default_factory=Counter)
    window_state: WindowState = field(default_factory=WindowState)
    focus: str = ""
    replaced: list[str] = field(default_factory=list)
    """Where the window itself took away what was typed, with no cut."""


def cut(data, printer, journal, dice):
    """Let a typist work and kill the window at a random moment; the lines of its journal and when it was killed."""
    environment = {**os.environ, **printer.environment}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "QT_IM_MODULE": "none"}
    command = [sys.executable, str(TYPIST), str(data), str(journal), str(dice.randrange(10**9))]
    log_file = printer.folder / "typist.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: _typed(journal) or process.poll() is not None, "the typist never typed", seconds=60)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(dice.uniform(0.5, 4.0))
    except BaseException:
        print(log_file.read_text("utf-8"))
        raise
    finally:
        killed_at = time.monotonic()
        process.kill()
        process.wait(30)
    until(lambda: _all_gone(process.pid), "the printer never ended", seconds=60)
    whole = [line for line in journal.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    return [json.loads(line) for line in whole], killed_at


def _typed(journal):
    return journal.is_file() and b'"text"' in journal.read_bytes()


def _all_gone(group):
    """Whether nothing the window had started (a printer's command) runs any more."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def kept_text(backend, reference, key):
    """What is kept under `key` of a case."""
    answers = cases.load_case(backend, reference).filing.answers
    if not key.startswith("devices["):
        return answers.raw.get(key) or ""
    row, column = int(key[8 : key.index("]")]), key.rpartition(".")[2]
    rows = answers.rows()
    return (rows[row - 1].raw.get(f"devices[].{column}") or "") if row <= len(rows) else ""


def check_typing(trial, backend, lines, killed_at):
    """Whatever stood in a field two seconds before is kept, now and after every later cut."""
    typed = {}
    for line in lines:
        if "text" in line:
            typed.setdefault((line["case"], line["key"]), []).append(line)
    for place, keys in typed.items():
        known = trial.kept.get(place, "")
        kept = kept_text(backend, *place)
        last = keys[-1]["text"]
        assert kept.startswith(last) or last.startswith(kept), f"{place}: {kept!r} kept of {last!r}"
        assert kept.startswith(known), f"{place}: {kept!r} now, {known!r} before"
        replaced = [line["text"] for line in keys if not last.startswith(line["text"])]
        trial.replaced += [f"{place[1]}: {replaced[-1]!r} gave way to {last!r}"] if replaced else []
        gone = [line for line in keys if last.startswith(line["text"]) and not kept.startswith(line["text"])]
        if gone:
            words = f"{len(gone)} keys lost, {kept!r} kept of {last!r}"
            trial.losses.note(killed_at - gone[0]["at"], place[1], words)
        trial.kept[place] = kept
    for place, known in trial.kept.items():
        if place not in typed:
            assert kept_text(backend, *place) == known
    trial.tally["keys"] += sum(map(len, typed.values()))
    trial.tally["cases"] = len({reference for reference, _key in trial.kept})


def field_of(focus):
    """The field that has the keyboard when a case is opened again at `focus`; empty for a paper."""
    if not focus:
        return "unit.name"
    return focus.partition("[")[0] if "." in focus or focus == "devices" else ""


def check_window_state(trial, backend, lines, killed_at):
    """The window came up with what the last one had open; what stood open two seconds before the cut stands open."""
    first = lines[0]
    assert (first["restored"], first["active"]) == (list(trial.window_state.cases), trial.window_state.active)
    if trial.window_state.active:
        assert first["seen"] == field_of(trial.focus)
    window_state = cases.load_window_state(backend, post=DEMO_WORKSTATION.post)
    for reference in window_state.cases:
        cases.load_case(backend, reference)
    worked_on = [line for line in lines if "case" in line]
    settled = [line["case"] for line in worked_on if line["at"] < killed_at - MAY_BE_LOST]
    assert set(settled) <= set(window_state.cases)
    assert window_state.active in {
        *settled[-1:],
        *(line["case"] for line in worked_on[len(settled) :]),
        trial.window_state.active,
    }


def clear_window_state(trial, backend):
    """Leave the last three cases open, as a clerk would; remember what the next window has to come up with."""
    window_state = cases.load_window_state(backend, post=DEMO_WORKSTATION.post)
    trial.window_state = WindowState(
        tuple(c for c in window_state.cases if c in {*window_state.cases[-3:], window_state.active}),
        window_state.active,
    )
    cases.save_window_state(backend, trial.window_state, post=DEMO_WORKSTATION.post)
    trial.focus = cases.load_case(backend, window_state.active).filing.focus if window_state.active else ""


def check_numbers(trial, data):
    """The file is whole; each series runs from 1 without gap or repeat, each number on one paper of one case."""
    database = open_database(data, Editions(form_folders(data)), key_of(data))
    try:
        assert database.integrity() == "ok"
        with database.engine.connect() as connection:
            read = connection.execute
            assert read(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            series = read(text("SELECT series, year, last FROM number_series")).all()
            taken = read(text("SELECT series, year, ordinal FROM issued_number ORDER BY 1, 2, 3")).all()
            papers = read(text("SELECT series, year, ordinal, reference FROM issued_paper WHERE series <> ''")).all()
            states = dict(read(text("SELECT reference, state FROM filing")).tuples().all())
            acts = read(text("SELECT reference, act FROM history WHERE act LIKE '%.issued'")).all()
    finally:
        database.close()
    assert [tuple(row) for row in taken] == [
        (name, year, ordinal) for name, year, last in sorted(map(tuple, series)) for ordinal in range(1, last + 1)
    ]
    assert sorted(tuple(row)[:3] for row in papers) == [tuple(row) for row in taken]
    given = {"备告": ("deficient", "notice.issued"), "备收": ("complete", "receipt.issued")}
    assert all(states[row.reference] == given[row.series][0] for row in papers)
    assert Counter((row.reference, given[row.series][1]) for row in papers) == Counter(tuple(row) for row in acts)
    trial.tally["numbers"] = len(taken)


def check_printed(trial, data, printer):
    """Whatever the printer got bears a number of the register, and its print was put down before."""
    database = open_database(data, Editions(form_folders(data)), key_of(data))
    try:
        with database.work() as work, database.engine.connect() as connection:
            columns = "paper_id, document, series, year, ordinal, reference, prints"
            papers = connection.execute(text(f"SELECT {columns} FROM issued_paper")).all()  # noqa: S608
            history = {paper.reference: work.history.of_case(paper.reference) for paper in papers}
    finally:
        database.close()
    assert not list(printer.folder.glob("*.part"))
    out = Counter()
    trial.tally["cut short"] = 0
    for job in printer.jobs():
        title = job.arguments.split(" -t ")[1]
        document = next(name for name, words in TITLES.items() if words == title)
        out[document] += 1
        if not job.pdf.read_bytes().rstrip().endswith(b"%%EOF"):
            trial.tally["cut short"] += 1  # the window was killed while the printer was being told
        elif title in NUMBERED:
            _check_one(job, NUMBERED[title], papers, history)
    for document, times in out.items():
        assert times <= sum(paper.prints for paper in papers if paper.document == document)
    trial.tally["printed"] = out.total()


def _check_one(job, series, papers, history):
    said = pdf_text(job.pdf)
    (paper,) = [
        paper
        for paper in papers
        if paper.series == series and Number(series, paper.year, paper.ordinal).written() in said
    ]
    assert paper.prints >= 1
    recorded = [entry for entry in history[paper.reference] if entry.act == "paper.printed"]
    assert any(entry.at <= job.asked_at and entry.details["document"] == paper.document for entry in recorded)


@pytest.mark.soak
def test_a_power_cut_costs_two_seconds_of_typing_and_nothing_else(data, printer, tmp_path):
    print(f"\nCOUNTER_APP_SOAK_SEED={SEED}")
    dice, trial = random.Random(SEED), Trial()
    for turn in range(ROUNDS):
        lines, killed_at = cut(data, printer, tmp_path / f"{turn:03}.journal", dice)
        check_numbers(trial, data)
        check_printed(trial, data, printer)
        assert not list((data / "reports").glob("*")), "a fault of ours was reported"
        with keeping_backend(data) as backend:
            check_window_state(trial, backend, lines, killed_at)
            check_typing(trial, backend, lines, killed_at)
            clear_window_state(trial, backend)
    losses = trial.losses
    print(f"{ROUNDS} cuts: {dict(trial.tally)}")
    print(f"worst loss in a field: {losses.field[0]:.2f} s ({losses.field[1]})")
    print(f"worst loss in a cell:  {losses.cell[0]:.2f} s ({losses.cell[1]})")
    print(f"taken away without a cut: {trial.replaced}")
    assert trial.tally["numbers"] > ROUNDS // 5
    assert trial.replaced == []
    assert max(losses.field[0], losses.cell[0]) <= MAY_BE_LOST
