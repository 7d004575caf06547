"""A window without a screen, in a process of its own: opens cases, attaches scans, issues notices until it is stopped.

Run as `-m tests.soak.one_counter FOLDER WINDOW`; tells each number that lasts, on standard output.
"""

import os
import sys
from pathlib import Path

from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from tests.cases_kept import give_notice


def main():
    """Work until a file says to stop."""
    folder, window = Path(sys.argv[1]), sys.argv[2]
    post = Post("周某", window)
    with keeping_backend(folder) as backend:
        print("ready", flush=True)
        while not (folder.parent / "stop").exists():
            try:
                _one_case(backend, post)
            except Refusal:  # the others kept the file for more than five seconds
                continue


def _one_case(backend, post):
    incoming = backend.scan_files.take_in(b"%PDF-1.4 " + os.urandom(20_000), lambda _done, _total: None)
    backend.scan_files.settle(incoming)
    backend.scan_files.release(incoming)
    print("issued", give_notice(backend, post).ordinal, flush=True)


if __name__ == "__main__":
    main()
