"""What a paper says: each item that must stand on it, in the words of a paper."""

from dataclasses import replace

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.documents.blocks import STRUCK_OUT, Checklist, Grid, Paragraph, Seal, Signatures, Table
from counter_app.documents.compose import NOT_NUMBERED, compose
from counter_app.documents.punctuation import printed
from counter_app.documents.samples import sample_facts
from counter_app.documents.templates import read_template
from counter_app.documents.variables import ON_PAPER, SHARED, VARIABLES
from counter_app.domain.basics.materials import ACCEPTED, Material, MaterialState, rejected
from counter_app.domain.forms.answers import Answers
from counter_app.domain.papers.titles import TITLES
from counter_app.paths import forms_dir
from tests.documents.conftest import every_text, pages_of


def values(document, kind):
    """Label to value of every grid or checklist of a paper."""
    found = {}
    for block in document.blocks:
        if isinstance(block, kind) and isinstance(block, Grid):
            found.update({entry.label: entry.value for section in block.sections for entry in section.entries})
        if isinstance(block, kind) and isinstance(block, Checklist):
            found.update({item.label: item.value for item in block.items})
    return found


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (
            "deficiency_notice",
            [
                "一次性告知书",
                "大关县公安局",
                "大公（视）补字〔2026〕12号",
                "大关县示例商贸有限公司",
                "张三龑𬱖",
                "公共安全视频图像信息系统备案",
                "2026年3月2日10时31分",
                "《公共安全视频图像信息系统监督管理工作规定》（以下简称《规定》）第八条",
                "《规定》文号：公通字〔2025〕11号",
                "再来时请带：加盖单位公章的委托办理备案授权书。其余内容问清后到窗口填写",
                "没有补正期限，但备案期限仍按《条例》第十四条计算。备案不收取费用，不属于行政审批。",
                "《条例》指《公共安全视频图像信息系统管理条例》（国务院令第799号）",
                "报单位名称即可续办",
                "监督电话：0870-0000110",
                "网上办理：http://psvs.mps.gov.cn",
                "需补正的内容要求依据补正方式",
                "不再要求补充",
                "经办人身份证件查验后已当场退还",
                "0870-0000000",
                "工作日9:00至17:00",
                "窗口工作人员王示例2026年3月2日10时42分",
                "经办人（签收）",
                "拒绝签收",
                "一式两份，申请人、窗口各执一份",
            ],
        ),
        (
            "material_receipt",
            [
                "收件凭证",
                "大关县示例商贸有限公司",
                "91530624MA6K3R7Q38",
                "张三龑𬱖",
                "530624********1217",
                "138****0000",
                "核验、收取的材料",
                "经办人身份证件原件//合格查验原件，当场退还",
                "2委托办理备案授权书原件11合格收存",
                "经办人信息仅用于办理备案，依法保存、保密。",
                "2026年3月2日10时31分",
                "大关县政务服务中心3号窗口",
                "王示例",
                "录入公共安全视频图像信息系统备案平台",
                "最迟于2026年4月2日",
                "0870-0000000",
                "一式两份",
            ],
        ),
        (
            "platform_sheet",
            [
                "平台录入单",
                "AN2026-000012",
                "530624199003071217",
                "备案编号",
                "视频监控、车辆采集",
                "录入人",
                "一楼东门",
            ],
        ),
        (
            "filing_receipt",
            [
                "备案回执",
                "大公（视）备字〔2026〕12号",
                "BH2026-0012",
                "91530624MA6K3R7Q38",
                "530624202600000123",
                "备案日期2026年3月2日",
                "示例广场一至三楼及地下停车场",
                "采集设备数量3",
                "半球1台、枪机1台、球机1台",
                "存储期限（天）30",
                "第十四条及时办理备案变更",
                "大关县政务服务中心3号窗口",
                "公安机关业务专用章",
                "一式两份",
            ],
        ),
        (
            "information_sheet",
            [
                "备案基本信息表",
                "530624199003071217",
                "真实性负责",
                "经办人（核对签名）",
                "不要求盖章",
                "图像采集设备清单",
                "半球",
                "商贸中心",
            ],
        ),
        (
            "authorization_letter",
            [
                "委托办理备案授权书",
                "大关县示例商贸有限公司",
                "张三龑𬱖",
                "530624199003071217",
                "委托事项",
                "委托期限",
                "委托单位（公章）",
                "法定代表人（负责人、经营者）签名：＿＿＿＿＿＿＿＿＿＿（不作要求）",
            ],
        ),
    ],
)
def test_a_paper_holds_what_it_must(renderer, sample, document, wanted):
    said = "".join(every_text(renderer.document(sample(document))))
    for text in wanted:
        assert text in said


