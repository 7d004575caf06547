"""What an inspection may look at, what its record lacks, and when nothing may be keyed any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from counter_app.catalogue.inspection_items import InspectionCatalogues
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.forms.facts import Facts
from counter_app.domain.inspection.inspections import (
    Compliance,
    Formality,
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    ItemResult,
    Officer,
    SignedAs,
    Signing,
    kind_fits,
    with_result,
)
from counter_app.domain.inspection.papers import item_facts
from counter_app.domain.inspection.record_form import RECORD_FORM, read_record, record_answers, record_lacks
from counter_app.paths import forms_dir
from tests.fakes.memory_backend import shipped_calendar, shipped_form

AT = datetime(2026, 9, 29, 2, 0, tzinfo=UTC)
GENERAL, PROFESSIONAL, OTHER = InspectionKind
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
NOW = (AT + timedelta(hours=2)).astimezone(ZoneInfo("Asia/Shanghai"))


def lacks(inspection, items):
    return record_lacks(shipped_form(RECORD_FORM), items, inspection, Facts(NOW.date(), shipped_calendar(), now=NOW))


@pytest.fixture(scope="module")
def items():
    return InspectionCatalogues(Folders(forms_dir())).current()


@pytest.fixture
def whole(items):
    """A record that lacks nothing."""
    inspection = Inspection("JC1", GENERAL, InspectedPlace("示例小学", "示例路3号"), "2025-05")
    inspection.officers, inspection.team = OFFICERS, "翠华派出所"
    inspection.started_at, inspection.ended_at = AT, AT + timedelta(minutes=40)
    inspection.present, inspection.camera = "赵某", "DSJ-07"
    inspection.signing = Signing(SignedAs.SIGNED)
    inspection.key(items.item("sign"), ItemResult(Compliance.CONFORMS))
    return inspection


def test_a_whole_record_lacks_nothing(whole, items):
    assert lacks(whole, items) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ({"officers": OFFICERS[:1]}, "至少两名"),
        ({"officers": (OFFICERS[0], OFFICERS[0])}, "至少两名"),
        ({"team": " "}, "所在单位"),
        ({"started_at": None}, "起止时间"),
        ({"ended_at": None}, "起止时间"),
        ({"ended_at": AT - timedelta(minutes=1)}, "不早于"),
        ({"ended_at": AT + timedelta(hours=3)}, "不晚于现在"),
        ({"present": ""}, "在场人员"),
        ({"camera": ""}, "执法记录仪"),
        ({"results": {}}, "至少填写一项"),
        ({"results": {"sign": ItemResult(Compliance.NOT_APPLICABLE)}}, "至少填写一项"),
        ({"results": {"sign": ItemResult(Compliance.BREACH)}}, "“提示标识”不符合的"),
        ({"signing": Signing()}, "登记签名"),
        ({"signing": Signing(SignedAs.REFUSED, "不认可")}, "填写见证人，或填写执法记录仪的录像文件"),
        ({"signing": Signing(SignedAs.REFUSED, "", "陈某")}, "填写原因"),
    ],
)
def test_each_lack_is_told_once_as_an_instruction(whole, items, spoil, said):
    for name, value in spoil.items():
        setattr(whole, name, value)
    [lack] = lacks(whole, items)
    assert said in lack.message
    assert lack.basis


@pytest.mark.parametrize(
    "spoil",
    [
        {"results": {"sign": ItemResult(Compliance.BREACH, "大门口没有")}},
        {"results": {"sign": ItemResult(Compliance.BREACH, "", ("no_sign",))}},
        {"present": "", "signing": Signing(SignedAs.ABSENT, "无人在场", "陈某")},
        {"signing": Signing(SignedAs.REFUSED, "不认可", "陈某")},
        {"signing": Signing(SignedAs.REFUSED, "不认可"), "recordings": ("DSJ07.mp4",)},
        {"signing": Signing(SignedAs.ON_PRINT)},
    ],
)
def test_a_fact_in_words_a_refusal_and_an_absence_are_enough(whole, items, spoil):
    for name, value in spoil.items():
        setattr(whole, name, value)
    assert lacks(whole, items) == []


@pytest.mark.parametrize(
    ("signing", "lack"),
    [
        (Signing(), ""),
        (Signing(SignedAs.SIGNED), ""),
        (Signing(SignedAs.REFUSED), "reason"),
        (Signing(SignedAs.ABSENT, "店铺停业"), "witness"),
        (Signing(SignedAs.ABSENT, "店铺停业", "陈某"), ""),
        (Signing(SignedAs.REFUSED, "不认可", recording="DSJ07.mp4"), ""),
    ],
)
def test_a_refusal_has_a_reason_and_is_proved_by_a_witness_or_by_the_recording(signing, lack):
    assert signing.lacks == lack


def test_what_was_done_and_said_is_kept_with_the_record_and_none_of_it_is_demanded(whole, items):
    form = shipped_form(RECORD_FORM)
    said = {
        "recorder": "李警官",
        "legal_representative": "孙某",
        "present_phone": "13800000000",
        "process": "查看大门口和监控室",
        "statement": "没有异议",
    }
    typed = {f"inspection.{name}": text for name, text in said.items()} | {"inspection.formalities": ["identified"]}
    answers = record_answers(form, whole, NOW.tzinfo)
    for key, value in typed.items():
        answers = answers.with_answer(key, value)
    read_record(answers, whole, Facts(NOW.date(), shipped_calendar(), now=NOW))
    assert {name: getattr(whole, name) for name in said} == said
    assert whole.formalities == (Formality.IDENTIFIED,)
    assert whole.more == {}
    again = record_answers(form, whole, NOW.tzinfo)
    assert {key: again.raw[key] for key in typed} == typed
    assert lacks(whole, items) == []


def test_the_head_of_the_unit_is_proposed_from_what_is_on_file(whole):
    whole.place = replace(whole.place, legal_representative="孙某")
    answers = record_answers(shipped_form(RECORD_FORM), whole, NOW.tzinfo)
    assert answers.text("inspection.legal_representative") == "孙某"


def test_what_is_found_elsewhere_does_not_make_up_for_an_item_of_this_kind(items, whole):
    whole.kind, whole.results = OTHER, {"filed": ItemResult(Compliance.CONFORMS)}
    assert [(lack.key, lack.message) for lack in lacks(whole, items)] == [("items", "至少填写一项检查结果")]


def test_at_an_other_place_filing_is_not_looked_at_nor_any_breach_of_article_7(items):
    inspection = Inspection(
        "JC1", OTHER, InspectedPlace("某业委会", "某路9号", category="outside_article_7"), "2025-05"
    )
    for number, item in enumerate(items.items, start=1):
        if number not in (1, 2, 3, 9, 10):
            with pytest.raises(Refusal, match="不检查"):
                inspection.key(item, ItemResult(Compliance.CONFORMS))
    installer = items.item("installer")
    with pytest.raises(Refusal, match="not_entitled"):
        inspection.key(installer, ItemResult(Compliance.BREACH, "", ("not_entitled",)))
    inspection.key(installer, ItemResult(Compliance.BREACH, "", ("not_entitled_elsewhere", "prohibited_area")))
    assert [item.key for item in inspection.wrong_items(items)] == ["installer"]


def test_at_an_other_place_what_article_9_leaves_in_force_can_be_found_and_the_first_three_are_stressed(items):
    """第十二条 says 重点; 《条例》第十二条、第十三条 hold for every place."""
    inspection = Inspection("JC1", OTHER, InspectedPlace("某业委会", "某路9号"), "2025-05")
    told = item_facts(inspection, items, blank=False)
    assert [(item.number, item.stressed) for item in told] == [(1, True), (2, True), (3, True), (9, False), (10, False)]
    assert [breach.key for item in told[3:] for breach in item.offered] == [
        "not_necessary",
        "not_to_mandatory_standard",
    ]
    inspection.key(items.item("position"), ItemResult(Compliance.BREACH, "朝向邻居窗户", ("not_necessary",)))
    with pytest.raises(Refusal, match="below_mandatory_standard"):
        inspection.key(items.item("position"), ItemResult(Compliance.BREACH, "", ("below_mandatory_standard",)))


def test_breaches_are_those_of_the_item_and_only_where_it_is_wrong(items):
    inspection = Inspection("JC1", GENERAL, InspectedPlace("示例小学", "示例路3号"), "2025-05")
    with pytest.raises(Refusal, match="没有名为 moved"):
        inspection.key(items.item("sign"), ItemResult(Compliance.BREACH, "", ("moved",)))
    with pytest.raises(Refusal, match="不能选择情形"):
        inspection.key(items.item("sign"), ItemResult(Compliance.CONFORMS, "", ("no_sign",)))
    inspection.key(items.item("sign"), ItemResult(Compliance.BREACH, "北门", ("no_sign",)))
    assert with_result(inspection.results, "sign", Compliance.CONFORMS) == ItemResult(Compliance.CONFORMS, "北门")
    assert with_result(inspection.results, "sign", Compliance.BREACH).breaches == ("no_sign",)


def test_keying_begins_the_record_and_the_number_ends_it(items):
    inspection = Inspection("JC1", GENERAL, InspectedPlace("示例小学", "示例路3号"), "2025-05")
    assert inspection.state is InspectionState.PLANNED
    inspection.key(items.item("sign"), ItemResult(Compliance.CONFORMS))
    assert inspection.state is InspectionState.KEYING
    inspection.record(Number("视检", 2026, 1))
    for act in (
        lambda: inspection.key(items.item("sign"), ItemResult()),
        inspection.cancel,
        lambda: inspection.record(Number("视检", 2026, 2)),
    ):
        with pytest.raises(StateForbids, match="已录入"):
            act()


@pytest.mark.parametrize(
    ("kind", "category", "fits"),
    [
        (GENERAL, "education", True),
        (PROFESSIONAL, "education", True),
        (OTHER, "education", False),
        (GENERAL, "outside_article_7", False),
        (OTHER, "outside_article_7", True),
        (OTHER, "", True),
        (GENERAL, "", True),
    ],
)
def test_the_category_of_a_place_decides_which_kinds_fit(kind, category, fits):
    assert kind_fits(kind, category) is fits


@pytest.mark.parametrize(
    ("officers", "enough"),
    [
        (OFFICERS, True),
        ([OFFICERS[0], Officer("李警官", "530001")], False),
        ([OFFICERS[0], Officer("李警官", "")], False),
    ],
)
def test_two_officers_are_two_badges(whole, items, officers, enough):
    whole.officers = officers
    assert (lacks(whole, items) == []) is enough


def test_what_a_plan_asked_beside_the_record_stays_when_the_record_is_keyed(whole):
    whole.more = {"inspection.vehicle": "警车2号"}
    facts = Facts(NOW.date(), shipped_calendar(), now=NOW)
    read_record(record_answers(shipped_form(RECORD_FORM), whole, NOW.tzinfo), whole, facts)
    assert whole.more == {"inspection.vehicle": "警车2号"}
    assert (whole.started_at, whole.ended_at) == (AT, AT + timedelta(minutes=40))
    assert (whole.officers, whole.signing) == (OFFICERS, Signing(SignedAs.SIGNED))
