"""Files that are written where the clerk says: whole or not at all, for their owner only."""

from __future__ import annotations

import secrets
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import make_private_folder, write_private


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all, for its owner only, and return its path. Raises `Refusal`."""
    try:
        make_private_folder(path.parent)
        write_private(path, content)
    except OSError as error:
        raise _not_writable(path.parent, error) from error
    return path


def refuse_unwritable(folder: Path) -> None:
    """Raise `Refusal` where no file can be made in `folder`, which is made where it is missing."""
    probe = folder / f".{secrets.token_hex(8)}"
    try:
        make_private_folder(folder)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _not_writable(folder, error) from error


def _not_writable(folder: Path, error: OSError) -> Refusal:
    return Refusal(f"无法写入文件夹 {folder}：{error.strerror}", "检查剩余空间和写入权限，或换一个文件夹")
