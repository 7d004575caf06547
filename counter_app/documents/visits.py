"""What a further notice says of the notice before it."""

from __future__ import annotations

from typing import Final

from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.papers.noticed_items import noticed_items, numbered
from counter_app.domain.papers.papers import PaperFacts

_ORIGIN_WORDS: Final = {
    DeficiencyOrigin.CARRIED_OVER: "前次已告知，尚未补正",
    DeficiencyOrigin.NEW_FACT: "属于前次告知后新提交或者新变更的内容",
    DeficiencyOrigin.MISSED: "为前次告知遗漏，本次补充告知",
}


def where_from(facts: PaperFacts) -> str:
    """What a further notice says of its items: told before, new, or missed the last time; empty on the first.

    Why one was missed is the office's own affair: the reason is kept with the broken promise and not printed.
    """
    if facts.further_notice is None:
        return ""
    lines = noticed_items(facts)
    said = []
    for origin, words in _ORIGIN_WORDS.items():
        places = [number for line in lines if line.origin is origin for number in line.numbers]
        if places:
            said.append(f"第{numbered(places) if facts.revision else '、'.join(map(str, places))}项{words}")
    return "；".join(said) + "。"
