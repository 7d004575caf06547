"""What is kept outside the database of how far it had come, so that numbers never run backwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen, ordered


@ordered
class TrailHead:
    """The last entry of the trail: its place in the chain, counted from 1, and its MAC as hex."""

    ordinal: int
    mac: str

    @property
    def short_code(self) -> str:
        """What people compare by eye, on paper: `3F2A-91C0`."""
        return f"{self.mac[:4]}-{self.mac[4:8]}".upper()


@frozen
class Witness:
    """The highest number of each series and year, the head of the trail, the latest time of any act (UTC, aware).

    `schema` counts how often the tables and triggers of the database had been changed at `head`; None where not known.
    """

    highest: Mapping[tuple[str, int], int]
    head: TrailHead | None
    latest: datetime
    schema: int | None = None

    def merged(self, other: Witness) -> Witness:
        """The higher of each: none of it ever goes back. `schema` is that of the later head."""
        highest = dict(self.highest)
        for series, ordinal in other.highest.items():
            highest[series] = max(ordinal, highest.get(series, 0))
        later = max(self, other, key=Witness._age)
        return Witness(highest, later.head, max(self.latest, other.latest), later.schema)

    def _age(self) -> tuple[int, str, int]:
        ordinal, mac = (self.head.ordinal, self.head.mac) if self.head is not None else (0, "")
        return ordinal, mac, -1 if self.schema is None else self.schema

    def knows_a_cut(self, schema: int) -> bool:
        """Whether a database that lacks entries, with this count of changes of its schema, had its end cut off.

        Nothing can be removed without taking the triggers away, which counts on. A database that is older as a whole
        has an older count.
        """
        return self.schema is not None and schema > self.schema

    def numbers_above(self, known: Mapping[tuple[str, int], int]) -> tuple[Number, ...]:
        """The numbers that were given though `known`, the highest of each series and year in a database, lacks them."""
        return tuple(
            Number(series, year, ordinal)
            for (series, year), last in sorted(self.highest.items())
            for ordinal in range(known.get((series, year), 0) + 1, last + 1)
        )


@frozen
class Rollback:
    """A database that is older than its witness: how many entries of the trail it lacks, and which numbers.

    `differs`: it lacks no entry, but its trail is another one than was witnessed. `cut`: it is not older as a whole,
    somebody removed the last entries from it.
    """

    entries: int
    numbers: tuple[Number, ...]
    differs: bool = False
    cut: bool = False


def merged(witnesses: Iterable[Witness]) -> Witness | None:
    """What they say together; None where there is none."""
    together: Witness | None = None
    for witness in witnesses:
        together = witness if together is None else together.merged(witness)
    return together
