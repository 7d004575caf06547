"""What is written once is not replaced either; the last confirmation of the clock is found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = ("series", "year", "ordinal")
KEYS = {
    "history": (("rowid",),),
    "state_change": (("rowid",),),
    "delivery": (("rowid",),),
    "broken_promise": (("rowid",),),
    "issued_number": (_NUMBER,),
    "issued_paper": (("rowid",), ("paper_id",), _NUMBER),
    "reinspection": (("rowid",), ("reinspection_id",), _NUMBER),
}
"""Tables whose rows stay, to everything by which SQLite takes a row for the same one."""

FROZEN_ROWIDS = ("issued_paper",)
"""Tables of which some columns may change. `UPDATE OF position` does not see a change of `rowid`, its other name."""

CONFIRMED = "ix_history_clock_confirmed"


def upgrade() -> None:
    """SQLite replaces a row without asking the triggers of deletion and change; PostgreSQL has no such statement."""
    only_confirmations = sa.text("act = 'clock.confirmed'")
    op.create_index(
        CONFIRMED, "history", ["position"], sqlite_where=only_confirmations, postgresql_where=only_confirmations
    )
    if on_postgresql():
        return
    for table, keys in KEYS.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {_is_known(table, keys)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
        )
    for table in FROZEN_ROWIDS:
        op.execute(
            f"CREATE TRIGGER {table}_no_move BEFORE UPDATE ON {table} WHEN NEW.rowid IS NOT OLD.rowid "
            f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
        )


def downgrade() -> None:
    """Leave the triggers of before."""
    op.drop_index(CONFIRMED, "history")
    if on_postgresql():
        return
    for table in KEYS:
        op.execute(f"DROP TRIGGER {table}_no_replace")
    for table in FROZEN_ROWIDS:
        op.execute(f"DROP TRIGGER {table}_no_move")


def on_postgresql() -> bool:
    """Which of the two kinds of database this is."""
    return op.get_bind().dialect.name == "postgresql"


def _is_known(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    """Whether a row stands there by one of its keys. The rowid of a new row is -1 as long as SQLite has given none."""
    one_by_one = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {same})" for same in one_by_one)  # noqa: S608
