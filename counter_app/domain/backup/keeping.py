"""Which backups are kept: by day, by week and by month, so that a place fills slowly and goes far back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Final

_RULES: Final[tuple[tuple[int, Callable[[datetime], Hashable]], ...]] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
"""How many days, weeks and months, each with its last backup. Only those count in which one was made."""


def to_keep(made: Iterable[datetime]) -> set[datetime]:
    """Of backups made at these times (of the office), those to be kept: all of the last day among them."""
    newest_first = sorted(made, reverse=True)
    kept = {at for at in newest_first if at.date() == newest_first[0].date()}
    for count, period_of in _RULES:
        last: dict[Hashable, datetime] = {}
        for at in newest_first:
            last.setdefault(period_of(at), at)
        kept |= set(list(last.values())[:count])
    return kept
