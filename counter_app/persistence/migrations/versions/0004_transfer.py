"""Handing paper over: batches, their cases, and what comes back from the department."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("transfer_batch", "transfer_item", "transfer_number", "reception", "trusted_key")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; the cases stay as they are."""
    make_batches()
    make_items()
    make_numbers()
    make_receptions()


def downgrade() -> None:
    """Leave the tables of before."""
    for table in reversed(TABLES):
        op.drop_table(table)


def make_batches() -> None:
    """Batches."""
    op.create_table(
        "transfer_batch",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("handed_over_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("handed_over_by", sa.Text(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("package", sa.JSON(), nullable=True),
        sa.Column("issued", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_transfer_batch_version_counts_up")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_transfer_batch")),
    )
    op.create_index(op.f("ix_transfer_batch_state_opened_at"), "transfer_batch", ["state", "opened_at"], unique=False)
    op.create_index(op.f("ix_transfer_batch_handed_over_at"), "transfer_batch", ["handed_over_at"], unique=False)
    op.create_index(
        op.f("ix_transfer_batch_series_year_ordinal"), "transfer_batch", ["series", "year", "ordinal"], unique=True
    )


def make_items() -> None:
    """Their cases."""
    op.create_table(
        "transfer_item",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("held_since", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("scanned_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fonds", sa.Text(), nullable=True),
        sa.Column("archive_year", sa.Integer(), nullable=True),
        sa.Column("retention", sa.Text(), nullable=True),
        sa.Column("archive_item", sa.Integer(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_transfer_item_position_from_1")),
        sa.CheckConstraint("pages >= 1", name=op.f("ck_transfer_item_pages_from_1")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["transfer_batch.batch_id"], name=op.f("fk_transfer_item_batch_id_transfer_batch")
        ),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_transfer_item_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("batch_id", "filing_reference", name=op.f("pk_transfer_item")),
        sqlite_with_rowid=False,
    )
    live = sa.text("live")
    op.create_index(
        "ix_transfer_item_one_live",
        "transfer_item",
        ["filing_reference"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index(op.f("ix_transfer_item_filing_reference"), "transfer_item", ["filing_reference"], unique=False)
    archive = ["fonds", "archive_year", "retention", "archive_item"]
    op.create_index(op.f(f"ix_transfer_item_{'_'.join(archive)}"), "transfer_item", archive, unique=False)


def make_numbers() -> None:
    """Which batch a number was taken for."""
    op.create_table(
        "transfer_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["transfer_batch.batch_id"], name=op.f("fk_transfer_number_batch_id_transfer_batch")
        ),
        sa.PrimaryKeyConstraint("series", "year", "ordinal", name=op.f("pk_transfer_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_transfer_number_batch_id"), "transfer_number", ["batch_id"], unique=False)


def make_receptions() -> None:
    """What the receiving side works on, and whose results are believed."""
    op.create_table(
        "reception",
        sa.Column("reception_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reception_id", name=op.f("pk_reception")),
    )
    op.create_index(op.f("ix_reception_batch_office"), "reception", ["batch", "office"], unique=False)
    op.create_index(op.f("ix_reception_opened_at"), "reception", ["opened_at"], unique=False)
    op.create_table(
        "trusted_key",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trusted_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_trusted_key")),
    )
