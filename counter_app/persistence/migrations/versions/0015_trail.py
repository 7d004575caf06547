"""The chain over the history; the program chains what is there when it opens the database, since it has the key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Links are written once; the head is one row."""
    op.create_table(
        "trail_link",
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("history_position", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_trail_link_ordinal_from_1")),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_trail_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trail_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
    )
    if op.get_bind().dialect.name == "postgresql":
        return
    written_once = "BEGIN SELECT RAISE(ABORT, 'trail_link is written once'); END"
    for act in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER trail_link_no_{act.lower()} BEFORE {act} ON trail_link {written_once}")
    known = "EXISTS (SELECT 1 FROM trail_link WHERE ordinal = NEW.ordinal)"
    op.execute(f"CREATE TRIGGER trail_link_no_replace BEFORE INSERT ON trail_link WHEN {known} {written_once}")


def downgrade() -> None:
    """Leave the tables of before."""
    op.drop_table("trail_head")
    op.drop_table("trail_link")