@pytest.mark.parametrize("document", TITLES)
def test_no_paper_speaks_of_a_licence(renderer, sample, document):
    said = "".join(every_text(renderer.document(sample(document))))
    for word in ("行政许可", "受理通知书", "审批", "抱歉", "无效"):
        assert word not in said.replace("不属于行政审批", "").replace("负责人审批意见", "")


@pytest.mark.parametrize("document", TITLES)
def test_papers_print_full_width_punctuation_among_chinese(renderer, sample, document):
    for block in renderer.document(sample(document)).blocks:
        if isinstance(block, Paragraph):
            said = block.text.replace("大公(视)", "")  # numbers stand as the office writes them
            assert printed(said) == said


def test_device_types_are_counted_the_commonest_first_or_stand_on_paper(renderer, sample, form):
    facts = sample("filing_receipt")
    rows = [
        Answers.row(form, {"location": str(n), "device_type": kind}) for n, kind in enumerate(("ptz", "dome", "dome"))
    ]
    grid = values(renderer.document(replace(facts, answers=facts.answers.with_rows(rows))), Grid)
    assert grid["采集设备类型"] == "半球2台、球机1台"
    on_paper = replace(facts, answers=facts.answers.with_rows([]), materials={"device_list": ACCEPTED})
    assert values(renderer.document(on_paper), Grid)["采集设备类型"] == "见纸质材料"


def test_what_was_not_answered_is_struck_out(renderer, sample, form):
    blank = Answers(form, {})
    assert set(values(renderer.document(replace(sample("information_sheet"), answers=blank)), Grid).values()) == {
        STRUCK_OUT
    }
    letter = renderer.document(replace(sample("authorization_letter"), answers=blank))
    assert set(values(letter, Grid).values()) == {""}  # left for the pen: it is filled in at home


def test_an_accepted_paper_stands_for_what_was_not_keyed(renderer, sample, form):
    papers = {"information_sheet": ACCEPTED, "device_list": ACCEPTED}
    facts = replace(sample("platform_sheet"), answers=Answers(form, {"unit.name": "甲"}), materials=papers)
    said = values(renderer.document(facts), Checklist)
    assert said["单位名称"] == "甲"
    assert said["统一社会信用代码"] == ON_PAPER
    assert said["视频图像信息存储期限（天）"] == ON_PAPER
    assert said["图像采集设备清单"] == ON_PAPER
    assert said["证件号码"] == STRUCK_OUT


def test_what_another_department_gives_is_said_to_come_from_there(renderer, sample, form):
    facts = sample("platform_sheet")
    office = replace(facts.office, shared_keys=frozenset({"unit.legal_representative"}))
    said = values(renderer.document(replace(facts, office=office, answers=Answers(form, {}))), Checklist)
    assert said["法定代表人"] == SHARED
    assert said["单位地址"] == STRUCK_OUT


def test_what_the_clerk_ticks_is_on_no_paper_of_the_applicant(renderer, sample):
    for document, kind in (("information_sheet", Grid), ("platform_sheet", Checklist)):
        assert "位于涉密单位周边" not in values(renderer.document(sample(document)), kind)


