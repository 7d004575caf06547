"""What the window saw on a document: the value, who saw it, at which window and when, with the case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cases kept so far have no such value."""
    op.add_column("filing", sa.Column("confirmed", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Leave the table of before."""
    op.drop_column("filing", "confirmed")
