"""Where the key of an office lies: apart from its data, so that a copied data folder tells nothing.

The data folder has a note, `keys/office-key.json`: which key belongs to it and by which value the right one is known.
The key itself lies in a folder among the user's own settings. Until the recovery code was printed it lies beside the
data too, in `keys/office.key`: a lost computer profile must not take the cases with it. No SQLAlchemy here, since every
command asks this.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import KEY_BYTES, RecoveryCodeError, key_of_code
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.private_files import make_private_folder, sync_folder, write_private
from counter_app.services.ports.keys import KeyLost

NOTE: Final = "office-key.json"
BESIDE: Final = "office.key"
_ID: Final = re.compile(r"[0-9a-f]{16}")
_TYPE_CODE: Final = "取出封存的恢复单，输入上面的恢复码"


@dataclass(frozen=True, slots=True)
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
        return hmac.compare_digest(self.check_value, OfficeKey(self.id, key.secret).check_value)


class KeyPlaces:
    """Finds, makes and takes back the key of a data folder."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` holds the keys, a file each; without one a key lasts as long as this object."""
        self._folder = folder
        self._held: dict[str, OfficeKey] = {}

    @property
    def lasting(self) -> bool:
        """Whether keys are kept longer than this object lasts."""
        return self._folder is not None

    def key_of(self, data: Path) -> OfficeKey | None:
        """The key of a data folder; None where its note names none. Raises `KeyLost`, `Refusal`."""
        note = read_note(data)
        if note is None:
            return None
        key = self._held.get(note.id) or self._read(note.id)
        if key is None or not note.names(key):
            key = self._beside(data, note) or key
        if key is not None and note.names(key):
            return key
        said = "这台电脑上没有这份数据的密钥" if key is None else "这台电脑上的密钥不是这份数据的密钥"
        raise KeyLost(f"{said}，数据没有打开", _TYPE_CODE, lambda typed: self._take_back(note, typed))

    def find_by_trying(self, data: Path, opens: Callable[[OfficeKey], bool]) -> OfficeKey:
        """The key whose note is lost, if one of this computer `opens` the data; its note is laid. Raises `KeyLost`."""
        for key in self._all_keys(data):
            if opens(key):
                self._keep(key)
                with contextlib.suppress(OSError):
                    _lay_note(data, KeyNote.of(key))
                return key

        def take_back(typed: str) -> None:
            key = OfficeKey.make(_key_of_code(typed))
            if not opens(key):
                raise Refusal(
                    "用这个恢复码打不开数据：恢复码是别的数据的，或者数据文件已损坏",
                    "核对恢复单上的机关名称和日期；确是这份数据的，从备份恢复",
                )
            self._keep(key)

        raise KeyLost("这台电脑上没有这份数据的密钥，或者数据文件已损坏，数据没有打开", _TYPE_CODE, take_back)

    def _all_keys(self, data: Path) -> Iterator[OfficeKey]:
        files = self._folder.glob("*.key") if self._folder is not None else ()
        known = [
            key
            for key_id in sorted({*self._held, *(file.stem for file in files)})
            if (key := self._held.get(key_id) or self._read(key_id))
        ]
        yield from known
        secret = _secret_beside(data)
        if secret is not None and secret not in [key.secret for key in known]:
            yield OfficeKey.make(secret)

    def make(self, data: Path) -> OfficeKey:
        """A new key for a data folder; the one that another window made in this moment. Raises `Refusal`."""
        key = OfficeKey.make()
        self._keep(key)
        try:
            if _lay_note(data, KeyNote.of(key)) and self._folder is not None:
                _write_key(data / "keys" / BESIDE, key)
        except OSError as error:
            raise Refusal(f"无法写入数据文件夹 {data}", "检查磁盘和写入权限，或另选一个文件夹存放数据") from error
        made = self.key_of(data)
        if made is None:
            raise RuntimeError("the note that was just laid is gone")
        return made

    def take_out(self, data: Path) -> None:
        """Have the key nowhere but among the user's settings: its recovery code is on paper. Raises `Refusal`."""
        key = self.key_of(data)
        beside = data / "keys" / BESIDE
        if key is None or not beside.exists():
            return
        self._keep(key)
        if self._folder is None or self._read(key.id) != key:
            return
        try:
            with beside.open("r+b", buffering=0) as file:
                file.write(bytes(beside.stat().st_size))
                os.fsync(file.fileno())
            beside.unlink()
            sync_folder(beside.parent)
        except OSError as error:
            raise Refusal(
                f"密钥没有移出数据文件夹：{error.strerror}", f"检查 {beside.parent} 的写入权限，再打印一次恢复单"
            ) from error

    def is_beside(self, data: Path) -> bool:
        """Whether the key still lies in the data folder."""
        return (data / "keys" / BESIDE).is_file()

    def _beside(self, data: Path, note: KeyNote) -> OfficeKey | None:
        """The key beside the data, where it is theirs; kept among the settings too."""
        secret = _secret_beside(data)
        key = OfficeKey(note.id, secret) if secret is not None else None
        if key is None or not note.names(key):
            return None
        with contextlib.suppress(Refusal):
            self._keep(key)
        return key

    def _take_back(self, note: KeyNote, typed: str) -> None:
        key = OfficeKey(note.id, _key_of_code(typed))
        if not note.names(key):
            raise Refusal("这个恢复码不是这份数据的", "核对恢复单上的机关名称和日期，换用这份数据的恢复单")
        self._keep(key)

    def _file(self, key_id: str) -> Path | None:
        return self._folder / f"{key_id}.key" if self._folder is not None else None

    def _keep(self, key: OfficeKey) -> None:
        self._held[key.id] = key
        file = self._file(key.id)
        if file is None:
            return
        try:
            _write_key(file, key)
        except OSError as error:
            raise Refusal(
                f"数据密钥写不进 {file.parent}：{error.strerror}",
                "检查磁盘空间和这个文件夹的写入权限，再试一次；数据没有改动",
            ) from error

    def _read(self, key_id: str) -> OfficeKey | None:
        file = self._file(key_id)
        if file is None:
            return None
        try:
            secret = _read_secret(file)
        except OSError as error:
            raise Refusal(f"密钥文件 {file} 无法读取", "检查磁盘和读取权限，再试一次") from error
        return OfficeKey(key_id, secret) if secret is not None else None


def _secret_beside(data: Path) -> bytes | None:
    """What lies beside the data, where it can be read."""
    with contextlib.suppress(OSError):
        return _read_secret(data / "keys" / BESIDE)
    return None


def _read_secret(file: Path) -> bytes | None:
    """32 bytes; None where there is no file, or none of ours. Raises `OSError`."""
    try:
        secret = bytes.fromhex(file.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return secret if len(secret) == KEY_BYTES else None


def _write_key(file: Path, key: OfficeKey) -> None:
    make_private_folder(file.parent)
    write_private(file, f"{key.secret.hex()}\n".encode("ascii"))
    sync_folder(file.parent)


def _key_of_code(typed: str) -> bytes:
    try:
        return key_of_code(typed)
    except RecoveryCodeError as error:
        raise Refusal(error.sentence, error.remedy) from error


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


def _note_of(data: Path) -> Path:
    return data / "keys" / NOTE


def _lay_note(data: Path, note: KeyNote) -> bool:
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
