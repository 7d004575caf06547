"""Which numbers were given while papers bore them as 备告〔2026〕0012号: they are named so for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OFFICE = sa.table("office", sa.column("office", sa.JSON()))
_SERIES = sa.table(
    "number_series",
    sa.column("series", sa.Text()),
    sa.column("year", sa.Integer()),
    sa.column("last", sa.Integer()),
)


def upgrade() -> None:
    """Keep the last number of each series with the office."""
    bind = op.get_bind()
    office = bind.execute(sa.select(_OFFICE.c.office)).scalar()
    if office is None:
        return
    given = bind.execute(sa.select(_SERIES).where(_SERIES.c.last > 0).order_by(_SERIES.c.series, _SERIES.c.year))
    newest = {row.series: {"series": row.series, "year": row.year, "ordinal": row.last} for row in given}
    bind.execute(sa.update(_OFFICE).values(office={**office, "numbered_before": list(newest.values())}))


def downgrade() -> None:
    """Leave the office as it was."""
    bind = op.get_bind()
    office = bind.execute(sa.select(_OFFICE.c.office)).scalar()
    if office is not None:
        kept = {key: value for key, value in office.items() if key != "numbered_before"}
        bind.execute(sa.update(_OFFICE).values(office=kept))
