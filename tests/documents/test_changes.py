"""The papers of a change filing."""

from dataclasses import replace

import pytest

from counter_app.domain.filing.changes import changes_between
from counter_app.domain.papers.titles import TITLES, form_kind
from tests.documents.conftest import every_text, pages_of, squeezed


@pytest.fixture
def change(sample):
    """What any paper of the typical change is drawn from."""
    return lambda document: replace(sample("change_receipt"), document=document)


def test_the_receipt_shows_as_many_lines_as_items_changed(renderer, change):
    texts = every_text(renderer.document(change("change_receipt")))
    assert len(change("change_receipt").changes) == 2
    at = texts.index("变更后")
    assert texts[at + 1 : at + 9] == ["1", "图像采集设备数量", "2", "3", "2", "视频图像信息存储期限（天）", "15", "30"]
    assert any("第九条" in text for text in texts)


def test_items_and_devices_are_counted_apart(renderer, change):
    facts = change("change_receipt")
    assert any("变更备案事项2项，变更设备2台：" in text for text in every_text(renderer.document(facts)))
    longer = facts.answers.with_answer("system.retention_days", 90)
    texts = every_text(renderer.document(replace(facts, changes=changes_between(facts.answers, longer))))
    assert any("予以变更备案。变更备案事项1项：" in text for text in texts)


def test_its_rows_are_told_beneath(renderer, change):
    text = squeezed("".join(pages_of(renderer.pdf(change("change_receipt")))))
    assert "设备类型由枪机改为半球" in text
    assert "新增第3台" in text
    assert "530624202600000123" in text


def test_a_system_out_of_use_is_told_since_when(renderer, change):
    facts = change("change_receipt")
    out = facts.answers.with_answer("system.out_of_use", raw=True).with_answer("system.out_of_use_since", "2026-3-1")
    told = renderer.document(replace(facts, answers=out, changes=changes_between(facts.answers, out)))
    texts = every_text(told)
    assert any("已停止使用，停止使用日期：2026年3月1日" in text for text in texts)
    assert texts[texts.index("变更后") + 1 :][:8] == [
        "1",
        "停止使用",
        "否",
        "是",
        "2",
        "停止使用日期",
        "（未填）",
        "2026年3月1日",
    ]


@pytest.mark.parametrize(
    "document",
    [
        name
        for name in TITLES
        if name != "filing_receipt"
        and form_kind(name).partition("/")[0] not in ("transfer", "inspection")
        and name != "day_sheet"
    ],
)
def test_every_paper_of_a_visit_serves_a_change_too(renderer, change, document):
    assert squeezed(TITLES[document]) in squeezed("".join(pages_of(renderer.pdf(change(document)))))


def test_the_papers_say_what_the_matter_is(renderer, change):
    for document in ("material_receipt", "deficiency_notice"):
        text = squeezed("".join(every_text(renderer.document(change(document)))))
        assert "公共安全视频图像信息系统备案变更" in text


def test_the_platform_sheet_of_a_change_begins_with_what_changed(renderer, change):
    first, *_ = pages_of(renderer.pdf(change("platform_sheet")))
    assert "只录入下列变更（变更备案事项2项，变更设备2台）" in squeezed(first)
    assert "设备类型由枪机改为半球" in squeezed(first)
