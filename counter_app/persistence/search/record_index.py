"""The index of what is found beside the cases; each save of a record enters it in its own transaction.

Of each record one line is kept (`SearchRecordRow`) with all that a list shows of it, so that finding needs none of the
tables the records lie in. Lines from before are entered in the background, the newest first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import BigInteger, Row, bindparam, delete, exists, insert, or_, select, update

from counter_app.domain.search.index_words import EDITION, words_of_texts
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.records import RecordKind, SearchRecord, texts_of_record
from counter_app.persistence.base.number_columns import number_columns
from counter_app.persistence.base.tables import SearchRecordRow, SearchStateRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.search.word_tables import RECORDS, word_table

NEWEST_FIRST: Final = 1_000_000_000


class RecordIndex:
    """Writes the index of records. Belongs to one transaction."""

    def __init__(self, transaction: Transaction, readings: Readings) -> None:
        """`readings` say how the texts are read aloud."""
        self._transaction = transaction
        self._readings = readings
        self._words = word_table(transaction, RECORDS)
        made = blake2b(f"{EDITION}-{readings.edition}".encode(), digest_size=8).digest()
        self._edition = int.from_bytes(made, "big", signed=True) or 1

    def enter(self, record: SearchRecord) -> None:
        """Keep the line of a record that was just saved: nothing is written where it and its words are as before."""
        columns = _columns(record)
        known = self._transaction.read(_KNOWN.where(_this(record.kind, record.record_id))).one_or_none()
        if known is None:
            count = self._transaction.write(
                update(SearchStateRow).values(records=SearchStateRow.records + 1).returning(SearchStateRow.records)
            ).scalar_one()
            doc = NEWEST_FIRST - count
            self._transaction.write(insert(SearchRecordRow).values(doc=doc, entered=self._edition, **columns))
            self._words.enter([(doc, words_of_texts(record.texts, self._readings))], anew=True)
            return
        changed = {name: value for name, value in columns.items() if value != getattr(known, name)}
        same = changed.keys().isdisjoint(column.key for column in _FOUND_BY)
        if not same or known.entered != self._edition:
            changed["entered"] = self._edition
            words = words_of_texts(record.texts, self._readings)
            self._words.enter([(known.doc, words)], anew=known.entered == 0)
        if changed:
            self._transaction.write(update(SearchRecordRow).where(SearchRecordRow.doc == known.doc).values(**changed))
        if not same and record.kind is not RecordKind.FILE:
            for file in self._files_of(record.record_id):
                self.enter(replace(file, unit=record.unit, address=record.address))

    def enter_file(self, file_id: str, owner: str, title: str, day: date) -> None:
        """Enter a file under its name, and under the unit and address of the record it is attached to."""
        of_owner = self._transaction.read(
            select(SearchRecordRow.unit, SearchRecordRow.address).where(
                SearchRecordRow.opens == owner, SearchRecordRow.record_id == owner
            )
        ).first()
        unit, address = (of_owner.unit, of_owner.address) if of_owner is not None else ("", "")
        self.enter(SearchRecord(RecordKind.FILE, file_id, owner, unit, address, title, day=day))

    def _files_of(self, owner: str) -> list[SearchRecord]:
        rows = self._transaction.read(
            select(SearchRecordRow.record_id, SearchRecordRow.title, SearchRecordRow.day).where(
                SearchRecordRow.opens == owner, SearchRecordRow.kind == RecordKind.FILE.value
            )
        ).all()
        return [SearchRecord(RecordKind.FILE, row.record_id, owner, title=row.title, day=row.day) for row in rows]

    def forget(self, kind: RecordKind, record_id: str) -> None:
        """Take a record out that is there no more."""
        doc = self._transaction.read(select(SearchRecordRow.doc).where(_this(kind, record_id))).scalar()
        if doc is not None:
            self._words.forget(doc)
            self._transaction.write(delete(SearchRecordRow).where(SearchRecordRow.doc == doc))

    def is_ready(self) -> bool:
        """Whether every record can be found by its words."""
        return not self._transaction.read(select(exists().where(self._is_missing))).scalar_one()

    def enter_some(self, most: int) -> bool:
        """Enter up to `most` records; False where all are entered."""
        wanted = select(SearchRecordRow.doc, SearchRecordRow.kind, SearchRecordRow.entered, *_FOUND_BY)
        rows = self._transaction.read(wanted.where(self._is_missing).order_by(SearchRecordRow.doc).limit(most)).all()
        if not rows:
            return False
        made = {row.doc: words_of_texts(_texts(row), self._readings) for row in rows}
        self._transaction.take_write_lock()
        docs = list(made)
        still = self._transaction.read(wanted.where(SearchRecordRow.doc.in_(docs), self._is_missing)).all()
        fresh = [row for row in rows if row in still]
        for anew in (True, False):
            some = [(row.doc, made[row.doc]) for row in fresh if (row.entered == 0) is anew]
            if some:
                self._words.enter(some, anew=anew)
        if fresh:
            self._transaction.write(_SET_ENTERED, [{"at_doc": row.doc, "edition": self._edition} for row in fresh])
        return True

    @property
    def _is_missing(self) -> Any:  # noqa: ANN401 - a condition
        return or_(SearchRecordRow.entered < self._edition, SearchRecordRow.entered > self._edition)


_FOUND_BY = (SearchRecordRow.unit, SearchRecordRow.address, SearchRecordRow.title)
_KNOWN = select(*(one for one in SearchRecordRow.__table__.columns if one.name != "words"))
_SET_ENTERED = (
    update(SearchRecordRow)
    .where(SearchRecordRow.doc == bindparam("at_doc"))
    .values(entered=bindparam("edition", type_=BigInteger()))
)


def _texts(row: Row[Any]) -> Any:  # noqa: ANN401 - as `texts_of_record`
    return texts_of_record(RecordKind(row.kind), unit=row.unit, address=row.address, title=row.title)


def _this(kind: RecordKind, record_id: str) -> Any:  # noqa: ANN401 - a condition
    return (SearchRecordRow.kind == kind.value) & (SearchRecordRow.record_id == record_id)


def _columns(record: SearchRecord) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "record_id": record.record_id,
        "opens": record.opens,
        "unit": record.unit,
        "address": record.address,
        "title": record.title,
        "state": record.state,
        "form": record.form,
        "day": record.day,
        **number_columns(record.number),
    }
