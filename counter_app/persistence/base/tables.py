"""The tables. Nothing in here that PostgreSQL could not do as well.

What only a database can promise (history is never changed, papers say what they said) stands as triggers in the
migrations, once for each kind of database.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from counter_app.persistence.base.columns import UtcTime


class Base(DeclarativeBase):
    """Every table. Constraints get stable names, so that a migration can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        date: Date(),
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class Numbered:
    """The number of what may have none yet."""

    series: Mapped[str | None]
    year: Mapped[int | None]
    ordinal: Mapped[int | None]


class Signed:
    """Who acted, at which window, and the time zone of the office, in which its times are shown."""

    zone: Mapped[str]
    clerk: Mapped[str]
    window: Mapped[str]


class Versioned:
    """Counted up with each change, so that a window that read an earlier one cannot overwrite it."""

    version: Mapped[int] = mapped_column(CheckConstraint("version >= 0", name="version_counts_up"))


class Stored(Signed):
    """A file kept by its SHA-256, and when it was attached and taken off again."""

    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    attached_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class FilingRow(Signed, Versioned, Base):
    """One case. `answers`, `row_groups` and `materials` hold it whole; what lists and searches need stands beside.

    `unit_name`, `uscc`, `system_address` and `agent_masked` are read from the answers at each save;
    `unit_key` and `address_key` are the same without blanks and widths, for comparing; `place_category` is a code.
    `changes` refers to the filed case that a change filing changes, and is empty for a first filing.
    `state_since` is when the case came to its state, `held_since` the day from which paper has lain at the window:
    the queues stand in their order. `confirmed` are the values that the window saw on a document, by key.
    `noticed` says that the first visit ended with a notice that holds.
    """

    __tablename__ = "filing"
    __table_args__ = (
        Index(None, "received_on"),
        Index(None, "state"),
        Index(None, "uscc", "address_key"),
        Index(None, "unit_key", "address_key"),
        Index(None, "state", "state_since", "reference"),
        Index(None, "custody", "held_since", "reference"),
        Index(None, "changes"),
        Index(None, "platform_number"),
        Index(None, "filed_on"),
    )

    reference: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    form_kind: Mapped[str]
    edition: Mapped[str]
    state: Mapped[str]
    custody: Mapped[str]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    answers: Mapped[dict[str, Any]]
    row_groups: Mapped[list[str]]
    materials: Mapped[dict[str, Any]]
    focus: Mapped[str]
    saved_at: Mapped[datetime]
    unit_name: Mapped[str]
    unit_key: Mapped[str]
    uscc: Mapped[str]
    system_address: Mapped[str]
    address_key: Mapped[str]
    agent_masked: Mapped[str]
    changes: Mapped[str] = mapped_column(server_default=text("''"))
    platform_number: Mapped[str] = mapped_column(server_default=text("''"))
    filed_on: Mapped[date | None]
    place_category: Mapped[str] = mapped_column(server_default=text("''"))
    state_since: Mapped[datetime | None]
    held_since: Mapped[date | None]
    confirmed: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    noticed: Mapped[bool] = mapped_column(server_default=false())


class DeviceRow(Base):
    """One row of one group of a case, empty ones included: in practice one camera. `position` counts from 1."""

    __tablename__ = "capture_device"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_from_1"),
        Index(None, "code"),
        Index(None, "code_reversed"),
        {"sqlite_with_rowid": False},
    )

    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"), primary_key=True)
    group_key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[dict[str, Any]]
    location: Mapped[str]
    device_type: Mapped[str]
    code: Mapped[str]
    code_reversed: Mapped[str] = mapped_column(server_default=text("''"))


