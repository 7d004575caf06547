"""A backup made, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.offices import WrongClock, act
from counter_app.services.ports import Backend
from counter_app.services.ports.backup import BackupPorts, BackupUnderWay, MadeBackup, Told

MADE: Final = "backup.made"
_MEGABYTE: Final = 1_000_000


def unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


def make(ports: BackupPorts, place: Path, told: Told = unheard) -> MadeBackup:
    """Make one verified backup in the folder `place`, whatever lies there. Raises `Refusal`.

    Without one no backup was added and none is lost.
    """
    made = ports.backups.make(place, ports.clock(), told, expected=False)
    ports.log.write(replace(ports.log.read(), last=made.record.made_at, failed="", failed_at=None))
    return made


def make_in_place(ports: BackupPorts, place: Path, told: Told = unheard) -> MadeBackup:
    """Make one in the set place: where one was made before and none lies there now, it is another disk.

    Raises `Refusal`; why it came to nothing is remembered, for the window to say.
    """
    state = ports.log.read()
    try:
        made = ports.backups.make(place, ports.clock(), told, expected=state.place == str(place))
    except BackupUnderWay:
        raise
    except Refusal as refusal:
        ports.log.write(replace(state, failed=str(refusal), failed_at=ports.clock()))
        raise
    ports.log.write(BackupState(state.since, made.record.made_at, str(place), settled_at=state.settled_at))
    return made


def settle(ports: BackupPorts) -> None:
    """Remember that the last backup was recorded: whatever is written into the database from now on is not in it."""
    ports.log.write(replace(ports.log.read(), settled_at=ports.clock()))


def state_of(ports: BackupPorts, today: date) -> BackupState:
    """What is remembered of the backups; days without one count from the first day on which this is asked."""
    state = ports.log.read()
    if state.since is None:
        state = replace(state, since=today)
        ports.log.write(state)
    return state


def record(backend: Backend, made: MadeBackup, *, post: Post) -> None:
    """Put it down in the history. A clock that is doubted hinders no backup."""
    with act(backend, post) as now:
        try:
            now.record(MADE, details={"backup": made.folder.name, "scans": made.record.scan_count})
        except WrongClock:
            return
        now.commit()


def lines(made: MadeBackup) -> list[str]:
    """What was backed up, a line each, for people."""
    record = made.record
    last_act = _last_act(record.last_act, record.time_zone)
    told = [
        f"已备份：{made.folder}",
        f"数据库{record.database.size / _MEGABYTE:.1f} MB，记录{record.acts}项，{last_act}",
        f"扫描件{record.scan_count}个，其中新增{made.copied}个；已核对，可以恢复",
    ]
    if made.removed:
        told.append(f"按留存规则删去较早的备份{made.removed}份（留7天、4周、12个月）")
    if record.missing:
        told.append(f"另有{record.missing}个扫描件的文件不在数据文件夹里，或已被改动，没有备份")
    return told


def _last_act(at: datetime | None, zone: str) -> str:
    if at is None:
        return "没有办理记录"
    return f"最后一次办理在{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
