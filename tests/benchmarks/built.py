"""The built program that `COUNTER_APP_PROGRAM` names beside this source tree: the first window, and one command.

Whole processes taken in turn, pair by pair, on a screen of their own (Xvfb). The window counts from just before its
process is started until the X server says that it is shown; the command until it has ended. Both run with compiled
sources. Without the variable there is nothing to compare, and that is what is said.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.window import prepare_office
from tests.journeys.display import Screen, until
from tests.journeys.program import BUILT

PAIRS = 7
WINDOW_BUDGET = 1.25
COMMAND_BUDGET = 1.8
COMMAND = ("due", "--from", "2026-03-02", "--days", "5")
"""A command that needs neither data nor display: what is left is the start."""


def measure() -> dict[str, object]:
    """Milliseconds of either, the ratio of the medians, and the median of the ratios of the pairs."""
    if not BUILT:
        return {"not_measured": "COUNTER_APP_PROGRAM names no built program"}
    with tempfile.TemporaryDirectory() as folder, Screen() as screen:
        screen.environment.update(PYTHONPYCACHEPREFIX=f"{folder}/bytecode", PYTHONDONTWRITEBYTECODE="")
        data = Path(folder, "data")
        prepare_office(data)
        return {
            "window": _pairs(lambda words: _window(screen, words, data), WINDOW_BUDGET),
            "command": _pairs(lambda words: _command(screen, words), COMMAND_BUDGET),
        }


def _pairs(take: Callable[[list[str]], float], budget: float) -> dict[str, object]:
    words = {"source": [sys.executable, "-m", "counter_app"], "built": [BUILT]}
    taken: dict[str, list[float]] = {kind: [] for kind in words}
    for said in words.values():
        take(said)  # compiles, and warms the disk's cache, for both
    for _ in range(PAIRS):
        for kind, said in words.items():
            taken[kind].append(take(said))
    ratios = [built / source for source, built in zip(taken["source"], taken["built"], strict=True)]
    return {
        **{f"{kind}_ms": [round(each) for each in every] for kind, every in taken.items()},
        "ratio": round(statistics.median(taken["built"]) / statistics.median(taken["source"]), 2),
        "ratio_of_pairs": round(statistics.median(ratios), 2),
        "budget_ratio": budget,
    }


def _window(screen: Screen, words: list[str], data: Path) -> float:
    begun = time.monotonic()
    process = screen.start([*words, "--data", str(data)])
    # xdotool's own --sync looks every half second.
    until(lambda: bool(screen.xdotool("search", "--onlyvisible", "--pid", str(process.pid))), "no window came up")
    taken = (time.monotonic() - begun) * 1000
    process.terminate()
    process.wait(20)
    return taken


def _command(screen: Screen, words: list[str]) -> float:
    begun = time.monotonic()
    subprocess.run(
        [*words, *COMMAND], env={**os.environ, **screen.environment}, stdout=subprocess.DEVNULL, check=True, timeout=60
    )
    return (time.monotonic() - begun) * 1000
