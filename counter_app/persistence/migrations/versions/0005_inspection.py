"""Inspections, orders, re-inspections and tips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("inspection", "correction_order", "reinspection", "tip", "tip_source", "attachment", "desk_form")
WRITTEN_ONCE = ("reinspection",)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; the cases stay as they are."""
    make_inspection()
    make_correction_order()
    make_reinspection()
    make_tip()
    make_tip_source()
    make_attachment()
    make_desk_form()
    refuse = refuse_on_postgresql if on_postgresql() else refuse_on_sqlite
    for table in WRITTEN_ONCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")


def downgrade() -> None:
    """Leave the tables of before."""
    for table in reversed(TABLES):
        op.drop_table(table)


def on_postgresql() -> bool:
    """Which of the two kinds of database this is."""
    return op.get_bind().dialect.name == "postgresql"


def refuse_on_sqlite(table: str, act: str) -> None:
    """Let SQLite refuse `act` on `table`."""
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
    )


def refuse_on_postgresql(table: str, act: str) -> None:
    """Let PostgreSQL refuse `act` on `table`; the function is there since 0001."""
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def make_inspection() -> None:
    """Inspections."""
    op.create_table(
        "inspection",
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_inspection_version_counts_up")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_address_key"), "inspection", ["address_key"], unique=False)
    op.create_index(op.f("ix_inspection_day"), "inspection", ["day"], unique=False)
    op.create_index(op.f("ix_inspection_series_year_ordinal"), "inspection", ["series", "year", "ordinal"], unique=True)
    op.create_index(op.f("ix_inspection_state_day"), "inspection", ["state", "day"], unique=False)
    op.create_index(op.f("ix_inspection_unit_key"), "inspection", ["unit_key"], unique=False)
    op.create_index(op.f("ix_inspection_uscc"), "inspection", ["uscc"], unique=False)


def make_correction_order() -> None:
    """Orders to correct."""
    op.create_table(
        "correction_order",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_correction_order_version_counts_up")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.inspection_id"], name=op.f("fk_correction_order_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_correction_order")),
    )
    op.create_index(op.f("ix_correction_order_due"), "correction_order", ["due"], unique=False)
    op.create_index(op.f("ix_correction_order_inspection_id"), "correction_order", ["inspection_id"], unique=False)
    op.create_index(
        op.f("ix_correction_order_series_year_ordinal"), "correction_order", ["series", "year", "ordinal"], unique=True
    )
    op.create_index(op.f("ix_correction_order_state_due"), "correction_order", ["state", "due"], unique=False)


def make_reinspection() -> None:
    """Re-inspections, written once."""
    op.create_table(
        "reinspection",
        sa.Column("reinspection_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.order_id"], name=op.f("fk_reinspection_order_id_correction_order")
        ),
        sa.PrimaryKeyConstraint("reinspection_id", name=op.f("pk_reinspection")),
    )
    op.create_index(op.f("ix_reinspection_day"), "reinspection", ["day"], unique=False)
    op.create_index(op.f("ix_reinspection_order_id"), "reinspection", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_reinspection_series_year_ordinal"), "reinspection", ["series", "year", "ordinal"], unique=True
    )


def make_tip() -> None:
    """Tips, without their source."""
    op.create_table(
        "tip",
        sa.Column("tip_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_tip_version_counts_up")),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk_tip")),
    )
    op.create_index(op.f("ix_tip_address_key"), "tip", ["address_key"], unique=False)
    op.create_index(op.f("ix_tip_day"), "tip", ["day"], unique=False)
    op.create_index(op.f("ix_tip_filing_reference"), "tip", ["filing_reference"], unique=False)
    op.create_index(op.f("ix_tip_series_year_ordinal"), "tip", ["series", "year", "ordinal"], unique=True)
    op.create_index(op.f("ix_tip_state_due"), "tip", ["state", "due"], unique=False)
    op.create_index(op.f("ix_tip_unit_key"), "tip", ["unit_key"], unique=False)


def make_tip_source() -> None:
    """Who gave a tip."""
    op.create_table(
        "tip_source",
        sa.Column("tip_id", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.tip_id"], name=op.f("fk_tip_source_tip_id_tip")),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk_tip_source")),
    )


def make_attachment() -> None:
    """Files attached to them."""
    op.create_table(
        "attachment",
        sa.Column("attachment_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("attached_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_owner"), "attachment", ["owner"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)


def make_desk_form() -> None:
    """What was keyed at a window and not handed in yet."""
    op.create_table(
        "desk_form",
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("window", "form", name=op.f("pk_desk_form")),
    )
