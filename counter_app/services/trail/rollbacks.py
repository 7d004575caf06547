"""What people are told where the database is older than its witness."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.witness import Rollback
from counter_app.services.office.offices import load_office
from counter_app.services.ports import Backend

_MOST: Final = 3
"""How many series are named in the one sentence; the day sheet names every number."""


def found_rollback(backend: Backend) -> Refusal | None:
    """One sentence and what to do, where the data were found to be older than their witness since they were opened."""
    rollback = backend.witness.rollback()
    return _told(rollback, load_office(backend) or Office("")) if rollback is not None else None


def _told(rollback: Rollback, office: Office) -> Refusal:
    if rollback.differs and not rollback.numbers:
        return Refusal(
            "数据中的办理记录与最后一次见证的不同",
            "恢复过备份的不必处理；没有恢复过的，请维护人员查明是否另有一份数据在用",
        )
    lacking = [f"少{rollback.entries}条办理记录"] if rollback.entries else []
    if rollback.numbers:
        lacking.append(f"{_ranges(rollback.numbers, office)}已经编出而没有记录")
    if rollback.cut:
        return Refusal(
            f"办理记录的末尾被删除：{'，'.join(lacking)}",
            "有人绕过程序改动过数据；停止办理，把整个数据文件夹另存，请维护人员查明",
        )
    remedy = (
        "编号已从其后继续；找出这些文书的留存件补录，没有恢复过备份的，请维护人员查明原因"
        if rollback.numbers
        else "恢复过备份的不必处理；没有恢复过的，请维护人员查明原因"
    )
    return Refusal(f"数据比最后一次见证时的旧：{'，'.join(lacking)}", remedy)


def _ranges(numbers: tuple[Number, ...], office: Office) -> str:
    """`补字〔2026〕14号至15号、收字〔2026〕3号`."""
    parts = office.written_ranges(numbers, prefix=False)
    return "、".join(parts[:_MOST]) + ("等" if len(parts) > _MOST else "")
