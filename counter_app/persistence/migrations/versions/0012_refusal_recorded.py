"""The recording that proves a refusal to sign, beside the witness who does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is there already was proved by a witness."""
    op.add_column("delivery", sa.Column("recording", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Leave the table of before."""
    op.drop_column("delivery", "recording")
