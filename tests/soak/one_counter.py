"""A window without a screen, in a process of its own: opens cases, attaches scans, issues notices until it is stopped.

Run as `one_counter.py FOLDER WINDOW`; tells each number that lasts, on standard output.
"""

import os
import sys
from pathlib import Path

from counter_app.bootstrap import demo_intakes, keeping_backend
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.papers import issuing


def main():
    """Work until a file says to stop."""
    folder, window = Path(sys.argv[1]), sys.argv[2]
    post = Post("周某", window)
    with keeping_backend(folder) as backend:
        intake = dict(demo_intakes(backend))["03-letter-not-sealed"]
        print("open", flush=True)
        while not (folder.parent / "stop").exists():
            try:
                _one_case(backend, intake, post)
            except Refusal:  # the others kept the file for more than five seconds
                continue


def _one_case(backend, intake, post):
    incoming = backend.scan_files.take_in(b"%PDF-1.4 " + os.urandom(20_000), lambda _done, _total: None)
    backend.scan_files.settle(incoming)
    backend.scan_files.release(incoming)
    opened = cases.open_case(backend, post=post, intake=intake)
    number = issuing.issue_notice(backend, opened.filing.reference, post=post).number
    print("issued", number.ordinal, flush=True)


if __name__ == "__main__":
    main()
