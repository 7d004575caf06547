"""One transaction on the database, with every repository in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from counter_app.domain.search.pinyin import Readings
from counter_app.persistence.base.last_saved import LastSaved
from counter_app.persistence.base.numbers import SqlNumbers
from counter_app.persistence.base.office import SqlHistory, SqlOffice, SqlWindowStates
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.filing.filings import SqlFilings
from counter_app.persistence.filing.known import SqlKnownCases
from counter_app.persistence.inspection.inspections import SqlInspections
from counter_app.persistence.inspection.tips import SqlTips
from counter_app.persistence.lists.day import SqlDay
from counter_app.persistence.lists.queues import SqlQueues
from counter_app.persistence.lists.register import SqlRegister
from counter_app.persistence.papers.confirmations import SqlConfirmations
from counter_app.persistence.papers.papers import SqlPapers
from counter_app.persistence.papers.promises import SqlDeliveries, SqlPromises, SqlSupervisors
from counter_app.persistence.platform.platform_entry import SqlPlatform
from counter_app.persistence.scans.attachments import SqlAttachments
from counter_app.persistence.scans.scans import SqlScans
from counter_app.persistence.search.index import SearchIndex
from counter_app.persistence.search.record_index import RecordIndex
from counter_app.persistence.search.search import SqlSearch
from counter_app.persistence.statistics.statistics import SqlStatistics
from counter_app.persistence.trail.entries import SqlTrail
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.transfer.receptions import SqlReceptions, SqlTrustedKeys
from counter_app.persistence.transfer.transfers import SqlTransfers
from counter_app.services.ports import FormSource


class SqlUnitOfWork:
    """Implements `ports.UnitOfWork`. Belongs to one thread; as many of them at once as there are threads."""

    def __init__(
        self,
        engine: Engine,
        forms: FormSource,
        clock: Callable[[], datetime],
        last_saved: LastSaved,
        readings: Readings,
        before_a_number: Callable[[], None],
        trail: Trail | None = None,
    ) -> None:
        """Nothing begins before it is entered. `before_a_number` refuses where no number may be given.

        `trail` is carried on by each transaction that writes.
        """
        self._engine = engine
        self._forms = forms
        self._clock = clock
        self._last_saved = last_saved
        self._readings = readings
        self._before_a_number = before_a_number
        self._trail = trail
        self._open: Transaction | None = None

    @property
    def filings(self) -> SqlFilings:
        index = SearchIndex(self._transaction, self._readings)
        return SqlFilings(self._transaction, self._forms, self._last_saved, index)

    @property
    def search(self) -> SqlSearch:
        return SqlSearch(self._transaction, self._readings)

    @property
    def numbers(self) -> SqlNumbers:
        return SqlNumbers(self._transaction, self._number_may_be_taken)

    @property
    def papers(self) -> SqlPapers:
        return SqlPapers(self._transaction)

    @property
    def confirmations(self) -> SqlConfirmations:
        return SqlConfirmations(self._transaction)

    @property
    def scans(self) -> SqlScans:
        return SqlScans(self._transaction)

    @property
    def history(self) -> SqlHistory:
        return SqlHistory(self._transaction)

    @property
    def trail(self) -> SqlTrail:
        return SqlTrail(self._transaction)

    @property
    def queues(self) -> SqlQueues:
        return SqlQueues(self._transaction)

    @property
    def day(self) -> SqlDay:
        return SqlDay(self._transaction)

    @property
    def register(self) -> SqlRegister:
        return SqlRegister(self._transaction, self._forms)

    @property
    def platform(self) -> SqlPlatform:
        return SqlPlatform(self._transaction)

    @property
    def window_states(self) -> SqlWindowStates:
        return SqlWindowStates(self._transaction)

    @property
    def office(self) -> SqlOffice:
        return SqlOffice(self._transaction)

    @property
    def supervisors(self) -> SqlSupervisors:
        return SqlSupervisors(self._transaction)

    @property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self._transaction)

    @property
    def promises(self) -> SqlPromises:
        return SqlPromises(self._transaction)

    @property
    def known(self) -> SqlKnownCases:
        return SqlKnownCases(self._transaction)

    @property
    def transfers(self) -> SqlTransfers:
        return SqlTransfers(self._transaction, self._records)

    @property
    def receptions(self) -> SqlReceptions:
        return SqlReceptions(self._transaction)

    @property
    def trusted_keys(self) -> SqlTrustedKeys:
        return SqlTrustedKeys(self._transaction)

    @property
    def inspections(self) -> SqlInspections:
        return SqlInspections(self._transaction, self._records)

    @property
    def tips(self) -> SqlTips:
        return SqlTips(self._transaction, self._records)

    @property
    def attachments(self) -> SqlAttachments:
        return SqlAttachments(self._transaction, self._records)

    @property
    def statistics(self) -> SqlStatistics:
        return SqlStatistics(self._transaction)

    def __enter__(self) -> Self:
        """Begin a transaction. Raises `Refusal` where the database cannot be reached."""
        if self._open is not None:
            raise RuntimeError("this unit of work is at work already")
        self._open = Transaction(self._engine, self._clock, self._trail.finish if self._trail is not None else None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        transaction, self._open = self._transaction, None
        transaction.close()

    def commit(self) -> None:
        self._transaction.commit()

    def _number_may_be_taken(self) -> None:
        self._before_a_number()
        if self._trail is not None:
            self._trail.before_a_number(self._transaction)

    @property
    def _records(self) -> RecordIndex:
        return RecordIndex(self._transaction, self._readings)

    @property
    def _transaction(self) -> Transaction:
        if self._open is None:
            raise RuntimeError("a unit of work is used within `with`")
        return self._open
