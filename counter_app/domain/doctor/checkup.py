"""What is looked at in an installation, and what was found: each finding with what to do."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen


class Check(Labelled):
    """What is looked at, in this order."""

    DATABASE = "database", "数据库"
    ENCRYPTION = "encryption", "加密"
    KEY = "key", "密钥和恢复单"
    NUMBERS = "numbers", "编号"
    TRAIL = "trail", "办理记录"
    SCANS = "scans", "扫描件"
    BACKUP = "backup", "备份"
    MODES = "modes", "文件权限"
    ROOM = "room", "剩余空间"
    CACHE = "cache", "缓存"
    CLOCK = "clock", "系统时间"
    CALENDARS = "calendars", "放假安排"
    TEMPLATES = "templates", "文书模板"


@frozen
class CheckFinding:
    """One thing that is not as it should be, and what to do. Holds no names of people.

    `is_advice`: nothing is lost or wrong while it waits.
    """

    sentence: str
    remedy: str
    is_advice: bool = False

    @property
    def words(self) -> str:
        """Both as one line."""
        return f"{self.sentence}。{self.remedy}" if self.remedy else self.sentence


@frozen
class CheckResult:
    """What one check came to; `told` says how things stand where nothing was found."""

    check: Check
    told: str
    findings: tuple[CheckFinding, ...] = ()


@frozen
class Checkup:
    """Everything that was looked at, and when."""

    at: datetime
    results: tuple[CheckResult, ...]

    @property
    def findings(self) -> int:
        """How many things have to be dealt with now."""
        return sum(not one.is_advice for result in self.results for one in result.findings)

    @property
    def advice(self) -> int:
        """How many may wait."""
        return sum(one.is_advice for result in self.results for one in result.findings)
