"""The recovery code (恢复码): the key of an office as people print, keep and type it.

Thirteen groups of five characters of Crockford's base 32, which has no I, L, O and U. The fifth character of a group
checks the four before it and their place, so that a slip is named by its group.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from counter_app.domain.basics.reading import half_width

KEY_BYTES: Final = 32
GROUPS: Final = 13

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT: Final = str.maketrans("OIL", "011")
_BITS: Final = 5
_DATA: Final = 4
"""Characters of a group that carry the key."""

_PADDING: Final = GROUPS * _DATA * _BITS - KEY_BYTES * 8


class RecoveryCodeError(ValueError):
    """What was typed is no recovery code; `group` counts from 1, None where the length is wrong."""

    def __init__(self, group: int | None) -> None:
        super().__init__("recovery code")
        self.group = group

    @property
    def sentence(self) -> str:
        """What is wrong, as people read it."""
        if self.group is None:
            return f"恢复码应当是{GROUPS}组、每组5位"
        return f"恢复码第{self.group}组输入有误"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.group is None:
            return "照恢复单逐组输入，组间空格可有可无"
        return "照恢复单核对这一组，0 和 O、1 和 I 不必区分"


def recovery_code(key: bytes) -> str:
    """The code of a key of 32 bytes, its groups parted by blanks."""
    if len(key) != KEY_BYTES:
        raise ValueError("an office key has 32 bytes")
    number = int.from_bytes(key, "big") << _PADDING
    drawn = "".join(_ALPHABET[number >> _BITS * place & 31] for place in reversed(range(GROUPS * _DATA)))
    groups = [drawn[start : start + _DATA] for start in range(0, len(drawn), _DATA)]
    return " ".join(group + _check(index, group) for index, group in enumerate(groups, 1))


def key_of_code(typed: str) -> bytes:
    """The key of 32 bytes. Blanks, hyphens and small letters are taken as meant. Raises `RecoveryCodeError`."""
    meant = re.sub(r"[\s-]", "", half_width(typed)).upper().translate(_MEANT)
    if len(meant) != GROUPS * (_DATA + 1):
        raise RecoveryCodeError(None)
    number = 0
    for index in range(1, GROUPS + 1):
        group = meant[(index - 1) * (_DATA + 1) : index * (_DATA + 1)]
        data = group[:_DATA]
        if any(letter not in _ALPHABET for letter in data) or group[_DATA] != _check(index, data):
            raise RecoveryCodeError(index)
        for letter in data:
            number = number << _BITS | _ALPHABET.index(letter)
    if number & (1 << _PADDING) - 1:
        raise RecoveryCodeError(GROUPS)
    return (number >> _PADDING).to_bytes(KEY_BYTES, "big")


def _check(index: int, group: str) -> str:
    return _ALPHABET[hashlib.sha256(f"{index}:{group}".encode()).digest()[0] & 31]
