"""One transaction as the repositories see it: they read, they write, and never begin or end it themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, select
from sqlalchemy.sql.selectable import TypedReturnsRows

from counter_app.domain.basics.office import Office
from counter_app.persistence.base.engine import WRITING
from counter_app.persistence.base.tables import OfficeRow

_Columns = TypeVar("_Columns", bound=tuple[Any, ...])

DEFAULT_ZONE: Final = Office("").time_zone


class Transaction:
    """Begins at the first statement. The first write takes the write lock, and gives up what was read before.

    What was read before the first write may be a moment old, as it is on PostgreSQL by default; whatever must not
    be overwritten is therefore guarded by its version, and counters are counted up in the database itself.
    """

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], finish: Callable[[Transaction], object] | None = None
    ) -> None:
        """`clock` gives aware times; `finish` is called last in a transaction that writes, just before its commit."""
        self._connection: Connection = engine.connect()
        self._one_writer = engine.dialect.name == "sqlite"
        self._writing = False
        self._undo: list[Callable[[], None]] = []
        self._committed: list[Callable[[], None]] = []
        self._office: Mapping[str, Any] | None = None
        self._finish = finish
        self.recorded: list[int] = []
        """The positions of what this transaction has put into the history, in order."""

        self.now = clock

    @property
    def one_writer(self) -> bool:
        """Whether this is SQLite, where one writes at a time."""
        return self._one_writer

    @property
    def zone(self) -> str:
        """The office's IANA zone name, kept beside each time."""
        return str(self._said_of_office().get("time_zone", DEFAULT_ZONE))

    @property
    def national_ciphers(self) -> bool:
        """Whether the office chose the national ciphers (国密)."""
        return bool(self._said_of_office().get("national_ciphers"))

    def forget_office(self) -> None:
        """The office was changed: read it again."""
        self._office = None

    def _said_of_office(self) -> Mapping[str, Any]:
        if self._office is None:
            self._office = self.read(select(OfficeRow.office)).scalar() or {}
        return self._office

    def read(
        self, statement: TypedReturnsRows[_Columns], values: Mapping[str, Any] | None = None
    ) -> CursorResult[_Columns]:
        """Run a query, with `values` for what it leaves open."""
        return self._connection.execute(statement, values)

    def write(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> CursorResult[Any]:
        """Run a statement that changes something; `rows` run it once for each."""
        self.take_write_lock()
        return self._connection.execute(statement, rows)

    def savepoint(self) -> Any:  # noqa: ANN401 - SQLAlchemy's own context manager
        """A part of a writing transaction that can fail by itself."""
        self.take_write_lock()
        return self._connection.begin_nested()

    def undo_unless_committed(self, undo: Callable[[], None]) -> None:
        """Call `undo` if this transaction does not last."""
        self._undo.append(undo)

    def once_committed(self, act: Callable[[], None]) -> None:
        """Call `act` as soon as this transaction lasts, and not at all if it does not."""
        self._committed.append(act)

    def commit(self) -> None:
        """Commit the transaction."""
        if self._writing and self._finish is not None:
            self._finish(self)
        self._connection.commit()
        self._undo.clear()
        self.recorded.clear()
        acts, self._committed = self._committed, []
        _run(acts)
        self._end_writing()

    def close(self) -> None:
        """Roll back whatever was not committed."""
        undo, self._undo = self._undo, []
        _run(reversed(undo))
        self._connection.close()

    def take_write_lock(self) -> None:
        """From here on nobody else writes (SQLite); what was read before is given up."""
        if self._writing:
            return
        if self._one_writer:
            self._connection.rollback()
            self._connection.execution_options(**{WRITING: True})
        self._writing = True

    def _end_writing(self) -> None:
        if self._writing and self._one_writer:
            self._connection.execution_options(**{WRITING: False})
        self._writing = False


def _run(acts: Iterable[Callable[[], None]]) -> None:
    for act in acts:
        act()
