"""Supervisors (负责人): who may let an exception pass, by a PIN of which only a hash is kept.

A short PIN does not withstand somebody who copies the database; it keeps an exception from passing unseen at the
window, and every try stands in the history. Wrong tries are counted there too, so that a restart clears none.

A try is recorded before the PIN is looked at, and is a wrong one unless the next entry says otherwise: as many as come
at once, from one window or many, only so many are heard. How long one waits is not read from the clock of the computer,
which can be set: the wait begins when this program first sees the last wrong try. Where that was made before the
program was started, or at another window, the whole wait is still to come.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import takewhile
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.offices import ActContext, act
from counter_app.services.ports import Backend, Supervisor, UnitOfWork

TRIES: Final = 5
WAIT: Final = timedelta(seconds=60)

_PIN: Final = re.compile(r"[0-9]{4,12}")
_COST, _BLOCK, _LANES = 2**14, 8, 1
"""scrypt at 16 MB and some 50 ms a try."""
_LENGTH: Final = 64
"""Octets of a hash."""

_TRIED: Final = "supervisor.tried"
_WRONG: Final = frozenset({_TRIED, "supervisor.wrong_pin"})
"""A try that nothing right follows; older data say that it was wrong."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What a supervisor gave: name, PIN, the reason for each item by its key; an act without items has one under ""."""

    supervisor: str
    pin: str = field(repr=False)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The one reason of an act without items."""
        return self.reasons.get("", "")


class WrongPin(Refusal):
    """The PIN is not the supervisor's, or too many were wrong in a row."""


class NoSupervisor(Refusal):
    """Nobody is set down who could allow the act."""

    def __init__(self) -> None:
        """One sentence and the way out."""
        super().__init__(
            "还没有登记负责人，这一步要由负责人输入 PIN", "先登记负责人再办理，“负责人”一栏在设置", "settings"
        )


def supervisors(backend: Backend) -> list[str]:
    """The names of all supervisors, sorted."""
    with backend.work() as work:
        return [one.name for one in work.supervisors.all()]


def set_supervisor(backend: Backend, name: str, pin: str, *, post: Post, allowed_by: Permission | None = None) -> None:
    """Record a supervisor, or a new PIN for one.

    The first may be set by anybody; from then on a supervisor allows it. Raises `Refusal` for a blank name or a PIN
    that is not of 4 to 12 digits, `WrongPin`, `NoOffice`.
    """
    name, pin = read_text(name), read_pin(pin)
    if not name:
        raise Refusal("填写负责人姓名", "写全名，和警务系统中的一致")
    if not is_pin(pin):
        raise Refusal("PIN 必须是4到12位数字", "由负责人自己输入，不告诉别人")
    with act(backend, post) as now:
        _refuse_unless_allowed(now, allowed_by)
        now.work.supervisors.save(Supervisor(name, hash_pin(pin), now.at))
        now.record("supervisor.set", history_key(name))
        now.commit()


def remove_supervisor(backend: Backend, name: str, *, post: Post, allowed_by: Permission) -> None:
    """Take a supervisor out; any supervisor may, the one that goes included. Raises `WrongPin`, `NoOffice`."""
    with act(backend, post) as now:
        _refuse_unless_allowed(now, allowed_by)
        now.work.supervisors.remove(name)
        now.record("supervisor.removed", history_key(name))
        now.commit()


def try_pin(backend: Backend, name: str, pin: str, *, post: Post) -> None:
    """Look whether the PIN is right before the act is begun, so that a dialog can ask again. Raises `WrongPin`."""
    with act(backend, post) as now:
        _hear(now, name, pin)


def check_supervisor(now: ActContext, permission: Permission) -> None:
    """Raise `WrongPin` unless the PIN is that of the supervisor; `NoSupervisor` where there are none.

    Call it first in the transaction, which it commits: the try is recorded and kept although the act may be refused.
    After five wrong tries in a row one waits a minute, and again after each further one; who waits is not heard.
    """
    _hear(now, permission.supervisor, permission.pin)
    now.record("supervisor.allowed", history_key(permission.supervisor))


