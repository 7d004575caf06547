"""Where the key of an office lies: apart from its data, so that a copied data folder tells nothing.

The data folder has a note, `keys/office-key.json`: which key belongs to it and by which value the right one is known.
The key itself lies among the user's own settings. Until the recovery code was printed it lies beside the data too, in
`keys/office.key`: a lost computer profile must not take the cases with it. Once it is printed the key moves into the
key store of the system where there is one. No SQLAlchemy here, since every command asks this.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import RecoveryCodeError, key_of_code
from counter_app.persistence.keys.key_files import read_secret, wipe_key, write_key
from counter_app.persistence.keys.key_note import KeyNote, lay_note, read_note
from counter_app.persistence.keys.key_store import KeyStore, StoreTrouble, StoreUnavailable
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.persistence.keys.system_store import SystemStore
from counter_app.persistence.keys.user_keys import UserKeys
from counter_app.services.ports.keys import KeyLost, KeyPlace

BESIDE: Final = "office.key"
_TYPE_CODE: Final = "取出封存的恢复单，输入恢复单上的恢复码"
_UNREACHED: Final = {
    StoreTrouble.ABSENT: (
        "密钥在系统密钥环里，这里读不到：不在登录桌面的会话里，或者系统密钥环没有运行",
        "登录桌面后再试；定时任务、远程登录要用的，先在设置的“数据保护”里把密钥移回文件",
    ),
    StoreTrouble.LOCKED: ("密钥在系统密钥环里，密钥环没有解锁", "解锁系统密钥环后再试"),
    StoreTrouble.SILENT: ("密钥在系统密钥环里，密钥环2秒内没有答复", "稍等再试"),
    StoreTrouble.FAILED: ("密钥在系统密钥环里，密钥环读写出错", "重新登录桌面后再试"),
}
"""What is so, and what to do before the recovery code is fetched."""


_STORE: Final = SystemStore()
FROM_STORE: Final[dict[str, OfficeKey]] = {}
"""What the key store of the system has given to this program: each key is asked of it once."""


def lasting_places(folder: Path) -> KeyPlaces:
    """Where the keys of the user are kept whose settings lie in `folder`."""
    return KeyPlaces(folder, _STORE, FROM_STORE)


class KeyPlaces:
    """Finds, makes and takes back the key of a data folder."""

    def __init__(
        self, folder: Path | None, store: KeyStore | None = None, given: dict[str, OfficeKey] | None = None
    ) -> None:
        """`folder` holds the keys, a file each; without one a key lasts as long as this object.

        `store` is where a key moves once its recovery code is on paper; `given` remembers what it gave.
        """
        self._keys = UserKeys(folder, store, given)

    @property
    def lasting(self) -> bool:
        """Whether keys are kept longer than this object lasts."""
        return self._keys.lasting

    def key_of(self, data: Path) -> OfficeKey | None:
        """The key of a data folder; None where its note names none. Raises `KeyLost`, `Refusal`."""
        note = read_note(data)
        if note is None:
            return None
        key = self._keys.find(note.id)
        unreached: StoreTrouble | None = None
        if key is None or not note.names(key):
            try:
                key = self._keys.find_in_store(note.id) or key
            except StoreUnavailable as unavailable:
                unreached = unavailable.trouble
        if key is None or not note.names(key):
            key = self._beside(data, note) or key
        if key is not None and note.names(key):
            return key
        raise self._lost(note, key, unreached)

    def find_by_trying(self, data: Path, opens: Callable[[OfficeKey], bool]) -> OfficeKey:
        """The key whose note is lost, if one of this computer `opens` the data; its note is laid. Raises `KeyLost`."""
        for key in self._all_keys(data):
            if opens(key):
                if not self._keys.is_kept(key):
                    self._keys.keep(key)
                with contextlib.suppress(OSError):
                    lay_note(data, KeyNote.of(key))
                return key

        def take_back(typed: str) -> None:
            key = OfficeKey.make(_key_of_code(typed))
            if not opens(key):
                raise Refusal(
                    "用这个恢复码打不开数据：恢复码是别的数据的，或者数据文件已损坏",
                    "核对恢复单上的机关名称和日期；确是这份数据的，从备份恢复",
                )
            self._keys.keep_well(key)
            self._keys.note_sheet(key.id)

        raise KeyLost("这台电脑上没有这份数据的密钥，或者数据文件已损坏，数据没有打开", _TYPE_CODE, take_back)

    def make(self, data: Path) -> OfficeKey:
        """A new key for a data folder; the one that another window made in this moment. Raises `Refusal`."""
        key = OfficeKey.make()
        self._keys.keep(key)
        try:
            if lay_note(data, KeyNote.of(key)) and self.lasting:
                write_key(data / "keys" / BESIDE, key)
        except OSError as error:
            raise Refusal(f"无法写入数据文件夹 {data}", "检查磁盘和写入权限，或另选一个文件夹存放数据") from error
        made = self.key_of(data)
        if made is None:
            raise RuntimeError("the note that was just laid is gone")
        return made

    def take_out(self, data: Path) -> None:
        """Have the key nowhere in the data folder: its recovery code is on paper. Raises `Refusal`.

        It lies in the key store then where there is one, else among the user's settings.
        """
        key = self.key_of(data)
        beside = data / "keys" / BESIDE
        if key is None or not beside.exists():
            return
        self._keys.keep_well(key)
        if not self._keys.is_kept(key):
            return
        try:
            wipe_key(beside, key)
        except OSError as error:
            raise Refusal(
                f"密钥没有移出数据文件夹：{error.strerror}", f"检查 {beside.parent} 的写入权限，再打印一次恢复单"
            ) from error

    def is_beside(self, data: Path) -> bool:
        """Whether the key itself still lies in the data folder; another one's there counts for nothing."""
        secret = _secret_beside(data)
        note = read_note(data) if secret is not None else None
        return secret is not None and (note is None or note.names_secret(secret))

    def was_typed(self, data: Path) -> bool:
        """Whether the recovery code of the key was typed on this computer: then it is on paper."""
        note = read_note(data)
        return note is not None and self._keys.has_sheet(note.id)

    def place_of(self, data: Path) -> KeyPlace:
        """Where the next start reads the key. Raises `Refusal`."""
        note = read_note(data)
        return self._keys.place_of(note.id) if note is not None else KeyPlace.FILE

    def trouble_of_store(self, data: Path) -> str:
        """Why the key store would not give the key now, or keep it, as people read it. Raises `KeyLost`, `Refusal`.

        Empty where it would. Asks the store.
        """
        key = self.key_of(data)
        return self._keys.trouble_of_store(key) if key is not None else ""

    def into_store(self, data: Path) -> None:
        """Move the key from its file into the key store. Raises `KeyLost`, `Refusal`."""
        key = self.key_of(data)
        if key is not None:
            self._keys.into_store(key)

    def into_file(self, data: Path) -> None:
        """Move the key from the key store back into its file. Raises `KeyLost`, `Refusal`."""
        key = self.key_of(data)
        if key is not None:
            self._keys.into_file(key)

    def _beside(self, data: Path, note: KeyNote) -> OfficeKey | None:
        """The key beside the data, where it is theirs; kept among the settings too."""
        secret = _secret_beside(data)
        if secret is None or not note.names_secret(secret):
            return None
        key = OfficeKey(note.id, secret)
        with contextlib.suppress(Refusal):
            self._keys.keep(key)
        return key

    def _all_keys(self, data: Path) -> Iterator[OfficeKey]:
        known = list(self._keys.all())
        yield from known
        secret = _secret_beside(data)
        if secret is not None and secret not in [key.secret for key in known]:
            yield OfficeKey.make(secret)

    def _lost(self, note: KeyNote, key: OfficeKey | None, unreached: StoreTrouble | None) -> KeyLost:
        """`key` is another one that was found, `unreached` why the store could not be asked."""

        def take_back(typed: str) -> None:
            secret = _key_of_code(typed)
            if not note.names_secret(secret):
                raise Refusal("这个恢复码不是这份数据的", "核对恢复单上的机关名称和日期，换用这份数据的恢复单")
            self._keys.keep_well(OfficeKey(note.id, secret))
            self._keys.note_sheet(note.id)

        if unreached is not None:
            said, remedy = _UNREACHED[unreached]
            return KeyLost(f"{said}，数据没有打开", f"{remedy}；不行的，{_TYPE_CODE}", take_back, may_return=True)
        if key is not None:
            said = "这台电脑上的密钥不是这份数据的密钥"
        elif self._keys.is_marked(note.id):
            said = "系统密钥环里没有这份数据的密钥"
        else:
            said = "这台电脑上没有这份数据的密钥"
        return KeyLost(f"{said}，数据没有打开", _TYPE_CODE, take_back)


def _secret_beside(data: Path) -> bytes | None:
    """What lies beside the data, where it can be read."""
    with contextlib.suppress(OSError):
        return read_secret(data / "keys" / BESIDE)
    return None


def _key_of_code(typed: str) -> bytes:
    try:
        return key_of_code(typed)
    except RecoveryCodeError as error:
        raise Refusal(error.sentence, error.remedy) from error
