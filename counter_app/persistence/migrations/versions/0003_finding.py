"""Finding things again: an index of words over the cases, built in the background, and the ends of device codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEWEST_FIRST = 1_000_000_000
"""Cases are entered under this less their place in the order of receipt, so that the newest come first."""


def upgrade() -> None:
    """Make room for the index; the program enters the cases kept so far while the counter is at work."""
    op.create_table(
        "search_entry",
        sa.Column("doc", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["reference"], ["filing.reference"], name=op.f("fk_search_entry_reference_filing")),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_search_entry_reference")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("next_doc", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    if not on_postgresql():
        op.execute(
            "CREATE VIRTUAL TABLE search_word USING fts5("
            "words, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
    take_over_cases()
    op.add_column("capture_device", sa.Column("code_reversed", sa.Text(), server_default=sa.text("''"), nullable=False))
    take_over_codes()
    op.create_index(op.f("ix_capture_device_code"), "capture_device", ["code"], unique=False)
    op.create_index(op.f("ix_capture_device_code_reversed"), "capture_device", ["code_reversed"], unique=False)


def downgrade() -> None:
    """Forget the index; the cases know it all."""
    op.drop_index(op.f("ix_capture_device_code_reversed"), "capture_device")
    op.drop_index(op.f("ix_capture_device_code"), "capture_device")
    op.drop_column("capture_device", "code_reversed")
    if not on_postgresql():
        op.execute("DROP TABLE search_word")
    op.drop_table("search_state")
    op.drop_table("search_entry")


def on_postgresql() -> bool:
    """Which of the two kinds of database this is."""
    return op.get_bind().dialect.name == "postgresql"


def take_over_cases() -> None:
    """Give each case its place; no words are entered yet, which the state says by its empty edition."""
    op.execute(
        "INSERT INTO search_entry (doc, reference, digest) "  # noqa: S608 - our own number
        f"SELECT {NEWEST_FIRST} - row_number() OVER (ORDER BY received_at, reference), reference, 0 FROM filing"
    )
    op.execute(
        "INSERT INTO search_state (id, edition, generation, opened, phase, next_doc) "  # noqa: S608
        f"SELECT 1, '', 0, count(*), 'entering', {NEWEST_FIRST} - count(*) FROM filing"
    )


def take_over_codes() -> None:
    """The codes of the devices kept so far, read from their ends."""
    if on_postgresql():
        op.execute("UPDATE capture_device SET code_reversed = reverse(code) WHERE code <> ''")
        return
    devices = op.get_bind().execute(
        sa.text("SELECT filing_reference, group_key, position, code FROM capture_device WHERE code <> ''")
    )
    rows = [{"r": row[0], "g": row[1], "p": row[2], "reversed": row[3][::-1]} for row in devices]
    if rows:
        op.get_bind().execute(
            sa.text(
                "UPDATE capture_device SET code_reversed = :reversed "
                "WHERE filing_reference = :r AND group_key = :g AND position = :p"
            ),
            rows,
        )