def is_pin(digits: str) -> bool:
    """Whether it has the shape of a PIN: 4 to 12 digits."""
    return _PIN.fullmatch(digits) is not None


def read_pin(typed: str) -> str:
    """The digits as they were meant: half-width, without blanks around."""
    return half_width(typed).strip()


def hash_pin(pin: str) -> str:
    """The hash as it is kept: `scrypt$COST$BLOCK$LANES$SALT$HASH`, salt and hash in base 64."""
    salt = secrets.token_bytes(16)
    made = _scrypt(pin, salt, _COST, _BLOCK, _LANES)
    return "$".join(["scrypt", str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(made)])


def history_key(name: str) -> str:
    """What stands for a supervisor in the history, where no names are written."""
    return "FZ-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def _refuse_unless_allowed(now: ActContext, allowed_by: Permission | None) -> None:
    if not now.work.supervisors.all():
        return
    if allowed_by is None:
        raise Refusal("已有负责人，由负责人输入 PIN 后才能改", "选择负责人并输入 PIN")
    check_supervisor(now, allowed_by)


def _hear(now: ActContext, name: str, pin: str) -> None:
    """Count the try, then look at the PIN."""
    if not now.work.supervisors.all():
        raise NoSupervisor
    supervisor = now.work.supervisors.hold(name)
    if supervisor is None:
        raise WrongPin("没有登记这位负责人", "从名单中选择")
    tries = _Tries.of(now.work, name)
    tries.refuse_while_waiting(now.backend)
    now.record(_TRIED, history_key(name))
    now.commit()
    tries = tries.and_one_more()
    now.backend.since_seen(tries.mark)  # the wait begins
    if not is_pin_of(supervisor.pin_hash, read_pin(pin)):
        left = TRIES - tries.wrong_in_a_row
        raise WrongPin("PIN 错误", f"核对后重新输入，还可以试{left}次" if left > 0 else "60秒后再试")
    now.record("supervisor.right_pin", history_key(name))
    now.commit()


@dataclass(frozen=True, slots=True)
class _Tries:
    """How often the PIN of a supervisor was wrong: since it was last right or last set, and ever."""

    key: str
    wrong_in_a_row: int
    wrong_ever: int

    @classmethod
    def of(cls, work: UnitOfWork, name: str) -> _Tries:
        key = history_key(name)
        wrong = [entry.act in _WRONG for entry in work.history.of_case(key)]
        in_a_row = sum(1 for _ in takewhile(bool, reversed(wrong)))
        return cls(key, in_a_row, sum(wrong))

    @property
    def mark(self) -> str:
        """What the last try is known by: each has a number of its own, since no entry is ever taken away."""
        return f"{self.key} {self.wrong_ever}"

    def and_one_more(self) -> _Tries:
        return replace(self, wrong_in_a_row=self.wrong_in_a_row + 1, wrong_ever=self.wrong_ever + 1)

    def refuse_while_waiting(self, backend: Backend) -> None:
        if self.wrong_in_a_row < TRIES:
            return
        passed = backend.since_seen(self.mark)
        if passed < WAIT:
            left = max(1, round((WAIT - passed).total_seconds()))
            raise WrongPin(f"PIN 连续输错{TRIES}次以上，还要等{left}秒", "等待后再输入，或由另一名负责人输入")


def is_pin_of(pin_hash: str, pin: str) -> bool:
    """Whether `pin`, as `read_pin` gives it, is the one of which `hash_pin` made the hash."""
    _name, cost, block, lanes, salt, kept = pin_hash.split("$")
    made = _scrypt(pin, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(made, base64.b64decode(kept))


def _scrypt(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # 0.05 s, only where a PIN is typed

    # Python's own is there only where it was built with OpenSSL; the built program's was not.
    return Scrypt(salt, _LENGTH, n=cost, r=block, p=lanes).derive(pin.encode())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
