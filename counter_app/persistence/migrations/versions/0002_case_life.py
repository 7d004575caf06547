"""What a case needs after its first visit: deliveries, supervisors, scans, the platform, changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("delivery", "broken_promise", "supervisor", "scan", "platform_tick")
WRITTEN_ONCE = ("delivery", "broken_promise")
NEW_INDEXES = ("changes", "platform_number", "filed_on")
QUEUE_INDEXES = (
    ("filing", ("state", "state_since", "reference")),
    ("filing", ("custody", "held_since", "reference")),
    ("issued_number", ("taken_at",)),
    ("issued_number", ("voided_at",)),
    ("issued_paper", ("prints", "issued_at")),
)

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns of the case and the new tables."""
    op.add_column("filing", sa.Column("changes", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("filing", sa.Column("platform_number", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("filing", sa.Column("filed_on", sa.Date(), nullable=True))
    op.add_column("filing", sa.Column("place_category", sa.Text(), server_default=sa.text("''"), nullable=False))
    for column in NEW_INDEXES:
        op.create_index(op.f(f"ix_filing_{column}"), "filing", [column], unique=False)
    take_over_place_categories()
    make_queues()
    make_notices()
    make_supervisors()
    make_scans()
    make_platform_ticks()
    refuse = refuse_on_postgresql if on_postgresql() else refuse_on_sqlite
    for table in WRITTEN_ONCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")


def downgrade() -> None:
    """Leave the tables of before."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("desk", "parked")
    for table, columns in reversed(QUEUE_INDEXES):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
    for column in reversed(NEW_INDEXES):
        op.drop_index(op.f(f"ix_filing_{column}"), "filing")
    for column in ("held_since", "state_since", "place_category", "filed_on", "platform_number", "changes"):
        op.drop_column("filing", column)


def on_postgresql() -> bool:
    """Which of the two kinds of database this is."""
    return op.get_bind().dialect.name == "postgresql"


def take_over_place_categories() -> None:
    """Cases kept so far: what was typed there, where it is a code; the next save reads it anew."""
    key = "system.place_category"
    typed = f"answers->>'{key}'" if on_postgresql() else f"json_extract(answers, '$.\"{key}\"')"
    op.execute(f"UPDATE filing SET place_category = {typed} WHERE {typed} IS NOT NULL")  # noqa: S608 - our own words


def make_queues() -> None:
    """Since when a case has been in its state and its paper at the window, so that a queue is read in its order.

    A paper kept before this version has no day of its own: it came on the day of receipt.
    """
    op.add_column("filing", sa.Column("state_since", MOMENT, nullable=True))
    op.add_column("filing", sa.Column("held_since", sa.Date(), nullable=True))
    op.execute(
        "UPDATE filing SET state_since = coalesce("
        "(SELECT max(at) FROM state_change WHERE filing_reference = reference AND state_before <> state_change.state)"
        ", received_at)"
    )
    op.execute("UPDATE filing SET held_since = received_on WHERE custody = 'at_window'")
    for table, columns in QUEUE_INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
    op.add_column("desk", sa.Column("parked", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


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


def make_notices() -> None:
    """How notices were served, and which items an earlier notice should have named."""
    op.create_table(
        "delivery",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_paper.paper_id"], name=op.f("fk_delivery_paper_id_issued_paper")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_paper_id"), "delivery", ["paper_id"], unique=False)
    op.create_table(
        "broken_promise",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supervisor", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_paper.paper_id"], name=op.f("fk_broken_promise_paper_id_issued_paper")
        ),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_broken_promise_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_broken_promise")),
    )
    op.create_index(op.f("ix_broken_promise_paper_id"), "broken_promise", ["paper_id"], unique=False)
    op.create_index(op.f("ix_broken_promise_at"), "broken_promise", ["at"], unique=False)


def make_supervisors() -> None:
    """Who may let an exception pass."""
    op.create_table(
        "supervisor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_supervisor")),
    )


def make_scans() -> None:
    """Scans of papers."""
    op.create_table(
        "scan",
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("material_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("attached_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_scan_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_filing_reference"), "scan", ["filing_reference"], unique=False)
    op.create_index(op.f("ix_scan_sha256"), "scan", ["sha256"], unique=False)


def make_platform_ticks() -> None:
    """What was keyed into the national platform."""
    op.create_table(
        "platform_tick",
        sa.Column("filing_reference", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_reference"], ["filing.reference"], name=op.f("fk_platform_tick_filing_reference_filing")
        ),
        sa.PrimaryKeyConstraint("filing_reference", "key", name=op.f("pk_platform_tick")),
        sqlite_with_rowid=False,
    )
