"""Run every benchmark, or those named, and print one JSON object; `search --filings N` searches among N cases."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile

NAMES = (
    *("judging", "papers", "workbooks", "keeping", "window", "memory", "search", "scans", "packing", "inspections"),
    *("statistics", "trail", "protection", "built"),
)
_BY_SIZE = ("search", "statistics", "protection")


def main(arguments: list[str]) -> None:
    """Print the figures of those named, all where none is given."""
    wanted = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    wanted.add_argument("names", nargs="*", choices=[*NAMES, []])
    wanted.add_argument(
        "--filings", type=int, help="how many cases there are for search, statistics and protection (20000)"
    )
    said = wanted.parse_args(arguments)
    figures: dict[str, object] = {
        "machine": {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    }
    with tempfile.TemporaryDirectory() as settings:  # the offices measured with are nothing to remember
        os.environ["COUNTER_APP_CONFIG"] = settings
        for name in said.names or NAMES:
            more = (said.filings,) if name in _BY_SIZE and said.filings else ()
            figures[name] = importlib.import_module(f"tests.benchmarks.{name}").measure(*more)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
