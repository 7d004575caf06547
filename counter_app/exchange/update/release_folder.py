"""Reads the manifest and measures the packages of an update; a stick may be slow, full of other things, or gone."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal

_STEP: Final = 1 << 20


class StickFolder:
    """Implements `ports.ReleaseFolder`."""

    def __init__(self, manifest: str, largest: int) -> None:
        """`manifest` is the name of the file, `largest` the bytes it may have."""
        self._manifest = manifest
        self._largest = largest

    def manifest(self, folder: Path) -> bytes | None:
        file = folder / self._manifest
        try:
            if not _is_file(file):
                return None
            with file.open("rb") as opened:
                return opened.read(self._largest + 1)
        except OSError as error:
            raise _unreadable(error) from error

    def digest(self, file: Path, told: Callable[[int], None]) -> tuple[str, int] | None:
        size, digest = 0, hashlib.sha256()
        try:
            if not _is_file(file):
                return None
            with file.open("rb", buffering=0) as opened:
                while part := opened.read(_STEP):
                    size += len(part)
                    digest.update(part)
                    told(size)
        except OSError as error:
            raise _unreadable(error) from error
        return digest.hexdigest(), size


def _is_file(path: Path) -> bool:
    """Whether it is a file itself: a pipe would be waited for, a device has no end."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _unreadable(error: OSError) -> Refusal:
    return Refusal(f"升级文件无法读取：{error.strerror}", "检查U盘是否插好，或重新拷贝一份")
