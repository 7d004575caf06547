"""The key of an office: 32 random bytes, of which each use gets a key of its own."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import field
from enum import Enum
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.office.recovery_code import KEY_BYTES

_PREFIX: Final = b"counter-app/1/"


class Purpose(Enum):
    """What a derived key is for; the value goes into the derivation and never changes."""

    DATABASE = "database"
    CHECK = "check"
    FILES = "files"
    TRAIL = "trail"
    WITNESS = "witness"
    PIN = "pin"
    BACKUP = "backup"
    SIGNING = "signing"
    NAMES = "names"


@frozen
class OfficeKey:
    """Never shown but as the recovery code; `id` names it without telling anything of it."""

    id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("an office key has 32 bytes")

    @classmethod
    def make(cls, secret: bytes = b"") -> OfficeKey:
        """One of a new name; of `secret`, else of new random bytes."""
        return cls(secrets.token_hex(8), secret or secrets.token_bytes(KEY_BYTES))

    def derived(self, purpose: Purpose) -> bytes:
        """32 bytes for one use: the one block of HKDF-Expand with SHA-256 (RFC 5869) that they need."""
        return hmac.digest(self.secret, _PREFIX + purpose.value.encode() + b"\x01", "sha256")

    @property
    def check_value(self) -> str:
        """16 bytes as hex, by which a key is known for the right one before anything is opened with it."""
        return hmac.digest(self.derived(Purpose.CHECK), self.id.encode(), "sha256")[:16].hex()
