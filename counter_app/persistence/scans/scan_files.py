"""The files of the scans: each once by its SHA-256 under `scans/ab/cdef…`, never altered.

A file is copied to `scans/incoming`, flushed to the disk, and only then renamed. A claim (an empty file beside it)
stands from before the renaming until the row is committed, so that what a power cut leaves behind is known at the next
start. Why: docs/decisions/0008.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.scans import MOST_BYTES
from counter_app.private_files import make_private_folder, open_private, sync_folder, tighten_all, write_private
from counter_app.services.ports import Incoming, Watch

GRACE_SECONDS: Final = 3600.0
"""Another window's attachment takes seconds; a claim older than this is nobody's."""

_CHUNK: Final = 1 << 20
_WAITING: Final = "incoming"
_PART: Final = ".part"
_CLAIM: Final = ".claim"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class ScanFiles:
    """Implements `ports.ScanStore` in the data folder. Safe to share between threads and processes."""

    def __init__(self, data: Path, *, grace: float = GRACE_SECONDS) -> None:
        """`data` is the data folder; nothing is made in it before the first scan comes."""
        self._scans = data / "scans"
        self._waiting = self._scans / _WAITING
        self._cache = data / "cache" / "thumbnails"
        self._grace = grace
        self._verified: dict[str, tuple[int, ...]] = {}

    def take_in(self, source: Path | bytes, watch: Watch) -> Incoming:
        """Copy `source` into the folder of what is not claimed yet, onto the disk. Raises `Refusal`."""
        token = secrets.token_hex(16)
        part = self._waiting / (token + _PART)
        try:
            with _writing_here():
                make_private_folder(self._waiting)
                target = open_private(part, os.O_WRONLY | os.O_EXCL)
            with os.fdopen(target, "wb") as file:
                sha256, size = _copy_path(source, file, watch) if isinstance(source, Path) else _copy(source, file)
                with _writing_here():
                    file.flush()
                    os.fsync(file.fileno())
        except BaseException:
            _drop(part)
            raise
        return Incoming(token, part, sha256, size)

    def settle(self, incoming: Incoming) -> None:
        """Put what waits in its place, on the disk when this returns. Raises `Refusal`."""
        place = self._place(incoming.sha256)
        with _writing_here():
            _touch(self._claim(incoming))
            if _is_whole(place, incoming):
                _drop(incoming.path)
                return
            make_private_folder(place.parent)
            incoming.path.chmod(stat.S_IRUSR)
            _drop(place)  # torn by a failing disk, or changed by somebody; ours is whole
            incoming.path.rename(place)
            sync_folder(place.parent)
        for drawn in self._cache.glob(f"{incoming.sha256}*"):
            _drop(drawn)  # perhaps of the changed file

    def release(self, incoming: Incoming) -> None:
        """The row is committed: take the claim away."""
        _drop(self._claim(incoming))
        _drop(incoming.path)

    def discard(self, incoming: Incoming) -> None:
        """Forget what waits. A claim stays: whether the row was committed is for the next start to see."""
        _drop(incoming.path)

    def path(self, sha256: str) -> Path:
        place = self._place(sha256)
        if not place.is_file():
            raise Refusal("扫描件的文件不在数据文件夹里", "从备份恢复数据文件夹中的 scans，或重新扫描后再附上")
        return place

    def verified(self, sha256: str) -> Path:
        """Where the file lies, its content asked for its SHA-256; once, until the disk tells of a change."""
        place = self.path(sha256)
        try:
            told = _told(place)
            holds = self._verified.get(sha256) == told or _holds(place, sha256)
        except OSError as error:
            raise Refusal("扫描件的文件无法读取，没有显示", "检查数据所在的磁盘是否接好，再看一次") from error
        if not holds:
            raise Refusal(
                "扫描件的文件已被改动，与附上时不同，没有显示",
                "把原来的文件再附一次，或从备份恢复数据文件夹中的 scans",
            )
        self._verified[sha256] = told
        return place

    def doubtful(self) -> list[str]:
        """Files whose claim has stood longer than the grace."""
        return sorted({sha256 for _, sha256 in self._old_claims()})

    def sweep(self, orphans: frozenset[str]) -> int:
        """Remove `orphans`, the claims that are settled by that, and copies that were never finished.

        What anybody but its owner may read is taken from them.
        """
        removed = 0
        for claim, sha256 in self._old_claims():
            place = self._place(sha256)
            if sha256 in orphans and place.exists():
                _drop(place)
                removed += 1
            _drop(claim)
        for part in self._old(_PART):
            _drop(part)
        for folder in (self._scans, self._cache.parent):
            tighten_all(folder)  # perhaps brought back from a backup, which keeps no modes
        return removed

    def cached(self, name: str) -> bytes | None:
        """A picture made before; None where there is none or it cannot be read."""
        try:
            return (self._cache / name).read_bytes() or None
        except OSError:
            return None

    def cache(self, name: str, content: bytes) -> None:
        """Remember a picture, whole or not at all; where it cannot be written it is made again next time."""
        with contextlib.suppress(OSError):
            make_private_folder(self._cache)
            write_private(self._cache / name, content)

    def _place(self, sha256: str) -> Path:
        return self._scans / sha256[:2] / sha256[2:]

    def _claim(self, incoming: Incoming) -> Path:
        return self._waiting / f"{incoming.sha256}.{incoming.token}{_CLAIM}"

    def _old_claims(self) -> Iterator[tuple[Path, str]]:
        for claim in self._old(_CLAIM):
            yield claim, claim.name.partition(".")[0]

    def _old(self, ending: str) -> list[Path]:
        long_ago = time.time() - self._grace
        found = []
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._waiting):
                with contextlib.suppress(OSError):
                    if entry.name.endswith(ending) and entry.stat().st_mtime <= long_ago:
                        found.append(Path(entry.path))
        return found


def _copy(content: bytes, file: BinaryIO) -> tuple[str, int]:
    _refuse_size(len(content))
    with _writing_here():
        file.write(content)
    return hashlib.sha256(content).hexdigest(), len(content)


def _copy_path(source: Path, file: BinaryIO, watch: Watch) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with _reading_there():
        _refuse_unless_file(source)  # opening a pipe would wait for ever
        origin = source.open("rb", buffering=0)
    with _reading_there(), origin:
        before = os.fstat(origin.fileno())
        _refuse_size(before.st_size)
        while chunk := origin.read(_CHUNK):
            size += len(chunk)
            _refuse_size(size)
            digest.update(chunk)
            with _writing_here():
                file.write(chunk)
            watch(size, before.st_size)
            if size > before.st_size:
                break  # it may grow faster than it is read
        after = os.fstat(origin.fileno())
    if size != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise Refusal("这个文件读取时还在变动，没有附上", "等扫描或拷贝结束后再附一次")
    return digest.hexdigest(), size


def _refuse_unless_file(source: Path) -> None:
    if not stat.S_ISREG(source.stat().st_mode):
        raise Refusal("这是文件夹，不是文件", "把其中的 PDF、JPG、PNG 或 TIFF 文件拖进来")


def _refuse_size(size: int) -> None:
    if size == 0:
        raise Refusal("这个文件是空的（0字节），没有附上", "重新扫描或重新拷贝后再附上")
    if size > MOST_BYTES:
        raise Refusal(
            f"这个文件有{size / 1048576:.0f}MB，超过{MOST_BYTES // 1048576}MB，没有附上",
            "用300 dpi以下重新扫描，或分成几个文件附上",
        )


@contextmanager
def _writing_here() -> Iterator[None]:
    """Turn what the disk says to our own writing into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("磁盘已满，扫描件没有附上", "腾出磁盘空间（清空回收站、移走大文件）后再附一次") from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise Refusal(
                "数据文件夹无法写入，扫描件没有附上", "检查数据文件夹的写入权限，或磁盘是否只读，再附一次"
            ) from error
        raise Refusal("数据所在的磁盘出错，扫描件没有附上", "检查磁盘是否接好，再附一次") from error


