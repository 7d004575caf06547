"""A database copied by SQLite's own means into a file on any disk, and what the copy holds. Without SQLAlchemy.

The copy is written and read without locks, which shares and sticks often lack: nobody else has it open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.persistence.base.driver_files import open_as
from counter_app.persistence.base.page_check import found_damage
from counter_app.private_files import open_private, sync_file

_NOT_COUNTED: Final = ("sqlite_", "search_word")


@frozen
class DatabaseFacts:
    """What a database holds, as far as every revision has it."""

    office: str
    office_name: str
    time_zone: str
    revision: str
    acts: int
    last_act: datetime | None
    numbers: tuple[Number, ...]
    rows: dict[str, int]
    scans: frozenset[str]


def copy_database(connect: Any, target: Path, key: bytes | None) -> None:  # noqa: ANN401 - the driver ships no types
    """Copy what `connect` opens into the new file `target`, what stands in its log too; on the disk at the end.

    Raises `OSError` and what the driver raises.
    """
    os.close(open_private(target, os.O_WRONLY | os.O_EXCL))
    with closing(connect()) as source, closing(open_as(target, key, "nolock=1")) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        source.backup(copy)
    sync_file(target)


@contextmanager
def read_copy(file: Path, key: bytes | None) -> Iterator[Any]:
    """A database that nobody writes into, opened without locks and without its log. Raises what the driver does."""
    with closing(open_as(file, key, "immutable=1")) as opened:
        yield opened


def verified_facts(file: Path, key: bytes | None) -> DatabaseFacts:
    """Look through a copy and return what it holds. Raises `Refusal` for damage, and what the driver raises."""
    with read_copy(file, key) as opened:
        damage = found_damage(opened)
        if damage is not None:
            raise damage
        return facts_of(opened)


def finish_copy(file: Path, key: bytes | None) -> None:
    """Have a copy that was worked on whole in its one file, looked through and on the disk.

    Raises `Refusal` for damage, `OSError`, and what the driver raises.
    """
    with closing(open_as(file, key, "mode=rw")) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")  # folds its log in and removes it
        damage = found_damage(opened)
        if damage is not None:
            raise damage
    sync_file(file)


def facts_of(opened: Any) -> DatabaseFacts:  # noqa: ANN401 - see above
    """What an open database holds. Raises what the driver raises."""

    def asked(query: str) -> list[tuple[Any, ...]]:
        """Empty where a table is not there (yet)."""
        try:
            return list(opened.execute(query))
        except dbapi2.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return []

    (office,) = asked("SELECT office FROM office_identity") or [("",)]
    (kept,) = asked("SELECT office FROM office") or [("{}",)]
    (revision,) = asked("SELECT version_num FROM alembic_version") or [("",)]
    ((acts, last_act),) = asked("SELECT count(*), max(at) FROM history") or [(0, None)]
    said = json.loads(kept[0])
    tables = [name for (name,) in asked("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")]
    counted = [name for name in tables if not name.startswith(_NOT_COUNTED)]
    scans = [*asked("SELECT sha256 FROM scan"), *asked("SELECT sha256 FROM attachment")]
    return DatabaseFacts(
        office=str(office[0]),
        office_name=str(said.get("name", "")),
        time_zone=str(said.get("time_zone", "Asia/Shanghai")),
        revision=str(revision[0]),
        acts=acts,
        last_act=datetime.fromisoformat(last_act).replace(tzinfo=UTC) if last_act else None,
        numbers=tuple(Number(*row) for row in asked("SELECT series, year, last FROM number_series ORDER BY 1, 2")),
        rows={name: asked(f'SELECT count(*) FROM "{name}"')[0][0] for name in counted},  # noqa: S608 - names of tables
        scans=frozenset(sha256 for (sha256,) in scans),
    )
