"""The note in a data folder: which key belongs to it, and by which value the right one is known."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import re
from pathlib import Path
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import KEY_BYTES
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.private_files import make_private_folder, sync_folder, write_private

NOTE: Final = "office-key.json"
_ID: Final = re.compile(r"[0-9a-f]{16}")


@frozen
class KeyNote:
    """What the data folder says of its key."""

    id: str
    check_value: str

    @classmethod
    def of(cls, key: OfficeKey) -> KeyNote:
        """The note that is laid beside the data."""
        return cls(key.id, key.check_value)

    def names(self, key: OfficeKey) -> bool:
        """Whether `key` is the one."""
        return self.names_secret(key.secret)

    def names_secret(self, secret: bytes) -> bool:
        """Whether `secret`, of any length, is that of the key."""
        if len(secret) != KEY_BYTES:
            return False
        return hmac.compare_digest(self.check_value, OfficeKey(self.id, secret).check_value)


def read_note(data: Path) -> KeyNote | None:
    """What the data folder says of its key; None where it says nothing that can be understood. Raises `Refusal`."""
    file = _note_of(data)
    try:
        read = json.loads(file.read_text("utf-8"))
        note = KeyNote(str(read["id"]), str(read["check"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refusal(f"{file} 无法读取", "检查数据所在的磁盘是否接好、有没有读取权限，再试一次") from error
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return note if _ID.fullmatch(note.id) else None


def lay_note(data: Path, note: KeyNote) -> bool:
    """Lay the note beside the data unless there is one: of two windows at once one wins. Raises `OSError`."""
    file = _note_of(data)
    make_private_folder(file.parent)
    spare = file.with_name(f".{note.id}.part")
    write_private(spare, json.dumps({"id": note.id, "check": note.check_value}).encode("ascii") + b"\n")
    if file.exists() and read_note(data) is None:
        file.unlink()  # nothing that could be understood
    laid = True
    try:
        os.link(spare, file)
    except FileExistsError:
        laid = False
    except OSError:  # a file system without links: the last one stays
        laid = not file.exists()
        if laid:
            spare.replace(file)
    with contextlib.suppress(OSError):
        spare.unlink()
    sync_folder(file.parent)
    return laid


def _note_of(data: Path) -> Path:
    return data / "keys" / NOTE
