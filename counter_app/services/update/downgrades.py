"""Back from data that a newer version has changed to the copy made before: told first, then done.

Nothing is lost without a word: the newer data are kept under another name, what was done since the copy is counted, and
each number given since is named and never given again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.update import Downgrade, UpdatePorts

_ACT: Final = "update.went_back"


@frozen
class WentBack:
    """What was done; `kept` is where the newer data lie."""

    what: Downgrade
    kept: Path


def preview(ports: UpdatePorts) -> Downgrade:
    """What going back would come to; nothing is changed. Raises `Refusal` where it is not needed or not possible."""
    return ports.copies.preview_downgrade()


def go_back(ports: UpdatePorts, *, post: Post) -> WentBack:
    """Let the copy take the place of the data. Raises `Refusal`; then nothing is changed."""
    what = ports.copies.preview_downgrade()
    at = ports.clock()
    kept = f"replaced-{what.newer}-{at.astimezone(ZoneInfo(what.office.time_zone)):%Y%m%d-%H%M%S}"
    details = {"from": what.newer, "to": what.revision, "kept": kept, "numbers": len(what.numbers)}
    entry = HistoryEntry(at, what.office.time_zone, post.clerk, post.window, _ACT, details=details)
    reason = f"退回升级前的数据以前已编给别的件，见换下的数据 {kept}"
    return WentBack(what, ports.copies.downgrade(what, kept, reason, entry))


def lines(what: Downgrade) -> list[str]:
    """What would be replaced, what was done since and which numbers were given, a line each, for people."""
    told = [
        f"现在的数据：数据版本 {what.newer}，由更新版本的程序保存",
        f"退回到：{what.copy.name}，数据版本 {what.revision}，{_moment('最后一次办理在', what.last_act, what.office)}",
    ]
    if what.acts:
        since = f"此后办理过{what.cases}件，记录{what.acts}项，{_moment('最后一项在', what.newest_act, what.office)}"
        told.append(f"{since}；退回后的数据里没有这些")
    else:
        told.append("此后没有办理过任何一项")
    numbers = what.office.written_ranges(what.numbers)
    if numbers:
        told.append(f"此后编过的号：{'、'.join(numbers)}")
        told.append("这些号退回后不再使用，登记为作废并写明原因；已经发出的文书照常有效，要继续办的件按文书重新登记")
    if what.other_numbers:
        told.append(f"另有{what.other_numbers}个号属于本机的程序没有的文书，不受影响")
    told.append("现在的数据不删除，换下后另存在同一个文件夹里")
    return told


def _moment(words: str, at: datetime | None, office: Office) -> str:
    if at is None:
        return "没有办理记录"
    return f"{words}{at.astimezone(ZoneInfo(office.time_zone)):%Y-%m-%d %H:%M}"
