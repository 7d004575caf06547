"""One data folder looked at, without changing it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_words import RESTORE, refusal_for
from counter_app.persistence.base.encrypting import is_plain
from counter_app.persistence.base.engine import connector
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.persistence.base.page_check import found_damage
from counter_app.private_files import write_private
from counter_app.services.ports.doctor import Cache, NamedScans

_OTHERS: Final = 0o077
_DAY: Final = 86_400
_MOST_LOGS: Final = 50
_LARGEST_LOG: Final = 1_000_000


class FolderExaminer:
    """Implements `ports.Examiner`."""

    def __init__(self, data: Path, key: Callable[[], bytes | None], cache: Path) -> None:
        """`key` gives that of the database; `cache` is the user's own, beside the one in the data folder."""
        self._data = data
        self._key = key
        self._caches = (data / "cache", cache)

    def damage(self) -> Refusal | None:
        with self._opened() as opened:
            found = found_damage(opened)
            if found is not None:
                return found
            loose = opened.execute("SELECT count(*) FROM pragma_foreign_key_check").fetchone()[0]
        return Refusal(f"数据库里有{loose}行指向不存在的内容", RESTORE) if loose else None

    def is_plain(self) -> bool:
        return is_plain(self._data / DATABASE)

    def scans(self) -> NamedScans:
        named: set[str] = set()
        with self._opened() as opened:
            for table in ("scan", "attachment"):
                named |= {
                    sha256
                    for (sha256,) in opened.execute(f"SELECT sha256 FROM {table} WHERE removed_at IS NULL")  # noqa: S608
                }
        size = sum(path.stat().st_size for path in (self._data / "scans").glob("[0-9a-f][0-9a-f]/*"))
        return NamedScans(sorted(named), size)

    def open_to_others(self) -> int:
        if os.name == "nt":
            return 0  # a user's folders are private by themselves
        found = 0
        for path in (self._data, *self._data.rglob("*")):
            with suppress(OSError):
                facts = path.lstat()
                ours = facts.st_uid == os.geteuid() and not stat.S_ISLNK(facts.st_mode)
                found += bool(ours and stat.S_IMODE(facts.st_mode) & _OTHERS)
        return found

    def free_bytes(self) -> int:
        return shutil.disk_usage(self._data).free

    def database_bytes(self) -> int:
        return sum(path.stat().st_size for path in self._data.glob(f"{DATABASE}*") if path.is_file())

    def cache(self) -> Cache:
        files = [path for folder in self._caches for path in folder.rglob("*") if path.is_file()]
        facts = [path.stat() for path in files if path.exists()]
        oldest = min((one.st_mtime for one in facts), default=time.time())
        return Cache(len(facts), sum(one.st_size for one in facts), int(max(time.time() - oldest, 0) // _DAY))

    def logs(self) -> Mapping[str, bytes]:
        files = sorted((self._data / "reports").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        return {path.name: path.read_bytes()[-_LARGEST_LOG:] for path in files[:_MOST_LOGS] if path.is_file()}

    def layout(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for path in sorted(self._data.iterdir()):
            facts = path.lstat()
            inside = sum(1 for _ in path.rglob("*")) if stat.S_ISDIR(facts.st_mode) else 0
            found[path.name] = f"{stat.filemode(facts.st_mode)} {facts.st_size}" + (f" ({inside})" if inside else "")
        return found

    def hidden(self, words: str) -> str:
        for folder, name in ((self._data, "<data>"), (Path.home(), "<home>")):
            words = words.replace(str(folder), name)
        return words

    def write(self, path: Path, files: Mapping[str, bytes]) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        try:
            write_private(path, packed.getvalue())
        except OSError as error:
            raise Refusal(f"没有导出：{error.strerror}", f"检查 {path.parent} 的写入权限和剩余空间后再试") from error

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        file = self._data / DATABASE
        try:
            with closing(connector(file, self._key())()) as opened:
                yield opened
        except dbapi2.Error as error:
            raise refusal_for(error, file) or error from error
