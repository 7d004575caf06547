"""Database files as the driver sees them: how one is unlocked, and what belongs to one. Without SQLAlchemy."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any


def unlock(connection: Any, key: bytes | None) -> None:  # noqa: ANN401 - the driver ships no types
    """Give a connection that was just made the key (32 bytes) of its file; None for a plain one."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f'PRAGMA key = "{key_word(key)}"')


def key_word(key: bytes) -> str:
    """A key of 32 bytes as SQLCipher takes it undisguised, without deriving another one of it."""
    return f"x'{key.hex()}'"


def remove_database(file: Path) -> None:
    """Remove a database with its log and journal; what cannot be removed stays."""
    for name in (file.name, f"{file.name}-journal", f"{file.name}-wal", f"{file.name}-shm"):
        with contextlib.suppress(OSError):
            file.with_name(name).unlink()
