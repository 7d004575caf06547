"""A backup made, and told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Post
from counter_app.services.office.offices import WrongClock, act
from counter_app.services.ports import Backend
from counter_app.services.ports.backup import BackupPorts, MadeBackup, Told

MADE: Final = "backup.made"
_MEGABYTE: Final = 1_000_000


def unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


def make(ports: BackupPorts, place: Path, told: Told = unheard, *, expected: bool = False) -> MadeBackup:
    """Make one verified backup in the folder `place`. Raises `Refusal`; then no backup was added and none is lost.

    `expected` says that backups were made there before: where none are, it is another disk that lies there now.
    """
    return ports.backups.make(place, ports.clock(), told, expected=expected)


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
    if record.missing:
        told.append(f"另有{record.missing}个扫描件的文件不在数据文件夹里，或已被改动，没有备份")
    return told


def _last_act(at: datetime | None, zone: str) -> str:
    if at is None:
        return "没有办理记录"
    return f"最后一次办理在{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
