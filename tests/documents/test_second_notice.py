"""A further notice: what was told before, what is new, what was missed; and each paper kept or given back by name."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.materials import ACCEPTED, rejected
from counter_app.domain.filing.one_time import DeficiencyOrigin, FurtherNotice
from tests.documents.conftest import every_text, pages_of

LETTER = "委托办理备案授权书"


@pytest.fixture
def further(sample):
    """A second notice on which the last item had been missed."""
    facts = sample("deficiency_notice")
    codes = [item.code for item in facts.findings.deficiencies]
    origins = dict.fromkeys(codes, DeficiencyOrigin.CARRIED_OVER) | {
        codes[1]: DeficiencyOrigin.NEW_FACT,
        codes[-1]: DeficiencyOrigin.MISSED,
    }
    return replace(facts, further_notice=FurtherNotice("大公（视）补字〔2026〕7号", date(2026, 2, 20), origins))


def said_by(renderer, facts):
    return "".join(every_text(renderer.document(facts)))


def test_a_first_notice_speaks_of_no_other(renderer, sample):
    said = said_by(renderer, sample("deficiency_notice"))
    assert "一次性告知如下" in said
    assert "前次" not in said


def test_a_further_notice_names_the_one_before_and_where_each_item_comes_from(renderer, further):
    said = said_by(renderer, further)
    last = len(further.findings.deficiencies)
    assert "前次告知书：大公（视）补字〔2026〕7号（2026年2月20日）。第1、" in said
    assert "第2项属于前次告知后新提交或者新变更的内容" in said
    assert f"第{last}项为前次告知遗漏，本次补充告知。" in said
    assert "抱歉" not in said


def test_papers_are_kept_and_given_back_each_by_name(renderer, sample):
    here = replace(ACCEPTED, held_since=date(2026, 3, 2))
    facts = replace(sample("deficiency_notice"), papers_kept=True)
    materials = {"agent_id": rejected("expired"), "authorization_letter": here}
    said = said_by(renderer, replace(facts, materials=materials))
    assert f"{LETTER}由本窗口收存，不必重复提交。经办人身份证件查验后已当场退还。" in said


def test_a_paper_to_be_mended_goes_back_and_one_not_needed_is_not_brought_again(renderer, sample):
    materials = {
        "agent_id": ACCEPTED,
        "authorization_letter": rejected("not_sealed"),
        "device_list": rejected("incomplete"),
    }
    facts = sample("deficiency_notice")
    letter = [item for item in facts.findings.deficiencies if item.key == "authorization_letter"]
    said = said_by(
        renderer, replace(facts, materials=materials, findings=replace(facts.findings, deficiencies=tuple(letter)))
    )
    assert f"{LETTER}已当场退还补正。图像采集设备清单已当场退还，不必再提交。" in said
    assert "由本窗口收存" not in said


def test_where_a_further_notice_ends_on_a_second_page_it_says_there_whom_to_call(renderer, further):
    *_, last = pages_of(renderer.pdf(further))
    assert "联系电话" in last
    assert "经办人（签收）" in last


def test_a_further_notice_of_one_item_stays_on_one_page(renderer, further):
    one = replace(further.findings, deficiencies=further.findings.deficiencies[-1:])
    assert len(pages_of(renderer.pdf(replace(further, findings=one)))) == 1
