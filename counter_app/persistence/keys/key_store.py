"""The key store of the system, as the keys of offices are kept in it: what it is asked, and why it may not answer."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class StoreTrouble(Enum):
    """Why the key store cannot be used now; the value is a sentence without its end, as people read it."""

    ABSENT = "没有可用的系统密钥环：系统没有提供，或者不在登录桌面的会话里"
    LOCKED = "系统密钥环没有解锁"
    SILENT = "系统密钥环2秒内没有答复"
    FAILED = "系统密钥环读写出错"


class StoreUnavailable(Exception):  # noqa: N818 - a store that is not there is no fault
    """The key store cannot be used now. Nothing was asked of the user."""

    def __init__(self, trouble: StoreTrouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble


class KeyStore(Protocol):
    """Keeps secrets by the names of keys. Nothing of it asks the user, nor lasts longer than two seconds."""

    def read(self, key_id: str) -> bytes | None:
        """The secret; None where the store holds none of this name. Raises `StoreUnavailable`."""

    def keep(self, key_id: str, secret: bytes) -> None:
        """Keep a secret, in the place of one of the same name. Raises `StoreUnavailable`."""

    def forget(self, key_id: str) -> None:
        """Remove a secret, if it is there. Raises `StoreUnavailable`."""
