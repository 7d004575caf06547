"""The items of 第十条 that ship, held against the law's words; an office's own; and files that cannot be accepted."""

from __future__ import annotations

import re

import pytest

from counter_app.catalogue.inspection_items import InspectionCatalogues
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.inspection.inspections import Consequence, InspectionKind, OrderForm
from counter_app.paths import forms_dir

SHIPPED = InspectionCatalogues(Folders(forms_dir())).current()
GENERAL, PROFESSIONAL, OTHER = InspectionKind
ARTICLE_10 = (
    "建设安装主体是否符合《条例》规定",
    "是否设置显著的提示标识",
    "是否拍摄涉密单位信息",
    "是否备案以及备案信息是否真实",
    "系统是否正常运行",
    "是否建立系统监看、管理等重要岗位人员的入职审查、保密教育、岗位培训，以及信息调用登记等管理制度",
    "视频图像信息的保存期限是否符合《条例》规定",
    "是否按照相关标准开展公共安全视频系统建设，并妥善保管设计、施工、检验、验收等工作的档案资料",
    "图像采集设备的安装位置、拍摄角度和数据采集范围是否符合《条例》和强制性标准规定",
    "公共安全视频系统采用的产品、服务是否符合国家标准的强制性要求",
    "是否采用完善的防攻击、防入侵、防病毒、防篡改、防泄露等安全技术措施",
    "是否定期维护设备设施",
    "是否采取规范内部人员查阅处理视频图像信息的授权管理、访问控制等技术措施",
)
LAW = {
    # key: (violated, article of the order, forms, consequence); each read off the 《条例》
    "not_entitled": ("第七条第三款", "《条例》第二十六条", "by_date", "penalty_after_refusal"),
    "not_entitled_elsewhere": ("第九条第一款", "《条例》第二十六条", "by_date", "penalty_after_refusal"),
    "prohibited_area": ("第八条第一款", "《条例》第二十七条第一款", "at_once", "penalty_at_once"),
    "area_not_watched": ("第八条第二款", "《条例》第二十七条第二款", "at_once", "penalty_after_refusal"),
    "no_sign": ("第十三条", "《条例》第十三条", "at_once by_date", "order_only"),
    "no_consent": ("第十条", "《条例》第二十八条", "at_once", "penalty_at_once"),
    "not_filed": ("第十四条第一款", "《条例》第二十九条", "by_date", "penalty_after_refusal"),
    "change_not_filed": ("第十四条第一款", "《条例》第二十九条", "by_date", "penalty_after_refusal"),
    "false_filing": ("第十四条第二款", "《条例》第二十九条", "by_date", "penalty_after_refusal"),
    "moved": ("第二十三条第二项", "《条例》第三十条", "at_once", "warning_at_once"),
}
PRESCRIBED = "《条例》第五条第二款、第二十四条第一款，《规定》第十四条"
"""《规定》 alone carries no order that burdens: the duty to correct stands on 《条例》 first."""
OTHER_LAWS = "《条例》第五条第二款、第二十四条第一款、第三十一条，《规定》第十四条"
PUNISHED_AT_ONCE = "《中华人民共和国行政处罚法》第二十八条第一款"
LOCAL = """
[[item]]
key = "night"
label = "夜间是否有人值守监看"
short = "夜间值守"
basis = "某省实施细则第八条"
kinds = ["general"]
{more}
[[item.breach]]
key = "nobody"
fact = "夜间无人值守"
violated = "某省实施细则第八条"
basis = "《规定》第十四条"
mend = "安排夜间值守"
forms = ["by_date"]
{end}
"""


@pytest.fixture
def office(tmp_path):
    """Write local items into an office's overlay and load everything."""

    def write(text, name="local_items.toml"):
        folder = tmp_path / "inspection" / "2025-05"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        return InspectionCatalogues(Folders(forms_dir(), tmp_path)).current()

    return write


def test_the_items_are_those_of_the_law_word_by_word_and_in_order():
    assert tuple(item.label for item in SHIPPED.items) == ARTICLE_10
    assert [item.number for item in SHIPPED.items] == list(range(1, 14))


@pytest.mark.parametrize(
    ("kind", "stressed"), [(GENERAL, range(1, 8)), (PROFESSIONAL, range(8, 14)), (OTHER, range(1, 4))]
)
def test_each_kind_stresses_what_the_law_says(kind, stressed):
    assert [item.number for item in SHIPPED.stressed(kind)] == list(stressed)


def test_other_places_are_looked_at_for_what_article_9_leaves_in_force_the_others_for_all():
    assert [item.number for item in SHIPPED.of_kind(OTHER)] == [1, 2, 3, 9, 10]
    assert SHIPPED.of_kind(GENERAL) == SHIPPED.of_kind(PROFESSIONAL) == SHIPPED.items


