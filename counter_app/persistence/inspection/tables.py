"""The tables of inspections, orders, re-inspections and tips. Each keeps its subject whole, beside what lists need."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from counter_app.persistence.base.tables import Base, Numbered, Signed, Versioned


class InspectionRow(Numbered, Signed, Versioned, Base):
    """One inspection. `day` is when it took place or is planned; `unit_key` and `address_key` are for comparing."""

    __tablename__ = "inspection"
    __table_args__ = (
        Index(None, "state", "day"),
        Index(None, "day"),
        Index(None, "uscc"),
        Index(None, "unit_key"),
        Index(None, "address_key"),
        Index(None, "series", "year", "ordinal", unique=True),
    )

    inspection_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    filing_reference: Mapped[str]
    unit: Mapped[str]
    unit_key: Mapped[str]
    uscc: Mapped[str]
    address: Mapped[str]
    address_key: Mapped[str]
    day: Mapped[date | None]
    content: Mapped[dict[str, Any]]


class CorrectionOrderRow(Numbered, Signed, Versioned, Base):
    """One order. `due` is the day from which the three working days of its re-inspection run (第十五条)."""

    __tablename__ = "correction_order"
    __table_args__ = (
        Index(None, "state", "due"),
        Index(None, "due"),
        Index(None, "inspection_id"),
        Index(None, "series", "year", "ordinal", unique=True),
    )

    order_id: Mapped[str] = mapped_column(primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.inspection_id"))
    state: Mapped[str]
    form: Mapped[str]
    day: Mapped[date | None]
    due: Mapped[date | None]
    content: Mapped[dict[str, Any]]


class ReinspectionRow(Numbered, Signed, Base):
    """One re-inspection. Append-only."""

    __tablename__ = "reinspection"
    __table_args__ = (
        Index(None, "order_id"),
        Index(None, "day"),
        Index(None, "series", "year", "ordinal", unique=True),
    )

    reinspection_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("correction_order.order_id"))
    conclusion: Mapped[str]
    day: Mapped[date]
    content: Mapped[dict[str, Any]]


class TipRow(Numbered, Signed, Versioned, Base):
    """One tip, without its source."""

    __tablename__ = "tip"
    __table_args__ = (
        Index(None, "state", "due"),
        Index(None, "day"),
        Index(None, "filing_reference"),
        Index(None, "unit_key"),
        Index(None, "address_key"),
        Index(None, "series", "year", "ordinal", unique=True),
    )

    tip_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    category: Mapped[str]
    filing_reference: Mapped[str]
    inspection_id: Mapped[str]
    unit: Mapped[str]
    unit_key: Mapped[str]
    address: Mapped[str]
    address_key: Mapped[str]
    day: Mapped[date]
    due: Mapped[date | None]
    content: Mapped[dict[str, Any]]


class TipSourceRow(Base):
    """Who gave a tip: a table of its own, so that no list and no export can bring it along by mistake."""

    __tablename__ = "tip_source"

    tip_id: Mapped[str] = mapped_column(ForeignKey("tip.tip_id"), primary_key=True)
    content: Mapped[dict[str, Any]]
