"""The papers of inspections, orders and tips: no blank left open, and a line to write on only where one writes."""

import functools
from dataclasses import replace
from datetime import date

import pytest

from counter_app import paths
from counter_app.catalogue.inspection_items import load_inspection_items
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.documents.blocks import Grid, Paragraph, Table
from counter_app.documents.inspection_sample import sample_inspection, sample_order, sample_reinspection
from counter_app.documents.renderer import DocumentRenderer
from counter_app.documents.samples import sample_facts
from counter_app.domain.inspection.correction import Conclusion
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    OrderForm,
    SignedAs,
    Signing,
)
from tests.documents.conftest import every_text, pages_of, squeezed
from tests.documents.test_word import words_of

FILLS = ("blank", "prefilled", "filled")
RULED = "＿"


@pytest.fixture(scope="session")
def catalogue(folders):
    return load_inspection_items(folders, "2025-05")


@pytest.fixture
def record(sample, catalogue):
    """The transcript of one kind as it is taken along, blank or prefilled, or filled."""

    def facts(kind, fill):
        paper = sample("inspection_record")
        known = {item.key: item for item in catalogue.of_kind(kind)}
        whole = sample_inspection(paper.issued_at, catalogue)
        items = tuple(item for item in whole.items if item.key in known)
        if fill == "filled":
            return replace(paper, inspection=replace(whole, kind=kind, items=items))
        open_items = tuple(replace(item, found=Compliance.NOT_INSPECTED, note="", breaches=()) for item in items)
        inspection = replace(
            whole,
            kind=kind,
            items=open_items,
            blank=fill == "blank",
            filled=False,
            place=InspectedPlace("", "") if fill == "blank" else whole.place,
            category="" if fill == "blank" else whole.category,
            started_at=None,
            ended_at=None,
            present="",
            present_role="",
            camera="",
            recordings=(),
            attachments=(),
            signing=Signing(),
            devices=() if fill == "blank" else whole.devices,
        )
        return replace(paper, number=None, inspection=inspection)

    return facts


def cells(document):
    """Every value of a paper that somebody looks for: grids by their labels, tables by their columns."""
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from ((entry.label, entry.value) for section in block.sections for entry in section.entries)
        if isinstance(block, Table):
            for row in block.rows:
                yield from zip((column.title for column in block.columns), row, strict=True)


def says_the_same(renderer, facts):
    """PDF and Word hold every text of the paper."""
    pdf, word = squeezed("".join(pages_of(renderer.pdf(facts)))), words_of(renderer.word(facts))
    for text in every_text(renderer.document(facts)):
        assert squeezed(text) in pdf
        assert squeezed(text) in word


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("kind", InspectionKind)
def test_a_transcript_leaves_no_blank_and_has_lines_to_write_on_only_before_it_is_filled(renderer, record, kind, fill):
    facts = record(kind, fill)
    document = renderer.document(facts)
    said = dict(cells(document))
    assert all(value.strip() for _label, value in cells(document))
    assert any(RULED in value for _label, value in cells(document)) == (fill != "filled")
    assert (RULED in said["被检查单位"]) == (fill == "blank")
    for label in ("开始时间", "结束时间", "在场人员", "执法记录仪编号"):
        assert (RULED in said[label]) == (fill != "filled"), label
    says_the_same(renderer, facts)


@pytest.mark.parametrize("kind", InspectionKind)
def test_a_transcript_has_the_items_of_its_kind_with_four_boxes_each_and_ticks_what_was_found(renderer, record, kind):
    numbers = {InspectionKind.OTHER_PLACE: range(1, 6)}.get(kind, range(1, 14))
    for fill in FILLS:
        [items] = [block for block in renderer.document(record(kind, fill)).blocks if _is_items(block)]
        assert [row[0] for row in items.rows] == [str(number) for number in numbers]
        for row in items.rows:
            assert row[2].count("□") + row[2].count("√") == 4
            assert row[2].count("√") == (fill == "filled")
    if kind is InspectionKind.GENERAL:  # under which the sample was held
        assert [row[0] for row in items.rows if "（重点）" in row[1]] == [str(number) for number in range(1, 8)]


def _is_items(block):
    return isinstance(block, Table) and block.columns[2].title == "检查结果"


def test_each_page_of_a_transcript_has_a_place_to_sign(renderer, record):
    for fill in FILLS:
        for page in pages_of(renderer.pdf(record(InspectionKind.GENERAL, fill))):
            assert "在场人员：＿＿＿＿" in page
            assert "检查人员：＿＿＿＿＿＿" in page


def test_who_refuses_to_sign_and_where_nobody_was_there_is_put_down_with_a_witness(renderer, record):
    facts = record(InspectionKind.GENERAL, "filled")
    for how, words in ((SignedAs.REFUSED, "拒绝签名"), (SignedAs.ABSENT, "无人在场签名")):
        signing = Signing(how, "不认可检查结果", "钱示例")
        paper = replace(facts, inspection=replace(facts.inspection, signing=signing))
        assert f"{words}，原因：不认可检查结果；见证人：钱示例。" in squeezed("".join(pages_of(renderer.pdf(paper))))


