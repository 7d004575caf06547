"""The papers of inspections, orders and tips: no blank left open, and a line to write on only where one writes."""

import functools
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from counter_app import paths
from counter_app.catalogue.inspection_items import load_inspection_items
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.documents.blocks import Grid, Paragraph, Signatures, Table, WritingBox
from counter_app.documents.inspection_sample import sample_inspection, sample_order, sample_reinspection
from counter_app.documents.renderer import DocumentRenderer
from counter_app.documents.samples import sample_facts
from counter_app.domain.inspection.correction import Conclusion, OrderedItem
from counter_app.domain.inspection.inspections import (
    Compliance,
    Formality,
    InspectedPlace,
    InspectionKind,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import TipCategory
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
            present_phone="",
            legal_representative="" if fill == "blank" else whole.legal_representative,
            recorder="",
            formalities=(),
            process="",
            statement="",
            template_number=None,
            devices=() if fill == "blank" else whole.devices,
        )
        return replace(paper, inspection=inspection)

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
def test_a_transcript_leaves_no_blank_and_has_room_for_the_pen_only_before_it_is_filled(renderer, record, kind, fill):
    facts = record(kind, fill)
    document = renderer.document(facts)
    open_entries = {entry.label: entry.lines for entry in entries(document) if entry.lines}
    said = dict(cells(document))
    assert not [label for label, value in cells(document) if RULED in value], "a cell has its own rules"
    assert all(value.strip() for label, value in cells(document) if label not in (*open_entries, "情况说明"))
    assert [bool(said["情况说明"].strip())] == [fill == "filled"]
    assert ("被检查单位" in open_entries) == (fill == "blank")
    for label in ("开始时间", "结束时间", "在场人员", "在场人员联系电话", "记录人", "执法记录仪编号"):
        assert (open_entries.get(label) == 1) == (fill != "filled"), label
    assert open_entries.get("检查过程") == (None if fill == "filled" else 4)
    assert [block.written for block in document.blocks if _is_items(block)] == [fill != "filled"]
    says_the_same(renderer, facts)


def entries(document):
    return [
        entry
        for block in document.blocks
        if isinstance(block, Grid)
        for part in block.sections
        for entry in part.entries
    ]


def test_what_is_written_by_hand_has_ten_millimetres_a_line_in_both_files(renderer, record):
    facts = record(InspectionKind.GENERAL, "blank")
    [items] = [block for block in renderer.document(facts).blocks if _is_items(block)]
    widths = {column.title: column.width for column in items.columns}
    assert widths["情况说明"] > widths["检查内容"]
    document = Document(BytesIO(renderer.word(facts)))
    heights = [row.height.mm for table in document.tables for row in table.rows if row.height is not None]
    assert len(heights) >= 13 + 9
    assert min(heights) == pytest.approx(10, abs=0.1)
    assert {round(height) for height in heights} == {10, 30, 40}
    unit = next(row for table in document.tables for row in table.rows if row.cells[0].text == "被检查单位")
    assert len({cell._tc for cell in unit.cells}) == 2, "the name of the unit has a row of its own"


@pytest.mark.parametrize("kind", InspectionKind)
def test_a_transcript_has_the_items_of_its_kind_with_four_boxes_each_and_ticks_what_was_found(renderer, record, kind):
    numbers = {InspectionKind.OTHER_PLACE: (1, 2, 3, 9, 10)}.get(kind, range(1, 14))
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


def words(renderer, facts):
    return "".join(block.text for block in renderer.document(facts).blocks if isinstance(block, Paragraph))


def signed(facts, how, *, template=None, **other):
    signing = Signing(how, **other)
    return replace(facts, inspection=replace(facts.inspection, signing=signing, template_number=template))


def signatories(document):
    return [who.label for block in document.blocks if isinstance(block, Signatures) for who in block.signatories]


ABOUT_SIGNING = ("记录属实", "拒绝签名，原因", "被检查单位无人在场，原因")


