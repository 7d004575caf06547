"""Entry point of the package: `open_database`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, select, update

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.search.pinyin import Readings
from counter_app.persistence.base import office_traces
from counter_app.persistence.base.engine import WRITING, connector, sqlite_engine
from counter_app.persistence.base.event_counts import COUNTING_EDITION
from counter_app.persistence.base.last_saved import LastSaved
from counter_app.persistence.base.office_traces import Expected, KnownOffices
from counter_app.persistence.base.schema import bring_up_to_date, older_revision
from counter_app.persistence.base.soundness import Soundness
from counter_app.persistence.base.tables import EventCountStateRow, OfficeIdentityRow
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.unit_of_work import SqlUnitOfWork
from counter_app.private_files import make_private_folder, open_private, remove_abandoned, tighten_data
from counter_app.services.ports import FormSource

FILE_NAME: Final = office_traces.DATABASE
UNREAD: Final = Readings({}, {}, {})
FORGETFUL: Final = KnownOffices()


def _now() -> datetime:
    return datetime.now(UTC)


def _nothing() -> None:
    return


class Database:
    """An open database. Safe to share between threads; each act gets a unit of work of its own."""

    def __init__(
        self,
        engine: Engine,
        forms: FormSource,
        clock: Callable[[], datetime] = _now,
        readings: Readings = UNREAD,
        soundness: Soundness | None = None,
    ) -> None:
        """`engine` stands at the newest revision; `readings` say by which pinyin a case is found.

        `soundness` watches over the file; PostgreSQL watches over itself.
        """
        self.engine = engine
        self._forms = forms
        self._clock = clock
        self._readings = readings
        self._last_saved = LastSaved()
        self._soundness = soundness
        self._trail: Trail | None = None

    def keep_trail(self, trail: Trail) -> None:
        """Carry `trail` on with each act from here on. Raises `Refusal`."""
        trail.open(self.engine, self._clock)
        self._trail = trail

    def work(self) -> SqlUnitOfWork:
        """A new unit of work."""
        if self._soundness is not None:
            self._soundness.begin()
        return SqlUnitOfWork(
            self.engine,
            self._forms,
            self._clock,
            self._last_saved,
            self._readings,
            self._before_a_number,
            self._trail,
        )

    def integrity(self) -> str:
        """`ok`, or what SQLite finds wrong with the file; PostgreSQL watches over itself."""
        if self.engine.dialect.name != "sqlite":
            return "ok"
        with self.engine.connect() as connection:
            found = [str(line) for (line,) in connection.exec_driver_sql("PRAGMA integrity_check")]
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if loose:
            found.append(f"{len(loose)} rows refer to nothing")
        return "ok" if found == ["ok"] else "\n".join(line for line in found if line != "ok")

    def _before_a_number(self) -> None:
        if self._soundness is not None:
            self._soundness.before_a_number()

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it; what cannot be folded now lasts in the log."""
        if self._soundness is not None:
            self._soundness.close()
        if self._trail is not None:
            self._trail.close()
        dialect = self.engine.dialect
        try:
            if dialect.name == "sqlite" and dialect.loaded_dbapi is not None:
                with contextlib.suppress(dialect.loaded_dbapi.Error, Refusal), self.engine.connect() as connection:
                    # Not within a transaction, so past SQLAlchemy, which would begin one.
                    connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.engine.dispose()


