"""A key in a file of its own, as hex, for its owner only."""

from __future__ import annotations

import os
from pathlib import Path

from counter_app.domain.office.recovery_code import KEY_BYTES
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.private_files import make_private_folder, sync_folder, write_private


def read_secret(file: Path) -> bytes | None:
    """32 bytes; None where there is no file, or none of ours. Raises `OSError`."""
    try:
        secret = bytes.fromhex(file.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return secret if len(secret) == KEY_BYTES else None


def write_key(file: Path, key: OfficeKey) -> None:
    """Write it whole or not at all. Raises `OSError`."""
    make_private_folder(file.parent)
    write_private(file, f"{key.secret.hex()}\n".encode("ascii"))
    sync_folder(file.parent)


def wipe_key(file: Path, key: OfficeKey) -> None:
    """Write the file of a key over and remove it, and what a cut left half written beside it. Raises `OSError`."""
    left = [part for part in file.parent.glob(".*.part") if read_secret(part) == key.secret]
    for found in (*left, file):
        if found.exists():
            _wipe(found)
    sync_folder(file.parent)


def _wipe(file: Path) -> None:
    with file.open("r+b", buffering=0) as opened:
        opened.write(bytes(file.stat().st_size))
        os.fsync(opened.fileno())
    file.unlink()