def test_a_template_to_be_taken_along_says_what_to_look_at_and_a_record_does_not(renderer, record):
    for fill in FILLS:
        titles = [
            block.title for block in renderer.document(record(InspectionKind.GENERAL, fill)).blocks if _annex(block)
        ]
        assert ("检查要点" in titles) == (fill != "filled")
        assert ("备案设备清单摘录" in titles) == (fill != "blank")


def _annex(block):
    return type(block).__name__ == "Annex"


@pytest.mark.parametrize("form", OrderForm)
def test_an_order_says_in_which_form_until_when_and_which_day_it_is_looked_at_again(renderer, sample, form):
    order = sample_order()
    at_once = form is OrderForm.AT_ONCE
    order = replace(order, form=form, deadline=None if at_once else order.deadline)
    facts = replace(sample("correction_order"), order=order)
    document = renderer.document(facts)
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert ("√立即改正，□限期改正" in text) == at_once
    assert ("□立即改正，√限期改正" in text) == (not at_once)
    assert ("2026年9月30日" in text) == (not at_once)
    assert "2026年10月10日前复查" in text
    assert "国庆节10月1日至7日" in text
    assert "60日内依法申请行政复议" in text
    assert "6个月内依法向人民法院提起行政诉讼" in text
    assert "罚款" not in text
    assert all(value.strip() for _label, value in cells(document))
    says_the_same(renderer, facts)


@pytest.mark.parametrize("conclusion", Conclusion)
def test_a_reinspection_says_what_follows_and_never_a_sum(renderer, sample, conclusion):
    found = replace(
        sample_reinspection(sample("reinspection_record").issued_at),
        conclusion=conclusion,
        prolonged_to=date(2026, 10, 30) if conclusion is Conclusion.PROLONGED else None,
        penalty=("备案",) if conclusion is Conclusion.REFUSED else (),
        examined=("提示标识",) if conclusion is Conclusion.REFUSED else (),
    )
    facts = replace(sample("reinspection_record"), reinspection=found)
    document = renderer.document(facts)
    text = "".join(every_text(document))
    assert dict(cells(document))["复查结论"] == conclusion.label
    assert ("应当另行立案：备案。" in text) == (conclusion is Conclusion.REFUSED)
    assert ("审查是否另行立案：提示标识。" in text) == (conclusion is Conclusion.REFUSED)
    assert ("改正期限延长至2026年10月30日" in text) == (conclusion is Conclusion.PROLONGED)
    assert "罚款" not in text
    assert "元" not in text
    assert all(value.strip() for _label, value in cells(document))
    says_the_same(renderer, facts)


def test_a_tip_record_names_no_one_who_reported_and_strikes_out_what_is_not_known_yet(renderer, sample):
    facts = sample("tip_record")
    fresh = replace(
        facts.tip,
        handler="",
        result="",
        confirmed=None,
        checked_on=None,
        reply="",
        replied_on=None,
        inspection_number="",
    )
    for tip in (facts.tip, fresh):
        paper = replace(facts, tip=tip)
        document = renderer.document(paper)
        assert all(value.strip() for _label, value in cells(document))
        says_the_same(renderer, paper)
    assert dict(cells(renderer.document(facts)))["举报来源"] == "匿名"


ADDED = """
[[field]]
key = "{section}.added"
section = "{section}"
label = "本省另填"
type = "text"
demanded = true
basis = "《某省规定》第九条"
missing = "填写本省另填的内容"
"""


@pytest.mark.parametrize(
    ("document", "form", "section"),
    [
        ("inspection_record", "record", "recording"),
        ("reinspection_record", "reinspection", "visit"),
        ("tip_record", "tip", "check"),
        ("tip_record", "tip", "informant"),
    ],
)
def test_what_an_office_adds_to_a_form_stands_on_its_paper_but_never_who_gave_a_tip(tmp_path, document, form, section):
    own = tmp_path / f"inspection/2025-05/{form}.toml"
    own.parent.mkdir(parents=True)
    shipped = (paths.forms_dir() / f"inspection/2025-05/{form}.toml").read_text("utf-8")
    own.write_text(shipped + ADDED.format(section=section), encoding="utf-8")
    folders = Folders(paths.forms_dir(), tmp_path)
    facts = sample_facts(document, load_form(folders, f"inspection/{form}"), load_inspection_items(folders, "2025-05"))
    renderer = DocumentRenderer(folders, functools.partial(load_form, folders))
    assert ("本省另填" in dict(cells(renderer.document(facts)))) == (section != "informant")
    says_the_same(renderer, facts)
