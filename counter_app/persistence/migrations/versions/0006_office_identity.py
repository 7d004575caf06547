"""The id of the office, by which its database is known from another one's."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table with its one row."""
    made = op.create_table(
        "office_identity",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_identity_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_identity")),
    )
    op.bulk_insert(made, [{"id": 1, "office": secrets.token_hex(16)}])


def downgrade() -> None:
    """Leave the tables of before."""
    op.drop_table("office_identity")