class SeriesRow(Base):
    """The counter of one yearly series: `last` is the highest number taken."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 0", name="last_counts_up"), {"sqlite_with_rowid": False})

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class NumberRow(Base):
    """One number taken. It stays in the register for good; voided it keeps its place, with the reason (作废)."""

    __tablename__ = "issued_number"
    __table_args__ = (
        ForeignKeyConstraint(["series", "year"], ["number_series.series", "number_series.year"]),
        Index(None, "taken_at"),
        Index(None, "voided_at"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_1"),
        {"sqlite_with_rowid": False},
    )

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken_at: Mapped[datetime]
    zone: Mapped[str]
    voided_at: Mapped[datetime | None]
    voided_reason: Mapped[str | None]


class PaperRow(Numbered, Base):
    """One paper as issued. Only `prints` ever changes. `position` is the order of issue."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["series", "year", "ordinal"], ["issued_number.series", "issued_number.year", "issued_number.ordinal"]
        ),
        Index(None, "series", "year", "ordinal", unique=True),
        Index(None, "reference"),
        Index(None, "prints", "issued_at"),
        CheckConstraint("prints >= 0", name="prints_count_up"),
    )

    position: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(unique=True)
    document: Mapped[str]
    reference: Mapped[str]
    issued_at: Mapped[datetime]
    zone: Mapped[str]
    edition: Mapped[str]
    content: Mapped[dict[str, Any]]
    prints: Mapped[int]


class HistoryRow(Signed, Base):
    """One act. Append-only."""

    __tablename__ = "history"
    __table_args__ = (
        Index(None, "reference"),
        Index(None, "at"),
        # Partial on PostgreSQL too, by its migration: `postgresql_where` here loads that dialect at every start.
        Index("ix_history_clock_confirmed", "position", sqlite_where=text("act = 'clock.confirmed'")),
    )

    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str]
    reference: Mapped[str]
    details: Mapped[dict[str, Any]]


class StateChangeRow(Signed, Base):
    """One change of state or custody: when, by whom, at which window (contract, section 3). Append-only.

    The first row of a case has empty `state_before` and `custody_before`.
    """

    __tablename__ = "state_change"
    __table_args__ = (Index(None, "filing_reference"),)

    position: Mapped[int] = mapped_column(primary_key=True)
    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"))
    at: Mapped[datetime]
    state_before: Mapped[str]
    state: Mapped[str]
    custody_before: Mapped[str]
    custody: Mapped[str]


