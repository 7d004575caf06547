"""How a file is opened while another window has it."""

from contextlib import closing
from functools import partial

from sqlcipher3 import dbapi2

from counter_app.persistence.base.engine import connector


def test_of_two_windows_that_open_a_new_file_at_once_one_waits_for_the_other(tmp_path, monkeypatch):
    asked = []

    class Second(dbapi2.Connection):
        """The second window: what it asks is noted, and the first is done as soon as it waits."""

        def execute(self, statement, *values):
            asked.append(statement)
            if statement.startswith("BEGIN"):
                first.execute("COMMIT")
            return super().execute(statement, *values)

    with closing(dbapi2.connect(tmp_path / "new.db", isolation_level=None)) as first:
        first.execute("CREATE TABLE office (name TEXT)")
        first.execute("BEGIN IMMEDIATE")
        first.execute("INSERT INTO office VALUES ('大关县公安局')")
        monkeypatch.setattr(dbapi2, "connect", partial(dbapi2.connect, factory=Second))
        with closing(connector(tmp_path / "new.db")()) as second:
            assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert second.execute("SELECT name FROM office").fetchall() == [("大关县公安局",)]
    assert asked.count("PRAGMA journal_mode = WAL") == 2
    assert asked.count("BEGIN IMMEDIATE") == 1
