"""Tables whose rows are written once: no statement of SQLite changes a row, takes it away or puts another in its place.

What is asked here is read from the database itself, so that it holds for a table that is added later as well.
"""

import contextlib
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app.persistence.base.schema import NEWEST, migrate
from counter_app.persistence.database import FILE_NAME, open_database

VALUES = {
    "TEXT": ("a", "b", "c"),
    "INTEGER": (1, 2, 3),
    "JSON": ("{}", "[]", "1"),
    "DATE": ("2026-03-02", "2026-03-03", "2026-03-04"),
    "BLOB": (b"a", b"b", b"c"),
    "DATETIME": ("2026-03-02 04:00:00", "2026-03-03 04:00:00", "2026-03-04 04:00:00"),
}
"""Three values of each type of column."""

EXPECTED = {
    *("history", "state_change", "delivery", "broken_promise", "reinspection"),
    *("issued_number", "issued_paper", "trail_link"),
}
WITHOUT_ROWID = {"issued_number", "trail_link"}


@pytest.fixture
def raw(folder, database):
    """A connection past the program, that asks for no foreign keys."""
    with contextlib.closing(dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)) as connection:
        yield connection


def tables(raw):
    found = raw.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    return {table for table, name in found if name.endswith("_no_delete")}


def columns(raw, table):
    return {name: kind for _, name, kind, *_ in raw.execute(f"PRAGMA table_info({table})")}


def has_rowid(raw, table):
    [(made,)] = raw.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
    return "WITHOUT ROWID" not in made


def keys(raw, table):
    """Everything by which SQLite takes a new row for one that is there."""
    found = {tuple(name for _, name, _, _, _, place in raw.execute(f"PRAGMA table_info({table})") if place)}
    for _, index, unique, *_ in raw.execute(f"PRAGMA index_list({table})").fetchall():
        if unique:
            found.add(tuple(name for _, _, name in raw.execute(f"PRAGMA index_info({index})")))
    return sorted(found) + ([("rowid",)] if has_rowid(raw, table) else [])


def insert(raw, table, row, how="INSERT"):
    names = ", ".join(f'"{name}"' if name != "rowid" else name for name in row)
    raw.execute(f"{how} INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", list(row.values()))


def row(raw, table, nth):
    """The first, second or third row: no two have a value in common."""
    return {name: VALUES[kind][nth] for name, kind in columns(raw, table).items()}


def content(raw, table):
    return raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()  # noqa: S608


@pytest.fixture
def filled(raw):
    """Two rows in each."""
    for table in tables(raw):
        for nth in (0, 1):
            insert(raw, table, row(raw, table, nth))
    return raw


def refused(raw, table, act):
    """Do `act`; whether it was refused in the words of the trigger, and nothing became of it."""
    before = content(raw, table)
    with pytest.raises(dbapi2.IntegrityError, match=f"{table} is written once"):
        act()
    return content(raw, table) == before


def test_the_tables_that_are_written_once_are_known(raw):
    assert tables(raw) == EXPECTED


@pytest.mark.parametrize("table", sorted(EXPECTED))
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_no_row_takes_the_place_of_another_by_any_of_its_keys(filled, table, how):
    for key in keys(filled, table):
        other = row(filled, table, 2)
        if key == ("rowid",):
            [(number,)] = filled.execute(f"SELECT min(rowid) FROM {table}")  # noqa: S608
            other = {name: value for name, value in other.items() if name != "position"} | {"rowid": number}
        else:
            other |= {name: row(filled, table, 0)[name] for name in key}
        assert refused(filled, table, lambda other=other: insert(filled, table, other, how)), key


@pytest.mark.parametrize("table", sorted(EXPECTED))
def test_no_row_is_changed_by_an_insert_that_meets_it(filled, table):
    [key, *_] = keys(filled, table)
    same = ", ".join(key)
    values = ", ".join("?" for _ in columns(filled, table))
    other = list(columns(filled, table))[-1]
    upsert = f"INSERT INTO {table} VALUES ({values}) ON CONFLICT ({same}) DO UPDATE SET {other} = 'x'"  # noqa: S608
    known = list(row(filled, table, 0).values())
    assert refused(filled, table, lambda: filled.execute(upsert, known))


@pytest.mark.parametrize("table", sorted(EXPECTED - WITHOUT_ROWID))
@pytest.mark.parametrize("name", ["rowid", "_rowid_", "oid"])
def test_no_row_is_moved_onto_another_or_to_a_free_place(filled, table, name):
    for number in (2, 9):
        move = f"UPDATE OR REPLACE {table} SET {name} = {number} WHERE rowid = 1"  # noqa: S608
        assert refused(filled, table, lambda move=move: filled.execute(move))


@pytest.mark.parametrize("table", sorted(EXPECTED))
def test_a_new_row_is_written_with_a_number_of_its_own_or_without(filled, table):
    new = row(filled, table, 2)
    if "position" in new:
        del new["position"]
    insert(filled, table, new)
    assert len(content(filled, table)) == 3


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_several_rows_of_which_one_is_known_leave_nothing(filled, how):
    before = content(filled, "history")
    names = ", ".join(f'"{name}"' for name in columns(filled, "history") if name != "position")
    copy = f"{how} INTO history (position, {names}) SELECT position + 1, {names} FROM history ORDER BY position DESC"  # noqa: S608
    with pytest.raises(dbapi2.IntegrityError, match="history is written once"):
        filled.execute(copy)
    assert content(filled, "history") == before


def triggers(raw):
    return dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


def test_going_down_takes_the_triggers_of_this_revision_away_and_going_up_brings_them_back(raw, database):
    newest = triggers(raw)
    with database.engine.begin() as connection:
        migrate(connection, "0006")
    before = triggers(raw)
    with database.engine.begin() as connection:
        migrate(connection, NEWEST)
    gone = set(newest) - set(before)
    later = {f"trail_link_no_{act}" for act in ("update", "delete")}
    assert gone == {f"{table}_no_replace" for table in EXPECTED} | {"issued_paper_no_move"} | later
    assert triggers(raw) == newest


@pytest.mark.parametrize("release", ["0001", "0003"])
def test_what_an_older_release_wrote_is_not_replaced_after_it_is_opened(folder, forms, release):
    folder.mkdir()
    script = (Path(__file__).parents[1] / "releases" / f"{release}.sql").read_text("utf-8")
    with contextlib.closing(dbapi2.connect(str(folder / FILE_NAME), isolation_level=None)) as raw:
        raw.executescript(script)
        filled = {table for table in tables(raw) if content(raw, table)}
        assert {"history", "issued_number", "issued_paper", "state_change"} <= filled
        open_database(folder, forms).close()
        for table in sorted(filled):
            replace = f"REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
            assert refused(raw, table, lambda replace=replace: raw.execute(replace)), table
