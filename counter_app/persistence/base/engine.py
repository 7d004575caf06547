"""The engine: one SQLite (SQLCipher's) on every platform, and how a transaction begins on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from counter_app.persistence.base import exact_json
from counter_app.persistence.base.driver_files import unlock
from counter_app.persistence.base.driver_words import damage, refusal_for

BUSY_MILLISECONDS: Final = 5000
"""How long a window waits for another one's transaction before it says so."""

_WINDOWS_AT_ONCE: Final = 20
"""So many windows may come before one that opens a new file; an office has fewer."""

WRITING: Final = "counter_writing"
"""Execution option of a connection whose next transaction will write."""


def sqlite_engine(file: Path, key: bytes | None = None) -> Engine:
    """An engine on `file`. `key` (32 bytes) encrypts it; without one it is plain SQLite."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),
        module=dbapi2,
        creator=connector(file, key),
        poolclass=QueuePool,
        **_SPEECH,
    )
    event.listen(engine, "begin", _begin_sqlite)
    return _speaking(engine, file)


@contextmanager
def engine_on(file: Path, key: bytes | None) -> Iterator[Engine]:
    """The engine on a file for as long as the block lasts; nothing of it is open afterwards."""
    engine = sqlite_engine(file, key)
    try:
        yield engine
    finally:
        engine.dispose()


def other_engine(url: str | URL) -> Engine:
    """An engine on another kind of database: PostgreSQL, once several windows share one server."""
    return _speaking(create_engine(url, **_SPEECH))


def _decoded(content: str | bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """JSON as it was kept; whatever is none now is damage, since nothing else was ever kept. Raises `Refusal`."""
    try:
        return exact_json.decode(content)
    except (ValueError, RecursionError) as error:
        raise damage() from error


_SPEECH: Final[dict[str, Any]] = {
    "json_serializer": exact_json.encode,
    "json_deserializer": _decoded,
    "hide_parameters": True,  # they are names and identity numbers
}


def connector(file: Path, key: bytes | None = None) -> Callable[[], Any]:
    """What opens the file by the driver itself."""

    def connect() -> Any:  # noqa: ANN401 - the driver ships no types
        # isolation_level None: the driver begins nothing by itself, `_begin_sqlite` does.
        connection = dbapi2.connect(
            str(file), timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            unlock(connection, key)
            connection.execute("PRAGMA secure_delete = ON")  # what was taken out is written over
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                _write_ahead(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _write_ahead(connection: Any) -> None:  # noqa: ANN401 - the driver ships no types
    """Have the file keep a write-ahead log.

    Of windows that open a new file at once each asks for it, and SQLite refuses all but one without waiting for its
    busy timeout, since they ask while they read. A transaction does wait: after it the first one is done.
    """
    for _attempt in range(_WINDOWS_AT_ONCE):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except dbapi2.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as the transaction asks to.

    A transaction that reads first and writes later is refused at once by SQLite where another has written in
    between, whatever the busy timeout; so whoever will write says so beforehand and takes the lock at the start.
    """
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")


def _speaking(engine: Engine, file: Path | None = None) -> Engine:
    def refuse(context: ExceptionContext) -> None:
        refusal = refusal_for(context.original_exception, file)
        if refusal is not None:
            raise refusal from context.original_exception

    event.listen(engine, "handle_error", refuse)
    return engine
