"""Supervisors (负责人): who may let an exception pass, by a PIN of which only a hash is kept.

A PIN keeps an exception from passing unseen at the window, and every try stands in the history. Wrong tries are counted
there too, so that a restart clears none.

A try is recorded before the PIN is looked at, and is a wrong one unless the next entry says otherwise: as many as come
at once, from one window or many, only so many are heard. How long one waits is not read from the clock of the computer,
which can be set: the wait begins when this program first sees the last wrong try. Where that was made before the
program was started, or at another window, the whole wait is still to come.

The first supervisor is set by anybody, once: where the history knows one and none is there, and where all PINs are
forgotten, the recovery code of the office sets one. Before that code was printed the key lies beside the data, and
whoever has both needs no PIN to read and write everything: there a command sets one, and every window tells of it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from counter_app.domain.basics.masking import key_of_name
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import RecoveryCodeError, key_of_code
from counter_app.services.office import pins
from counter_app.services.office.offices import ActContext, act, at_office
from counter_app.services.office.pins import TRIES, WrongPin, read_pin
from counter_app.services.ports import Backend, Supervisor, UnitOfWork

_TRIED: Final = "supervisor.tried"
_WRONG: Final = frozenset({_TRIED, "supervisor.wrong_pin"})
"""A try that nothing right follows; older data say that it was wrong."""

_RESET: Final = "supervisor.reset"
_SET: Final = frozenset({"supervisor.set", "supervisor.recovered", _RESET})
SHOWN_DAYS: Final = 7
"""How long each start of a window tells that a PIN was reset by a command."""
_LETTERS: Final = "FZ"


@frozen
class Permission:
    """What a supervisor gave: name, PIN, the reason for each item by its key; an act without items has one under ""."""

    supervisor: str
    pin: str = field(repr=False)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The one reason of an act without items."""
        return self.reasons.get("", "")


@frozen
class PinReset:
    """A PIN that was reset by a command. `name` is empty for one who is no supervisor any more; `at` is office time."""

    name: str
    at: datetime


class WrongCode(Refusal):
    """What was typed is no recovery code, or another office's."""


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


def may_anybody_set_one(backend: Backend) -> bool:
    """Whether the first supervisor is still to be set: there is none, and the history knows none either."""
    with backend.work() as work:
        return not work.supervisors.all() and not _was_one(work)


def set_supervisor(backend: Backend, name: str, pin: str, *, post: Post, allowed_by: Permission | None = None) -> None:
    """Record a supervisor, or a new PIN for one.

    The first may be set by anybody; from then on a supervisor allows it. Raises `Refusal` for a blank name or a PIN
    that is not of 6 to 12 digits, `WrongPin`, `NoOffice`.
    """
    name, pin = _read(name, pin)
    with act(backend, post) as now:
        refuse_unless_allowed(now, allowed_by)
        _save(now, "supervisor.set", name, pin)


def recover_supervisor(backend: Backend, name: str, pin: str, code: str, *, post: Post) -> None:
    """Record a supervisor, or a new PIN for one, allowed by the recovery code of the office: all PINs are forgotten.

    Raises `Refusal` as `set_supervisor`, `WrongCode`.
    """
    name, pin = _read(name, pin)
    key = backend.office_key.get()
    if key is None:
        raise WrongCode("数据还没有加密，没有恢复码", "退出全部窗口后重新打开程序，数据随即加密")
    try:
        typed = key_of_code(code)
    except RecoveryCodeError as error:
        raise WrongCode(error.sentence, error.remedy) from error
    with act(backend, post) as now:
        if not hmac.compare_digest(typed, key.secret):
            now.record("supervisor.wrong_code", history_key(name))
            now.commit()
            raise WrongCode("这个恢复码不是这份数据的", "核对恢复单上的机关名称和日期")
        _save(now, "supervisor.recovered", name, pin)


def refuse_reset(backend: Backend, name: str) -> None:
    """Raise `Refusal` unless a command may set a PIN for `name`: only before the recovery sheet was printed.

    The key itself has to lie beside the data: whoever can put it there has what the recovery code says.
    """
    if not backend.office_key.is_beside():
        raise Refusal("恢复单已经打印过，不能用命令重设 PIN", "取出封存的恢复单，在设置的“负责人”一栏用恢复码重设")
    with backend.work() as work:
        names = [one.name for one in work.supervisors.all()]
        if not names and not _was_one(work):
            raise Refusal("还没有登记过负责人", "在设置的“负责人”一栏登记，第一位不用 PIN")
    if names and read_text(name) not in names:
        raise Refusal(f"没有登记负责人{read_text(name)}", f"写登记的姓名：{'、'.join(names)}")


def reset_supervisor(backend: Backend, name: str, pin: str, *, post: Post) -> None:
    """Record a new PIN for a supervisor without a PIN and without the recovery code, which was never printed.

    `recent_resets` tells every window of it. Raises `Refusal` as `set_supervisor` and `refuse_reset`, `NoOffice`.
    """
    name, pin = _read(name, pin)
    refuse_reset(backend, name)
    with act(backend, post) as now:
        _save(now, _RESET, name, pin)


