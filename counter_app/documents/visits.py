"""What a notice says of a visit: the papers that were handed in, kept or given back, and the notice before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.documents.punctuation import printed
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.papers.papers import PaperFacts

_ORIGIN_WORDS: Final = {
    DeficiencyOrigin.CARRIED_OVER: "前次已告知，尚未补正",
    DeficiencyOrigin.NEW_FACT: "属于前次告知后新提交或者新变更的内容",
    DeficiencyOrigin.MISSED: "为前次告知遗漏，本次补充告知",
}


def handed_in(facts: PaperFacts) -> dict[str, Material]:
    """The papers that were handed in, by key, in the order of the form."""
    states = (MaterialState.ACCEPTED, MaterialState.REJECTED)
    found = ((key, facts.materials.get(key)) for key in facts.answers.form.material_kinds)
    return {key: material for key, material in found if material is not None and material.state in states}


def kept_here(facts: PaperFacts) -> list[str]:
    """Keys of the papers that stay at the window. What the first release froze kept all or none and named no day."""
    papers = handed_in(facts)
    if not facts.papers_kept:
        return []
    return [key for key, paper in papers.items() if paper.held_since is not None] or [*papers]


def handed_back(facts: PaperFacts) -> list[str]:
    """Keys of the papers that went back to the applicant."""
    kept = kept_here(facts)
    return [key for key in handed_in(facts) if key not in kept]


def named(facts: PaperFacts, keys: Sequence[str]) -> str:
    """The papers under `keys` by their names."""
    kinds = facts.answers.form.material_kinds
    return "、".join(printed(kinds[key].label) for key in keys)


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
