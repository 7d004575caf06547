"""The recovery code of the office's key: whether it was printed, printing it, and where the key lies then."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_sheet import RecoverySheet
from counter_app.domain.papers.titles import RECOVERY_SHEET
from counter_app.services.office.offices import act
from counter_app.services.office.supervision import Permission, refuse_unless_allowed
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import Backend
from counter_app.services.ports.keys import KeyPlace

PRINTED: Final = "recovery_sheet.printed"
_HISTORY: Final = "office_key"
_MOVED: Final = {KeyPlace.STORE: "office_key.into_store", KeyPlace.FILE: "office_key.into_file"}


@frozen
class RecoveryState:
    """Whether the data are encrypted, when the recovery sheet was printed last, and whether the key is still there."""

    encrypted: bool
    printed_on: date | None = None
    was_typed: bool = False
    """Whether its recovery code was typed on this computer: the sheet is there, whatever the history knows."""
    key_beside: bool = False
    """Whether the key still lies in the data folder: until the sheet was printed."""
    place: KeyPlace = KeyPlace.FILE
    """Where the next start reads the key."""


def recovery_state(backend: Backend) -> RecoveryState:
    """How the key of this office is kept."""
    if backend.office_key.get() is None:
        return RecoveryState(encrypted=False)
    with backend.work() as work:
        printed = [entry.at for entry in work.history.of_case(_HISTORY) if entry.act == PRINTED]
        zone = ZoneInfo((work.office.load() or Office("")).time_zone)
    on = max(printed).astimezone(zone).date() if printed else None
    key = backend.office_key
    return RecoveryState(
        encrypted=True, printed_on=on, was_typed=key.was_typed(), key_beside=key.is_beside(), place=key.place()
    )


def sheet_words(state: RecoveryState) -> str:
    """How it is known that the code is on paper; empty where it is not."""
    if state.printed_on is not None:
        return f"恢复单{chinese_date(state.printed_on)}打印过"
    return "恢复单上的恢复码在这台电脑上输入过" if state.was_typed else ""


def draw_recovery_sheet(backend: Backend, *, post: Post, allowed_by: Permission | None = None) -> PrintJob:
    """The sheet for the printer, recorded before it is printed.

    Where there are supervisors one of them allows it: whoever holds the sheet opens the data. Raises `Refusal`,
    `WrongPin`, `NoOffice`.
    """
    key = backend.office_key.get()
    if key is None:
        raise Refusal("数据还没有加密，没有恢复码", "退出全部窗口后重新打开程序，数据随即加密")
    with act(backend, post) as now:
        refuse_unless_allowed(now, allowed_by, "打印恢复单")
        now.record(PRINTED, _HISTORY)
        now.commit()
        sheet = RecoverySheet(now.office.name, key.id, key.secret, now.local, post.window)
    return PrintJob("", RECOVERY_SHEET, backend.renderer.recovery_sheet(sheet), 1, 0)


def recovery_sheet_is_out(backend: Backend) -> None:
    """The sheet came out of the printer: the key leaves the data folder. Raises `Refusal`."""
    backend.office_key.take_out()


def move_key(backend: Backend, place: KeyPlace, *, post: Post) -> None:
    """Move the key into the key store of the system, or back into a file; recorded. Takes some seconds at most.

    Raises `Refusal`: into the store only once the recovery code is on paper, since nobody else can read it there.
    """
    key = backend.office_key
    if place is KeyPlace.FILE:
        key.into_file()
    elif key.is_beside():
        raise Refusal("还没有打印恢复单，密钥不能只放在系统密钥环里", "先打印恢复单，密封保管")
    else:
        key.into_store()
    with act(backend, post) as now:
        now.record(_MOVED[place], _HISTORY)
        now.commit()
