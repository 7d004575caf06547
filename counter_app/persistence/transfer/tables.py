"""The tables of the hand-over (第八条第二款), beside those of the cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from counter_app.persistence.base.tables import Base, Numbered, Signed, Versioned

_LIVE = text("live")


class TransferBatchRow(Numbered, Signed, Versioned, Base):
    """One batch of paper for the department (第八条第二款). Its number is there while it is closed or later."""

    __tablename__ = "transfer_batch"
    __table_args__ = (
        Index(None, "state", "opened_at"),
        Index(None, "handed_over_at"),
        Index(None, "series", "year", "ordinal", unique=True),
    )

    batch_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    handed_over_by: Mapped[str]
    received_by: Mapped[str]
    package: Mapped[dict[str, Any] | None]
    issued: Mapped[bool]


class TransferItemRow(Base):
    """One case in a batch. `live` while it waits in it: a case is live in at most one batch, which an index holds.

    `outcome` is empty until it is decided, then `accepted` or `refused`; `passed` are the checks found in order.
    """

    __tablename__ = "transfer_item"
    __table_args__ = (
        # Partial on PostgreSQL too, by its migration: `postgresql_where` here loads that dialect at every start.
        Index("ix_transfer_item_one_live", "filing_reference", unique=True, sqlite_where=_LIVE),
        Index(None, "filing_reference"),
        Index(None, "fonds", "archive_year", "retention", "archive_item"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint("pages >= 1", name="pages_from_1"),
        {"sqlite_with_rowid": False},
    )

    batch_id: Mapped[str] = mapped_column(ForeignKey("transfer_batch.batch_id"), primary_key=True)
    filing_reference: Mapped[str] = mapped_column(ForeignKey("filing.reference"), primary_key=True)
    position: Mapped[int]
    pages: Mapped[int]
    held_since: Mapped[date]
    due: Mapped[date]
    case_version: Mapped[int]
    live: Mapped[bool]
    scanned_at: Mapped[datetime | None]
    outcome: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str]
    passed: Mapped[list[str]]
    reason: Mapped[str]
    fonds: Mapped[str | None]
    archive_year: Mapped[int | None]
    retention: Mapped[str | None]
    archive_item: Mapped[int | None]


class ReceptionRow(Signed, Base):
    """A package that came from another installation, as the receiving department works on it."""

    __tablename__ = "reception"
    __table_args__ = (Index(None, "batch", "office"), Index(None, "opened_at"))

    reception_id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str]
    office: Mapped[str]
    sha256: Mapped[str]
    opened_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    decisions: Mapped[dict[str, Any]]
    settled_at: Mapped[datetime | None]
    version: Mapped[int]


class TrustedKeyRow(Signed, Base):
    """The public key of a department whose signed results are believed here; confirmed once by a person."""

    __tablename__ = "trusted_key"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    trusted_at: Mapped[datetime]