@pytest.mark.parametrize(
    ("how", "said", "signs"),
    [
        (SignedAs.ON_PRINT, "记录属实", ["在场人员", "检查人员", "检查人员", "记录人"]),
        (SignedAs.SIGNED, "记录属实", []),
        (SignedAs.REFUSED, "拒绝签名，原因", ["检查人员", "检查人员", "见证人"]),
        (SignedAs.ABSENT, "被检查单位无人在场，原因", ["检查人员", "检查人员", "见证人"]),
    ],
)
def test_the_words_about_signing_are_those_of_what_happened_and_no_others(renderer, record, how, said, signs):
    facts = signed(record(InspectionKind.GENERAL, "filled"), how, reason="不认可检查结果", witness="钱示例")
    text = words(renderer, facts)
    assert [one for one in ABOUT_SIGNING if one in text] == [said]
    assert "已签名确认" not in text
    assert signatories(renderer.document(facts)) == signs
    foot = renderer.document(facts).page_note
    assert ("在场人员" in foot, "检查人员" in foot) == (how is SignedAs.ON_PRINT, bool(signs))
    says_the_same(renderer, facts)


def test_a_template_has_the_words_for_whatever_happens_and_room_to_sign_on_each_page(renderer, record):
    for fill in ("blank", "prefilled"):
        facts = record(InspectionKind.GENERAL, fill)
        text = words(renderer, facts)
        assert "□已出示证件　□已告知，在场人员表示清楚" in text
        assert "记录属实。（由在场人员书写）：＿＿" in text
        assert "□见证人（签名）：＿＿＿＿＿＿＿　□执法记录仪录像，文件：＿＿" in text
        for page in pages_of(renderer.pdf(facts)):
            assert "在场人员：＿＿＿＿＿＿＿" in page, "25 mm"
            assert "检查人员：＿＿＿＿＿＿＿" in page


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        ({"witness": "钱示例"}, "见证人：钱示例；检查过程已用执法记录仪记录。"),
        ({"recording": "DSJ07.mp4"}, "检查过程已用执法记录仪记录，录像文件：DSJ07.mp4。"),
    ],
)
def test_a_refusal_is_proved_by_a_witness_or_by_the_recording(renderer, record, proof, said):
    facts = signed(record(InspectionKind.GENERAL, "filled"), SignedAs.REFUSED, reason="不认可检查结果", **proof)
    assert f"在场人员拒绝签名，原因：不认可检查结果。{said}" in words(renderer, facts)


@pytest.mark.parametrize(
    ("how", "said", "signs"),
    [
        (SignedAs.ON_PRINT, "记录属实", ["在场人员", "复查人员", "复查人员"]),
        (SignedAs.SIGNED, "记录属实", []),
        (SignedAs.REFUSED, "拒绝签名，原因", ["复查人员", "复查人员", "见证人"]),
        (SignedAs.ABSENT, "被检查单位无人在场，原因", ["复查人员", "复查人员", "见证人"]),
    ],
)
def test_the_record_of_a_reinspection_says_how_it_was_signed_and_nothing_else(renderer, sample, how, said, signs):
    facts = sample("reinspection_record")
    signing = Signing(how, "不认可复查结果", "钱示例", "DSJ07.mp4")
    facts = replace(facts, reinspection=replace(facts.reinspection, signing=signing))
    text = words(renderer, facts)
    assert [one for one in ABOUT_SIGNING if one in text] == [said]
    assert ("见证人：钱示例；复查过程已用执法记录仪记录，录像文件：DSJ07.mp4。" in text) == ("，" in said)
    assert signatories(renderer.document(facts)) == signs
    says_the_same(renderer, facts)


@pytest.mark.parametrize(
    ("ordinal", "original"),
    [(12, "编号同本件"), (9, "大公（视）检字〔2026〕9号，该编号已作废"), (None, "JC0000000001")],
)
def test_a_copy_names_the_transcript_that_was_signed_at_the_place(renderer, record, ordinal, original):
    facts = record(InspectionKind.GENERAL, "filled")
    template = replace(facts.number, ordinal=ordinal) if ordinal else None
    facts = signed(facts, SignedAs.SIGNED, template=template)
    assert f"检查笔录（{original}）的录入件，原件附卷。" in words(renderer, facts)
    assert dict(cells(renderer.document(facts)))["在场人员签名"] == "原件当场签名，见附件"


