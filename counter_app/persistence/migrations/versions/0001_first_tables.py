"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    *("filing", "capture_device", "state_change", "number_series", "issued_number", "issued_paper"),
    *("history", "desk", "office"),
)
"""In the order in which they can be made."""

WRITTEN_ONCE = ("history", "state_change")
FROZEN_COLUMNS = {
    "issued_number": ("series", "year", "ordinal", "taken_at", "zone"),
    "issued_paper": (
        *("position", "paper_id", "document", "series", "year", "ordinal", "reference", "issued_at", "zone"),
        *("edition", "content"),
    ),
}
"""Tables whose rows stay, to the columns that never change in them."""

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table, and the triggers that keep what is written as it was written."""
    make_cases()
    make_numbers()
    make_books()
    refuse = refuse_on_postgresql if op.get_bind().dialect.name == "postgresql" else refuse_on_sqlite
    for table in WRITTEN_ONCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")
    for table, columns in FROZEN_COLUMNS.items():
        refuse(table, "UPDATE OF " + ", ".join(columns))
        refuse(table, "DELETE")


def downgrade() -> None:
    """Leave nothing."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def refuse_on_sqlite(table: str, act: str) -> None:
    """Let SQLite refuse `act` on `table`."""
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.split(maxsplit=1)[0].lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
    )


def refuse_on_postgresql(table: str, act: str) -> None:
    """Let PostgreSQL refuse `act` on `table`."""
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.split(maxsplit=1)[0].lower()} BEFORE {act} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def make_cases() -> None:
    """The cases, their rows, their changes of state."""
    make_filing()
    op.create_table(
        "capture_device",
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("device_type", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_capture_device_position_from_1")),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_capture_device_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("filing_reference", "group_key", "position", name=op.f("pk_capture_device")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "state_change",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("state_before", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("custody_before", sa.Text(), nullable=False),
        sa.Column("custody", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_state_change_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_state_change")),
    )
    op.create_index(op.f("ix_state_change_filing_reference"), "state_change", ["filing_reference"], unique=False)


def make_filing() -> None:
    """The cases."""
    op.create_table(
        "filing",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form_kind", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("custody", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("row_groups", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("system_address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("agent_masked", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_filing_version_counts_up")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_received_on"), "filing", ["received_on"], unique=False)
    op.create_index(op.f("ix_filing_state"), "filing", ["state"], unique=False)
    op.create_index(op.f("ix_filing_unit_key_address_key"), "filing", ["unit_key", "address_key"], unique=False)
    op.create_index(op.f("ix_filing_uscc_address_key"), "filing", ["uscc", "address_key"], unique=False)


def make_numbers() -> None:
    """The counters, the register of numbers, the papers."""
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_last_counts_up")),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issued_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("voided_at", MOMENT, nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_issued_number_ordinal_from_1")),
        sa.ForeignKeyConstraint(
            ["series", "year"],
            ["number_series.series", "number_series.year"],
            name=op.f("fk_issued_number_series_year_number_series"),
        ),
        sa.PrimaryKeyConstraint("series", "year", "ordinal", name=op.f("pk_issued_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issued_paper",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.CheckConstraint("prints >= 0", name=op.f("ck_issued_paper_prints_count_up")),
        sa.ForeignKeyConstraint(
            ["series", "year", "ordinal"],
            ["issued_number.series", "issued_number.year", "issued_number.ordinal"],
            name=op.f("fk_issued_paper_series_year_ordinal_issued_number"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_issued_paper_paper_id")),
    )
    op.create_index(op.f("ix_issued_paper_reference"), "issued_paper", ["reference"], unique=False)
    op.create_index(
        op.f("ix_issued_paper_series_year_ordinal"), "issued_paper", ["series", "year", "ordinal"], unique=True
    )


def make_books() -> None:
    """The history, the desks, the office."""
    op.create_table(
        "history",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_at"), "history", ["at"], unique=False)
    op.create_index(op.f("ix_history_reference"), "history", ["reference"], unique=False)
    op.create_table(
        "desk",
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("active", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("window", name=op.f("pk_desk")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
