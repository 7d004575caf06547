"""Finding inspections, orders, re-inspections, tips, batches and files: a line of each, and an index of its words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NEWEST_FIRST = 1_000_000_000
"""Records are entered under this less their place in the order of their days, so that the newest come first."""


def upgrade() -> None:
    """Put a line of each record there; the program enters their words while the counter is at work."""
    op.create_table(
        "search_record",
        sa.Column("doc", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "record_id", "opens")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("unit", "address", "title", "state", "form")),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_search_record")),
    )
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            "CREATE VIRTUAL TABLE search_word_record USING fts5("
            "words, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
    op.add_column("search_state", sa.Column("records", sa.Integer(), server_default=sa.text("0"), nullable=False))
    take_over_records()
    op.create_index(op.f("ix_search_record_kind_record_id"), "search_record", ["kind", "record_id"], unique=True)
    op.create_index(op.f("ix_search_record_opens"), "search_record", ["opens"])
    op.create_index(op.f("ix_search_record_series_year_ordinal"), "search_record", ["series", "year", "ordinal"])
    op.create_index(op.f("ix_search_record_entered"), "search_record", ["entered"])


def downgrade() -> None:
    """Forget the index; the records know it all."""
    op.drop_column("search_state", "records")
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE search_word_record")
    op.drop_table("search_record")


RECORDS = """
    SELECT 'inspection' AS kind, inspection_id AS record_id, inspection_id AS opens, unit, address, '' AS title, state,
        kind AS form, day, series, year, ordinal FROM inspection
    UNION ALL
    SELECT 'order', o.order_id, o.order_id, i.unit, i.address, '', o.state, o.form, o.day, o.series, o.year, o.ordinal
        FROM correction_order o JOIN inspection i ON i.inspection_id = o.inspection_id
    UNION ALL
    SELECT 'reinspection', r.reinspection_id, r.order_id, i.unit, i.address, '', r.conclusion, '', r.day, r.series,
        r.year, r.ordinal FROM reinspection r JOIN correction_order o ON o.order_id = r.order_id
        JOIN inspection i ON i.inspection_id = o.inspection_id
    UNION ALL
    SELECT 'tip', tip_id, tip_id, unit, address, '', state, category, day, series, year, ordinal FROM tip
    UNION ALL
    SELECT 'batch', batch_id, batch_id, '', '', '', state, '', date(opened_at), series, year, ordinal
        FROM transfer_batch
    UNION ALL
    SELECT 'file', a.attachment_id, a.owner, coalesce(i.unit, oi.unit, t.unit, ''),
        coalesce(i.address, oi.address, t.address, ''), a.title, '', '', date(a.attached_at), NULL, NULL, NULL
        FROM attachment a LEFT JOIN inspection i ON i.inspection_id = a.owner
        LEFT JOIN correction_order o ON o.order_id = a.owner
        LEFT JOIN inspection oi ON oi.inspection_id = o.inspection_id
        LEFT JOIN tip t ON t.tip_id = a.owner
        WHERE a.removed_at IS NULL
"""


def take_over_records() -> None:
    """A line of each record kept so far, the newest under the smallest number; no words are entered yet."""
    op.execute(
        "INSERT INTO search_record (doc, kind, record_id, opens, unit, address, title, state, form, day, "  # noqa: S608
        "series, year, ordinal, entered) "
        f"SELECT {NEWEST_FIRST} - row_number() OVER (ORDER BY day IS NOT NULL, day, record_id), kind, record_id, opens,"
        f" unit, address, title, state, form, day, series, year, ordinal, 0 FROM ({RECORDS}) AS found"
    )
    op.execute("UPDATE search_state SET records = (SELECT count(*) FROM search_record)")
