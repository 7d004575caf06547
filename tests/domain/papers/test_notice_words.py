"""What a notice says beside its items: what to carry, that no period runs, and the short text for a telephone."""

from dataclasses import replace

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.materials import ACCEPTED, Material, MaterialState, rejected
from counter_app.domain.filing.changes import carried_over
from counter_app.domain.papers.notice_words import bring_words, fill_in_words, period_words
from counter_app.domain.papers.spoken_notice import plain_text, short_text, spoken
from counter_app.paths import forms_dir

SEALED_LETTER = "加盖单位公章的委托办理备案授权书"


@pytest.fixture
def of(filing, facts, notice_facts):
    """The notice of the case with these papers and answers."""

    def drawn(materials=None, **answers):
        filing.materials = materials or filing.materials
        for key, value in answers.items():
            filing.answers = filing.answers.with_answer(f"system.{key}", value)
        return notice_facts()

    return drawn


def test_papers_that_lack_are_carried_and_the_rest_is_filled_in_at_the_window(of):
    facts = of({"agent_id": rejected("expired"), "authorization_letter": rejected("not_sealed")}, retention_days=None)
    assert bring_words(facts) == f"再来时请带：经办人身份证件；{SEALED_LETTER}。"
    assert fill_in_words(facts) == "其余内容问清后到窗口填写，不必另备材料。"


def test_where_only_words_lack_nothing_is_carried(of):
    facts = of(retention_days=None)
    assert bring_words(facts) == "再来时不必带材料。"
    assert fill_in_words(facts) == "上列内容问清后到窗口填写，不必另备材料。"


def test_where_only_papers_lack_nothing_is_said_of_words(of):
    facts = of({"agent_id": ACCEPTED, "authorization_letter": Material(MaterialState.NOT_PRESENTED)})
    assert bring_words(facts) == f"再来时请带：{SEALED_LETTER}。"
    assert fill_in_words(facts) == ""


def test_a_good_paper_that_went_back_is_carried_again_and_a_document_that_was_shown_is_not(of):
    facts = replace(of(retention_days=None), papers_kept=False)
    assert bring_words(facts) == f"再来时请带：{SEALED_LETTER}。"


def test_a_sheet_in_whose_place_the_window_can_be_told_is_not_asked_for(of):
    papers = {"agent_id": ACCEPTED, "authorization_letter": ACCEPTED, "information_sheet": rejected("illegible")}
    assert bring_words(of(papers, retention_days=None)) == "再来时不必带材料。"


def test_no_period_for_mending_runs_but_that_of_the_law_where_it_applies(of):
    assert period_words(of(retention_days=None)) == "没有补正期限，但备案期限仍按《条例》第十四条计算。"
    assert period_words(of(place_category="outside_article_7")) == "没有补正期限。"


def test_a_change_has_to_be_filed_promptly_and_not_within_days(of):
    facts = of(retention_days=None)
    change = load_form(Folders(forms_dir()), "change")
    facts = replace(facts, answers=carried_over(facts.answers, change))
    assert period_words(facts) == "没有补正期限，但备案变更仍应当按照《条例》第十四条及时办理。"


def test_the_text_for_a_telephone_fits_a_code_and_names_no_person(of):
    facts = of({"agent_id": rejected("expired"), "authorization_letter": rejected("not_sealed")}, retention_days=None)
    said = short_text(facts)
    assert said.splitlines() == [
        "一次性告知书",
        "大关县青禾商贸有限公司",
        "1. 填写视频图像信息存储期限",
        "2. 经办人身份证件已过有效期",
        "3. 委托办理备案授权书未加盖单位公章",
        f"再来时请带：经办人身份证件；{SEALED_LETTER}。",
        "大关县公安局 电话：0870-0000000",
    ]


def test_a_text_that_is_too_long_for_a_code_says_how_many_there_are(of):
    facts = of(retention_days=None)
    (item,) = facts.findings.deficiencies
    many = tuple(replace(item, code=f"a.b{n}", key=f"a.b{n}", message=f"第{n}项内容填写完整") for n in range(40))
    said = short_text(replace(facts, findings=replace(facts.findings, deficiencies=many)))
    assert len(said) <= 280
    assert "共40项，全文见告知书" in said
    assert "\n1. 第0项内容填写完整\n" in said


def test_read_aloud_and_copied_it_says_the_same_as_on_paper(of):
    facts = of({"agent_id": ACCEPTED, "authorization_letter": rejected("not_sealed")}, retention_days=None)
    assert spoken(facts).count("。") == 3
    for said in (spoken(facts), plain_text(facts)):
        assert f"再来时请带：{SEALED_LETTER}" in said
        assert "没有补正期限，但备案期限仍按《条例》第十四条计算" in said
        assert "不属于行政审批" in said
        assert "报单位名称即可续办" in said
    assert "联系电话：0870-0000000" in plain_text(facts)
    assert "办公时间：工作日9:00至17:00" in plain_text(facts)
