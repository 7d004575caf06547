"""Files and folders that only their owner may read: how each is made, and what lies open is closed at a start.

What this program writes holds names, identity numbers and phones of people. Windows keeps a user's folders private by
itself; elsewhere the mode of each file decides.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700

DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""`errno` of a disk, or of a user's share of it, on which there is no room."""

_PART: Final = partial(re.compile, r"\.(?:[a-z]+-)?[0-9a-f]{12}\.part(?:-wal|-shm|-journal)?")
_ABANDONED_SECONDS: Final = 3600
_CHUNK: Final = 1 << 20

_FILES: Final = (
    "counter.db*",
    "counter.id",
    "counter.witness",
    "workstation.*",
    "window.ini*",
    "backup.*",
    "replaced-*",
)
_FOLDERS: Final = ("reports", "keys", "scans", "cache")
"""What is ours in the data folder, by name: whoever chose a folder with other things in it keeps those as they are."""


def write_private(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: beside its place, on the disk, then moved there. Raises `OSError`."""
    spare = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        write_new(spare, content)
        spare.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            spare.unlink()
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; it is on the disk when this returns. Raises `OSError`."""
    with os.fdopen(open_private(path, os.O_WRONLY | os.O_EXCL), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def open_private(path: str | Path, flags: int) -> int:
    """Open a file, for its owner only where it is made; an `opener` for `open`."""
    return os.open(path, flags | os.O_CREAT | getattr(os, "O_BINARY", 0), FILE_MODE)


def sync_file(path: Path) -> None:
    """Have what was written into a file by others on the disk. Raises `OSError`."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk, as its files are; Windows knows no such thing. Raises `OSError`."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_and_wipe(fresh: Path, file: Path) -> None:
    """Let `fresh` take the place of `file`, whose octets are then written over where that can be. Raises `OSError`."""
    if os.name == "nt":  # nothing is moved onto an open file, nor onto one that may only be read
        file.chmod(stat.S_IWRITE)
        fresh.replace(file)
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    file.chmod(mode | stat.S_IWUSR)
    with file.open("r+b", buffering=0) as old:
        fresh.replace(file)
        sync_folder(file.parent)
        with contextlib.suppress(OSError):
            if os.fstat(old.fileno()).st_nlink == 0:  # else somebody's copy is this very file by another name
                _write_over(old.fileno())


def _write_over(descriptor: int) -> None:
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(_CHUNK, left)))
    os.fsync(descriptor)


def make_private_folder(folder: Path) -> None:
    """Make it and what it lies in, for their owner only. Raises `OSError`.

    `Path.mkdir` with `parents` would make the upper ones for everybody.
    """
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


@contextmanager
def private_by_default() -> Iterator[None]:
    """What libraries make while this lasts, Qt's among them, is for its owner only too."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def remove_abandoned(data: Path) -> None:
    """Remove what a cut left half written in the data folder: whole copies of the database among it.

    What is younger than an hour another window may be writing just now.
    """
    for path in data.glob(".*.part*"):
        with contextlib.suppress(OSError):
            if _PART().fullmatch(path.name) and path.lstat().st_mtime < time.time() - _ABANDONED_SECONDS:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def tighten_data(data: Path) -> None:
    """Take the data folder, and what is ours at once within it, from everybody but its owner."""
    if not data.is_dir() or data.stat().st_mode & stat.S_ISVTX:
        return  # a folder that everybody may write into belongs to nobody
    tighten(data)
    for pattern in _FILES:
        for path in data.glob(pattern):
            tighten(path)
    for name in _FOLDERS:
        tighten(data / name)
    for name in ("reports", "keys"):
        tighten_all(data / name)


def tighten_all(folder: Path) -> None:
    """Take a folder and everything in it from everybody but its owner. Links are not followed."""
    tighten(folder)
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            tighten(Path(place, name))


def tighten(path: Path) -> None:
    """Take one file or folder from everybody but its owner; what belongs to somebody else stays as it is."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        found = path.lstat()
        allowed = FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE
        ours = stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)
        mode = stat.S_IMODE(found.st_mode)
        if ours and found.st_uid == os.geteuid() and mode & ~allowed:
            path.chmod(mode & allowed)
