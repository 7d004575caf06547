"""The key of the database in a data folder: found, or made with a new office; an older plain office is encrypted.

No SQLAlchemy here, since every command asks this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.encrypting import encrypt_in_place, is_encrypted, is_plain
from counter_app.persistence.base.exchange_of_data import finish_waiting
from counter_app.persistence.base.office_traces import DATABASE, stored_office
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.persistence.keys.office_key import OfficeKey, Purpose

AT_ONCE_BYTES: Final = 200_000_000
"""A plain file up to this size is encrypted when it is opened (2 s); a larger one after closing."""


def existing_key(data: Path, places: KeyPlaces) -> bytes | None:
    """The key of the database that lies there; None where it is plain, missing or empty. Raises `KeyLost`."""
    key = existing_office_key(data, places)
    return key.derived(Purpose.DATABASE) if key is not None else None


def existing_office_key(data: Path, places: KeyPlaces) -> OfficeKey | None:
    """The key of the office whose database lies there; None where it is plain, missing or empty. Raises `KeyLost`.

    Makes and changes nothing but the note, where that is lost and one of the keys of this computer opens the data; a
    restore that was cut is ended first.
    """
    finish_waiting(data)
    file = data / DATABASE
    if not is_encrypted(file):
        return None
    return places.key_of(data) or places.find_by_trying(data, lambda tried: _opens(file, tried))


def key_for_plain(data: Path, office: OfficeKey) -> bytes | None:
    """The key for a new database, or the one that a plain one was encrypted with just now. Raises `Refusal`.

    None where a plain database stays so for now: it is large, or another window has it open.
    """
    file = data / DATABASE
    plain = is_plain(file)
    if plain and file.stat().st_size > AT_ONCE_BYTES:
        return None
    key = office.derived(Purpose.DATABASE)
    return key if not plain or _encrypted(file, key) else None


def _encrypted(file: Path, key: bytes) -> bool:
    """Encrypt the database and the copies of it that updates left. Raises `Refusal`."""
    if not encrypt_in_place(file, key):
        return False
    for copy in (*file.parent.glob(f"{file.name}.revision-*"), *file.parent.glob(f"{file.name}.replaced-*")):
        if is_plain(copy):
            encrypt_in_place(copy, key)
    return True


def encrypt_plain(data: Path, places: KeyPlaces) -> bool:
    """Encrypt a plain database of any size; False where another window has it open. Raises `Refusal`."""
    file = data / DATABASE
    if not is_plain(file):
        if file.is_file():
            return True
        raise Refusal(f"数据文件夹 {data} 里没有数据", "核对 --data 指向的文件夹")
    return _encrypted(file, office_key_for_plain(data, places).derived(Purpose.DATABASE))


def office_key_for_plain(data: Path, places: KeyPlaces) -> OfficeKey:
    """The key of an office whose database is plain or still to be made; made where it has none. Raises `KeyLost`."""
    return places.key_of(data) or places.make(data)


def _opens(file: Path, key: OfficeKey) -> bool:
    return stored_office(file, key.derived(Purpose.DATABASE)) is not None
