"""What the acts need to believe a result that comes back as a file: a key of each installation, and its signatures."""

from __future__ import annotations

from typing import Protocol

from counter_app.domain.basics.records import frozen


@frozen
class DetachedSignature:
    """A signature with the key it was made with, both as hex digits (Ed25519, RFC 8032)."""

    public_key: str
    signature: str


class Sealer(Protocol):
    """Signs for this installation, and checks what others signed."""

    def seal(self, content: bytes) -> DetachedSignature:
        """Sign `content`; the key is made at its first use. Raises `Refusal` where it cannot be kept."""

    def holds(self, content: bytes, seal: DetachedSignature) -> bool:
        """Whether `seal` was made for exactly this content."""

    def protect(self) -> None:
        """Encrypt a key that older versions kept as it was. Raises `OSError`."""

    def fingerprint(self, public_key: str) -> str:
        """What two people compare by telephone: the SHA-256 of the key, 64 hex digits."""
