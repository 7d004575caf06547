"""What tells, without the database, that an office was kept in a data folder; a new one is never made beside it.

The id of the office stands in its database, in a marker file beside it, and in the user's own settings under the path
of the folder (docs/decisions/0014). SQLAlchemy is not imported here, since every command asks this.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_files import open_as
from counter_app.persistence.base.driver_words import RESTORE, refusal_for
from counter_app.private_files import make_private_folder, write_private

DATABASE: Final = "counter.db"
MARKER: Final = "counter.id"

_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.05
_NEW_OFFICE: Final = "确要另建新机关的，用 --data 另选一个空文件夹"


class KnownOffices:
    """Which data folders held an office, one small file each in a folder of the user's own.

    What cannot be recorded now is recorded at the next start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Without a `folder` nothing is remembered."""
        self._folder = folder

    def office_in(self, data: Path) -> tuple[str, Path] | None:
        """The id of the office that `data` held, and the file that says so."""
        for path in self._files(data):
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
                office = json.loads(path.read_text("utf-8"))["office"]
                if isinstance(office, str) and office:
                    return office, path
        return None

    def remember(self, data: Path, office: str) -> None:
        """Record that `data` holds `office`."""
        for path in self._files(data):
            folder = os.path.abspath(data)  # noqa: PTH100 - also of a folder that is not there
            content = json.dumps({"folder": folder, "office": office}, ensure_ascii=False, indent=1)
            _put_down(path, content)

    def _files(self, data: Path) -> list[Path]:
        """By the path as given and by the one that links lead to: either may be all that is left."""
        if self._folder is None:
            return []
        places = {os.path.normcase(os.path.abspath(data)), os.path.normcase(os.path.realpath(data))}  # noqa: PTH100
        names = [hashlib.sha256(os.fsencode(place)).hexdigest()[:24] for place in sorted(places)]
        return [self._folder / f"{name}.json" for name in names]


@frozen
class Expected:
    """Which office the database has to be of; `unsaid` where the database is older than the ids and gets this one."""

    office: str | None = None
    unsaid: bool = False


def refuse_lost_office(data: Path, known: KnownOffices, *, set_up: bool = False, key: bytes | None = None) -> Expected:
    """Raise `Refusal` where an office was kept in `data` and its database is missing, empty or another one's.

    Makes and changes nothing. `set_up` says that a window was set up here. The traces are looked for before the
    database: whoever makes an office just now makes its database first.
    """
    file = data / DATABASE
    try:
        marked = _marked(data)
        kept = known.office_in(data)
        traces = marked is not None or kept is not None or set_up or _are_left(data)
        if not traces:
            return Expected()
        size = file.stat().st_size if file.exists() else None
    except OSError as error:
        raise Refusal(f"数据文件夹 {data} 无法读取", "检查数据所在的磁盘是否接好、有没有读取权限，再试一次") from error
    way_out = _NEW_OFFICE
    if kept is not None:
        way_out += f"，或把整个数据文件夹移到别处另存并删去 {kept[1]}"
    if size is None:
        said = f"数据文件夹 {data} 里存过机关的数据，数据文件 {DATABASE} 却不在了，没有另建新的"
        raise Refusal(said, f"先接好数据所在的磁盘，把文件放回原处；确已丢失的，{RESTORE}；{way_out}")
    office = marked or (kept[0] if kept is not None else None)
    tables, stored = _looked_into(file, key, settled=office is not None)
    if not tables and (office is not None or not _is_filled(_log(data))):
        said = f"数据文件夹 {data} 里存过机关的数据，数据文件 {DATABASE} 却是空的，没有另建新的"
        raise Refusal(said, f"{RESTORE}；{way_out}")
    if office is None or (stored is None and marked is None):
        return Expected(office, unsaid=stored is None)
    if stored != office:
        raise foreign(data)
    return Expected(office)


def foreign(data: Path) -> Refusal:
    """The database is another office's."""
    return Refusal(
        f"数据文件夹 {data} 里的 {DATABASE} 不是原来那个机关的数据，没有打开",
        f"原来的数据还在的，退出全部窗口后整套放回；已经丢失的，{RESTORE}；"
        "要用现在这份数据，把它放进另一个空文件夹，用 --data 打开",
    )


def stored_office(file: Path, key: bytes | None = None) -> str | None:
    """The id in the file itself, past the log; None where it does not stand there (yet)."""
    with contextlib.suppress(dbapi2.Error):
        return _look(file, key)[1]
    return None


def is_marked(data: Path, office: str) -> bool:
    """Whether the marker of this office stands in the folder."""
    with contextlib.suppress(OSError):
        return _marked(data) == office
    return False


def mark(data: Path, office: str) -> None:
    """Put the marker down beside the database that has the id in its file."""
    _put_down(data / MARKER, f"{office}\n")


def _marked(data: Path) -> str | None:
    """The id in the marker; empty where the marker cannot be understood, None where there is none."""
    try:
        content = (data / MARKER).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return content.strip().decode("ascii", errors="ignore")


def _are_left(data: Path) -> bool:
    """Whether there is a log, a scan or a key of an installation."""
    scans = data / "scans"
    return (
        _is_filled(_log(data))
        or (data / "keys" / "installation.pem").exists()
        or any(path.is_file() for path in scans.rglob("*"))
    )


def _log(data: Path) -> Path:
    return data / f"{DATABASE}-wal"


def _is_filled(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False


def _looked_into(file: Path, key: bytes | None, *, settled: bool) -> tuple[bool, str | None]:
    """As `_look`. A file that cannot be understood is refused, or left to the opening while it may be in the making."""
    said: Exception | None = None
    for _ in range(_TRIES):
        try:
            return _look(file, key)
        except dbapi2.Error as error:  # another window may be folding its log into the file in this moment
            said = error
            time.sleep(_PAUSE_SECONDS)
    if settled or "not a database" in str(said):
        raise refusal_for(said, file) or Refusal(f"无法打开数据文件 {file}", RESTORE) from said
    return True, None


def _look(file: Path, key: bytes | None) -> tuple[bool, str | None]:
    """Whether there are tables in the file itself, and the id.

    `immutable`: nothing is made beside it, and a log that is left is not played into what may be another's file.
    """
    with closing(open_as(file, key, "immutable=1")) as connection:
        tables: set[Any] = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "office_identity" not in tables:
            return bool(tables), None
        row = connection.execute("SELECT office FROM office_identity").fetchone()
        return True, str(row[0]) if row is not None else None


def _put_down(path: Path, content: str) -> None:
    """Write the file whole, readable by its owner only, unless it says so already or cannot be written."""
    with contextlib.suppress(OSError):
        if path.is_file() and path.read_text("utf-8", errors="replace") == content:
            return
        make_private_folder(path.parent)
        write_private(path, content.encode("utf-8"))
