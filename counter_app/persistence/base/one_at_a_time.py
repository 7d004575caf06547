"""Work that only one process at a time may do in a data folder, by the lock that SQLite takes on a small file there.

It goes with the process, whatever ends it, and holds on every system that SQLite runs on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal


@contextmanager
def one_at_a_time(file: Path, said: Refusal, *, seconds: float = 0) -> Iterator[None]:
    """Hold `file` for as long as the block lasts; `said` is raised where another has it for longer than `seconds`."""
    with closing(dbapi2.connect(str(file), timeout=seconds, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except dbapi2.OperationalError as error:
            raise said from error
        yield
