"""The recovery code of the office's key: whether it was printed, and printing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_sheet import RecoverySheet
from counter_app.domain.papers.titles import RECOVERY_SHEET
from counter_app.services.office.offices import act
from counter_app.services.office.supervision import Permission, refuse_unless_allowed
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import Backend

PRINTED: Final = "recovery_sheet.printed"
_HISTORY: Final = "office_key"


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """Whether the data are encrypted, when the recovery sheet was printed last, and whether the key is still there."""

    encrypted: bool
    printed_on: date | None = None
    key_beside: bool = False
    """Whether the key still lies in the data folder: until the sheet was printed."""


def recovery_state(backend: Backend) -> RecoveryState:
    """How the key of this office is kept."""
    if backend.office_key.get() is None:
        return RecoveryState(encrypted=False)
    with backend.work() as work:
        printed = [entry.at for entry in work.history.of_case(_HISTORY) if entry.act == PRINTED]
        zone = ZoneInfo((work.office.load() or Office("")).time_zone)
    on = max(printed).astimezone(zone).date() if printed else None
    return RecoveryState(encrypted=True, printed_on=on, key_beside=backend.office_key.is_beside())


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
