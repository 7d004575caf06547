"""What is said on the pages of 检查 about what the law has follow; never a fine."""

from __future__ import annotations

from collections.abc import Iterable

from counter_app.domain.correction import OrderedItem


def follow_words(penalty: Iterable[OrderedItem], examined: Iterable[OrderedItem]) -> str:
    """For which items a penalty case is to be opened, and for which that is examined; empty for none."""
    due = "、".join(dict.fromkeys(one.short for one in penalty))
    asked = "、".join(dict.fromkeys(one.short for one in examined))
    said = [f"应当另行立案：{due}。由办案部门依照法定程序办理，这里不作处罚决定。"] if due else []
    said += [f"拒不改正，提请办案部门审查是否另行立案：{asked}。这里不作处罚决定。"] if asked else []
    return "\n".join(said)
