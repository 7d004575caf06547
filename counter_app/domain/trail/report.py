"""What holding the trail against its key and its witness came to."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen

REMEDY: Final = "不要继续办理；退出全部窗口，把整个数据文件夹移到别处另存，交维护人员查明"
"""What to do where anything was found."""


class TrailFault(Labelled):
    """What was done to the trail. Where several fit, the one that says most."""

    CHANGED = "changed", "内容被改动"
    REPLACED = "replaced", "被另一条替换"
    REORDERED = "reordered", "顺序被调换"
    REMOVED = "removed", "被删除"
    INSERTED = "inserted", "由程序以外的途径插入"
    CUT_OFF = "cut_off", "末尾的记录被删除"
    ROLLED_BACK = "rolled_back", "不在：整个数据退回到以前"
    DIFFERS = "differs", "与库外见证不一致"
    HEAD = "head", "末条标记被改动"
    NO_TRAIL = "no_trail", "防篡改链被清除"
    NO_WITNESS = "no_witness", "库外见证缺失或被改动"
    UNPROTECTED = "unprotected", "数据库的防改动规则被去掉"


@frozen
class TrailFinding:
    """One fault: at which entry of the chain (`first` to `last`; 0 where it belongs to none), and what that entry says.

    `at` and `act` are those that stand there now, None and empty where nothing does. Of data that were rolled back as a
    whole, `first` to `last` are the entries that are not there, and `at` and `act` those of the entry before them, to
    which the data went back.
    """

    fault: TrailFault
    first: int = 0
    last: int = 0
    at: datetime | None = None
    act: str = ""

    @property
    def sentence(self) -> str:
        """What is so, for people."""
        if not self.first:
            return self.fault.label
        which = f"第{self.first}条" if self.last <= self.first else f"第{self.first}至{self.last}条"
        if self.fault is TrailFault.ROLLED_BACK:
            state = f"第{self.back_to}条办理记录" if self.back_to else "还没有办理记录"
            return f"整个数据退回到{state}时，其后的{which}不在"
        return f"办理记录{which}{self.fault.label}"

    @property
    def back_to(self) -> int | None:
        """To which entry data went back that were rolled back as a whole (0: before the first); else None."""
        return self.first - 1 if self.fault is TrailFault.ROLLED_BACK else None


@frozen
class TrailGap:
    """Entries that are not there, and the entry behind them says so: the data went back, and all were told."""

    first: int
    last: int

    @property
    def sentence(self) -> str:
        """What is so, for people."""
        which = f"第{self.first}条" if self.last <= self.first else f"第{self.first}至{self.last}条"
        return f"{which}不在这份数据里：数据退回过，其后的记录已经注明"


@frozen
class TrailReport:
    """`entries` were looked at, the first of `findings` is the earliest; `gaps` were recorded when they arose."""

    entries: int
    findings: tuple[TrailFinding, ...] = ()
    gaps: tuple[TrailGap, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
