"""Identity documents are shown and not kept: those recorded as kept at the window are released, each with a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from counter_app.persistence.base.columns import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DOCUMENT = "agent_id"
ACT = "identity.released"
PROGRAM = "程序升级"
WHY = "居民身份证法：身份证件查验后当场退还，不得扣押"
ZONE = "Asia/Shanghai"

FILING = sa.table(
    "filing",
    sa.column("reference", sa.Text()),
    sa.column("state", sa.Text()),
    sa.column("custody", sa.Text()),
    sa.column("held_since", sa.Date()),
    sa.column("materials", sa.JSON()),
)
HISTORY = sa.table(
    "history",
    sa.column("at", UtcTime()),
    *(sa.column(name, sa.Text()) for name in ("zone", "clerk", "window", "act", "reference")),
    sa.column("details", sa.JSON()),
)
STATE_CHANGE = sa.table(
    "state_change",
    sa.column("filing_reference", sa.Text()),
    sa.column("at", UtcTime()),
    *(sa.column(name, sa.Text()) for name in ("zone", "clerk", "window")),
    *(sa.column(name, sa.Text()) for name in ("state_before", "state", "custody_before", "custody")),
)
BATCH = sa.table("transfer_batch", sa.column("batch_id", sa.Text()), sa.column("state", sa.Text()))
ITEM = sa.table(
    "transfer_item",
    sa.column("batch_id", sa.Text()),
    sa.column("filing_reference", sa.Text()),
    sa.column("position", sa.Integer()),
    sa.column("pages", sa.Integer()),
    sa.column("held_since", sa.Date()),
    sa.column("case_version", sa.Integer()),
)
OFFICE = sa.table("office", sa.column("office", sa.JSON()))


def upgrade() -> None:
    """Release them. Papers issued, batches closed and what left the window stay as they are."""
    moment, zone = datetime.now(UTC), _zone()
    # A paper that lies at the window makes the whole case lie there, so that no other case need be read.
    held = sa.select(FILING).where(
        FILING.c.custody == "at_window", sa.cast(FILING.c.materials, sa.Text()).like(f'%"{DOCUMENT}"%')
    )
    for case in op.get_bind().execute(held).all():
        here = lying_here(case.materials)
        if DOCUMENT in here:
            _release(case, [key for key in here if key != DOCUMENT], moment, zone)


def downgrade() -> None:
    """Nothing: what was released is with its holder."""


def lying_here(materials: Mapping[str, Any]) -> list[str]:
    """Keys of the papers that lie at the window; the first release named no day and kept all that was handed in."""
    there = {key: paper for key, paper in materials.items() if not paper.get("left_on")}
    named = [key for key, paper in there.items() if paper.get("held_since")]
    return named or [key for key, paper in there.items() if paper["state"] in ("accepted", "rejected")]


def _release(case: sa.Row[Any], left: Sequence[str], at: datetime, zone: str) -> None:
    materials = {**case.materials, DOCUMENT: {**case.materials[DOCUMENT], "held_since": None}}
    days = [date.fromisoformat(day) for key in left if (day := materials[key].get("held_since"))]
    values: dict[str, Any] = {"materials": materials}
    if not left:
        values |= {"custody": "returned", "held_since": None}
    elif days:
        values["held_since"] = min(days)
    op.execute(sa.update(FILING).where(FILING.c.reference == case.reference).values(values))
    signed = {"at": at, "zone": zone, "clerk": PROGRAM, "window": ""}
    details = {"material": DOCUMENT, "why": WHY}
    op.execute(sa.insert(HISTORY).values(act=ACT, reference=case.reference, details=details, **signed))
    if not left:
        before = {"state_before": case.state, "state": case.state, "custody_before": case.custody}
        op.execute(
            sa.insert(STATE_CHANGE).values(filing_reference=case.reference, custody="returned", **before, **signed)
        )
    _take_out(case, left, values.get("held_since"))


def _take_out(case: sa.Row[Any], left: Sequence[str], since: date | None) -> None:
    """An open batch counts no page of it any more, and holds no case that has nothing else."""
    mine = ITEM.c.filing_reference == case.reference
    still_open = sa.select(BATCH.c.batch_id).where(BATCH.c.state == "open")
    item = op.get_bind().execute(sa.select(ITEM).where(mine, ITEM.c.batch_id.in_(still_open))).one_or_none()
    if item is None:
        return
    this = sa.and_(mine, ITEM.c.batch_id == item.batch_id)
    if not left:
        op.execute(sa.delete(ITEM).where(this))
        below = sa.and_(ITEM.c.batch_id == item.batch_id, ITEM.c.position > item.position)
        op.execute(sa.update(ITEM).where(below).values(position=ITEM.c.position - 1))
        return
    document = case.materials[DOCUMENT]
    values: dict[str, Any] = {"pages": max(1, item.pages - document.get("count", 1) * document.get("pages", 1))}
    if since is not None and since != item.held_since:
        # Its month runs from another day now, which the calendar has to say: the case is to be scanned once more.
        values["case_version"] = item.case_version - 1
    op.execute(sa.update(ITEM).where(this).values(values))


def _zone() -> str:
    office = op.get_bind().execute(sa.select(OFFICE.c.office)).scalar()
    zone: str = (office or {}).get("time_zone") or ZONE
    return zone
