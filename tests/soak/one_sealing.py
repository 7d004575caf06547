"""A plain office encrypted in a process of its own, to be killed at any moment: `one_sealing.py FOLDER WHAT`."""

import sys
from pathlib import Path

from counter_app.persistence.base.encrypting import encrypt_in_place
from counter_app.persistence.scans.scan_files import ScanFiles

KEY = b"k" * 32


def main(folder: Path, what: str) -> None:
    """Encrypt the database or the scans, and say when it begins and ends."""
    print("ready", flush=True)
    if what == "scans":
        while ScanFiles(folder, lambda: KEY).seal_some(60):
            pass
    else:
        encrypt_in_place(folder / "counter.db", KEY)
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
