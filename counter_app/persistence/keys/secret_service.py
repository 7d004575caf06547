"""The Secret Service of a Linux desktop (GNOME Keyring, KWallet, the keyrings of UOS and Kylin), by the session bus.

Only the default collection, and only where it is there and unlocked: to make or unlock one the service would ask the
user. The library's `get_default_collection` makes one, so it is not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import secretstorage
from secretstorage.exceptions import (
    ItemNotFoundException,
    LockedException,
    SecretServiceNotAvailableException,
    SecretStorageException,
)

from counter_app.persistence.keys.key_store import StoreTrouble, StoreUnavailable

LABEL: Final = "counter-app 数据密钥"
"""What programs that show the store write."""


class SecretService:
    """Implements `KeyStore`, but for the time that it takes."""

    def read(self, key_id: str) -> bytes | None:
        with _collection() as collection:
            for item in collection.search_items(_attributes(key_id)):
                return _secret(item.get_secret())
        return None

    def keep(self, key_id: str, secret: bytes) -> None:
        with _collection() as collection:
            collection.create_item(LABEL, _attributes(key_id), secret.hex().encode("ascii"), replace=True)

    def forget(self, key_id: str) -> None:
        with _collection() as collection:
            for item in collection.search_items(_attributes(key_id)):
                item.delete()


def _attributes(key_id: str) -> dict[str, str]:
    """By what an item is found; they are not secret."""
    return {"application": "counter-app", "key": key_id}


def _secret(kept: bytes) -> bytes | None:
    try:
        return bytes.fromhex(kept.decode("ascii"))
    except ValueError:
        return None


@contextmanager
def _collection() -> Iterator[secretstorage.Collection]:
    """The default collection, unlocked. Raises `StoreUnavailable`."""
    try:
        with closing(secretstorage.dbus_init()) as connection:
            collection = secretstorage.Collection(connection)
            collection.ensure_not_locked()
            yield collection
    except LockedException as error:
        raise StoreUnavailable(StoreTrouble.LOCKED) from error
    except (SecretServiceNotAvailableException, ItemNotFoundException, OSError) as error:
        raise StoreUnavailable(StoreTrouble.ABSENT) from error
    except SecretStorageException as error:
        raise StoreUnavailable(StoreTrouble.FAILED) from error
