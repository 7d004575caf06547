"""What a further notice says of the notice before it."""

from __future__ import annotations

from typing import Final

from counter_app.domain.filing.one_time import DeficiencyOrigin
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
    codes = [item.code for item in facts.findings.deficiencies]
    said = []
    for origin, words in _ORIGIN_WORDS.items():
        told = facts.further_notice.of(origin)
        places = [str(place) for place, code in enumerate(codes, 1) if code in told]
        if places:
            said.append(f"第{'、'.join(places)}项{words}")
    return "；".join(said) + "。"