def test_the_platform_sheet_keeps_the_order_of_the_form(renderer, sample, form):
    labels = list(values(renderer.document(sample("platform_sheet")), Checklist))
    wanted = [printed(f.label) for section in form.sections for f in section.fields if not f.by_clerk]
    assert labels[:-1] == wanted


def test_the_platform_sheet_follows_the_order_that_the_form_gives_for_the_platform(renderer, folders, tmp_path):
    office = tmp_path / "filing/2025-05"
    office.mkdir(parents=True)
    shipped = folders.find("filing/2025-05/form.toml").read_text("utf-8")
    own = shipped.replace('  "unit.name", "unit.kind",', '  "system.address", "unit.kind",', 1)
    (office / "form.toml").write_text(
        own.replace('"system.address", "system.longitude"', '"system.longitude"'), "utf-8"
    )
    form = load_form(Folders(forms_dir(), tmp_path))
    labels = list(values(renderer.document(sample_facts("platform_sheet", form)), Checklist))
    assert labels[:2] == ["单位名称", "系统建设位置"]


def test_a_notice_says_where_the_papers_are(renderer, sample):
    facts = sample("deficiency_notice")
    said = "".join(every_text(renderer.document(replace(facts, papers_kept=False))))
    assert "当场退还" in said
    assert "不必重复提交" not in said
    nothing = {"agent_id": Material(MaterialState.NOT_PRESENTED)}
    assert "本次未收存材料" in "".join(every_text(renderer.document(replace(facts, materials=nothing))))


def test_no_seal_is_asked_for_but_that_on_the_letter(renderer, sample):
    """第六条 wants the seal on the letter, and a signature of the legal representative on neither."""
    sheet = renderer.document(sample("information_sheet"))
    signatures = next(block for block in sheet.blocks if isinstance(block, Signatures))
    assert [who.label for who in signatures.signatories] == ["经办人（核对签名）"]
    letter = renderer.document(sample("authorization_letter"))
    assert not [block for block in letter.blocks if isinstance(block, Signatures)]
    assert [block.issuer for block in letter.blocks if isinstance(block, Seal)] == ["委托单位（公章）"]


def test_a_notice_in_large_letters_names_all_items_and_no_article_of_each(renderer, sample):
    facts = sample("deficiency_notice_large")
    document = renderer.document(facts)
    said = "".join(every_text(document))
    assert document.number == renderer.document(sample("deficiency_notice")).number
    for item in facts.findings.deficiencies:
        assert printed(item.message) in said
        assert printed(item.mend).rstrip("。") in said
    assert "《规定》第六条" not in said
    assert "再来时请带：加盖单位公章的委托办理备案授权书。" in said


def test_the_seal_stands_on_the_page_of_the_letter(renderer, sample):
    facts = sample("authorization_letter")
    long = facts.answers.with_answer("unit.name", "示" * 61).with_answer("unit.address", "例" * 60)
    (page,) = pages_of(renderer.pdf(replace(facts, answers=long)))
    assert "委托单位（公章）" in page


def test_a_receipt_says_what_it_does_not_prove_and_when_the_papers_came(renderer, sample):
    for document in ("filing_receipt", "change_receipt"):
        said = "".join(every_text(renderer.document(sample(document))))
        assert "不是对系统建设、使用合法性和质量的认可" in said
        assert "可持本回执或者提供备案编号办理" in said
        assert "收件时间" in said
        assert "受理" not in said


def test_a_rejected_paper_was_handed_in_too(renderer, sample):
    facts = replace(sample("material_receipt"), materials={"authorization_letter": rejected("not_sealed")})
    table = next(block for block in renderer.document(facts).blocks if isinstance(block, Table))
    assert table.rows == (("1", "委托办理备案授权书", "原件", "1", "1", "不合格", "当场退还"),)


