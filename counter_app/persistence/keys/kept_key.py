"""The key of one data folder, as the services ask for it."""

from __future__ import annotations

from pathlib import Path

from counter_app.persistence.base.encrypting import is_encrypted
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.persistence.keys.office_key import OfficeKey, Purpose
from counter_app.services.ports.keys import KeyPlace, SecretKey


class KeptKey:
    """Implements `ports.OfficeKeys`."""

    def __init__(self, data: Path, places: KeyPlaces) -> None:
        """`places` knows where the key of `data` lies."""
        self._data = data
        self._places = places

    def get(self) -> SecretKey | None:
        key = self._key()
        return SecretKey(key.id, key.secret) if key is not None else None

    def pepper(self) -> bytes | None:
        return self.derived(Purpose.PIN)

    def derived(self, purpose: Purpose) -> bytes | None:
        """The key for one use; None where the data are not encrypted. Raises `KeyLost`."""
        key = self._key()
        return key.derived(purpose) if key is not None else None

    def password(self) -> bytes | None:
        """What the key that signs is encrypted with: it wants words."""
        key = self.derived(Purpose.SIGNING)
        return key.hex().encode("ascii") if key is not None else None

    def is_beside(self) -> bool:
        return self._places.is_beside(self._data)

    def was_typed(self) -> bool:
        return self._places.was_typed(self._data)

    def take_out(self) -> None:
        self._places.take_out(self._data)

    def place(self) -> KeyPlace:
        return self._places.place_of(self._data)

    def store_trouble(self) -> str:
        return self._places.trouble_of_store(self._data)

    def into_store(self) -> None:
        self._places.into_store(self._data)

    def into_file(self) -> None:
        self._places.into_file(self._data)

    def _key(self) -> OfficeKey | None:
        return self._places.key_of(self._data) if is_encrypted(self._data / DATABASE) else None
