"""The files of the scans: each once by the SHA-256 of its content under `scans/ab/cdef…`, encrypted, never altered.

Where the data are not encrypted yet, neither are the files; those of older versions are encrypted later, one after
another, each in a file beside it that then takes its name.

A file is copied to `scans/incoming`, flushed to the disk, and only then renamed. A claim (an empty file beside it)
stands from before the renaming until the row is committed, so that what a power cut leaves behind is known at the next
start. Why: docs/decisions/0008.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.scans import MOST_BYTES
from counter_app.persistence.base.sealed_files import (
    HEAD_BYTES,
    Cipher,
    NotGenuine,
    Sealing,
    is_sealed,
    seal,
    unseal,
    unseal_whole,
)
from counter_app.private_files import (
    DISK_FULL,
    make_private_folder,
    open_private,
    replace_and_wipe,
    sync_folder,
    tighten_all,
    write_private,
)
from counter_app.services.ports import Incoming, ScanChanged, ScanLost, Watch

GRACE_SECONDS: Final = 3600.0
"""Another window's attachment takes seconds; a claim older than this is nobody's."""

_CHUNK: Final = 1 << 20
_WAITING: Final = "incoming"
_PART: Final = ".part"
_CLAIM: Final = ".claim"
_ALL_SEALED: Final = "sealed"
"""Lies beside the files once none is left that is not encrypted; its time says when that was looked for."""


@mutable
class _Pending:
    """Encrypting what is not: when it began, what is left, whether something had to wait."""

    begun: float
    places: Iterator[Path]
    skipped: bool = False


class ScanFiles:
    """Implements `ports.ScanStore` in the data folder. Safe to share between threads and processes."""

    def __init__(
        self,
        data: Path,
        key: Callable[[], bytes | None],
        cipher: Callable[[], Cipher] = lambda: Cipher.AES,
        *,
        grace: float = GRACE_SECONDS,
    ) -> None:
        """`data` is the data folder; nothing is made in it before the first scan comes.

        `key` gives that of the office for files, None where the data are not encrypted.
        """
        self._key = key
        self._cipher = cipher
        self._scans = data / "scans"
        self._waiting = self._scans / _WAITING
        self._cache = data / "cache" / "thumbnails"
        self._grace = grace
        self._verified: dict[str, tuple[int, ...]] = {}
        self._to_seal: _Pending | None = None

    def take_in(self, source: Path | bytes, watch: Watch) -> Incoming:
        """Copy `source` into the folder of what is not claimed yet, onto the disk. Raises `Refusal`."""
        token = secrets.token_hex(16)
        part = self._waiting / (token + _PART)
        try:
            with _writing_here():
                make_private_folder(self._waiting)
                target = open_private(part, os.O_WRONLY | os.O_EXCL)
            with os.fdopen(target, "wb") as file:
                sealing = self._sealing()

                def write(content: bytes) -> None:
                    with _writing_here():
                        file.write(content if sealing is None else sealing.add(content))

                with _writing_here():
                    file.write(b"" if sealing is None else sealing.head)
                sha256, size = _copy_path(source, write, watch) if isinstance(source, Path) else _copy(source, write)
                with _writing_here():
                    file.write(b"" if sealing is None else sealing.end())
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
            if self._is_whole(place, incoming):
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

    def received(self, incoming: Incoming) -> bytes:
        """The content of what waits. Raises `Refusal`."""
        try:
            return self._whole(incoming.path)
        except (OSError, NotGenuine) as error:
            raise Refusal("数据所在的磁盘出错，扫描件没有附上", "检查磁盘是否接好，再附一次") from error

    def refuse_missing(self, sha256: str) -> None:
        """Raise `ScanLost` where the file is not there."""
        if not self._place(sha256).is_file():
            raise ScanLost("扫描件的文件不在数据文件夹里", "从备份恢复数据文件夹中的 scans，或重新扫描后再附上")

    def content(self, sha256: str) -> bytes:
        """The content, asked for its SHA-256; once, until the disk tells of a change. Raises `ScanLost`."""
        self.refuse_missing(sha256)
        place = self._place(sha256)
        try:
            for _attempt in range(2):
                told = _told(place)
                with contextlib.suppress(NotGenuine):
                    content = self._whole(place)
                    if self._verified.get(sha256) == told or _hash(content) == sha256:
                        self._verified[sha256] = told
                        return content
                if _told(place) == told:  # it was not encrypted just while it was read
                    break
        except OSError as error:
            raise ScanLost("扫描件的文件无法读取，没有显示", "检查数据所在的磁盘是否接好，再看一次") from error
        raise ScanChanged(
            "扫描件的文件已被改动，与附上时不同，没有显示",
            "把原来的文件再附一次，或从备份恢复数据文件夹中的 scans",
        )

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The content, a piece after another, not asked for its SHA-256. Raises `OSError`, `ScanChanged`."""
        try:
            yield from self._pieces(self._place(sha256))
        except NotGenuine as error:
            raise ScanChanged("扫描件的文件已被改动，与附上时不同", "从备份恢复数据文件夹中的 scans") from error

    def seal_some(self, seconds: float) -> bool:
        """Encrypt files of older versions for about so long; False once there are none. Raises `OSError`.

        Goes on where it was left. One that another program holds open, on Windows, waits for the next start.
        """
        end = time.monotonic() + seconds
        if self._key() is None or not self._scans.is_dir():
            return False
        if self._to_seal is None:
            self._to_seal = _Pending(time.time(), self._changed_since(_changed_at(self._scans / _ALL_SEALED)))
        for place in self._to_seal.places:
            try:
                self._seal(place)
            except FileNotFoundError:
                continue  # an orphan that was swept
            except PermissionError:
                self._to_seal.skipped = True
            if time.monotonic() > end:
                return True
        if not self._to_seal.skipped:
            _touch(self._scans / _ALL_SEALED)
            os.utime(self._scans / _ALL_SEALED, (self._to_seal.begun, self._to_seal.begun))
        self._to_seal = None
        return False

    def _changed_since(self, moment: float) -> Iterator[Path]:
        """Files that came or were changed since all were encrypted: an older program may have been here."""
        for folder in sorted(self._scans.glob("[0-9a-f][0-9a-f]")):
            yield from (file for file in sorted(folder.iterdir()) if _came_at(file) >= moment)

    def _seal(self, place: Path) -> None:
        """Let an encrypted file take the place of a plain one, whose content is then written over."""
        sealing = self._sealing()
        if sealing is None or _is_sealed(place):
            return
        part = self._waiting / (secrets.token_hex(16) + _PART)
        make_private_folder(self._waiting)
        try:
            with place.open("rb") as plain, os.fdopen(open_private(part, os.O_WRONLY | os.O_EXCL), "wb") as file:
                file.write(sealing.head)
                while piece := plain.read(_CHUNK):
                    file.write(sealing.add(piece))
                file.write(sealing.end())
                file.flush()
                os.fsync(file.fileno())
            part.chmod(stat.S_IRUSR)
            replace_and_wipe(part, place)
        finally:
            _drop(part)

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
        if self._key() is not None:
            self._drop_plain_pictures()
        for folder in (self._scans, self._cache.parent):
            tighten_all(folder)  # perhaps brought back from a backup, which keeps no modes
        return removed

    def cached(self, name: str) -> bytes | None:
        """A picture made before; None where there is none, or it cannot be read, or was kept as it was."""
        try:
            kept = (self._cache / name).read_bytes()
            key = self._key()
            return (kept if key is None else unseal_whole(kept, key, name.encode())) or None
        except (OSError, NotGenuine):
            return None

    def cache(self, name: str, content: bytes) -> None:
        """Remember a picture, whole or not at all; where it cannot be written it is made again next time."""
        key = self._key()
        kept = content if key is None else seal(content, key, self._cipher(), name.encode())
        with contextlib.suppress(OSError):
            make_private_folder(self._cache)
            write_private(self._cache / name, kept)

    def empty_cache(self) -> None:
        """Remove every picture: at the end of the program. What another window misses it makes again."""
        shutil.rmtree(self._cache, ignore_errors=True)

    def _drop_plain_pictures(self) -> None:
        with contextlib.suppress(OSError):
            for picture in self._cache.iterdir():
                if not _is_sealed(picture):
                    _drop(picture)

    def _sealing(self) -> Sealing | None:
        key = self._key()
        return Sealing(key, self._cipher()) if key is not None else None

    def _pieces(self, path: Path) -> Iterator[bytes]:
        """The content of a file, encrypted or of an older version. Raises `OSError`, `NotGenuine`."""
        with path.open("rb") as file:
            sealed = is_sealed(file.read(HEAD_BYTES))
            file.seek(0)
            if not sealed:
                yield from iter(lambda: file.read(_CHUNK), b"")
                return
            key = self._key()
            if key is None:
                raise NotGenuine
            yield from unseal(file, key)

    def _whole(self, path: Path) -> bytes:
        """The content of a file, never held twice. Raises `OSError`, `NotGenuine`."""
        whole = io.BytesIO()
        for piece in self._pieces(path):
            whole.write(piece)
        return whole.getvalue()

    def _is_whole(self, place: Path, incoming: Incoming) -> bool:
        """Whether what came in lies there already, encrypted as it is; what cannot be read to its end does not."""
        digest = hashlib.sha256()
        try:
            if _is_sealed(place) != _is_sealed(incoming.path):
                return False
            for piece in self._pieces(place):
                digest.update(piece)
        except (OSError, NotGenuine):
            return False
        return digest.hexdigest() == incoming.sha256

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


