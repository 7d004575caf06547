"""The MAC of one link of the trail: over the link before it and everything that its entry says."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Final

SHA256: Final = "HMAC-SHA256"
SM3: Final = "HMAC-SM3"

FIRST: Final = b""
"""What stands for the link before the first one."""

Field = bytes | int | None


def _sha256(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, "sha256")


def _sm3(key: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SM3 as SM3_HASH  # 0.05 s, only where an office chose it
    from cryptography.hazmat.primitives.hmac import HMAC

    made = HMAC(key, SM3_HASH())
    made.update(content)
    return made.finalize()


ALGORITHMS: Final[Mapping[str, Callable[[bytes, bytes], bytes]]] = {SHA256: _sha256, SM3: _sm3}
"""By the name that stands in each link."""


def link_mac(key: bytes, algorithm: str, before: bytes, ordinal: int, entry: Sequence[Field]) -> bytes:
    """The MAC of the link at `ordinal`; `entry` is its row of the history, each column as bytes. Raises `KeyError`.

    Each part stands behind its length, so that no two contents look alike.
    """
    parts = (before, algorithm.encode(), ordinal, *entry)
    return ALGORITHMS[algorithm](key, b"".join(map(_framed, parts)))


def _framed(part: Field) -> bytes:
    if part is None:
        return b"-"
    content = part if isinstance(part, bytes) else b"%d" % part
    return b"%d:" % len(content) + content
