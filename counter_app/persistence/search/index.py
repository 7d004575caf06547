"""The index of words: each save enters its case in its own transaction, the rest is entered in the background.

A case is entered under its place in the order of receipt, newest first, so that the newest are found first and are
the first to be entered. Everything is begun anew where the words are made by other rules than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import BigInteger, Row, bindparam, func, insert, select, true, update

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.search.index_words import EDITION, entered_words
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.query import SearchField, words_of_case
from counter_app.persistence.base.stored_state import DELETED, read_state
from counter_app.persistence.base.tables import FilingRow, SearchEntryRow, SearchStateRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.search.word_tables import word_table
from counter_app.services.ports import IndexState

NEWEST_FIRST: Final = 1_000_000_000
"""The first case ever is entered under one less than this, the next one under two less, and so on."""
ENTERING: Final = "entering"
TIDYING: Final = "tidying"
READY: Final = "ready"


@frozen
class Findable:
    """What a case is found by."""

    texts: Mapping[SearchField, str]
    state: FilingState
    received_on: date
    place: str
    deleted: bool = False

    def words(self, readings: Readings) -> set[str]:
        """The words it is entered under; a deleted draft is found by none."""
        if self.deleted:
            return set()
        return entered_words(self.texts, readings, state=self.state, received_on=self.received_on, place=self.place)

    def digest(self, generation: int) -> int:
        """Another number wherever it would be entered under other words."""
        said = [
            str(generation),
            DELETED if self.deleted else self.state.value,
            self.received_on.isoformat(),
            self.place,
        ]
        said += [f"{sought.value}\0{text}" for sought, text in self.texts.items()]
        made = blake2b("\0\0".join(said).encode("utf-8", "replace"), digest_size=8).digest()
        return int.from_bytes(made, "big", signed=True) or 1


def findable_row(row: Row[Any]) -> Findable:
    """What a case is found by, from its row."""
    texts = words_of_case(row.answers, row.platform_number)
    return Findable(texts, read_state(row.state), row.received_on, row.place_category, row.state == DELETED)


class SearchIndex:
    """Writes the index. Belongs to one transaction."""

    def __init__(self, transaction: Transaction, readings: Readings) -> None:
        """`readings` say how the texts are read aloud."""
        self._transaction = transaction
        self._readings = readings
        self._words = word_table(transaction)
        self.edition = f"{EDITION}-{readings.edition}"

    def enter_new(self, filing: Filing, place: str) -> None:
        """A case that was just added."""
        counted = self._transaction.write(
            update(SearchStateRow)
            .values(opened=SearchStateRow.opened + 1)
            .returning(SearchStateRow.opened, SearchStateRow.generation)
        ).one()
        doc = NEWEST_FIRST - counted.opened
        findable = _findable(filing, place)
        self._transaction.write(
            insert(SearchEntryRow).values(
                doc=doc, reference=filing.reference, digest=findable.digest(counted.generation)
            )
        )
        self._words.enter([(doc, findable.words(self._readings))], anew=True)

    def enter_changed(self, filing: Filing, place: str) -> None:
        """A case that was just saved: nothing is written where it is found by the same words as before."""
        findable = _findable(filing, place)
        entry = self._transaction.read(
            select(SearchEntryRow.doc, SearchEntryRow.digest, SearchStateRow.generation)
            .join(SearchStateRow, true())
            .where(SearchEntryRow.reference == filing.reference)
        ).one()
        digest = findable.digest(entry.generation)
        if entry.digest != digest:
            self._transaction.write(_SET_DIGEST, [{"at_doc": entry.doc, "new_digest": digest}])
            self._words.enter([(entry.doc, findable.words(self._readings))], anew=entry.digest == 0)

    def state(self) -> IndexState:
        now = self._now()
        if now.edition != self.edition:
            return IndexState(0, now.opened, ready=now.opened == 0)
        missing = NEWEST_FIRST - now.next_doc if now.phase == ENTERING else 0
        return IndexState(now.opened - missing, now.opened, ready=now.phase == READY)

    def enter_some(self, most: int) -> IndexState:
        """Enter up to `most` cases, the newest of those not entered yet; or tidy, once all are entered."""
        now = self._now()
        if now.edition != self.edition:
            self._begin_anew()
        elif now.phase == ENTERING:
            self._enter_next(now, most)
        elif now.phase == TIDYING and not self._words.tidy():
            self._transaction.write(update(SearchStateRow).values(phase=READY))
        return self.state()

    def _now(self) -> Row[Any]:
        columns = SearchStateRow.__table__.columns
        return self._transaction.read(select(*columns)).one()

    def _begin_anew(self) -> None:
        """Forget every word; the cases lose their digests by the new generation."""
        self._transaction.take_write_lock()
        if self._now().edition == self.edition:
            return  # another window was faster
        self._words.forget_all()
        first = self._transaction.read(select(func.min(SearchEntryRow.doc))).scalar()
        self._transaction.write(
            update(SearchStateRow).values(
                edition=self.edition,
                generation=SearchStateRow.generation + 1,
                phase=READY if first is None else ENTERING,
                next_doc=NEWEST_FIRST if first is None else first,
            )
        )

    def _enter_next(self, now: Row[Any], most: int) -> None:
        """Make the words before the lock is taken; whoever was saved meanwhile has been entered by the save."""
        rows = self._transaction.read(_NEXT.where(SearchEntryRow.doc >= now.next_doc).limit(most)).all()
        made = []
        for row in rows:
            findable = findable_row(row)
            digest = findable.digest(now.generation)
            if digest != row.digest:
                made.append((row.doc, row.version, digest, findable.words(self._readings)))
        self._transaction.take_write_lock()
        then = self._now()
        if (then.generation, then.next_doc) != (now.generation, now.next_doc):
            return  # another window entered them
        docs = [doc for doc, *_rest in made]
        found = self._transaction.read(
            select(SearchEntryRow.doc, FilingRow.version)
            .join(FilingRow, FilingRow.reference == SearchEntryRow.reference)
            .where(SearchEntryRow.doc.in_(docs))
        )
        still = {doc: version for doc, version in found.all()}  # noqa: C416 - a result has keys, so dict() misreads it
        fresh = [(doc, digest, words) for doc, version, digest, words in made if still.get(doc) == version]
        if fresh:
            self._transaction.write(_SET_DIGEST, [{"at_doc": doc, "new_digest": digest} for doc, digest, _ in fresh])
            # Since all was begun anew only saves have entered cases, and those saved meanwhile are left out.
            self._words.enter([(doc, words) for doc, _digest, words in fresh], anew=True)
        done = len(rows) < most
        self._transaction.write(
            update(SearchStateRow).values(
                phase=TIDYING if done else ENTERING, next_doc=rows[-1].doc + 1 if rows else now.next_doc
            )
        )


def _findable(filing: Filing, place: str) -> Findable:
    texts = words_of_case(filing.answers.raw, filing.platform_number)
    return Findable(texts, filing.state, filing.received_on, place, filing.deleted)


_SET_DIGEST = (
    update(SearchEntryRow)
    .where(SearchEntryRow.doc == bindparam("at_doc"))
    .values(digest=bindparam("new_digest", type_=BigInteger()))
)
_NEXT = (
    select(
        SearchEntryRow.doc,
        SearchEntryRow.digest,
        FilingRow.version,
        FilingRow.answers,
        FilingRow.platform_number,
        FilingRow.state,
        FilingRow.received_on,
        FilingRow.place_category,
    )
    .join(FilingRow, FilingRow.reference == SearchEntryRow.reference)
    .order_by(SearchEntryRow.doc)
)
