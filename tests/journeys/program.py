"""The program that the journeys try: this source tree, or the built program that `COUNTER_APP_PROGRAM` names."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from counter_app import cli

BUILT = os.environ.get("COUNTER_APP_PROGRAM", "")
PROGRAM = [BUILT] if BUILT else [sys.executable, "-m", "counter_app"]
"""The words that start it; commands and options follow."""

in_this_process = pytest.mark.skipif(bool(BUILT), reason="puts something into the program, which is built")


def main(arguments: Sequence[str]) -> int:
    """Carry out a command as the program's `main` does: in this process, or from outside by the built program."""
    if not BUILT:
        return cli.main(arguments)
    done = subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    return done.returncode
