"""The trail: each entry of the history is a link of a chain, under a key that the database does not hold.

A link lies apart from its entry (`trail_link`): so entries of before the chain could be chained without touching them,
and the triggers that protect both need no exception. The last one stands in `trail_head` too and, outside the database,
in the witness: without that nobody could tell that the end was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import LargeBinary, Row, bindparam, cast, insert, select, update

from counter_app.domain.trail.witness import TrailHead
from counter_app.persistence.base.tables import HistoryRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.trail.macs import FIRST, SHA256, SM3, link_mac
from counter_app.persistence.trail.tables import TrailHeadRow, TrailLinkRow

_COLUMNS: Final = ("at", "zone", "clerk", "window", "act", "reference", "details")
RAW_ENTRY: Final = (HistoryRow.position, *(cast(getattr(HistoryRow, name), LargeBinary) for name in _COLUMNS))
"""An entry as the file holds it, octet by octet: nothing that was changed makes reading it fail."""

_HEAD: Final = select(TrailHeadRow.ordinal, TrailHeadRow.mac)
_RECORDED: Final = (
    select(*RAW_ENTRY)
    .where(HistoryRow.position.in_(bindparam("positions", expanding=True)))
    .order_by(HistoryRow.position)
)
_LINK: Final = insert(TrailLinkRow)
_MOVE_HEAD: Final = update(TrailHeadRow).values(ordinal=bindparam("to"), mac=bindparam("its_mac"))
"""Built once: they end every act."""

_BATCH: Final = 5_000


class Chain:
    """Links what is recorded. Safe to share between threads."""

    def __init__(self, key: bytes) -> None:
        """`key` has 32 bytes."""
        self.key = key

    def head(self, transaction: Transaction) -> TrailHead | None:
        """The last link, None where nothing is chained yet."""
        found = transaction.read(_HEAD).one_or_none()
        return TrailHead(found.ordinal, found.mac.hex()) if found is not None else None

    def link(self, transaction: Transaction, *, skip_to: int = 0) -> TrailHead | None:
        """Chain what the transaction has recorded; returns the new head, None where there is nothing to link.

        `skip_to` lets the ordinals go on above those that were given before and are lost.
        """
        found = transaction.read(_HEAD).one_or_none()
        if found is None or not transaction.recorded:
            return None
        ordinal, mac = max(found.ordinal, skip_to), found.mac
        recorded = transaction.read(_RECORDED, {"positions": transaction.recorded})
        links = list(self._links(recorded, ordinal, mac, _algorithm(transaction)))
        transaction.write(_LINK, links)
        ordinal, mac = links[-1]["ordinal"], links[-1]["mac"]
        transaction.write(_MOVE_HEAD, [{"to": ordinal, "its_mac": mac}])
        return TrailHead(ordinal, mac.hex())

    def begin(self, transaction: Transaction) -> int | None:
        """Chain all that was recorded before there was a chain; how many entries, None where it was begun already."""
        transaction.take_write_lock()
        if transaction.read(_HEAD).one_or_none() is not None:
            return None
        algorithm, ordinal, mac = _algorithm(transaction), 0, FIRST
        entries = transaction.read(select(*RAW_ENTRY).order_by(HistoryRow.position))
        for some in entries.partitions(_BATCH):
            links = list(self._links(some, ordinal, mac, algorithm))
            transaction.write(_LINK, links)
            ordinal, mac = links[-1]["ordinal"], links[-1]["mac"]
        transaction.write(insert(TrailHeadRow).values(id=1, ordinal=ordinal, mac=mac))
        return ordinal

    def _links(
        self, entries: Iterable[Row[Any] | Sequence[Any]], ordinal: int, before: bytes, algorithm: str
    ) -> Iterator[dict[str, Any]]:
        for entry in entries:
            ordinal += 1
            before = link_mac(self.key, algorithm, before, ordinal, entry)
            yield {"ordinal": ordinal, "history_position": entry[0], "algorithm": algorithm, "mac": before}


def _algorithm(transaction: Transaction) -> str:
    return SM3 if transaction.national_ciphers else SHA256
