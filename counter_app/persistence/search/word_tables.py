"""Where the words of the index lie: FTS5 on SQLite, a column of words on PostgreSQL.

FTS5 keeps no text and no positions (docs/decisions/0009). Its tokenizer `ascii` splits at blanks only, as no word holds
a sign; it folds nothing, for the words are folded already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
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

from counter_app.domain.search.index_words import AllWords, AnyWord, Wanted
from counter_app.persistence.base.tables import SearchEntryRow
from counter_app.persistence.base.transaction import Transaction


class WordTable(Protocol):
    """The words of every case, by its `doc`."""

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:
        """Put cases under these words instead of any they had; `anew` says that they had none."""

    def forget_all(self) -> None:
        """Put no case under any word."""

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """The first cases after `after` with the words that are wanted."""

    def tidy(self) -> bool:
        """Do a little of what makes the next search faster; False where there is nothing more to do."""


def word_table(transaction: Transaction) -> WordTable:
    """The one of this kind of database."""
    return Fts5Words(transaction) if transaction.one_writer else WordColumn(transaction)


class Fts5Words:
    """A contentless table of FTS5."""

    def __init__(self, transaction: Transaction) -> None:
        """The words as this transaction sees them."""
        self._transaction = transaction

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:
        """As `WordTable`."""
        if not anew:
            self._transaction.write(_FTS_DELETE, [{"doc": doc} for doc, _words in words])
        self._transaction.write(_FTS_INSERT, [{"doc": doc, "words": " ".join(entered)} for doc, entered in words])

    def forget_all(self) -> None:
        """As `WordTable`."""
        self._transaction.write(text("INSERT INTO search_word (search_word) VALUES ('delete-all')"))

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """As `WordTable`. FTS5 reads the lists of words in step and stops at the limit; nothing is sorted."""
        match = fts5_expression(wanted)
        if not match:
            return []
        found = self._transaction.read(_FTS_SELECT, {"match": match, "after": after, "most": limit})
        return [doc for (doc,) in found]

    def tidy(self) -> bool:
        """Merge some pages of the index; SQLite says by its counter of changes whether there was anything to merge."""
        before = self._changes()
        self._transaction.write(_FTS_MERGE)
        return self._changes() - before >= _SOMETHING

    def _changes(self) -> int:
        return int(self._transaction.read(select(func.total_changes())).scalar_one())


_SOMETHING: Final = 2
"""Changes that a merge makes at the least, if it merges anything (SQLite's documentation of FTS5)."""
_FTS_MERGE = text("INSERT INTO search_word (search_word, rank) VALUES ('merge', 200)")
_FTS_DELETE = text("DELETE FROM search_word WHERE rowid = :doc")
_FTS_INSERT = text("INSERT INTO search_word (rowid, words) VALUES (:doc, :words)")
_WORD = table("search_word", column("rowid", Integer()))
_FTS_SELECT = (
    select(_WORD.c.rowid)
    .where(text("search_word MATCH :match"), _WORD.c.rowid > bindparam("after"))
    .order_by(_WORD.c.rowid)
    .limit(bindparam("most", type_=Integer()))
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
    """Words in a column, each between blanks: right everywhere, fast for some ten thousand cases."""

    def __init__(self, transaction: Transaction) -> None:
        """The words as this transaction sees them."""
        self._transaction = transaction

    def enter(self, words: Sequence[tuple[int, set[str]]], *, anew: bool) -> None:  # noqa: ARG002 - the same either way
        """As `WordTable`."""
        self._transaction.write(
            _COLUMN_UPDATE, [{"at_doc": doc, "entered": f" {' '.join(sorted(entered))} "} for doc, entered in words]
        )

    def forget_all(self) -> None:
        """As `WordTable`."""
        self._transaction.write(update(SearchEntryRow).values(words=None))

    def docs(self, wanted: Wanted, *, after: int, limit: int) -> list[int]:
        """As `WordTable`."""
        found = self._transaction.read(
            select(SearchEntryRow.doc)
            .where(SearchEntryRow.doc > after, _condition(wanted))
            .order_by(SearchEntryRow.doc)
            .limit(limit)
        )
        return [doc for (doc,) in found]

    def tidy(self) -> bool:
        """As `WordTable`: there is nothing to do."""
        return False


_COLUMN_UPDATE = (
    update(SearchEntryRow)
    .where(SearchEntryRow.doc == bindparam("at_doc"))
    .values(words=bindparam("entered", type_=Text()))
)


def _condition(wanted: Wanted) -> ColumnElement[bool]:
    match wanted:
        case str():
            return SearchEntryRow.words.contains(f" {wanted} ", autoescape=True)
        case AllWords(parts):
            return and_(*map(_condition, parts))
        case AnyWord(parts):
            return or_(false(), *map(_condition, parts))