@pytest.mark.parametrize("done", [(), (Formality.IDENTIFIED,), tuple(Formality)])
def test_a_record_says_only_what_the_officers_did(renderer, record, done):
    facts = record(InspectionKind.GENERAL, "filled")
    text = words(renderer, replace(facts, inspection=replace(facts.inspection, formalities=done)))
    assert ("出示了人民警察证" in text) == (Formality.IDENTIFIED in done)
    assert ("有权申请回避" in text) == (Formality.INFORMED in done)
    assert "不少于两人" not in text


@pytest.mark.parametrize("kind", InspectionKind)
def test_a_transcript_names_both_laws_in_full_and_the_articles_of_its_kind(renderer, record, kind):
    text = words(renderer, record(kind, "filled"))
    assert "《公共安全视频图像信息系统管理条例》（国务院令第799号，以下简称《条例》）" in text
    assert "《公共安全视频图像信息系统监督管理工作规定》（公通字〔2025〕11号，以下简称《规定》）" in text
    assert ("第十条、第十二条" in text) == (kind is InspectionKind.OTHER_PLACE)
    assert ("第九条、第二十四条第一款" in text) == (kind is InspectionKind.OTHER_PLACE)
    assert ("第十条、第十一条" in text) == (kind is not InspectionKind.OTHER_PLACE)


def test_what_to_look_at_stands_on_a_paper_of_its_own_that_is_no_part_of_a_transcript(renderer, record, sample):
    for fill in FILLS:
        document = renderer.document(record(InspectionKind.GENERAL, fill))
        said = every_text(document)
        assert "要点" not in "".join(said)
        assert ("备案设备清单摘录" in said) == (fill != "blank")
    guide = sample("inspection_guide")
    document = renderer.document(guide)
    assert (document.number, document.barcode, document.page_note) == ("", "", "")
    assert "内部使用" in document.copies_note
    assert renderer.copies("inspection_guide") == 1
    assert "看什么" in dict(cells(document))
    says_the_same(renderer, guide)


@pytest.mark.parametrize("form", OrderForm)
def test_an_order_says_in_which_form_until_when_and_which_day_it_is_looked_at_again(renderer, sample, form):
    order = sample_order()
    at_once = form is OrderForm.AT_ONCE
    order = replace(order, form=form, deadline=None if at_once else order.deadline)
    title = "责令改正通知书" if at_once else "责令限期改正通知书"
    facts = replace(sample("correction_order"), order=order)
    document = renderer.document(facts)
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert document.title == title
    assert ("自收到本通知书之日起立即改正，并将结果函告本机关" in text) == at_once
    assert ("于2026年9月30日（含当日）前改正完毕，并将结果函告本机关" in text) == (not at_once)
    assert ("自责令改正作出之日起3个工作日内复查" in text) == at_once
    assert ("自改正期限届满之日起3个工作日内复查" in text) == (not at_once)
    assert "可以自收到本通知书之日起60日内向大关县人民政府申请行政复议" in text
    assert "或者自收到本通知书之日起6个月内依法向大关县人民法院提起行政诉讼" in text
    assert "所称《条例》，是指《公共安全视频图像信息系统管理条例》（国务院令第799号）" in text
    assert "所称《规定》，是指《公共安全视频图像信息系统监督管理工作规定》（公通字〔2025〕11号）" in text
    assert "你单位" not in text
    assert "罚款" not in text
    assert all(value.strip() for _label, value in cells(document))
    says_the_same(renderer, facts)


