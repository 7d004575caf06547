"""What each transaction that writes ends with: the trail and its witness outside the database are carried on."""

from __future__ import annotations

import threading
from typing import Final

from sqlalchemy import select

from counter_app.domain.trail.witness import Witness
from counter_app.persistence.base.tables import SeriesRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.trail.witness_files import SignedWitnessFiles

_HIGHEST: Final = select(SeriesRow.series, SeriesRow.year, SeriesRow.last)


class Trail:
    """Safe to share between threads."""

    def __init__(self, files: SignedWitnessFiles) -> None:
        """`files` are written after the commits."""
        self._files = files
        self._lock = threading.Lock()
        self._written = files.read()

    def finish(self, transaction: Transaction) -> None:
        """Called last in a transaction that writes; what was recorded in it is witnessed once it lasts."""
        if not transaction.recorded:
            return
        highest = {(series, year): last for series, year, last in transaction.read(_HIGHEST)}
        witness = Witness(highest, None, transaction.now())
        transaction.once_committed(lambda: self._write(witness))

    def close(self) -> None:
        """Have the last witness on the disk."""
        with self._lock:
            if self._written is not None:
                self._files.write(self._written, lasting=True)

    def _write(self, witness: Witness) -> None:
        """On the disk at once where a number was given."""
        with self._lock:
            before = self._written
            self._written = witness = witness if before is None else before.merged(witness)
            numbered = before is None or before.highest != witness.highest
            self._files.write(witness, lasting=numbered)
