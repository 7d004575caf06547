"""Windows that are killed while they save and issue: whatever they were told is lasting is there, and nothing twice."""

import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app.persistence.database import open_database
from tests.persistence.base.one_window import trail_of

ROOT = Path(__file__).parents[3]
WINDOW = Path(__file__).parent / "one_window.py"
SEED = 20250401


@dataclass
class Record:
    """What the windows said was lasting."""

    versions: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)

    def hear(self, line):
        match line.split():
            case ["saved", reference, version]:
                self.versions[reference] = max(int(version), self.versions.get(reference, 0))
            case ["issued", reference, ordinal]:
                assert int(ordinal) not in self.numbers, "a number was told twice"
                self.numbers[int(ordinal)] = reference


class Window:
    """One window process; `kill` stops it at once, mid-transaction if it happens so."""

    def __init__(self, folder, name, told, rounds=100000):
        run = [sys.executable, str(WINDOW), str(folder), name, str(rounds)]
        self.process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._told = told

    def hear_open(self):
        assert self.process.stdout.readline().startswith("open")

    def kill_after(self, seconds):
        with pytest.raises(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.process.kill()
        self.hear_out()

    def hear_out(self):
        """Take in what was said; a last line may be cut short by the kill."""
        said, _nothing = self.process.communicate(timeout=60)
        for line in said.splitlines(keepends=True):
            if line.endswith("\n"):
                self._told.hear(line)


def _check(folder, forms, told):
    database, trail = open_database(folder, forms), trail_of(folder)
    database.keep_trail(trail)
    assert database.integrity() == "ok"
    assert trail.rollback() is None
    assert trail.verify().findings == ()
    assert trail.read().highest["备告", 2026] >= max(told.numbers, default=0)
    with database.work() as work:
        taken = [number.ordinal for number in work.numbers.taken("deficiency_notice", year=2026)]
        assert taken == list(range(1, len(taken) + 1))
        for reference, version in told.versions.items():
            filing = work.filings.get(reference)
            assert filing.version >= version
            assert filing.answers.raw["unit.name"] == "名" * min(filing.version, 4)
            assert filing.answers.rows()[1].raw["devices[].location"] == "改1"
            papers = work.papers.of_case(reference)
            assert len(papers) == len(work.history.of_case(reference)) == (filing.state == "deficient")
    with database.engine.connect() as connection:
        on_paper = dict(connection.execute(text("SELECT ordinal, reference FROM issued_paper")).tuples().all())
    assert sorted(on_paper) == taken
    assert max(Counter(on_paper.values()).values(), default=1) == 1
    assert told.numbers.items() <= on_paper.items()
    database.close()
    return taken


def test_windows_that_are_killed_leave_no_gap_and_no_repeat(folder, forms):
    told, dice = Record(), random.Random(SEED)
    windows = [Window(folder, str(number), told) for number in range(3)]
    for window in windows:
        window.hear_open()
    for window in windows:
        window.kill_after(dice.uniform(0.05, 0.3))
    last = Window(folder, "4", told, rounds=3)
    last.hear_out()
    assert last.process.returncode == 0
    assert len(_check(folder, forms, told)) >= 3


@pytest.mark.soak
def test_fifty_kills_at_random_moments(folder, forms):
    told, dice = Record(), random.Random(SEED)
    windows = [Window(folder, str(number), told) for number in range(3)]
    for kills in range(50):
        victim = windows.pop(0)
        victim.hear_open()
        victim.kill_after(dice.uniform(0.01, 0.5))
        windows.append(Window(folder, str(kills % 3), told))
    for window in windows:
        window.hear_open()
        window.kill_after(0.2)
    taken = _check(folder, forms, told)
    print(f"50 kills: {len(told.versions)} cases, {len(taken)} numbers")
    assert len(taken) > 50
