"""What each transaction that writes ends with: the trail and its witness outside the database are carried on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Engine, Integer, literal_column, select, text

from counter_app.domain.basics.numbering import WORDS, Number
from counter_app.domain.trail.report import TrailReport
from counter_app.domain.trail.witness import Rollback, Witness
from counter_app.persistence.base.given_since import GivenNumber, keep_void
from counter_app.persistence.base.office import SqlHistory
from counter_app.persistence.base.tables import SeriesRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.tables import TrailLinkRow
from counter_app.persistence.trail.witness_files import SignedWitnessFiles
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.trail import BEGUN, LOST_NUMBER, ROLLED_BACK

_HIGHEST: Final = select(SeriesRow.series, SeriesRow.year, SeriesRow.last)
_SCHEMA: Final = select(literal_column("schema_version", Integer)).select_from(text("pragma_schema_version"))
"""How often tables and triggers were changed, as SQLite counts it in the header of the file."""


class Trail:
    """Implements `ports.Witnesses`. Safe to share between threads."""

    def __init__(self, chain: Chain, files: SignedWitnessFiles) -> None:
        """`files` are written after the commits."""
        self._chain = chain
        self._files = files
        self._lock = threading.Lock()
        self._written: Witness | None = None
        self._rollback: Rollback | None = None
        self._engine: Engine | None = None

    def read(self) -> Witness | None:
        return self._files.read()

    def rollback(self) -> Rollback | None:
        return self._rollback

    def verify(self) -> TrailReport:
        from counter_app.persistence.trail.verification import verify  # only where somebody asks

        if self._engine is None:
            raise RuntimeError("no database was opened")
        witness = self._files.read()
        with self._engine.connect() as connection:
            return verify(connection, self._chain.key, witness)

    def open(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        """Begin the chain where there is none, and go on above the witness where the database is older than it."""
        witness = self._files.read()  # before the database is: whatever was witnessed then lasts in it
        with self._lock:
            self._written = witness
        self._engine = engine
        with closing(Transaction(engine, clock)) as transaction:
            chained = self._chain.begin(transaction) if self._chain.head(transaction) is None else None
            if chained:
                _record(transaction, BEGUN, {"entries": chained})
                self._chain.link(transaction)
                transaction.recorded.clear()
            if witness is not None:
                self._go_on_above(transaction, witness)
            latest = SqlHistory(transaction).highest_time()
            head, schema = self._chain.head(transaction), _schema(transaction)
            now = Witness(_highest(transaction), head, latest or clock(), schema)
            transaction.commit()
        self._write(now)

    def before_a_number(self, transaction: Transaction) -> None:
        """See to it that the next number is above the witness, whatever became of the database meanwhile."""
        witness = self._files.read()
        if witness is None:
            return
        transaction.take_write_lock()  # what was read before may be older than the witness
        numbers = _lacking(transaction, witness)
        if numbers:
            _take_in(transaction, numbers, witness)
            _record(transaction, ROLLED_BACK, {"numbers": _ranges(numbers)}, witness.latest)
            rollback = Rollback(0, numbers)
            transaction.once_committed(lambda: self._tell(rollback))

    def finish(self, transaction: Transaction) -> None:
        """Called last in a transaction that writes; what was recorded in it is chained, and witnessed once it lasts."""
        if not transaction.recorded:
            return
        head = self._chain.link(transaction)
        witness = Witness(_highest(transaction), head, transaction.now(), _schema(transaction))
        transaction.once_committed(lambda: self._write(witness))

    def close(self) -> None:
        """Have the last witness on the disk."""
        with self._lock:
            if self._written is not None:
                self._files.write(self._written, lasting=True)

    def _go_on_above(self, transaction: Transaction, witness: Witness) -> None:
        head = self._chain.head(transaction)
        numbers = _lacking(transaction, witness)
        if head is None or witness.head is None:
            lost, differs = 0, False
        else:
            lost = max(0, witness.head.ordinal - head.ordinal)
            differs = not lost and _mac_at(transaction, witness.head.ordinal) != witness.head.mac
        if not lost and not differs and not numbers:
            return
        cut = lost > 0 and witness.knows_a_cut(_schema(transaction))
        details: dict[str, str | int] = {"cut": 1} if cut else {}
        if head is not None and witness.head is not None and (lost or differs):
            details |= {"from": head.ordinal, "to": witness.head.ordinal, "mac": witness.head.mac}
        if numbers:
            _take_in(transaction, numbers, witness)
            details["numbers"] = _ranges(numbers)
        _record(transaction, ROLLED_BACK, details, witness.latest)
        self._chain.link(transaction, skip_to=witness.head.ordinal if lost and witness.head is not None else 0)
        transaction.recorded.clear()
        rollback = Rollback(lost, numbers, differs=differs, cut=cut)
        transaction.once_committed(lambda: self._tell(rollback))

    def _tell(self, rollback: Rollback) -> None:
        self._rollback = rollback

    def _write(self, witness: Witness) -> None:
        """On the disk at once where a number was given."""
        with self._lock:
            before = self._written
            self._written = witness = witness if before is None else before.merged(witness)
            numbered = before is None or before.highest != witness.highest
            self._files.write(witness, lasting=numbered)


def _record(transaction: Transaction, act: str, details: Mapping[str, str | int], at: datetime | None = None) -> None:
    """Record what the program itself found; at the latest time known, since the clock may be wrong."""
    history = SqlHistory(transaction)
    known = [time for time in (at, history.highest_time()) if time is not None]
    history.record(HistoryEntry(max(known, default=transaction.now()), transaction.zone, "", "", act, "", details))


def _take_in(transaction: Transaction, numbers: tuple[Number, ...], witness: Witness) -> None:
    """Keep the numbers that are lost, as given when the witness was written."""
    given = [GivenNumber(number, witness.latest, transaction.zone) for number in numbers]
    keep_void(transaction, given, LOST_NUMBER)


def _schema(transaction: Transaction) -> int:
    return transaction.read(_SCHEMA).scalar_one()


def _highest(transaction: Transaction) -> dict[tuple[str, int], int]:
    return {(series, year): last for series, year, last in transaction.read(_HIGHEST)}


def _lacking(transaction: Transaction, witness: Witness) -> tuple[Number, ...]:
    """The numbers that the database lacks; of documents unknown to this version it gives none."""
    numbers = witness.numbers_above(_highest(transaction))
    return tuple(number for number in numbers if number.series in WORDS)


def _mac_at(transaction: Transaction, ordinal: int) -> str | None:
    mac = transaction.read(select(TrailLinkRow.mac).where(TrailLinkRow.ordinal == ordinal)).scalar()
    return mac.hex() if mac is not None else None


def _ranges(numbers: tuple[Number, ...]) -> str:
    """`BG2026-0014…BG2026-0015`, a range a series."""
    parts = []
    for _series, these in groupby(numbers, key=lambda number: (number.series, number.year)):
        first, *others = these
        parts.append("…".join(number.barcode for number in (first, *others[-1:])))
    return " ".join(parts)