@contextmanager
def _reading_there() -> Iterator[None]:
    """Turn what a share, a stick or a camera says to our reading into a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise Refusal("这个文件已不在原处，没有附上", "检查共享文件夹或U盘是否接好，重新扫描后再附上") from error
    except PermissionError as error:
        raise Refusal(
            "没有权限读这个文件，没有附上", "关闭正在使用它的程序，或请管理员开放该文件夹的读取权限"
        ) from error
    except OSError as error:
        raise Refusal("读取这个文件时连接中断，没有附上", "检查网络、共享文件夹或U盘，接好后再附一次") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def _told(path: Path) -> tuple[int, ...]:
    """What the disk tells of a file; it is another once the file was written or exchanged."""
    facts = path.stat()
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _is_whole(place: Path, incoming: Incoming) -> bool:
    """Whether what came in lies there already; a file that cannot be read to its end does not count."""
    with contextlib.suppress(OSError):
        return _size(place) == incoming.size and _holds(place, incoming.sha256)
    return False


def _holds(path: Path, sha256: str) -> bool:
    """Whether the content of a file has this SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _touch(path: Path) -> None:
    os.close(open_private(path, os.O_WRONLY))
    sync_folder(path.parent)


def _drop(path: Path) -> None:
    """Remove a file if it is there; one that cannot be removed stays for the next start."""
    with contextlib.suppress(OSError):
        if os.name == "nt" and path.exists():
            path.chmod(stat.S_IWRITE)  # Windows removes no read-only file
        path.unlink()