def test_other_places_are_offered_their_own_law_the_prohibited_areas_and_no_filing():
    offered = [breach.key for item in SHIPPED.of_kind(OTHER) for breach in item.breaches_in(OTHER)]
    assert offered[:3] == ["not_entitled_elsewhere", "prohibited_area", "area_not_watched"]
    assert "not_entitled" not in offered
    exempt = re.compile("第十一条|第十四条|第十五条|第十六条第二款|第十七条")
    assert not [b.key for i in SHIPPED.of_kind(OTHER) for b in i.breaches_in(OTHER) if exempt.search(b.violated)]
    in_general = SHIPPED.items[0].breaches_in(GENERAL)
    assert [breach.key for breach in in_general] == ["not_entitled", "prohibited_area", "area_not_watched"]


def test_every_breach_stands_on_the_article_the_law_gives_it():
    for item in SHIPPED.items:
        assert item.look_at
        assert item.evidence
        assert item.breaches
        for breach in item.breaches:
            if breach.key not in LAW:
                basis = OTHER_LAWS if "第三十一条" in breach.warns else PRESCRIBED
                assert (breach.basis, breach.consequence) == (basis, Consequence.ORDER_ONLY), breach.key
                assert breach.forms == (OrderForm.AT_ONCE, OrderForm.BY_DATE)
                continue
            violated, article, forms, consequence = LAW[breach.key]
            assert breach.violated == f"《条例》{violated}"
            assert article in breach.basis
            assert (PUNISHED_AT_ONCE in breach.basis) == (breach.consequence is Consequence.PENALTY_AT_ONCE)
            assert " ".join(form.value for form in breach.forms) == forms
            assert breach.consequence.value == consequence
    assert LAW.keys() <= {breach.key for item in SHIPPED.items for breach in item.breaches}


def test_what_follows_is_said_without_a_fine_or_an_amount_and_with_the_article_of_the_order():
    for breach in (breach for item in SHIPPED.items for breach in item.breaches):
        assert not re.search("罚款|元", breach.fact + breach.mend + breach.warns)
        assert bool(breach.warns) == (breach.consequence is not Consequence.ORDER_ONLY) or "第三十一条" in breach.warns


def test_everything_is_written_with_full_width_punctuation():
    words = "".join(
        text
        for item in SHIPPED.items
        for text in (item.label, item.short, *item.look_at, *item.evidence, *(b.fact + b.mend for b in item.breaches))
    )
    assert not re.search(r"[,;:()!?]", words)


# An office's own -----------------------------------------------------------------------------------------------------


def test_a_provincial_item_follows_those_of_the_law_with_its_own_basis(office):
    catalogue = office(LOCAL.format(more="", end=""))
    assert [item.key for item in catalogue.items][13:] == ["night"]
    night = catalogue.item("night")
    assert (night.number, night.basis) == (0, "某省实施细则第八条")
    assert night in catalogue.of_kind(GENERAL)
    assert night not in catalogue.of_kind(OTHER)


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('basis = "某省实施细则第八条"', 'basis = " "', "night.basis", "写明依据"),
        ('key = "night"', 'key = "sign"', "sign", "写了两次"),
        ('key = "night"', 'key = "Night"', "Night", "小写字母"),
        ("{more}", "number = 3", "night.number", "已是《规定》第十条的事项"),
        ("{more}", "number = 14", "night.number", "不写序号"),
        ("{more}", 'fine = "yes"', "item[0]", "不认识的键 fine"),
        ('kinds = ["general"]', 'kinds = ["yearly"]', "kinds", "不认识的值"),
        ('kinds = ["general"]', "kinds = []", "night.kinds", "至少写一种"),
        ("{more}", 'stressed_in = ["other_place"]', "night.stressed_in", "不在 kinds"),
        ('forms = ["by_date"]', "forms = []", "night.nobody.forms", "各写一次"),
        ("{end}", 'warns = "处五千元罚款"', "night.nobody.warns", "不写罚款和金额"),
        ("{end}", 'kinds = ["professional"]', "night.nobody.kinds", "不在该事项"),
        ('mend = "安排夜间值守"', 'mend = ""', "night.nobody.mend", "不能为空"),
    ],
)
def test_what_cannot_be_accepted_is_refused_with_file_key_and_reason(office, old, new, key, reason):
    assert old in LOCAL
    text = LOCAL.replace(old, new, 1).replace("{more}", "").replace("{end}", "")
    with pytest.raises(CatalogueError) as refused:
        office(text)
    told = str(refused.value)
    assert "local_items.toml" in told
    assert key in told
    assert reason in told


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("number = 2", "number = 1", "序号 1 写了两次"),
        ("number = 13", "number = 14", "应为 13"),
        ('edition = "2025-05"', 'edition = "2026-01"', "不一致"),
    ],
)
def test_the_law_s_items_are_counted_as_the_law_counts_them(office, old, new, reason):
    text = (forms_dir() / "inspection" / "2025-05" / "items.toml").read_text("utf-8")
    with pytest.raises(CatalogueError, match=reason):
        office(text.replace(old, new, 1), "items.toml")


def test_an_edition_is_read_once_and_an_unknown_one_refused():
    catalogues = InspectionCatalogues(Folders(forms_dir()))
    assert catalogues.current() is catalogues.edition("2025-05")
    with pytest.raises(CatalogueError):
        catalogues.edition("1999-01")
