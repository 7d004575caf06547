"""What the long trials have in common: how many rounds, by which seed, and processes killed at any moment."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rounds(usual):
    """How often a trial tries; `COUNTER_APP_SOAK_ROUNDS` says another number."""
    return int(os.environ.get("COUNTER_APP_SOAK_ROUNDS", usual))


def seed(usual=""):
    """What a trial draws by, another one in each run unless it has one; `COUNTER_APP_SOAK_SEED` repeats a run."""
    return os.environ.get("COUNTER_APP_SOAK_SEED") or usual or str(random.SystemRandom().randrange(10**6))


def begin(module, *words):
    """A process of a module of the tests that has said that it is ready."""
    command = [sys.executable, "-m", module, *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def ends(process, seconds):
    """Whether a process comes to its end within so many seconds; it is killed where it does not."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return False
    finally:
        process.communicate()
    return True


def begin_act(folder, act, *file):
    """A process that is about to do an act of `one_update.py`."""
    return begin("tests.soak.one_update", folder, act, *file)


def killed_runs(origin, tmp_path, act, *file):
    """Folders in which the act was cut, each a copy of `origin`; also those in which it came to its end before."""
    drawn_by, times = seed(), rounds(30)
    print(f"\nCOUNTER_APP_SOAK_SEED={drawn_by}")
    dice = random.Random(f"{drawn_by} {act}")
    whole = tmp_path / "whole"
    shutil.copytree(origin, whole)
    process, began = begin_act(whole, act, *file), time.monotonic()
    assert process.communicate(timeout=300)[0] == "done\n"
    takes = time.monotonic() - began
    cut = ended = 0
    while cut < times:
        assert ended < 10 * times
        folder = tmp_path / f"run{cut + ended}"
        shutil.copytree(origin, folder)
        if ends(begin_act(folder, act, *file), dice.uniform(0, takes)):
            ended += 1
        else:
            cut += 1
        yield folder
        shutil.rmtree(folder)
    print(f"{act}: {cut} cuts within {takes:.2f} s, {ended} runs had ended before")
