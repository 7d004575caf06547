"""A few words in an encrypted file of their own.

A database of one line: SQLCipher is loaded at every start anyway, the library that encrypts scans would take another
30 ms and 12 MB there.
"""

from __future__ import annotations

import os
import secrets
from contextlib import closing, suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from counter_app.persistence.base.driver_files import open_as, unlock
from counter_app.private_files import open_private, sync_file, sync_folder


def write_words(file: Path, key: bytes, words: str) -> None:
    """Write the file whole or not at all; `key` has 32 octets. Raises `OSError`."""
    part = file.with_name(f".{secrets.token_hex(6)}.part")
    try:
        os.close(open_private(part, os.O_RDWR | os.O_EXCL))
        with closing(dbapi2.connect(str(part), isolation_level=None)) as connection:
            unlock(connection, key)
            connection.execute("PRAGMA journal_mode = OFF")  # nobody reads the file before it is whole
            connection.execute("CREATE TABLE words (words TEXT NOT NULL)")
            connection.execute("INSERT INTO words VALUES (?)", (words,))
        sync_file(part)
        part.replace(file)
        sync_folder(file.parent)
    except dbapi2.Error as error:
        raise OSError(f"{file.name}: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink()


def read_words(file: Path, key: bytes) -> str | None:
    """What `write_words` was given; None where there is no file. Raises `ValueError` where it cannot be read."""
    if not file.exists():
        return None
    try:
        with closing(open_as(file, key, "immutable=1")) as connection:
            row = connection.execute("SELECT words FROM words").fetchone()
    except dbapi2.Error as error:
        raise ValueError(file.name) from error
    return str(row[0]) if row is not None else None
