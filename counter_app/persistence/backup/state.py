"""What is remembered of the backups, in a small file of the data folder: commands and windows read and write it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from counter_app.domain.backup.age import BackupState
from counter_app.private_files import write_private
from counter_app.typed_data import read_json

FILE: Final = "backup.json"


class BackupStateFile:
    """Implements `ports.BackupLog`."""

    def __init__(self, data: Path) -> None:
        """`data` is the data folder."""
        self._file = data / FILE

    def read(self) -> BackupState:
        try:
            return read_json(self._file.read_bytes(), BackupState)
        except (OSError, msgspec.MsgspecError, RecursionError):
            return BackupState()

    def write(self, state: BackupState) -> None:
        content = json.dumps(msgspec.to_builtins(state), ensure_ascii=False, indent=1).encode("utf-8")
        with suppress(OSError):  # a full disk hinders no backup on another one
            write_private(self._file, content)