def _copy(content: bytes, write: Callable[[bytes], None]) -> tuple[str, int]:
    _refuse_size(len(content))
    write(content)
    return _hash(content), len(content)


def _copy_path(source: Path, write: Callable[[bytes], None], watch: Watch) -> tuple[str, int]:
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
            write(chunk)
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
        if error.errno in DISK_FULL:
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


def _told(path: Path) -> tuple[int, ...]:
    """What the disk tells of a file; it is another once the file was written or exchanged."""
    facts = path.stat()
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _changed_at(marker: Path) -> float:
    """The time that was put down in a marker; 0 where there is none."""
    try:
        return marker.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _came_at(file: Path) -> float:
    """When a file got its name or its content, whichever was later; what is gone never came."""
    try:
        return file.stat().st_ctime
    except FileNotFoundError:
        return 0.0


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_sealed(path: Path) -> bool:
    """Whether a file is encrypted. Raises `OSError`."""
    with path.open("rb") as file:
        return is_sealed(file.read(HEAD_BYTES))


def _touch(path: Path) -> None:
    os.close(open_private(path, os.O_WRONLY))
    sync_folder(path.parent)


def _drop(path: Path) -> None:
    """Remove a file if it is there; one that cannot be removed stays for the next start."""
    with contextlib.suppress(OSError):
        if os.name == "nt" and path.exists():
            path.chmod(stat.S_IWRITE)  # Windows removes no read-only file
        path.unlink()
