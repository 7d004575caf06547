"""What one workstation keeps for itself: a small JSON file beside the database, and the names of who works there.

The names are in an encrypted file of their own, `workstation.names`. The JSON file holds them only before there is a
key, and where an older version wrote it; the next save moves them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any, Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.persistence.base.encrypted_words import read_words, write_words
from counter_app.private_files import make_private_folder, replace_and_wipe, write_new, write_private
from counter_app.services.office.workstation import Workstation
from counter_app.written_tables import read_json_object

FILE_NAME: Final = "workstation.json"
NAMES: Final = "workstation.names"


@frozen
class _Names:
    """The fields of `Workstation` that name people."""

    clerk: str = ""
    clerks: str = field(default="", repr=False)


def _no_key() -> bytes | None:
    return None


class WorkstationFile:
    """`WorkstationStore` on two files. Unknown keys are left out, so that an older program reads a newer file."""

    def __init__(self, data: Path, key: Callable[[], bytes | None] = _no_key) -> None:
        """`data` is the data folder; it need not exist yet.

        `key` gives that of the names, 32 octets; None while the data are not encrypted. It may raise `Refusal`.
        """
        self._path = data / FILE_NAME
        self._names = data / NAMES
        self._key = key
        self.trouble: Refusal | None = None
        self.names_are_open = False
        self._unread = False
        self._read = _Names()

    def load(self) -> Workstation:
        """What was kept; the defaults where nothing was, or where it cannot be read: then `trouble` says why.

        Without the key nobody works here: the opening of the data tells that it is lost.
        """
        loaded = self._load_plain()
        self.names_are_open = bool(loaded.clerk)
        if self.names_are_open:
            return loaded
        self._read = self._load_names()
        return replace(loaded, clerk=self._read.clerk, clerks=self._read.clerks)

    @property
    def was_set_up(self) -> bool:
        """Whether somebody works here; needs no key."""
        kept = self._load_plain()
        return bool(kept.window and (kept.clerk or self._names.exists()))

    def _load_plain(self) -> Workstation:
        self.trouble, self._unread = None, False
        if not self._path.exists():
            return Workstation()
        try:
            content = read_json_object(self._path)
        except CatalogueError as error:
            self.trouble, self._unread = Refusal(error.sentence, "本机设置先按默认使用；在设置中重新填写后保存"), True
            return Workstation()
        kept: dict[str, Any] = {}
        for one in fields(Workstation):
            value = content.get(one.name, one.default)
            if type(value) is type(one.default):
                kept[one.name] = value
            elif self.trouble is None:
                self.trouble = Refusal(
                    f"{self._path} 中 {one.name}：写法不对", "该项先按默认使用；在设置中重新选择后保存"
                )
        return Workstation(**kept)

    def _load_names(self) -> _Names:
        key = self._key_or_none()
        try:
            words = read_words(self._names, key) if key is not None else None
            if words is None:
                return _Names()
            content = json.loads(words)
            return _Names(str(content["clerk"]), str(content["clerks"]))
        except (ValueError, TypeError, KeyError):
            said = f"{self._names} 读不出，已损坏或者是另一份数据的"
            self.trouble = Refusal(said, "在设置中重新填写工作人员后保存")
            return _Names()

    def save(self, workstation: Workstation) -> None:
        """Save it whole or not at all. Raises `Refusal` where it cannot be written.

        A file that could not be read is put aside under another name, for whoever looks into it.
        """
        try:
            make_private_folder(self._path.parent)
            key = self._key_or_none()
            if key is not None:
                self._save_names(_Names(workstation.clerk, workstation.clerks), key)
                workstation = replace(workstation, clerk="", clerks="")
            content = json.dumps(asdict(workstation), ensure_ascii=False, indent=1).encode("utf-8")
            if self._unread:
                self._path.replace(self._path.with_suffix(".damaged"))
                self._unread = False
            self._write(content)
            self.names_are_open = bool(workstation.clerk)
        except OSError as error:
            raise Refusal(f"本机设置没有保存：{error.strerror}", "检查数据文件夹的剩余空间和写入权限后再试") from error

    def _key_or_none(self) -> bytes | None:
        """None where there is none, or it is lost."""
        with suppress(Refusal):
            return self._key()
        return None

    def _save_names(self, names: _Names, key: bytes) -> None:
        """Write them where they were changed; those that could not be read stay. Raises `OSError`."""
        if names.clerk and (names != self._read or not self._names.exists()):
            write_words(self._names, key, json.dumps(asdict(names), ensure_ascii=False))
            self._read = names

    def _write(self, content: bytes) -> None:
        """Raises `OSError`. A file with names is written over before its room is given back."""
        if not (self.names_are_open and self._path.exists()):
            write_private(self._path, content)
            return
        fresh = self._path.with_name(f".{secrets.token_hex(6)}.part")
        write_new(fresh, content)
        replace_and_wipe(fresh, self._path)
