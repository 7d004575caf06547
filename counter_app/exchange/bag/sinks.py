"""Where a package is written to: a folder, or a zip. Both work under a name of their own until all is read back."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, Protocol, cast

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag import trouble
from counter_app.private_files import FOLDER_MODE, make_private_folder, open_private, sync_folder, tighten

PARTIAL: Final = ".partial"
MARK: Final = "packing.mark"
"""Says whose a partial folder is. A cut right after the renaming leaves it: the standard lets such a file lie."""

_PIECE: Final = 1 << 20
_UNIX: Final = 3
_SAME_TIME: Final = (2000, 1, 1, 0, 0, 0)
"""Of every entry: the same batch gives the same file, whenever it is packed."""


class Sink(Protocol):
    """Takes the files of a package."""

    def begin(self, identity: str) -> None:
        """Open it, going on with what is the same. Raises `Refusal` where something else stands there."""

    def put(self, path: str, pieces: Iterator[bytes], size: int, sha256: str) -> Callable[[], None]:
        """Take one file in, on any thread; what comes back is called in the order of the files.

        Pieces are always used up; what is there already and hashes to `sha256` is kept.
        """

    def settle(self) -> None:
        """Have everything on the disk."""

    def sha256(self, path: str) -> str:
        """What a file reads back as, from the disk."""

    def finish(self) -> None:
        """Give it its name."""

    def close(self) -> None:
        """Close what is open; what was written stays."""


class FolderSink:
    """A folder, `NAME.partial` until it is whole. Files may be put by several threads at once."""

    def __init__(self, target: Path) -> None:
        """`target` is the folder's name in the end."""
        self._target = target
        self._partial = target.with_name(target.name + PARTIAL)

    def begin(self, identity: str) -> None:
        """Go on in the partial folder where it is of the same package, else begin anew."""
        mark = self._partial / MARK
        if self._partial.exists():
            if mark.is_file() and mark.read_text("utf-8") == identity:
                return
            self._clear()
            if self._partial.exists():
                raise trouble.taken_already(self._partial.name)
        self._partial.mkdir(mode=FOLDER_MODE)
        with open(mark, "x", encoding="utf-8", opener=open_private) as file:
            file.write(identity)
            file.flush()
            os.fsync(file.fileno())

    def put(self, path: str, pieces: Iterator[bytes], size: int, sha256: str) -> Callable[[], None]:
        """Write one file; one that is there whole is only read. Their order does not matter."""
        place = self._partial / path
        kept = bool(sha256) and place.is_file() and place.stat().st_size == size and _hash(place) == sha256
        if kept:
            for _piece in pieces:
                pass
            return _done
        make_private_folder(place.parent)
        with open(place, "wb", opener=open_private) as file:
            file.writelines(pieces)
        return _done

    def settle(self) -> None:
        """Flush every file and folder."""
        for folder, _folders, names in os.walk(self._partial):
            for name in names:
                _sync(Path(folder) / name, drop=True)
            sync_folder(Path(folder))

    def sha256(self, path: str) -> str:
        """What a file reads back as."""
        return _hash(self._partial / path)

    def finish(self) -> None:
        """Give the folder its name, which no half package ever has; the mark is of no more use then."""
        if self._target.exists():
            raise trouble.taken_already(self._target.name)
        self._partial.rename(self._target)
        sync_folder(self._target.parent)
        (self._target / MARK).unlink()

    def close(self) -> None:
        """Nothing is kept open."""

    def _clear(self) -> None:
        """Remove the partial folder if it is ours: marked, or empty as it is before it is marked and after."""
        mark = self._partial / MARK
        if mark.is_file():
            # The mark goes last: cut off here, the folder is still known for one of ours.
            for child in self._partial.iterdir():
                if child.is_dir() and not child.is_symlink():
                    shutil.rmtree(child)
                elif child != mark:
                    child.unlink()
            mark.unlink()
        with suppress(OSError):
            self._partial.rmdir()


