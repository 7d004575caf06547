"""What SQLite finds wrong with the pages of a file. Without SQLAlchemy: commands that keep nothing ask this as well."""

from __future__ import annotations

import re
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_files import open_as
from counter_app.persistence.base.driver_words import RESTORE, is_damage, refusal_for

AT_ONCE_BYTES: Final = 50_000_000
"""A file up to this size is looked through at once (0.2 s); a larger one behind the window's back."""

_MOST_FINDINGS: Final = 20
_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.2
_PAGE: Final = re.compile(r"\bpage (\d+)", re.IGNORECASE)


def refuse_damaged(file: Path, key: bytes | None = None) -> None:
    """Raise `Refusal` where a file that is looked through at once is damaged; what cannot be asked now is let be."""
    if not file.is_file() or not 0 < file.stat().st_size <= AT_ONCE_BYTES:
        return
    try:
        with closing(open_as(file, key, "mode=rw")) as opened:
            damage = found_damage(opened)
    except dbapi2.Error as error:
        if not is_damage(error):
            return
        raise refusal_for(error, file) or error from error
    if damage is not None:
        raise damage


def found_damage(connection: Any) -> Refusal | None:  # noqa: ANN401 - the driver ships no types
    """What SQLite finds wrong: which page, where it says so."""
    return changed_pages(connection) or broken_structure(connection)


def has_codes(connection: Any) -> bool:  # noqa: ANN401 - see above
    """Whether each page bears a code (HMAC), as in an encrypted file."""
    return bool(connection.execute("PRAGMA cipher_status").fetchone()[0] == "1")


def changed_pages(connection: Any) -> Refusal | None:  # noqa: ANN401 - see above
    """The pages whose code is wrong: one changed bit breaks it, also where nothing is kept. None in a plain file."""
    if not has_codes(connection):
        return None
    changed = _changed_pages(connection)
    return _damaged(changed) if changed is not None else None


def broken_structure(connection: Any) -> Refusal | None:  # noqa: ANN401 - see above
    """What does not fit together, such as a page that a disk left as it was: its code is its own of then."""
    found: list[str] = []
    try:
        for (line,) in connection.execute(f"PRAGMA quick_check({_MOST_FINDINGS})"):
            found.append(str(line))
    except Exception:
        found = found or _broken_roots(connection)
        if not found:
            raise
    if found == ["ok"]:
        return None
    pages = sorted({int(page) for line in found for page in _PAGE.findall(line) if "never used" not in line})
    return _damaged(pages)


def _damaged(pages: list[int]) -> Refusal:
    where = f"第{'、'.join(map(str, pages[:3]))}页" if pages else "内部结构"
    return Refusal(f"数据文件 counter.db 的{where}已损坏，不能再编号", RESTORE)


def _changed_pages(connection: Any) -> list[int] | None:  # noqa: ANN401 - see above
    """The pages whose code is wrong; None where all hold.

    The file is read past the locks, and another window may be writing a page in this moment: what is wrong is asked
    again.
    """
    for attempt in range(_TRIES):
        found = [str(line) for (line,) in connection.execute("PRAGMA cipher_integrity_check")]
        if not found:
            return None
        if attempt < _TRIES - 1:
            time.sleep(_PAUSE_SECONDS)
    return sorted({int(page) for line in found for page in _PAGE.findall(line)})


def _broken_roots(connection: Any) -> list[str]:  # noqa: ANN401 - see above
    """The tables whose first page is so damaged that SQLite breaks off before it names it."""
    broken = []
    for name, page in connection.execute(
        "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    ).fetchall():
        try:
            connection.execute(f'PRAGMA quick_check("{name}")').fetchall()
        except Exception as error:  # noqa: BLE001 - one that is told as damage, or none of ours
            if refusal_for(error) is not None:
                broken.append(f"page {page}")
    return broken