class DeliveryRow(Signed, Base):
    """How a notice reached the applicant (送达): one row a time it was recorded, the last one counts. Append-only."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "paper_id"),)

    position: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(ForeignKey("issued_paper.paper_id"))
    at: Mapped[datetime]
    way: Mapped[str]
    reason: Mapped[str]
    witness: Mapped[str]
    recording: Mapped[str] = mapped_column(server_default=text("''"))


class BrokenPromiseRow(Signed, Base):
    """An item that an earlier notice should have named (第八条: once), why, and who let it pass. Append-only."""

    __tablename__ = "broken_promise"
    __table_args__ = (Index(None, "paper_id"), Index(None, "at"))

    position: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(ForeignKey("issued_paper.paper_id"))
    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"))
    code: Mapped[str]
    reason: Mapped[str]
    supervisor: Mapped[str]
    at: Mapped[datetime]


class SupervisorRow(Base):
    """A supervisor (负责人) and the hash of the PIN; never the PIN."""

    __tablename__ = "supervisor"

    name: Mapped[str] = mapped_column(primary_key=True)
    pin_hash: Mapped[str]
    set_at: Mapped[datetime]
    zone: Mapped[str]


class TemplateConfirmationRow(Signed, Base):
    """That the legal department (法制部门) confirmed the template of a document, and the digest of its words then."""

    __tablename__ = "template_confirmation"

    document: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    digest: Mapped[str]
    confirmed_by: Mapped[str]
    confirmed_on: Mapped[date]
    at: Mapped[datetime]


class ScanRow(Stored, Base):
    """One scan attached to a paper of a case; the file itself is kept by its SHA-256 and never altered."""

    __tablename__ = "scan"
    __table_args__ = (Index(None, "filing_reference"), Index(None, "sha256"))

    scan_id: Mapped[str] = mapped_column(primary_key=True)
    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"))
    material_key: Mapped[str]
    rotation: Mapped[int]


class PlatformTickRow(Signed, Base):
    """One item that was keyed into the national platform, as the clerk ticked it."""

    __tablename__ = "platform_tick"
    __table_args__ = ({"sqlite_with_rowid": False},)

    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class SearchEntryRow(Base):
    """One case in the index of words. `doc` grows with age, so that the newest come first.

    `digest` tells what it is entered under, 0 nothing yet. `words` holds the words on PostgreSQL only; SQLite has them
    in a table of FTS5 (`search_word`, made by the migration, since no model can describe it).
    """

    __tablename__ = "search_entry"

    doc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"), unique=True)
    digest: Mapped[int] = mapped_column(BigInteger())
    words: Mapped[str | None]


class SearchRecordRow(Numbered, Base):
    """One inspection, order, re-inspection, tip, batch or file by its name, as it is found and listed.

    `doc` grows with age. `entered` tells by which rules its words were made, 0 none yet; the words stand as those of
    `SearchEntryRow` do, on SQLite in `search_word_record`.
    """

    __tablename__ = "search_record"
    __table_args__ = (
        Index(None, "kind", "record_id", unique=True),
        Index(None, "opens"),
        Index(None, "series", "year", "ordinal"),
        Index(None, "entered"),
    )

    doc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    record_id: Mapped[str]
    opens: Mapped[str]
    unit: Mapped[str]
    address: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    form: Mapped[str]
    day: Mapped[date | None]
    entered: Mapped[int] = mapped_column(BigInteger())
    words: Mapped[str | None]


class SearchStateRow(Base):
    """How far the index is built: one row. `opened` counts the cases, `next_doc` is the next one to be entered.

    `records` counts what was put into `SearchRecordRow`.

    `edition` names the rules by which the words were made; `generation` counts how often all was begun anew.
    """

    __tablename__ = "search_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[str]
    generation: Mapped[int]
    opened: Mapped[int]
    phase: Mapped[str]
    next_doc: Mapped[int]
    records: Mapped[int] = mapped_column(server_default=text("0"))


class WindowStateRow(Base):
    """Which cases stand open at one window, in the order of their tabs, and which of them are parked."""

    __tablename__ = "desk"

    window: Mapped[str] = mapped_column(primary_key=True)
    cases: Mapped[list[str]]
    active: Mapped[str]
    parked: Mapped[list[str]] = mapped_column(server_default=text("'[]'"))


class FormDraftRow(Base):
    """What was keyed at one window into a form that is no case, until it is handed in."""

    __tablename__ = "desk_form"

    window: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]


class OfficeRow(Base):
    """The office: one row for all windows."""

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office: Mapped[dict[str, Any]]


class OfficeIdentityRow(Base):
    """By which id this database is known from another office's: one row, made by the migration."""

    __tablename__ = "office_identity"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office: Mapped[str]


class EventCountRow(Base):
    """How often something happened (`domain.basics.counted`): by the day, and by the month that begins with `day`.

    Statistics of any length read the whole months in it by the month and what is left by the day, so that they never
    go through the cases themselves. What is told apart by window, clerk and place is kept once for each `dimension`,
    whose `member` it belongs to, and once for all together, where both are empty: kept for every combination, there
    would be nearly as many rows as cases.
    """

    __tablename__ = "event_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    grain: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class EventCountStateRow(Base):
    """The rules by which the counts was counted: one row. Where the program has others, all is counted anew."""

    __tablename__ = "event_count_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[str]


class TransferNumberRow(Base):
    """Which batch a number was taken for, also once the batch was reopened and the number voided."""

    __tablename__ = "transfer_number"
    __table_args__ = (Index(None, "batch_id"), {"sqlite_with_rowid": False})

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    batch_id: Mapped[str] = mapped_column(ForeignKey("transfer_batch.batch_id"))


class AttachmentRow(Stored, Base):
    """One file attached to an inspection, order, re-inspection or tip; the file is kept beside the scans."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "owner"), Index(None, "sha256"))

    attachment_id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
