"""Cases in the database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.filing.counting import CountedCase, counted_case
from counter_app.domain.filing.filing import Custody, Filing, FilingKind, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import Confirmation
from counter_app.persistence.base import exact_json
from counter_app.persistence.base.event_counts import EventCounts
from counter_app.persistence.base.last_saved import LastSaved, Rows
from counter_app.persistence.base.refusals import unknown_case
from counter_app.persistence.base.search_columns import match_key, searchable
from counter_app.persistence.base.stored_state import DELETED, read_state, stored_state
from counter_app.persistence.base.tables import FilingRow, StateChangeRow
from counter_app.persistence.base.transaction import Transaction
from counter_app.persistence.filing.device_rows import load_rows, save_rows
from counter_app.persistence.filing.known import SUPERSEDED
from counter_app.persistence.search.index import SearchIndex
from counter_app.services.ports import ChangedElsewhere, FormSource, UnknownCase
from counter_app.typed_data import read_record

COUNTED: Final = (
    FilingRow.received_on,
    FilingRow.window,
    FilingRow.clerk,
    FilingRow.place_category,
    FilingRow.kind,
    FilingRow.state,
    FilingRow.noticed,
    FilingRow.filed_on,
)
"""What a case is counted by."""


def counted_of(row: Row[Any]) -> CountedCase:
    """A case as it was counted; `row` has the columns of `COUNTED`."""
    return CountedCase(
        row.received_on,
        row.window,
        row.clerk,
        row.place_category,
        row.kind,
        read_state(row.state).value,
        row.noticed,
        row.filed_on,
    )


class SqlFilings:
    """Implements `ports.FilingRepository`."""

    def __init__(self, transaction: Transaction, forms: FormSource, last_saved: LastSaved, index: SearchIndex) -> None:
        """`forms` gives each case the edition it was opened under; `last_saved` is shared by all transactions.

        `index` is told of every case that is kept, so that it can be found again.
        """
        self._transaction = transaction
        self._forms = forms
        self._last_saved = last_saved
        self._index = index

    def add(self, filing: Filing) -> None:
        zone, columns = self._transaction.zone, self._columns(filing)
        self._transaction.write(
            insert(FilingRow).values(
                reference=filing.reference,
                kind=filing.kind.value,
                received_at=filing.received_at,
                zone=zone,
                version=filing.version,
                changes=filing.changes,
                state_since=self._transaction.now(),
                **columns,
            )
        )
        self._index.enter_new(filing, columns["place_category"])
        self._save_rows(filing, {}, filing.version)
        self._note_change(filing, "", "")
        self._count(filing, columns["place_category"], None)

    def get(self, reference: str) -> Filing:
        row = self._transaction.read(
            select(*FilingRow.__table__.columns).where(FilingRow.reference == reference)
        ).one_or_none()
        if row is None:
            raise unknown_case()
        form = self._forms.edition(row.edition, row.form_kind)
        rows = load_rows(self._transaction, reference, row.row_groups, form)
        return Filing(
            reference=reference,
            answers=Answers(form, row.answers, rows),
            received_at=row.received_at,
            received_on=row.received_on,
            kind=FilingKind(row.kind),
            state=read_state(row.state),
            custody=Custody(row.custody),
            materials=read_record(row.materials, dict[str, Material]),
            clerk=row.clerk,
            window=row.window,
            focus=row.focus,
            version=row.version,
            changes=row.changes,
            platform_number=row.platform_number,
            filed_on=row.filed_on,
            confirmed=read_record(row.confirmed, dict[str, Confirmation]),
            noticed=row.noticed,
            deleted=row.state == DELETED,
        )

    def confirmed(self, reference: str) -> dict[str, Confirmation]:
        """What is stored as confirmed of a case; nothing of one that is unknown."""
        stored = self._transaction.read(select(FilingRow.confirmed).where(FilingRow.reference == reference))
        return read_record(stored.scalar_one_or_none() or {}, dict[str, Confirmation])

    def save(self, filing: Filing) -> None:
        """Keep a changed case and count its version up. Raises `UnknownCase`, `ChangedElsewhere`.

        Where the transaction does not last, the version of `filing` goes back with it.
        """
        read_at, columns = filing.version, self._columns(filing)
        self._transaction.take_write_lock()
        before = self._transaction.read(
            select(FilingRow.custody, *COUNTED).where(FilingRow.reference == filing.reference)
        ).one_or_none()
        changed = self._transaction.write(
            update(FilingRow)
            .where(FilingRow.reference == filing.reference, FilingRow.version == read_at)
            .values(version=read_at + 1, **self._since(filing, before), **columns)
        )
        if before is None or changed.rowcount != 1:
            raise self._not_ours(filing.reference)
        self._index.enter_changed(filing, columns["place_category"])
        self._save_rows(filing, self._last_saved.rows_at(filing.reference, read_at), read_at + 1)
        if (before.state, before.custody) != (stored_state(filing), filing.custody):
            self._note_change(filing, before.state, before.custody)
        self._count(filing, columns["place_category"], counted_of(before))
        filing.version = read_at + 1
        self._transaction.undo_unless_committed(lambda: _set_version(filing, read_at))

    def count_filed(self, *, uscc: str, name: str, address: str, other_than: str, nor: str = "") -> int:
        """How many filed cases other than `other_than` and `nor` have this unit (USCC, else name) at this address."""
        code, unit, place = read_code(uscc), match_key(read_text(name)), match_key(read_text(address))
        if not place or not (code or unit):
            return 0
        found = self._transaction.read(
            select(func.count())
            .select_from(FilingRow)
            .where(
                _same_unit(code, unit),
                FilingRow.address_key == place,
                FilingRow.state == FilingState.FILED.value,
                FilingRow.reference.not_in((other_than, nor)),
                ~SUPERSEDED,
            )
        )
        return found.scalar_one()

    def _since(self, filing: Filing, before: Row[Any] | None) -> dict[str, Any]:
        """When the case came to its state, where it just did."""
        return (
            {} if before is None or before.state == stored_state(filing) else {"state_since": self._transaction.now()}
        )

    def _columns(self, filing: Filing) -> dict[str, Any]:
        """What may change of a case."""
        answers = filing.answers
        return {
            "form_kind": filing.form.kind,
            "edition": filing.form.edition,
            "state": stored_state(filing),
            "custody": filing.custody.value,
            "received_on": filing.received_on,
            "answers": exact_json.plain(answers.raw),
            "row_groups": list(answers.all_rows()),
            "materials": msgspec.to_builtins(filing.materials),
            "clerk": filing.clerk,
            "window": filing.window,
            "focus": filing.focus,
            "platform_number": filing.platform_number,
            "filed_on": filing.filed_on,
            "confirmed": msgspec.to_builtins(filing.confirmed),
            "held_since": filing.held_since,
            "noticed": filing.noticed,
            "saved_at": self._transaction.now(),
            **searchable(answers),
        }

    def _count(self, filing: Filing, place: str, before: CountedCase | None) -> None:
        counts = counted_case(before) if before is not None else Counter()
        EventCounts(self._transaction).move(counts, counted_case(CountedCase.of(filing, place)))

    def _save_rows(self, filing: Filing, before: Rows | None, version: int) -> None:
        reference, rows = filing.reference, filing.answers.all_rows()
        save_rows(self._transaction, reference, rows, before)
        self._transaction.once_committed(lambda: self._last_saved.remember(reference, version, rows))

    def _note_change(self, filing: Filing, state_before: str, custody_before: str) -> None:
        zone = self._transaction.zone
        self._transaction.write(
            insert(StateChangeRow).values(
                filing_reference=filing.reference,
                at=self._transaction.now(),
                zone=zone,
                clerk=filing.clerk,
                window=filing.window,
                state_before=state_before,
                state=stored_state(filing),
                custody_before=custody_before,
                custody=filing.custody.value,
            )
        )

    def _not_ours(self, reference: str) -> UnknownCase | ChangedElsewhere:
        saved = self._transaction.read(
            select(FilingRow.window, FilingRow.clerk, FilingRow.saved_at).where(FilingRow.reference == reference)
        ).one_or_none()
        if saved is None:
            return unknown_case()
        zone = ZoneInfo(self._transaction.zone)
        who = _window(saved.window) + (f"（{saved.clerk}）" if saved.clerk else "")
        when = _clock_time(saved.saved_at.astimezone(zone), self._transaction.now().astimezone(zone))
        return ChangedElsewhere(
            f"{who}在{when}保存过这一件", "重新打开这一件，查看另一窗口的改动后再修改；未保存的内容先保留，以备核对"
        )


def _same_unit(code: str, unit: str) -> ColumnElement[bool]:
    """The USCC decides where both have one, else the name."""
    by_name = and_(FilingRow.unit_key == unit, FilingRow.unit_key != "")
    return or_(FilingRow.uscc == code, and_(FilingRow.uscc == "", by_name)) if code else by_name


def _set_version(filing: Filing, version: int) -> None:
    filing.version = version


def _window(window: str) -> str:
    if not window:
        return "另一个窗口"
    return f"{window}号窗口" if window.isdecimal() else window


def _clock_time(at: datetime, now: datetime) -> str:
    clock = f"{at.hour}时{at.minute:02d}分"
    return clock if at.date() == now.date() else f"{at.month}月{at.day}日{clock}"
