"""PINs: what one looks like, what is kept of it, how long one waits after wrong ones.

What is kept is a hash made with the key of the office (the pepper): whoever has the hashes alone tries none of them.
Older hashes, and those of data that are not encrypted, are made without it; `is_outdated` tells them.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from datetime import timedelta
from typing import Final

from counter_app.domain.basics.reading import half_width
from counter_app.domain.basics.refusal import Refusal

TRIES: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)

FEWEST_DIGITS: Final = 6
SHAPE: Final = "6到12位数字"
"""As people read it."""

_PIN: Final = re.compile(r"[0-9]{6,12}")
_PLAIN: Final = "scrypt"
_PEPPERED: Final = "scrypt-hmac-sha256"
_COST, _BLOCK, _LANES = 2**14, 8, 1
"""scrypt at 16 MB and some 50 ms a try."""
_LENGTH: Final = 64
"""Octets of what scrypt gives."""
_TWO_MINUTES: Final = 120


class WrongPin(Refusal):
    """It is not the PIN of that person, or too many were wrong in a row."""


def read_pin(typed: str) -> str:
    """The digits as they were meant: half-width, without blanks around."""
    return half_width(typed).strip()


def refuse_unfit(pin: str) -> None:
    """Raise `Refusal` unless `pin`, as `read_pin` gives it, may be set: 6 to 12 digits."""
    if _PIN.fullmatch(pin) is None:
        raise Refusal(f"PIN 必须是{SHAPE}", "由本人输入，不告诉别人")


def is_short(pin: str) -> bool:
    """Whether a PIN as it was typed has fewer digits than one that is set today: it is heard until it is changed."""
    return len(read_pin(pin)) < FEWEST_DIGITS


def short_pin_of(name: str) -> Refusal:
    """What is said to somebody whose PIN is short."""
    return Refusal(f"{name}的 PIN 不足{FEWEST_DIGITS}位", "由本人在设置的“窗口与人员”中重设")


def hash_pin(pin: str, pepper: bytes | None) -> str:
    """The hash as it is kept: `scrypt-hmac-sha256$COST$BLOCK$LANES$SALT$HASH`, salt and hash in base 64.

    HASH is the HMAC by `pepper` of what scrypt gives; without a pepper it is that itself, and the name `scrypt`.
    """
    salt = secrets.token_bytes(16)
    name = _PLAIN if pepper is None else _PEPPERED
    made = _made(pin, salt, (_COST, _BLOCK, _LANES), pepper)
    return "$".join([name, str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(made)])


def is_pin_of(pin_hash: str, pin: str, pepper: bytes | None) -> bool:
    """Whether `pin`, as `read_pin` gives it, is the one of which `hash_pin` made the hash."""
    name, cost, block, lanes, salt, kept = pin_hash.split("$")
    if name == _PEPPERED and pepper is None:
        return False
    made = _made(
        pin, base64.b64decode(salt), (int(cost), int(block), int(lanes)), pepper if name == _PEPPERED else None
    )
    return hmac.compare_digest(made, base64.b64decode(kept))


def is_outdated(pin_hash: str, pepper: bytes | None) -> bool:
    """Whether the hash of a PIN that was found right is to be made anew, with the pepper that there is now."""
    return pepper is not None and not pin_hash.startswith(f"{_PEPPERED}$")


def wait_after(wrong_in_a_row: int) -> timedelta:
    """How long nobody is heard: a minute after the fifth wrong PIN, doubled by each further one, an hour at most."""
    if wrong_in_a_row < TRIES:
        return timedelta()
    doublings = min(wrong_in_a_row - TRIES, (LONGEST_WAIT // FIRST_WAIT).bit_length())
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def refuse_waiting(wrong_in_a_row: int, passed: timedelta, remedy: str) -> None:
    """Raise `WrongPin` while the wait since the last wrong PIN, `passed` ago, is not over."""
    left = wait_after(wrong_in_a_row) - passed
    if left > timedelta():
        raise WrongPin(f"PIN 连续输错{TRIES}次以上，还要等{in_words(left)}", remedy)


def in_words(wait: timedelta) -> str:
    """A wait as people read it, rounded up: never none at all."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    return f"{seconds}秒" if seconds < _TWO_MINUTES else f"{-(-seconds // 60)}分钟"


def _made(pin: str, salt: bytes, cost: tuple[int, int, int], pepper: bytes | None) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # 0.05 s, only where a PIN is typed

    # Python's own is there only where it was built with OpenSSL; the built program's was not.
    made = Scrypt(salt, _LENGTH, *cost).derive(pin.encode())
    return made if pepper is None else hmac.digest(pepper, made, "sha256")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
