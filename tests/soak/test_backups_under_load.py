"""Backups while four windows work: every one of them can be restored, and no number is ever given twice.

`-m soak`; COUNTER_APP_SOAK_ROUNDS sets how many backups are made.
"""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.bootstrap import backup_ports, keeping_backend
from counter_app.domain.backup.last_papers import RESTORED
from counter_app.persistence.base.copied_database import read_copy
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.services.backup import backups, restores
from counter_app.services.headless.headless import DEMO_WORKSTATION
from tests.cases_kept import give_notice, key_of
from tests.soak.killing import begin, killed_runs, rounds

ROUNDS = rounds(60)
WINDOWS = 4
POST = DEMO_WORKSTATION.post
pytestmark = pytest.mark.soak


def numbers_in(data):
    with keeping_backend(data) as backend, backend.work() as work:
        return [number.ordinal for number in work.numbers.taken("deficiency_notice", year=datetime.now(UTC).year)]


def next_number(data):
    with keeping_backend(data) as backend:
        return give_notice(backend).ordinal


def test_every_backup_under_load_is_restorable_and_no_number_is_given_twice(data, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    ports = backup_ports(data)
    windows = [begin("tests.soak.one_counter", data, f"{window}号窗口") for window in range(1, WINDOWS + 1)]
    made, took = [], []
    try:
        for turn in range(ROUNDS):
            began = time.perf_counter()
            at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1) + timedelta(seconds=turn)
            made.append(ports.backups.make(stick, at, backups.unheard, expected=bool(made)))
            took.append(time.perf_counter() - began)
    finally:
        (data.parent / "stop").touch()
        told = [int(line.split()[1]) for one in windows for line in one.communicate(timeout=120)[0].splitlines()]
    assert sorted(told) == list(range(1, len(told) + 1)), "a number was told twice, or one is missing"
    acts = [one.record.acts for one in made]
    assert acts == sorted(acts)
    assert acts[-1] > acts[0]
    key = key_of(data)
    for place, one in enumerate(made):
        with read_copy(one.folder / DATABASE, key) as opened:
            kept = [row[0] for row in opened.execute("SELECT ordinal FROM issued_number ORDER BY ordinal")]
        assert kept == list(range(1, len(kept) + 1))
        folder = tmp_path / "elsewhere" / str(place)
        elsewhere = backup_ports(folder)
        what = restores.preview(elsewhere, one.folder)
        restores.restore(elsewhere, what, post=POST)
        numbers = numbers_in(folder)
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers[: len(kept)] == kept
        scans = [path for path in (folder / "scans").glob("[0-9a-f][0-9a-f]/*") if path.is_file()]
        assert len(scans) == one.record.scan_count
    middle = made[len(made) // 2]
    what = restores.preview(ports, middle.folder)
    assert what.is_complete
    restores.restore(ports, what, post=POST)
    assert next_number(data) == max(told) + 1
    print(f"\n{len(made)} of {ROUNDS} backups restorable; {len(told)} numbers, none twice, none missing")
    print(f"a backup took {sorted(took)[len(took) // 2]:.2f} s (median), {max(took):.2f} s at most")
    print(f"first backup {made[0].record.acts} acts, last {made[-1].record.acts}")


def test_a_restore_that_is_killed_leaves_the_old_data_or_the_restored_ones(data, tmp_path):
    stick, seen, given = tmp_path / "stick", Counter(), []
    stick.mkdir()
    backups.make(backup_ports(data), stick)
    given += [next_number(data) for _ in range(3)]
    for folder in killed_runs(data, tmp_path, "restore", stick):
        given.append(next_number(folder))
        with keeping_backend(folder) as backend, backend.work() as work:
            is_restored = any(entry.act == RESTORED for entry in work.history.of_case(""))
            cases_here = len(work.numbers.taken("deficiency_notice", year=datetime.now(UTC).year))
        assert cases_here == given[-1]
        assert not (folder / "restoring").exists()
        seen["restored" if is_restored else "old"] += 1
    assert len(set(given)) == len(given), "a number was given twice"
    print(f"{dict(seen)}; {len(given)} numbers, none twice")
