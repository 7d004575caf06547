"""A plain database is encrypted where it lies: into a second file, which then takes its name.

SQLCipher cannot encrypt a file as it lies. Until the second file is on the disk and looked through, the first is not
touched; after a power cut at any moment one of them opens whole.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_files import key_word, open_as, remove_database, unlock
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.page_check import found_damage
from counter_app.private_files import open_private, replace_and_wipe, sync_file

_PART: Final = ".encrypting"
_HEADER: Final = b"SQLite format 3\x00"


def is_plain(file: Path) -> bool:
    """Whether there is a database that anybody can read; False for an encrypted, an empty and a missing one."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def is_encrypted(file: Path) -> bool:
    """Whether there is something in the file that is no plain database."""
    try:
        return file.stat().st_size > 0 and not is_plain(file)
    except OSError:
        return False


def encrypt_in_place(file: Path, key: bytes) -> bool:
    """Encrypt a plain database; False where another window has it open, and nothing was changed. Raises `Refusal`."""
    part = file.with_name(f"{file.name}{_PART}")
    try:
        with closing(dbapi2.connect(str(file), timeout=0, isolation_level=None)) as plain:
            if not _is_alone(plain):
                return False
            remove_database(part)  # what a cut left
            os.close(open_private(part, os.O_RDWR | os.O_EXCL))
            _export(plain, part, key)
            _look_through(plain, part, key)
            sync_file(part)
            if os.name != "nt":  # Windows moves nothing onto an open file
                replace_and_wipe(part, file)
        if os.name == "nt":
            replace_and_wipe(part, file)
    except (OSError, dbapi2.Error) as error:
        remove_database(part)
        why = error.strerror if isinstance(error, OSError) else (refusal_for(error, file) or error)
        raise Refusal(
            f"数据没有加密成：{why}", "数据没有改动；腾出磁盘空间、检查数据文件夹的写入权限后再启动"
        ) from error
    return True


def _is_alone(plain: Any) -> bool:  # noqa: ANN401 - the driver ships no types
    """Take the file for this connection alone, its log folded in; False while another one has it open."""
    try:
        unlock(plain, None)
        plain.execute("PRAGMA locking_mode = EXCLUSIVE")
        if plain.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            return False
        plain.execute("BEGIN EXCLUSIVE")
        plain.execute("COMMIT")
    except dbapi2.OperationalError as error:
        if "locked" in str(error):
            return False
        raise
    return True


def _export(plain: Any, part: Path, key: bytes) -> None:  # noqa: ANN401 - see above
    plain.execute(f'ATTACH ? AS encrypted KEY "{key_word(key)}"', (str(part),))
    plain.execute("BEGIN")
    plain.execute("SELECT sqlcipher_export('encrypted')").fetchall()
    plain.execute("COMMIT")
    plain.execute("DETACH encrypted")


def _look_through(plain: Any, part: Path, key: bytes) -> None:  # noqa: ANN401 - see above
    """Raise `Refusal` unless the new file is sound and holds as many rows of each table."""
    with closing(open_as(part, key, "mode=rw")) as made:
        damage = found_damage(made)
        if damage is not None:
            raise damage
        if _contents(made) != _contents(plain):
            raise Refusal("加密后的数据与原来的不同，没有采用", "数据没有改动；联系维护人员")


def _contents(connection: Any) -> dict[str, int]:  # noqa: ANN401 - see above
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_stat%'"
        )
    ]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
