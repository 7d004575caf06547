"""A window in a process of its own that attaches scans, turns and removes them, to be killed at any moment.

Run as `one_scanner.py FOLDER WINDOW ROUNDS`; says on standard output what it has been told is lasting.
"""

import random
import sys
from dataclasses import replace
from pathlib import Path

from counter_app.bootstrap import Editions, form_folders
from counter_app.domain.basics.office import Office, Post
from counter_app.persistence.database import open_database
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.filing import cases
from counter_app.services.office import offices
from counter_app.services.scans import scans
from tests.fakes import scan_samples as samples
from tests.fakes.memory_backend import MemoryBackend

KEY = b"f" * 32
PAPERS = ("agent_id", "authorization_letter")


def backend_on(folder, *, grace=3600.0):
    """A counter on real files in `folder`."""
    database = open_database(folder, Editions(form_folders(folder)))
    backend = replace(MemoryBackend.make(), work=database.work, scan_files=ScanFiles(folder, lambda: KEY, grace=grace))
    return database, backend


def content(number):
    """A scan that is like no other; every third is like one of four, so that files are shared."""
    size = (100, 60 + number % 4) if number % 3 == 0 else (100 + number % 700, 100 + number // 700 % 700)
    return samples.png(size)


def main():
    """Work until told to stop, or for so many rounds."""
    folder, window, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    database, backend = backend_on(folder)
    post = Post("周某", window)
    if offices.load_office(backend) is None:
        offices.save_office(backend, Office("大关县公安局"), post=post)
    dice = random.Random()
    print("open", window, 0, flush=True)
    for _ in range(rounds):
        reference = cases.open_case(backend, post=post).filing.reference
        for paper in PAPERS:
            scan = scans.attach_scan(backend, reference, paper, content(dice.randrange(10_000)), post=post).file
            print("attached", reference, scan.scan_id, scan.sha256, flush=True)
        scans.turn_scan(backend, scan.scan_id, 90, post=post)
        print("turned", reference, scan.scan_id, flush=True)
    database.close()


if __name__ == "__main__":
    main()
