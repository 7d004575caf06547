"""Digests of files, computed while they are read: SHA-256 and the others of the standard library, SM3 of cryptography.

Both give up Python's lock while they work, so two threads hash twice as fast as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol


class Digest(Protocol):
    """One digest while it is fed."""

    def update(self, data: bytes) -> None:
        """Add a piece to the digest."""

    def hexdigest(self) -> str:
        """The digest in hex digits; nothing is fed after it."""


class Sm3:
    """SM3 (GB/T 32905-2016)."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives import hashes  # 0.05 s, only where a package is at hand

        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        """The digest; nothing may be fed after it."""
        return self._hash.finalize().hex()


def digest(algorithm: str) -> Digest:
    """A digest to be fed."""
    if algorithm == "sm3":
        return Sm3()
    return hashlib.new(algorithm, usedforsecurity=algorithm in ("sha256", "sha512"))


def digests_of(content: bytes, algorithms: Iterable[str]) -> dict[str, str]:
    """The digests of something small."""
    found = {}
    for algorithm in algorithms:
        fed = digest(algorithm)
        fed.update(content)
        found[algorithm] = fed.hexdigest()
    return found
