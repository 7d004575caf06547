"""What is said on the pages of 检查: what the law has follow, never a fine; who gave a tip, to whom may know."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final

from counter_app.domain.calendar.waiting import Urgency
from counter_app.domain.inspection.correction import OrderedItem, penalty_case_due, to_be_examined
from counter_app.domain.inspection.inspections import Consequence
from counter_app.domain.inspection.tips import Informant

TONES: Final = {Urgency.NORMAL: "", Urgency.SOON: "amber", Urgency.OVERDUE: "red"}
"""The colour of a last day; the words beside it say the same."""


def follow_words(items: Iterable[OrderedItem], *, refused: bool, mended: Container[tuple[str, str]]) -> str:
    """For which items a penalty case is to be opened, and for which that is examined; empty for none."""
    ordered = list(items)
    due = _named(ordered, penalty_case_due(ordered, refused=refused, mended=mended))
    asked = _named(ordered, to_be_examined(ordered, refused=refused, mended=mended))
    said = [f"应当另行立案：{due}。由办案部门依照法定程序办理，这里不作处罚决定。"] if due else []
    said += [f"拒不改正，提请办案部门审查是否另行立案：{asked}。这里不作处罚决定。"] if asked else []
    return "\n".join(said)


def at_once_words(found: Iterable[tuple[str, Consequence]]) -> list[str]:
    """What the law has follow at once for items, by their short names, whatever becomes of the order."""
    pairs = list(found)
    said = (
        (Consequence.PENALTY_AT_ONCE, "应当另行立案：{}。由办案部门依照法定程序办理，通知书不写处罚。"),
        (Consequence.WARNING_AT_ONCE, "应当依照《条例》第三十条给予警告：{}。由办案部门依照法定程序办理。"),
    )
    lines = []
    for consequence, words in said:
        names = dict.fromkeys(short for short, one in pairs if one is consequence)
        if names:
            lines.append(words.format("、".join(names)))
    return lines


def _named(ordered: Sequence[OrderedItem], items: Sequence[OrderedItem]) -> str:
    """Items by their numbers on the order, as several may have one short name: `第1项（安装主体）、第2项（…）`."""
    return "、".join(f"第{row}项（{one.short}）" for row, one in enumerate(ordered, 1) if one in items)


def source_words(source: Informant | None) -> str:
    """Who gave a tip, a line a way to reach them."""
    said = source or Informant()
    lines = (("姓名", said.name), ("联系电话", said.phone), ("其他", said.other), *said.more.items())
    return "\n".join(f"{label}：{value}" for label, value in lines if value) or "没有留下信息"
