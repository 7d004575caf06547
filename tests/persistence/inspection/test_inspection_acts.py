"""The acts of an inspection on a real file: kept whole, numbered without a gap, fast enough to save while keying."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectionKind,
    InspectionState,
    ItemResult,
    Officer,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import Informant, TipCategory, TipState
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections, tips
from counter_app.services.lists import day_end
from counter_app.services.office import offices, supervision
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import printing
from counter_app.services.ports import Backend, ChangedElsewhere, UnitKey
from tests.fakes.memory_backend import NOON, OFFICE, MemoryBackend

POST = Post("陈示例", "3号窗口")
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SCHOOL = {
    "unit.name": "大关县示例小学",
    "unit.uscc": "12530624431234567X",
    "system.place_category": "education",
    "system.address": "翠华镇示例路3号",
}
ROWS = tuple({"location": f"{floor}楼走廊", "device_type": "dome"} for floor in range(1, 41))


@pytest.fixture
def backend(database):
    """The counter of the services' tests, on a real file."""
    memory = MemoryBackend.make()
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    made = Backend(**(ports | {"work": database.work}))
    offices.save_office(made, OFFICE, post=POST)
    return made


@pytest.fixture
def reference(keep, make_filing):
    filing = make_filing("AJSCHOOL", SCHOOL, ROWS, state=FilingState.FILED, platform_number="P1", filed_on=NOON.date())
    keep(filing)
    return filing.reference


@pytest.fixture
def inspection(backend, reference):
    """One inspection with every item keyed."""
    [made] = inspections.plan(
        backend, InspectionKind.GENERAL, [reference], OFFICERS, "翠华派出所", date(2026, 3, 2), post=POST
    )
    for item in backend.inspection_items.current().items:
        made.key(item, ItemResult(Compliance.CONFORMS, "已看"))
    made.started_at, made.ended_at = NOON - timedelta(hours=1), NOON - timedelta(minutes=20)
    made.present, made.camera, made.signing = "赵某", "DSJ-07", Signing(SignedAs.ON_PRINT)
    inspections.save_draft(backend, made, post=POST)
    return made


def test_an_inspection_is_kept_recorded_voided_and_recorded_again(backend, inspection):
    kept = inspections.get(backend, inspection.inspection_id)
    assert kept == inspection
    paper = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert paper.content["inspection"]["devices"][39]["location"] == "40楼走廊"
    [told] = inspections.earlier(backend, UnitKey(uscc=SCHOOL["unit.uscc"]))
    assert (told.number, told.day, told.result) == (Number("视检", 2026, 1), date(2026, 3, 2), "未发现不符合")
    assert inspections.void_record(backend, inspection.inspection_id, "录错", post=POST).number is None
    again = inspections.record_inspection(backend, inspection.inspection_id, post=POST)
    assert again.number == Number("视检", 2026, 2)
    assert inspections.known_officers(backend).officers == OFFICERS


def test_of_two_windows_that_record_at_once_one_does_and_no_number_is_lost(backend, inspection):
    together = threading.Barrier(2)

    def window(number):
        together.wait(timeout=10)
        try:
            inspections.record_inspection(backend, inspection.inspection_id, post=Post("某", f"{number}号窗口"))
        except (StateForbids, ChangedElsewhere):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(window, (1, 2))) == [False, True]
    with backend.work() as work:
        assert work.numbers.taken("inspection_record", year=2026) == [Number("视检", 2026, 1)]
    assert inspections.get(backend, inspection.inspection_id).state is InspectionState.RECORDED


def test_of_two_windows_that_print_a_template_at_once_one_reserves_the_number(backend, inspection):
    together = threading.Barrier(2)

    def window(_number):
        together.wait(timeout=10)
        try:
            return inspections.templates(backend, [inspection.inspection_id], blank=False, post=POST)
        except ChangedElsewhere:
            return None

    with ThreadPoolExecutor(2) as pool:
        printed = [papers for papers in pool.map(window, (1, 2)) if papers is not None]
    with backend.work() as work:
        assert work.numbers.taken("inspection_record", year=2026) == [Number("视检", 2026, 1)]
    assert {papers[0].barcode for papers in printed} == {"SJ2026-0001"}
    assert inspections.get(backend, inspection.inspection_id).template_number == Number("视检", 2026, 1)


def test_the_number_of_a_template_is_reserved_voided_and_found_on_a_real_file(backend, inspection):
    [paper] = inspections.templates(backend, [inspection.inspection_id], blank=False, post=POST)
    assert cases.find_by_number(backend, paper.barcode) == inspection.inspection_id
    [line] = day_end.day_facts(backend).numbers
    assert (line.unit, line.paper_id, line.reference) == ("大关县示例小学", "", inspection.inspection_id)
    inspections.cancel(backend, inspection.inspection_id, post=POST, reason="检查没有进行")
    [line] = day_end.day_facts(backend).voided
    assert (line.void_reason, line.reference) == ("检查没有进行", inspection.inspection_id)
    [kept] = printing.papers_of_case(backend, inspection.inspection_id)
    assert kept.void_reason == "检查没有进行"


def test_thirty_prefilled_transcripts_are_drawn_up_in_one_go(backend, reference):
    made = inspections.plan(backend, InspectionKind.GENERAL, [reference] * 30, OFFICERS, "翠华派出所", None, post=POST)
    papers = inspections.templates(backend, [one.inspection_id for one in made], blank=False, post=POST)
    assert len(papers) == 30


def _tip(backend, source):
    tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "客房里有摄像头", "某宾馆", post=POST)
    return tips.register_tip(backend, tip, source, post=POST)


def test_who_gave_a_tip_is_opened_for_a_pin_and_a_reason_only_and_each_time_is_put_down(backend):
    supervision.set_supervisor(backend, "王所长", "246810", post=POST)
    tip = _tip(backend, Informant("赵举报", "13800000000"))
    for allowed, refused in (
        (Permission("王所长", "000000", {"": "核查需要联系"}), WrongPin),
        (Permission("王所长", "246810", {}), Refusal),
    ):
        with pytest.raises(refused):
            tips.open_source(backend, tip.tip_id, allowed_by=allowed, post=POST)
    allowed = Permission("王所长", "246810", {"": "核查需要联系"})
    for _time in range(2):
        assert tips.open_source(backend, tip.tip_id, allowed_by=allowed, post=POST) == Informant(
            "赵举报", "13800000000"
        )
    with backend.work() as work:
        told = work.history.of_case(tip.tip_id)
    assert [entry.act for entry in told].count("tip.source_opened") == 2
    assert "赵举报" not in repr(told)
    with backend.work() as work:
        assert "赵举报" not in repr(work.tips.lines(list(TipState), limit=9))


def test_an_anonymous_tip_has_no_source_and_one_with_blanks_only_is_anonymous(backend):
    supervision.set_supervisor(backend, "王所长", "246810", post=POST)
    allowed = Permission("王所长", "246810", {"": "核查"})
    for number, source in enumerate((None, Informant("  ", "")), 1):
        tip = _tip(backend, source)
        assert (tip.anonymous, tip.number) == (True, Number("视举", 2026, number))
        assert tips.get_tip(backend, tip.tip_id).anonymous
        assert tips.open_source(backend, tip.tip_id, allowed_by=allowed, post=POST) is None
