"""Inspections from plan to numbered record: who may be inspected how, what is prefilled, what a record lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import Filing, FilingKind, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    InspectionState,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import Tip, TipCategory
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections
from counter_app.services.lists import day_end
from counter_app.services.papers import printing
from counter_app.services.papers.printing import VoidPaper
from counter_app.services.papers.snapshots import thaw
from counter_app.services.ports import Attachment, ChangedElsewhere, UnitKey, UnknownInspection
from tests.fakes.memory_backend import NOON, OFFICE, POST, MemoryBackend

GENERAL, PROFESSIONAL, OTHER = InspectionKind
FIRST = Number("视检", 2026, 1)
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = {
    "unit.name": "大关县示例小学",
    "unit.uscc": "12530624431234567X",
    "system.name": "校园视频系统",
    "system.place_category": "education",
    "system.address": "翠华镇示例路3号",
    "system.device_count": 2,
    "system.retention_days": 15,
}
ROWS = ({"location": "大门", "device_type": "bullet", "direction": "朝东"}, {"location": "操场", "device_type": "dome"})
ELSEWHERE = InspectedPlace("某小区业主委员会", "翠华镇某路9号", category="outside_article_7")
UNFILED = InspectedPlace("某超市", "翠华镇某路1号", category="commerce")


@pytest.fixture
def backend():
    return MemoryBackend.make()


def lacks_now(backend, inspection):
    now = backend.clock().astimezone(ZoneInfo(OFFICE.time_zone))
    found = inspections.lacks(backend, inspection, Facts(now.date(), backend.calendar, now=now))
    return [lack.message for lack in found]


def file_school(backend, reference="AJSCHOOL", kind="filing", changes="", **answers):
    form = backend.forms.current(kind)
    rows = {"devices": [Answers.row(form, row) for row in ROWS]}
    filing = Filing(
        reference,
        Answers(form, {**SCHOOL, **{key.replace("__", "."): value for key, value in answers.items()}}, rows),
        NOON,
        NOON.date(),
        FilingKind.CHANGE if changes else FilingKind.INITIAL,
        FilingState.FILED,
        platform_number=f"P-{reference}",
        filed_on=date(2026, 3, 2),
        changes=changes,
    )
    backend.store.kept.filings[reference] = filing
    return reference


def planned(backend, place=UNFILED, kind=GENERAL, **other):
    [inspection] = inspections.plan(
        backend, kind, [place], OFFICERS, "翠华派出所", date(2026, 3, 2), post=POST, **other
    )
    return inspection


def keyed(backend, inspection, **results):
    """Everything that the record needs, and what was found."""
    catalogue = backend.inspection_items.current()
    found = results or {"sign": ItemResult(Compliance.CONFORMS)}
    for key, result in found.items():
        inspection.key(catalogue.item(key), result)
    inspection.started_at = NOON - timedelta(hours=1)
    inspection.ended_at = NOON - timedelta(minutes=30)
    inspection.present, inspection.present_role, inspection.camera = "赵某", "店长", "DSJ-07"
    inspection.signing = Signing(SignedAs.ON_PRINT)
    inspections.save_draft(backend, inspection, post=POST)
    return inspection


# Planning ------------------------------------------------------------------------------------------------------------


def test_a_filed_system_is_planned_with_its_newest_state(backend):
    first = file_school(backend)
    file_school(backend, "AJCHANGE", kind="change", changes=first, system__retention_days=45)
    place = planned(backend, first).place
    assert (place.reference, place.retention_days, place.platform_number) == ("AJCHANGE", 45, "P-AJCHANGE")
    assert (place.unit, place.category, place.devices) == ("大关县示例小学", "education", 2)


def test_a_round_is_planned_whole_or_not_at_all(backend):
    made = inspections.plan(backend, GENERAL, [UNFILED] * 3, OFFICERS, "翠华派出所", None, post=POST)
    assert len({one.inspection_id for one in made}) == 3
    with pytest.raises(Refusal, match="第2个场所"):
        inspections.plan(backend, GENERAL, [UNFILED, ELSEWHERE], OFFICERS, "翠华派出所", None, post=POST)
    assert len(backend.store.kept.inspections) == 3


@pytest.mark.parametrize(
    ("kind", "place", "fits"),
    [
        (GENERAL, UNFILED, True),
        (PROFESSIONAL, UNFILED, True),
        (OTHER, UNFILED, False),
        (OTHER, ELSEWHERE, True),
        (GENERAL, ELSEWHERE, False),
        (PROFESSIONAL, ELSEWHERE, False),
        (OTHER, replace(ELSEWHERE, category=""), True),
    ],
)
def test_places_of_article_7_and_others_are_inspected_each_by_its_own_rules(backend, kind, place, fits):
    if fits:
        assert planned(backend, place, kind).kind is kind
    else:
        with pytest.raises(Refusal, match="第七条") as refused:
            planned(backend, place, kind)
        assert kind is OTHER or "重点检查第一项至第三项" in refused.value.remedy


@pytest.mark.parametrize(
    "officers",
    [OFFICERS[:1], (OFFICERS[0], Officer("李警官", "")), (OFFICERS[0], Officer("李警官", "530001")), ()],
)
def test_two_officers_each_with_his_own_badge_are_demanded(backend, officers):
    with pytest.raises(Refusal, match="至少两名检查人员"):
        inspections.plan(backend, GENERAL, [UNFILED], officers, "翠华派出所", None, post=POST)


def test_places_and_team_are_demanded(backend):
    with pytest.raises(Refusal, match="检查对象"):
        inspections.plan(backend, GENERAL, [], OFFICERS, "翠华派出所", None, post=POST)
    with pytest.raises(Refusal, match="名称和地址"):
        inspections.plan(backend, GENERAL, [replace(UNFILED, address=" ")], OFFICERS, "所", None, post=POST)
    with pytest.raises(Refusal, match="所在单位"):
        inspections.plan(backend, GENERAL, [UNFILED], OFFICERS, " ", None, post=POST)


def test_a_tip_leads_to_its_inspection(backend):
    backend.store.kept.tips["t"] = Tip("t", NOON, TipCategory.PROHIBITED_AREA, "…", "某宾馆三楼")
    inspection = planned(backend, tip_id="t")
    assert inspection.tip_id == "t"
    assert backend.store.kept.tips["t"].inspection_id == inspection.inspection_id
    with pytest.raises(UnknownInspection):
        planned(backend, tip_id="?")


# 第十七条 -------------------------------------------------------------------------------------------------------------


def test_an_earlier_inspection_is_told_with_day_team_and_result(backend):
    inspection = keyed(backend, planned(backend), sign=ItemResult(Compliance.BREACH, "大门口没有", ("no_sign",)))
    unit = UnitKey(UNFILED.unit)
    [waiting] = inspections.earlier(backend, unit)
    assert waiting.result == "录入中"
    inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    [told] = inspections.earlier(backend, unit)
    assert (told.day, told.team, told.result) == (date(2026, 3, 2), "翠华派出所", "1项不符合：提示标识")
    assert told.number == Number("视检", 2026, 1)
    assert inspections.earlier(backend, unit, other_than=inspection.inspection_id) == []
    assert inspections.earlier(backend, UnitKey(address=UNFILED.address)) == [told]


def test_what_was_cancelled_or_is_long_ago_is_no_repeated_inspection(backend):
    inspections.cancel(backend, planned(backend).inspection_id, post=POST)
    old = planned(backend)
    old.planned_for = date(2025, 3, 1)
    inspections.save_draft(backend, old, post=POST)
    assert inspections.earlier(backend, UnitKey(UNFILED.unit)) == []
    assert len(inspections.earlier(backend, UnitKey(UNFILED.unit), months=13)) == 1


# Printing ------------------------------------------------------------------------------------------------------------


def said(backend, paper):
    form = backend.forms.edition(paper.edition, paper.content["form"])
    return thaw(paper.content, form)


def test_a_prefilled_template_bears_what_is_on_file_its_devices_and_the_number_of_its_record(backend):
    inspection = planned(backend, file_school(backend))
    [paper] = inspections.templates(backend, [inspection.inspection_id], blank=False, post=POST)
    facts = said(backend, paper)
    assert (facts.document, facts.number, facts.barcode) == ("inspection_record", FIRST, "SJ2026-0001")
    told = facts.inspection
    assert (told.place.unit, told.category, told.team) == ("大关县示例小学", "教育机构", "翠华派出所")
    assert [(one.row, one.location, one.device_type, one.direction) for one in told.devices] == [
        (1, "大门", "枪机", "朝东"),
        (2, "操场", "半球", ""),
    ]
    assert not told.filled
    assert {item.found for item in told.items} == {Compliance.NOT_INSPECTED}


def test_a_blank_template_bears_nothing_of_the_unit(backend):
    inspection = planned(backend, file_school(backend))
    [paper] = inspections.templates(backend, [inspection.inspection_id], blank=True, post=POST)
    told = said(backend, paper).inspection
    assert (told.place, told.devices, told.blank) == (InspectedPlace("", ""), (), True)
    assert "示例小学" not in str(paper.content)


def test_an_other_place_is_printed_with_the_items_that_article_9_leaves_in_force(backend):
    inspection = planned(backend, ELSEWHERE, OTHER)
    [paper] = inspections.templates(backend, [inspection.inspection_id], blank=False, post=POST)
    items = said(backend, paper).inspection.items
    assert [item.number for item in items] == [1, 2, 3, 9, 10]
    assert "filed" not in [breach.key for item in items for breach in item.offered]
    assert items[0].offered[0].violated == "《条例》第九条第一款"


def test_a_round_of_thirty_is_drawn_up_in_one_go(backend):
    file_school(backend)
    made = inspections.plan(backend, GENERAL, ["AJSCHOOL"] * 30, OFFICERS, "翠华派出所", None, post=POST)
    papers = inspections.templates(backend, [one.inspection_id for one in made], blank=False, post=POST)
    assert [said(backend, paper).number.ordinal for paper in papers] == list(range(1, 31))


# The number ----------------------------------------------------------------------------------------------------------


def templates(backend, inspection, *, blank=False):
    [paper] = inspections.templates(backend, [inspection.inspection_id], blank=blank, post=POST)
    return paper


def taken(backend):
    with backend.work() as work:
        return work.numbers.taken("inspection_record", year=2026)


def test_the_paper_signed_at_the_place_and_the_keyed_one_have_the_same_number(backend):
    inspection = planned(backend)
    first, second = templates(backend, inspection), templates(backend, inspection, blank=True)
    assert said(backend, first).number == said(backend, second).number == FIRST
    assert cases.find_by_number(backend, "SJ2026-0001") == inspection.inspection_id
    inspection = keyed(backend, inspections.get(backend, inspection.inspection_id))
    inspection.signing = Signing(SignedAs.SIGNED)
    inspections.save_draft(backend, inspection, post=POST)
    record = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    facts = said(backend, record)
    assert (record.number, facts.inspection.template_number) == (FIRST, FIRST)
    assert facts.inspection.is_copy
    assert taken(backend) == [FIRST]


def test_a_template_that_was_not_used_leaves_its_number_voided_with_the_reason(backend):
    inspection = planned(backend)
    paper = templates(backend, inspection)
    with pytest.raises(Refusal, match="取消检查的原因"):
        inspections.cancel(backend, inspection.inspection_id, post=POST, reason=" ")
    assert inspections.get(backend, inspection.inspection_id).open_for_changes
    inspections.cancel(backend, inspection.inspection_id, post=POST, reason="单位已停业")
    assert backend.store.kept.voided == {FIRST: "单位已停业"}
    assert cases.find_by_number(backend, "SJ2026-0001") == inspection.inspection_id
    [kept] = printing.papers_of_case(backend, inspection.inspection_id)
    assert (kept.paper_id, kept.void_reason) == (paper.paper_id, "单位已停业")
    with pytest.raises(VoidPaper, match="已作废"):
        printing.print_paper(backend, paper.paper_id, post=POST)
    assert said(backend, templates(backend, planned(backend))).number == Number("视检", 2026, 2)


def test_an_inspection_without_a_template_is_cancelled_without_a_reason(backend):
    inspection = planned(backend)
    inspections.cancel(backend, inspection.inspection_id, post=POST)
    assert (taken(backend), backend.store.kept.voided) == ([], {})


def test_after_voiding_the_next_record_names_the_paper_that_was_signed(backend):
    inspection = planned(backend)
    template = templates(backend, inspection)
    inspection_id = keyed(backend, inspections.get(backend, inspection.inspection_id)).inspection_id
    inspections.record_inspection(backend, inspection_id, post=POST)
    inspections.void_record(backend, inspection_id, "时间录错", post=POST)
    with pytest.raises(VoidPaper):
        printing.print_paper(backend, template.paper_id, post=POST)
    again = inspections.record_inspection(backend, inspection_id, post=POST)
    assert (again.number, said(backend, again).inspection.template_number) == (Number("视检", 2026, 2), FIRST)


def test_a_template_printed_after_voiding_has_the_new_number(backend):
    inspection = planned(backend)
    templates(backend, inspection)
    keyed(backend, inspections.get(backend, inspection.inspection_id))
    inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    inspections.void_record(backend, inspection.inspection_id, "时间录错", post=POST)
    assert said(backend, templates(backend, inspection)).number == Number("视检", 2026, 2)
    assert inspections.get(backend, inspection.inspection_id).template_number == Number("视检", 2026, 2)


def test_what_was_signed_on_a_paper_without_our_number_is_recorded_only_with_its_scan(backend):
    inspection = keyed(backend, planned(backend))
    inspection.signing = Signing(SignedAs.SIGNED)
    inspections.save_draft(backend, inspection, post=POST)
    with pytest.raises(Refusal, match="原件还没有扫描附上") as refused:
        inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert "打印后签名" in refused.value.remedy
    assert taken(backend) == []
    scan = Attachment(
        "a",
        inspection.inspection_id,
        "签名的检查笔录",
        sha256="0" * 64,
        media_type="application/pdf",
        size=9,
        pages=3,
        attached_at=NOON,
    )
    backend.store.kept.attachments["a"] = scan
    paper = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert said(backend, paper).inspection.is_copy


def test_what_is_signed_once_it_is_printed_is_no_copy_even_where_a_template_was_printed(backend):
    inspection = planned(backend)
    templates(backend, inspection)
    keyed(backend, inspections.get(backend, inspection.inspection_id))
    paper = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert not said(backend, paper).inspection.is_copy


def test_the_end_of_the_day_counts_the_number_of_a_template_with_its_unit(backend):
    used, unused = planned(backend), planned(backend)
    for one in (used, unused):
        templates(backend, one)
    inspections.cancel(backend, unused.inspection_id, post=POST, reason="检查没有进行")
    facts = day_end.day_facts(backend)
    assert [(one.number.ordinal, one.title, one.unit, one.void_reason) for one in facts.numbers] == [
        (1, "检查笔录（现场填写）", UNFILED.unit, ""),
        (2, "检查笔录（现场填写）", UNFILED.unit, "检查没有进行"),
    ]
    assert [one.voided_by for one in facts.voided] == [f"{POST.window} {POST.clerk}"]
    assert (facts.unprinted, facts.missing) == ((), ())


def test_a_round_has_one_guide_that_names_no_unit_and_has_no_number(backend):
    made = inspections.plan(backend, GENERAL, [UNFILED] * 3, OFFICERS, "翠华派出所", None, post=POST)
    ids = [one.inspection_id for one in made]
    papers = inspections.templates(backend, ids, blank=False, post=POST, with_guide=True)
    assert [paper.document for paper in papers] == ["inspection_record"] * 3 + ["inspection_guide"]
    guide = said(backend, papers[-1])
    assert (guide.number, guide.barcode, guide.inspection.place) == (None, "", InspectedPlace("", ""))
    assert "王警官" not in str(papers[-1].content["inspection"])
    assert inspections.guide(backend, ids[0], post=POST).document == "inspection_guide"


# Keying and recording ------------------------------------------------------------------------------------------------


def test_drafts_are_kept_at_the_day_of_the_office_and_guarded_against_two_windows(backend):
    inspection = planned(backend)
    inspection.started_at = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # half past midnight at the office
    inspections.save_draft(backend, inspection, post=POST)
    [line] = inspections.lines(backend, [InspectionState.PLANNED])
    assert line.day == date(2026, 3, 2)
    stale = inspections.get(backend, inspection.inspection_id)
    inspections.save_draft(backend, inspections.get(backend, inspection.inspection_id), post=POST)
    with pytest.raises(ChangedElsewhere):
        inspections.save_draft(backend, stale, post=POST)


def test_a_record_that_lacks_something_is_refused_with_all_of_it(backend):
    inspection = planned(backend)
    with pytest.raises(inspections.IncompleteRecord) as refused:
        inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert list(refused.value.items) == lacks_now(backend, inspection)
    assert len(refused.value.items) == 5
    assert backend.store.kept.numbers == []


def test_a_record_is_numbered_frozen_and_closed(backend):
    inspection = keyed(backend, planned(backend), sign=ItemResult(Compliance.BREACH, "", ("no_sign",)))
    paper = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    facts = said(backend, paper)
    assert (facts.written_number, facts.barcode) == ("大公（视）检字〔2026〕1号", "SJ2026-0001")
    assert (facts.inspection.filled, [item.key for item in facts.inspection.wrong]) == (True, ["sign"])
    assert facts.inspection.started_at.hour == 9
    kept = inspections.get(backend, inspection.inspection_id)
    assert (kept.state, kept.number) == (InspectionState.RECORDED, Number("视检", 2026, 1))
    for again in (
        lambda: inspections.record_inspection(backend, inspection.inspection_id, post=POST),
        lambda: inspections.save_draft(backend, kept, post=POST),
        lambda: inspections.cancel(backend, inspection.inspection_id, post=POST),
        lambda: inspections.templates(backend, [inspection.inspection_id], blank=True, post=POST),
    ):
        with pytest.raises(StateForbids):
            again()


def test_a_faulty_record_is_voided_for_a_reason_and_keyed_again_under_a_new_number(backend):
    inspection_id = keyed(backend, planned(backend)).inspection_id
    paper = inspections.record_inspection(backend, inspection_id, post=POST)
    with pytest.raises(Refusal, match="原因"):
        inspections.void_record(backend, inspection_id, " ", post=POST)
    inspections.void_record(backend, inspection_id, "时间录错", post=POST)
    assert backend.store.kept.voided == {paper.number: "时间录错"}
    with pytest.raises(StateForbids, match="没有可作废"):
        inspections.void_record(backend, inspection_id, "再作废", post=POST)
    again = inspections.record_inspection(backend, inspection_id, post=POST)
    assert again.number == Number("视检", 2026, 2)


def test_a_record_from_which_an_order_was_drawn_up_is_not_voided(backend):
    inspection_id = keyed(backend, planned(backend)).inspection_id
    inspections.record_inspection(backend, inspection_id, post=POST)
    order = CorrectionOrder("o1", inspection_id, UNFILED, OrderForm.AT_ONCE, ())
    backend.store.kept.orders["o1"] = order
    with pytest.raises(StateForbids, match="先作废该通知书"):
        inspections.void_record(backend, inspection_id, "时间录错", post=POST)
    backend.store.kept.orders["o1"] = replace(order, state=OrderState.VOID)
    assert inspections.void_record(backend, inspection_id, "时间录错", post=POST).state is InspectionState.KEYING


def test_an_inspection_cannot_end_later_than_now(backend):
    inspection = keyed(backend, planned(backend))
    inspection.ended_at = NOON + timedelta(minutes=5)
    assert lacks_now(backend, inspection) == ["结束时间必须不晚于现在"]


def test_the_history_names_no_officer_and_nobody_present(backend):
    inspection = keyed(backend, planned(backend))
    templates(backend, inspection)
    inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    acts = [entry for entry in backend.store.kept.history if entry.reference == inspection.inspection_id]
    assert [entry.act for entry in acts] == ["inspection.planned", "inspection.template", "inspection.recorded"]
    assert not [name for name in ("王警官", "李警官", "赵某") if name in str([entry.details for entry in acts])]


def test_officers_and_teams_of_this_office_are_offered_the_usual_ones_first(backend):
    assert inspections.known_officers(backend) == inspections.KnownOfficers((), ())
    for _time in range(2):
        planned(backend)
    inspections.plan(backend, GENERAL, [UNFILED], (OFFICERS[0], Officer("张警官", "530003")), "科信科", None, post=POST)
    known = inspections.known_officers(backend)
    assert [officer.badge for officer in known.officers] == ["530001", "530002", "530003"]
    assert known.teams == ("翠华派出所", "科信科")
