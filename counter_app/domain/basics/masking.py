"""Personal data as others may see them: enough to tell two apart, too little to use."""

from __future__ import annotations

from typing import Final

_NAME: Final = 5  # characters a name may have; codes and phone numbers are longer


def masked(text: str) -> str:
    """`530624********1217`, `138****0000`, `周*`; empty stays empty."""
    if len(text) <= _NAME:
        return text[:1] + "*" * (len(text) - 1)
    head, tail = min(6, len(text) // 3), min(4, (len(text) + 1) // 3)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
