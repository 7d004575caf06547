"""Who works at this window by turns: the clerk changes in two keys, and a PIN keeps the screen locked meanwhile.

Names and hashes are kept by this workstation, encrypted with the key of the data. The PIN locks the screen, not the
data: whoever may read the data folder and the key needs none. A supervisor (负责人) can unlock too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import timedelta
from typing import Final

from counter_app.domain.basics.masking import key_of_name
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import pins
from counter_app.services.office.pins import WrongPin, read_pin
from counter_app.services.office.workstation import Workstation

MOST: Final = 9
"""Names that are offered: one digit each."""


@frozen
class KnownClerk:
    """One who works at this window; `pin_hash` is empty where no PIN is set."""

    name: str
    pin_hash: str = field(default="", repr=False)

    @property
    def has_pin(self) -> bool:
        """Whether a PIN is asked for."""
        return bool(self.pin_hash)


def known_clerks(workstation: Workstation) -> tuple[KnownClerk, ...]:
    """Those who worked here, the one who sits here now first."""
    lines = [line.partition("\t") for line in workstation.clerks.split("\n") if line]
    known = {name: KnownClerk(name, pin_hash) for name, _tab, pin_hash in lines}
    now = workstation.clerk
    first = [known.get(now, KnownClerk(now))] if now else []
    return (*first, *(one for name, one in known.items() if name != now))[:MOST]


def change_clerk(workstation: Workstation, name: str) -> Workstation:
    """`name` sits here from now on. Raises `Refusal` for a blank name."""
    name = read_text(name)
    if not name:
        raise Refusal("填写工作人员姓名", "写全名，印在凭证上")
    return _with(replace(workstation, clerk=name), known_clerks(workstation))


def set_pin(workstation: Workstation, name: str, pin: str, pepper: bytes | None) -> Workstation:
    """Give a clerk a PIN, or none where it is empty. Raises `Refusal` for one that is not of 6 to 12 digits.

    `pepper` is that of `OfficeKeys`.
    """
    pin = read_pin(pin)
    if pin:
        pins.refuse_unfit(pin)
    return _with_hash(workstation, name, pins.hash_pin(pin, pepper) if pin else "")


def with_new_hash(workstation: Workstation, clerk: KnownClerk, pin: str, pepper: bytes | None) -> Workstation:
    """The same, once a PIN was found right: a hash without the pepper is made anew with it."""
    if not pins.is_outdated(clerk.pin_hash, pepper):
        return workstation
    return _with_hash(workstation, clerk.name, pins.hash_pin(read_pin(pin), pepper))


def history_key(name: str) -> str:
    """What stands for a clerk in the history, where no names are written but that of who acts."""
    return key_of_name("RY", name)


def forget_clerk(workstation: Workstation, name: str) -> Workstation:
    """No longer offer a name; the one who sits here stays."""
    return _with(workstation, [one for one in known_clerks(workstation) if one.name != name])


class PinTries:
    """Counts wrong tries while the program runs."""

    def __init__(
        self,
        seconds: Callable[[], float],
        pepper: Callable[[], bytes | None],
        right: Callable[[KnownClerk, str], None] = lambda _clerk, _pin: None,
        wrong: Callable[[KnownClerk], None] = lambda _clerk: None,
    ) -> None:
        """`seconds` is a clock that nobody can set back; `right` and `wrong` hear of each PIN."""
        self._seconds = seconds
        self._pepper = pepper
        self._right = right
        self._heard_wrong = wrong
        self._wrong = 0
        self._last = 0.0

    def check(self, clerk: KnownClerk, pin: str) -> None:
        """Raise `WrongPin` unless it is the clerk's PIN; after five wrong ones in a row one waits."""
        passed = timedelta(seconds=self._seconds() - self._last)
        pins.refuse_waiting(self._wrong, passed, "等待后再输入，或由负责人解锁")
        if not pins.is_pin_of(clerk.pin_hash, read_pin(pin), self._pepper()):
            self._wrong, self._last = self._wrong + 1, self._seconds()
            self._heard_wrong(clerk)
            raise WrongPin("PIN 错误", "核对后重新输入")
        self._wrong = 0
        self._right(clerk, pin)


def _with_hash(workstation: Workstation, name: str, pin_hash: str) -> Workstation:
    changed = KnownClerk(name, pin_hash)
    return _with(workstation, [changed if one.name == name else one for one in known_clerks(workstation)])


def _with(workstation: Workstation, clerks: Iterable[KnownClerk]) -> Workstation:
    """The same with `clerks`; the one who sits here stands first."""
    kept = replace(workstation, clerks="\n".join(f"{one.name}\t{one.pin_hash}" for one in clerks))
    every = known_clerks(kept)
    return replace(kept, clerks="\n".join(f"{one.name}\t{one.pin_hash}" for one in every))
