"""What a notice says beside its items, in the same words on paper, read aloud and in the code for a telephone."""

from __future__ import annotations

from typing import Final

from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.papers_of_visit import handed_back

LATE: Final = "filing.late"
"""The code of the rule that holds a filing to the 30 days of 《条例》第十四条."""


def to_be_brought(facts: PaperFacts) -> list[str]:
    """What the applicant has to bring the next time: papers that are lacking or unusable, and those given back.

    A paper in whose place the window can be told what stands on it is not asked for.
    """
    kinds = facts.answers.form.material_kinds
    lacking = {item.key for item in facts.findings.deficiencies if item.key in kinds and kinds[item.key].demanded}
    back = {key for key in handed_back(facts) if not kinds[key].unusable(facts.materials[key])}
    return [kind.label for key, kind in kinds.items() if key in lacking or key in back]


def to_be_told(facts: PaperFacts) -> bool:
    """Whether some of the items need no paper: they are filled in at the window."""
    kinds = facts.answers.form.material_kinds
    return any(item.key not in kinds or not kinds[item.key].demanded for item in facts.findings.deficiencies)


def bring_words(facts: PaperFacts) -> str:
    """What to carry the next time, as one sentence."""
    papers = "；".join(to_be_brought(facts))
    return f"再来时请带：{papers}。" if papers else "再来时不必带材料。"


def fill_in_words(facts: PaperFacts) -> str:
    """What is said of the items that need no paper; empty where each needs one."""
    if not to_be_told(facts):
        return ""
    which = "其余" if to_be_brought(facts) else "上列"
    return f"{which}内容问清后到窗口填写，不必另备材料。"


def period_words(facts: PaperFacts) -> str:
    """That there is no period for mending, and which one runs on: 《条例》第十四条, where it applies to the place."""
    form = facts.answers.form
    rules = [rule for rules in form.rules_on.values() for rule in rules if rule.code == LATE]
    if form.kind == "change":
        return "没有补正期限，但备案变更仍应当按照《条例》第十四条及时办理。"
    if any(rule.demand.applies(facts.answers) for rule in rules):
        return "没有补正期限，但备案期限仍按《条例》第十四条计算。"
    return "没有补正期限。"


FREE: Final = "备案不收取费用，不属于行政审批。"
LOST: Final = "本告知书遗失的，报单位名称即可续办。"


def contacts(facts: PaperFacts) -> list[str]:
    """Where and when the office can be reached, other than by its telephone; what it has not set is left out."""
    office = facts.office
    said = (
        ("办公时间", office.hours),
        ("办公地址", office.address),
        ("监督电话", office.supervision_phone),
        ("网上办理", office.online_address),
    )
    return [f"{label}：{text}" for label, text in said if text]
