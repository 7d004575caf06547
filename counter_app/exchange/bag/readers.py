"""Where a package is read from: a folder, or a zip from anywhere, whose claims are not believed."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Final, Protocol

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag.form import DECLARATION, shown, unsafe
from counter_app.services.ports import BagFault, FaultKind

MOST_FILES: Final = 200_000
MOST_OCTETS: Final = 64 * 1024**3
"""More than a batch of two thousand cases can come to: a package that claims more is a bomb."""

BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, LookupError, OverflowError),
    *(NotImplementedError, RuntimeError, ValueError),
)
"""What reading a zip can come to that somebody else has made."""

_MS_DOS: Final = 0
"""`create_system` of an entry that a program for MS-DOS or Windows wrote."""

_READ_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_APPLE: Final = "__MACOSX/"
"""Where macOS puts what only macOS can use, beside the folder that was packed."""
OF_THE_DESKTOP: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What a file manager leaves wherever it was opened."""
_OTHER_PACKERS: Final = (
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (257, b"ustar", "tar"),
)

_RATIO: Final = 200
"""No scan shrinks to less than that part of itself."""


class PackageReader(Protocol):
    """The files of a package, by their path in it."""

    sizes: dict[str, int]
    faults: list[BagFault]

    def open(self, path: str) -> AbstractContextManager[IO[bytes]]:
        """Open one of them."""

    def close(self) -> None:
        """Close what is open of it."""


class FolderReader:
    """A folder. Links are never followed: they lead out of it."""

    def __init__(self, root: Path) -> None:
        """List it. Raises `Refusal` where it cannot be read."""
        self._root = root
        self.sizes: dict[str, int] = {}
        self.faults: list[BagFault] = []
        try:
            if not (root / DECLARATION).is_file():
                return  # no package: whatever it is, it is not gone through
            for folder, folders, names in os.walk(root, onerror=_unreadable):
                for name in [*folders, *names]:
                    self._list(Path(folder) / name)
        except OSError as error:
            _unreadable(error)

    def _list(self, path: Path) -> None:
        said = path.relative_to(self._root).as_posix()
        found = path.lstat()
        if shown(said) != said:
            self.faults.append(BagFault(FaultKind.UNSAFE, said, f"{said}：文件名含有不可见或不能显示的字符"))
        elif stat.S_ISLNK(found.st_mode):
            self.faults.append(BagFault(FaultKind.UNSAFE, said, f"{said}是链接，指向包外"))
        elif stat.S_ISREG(found.st_mode):
            self.sizes[said] = found.st_size
        elif not stat.S_ISDIR(found.st_mode):
            self.faults.append(BagFault(FaultKind.UNSAFE, said, f"{said}不是普通文件"))
        if len(self.sizes) > MOST_FILES:
            raise Refusal("这个文件夹里的文件太多，不像移交的电子数据包", "核对选择的文件夹")

    def open(self, path: str) -> AbstractContextManager[IO[bytes]]:
        return (self._root / path).open("rb", buffering=0)

    def close(self) -> None:
        """Nothing is kept open."""


class ZipReader:
    """A zip whose entries lie below one folder (RFC 8493, 4.2), or at its top."""

    def __init__(self, path: Path) -> None:
        """List it. Raises `Refusal` where it is no zip, encrypted, or claims more than a batch can hold."""
        self.sizes: dict[str, int] = {}
        self.faults: list[BagFault] = []
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except BROKEN as error:
            raise _not_opened(path) from error
        if any(entry.flag_bits & 1 for entry in entries):
            self.close()
            raise Refusal("这个ZIP包加了密码，无法打开", "由移交方重新生成，不设密码")
        if any(entry.compress_type not in _READ_METHODS for entry in entries):
            self.close()
            raise Refusal(
                "这个ZIP包的压缩方式无法读取（如Deflate64、Zstandard）", "由移交方用通用的压缩方式重新生成ZIP包"
            )
        self._refuse_bomb(entries)
        named = _named(entries)
        base = _base([name for name, _entry in named])
        self._names: dict[str, zipfile.ZipInfo] = {}
        for name, entry in named:
            self._list(name, entry, base)

    def _refuse_bomb(self, entries: list[zipfile.ZipInfo]) -> None:
        claimed = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if len(entries) > MOST_FILES or claimed > MOST_OCTETS or claimed > _RATIO * packed + 1_000_000:
            self.close()
            raise Refusal("这个ZIP包展开后超出正常大小，没有打开", "向移交方核对后重新生成")

    def _list(self, name: str, entry: zipfile.ZipInfo, base: str) -> None:
        if name.endswith("/"):
            return  # a folder
        if not name.startswith(base) and (name.startswith(_APPLE) or name.rpartition("/")[2] in OF_THE_DESKTOP):
            return
        if not name.startswith(base):
            self.faults.append(BagFault(FaultKind.UNSAFE, name, f"{name}在包的文件夹之外"))
            return
        said = name.removeprefix(base)
        if why := unsafe(said):
            self.faults.append(BagFault(FaultKind.UNSAFE, said, f"{said}：{why}"))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            self.faults.append(BagFault(FaultKind.UNSAFE, said, f"{said}是链接，指向包外"))
        elif said in self.sizes:
            self.faults.append(BagFault(FaultKind.MALFORMED, said, f"{said}在ZIP包里有两份"))
        else:
            self.sizes[said] = entry.file_size
            self._names[said] = entry

    def open(self, path: str) -> AbstractContextManager[IO[bytes]]:
        return self._zip.open(self._names[path])

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def reader_of(path: Path) -> PackageReader:
    """The package at `path`. Raises `Refusal` where there is none to read."""
    if path.is_dir():
        return FolderReader(path)
    if not path.exists():
        raise Refusal("这个位置没有电子数据包", "核对路径；在U盘上的，检查U盘是否插好")
    return ZipReader(path)


def _named(entries: list[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    """The entries with their names, without `./` in front. Windows PowerShell 5 writes backslashes between folders.

    A name from MS-DOS or Windows cannot hold that sign, and neither can any where no entry knows another separator.
    What comes of it is judged as every other name is.
    """
    throughout = not any("/" in entry.orig_filename for entry in entries)
    named = []
    for entry in entries:
        name = entry.orig_filename
        if throughout or entry.create_system == _MS_DOS:
            name = name.replace("\\", "/")
        if name.startswith("./"):
            name = name[2:] or "/"
        named.append((name, entry))
    return named


def _base(names: list[str]) -> str:
    """The one folder below which everything lies, with its slash; empty where the package lies at the top."""
    if DECLARATION in names:
        return ""
    tops = {name.partition("/")[0] + "/" for name in names if name.endswith(f"/{DECLARATION}") and name.count("/") == 1}
    return next(iter(tops)) if len(tops) == 1 else ""


def _not_opened(path: Path) -> Refusal:
    """Why a file is no zip: it is another kind of archive, or damaged."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        head = b""
    for at, signature, kind in _OTHER_PACKERS:
        if head.startswith(signature, at):
            return Refusal(f"这个文件是{kind}压缩包，不是ZIP包", "解压后选择里面的文件夹，或由移交方生成ZIP包")
    return Refusal("这个文件不是完整的ZIP包，无法打开", "重新拷贝一份；仍无法打开的，由移交方重新生成")


def _unreadable(error: OSError) -> None:
    raise Refusal("这个文件夹无法读取", "检查U盘是否插好、有没有读取权限") from error
