"""A backup put back: told first, then done. Nothing is removed, and no number is given twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.numbering import WORDS, Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup.backups import unheard
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.backup import BackupPorts, OwnFolder, Restoration, Told

RESTORED: Final = "backup.restored"
_MOST_AHEAD: Final = 100_000


def preview(ports: BackupPorts, source: Path) -> Restoration:
    """What putting the backup in `source` back would come to; nothing is changed. Raises `Refusal`."""
    return ports.restorer.preview(source)


def with_last_numbers(what: Restoration, written: Iterable[str]) -> Restoration:
    """The same, numbers up to those that somebody read off the last papers given out being known. Raises `Refusal`."""
    last = {(one.series, one.year): one.ordinal for one in what.record.numbers}
    numbers = set(what.numbers)
    for text in filter(str.strip, written):
        number = Number.read(text, what.office.series_words) or Number.scanned(text)
        if number is None:
            raise Refusal(f"“{text.strip()}”不是文书编号", "照文书上的写，如 补字〔2026〕12号")
        known = last.get((number.series, number.year), 0)
        if number.ordinal - known > _MOST_AHEAD:
            raise Refusal(f"{what.office.written(number)}比备份里的大{number.ordinal - known}号", "核对编号和年份")
        numbers |= {replace(number, ordinal=ordinal) for ordinal in range(known + 1, number.ordinal + 1)}
    return replace(what, numbers=tuple(sorted(numbers)))


def restore(ports: BackupPorts, what: Restoration, told: Told = unheard, *, post: Post) -> Path | None:
    """Put it back; returns where the data lie that were here before, None where there were none.

    Raises `Refusal`; then nothing is changed.
    """
    at = ports.clock()
    zone = what.record.time_zone
    aside = f"replaced-{at.astimezone(ZoneInfo(zone)):%Y%m%d-%H%M%S}"
    details = {"backup": what.backup.name, "kept": aside, "numbers": len(what.numbers)}
    entry = HistoryEntry(at, zone, post.clerk, post.window, RESTORED, details=details)
    reason = f"从备份恢复以前已编给别的件，见换下的数据 {aside}"
    return ports.restorer.restore(what, aside, reason, entry, told)


def lines(what: Restoration) -> list[str]:
    """What would be replaced, what was done since and which numbers were given, a line each, for people."""
    record, zone = what.record, what.record.time_zone
    told = [
        f"备份：{what.backup}，{_written(record.made_at, zone)} 备份，{record.office_name or '还没有填写机关'}",
        f"备份里有记录{record.acts}项，{_last_act(record.last_act, zone)}；扫描件{record.scan_count}个",
        _here(what),
    ]
    if what.acts == 0:
        told.append("备份以后没有办理过任何一项")
    elif what.acts is not None and not what.cases:
        told.append(f"备份以后没有办理业务，只有查看、备份等记录{what.acts}项")
    elif what.acts is not None:
        told.append(f"备份以后办理过{what.cases}件，记录{what.acts}项；恢复后的数据里没有这些，按纸质文书重新登记")
    numbers = what.office.written_ranges(what.numbers)
    if numbers:
        told.append(f"备份以后编过的号：{'、'.join(numbers)}")
        told.append("这些号恢复后不再使用，登记为作废并写明原因；已经发出的文书照常有效")
    if not what.is_complete:
        told.append(_unknown(what))
    if what.own is not None:
        told.append(_own_folder(what.own))
    if what.here is not None or what.trouble is not None:
        told.append("现在的数据不删除，换下后放在数据文件夹里以 replaced- 开头的文件夹")
    return told


def _own_folder(own: OwnFolder) -> str:
    if own.place != own.wanted:
        return (
            f"备份里有本机关自己的表单、模板。本机使用的 {own.wanted} 不能写入，恢复到 {own.place}，"
            f"由维护人员拷到 {own.wanted} 后生效"
        )
    kept = "，现有的另存，不删除" if own.replaces else ""
    return f"本机关自己的表单、模板恢复到 {own.place}{kept}"


def _here(what: Restoration) -> str:
    if what.trouble is not None:
        return f"现在的数据打不开：{what.trouble.sentence}"
    if what.here is None:
        return "现在这个数据文件夹里没有数据"
    return f"现在的数据：记录{what.here.acts}项，{_last_act(what.here.last_act, what.record.time_zone)}"


def _unknown(what: Restoration) -> str:
    last = "、".join(what.office.written(number) for number in what.record.numbers if number.series in WORDS)
    reached = f"备份里编到{last}；" if last else ""
    return f"这台电脑上查不出备份以后编过哪些号。{reached}先找出各种文书最后发出的一份，编号更大的，恢复时写明这个编号"


def _last_act(at: datetime | None, zone: str) -> str:
    return f"最后一次办理在 {_written(at, zone)}" if at is not None else "没有办理记录"


def _written(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
