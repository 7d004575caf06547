"""The tables of the trail, beside the history that it chains."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from counter_app.persistence.base.tables import Base


class TrailLinkRow(Base):
    """One entry of the history in the chain: its place there, and a MAC over it and all before it. Written once."""

    __tablename__ = "trail_link"
    __table_args__ = (CheckConstraint("ordinal >= 1", name="ordinal_from_1"), {"sqlite_with_rowid": False})

    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    history_position: Mapped[int]
    algorithm: Mapped[str]
    mac: Mapped[bytes] = mapped_column(LargeBinary())


class TrailHeadRow(Base):
    """The last link: one row, taken last in a transaction, so that nobody waits for it longer than for a commit."""

    __tablename__ = "trail_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary())
