"""Where the words of an index lie: FTS5 on SQLite, a column of words on PostgreSQL.

FTS5 keeps no text and no positions (docs/decisions/0009). Its tokenizer `ascii` splits at blanks only, as no word holds
a sign; it folds nothing, for the words are folded already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, Protocol

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    column,
    false,
    func,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from counter_app.domain.basics.records import frozen
from counter_app.domain.search.index_words import AllWords, AnyWord, Wanted
from counter_app.persistence.base.tables import SearchEntryRow, SearchRecordRow
from counter_app.persistence.base.transaction import Transaction


class WordTable(Protocol):
    """The words of everything that one index finds, by its `doc`."""

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:
        """Put docs under these words instead of any they had; `anew` says that they had none."""

    def forget(self, doc: int) -> None:
        """Put one doc under no word."""

    def forget_all(self) -> None:
        """Put no doc under any word."""

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """The first docs after `after` with the words that are wanted."""

    def tidy(self) -> bool:
        """Do a little of what makes the next search faster; False where there is nothing more to do."""


@frozen
class Indexed:
    """Where one index keeps its words: a table of FTS5, or a column of the table that holds its docs."""

    fts5: str
    rows: type[SearchEntryRow | SearchRecordRow]


CASES: Final = Indexed("search_word", SearchEntryRow)
RECORDS: Final = Indexed("search_word_record", SearchRecordRow)


def word_table(transaction: Transaction, indexed: Indexed = CASES) -> WordTable:
    """The one of this kind of database."""
    return Fts5Words(transaction, indexed) if transaction.one_writer else WordColumn(transaction, indexed)


class Fts5Words:
    """A contentless table of FTS5."""

    def __init__(self, transaction: Transaction, indexed: Indexed = CASES) -> None:
        """The words as this transaction sees them."""
        self._transaction = transaction
        self._say = _statements(indexed.fts5)

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:
        """As `WordTable`."""
        if not anew:
            self._transaction.write(self._say.delete, [{"doc": doc} for doc, _words in words])
        rows = [{"doc": doc, "words": " ".join(entered)} for doc, entered in words]
        self._transaction.write(self._say.insert, rows)

    def forget(self, doc: int) -> None:
        """As `WordTable`."""
        self._transaction.write(self._say.delete, [{"doc": doc}])

    def forget_all(self) -> None:
        """As `WordTable`."""
        self._transaction.write(self._say.delete_all)

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """As `WordTable`. FTS5 reads the lists of words in step and stops at the limit; nothing is sorted."""
        match = fts5_expression(wanted)
        if not match:
            return []
        found = self._transaction.read(self._say.select, {"match": match, "after": after, "most": limit})
        return [doc for (doc,) in found]

    def tidy(self) -> bool:
        """Merge some pages of the index; SQLite says by its counter of changes whether there was anything to merge."""
        before = self._changes()
        self._transaction.write(self._say.merge)
        return self._changes() - before >= _SOMETHING

    def _changes(self) -> int:
        return int(self._transaction.read(select(func.total_changes())).scalar_one())


_SOMETHING: Final = 2
"""Changes that a merge makes at the least, if it merges anything (SQLite's documentation of FTS5)."""


@frozen
class _Statements:
    """What is said to one table of FTS5, made once: to put a statement together takes longer than to run it."""

    merge: TextClause
    delete: TextClause
    delete_all: TextClause
    insert: TextClause
    select: Select[tuple[int]]


@cache
def _statements(name: str) -> _Statements:
    word = table(name, column("rowid", Integer()))
    return _Statements(
        text(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', 200)"),  # noqa: S608 - a name of our own
        text(f"DELETE FROM {name} WHERE rowid = :doc"),  # noqa: S608
        text(f"INSERT INTO {name} ({name}) VALUES ('delete-all')"),  # noqa: S608
        text(f"INSERT INTO {name} (rowid, words) VALUES (:doc, :words)"),  # noqa: S608
        select(word.c.rowid)
        .where(text(f"{name} MATCH :match"), word.c.rowid > bindparam("after"))
        .order_by(word.c.rowid)
        .limit(bindparam("most", type_=Integer())),
    )


def fts5_expression(wanted: Wanted) -> str:
    """`wanted` as FTS5 reads it; empty where nothing can match."""
    match wanted:
        case str():
            return f'"{wanted}"'
        case AllWords(parts) | AnyWord(parts):
            inner = [expression for part in parts if (expression := fts5_expression(part))]
            word = " AND " if isinstance(wanted, AllWords) else " OR "
            return f"({word.join(inner)})" if inner else ""


class WordColumn:
    """Words in a column, each between blanks: right everywhere, fast for some ten thousand rows."""

    def __init__(self, transaction: Transaction, indexed: Indexed = CASES) -> None:
        """The words as this transaction sees them."""
        self._transaction = transaction
        self._rows = indexed.rows

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:  # noqa: ARG002 - the same either way
        """As `WordTable`."""
        entered_as = update(self._rows).where(self._rows.doc == bindparam("at_doc"))
        self._transaction.write(
            entered_as.values(words=bindparam("entered_words", type_=Text())),
            [{"at_doc": doc, "entered_words": f" {' '.join(sorted(entered))} "} for doc, entered in words],
        )

    def forget(self, doc: int) -> None:
        """As `WordTable`."""
        self._transaction.write(update(self._rows).where(self._rows.doc == doc).values(words=None))

    def forget_all(self) -> None:
        """As `WordTable`."""
        self._transaction.write(update(self._rows).values(words=None))

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """As `WordTable`."""
        found = self._transaction.read(
            select(self._rows.doc)
            .where(self._rows.doc > after, _condition(wanted, self._rows.words))
            .order_by(self._rows.doc)
            .limit(limit)
        )
        return [doc for (doc,) in found]

    def tidy(self) -> bool:
        """As `WordTable`: there is nothing to do."""
        return False


def _condition(wanted: Wanted, words: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    match wanted:
        case str():
            return words.contains(f" {wanted} ", autoescape=True)
        case AllWords(parts):
            return and_(*(_condition(part, words) for part in parts))
        case AnyWord(parts):
            return or_(false(), *(_condition(part, words) for part in parts))
