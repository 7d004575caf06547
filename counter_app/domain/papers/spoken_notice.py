"""A notice to be read aloud or sent by telephone: the whole of it as plain text, and three sentences to say.

The rule is named with its article (第八条), so that nobody has to take the clerk's word for it.
"""

from __future__ import annotations

import re

from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.papers.noticed_items import noticed_items, numbered
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.papers_of_visit import said_of_papers

_SAID_ALOUD = 3
"""Items that are named in a sentence; more nobody keeps in mind."""


def spoken(facts: PaperFacts) -> str:
    """What is said to the applicant, in three sentences."""
    count = len(facts.findings.deficiencies)
    lines = noticed_items(facts)
    named = "、".join(_aloud(line.words.label) for line in lines[:_SAID_ALOUD])
    rest = f"等{count}项" if len(lines) > _SAID_ALOUD else ""
    law = facts.answers.form.law.partition("（")[0]
    return (
        f"依据{law}第八条，需要补正的内容一次告知，共{count}项。"
        f"要补的是：{named}{rest}，每一项的要求和补正方式都写在告知书上。"
        "除此之外不再要求补充，补好后带告知书到窗口，扫条码接着办。"
    )


def plain_text(facts: PaperFacts) -> str:
    """The whole notice as text without any layout, for reading aloud or for the applicant's telephone."""
    items = facts.findings.deficiencies
    lines = [f"一次性告知书 {facts.written_number}".strip(), f"{facts.answers.display('unit.name') or '申请单位'}："]
    lines.append(f"依据{facts.answers.form.law.partition('（')[0]}第八条，需要补正的全部内容共{len(items)}项：")
    for line in noticed_items(facts):
        item = line.words
        missed = "（前次告知遗漏）" if line.origin is DeficiencyOrigin.MISSED else ""
        lines += [f"{numbered(line.numbers)}. {item.message}{missed}", f"   要求：{item.requirement}"]
        lines += [f"   补正方式：{item.mend}", f"   依据：{item.basis}"]
    lines.append("除上列内容外，其他内容已核对，不再要求补充。")
    lines.append(said_of_papers(facts))
    lines.append(f"{facts.office.name} {facts.post.window} 电话：{facts.office.phone}（{facts.office.hours}）")
    return "\n".join(lines)


def _aloud(label: str) -> str:
    """A label without what stands in brackets: nobody says it."""
    return re.sub(r"[(（].*?[)）]", "", label)
