"""Files of a backup, encrypted and held against changes: AES-256-GCM, each with a nonce of its own."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEAD: Final = b"counter-app-backup aes-256-gcm\n"
_NONCE_BYTES: Final = 12


class SealBrokenError(ValueError):
    """The content was changed, belongs to another name, or was sealed with another key."""


def seal(key: bytes, content: bytes, name: str, beside: bytes = b"") -> bytes:
    """`content` encrypted; it opens under this `name` and with what lies open `beside` it only. `key` has 32 bytes."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return HEAD + nonce + AESGCM(key).encrypt(nonce, content, _bound(name, beside))


def unseal(key: bytes, sealed: bytes, name: str, beside: bytes = b"") -> bytes:
    """What `seal` was given. Raises `SealBrokenError`."""
    if not sealed.startswith(HEAD):
        raise SealBrokenError(name)
    nonce, encrypted = sealed[len(HEAD) :][:_NONCE_BYTES], sealed[len(HEAD) + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, encrypted, _bound(name, beside))
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(name) from error


def mark_of(key: bytes, content: bytes, name: str) -> str:
    """A mark as hex, by which a content that anybody may read is known to be unchanged."""
    return seal(key, b"", name, content).hex()


def is_marked(key: bytes, content: bytes, name: str, mark: str) -> bool:
    """Whether `mark` was made for just this content."""
    try:
        return unseal(key, bytes.fromhex(mark), name, content) == b""
    except ValueError:
        return False


def _bound(name: str, beside: bytes) -> bytes:
    return name.encode() + b"\n" + beside
