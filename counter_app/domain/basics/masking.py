"""Personal data as others may see them: enough to tell two apart, too little to use."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from typing import Final

_HIDDEN: Final = "*"
_NAME: Final = 5  # characters a name may have; codes and phone numbers are longer


def masked(text: str) -> str:
    """`530624********1217`, `138****0000`, `周*`; empty stays empty."""
    if len(text) <= _NAME:
        return masked_but(text, range(1))
    head, tail = min(6, len(text) // 3), min(4, (len(text) + 1) // 3)
    return masked_but(text, {*range(head), *range(len(text) - tail, len(text))})


def masked_but(text: str, shown: Container[int]) -> str:
    """`text` with only the characters at the places `shown`, counted from 0."""
    return "".join(char if place in shown else _HIDDEN for place, char in enumerate(text))


def masked_name(name: str) -> str:
    """A person's name in a list, whatever its length: `周*`; empty stays empty."""
    return name[:1] + _HIDDEN if name else ""


def key_of_name(letters: str, name: str) -> str:
    """What stands for a person where no names are written, the same for the same name: `FZ-3f2a91c07d55`."""
    return f"{letters}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
