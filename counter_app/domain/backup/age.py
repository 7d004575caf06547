"""How long ago the last backup was made, and when that is too long."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from counter_app.domain.basics.records import frozen

MOST_DAYS: Final = 3
"""From so many days without a backup on it is shown as something to be dealt with."""

_PAUSE: Final = timedelta(hours=1)


@frozen
class BackupState:
    """What is remembered of the backups of a data folder.

    `since` is the first day on which somebody asked, `last` the last backup that was verified, `place` the set place
    where one was made. `failed` says why the last attempt at `failed_at` came to nothing, empty where it did not.
    `settled_at` is when the last backup was recorded in the history: what is written later is not in it. At
    `restored_at` a backup was put back that had been made at `restored_from`.
    """

    since: date | None = None
    last: datetime | None = None
    place: str = ""
    failed: str = ""
    failed_at: datetime | None = None
    settled_at: datetime | None = None
    restored_from: datetime | None = None
    restored_at: datetime | None = None

    @property
    def is_restored_only(self) -> bool:
        """Whether no backup was made since one was put back."""
        return self.restored_at is not None and (self.last is None or self.last < self.restored_at)

    def last_at(self, zone: tzinfo) -> datetime | None:
        """When the last backup was made, by the clocks of `zone`; None where there was none."""
        return self.last.astimezone(zone) if self.last is not None else None

    def last_words(self, zone: tzinfo) -> str:
        """When the last backup was made, as people read it; which one was put back where none was made since."""
        if self.is_restored_only and self.restored_from is not None:
            return f"从{self.restored_from.astimezone(zone):%Y-%m-%d %H:%M}的备份恢复，恢复以后还没有备份"
        last = self.last_at(zone)
        return f"最近一次备份：{last:%Y-%m-%d %H:%M}，已核对" if last is not None else "还没有备份过"

    def days_without(self, today: date, zone: tzinfo) -> int:
        """Days since the last backup; since the first day on which this was asked, where there was none."""
        last = self.last_at(zone)
        day = last.date() if last is not None else self.since
        return max((today - day).days, 0) if day is not None else 0

    def is_too_old(self, today: date, zone: tzinfo) -> bool:
        """Whether there were too many days without."""
        return self.days_without(today, zone) >= MOST_DAYS

    def is_due(self, now: datetime, hour: int) -> bool:
        """Whether today's backup is to be made: its hour (of the office, as `now`) has come and none was made today.

        After an attempt that failed there is a pause.
        """
        made_today = self.last is not None and self.last.astimezone(now.tzinfo).date() >= now.date()
        tried_just_now = self.failed_at is not None and now - self.failed_at < _PAUSE
        return now.hour >= hour and not made_today and not tried_just_now
