"""What became of the papers of a visit: shown and given back, kept at the window, or handed back to the applicant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.papers.papers import PaperFacts

SHOWN: Final = "查验原件，当场退还"
KEPT: Final = "收存"
GIVEN_BACK: Final = "当场退还"
"""What a receipt says beside each paper (处理)."""


def handed_in(facts: PaperFacts) -> dict[str, Material]:
    """The papers that were presented, by key, in the order of the form."""
    states = (MaterialState.ACCEPTED, MaterialState.REJECTED)
    found = ((key, facts.materials.get(key)) for key in facts.answers.form.material_kinds)
    return {key: material for key, material in found if material is not None and material.state in states}


def shown(facts: PaperFacts) -> list[str]:
    """Keys of the papers that were only looked at. Earlier papers knew of none."""
    kinds = facts.answers.form.material_kinds
    return [key for key in handed_in(facts) if kinds[key].shown_only and facts.revision > 0]


def kept_here(facts: PaperFacts) -> list[str]:
    """Keys of the papers that stay at the window. What the first release froze kept all or none and named no day."""
    if not facts.papers_kept:
        return []
    papers, kinds = handed_in(facts), facts.answers.form.material_kinds
    may_stay = [key for key, paper in papers.items() if facts.revision == 0 or kinds[key].may_stay(paper)]
    return [key for key in may_stay if papers[key].held_since is not None] or may_stay


def handed_back(facts: PaperFacts) -> list[str]:
    """Keys of the papers that went back to the applicant, other than those that were only shown."""
    others = {*kept_here(facts), *shown(facts)}
    return [key for key in handed_in(facts) if key not in others]


def treatment(facts: PaperFacts, key: str) -> str:
    """What became of the paper under `key`, as the receipt says it."""
    if key in shown(facts):
        return SHOWN
    return KEPT if key in kept_here(facts) else GIVEN_BACK


def named(facts: PaperFacts, keys: Sequence[str]) -> str:
    """The papers under `keys` by their names."""
    kinds = facts.answers.form.material_kinds
    return "、".join(kinds[key].name if facts.revision else kinds[key].label for key in keys)


def said_of_papers(facts: PaperFacts) -> str:
    """Where each paper of the visit is, in whole sentences, as a notice says it."""
    back = handed_back(facts)
    kinds, papers = facts.answers.form.material_kinds, handed_in(facts)
    wanted = {item.key for item in facts.findings.deficiencies}
    unusable = [key for key in back if kinds[key].unusable(papers[key])]
    parts = (
        (kept_here(facts), "由本窗口收存，不必重复提交。"),
        ([key for key in unusable if key in wanted], "已当场退还补正。"),
        ([key for key in back if key not in unusable], "已当场退还，补正时一并带来。"),
        ([key for key in unusable if key not in wanted], "已当场退还，不必再提交。"),
        (shown(facts), "查验后已当场退还。"),
    )
    said = [named(facts, keys) + words for keys, words in parts if keys]
    return "".join(said) or "本次未收存材料。"
