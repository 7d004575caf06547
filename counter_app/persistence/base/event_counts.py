"""The counts of the statistics: kept in the transaction of what is counted, so that the two never differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import sqlite

from counter_app.domain.basics.counted import OF_FILING, Counted, Counts, Dimension
from counter_app.domain.filing.counting import CountedNotice
from counter_app.persistence.base.tables import EventCountRow
from counter_app.persistence.base.transaction import Transaction

COUNTING_EDITION: Final = "1"
"""The rules by which things are counted: raised with every change of them, which has all counted anew."""

DAY, MONTH = "day", "month"
TOGETHER: Final = ""
"""Stands for no dimension: the counts of all windows, clerks and places together."""

_KEYS: Final = ("grain", "dimension", "day", "figure", "member", "detail")


class EventCounts:
    """Takes out what something counted for before, and puts in what it counts for now."""

    def __init__(self, transaction: Transaction) -> None:
        """Lasts as long as the transaction does."""
        self._transaction = transaction

    def move(self, before: Counts, after: Counts) -> None:
        """Nothing is written where both are the same: what is typed into a draft counts for nothing."""
        change: Counter[Counted] = Counter(after)
        change.subtract(before)
        rows = list(changed_rows(change))
        if rows:
            self._transaction.write(self._upsert(), rows)

    def _upsert(self) -> Any:  # noqa: ANN401 - the statement of one of two kinds of database
        if self._transaction.one_writer:
            made: Any = sqlite.insert(EventCountRow)
        else:
            from sqlalchemy.dialects import postgresql  # 20 modules that no window needs

            made = postgresql.insert(EventCountRow)
        return made.on_conflict_do_update(
            index_elements=list(_KEYS), set_={"number": EventCountRow.number + made.excluded.number}
        )


def noticed(content: Mapping[str, Any], issued_at: datetime, zone: str) -> CountedNotice:
    """What a frozen notice is counted by; papers of before may lack a part."""
    post = content.get("post", {})
    place = content.get("answers", {}).get("raw", {}).get("system.place_category")
    return CountedNotice(
        issued_at.astimezone(ZoneInfo(zone)).date(),
        post.get("window", ""),
        post.get("clerk", ""),
        place if isinstance(place, str) else "",
        further=content.get("again") is not None,
        codes=tuple(item["code"] for item in content.get("deficiencies", ())),
    )


def changed_rows(counts: Counts) -> Iterator[dict[str, Any]]:
    """The rows of the counts that `counts` changes, each by how much."""
    changed: Counter[tuple[str | date, ...]] = Counter()
    for counted, number in counts.items():
        members = [(TOGETHER, "")]
        if counted.figure in OF_FILING:
            members += [(by.value, getattr(counted, by.value)) for by in Dimension]
        for grain, day in ((DAY, counted.day), (MONTH, first_of_month(counted.day))):
            for dimension, member in members:
                changed[grain, dimension, day, counted.figure.value, member, counted.detail] += number
    for key, number in changed.items():
        if number:
            yield {**dict(zip(_KEYS, key, strict=True)), "number": number}


def first_of_month(day: date) -> date:
    """The day under which a month is kept."""
    return day.replace(day=1)