def recent_resets(backend: Backend) -> list[PinReset]:
    """The PINs that a command has reset these days, the latest last. Raises `NoOffice`."""
    with at_office(backend) as now:
        names = {history_key(one.name): one.name for one in now.work.supervisors.all()}
        since = now.local - timedelta(days=SHOWN_DAYS)
        return [
            PinReset(names.get(entry.reference, ""), entry.at.astimezone(now.zone))
            for entry in now.work.history.of_references(f"{_LETTERS}-")
            if entry.act == _RESET and entry.at > since
        ]


def remove_supervisor(backend: Backend, name: str, *, post: Post, allowed_by: Permission) -> None:
    """Take a supervisor out; any supervisor may, the one that goes included.

    Raises `Refusal` where nobody would be left, `WrongPin`, `NoOffice`.
    """
    with act(backend, post) as now:
        refuse_unless_allowed(now, allowed_by)
        if [one.name for one in now.work.supervisors.all()] == [name]:
            raise Refusal("只有这一名负责人，取消后没有人能批准", "先登记另一名负责人，再取消登记")
        now.work.supervisors.remove(name)
        now.record("supervisor.removed", history_key(name))
        now.commit()


def try_pin(backend: Backend, name: str, pin: str, *, post: Post) -> bool:
    """Look whether the PIN is right before the act is begun, so that a dialog can ask again. Raises `WrongPin`.

    True where it is right and shorter than one that is set today: it should be changed.
    """
    with act(backend, post) as now:
        _hear(now, name, pin)
    return pins.is_short(pin)


def check_supervisor(now: ActContext, permission: Permission) -> None:
    """Raise `WrongPin` unless the PIN is that of the supervisor; `NoSupervisor` where there are none.

    Call it first in the transaction, which it commits: the try is recorded and kept although the act may be refused.
    After five wrong tries in a row one waits, each further time twice as long; who waits is not heard.
    """
    _hear(now, permission.supervisor, permission.pin)
    now.record("supervisor.allowed", history_key(permission.supervisor))


def history_key(name: str) -> str:
    """What stands for a supervisor in the history, where no names are written."""
    return key_of_name(_LETTERS, name)


def _read(name: str, pin: str) -> tuple[str, str]:
    """Name and PIN as they were meant. Raises `Refusal`."""
    name, pin = read_text(name), read_pin(pin)
    if not name:
        raise Refusal("填写负责人姓名", "写全名，和警务系统中的一致")
    pins.refuse_unfit(pin)
    return name, pin


def _save(now: ActContext, act_name: str, name: str, pin: str) -> None:
    pin_hash = pins.hash_pin(pin, now.backend.office_key.pepper())
    now.work.supervisors.save(Supervisor(name, pin_hash, now.at))
    now.record(act_name, history_key(name))
    now.commit()


def _was_one(work: UnitOfWork) -> bool:
    return any(entry.act in _SET for entry in work.history.of_references(f"{_LETTERS}-"))


def refuse_unless_allowed(now: ActContext, allowed_by: Permission | None, what: str = "改") -> None:
    """Where there are supervisors one of them allows the act called `what`; as `check_supervisor`.

    Raises `Refusal` where none did, or where all that there were are gone, `WrongPin`.
    """
    now.work.supervisors.hold("")  # of two windows that set the first one at once, the later sees the other's
    if not now.work.supervisors.all():
        if _was_one(now.work):
            raise Refusal("登记过负责人，现在一名也没有", "取出封存的恢复单，用恢复码登记；确属误删的，从备份恢复数据")
        return
    if allowed_by is None:
        raise Refusal(f"已有负责人，由负责人输入 PIN 后才能{what}", "选择负责人并输入 PIN")
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
    pin, pepper = read_pin(pin), now.backend.office_key.pepper()
    if not pins.is_pin_of(supervisor.pin_hash, pin, pepper):
        left = TRIES - tries.wrong_in_a_row
        wait = pins.in_words(pins.wait_after(tries.wrong_in_a_row))
        raise WrongPin("PIN 错误", f"核对后重新输入，还可以试{left}次" if left > 0 else f"{wait}后再试")
    if pins.is_outdated(supervisor.pin_hash, pepper):
        anew = replace(supervisor, pin_hash=pins.hash_pin(pin, pepper))
        if now.work.supervisors.hold(name) == supervisor:  # nobody has set another PIN meanwhile
            now.work.supervisors.save(anew)
    now.record("supervisor.right_pin", history_key(name))
    now.commit()


@frozen
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
        pins.refuse_waiting(
            self.wrong_in_a_row,
            backend.since_seen(self.mark),
            "等待后再输入，或由另一名负责人输入；忘记 PIN 的，在设置的“负责人”一栏用恢复码重设",
        )
