"""Run every benchmark, or those named, and print one JSON object."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys

NAMES = ("judging", "papers", "workbooks", "keeping", "window", "memory")


def main(names: list[str]) -> None:
    """Print the figures of `names`, all where none is given."""
    figures: dict[str, object] = {
        "machine": {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    }
    for name in names or NAMES:
        figures[name] = importlib.import_module(f"tests.benchmarks.{name}").measure()
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
