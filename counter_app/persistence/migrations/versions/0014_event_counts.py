"""The counts of the statistics, and whether the first visit of a case ended with a notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = ("series", "year", "ordinal")
FILING = sa.table("filing", sa.column("reference"), sa.column("state"), sa.column("noticed", sa.Boolean()))
PAPER = sa.table("issued_paper", sa.column("reference"), sa.column("document"), *map(sa.column, NUMBER))
ISSUED = sa.table("issued_number", *map(sa.column, NUMBER), sa.column("voided_reason"))
KEYS = ("grain", "dimension", "day", "figure", "member", "detail")
STATE = sa.table("event_count_state", sa.column("id"), sa.column("edition"))


def upgrade() -> None:
    """Only cases with a notice that holds are changed; the program fills the counts when it opens the database."""
    op.add_column("filing", sa.Column("noticed", sa.Boolean(), server_default=sa.false(), nullable=False))
    holds = sa.and_(*(PAPER.c[part] == ISSUED.c[part] for part in NUMBER), ISSUED.c.voided_reason.is_(None))
    given = (
        sa.select(PAPER.c.reference)
        .where(PAPER.c.document == "deficiency_notice", sa.exists().where(holds))
        .scalar_subquery()
    )
    noticed = sa.and_(FILING.c.reference.in_(given), FILING.c.state != "draft")
    op.execute(sa.update(FILING).where(noticed).values(noticed=True))
    op.create_table(
        "event_count",
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("figure", "member", "detail")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEYS, name=op.f("pk_event_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_count_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_event_count_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_count_state")),
    )
    op.execute(sa.insert(STATE).values(id=1, edition=""))


def downgrade() -> None:
    """Leave the tables of before."""
    op.drop_table("event_count_state")
    op.drop_table("event_count")
    op.drop_column("filing", "noticed")