def test_a_table_without_rows_is_struck_out(renderer, notice_of):
    table = next(block for block in renderer.document(notice_of(0)).blocks if isinstance(block, Table))
    assert table.rows == ((STRUCK_OUT,) * 5,)


def test_a_paper_that_has_no_number_yet_says_so(renderer, sample):
    assert renderer.document(replace(sample("deficiency_notice"), number=None)).number == NOT_NUMBERED
    assert renderer.document(sample("platform_sheet")).number == ""


def test_the_agents_time_is_left_to_the_pen(renderer, sample):
    seal = next(b for b in renderer.document(sample("deficiency_notice")).blocks if isinstance(b, Seal))
    assert seal.signatories[1].signed_at == ""


def test_emphasis_is_told_before_answers_are_filled_in(sample, form):
    template = read_template(
        {"title": "题", "copies": 1, "copies_note": "", "block": [{"paragraph": "**重**{unit.name}"}]},
        file="x.toml",
        form=form,
    )
    facts = sample("information_sheet")
    facts = replace(facts, answers=facts.answers.with_answer("unit.name", "甲**乙**{x}"))
    (paragraph,) = compose(template, facts).blocks
    assert [(run.text, run.emphasised) for run in paragraph.runs] == [("重", True), ("甲**乙**{x}", False)]


def test_every_variable_can_be_printed(sample):
    facts = replace(sample("deficiency_notice"), transfer_due=None)
    for name, value in VARIABLES.items():
        assert isinstance(value(facts), str), name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("第18位校验不符,核对后重填", "第18位校验不符，核对后重填"),
        ("《规定》第六条第一项;GB 32100-2015", "《规定》第六条第一项；GB 32100-2015"),
        ("存储期限(天)", "存储期限（天）"),
        ("(不含I、O、S、V、Z)", "（不含I、O、S、V、Z）"),
        ("9:00-17:00, A(1)", "9:00-17:00, A(1)"),
        ("第3台设备:填写安装位置", "第3台设备：填写安装位置"),
    ],
)
def test_punctuation_of_forms_is_printed_full_width(typed, shown):
    assert printed(typed) == shown


def test_an_answer_is_printed_as_it_was_given(renderer, sample):
    facts = sample("information_sheet")
    facts = replace(facts, answers=facts.answers.with_answer("unit.name", "甲(云南),乙"))
    assert values(renderer.document(facts), Grid)["单位名称"] == "甲(云南),乙"


def test_the_sheet_says_what_the_terms_on_it_mean(renderer, sample, form):
    said = "".join(every_text(renderer.document(sample("information_sheet"))))
    assert "名称说明：视频监控（录像）、车辆采集（认车和车牌）、枪机（筒形）、半球（半球形）、球机（可转动）。" in said
    blank = replace(sample("information_sheet"), answers=Answers(form, {}))
    assert "名称说明" not in "".join(every_text(renderer.document(blank)))


def test_a_notice_issued_before_the_agents_name_was_read_off_names_nobody(renderer, sample):
    """An entry to check never blocks the notice: the sentence reads without the name."""
    facts = sample("deficiency_notice")
    document = renderer.document(replace(facts, answers=facts.answers.with_answer("agent.name", "")))
    assert any(block.text.startswith("经办人于2026年") for block in document.blocks if isinstance(block, Paragraph))


def test_a_list_is_numbered_paragraphs_the_first_column_of_each_emphasised(notice_of, form):
    template = read_template(
        {
            "title": "题",
            "copies": 1,
            "copies_note": "",
            "layout": "large",
            "block": [{"list": "deficiencies", "columns": ["需补正的内容", "要求"]}],
        },
        file="x.toml",
        form=form,
    )
    paragraphs = compose(template, notice_of(2)).blocks
    assert [[(run.text, run.emphasised) for run in paragraph.runs] for paragraph in paragraphs] == [
        [("1．填写第1项内容。", True), ("要求：第1项的要求。", False)],
        [("2．填写第2项内容。", True), ("要求：第2项的要求。", False)],
    ]
