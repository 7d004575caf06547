"""What updates ask of the database without opening it as this version would: its revision, a verified copy."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import NEWEST
from counter_app.persistence.database import FILE_NAME
from counter_app.persistence.update.data_copies import SqliteDataCopies


def set_revision(folder, revision):
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    engine.dispose()


def test_the_revision_is_read_and_the_data_are_copied_as_they_are(database, folder, make_filing, keep):
    keep(make_filing())
    copies = SqliteDataCopies(folder)
    assert copies.schema() == NEWEST
    place = copies.copy()
    assert place == folder / f"{FILE_NAME}.revision-{NEWEST}"
    engine = sqlite_engine(place)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT reference FROM filing").scalars().all() == ["AJ0000000001"]
    engine.dispose()


def test_data_of_a_revision_that_is_unknown_here_are_copied_too(database, folder):
    database.close()
    set_revision(folder, "9999")
    assert SqliteDataCopies(folder).schema() == "9999"
    assert SqliteDataCopies(folder).copy().name == f"{FILE_NAME}.revision-9999"


def test_where_there_are_no_data_there_is_nothing_to_copy(folder):
    copies = SqliteDataCopies(folder)
    assert (copies.schema(), copies.copy()) == (None, None)
    folder.mkdir()
    (folder / FILE_NAME).touch()
    assert (copies.schema(), copies.copy()) == (None, None)


def test_a_file_that_is_no_database_is_refused(folder):
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"no database" * 1000)
    with pytest.raises(Refusal, match="已损坏"):
        SqliteDataCopies(folder).schema()
    (folder / FILE_NAME).unlink()
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("CREATE TABLE other (id INTEGER)")
    engine.dispose()
    with pytest.raises(Refusal, match="不是本程序的"):
        SqliteDataCopies(folder).schema()