def open_database(  # noqa: PLR0913 - all that the opening asks for
    data_dir: Path,
    forms: FormSource,
    key: bytes | None = None,
    clock: Callable[[], datetime] = _now,
    readings: Readings = UNREAD,
    known: KnownOffices = FORGETFUL,
    *,
    set_up: bool = False,
    before_update: Callable[[], object] = _nothing,
) -> Database:
    """Open (or make) `backend.db` in `data_dir`, brought to the newest revision.

    `key` (32 bytes) opens an encrypted database; `clock` gives aware UTC times; without `readings` nothing is found by
    its pinyin. `known` remembers the folders that held an office, `set_up` says that a window was set up here,
    `before_update` is called before migrations change the database.
    Raises `Refusal` where the folder cannot be written, the file is damaged, a newer version of the program has
    written it, or an office was kept here and this is not its database.
    """
    expected = office_traces.refuse_lost_office(data_dir, known, set_up=set_up, key=key)
    _make_folder(data_dir)
    file = data_dir / FILE_NAME
    _make_private(file)
    engine = sqlite_engine(file, key)
    try:
        older = older_revision(engine)
        if older is not None:
            before_update()
            from counter_app.persistence.base.copy_before_update import copy_before_update  # noqa: PLC0415 - as below

            copy_before_update(file, older, key)
        bring_up_to_date(engine)
        _count(engine)
        office = _identify(engine, data_dir, expected)
        soundness = Soundness(file, connector(file, key), clock)
        soundness.at_the_start()
    except BaseException:
        engine.dispose()
        raise
    _mark(engine, data_dir, office, key)
    known.remember(data_dir, office)
    count_rows(engine)
    return Database(engine, forms, clock, readings, soundness)


def _count(engine: Engine) -> None:
    """Count the statistics where an update brought other rules; what it takes to count is imported only then."""
    with engine.connect() as connection:
        edition = connection.execute(select(EventCountStateRow.edition)).scalar()
    if edition != COUNTING_EDITION:
        from counter_app.persistence.counting import count_anew  # noqa: PLC0415 - once an update

        count_anew(engine)


def count_rows(engine: Engine) -> None:
    """Let SQLite note how many rows the indexes tell apart, where tables have grown tenfold since it last did.

    Without it SQLite takes any index for a good one: to find one unit among a million cases it went through all that
    are filed. It takes milliseconds, and of a million cases met for the first time three
    seconds. Where it cannot be noted now, the next start will.
    """
    dialect = engine.dialect
    if dialect.name == "sqlite" and dialect.loaded_dbapi is not None:
        with engine.connect() as connection, contextlib.suppress(dialect.loaded_dbapi.Error, Refusal):
            # Past SQLAlchemy, as at closing. 0x10002: every table, not only those this connection has asked.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("PRAGMA optimize = 0x10002")


def _identify(engine: Engine, data_dir: Path, expected: Expected) -> str:
    """The id of the office in the database, the expected one where it had none. Raises `Refusal` for another's."""
    with engine.connect() as connection:
        office: str = connection.execute(select(OfficeIdentityRow.office)).scalar_one()
    if expected.office is None or office == expected.office:
        return office
    if not expected.unsaid:
        raise office_traces.foreign(data_dir)
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        connection.execute(update(OfficeIdentityRow).values(office=expected.office))
    return expected.office


def _mark(engine: Engine, data_dir: Path, office: str, key: bytes | None) -> None:
    """Put the marker down once the id stands in the file itself; where it still lies in the log, the next start does.

    So the file can be held against the marker without playing a log into it.
    """
    if office_traces.is_marked(data_dir, office):
        return
    dialect = engine.dialect
    if dialect.loaded_dbapi is not None:
        with contextlib.suppress(dialect.loaded_dbapi.Error, Refusal), engine.connect() as connection:
            # Past SQLAlchemy, as at closing.
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    if office_traces.stored_office(data_dir / FILE_NAME, key) == office:
        office_traces.mark(data_dir, office)


def _make_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except (FileExistsError, NotADirectoryError) as error:
        raise Refusal(f"{folder} 不是文件夹，不能存放数据", "另选一个文件夹存放数据") from error
    except OSError as error:
        raise Refusal(f"无法建立数据文件夹 {folder}", "检查磁盘和写入权限，或另选一个文件夹存放数据") from error


def _make_private(file: Path) -> None:
    """Make the file readable by its owner only before anything is in it; what was brought back here becomes so too."""
    try:
        os.close(open_private(file, os.O_RDWR))
        tighten_data(file.parent)
        remove_abandoned(file.parent)
    except OSError as error:
        raise Refusal(f"无法写入数据文件 {file}", "检查磁盘和写入权限，或另选一个文件夹存放数据") from error