class ResumedFile:
    """A file that is written over: where the same stands already it is left alone, which reads instead of writing.

    A zip that was cut off goes on like that: the same batch gives the same bytes up to where it was cut.
    """

    def __init__(self, path: Path) -> None:
        """Open what stands there, or begin it."""
        tighten(path)
        self._file = os.fdopen(open_private(path, os.O_RDWR), "r+b")
        self._stood = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        self.kept = 0

    def write(self, data: bytes) -> int:
        """Write where it differs."""
        at = self._file.tell()
        if at + len(data) <= self._stood:
            if self._file.read(len(data)) == data:
                self.kept += len(data)
                return len(data)
            self._file.seek(at)
        return self._file.write(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go there."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where it is."""
        return self._file.tell()

    def flush(self) -> None:
        """Hand everything to the system."""
        self._file.flush()

    def end_here(self) -> None:
        """Cut off what an earlier run left behind this place, and close."""
        self._file.truncate()
        self.close()

    def close(self) -> None:
        """Close it as it is."""
        self._file.close()


class ZipSink:
    """One zip file, stored and not compressed: scans are compressed already."""

    def __init__(self, target: Path) -> None:
        """`target` is the file's name in the end; in it everything lies below one folder of the same name."""
        self._target = target
        self._partial = target.with_name(target.name + PARTIAL)
        self._file: ResumedFile | None = None
        self._zip: zipfile.ZipFile | None = None

    def begin(self, identity: str) -> None:  # noqa: ARG002 - what differs is written over
        """Go on in what an earlier run left: what differs is written over."""
        self._file = ResumedFile(self._partial)
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._file), "w", zipfile.ZIP_STORED, allowZip64=True)

    def put(self, path: str, pieces: Iterator[bytes], size: int, sha256: str) -> Callable[[], None]:  # noqa: ARG002
        """Read one file; it is written when its turn comes, so that the next can be read and hashed meanwhile."""
        entry = zipfile.ZipInfo(f"{self._target.stem}/{path}", _SAME_TIME)
        entry.create_system = _UNIX
        entry.external_attr = 0o644 << 16
        held = list(pieces)
        entry.file_size = sum(map(len, held))

        def write() -> None:
            with self._opened.open(entry, "w", force_zip64=False) as file:
                for piece in held:
                    file.write(piece)

        return write

    def settle(self) -> None:
        """Write the directory of the zip and flush it."""
        self._opened.close()
        assert self._file is not None  # noqa: S101 - opened with the zip
        self._file.end_here()
        _sync(self._partial, drop=True)
        self._zip = zipfile.ZipFile(self._partial)

    def sha256(self, path: str) -> str:
        """What an entry reads back as; its own check sum is asked too."""
        found = hashlib.sha256()
        try:
            with self._opened.open(f"{self._target.stem}/{path}") as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
        except zipfile.BadZipFile as error:
            raise trouble.torn() from error
        return found.hexdigest()

    def finish(self) -> None:
        """Give the file its name."""
        self.close()
        if self._target.exists():
            raise trouble.taken_already(self._target.name)
        self._partial.rename(self._target)
        sync_folder(self._target.parent)

    def close(self) -> None:
        """Close both; what was written stays, to go on from."""
        file, self._file = self._file, None
        opened, self._zip = self._zip, None
        # The file first: an unfinished zip is not to write its directory over what can be gone on from.
        for one in (file, opened):
            if one is not None:
                with suppress(OSError, ValueError):
                    one.close()

    @property
    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            raise Refusal("电子数据包没有打开", "重新生成一次")
        return self._zip


def written_before(target: Path) -> int:
    """Octets that an earlier run left: space that is not needed once more."""
    partial = target.with_name(target.name + PARTIAL)
    if partial.is_file():
        return partial.stat().st_size
    return sum(path.lstat().st_size for path in partial.rglob("*"))


def drop_mark(target: Path) -> None:
    """Remove the mark of a package that was cut off right after it had got its name."""
    if target.is_dir():
        (target / MARK).unlink(missing_ok=True)


def _done() -> None:
    """It is written already."""


def _hash(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _sync(path: Path, *, drop: bool = False) -> None:
    """Have a file on the disk; `drop` has it read from there and not from memory next time, where that can be asked."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
        if drop and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
