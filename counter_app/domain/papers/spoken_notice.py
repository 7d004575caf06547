"""A notice as plain text: to be read aloud, to be copied for a telephone, and short enough for a QR code.

The rule is named with its article (第八条), so that nobody has to take the clerk's word for it.
"""

from __future__ import annotations

import re
from typing import Final

from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.papers.notice_words import FREE, LOST, bring_words, contacts, fill_in_words, period_words
from counter_app.domain.papers.noticed_items import noticed_items, numbered
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.papers_of_visit import said_of_papers

_SAID_ALOUD = 3
"""Items that are named in a sentence; more nobody keeps in mind."""

_CODE_LENGTH: Final = 280
"""Characters of a QR code that a telephone still reads off a print."""


def spoken(facts: PaperFacts) -> str:
    """What is said to the applicant, in three sentences."""
    count = len(facts.findings.deficiencies)
    lines = noticed_items(facts)
    named = "、".join(_aloud(line.words.label) for line in lines[:_SAID_ALOUD])
    rest = f"等{count}项" if len(lines) > _SAID_ALOUD else ""
    law = facts.answers.form.law.partition("（")[0]
    return (
        f"依据{law}第八条，需要补正的内容一次告知，共{count}项：{named}{rest}，每一项的要求和补正方式都写在告知书上。"
        f"{_one_sentence(bring_words(facts) + fill_in_words(facts))}"
        f"{_one_sentence('除此之外不再要求补充。' + period_words(facts) + FREE + LOST)}"
    )


def plain_text(facts: PaperFacts) -> str:
    """The whole notice as text without any layout, for reading aloud or for the applicant's telephone."""
    office = facts.office
    lines = [f"一次性告知书 {facts.written_number}".strip(), f"{facts.answers.display('unit.name') or '申请单位'}："]
    count = len(facts.findings.deficiencies)
    lines.append(f"依据{facts.answers.form.law.partition('（')[0]}第八条，需要补正的全部内容共{count}项：")
    for line in noticed_items(facts):
        item = line.words
        missed = "（前次告知遗漏）" if line.origin is DeficiencyOrigin.MISSED else ""
        lines += [f"{numbered(line.numbers)}. {item.message}{missed}", f"   要求：{item.requirement}"]
        lines += [f"   补正方式：{item.mend}", f"   依据：{item.basis}"]
    lines.append(bring_words(facts) + fill_in_words(facts))
    lines.append(f"除上列内容外，不再要求补充。{said_of_papers(facts)}")
    lines.append(period_words(facts) + FREE + LOST)
    lines += [f"{office.name} {facts.post.window}", f"联系电话：{office.phone}", *contacts(facts)]
    return "\n".join(lines)


def short_text(facts: PaperFacts) -> str:
    """The notice in the length of a QR code: its number, the items, what to bring, whom to call; no person is named."""
    head = [f"一次性告知书 {facts.written_number}".strip(), facts.answers.display("unit.name") or "申请单位"]
    foot = [bring_words(facts), f"{facts.office.name} 电话：{facts.office.phone}"]
    space = _CODE_LENGTH - sum(len(text) + 1 for text in (*head, *foot))
    items = [f"{numbered(line.numbers)}. {line.words.message}" for line in noticed_items(facts)]
    whole = f"共{len(facts.findings.deficiencies)}项，全文见告知书"
    return "\n".join([*head, *_within(items, space, whole), *foot])


def _within(items: list[str], space: int, whole: str) -> list[str]:
    """As many of `items` as there is space for; where some are left out, `whole` says so."""
    if sum(len(item) + 1 for item in items) <= space:
        return items
    said: list[str] = []
    left = space - len(whole) - 1
    for item in items:
        left -= len(item) + 1
        if left < 0:
            break
        said.append(item)
    return [*said, whole]


def _one_sentence(text: str) -> str:
    """Sentences as one: nobody keeps in mind where each ends."""
    return text.removesuffix("。").replace("。", "；") + "。"


def _aloud(label: str) -> str:
    """A label without what stands in brackets: nobody says it."""
    return re.sub(r"[(（].*?[)）]", "", label)
