"""The keys that one user of this computer has: each in a file among the user's settings, or in the system's key store.

In the place of the file of a key that is in the store there is a marker. A file wins over it: whichever step of a move
was the last before a cut, the key is in one place at least, and that one is read. Another one says that the recovery
code of the key was typed here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import KEY_BYTES
from counter_app.persistence.keys.key_files import read_secret, wipe_key, write_key
from counter_app.persistence.keys.key_store import KeyStore, StoreTrouble, StoreUnavailable
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.private_files import make_private_folder, sync_folder, write_private
from counter_app.services.ports.keys import KeyPlace

_MARKER: Final = b"in the key store of the system\n"
_SHEET: Final = b"taken back by the recovery code on its sheet\n"


class UserKeys:
    """Finds a key by its name, keeps it, moves it between file and store."""

    def __init__(
        self, folder: Path | None, store: KeyStore | None = None, given: dict[str, OfficeKey] | None = None
    ) -> None:
        """`folder` holds the files; without one a key lasts as long as this object, and `store` is not asked.

        `given` remembers by name what the store gave.
        """
        self._folder = folder
        self._store = store if folder is not None else None
        self._given = given if given is not None else {}
        self._held: dict[str, OfficeKey] = {}

    @property
    def lasting(self) -> bool:
        """Whether keys are kept longer than this object lasts."""
        return self._folder is not None

    def find(self, key_id: str) -> OfficeKey | None:
        """The key that is held or lies in its file; the store is not asked. Raises `Refusal`."""
        return self._held.get(key_id) or self._in_file(key_id)

    def find_in_store(self, key_id: str) -> OfficeKey | None:
        """The key of a marker, as the store has it. Raises `StoreUnavailable`."""
        if not self.is_marked(key_id):
            return None
        if key_id in self._given:
            return self._given[key_id]
        if self._store is None:
            raise StoreUnavailable(StoreTrouble.ABSENT)
        secret = self._store.read(key_id)
        if secret is None or len(secret) != KEY_BYTES:
            return None
        return self._given.setdefault(key_id, OfficeKey(key_id, secret))

    def all(self) -> Iterator[OfficeKey]:
        """Every key that can be read now. Raises `Refusal`."""
        files = [*self._folder.glob("*.key"), *self._folder.glob("*.store")] if self._folder is not None else []
        for key_id in sorted({*self._held, *(file.stem for file in files)}):
            key = self.find(key_id)
            if key is None:
                with contextlib.suppress(StoreUnavailable):
                    key = self.find_in_store(key_id)
            if key is not None:
                yield key

    def keep(self, key: OfficeKey) -> None:
        """Keep it in its file. Raises `Refusal`."""
        self._held[key.id] = key
        if self._folder is None:
            return
        try:
            write_key(self._file(self._folder, key.id), key)
        except OSError as error:
            raise self._unwritten(error) from error

    def keep_well(self, key: OfficeKey) -> None:
        """Keep a key whose recovery code is on paper: in the store where there is one. Raises `Refusal`."""
        try:
            self._move_into_store(key)
        except (StoreUnavailable, OSError):
            self.keep(key)

    def note_sheet(self, key_id: str) -> None:
        """Remember that the recovery code of a key was typed: its sheet is there. Where it cannot, nothing is lost."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                write_private(self._folder / f"{key_id}.sheet", _SHEET)

    def has_sheet(self, key_id: str) -> bool:
        """Whether that is remembered."""
        return self._folder is not None and (self._folder / f"{key_id}.sheet").exists()

    def is_kept(self, key: OfficeKey) -> bool:
        """Whether it lies where the next start looks for it. Raises `Refusal`."""
        if self._in_file(key.id) == key:
            return True
        try:
            return self.find_in_store(key.id) == key
        except StoreUnavailable:
            return False

    def into_store(self, key: OfficeKey) -> None:
        """Move it from its file into the store. Raises `Refusal`."""
        try:
            self._move_into_store(key)
        except StoreUnavailable as unavailable:
            raise Refusal(
                f"{unavailable.trouble.value}，密钥仍在{KeyPlace.FILE.value}里",
                "登录桌面、解锁系统密钥环后再试；没有密钥环的电脑，密钥留在文件里",
            ) from unavailable
        except OSError as error:
            raise self._unwritten(error) from error

    def into_file(self, key: OfficeKey) -> None:
        """Move it from the store back into its file. Raises `Refusal`."""
        self.keep(key)
        if self._folder is None or self._in_file(key.id) != key:
            return
        if self._store is not None:
            with contextlib.suppress(StoreUnavailable):  # what stays there then is read no more
                self._store.forget(key.id)
        try:
            self._marker(self._folder, key.id).unlink(missing_ok=True)
            sync_folder(self._folder)
        except OSError as error:
            raise self._unwritten(error) from error

    def is_marked(self, key_id: str) -> bool:
        """Whether it was moved into the store, and not back."""
        return self._folder is not None and self._marker(self._folder, key_id).exists()

    def place_of(self, key_id: str) -> KeyPlace:
        """Where the next start reads it. Raises `Refusal`."""
        in_store = self.is_marked(key_id) and self._in_file(key_id) is None
        return KeyPlace.STORE if in_store else KeyPlace.FILE

    def trouble_of_store(self, key: OfficeKey) -> str:
        """Why the store would not give it now, or keep it, as people read it; empty where it would."""
        if self._store is None:
            return StoreTrouble.ABSENT.value
        try:
            kept = self._store.read(key.id)
        except StoreUnavailable as unavailable:
            return unavailable.trouble.value
        missing = self.place_of(key.id) is KeyPlace.STORE and kept != key.secret
        return "系统密钥环里没有这份数据的密钥" if missing else ""

    def _move_into_store(self, key: OfficeKey) -> None:
        """Keep it there and read it back; only then the marker, and last the file.

        Raises `StoreUnavailable`, `OSError`.
        """
        if self._folder is None or self._store is None:
            raise StoreUnavailable(StoreTrouble.ABSENT)
        self._store.keep(key.id, key.secret)
        if self._store.read(key.id) != key.secret:
            raise StoreUnavailable(StoreTrouble.FAILED)
        self._given[key.id] = key
        make_private_folder(self._folder)
        write_private(self._marker(self._folder, key.id), _MARKER)
        sync_folder(self._folder)
        wipe_key(self._file(self._folder, key.id), key)

    def _in_file(self, key_id: str) -> OfficeKey | None:
        if self._folder is None:
            return None
        file = self._file(self._folder, key_id)
        try:
            secret = read_secret(file)
        except OSError as error:
            raise Refusal(f"密钥文件 {file} 无法读取", "检查磁盘和读取权限，再试一次") from error
        return OfficeKey(key_id, secret) if secret is not None else None

    def _unwritten(self, error: OSError) -> Refusal:
        return Refusal(
            f"数据密钥写不进 {self._folder}：{error.strerror}",
            "检查磁盘空间和这个文件夹的写入权限，再试一次；数据没有改动",
        )

    @staticmethod
    def _file(folder: Path, key_id: str) -> Path:
        return folder / f"{key_id}.key"

    @staticmethod
    def _marker(folder: Path, key_id: str) -> Path:
        return folder / f"{key_id}.store"
