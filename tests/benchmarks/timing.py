"""How a figure is taken: several runs, the median quoted, minimum and maximum beside it; milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def runs(act: Callable[[], object], times: int = 9) -> dict[str, float]:
    """Run `act` several times; milliseconds as minimum, median and maximum."""
    taken = [once(act) for _ in range(times)]
    return {"min": round(min(taken), 3), "median": round(statistics.median(taken), 3), "max": round(max(taken), 3)}


def once(act: Callable[[], object]) -> float:
    """One run of `act` in milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