def test_an_order_says_of_which_items_each_thing_follows(renderer, sample, catalogue):
    breaches = {breach.key: (item, breach) for item in catalogue.items for breach in item.breaches}
    keys = ("not_entitled", "not_filed", "no_sign", "false_filing", "moved")
    items = tuple(
        OrderedItem(item.key, one.key, item.short, one.fact, *said_of(one))
        for item, one in (breaches[key] for key in keys)
    )
    facts = replace(sample("correction_order"), order=replace(sample_order(), items=items))
    text = "".join(block.text for block in renderer.document(facts).blocks if isinstance(block, Paragraph))
    assert (
        "第1项拒不改正的，依照《条例》第二十六条的规定处罚；第2、4项拒不改正的，依照《条例》第二十九条的规定处罚；"
        in text
    )
    assert "第5项依照《条例》第三十条的规定给予警告，拒不改正或者造成严重后果的，依照该条的规定处罚。" in text
    assert "第3项" not in text


def said_of(breach):
    return breach.violated, breach.basis, breach.mend, breach.consequence, breach.warns


def test_the_stub_has_who_drew_up_approved_and_served(renderer, sample):
    document = renderer.document(sample("order_stub"))
    labels = dict(cells(document))
    assert document.title == "责令限期改正通知书（存根）"
    assert {"文书编号", "承办单位", "承办人及警号", "填发人", "填发时间"} <= labels.keys()
    signed = [who.label for block in document.blocks if isinstance(block, Signatures) for who in block.signatories]
    assert signed == ["承办人", "批准人", "送达人", "送达人"]


@pytest.mark.parametrize("conclusion", Conclusion)
def test_a_reinspection_says_what_follows_and_never_a_sum(renderer, sample, conclusion):
    found = replace(
        sample_reinspection(sample("reinspection_record").issued_at),
        conclusion=conclusion,
        prolonged_to=date(2026, 10, 30) if conclusion is Conclusion.PROLONGED else None,
        refusal="录像" if conclusion is Conclusion.OVERDUE else "",
        penalty=("第1、2项",) if conclusion is Conclusion.OVERDUE else (),
        examined=("第4项",) if conclusion is Conclusion.OVERDUE else (),
    )
    facts = replace(sample("reinspection_record"), reinspection=found)
    document = renderer.document(facts)
    text = "".join(every_text(document))
    assert dict(cells(document))["复查结论"] == conclusion.label
    assert ("第1、2项应当另行立案。" in text) == (conclusion is Conclusion.OVERDUE)
    assert ("第4项拒不改正，提请办案部门审查是否另行立案。" in text) == (conclusion is Conclusion.OVERDUE)
    assert ("改正期限延长至2026年10月30日" in text) == (conclusion is Conclusion.PROLONGED)
    assert "罚款" not in text
    assert "元" not in text
    assert all(value.strip() for _label, value in cells(document))
    says_the_same(renderer, facts)


def test_a_matter_passed_on_is_named_as_it_was_on_a_record_of_before(renderer, sample):
    facts = sample("reinspection_record")
    passed_on = replace(facts.reinspection, conclusion=Conclusion.PASSED_ON)

    def said(revision):
        return every_text(renderer.document(replace(facts, reinspection=passed_on, revision=revision)))

    assert "移交办案部门" in said(1)
    assert "移送处理" in said(0)


def test_a_tip_record_names_the_category_by_its_article_and_one_of_before_as_it_did(renderer, sample):
    facts = sample("tip_record")
    tip = replace(facts.tip, category=TipCategory.NOT_ENTITLED)

    def said(revision):
        return every_text(renderer.document(replace(facts, tip=tip, revision=revision)))

    assert "安装主体不符合规定（《条例》第七条场所）" in said(1)
    assert "无权安装（第七条规定的场所）" in said(0)


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
    document = renderer.document(facts)
    assert dict(cells(document))["举报来源"] == "匿名"
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "内部材料，注意保密" in text
    assert "所称《条例》，是指《公共安全视频图像信息系统管理条例》（国务院令第799号）" in text
    assert [block.label for block in document.blocks if isinstance(block, WritingBox)] == [
        "处理意见（核查人员填写）",
        "负责人审批意见",
    ]


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
