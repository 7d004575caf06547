"""Database files as the driver sees them: how one is opened, and what belongs to one. Without SQLAlchemy."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

SIDES: Final = ("-journal", "-wal", "-shm")
"""The endings of what lies beside a database and belongs to it."""


def open_as(file: Path, key: bytes | None, how: str) -> Any:  # noqa: ANN401 - the driver ships no types
    """Open a database that is there as the parameters `how` of SQLite's addresses say. Raises what the driver does."""
    connection = dbapi2.connect(f"{file.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    try:
        unlock(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def unlock(connection: Any, key: bytes | None) -> None:  # noqa: ANN401 - see above
    """Give a connection that was just made the key (32 bytes) of its file; None for a plain one."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f'PRAGMA key = "{key_word(key)}"')


def take_alone(connection: Any) -> bool:  # noqa: ANN401 - see above
    """Take the file for a connection alone, its log folded in; False while anybody else has it open."""
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except dbapi2.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


def key_word(key: bytes) -> str:
    """A key of 32 bytes as SQLCipher takes it undisguised, without deriving another one of it."""
    return f"x'{key.hex()}'"


def remove_database(file: Path) -> None:
    """Remove a database with its log and journal; what cannot be removed stays."""
    for ending in ("", *SIDES):
        with contextlib.suppress(OSError):
            file.with_name(f"{file.name}{ending}").unlink()
