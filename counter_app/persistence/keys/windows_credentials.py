"""The Credential Manager of Windows: encrypted with what the user logs in by, on this computer only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from win32ctypes.pywin32 import pywintypes, win32cred

from counter_app.persistence.keys.key_store import StoreTrouble, StoreUnavailable

NOT_FOUND: Final = 1168
"""ERROR_NOT_FOUND: no credential of this name."""
NO_LOGON_SESSION: Final = 1312
"""ERROR_NO_SUCH_LOGON_SESSION: the process has none, as a service has."""


class WindowsCredentials:
    """Implements `KeyStore`, but for the time that it takes."""

    def read(self, key_id: str) -> bytes | None:
        try:
            with _told():
                found: dict[str, Any] = win32cred.CredRead(_target(key_id), win32cred.CRED_TYPE_GENERIC)
                return _secret(found["CredentialBlob"])
        except LookupError:
            return None

    def keep(self, key_id: str, secret: bytes) -> None:
        credential = {
            "Type": win32cred.CRED_TYPE_GENERIC,
            "TargetName": _target(key_id),
            "UserName": key_id,
            "CredentialBlob": secret.hex(),
            "Persist": win32cred.CRED_PERSIST_LOCAL_MACHINE,
        }
        with _told():
            win32cred.CredWrite(credential, 0)

    def forget(self, key_id: str) -> None:
        try:
            with _told():
                win32cred.CredDelete(_target(key_id), win32cred.CRED_TYPE_GENERIC)
        except LookupError:
            return


def _target(key_id: str) -> str:
    return f"counter-app/{key_id}"


def _secret(blob: bytes) -> bytes | None:
    """Text is kept as UTF-16."""
    try:
        return bytes.fromhex(blob.decode("utf-16-le"))
    except ValueError:
        return None


@contextmanager
def _told() -> Iterator[None]:
    """Raises `LookupError` where there is no such credential, `StoreUnavailable`."""
    try:
        yield
    except pywintypes.error as error:
        if error.winerror == NOT_FOUND:
            raise LookupError from error
        absent = error.winerror == NO_LOGON_SESSION
        raise StoreUnavailable(StoreTrouble.ABSENT if absent else StoreTrouble.FAILED) from error
