"""From a record with two items wrong to an order, its re-inspection, and what is told about a penalty case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import UNNAMED
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.inspection.correction import (
    Conclusion,
    CorrectionResult,
    OrderState,
    ReinspectedItem,
    Reinspection,
)
from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    InspectionKind,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import Informant, TipCategory, TipState
from counter_app.services.inspection import inspections, orders, tips, unit_history
from counter_app.services.office import supervision
from counter_app.services.office.supervision import Permission
from counter_app.services.papers.snapshots import thaw
from counter_app.services.ports import Subject, UnitKey
from tests.fakes.memory_backend import MemoryBackend, on_a_later_day
from tests.services.conftest import POST

SEPTEMBER = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
SIGNED = Signing(SignedAs.SIGNED)


@pytest.fixture
def backend():
    return MemoryBackend.make(now=SEPTEMBER)


def _at(backend, at):
    return on_a_later_day(backend, at)


@pytest.fixture
def recorded(backend):
    """A school with no sign (item 2) and pictures kept too short (item 7)."""
    [plan] = inspections.plan(
        backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", SEPTEMBER.date(), post=POST
    )
    catalogue = backend.inspection_items.current()
    wrong = {}
    for number in (2, 7):
        item = next(one for one in catalogue.items if one.number == number)
        wrong[number] = (item.key, item.breaches_in(InspectionKind.GENERAL)[0].key)
        plan.key(item, ItemResult(Compliance.BREACH, "现场查看", (wrong[number][1],)))
    plan.started_at, plan.ended_at = SEPTEMBER - timedelta(hours=2), SEPTEMBER - timedelta(hours=1)
    plan.present, plan.camera, plan.signing = "赵校长", "DSJ-01", Signing(SignedAs.ON_PRINT)
    inspections.save_draft(backend, plan, post=POST)
    inspections.record_inspection(backend, plan.inspection_id, post=POST)
    return plan.inspection_id, [wrong[2], wrong[7]]


def _issued(backend, recorded, deadline=date(2026, 9, 30)):
    inspection_id, wrong = recorded
    order = orders.draw_up(backend, inspection_id, OrderForm.BY_DATE, wrong, deadline=deadline, post=POST)
    return order, orders.issue_order(backend, order.order_id, post=POST).order


def _found(order, at, *mended, conclusion, **other):
    items = tuple(ReinspectedItem(one.item, one.breach, m) for one, m in zip(order.items, mended, strict=True))
    return Reinspection("fc1", order.order_id, at, OFFICERS, items, conclusion, **{"signing": SIGNED, **other})


def test_an_order_by_date_is_numbered_and_its_reinspection_reckoned_over_the_holidays(backend, recorded):
    order, paper = _issued(backend, recorded)
    facts = thaw(paper.content, backend.forms.current("inspection"))
    assert paper.number == Number("视改", 2026, 1)
    assert facts.order.reinspection.date == date(2026, 10, 10)
    assert [item.short for item in facts.order.items] == [item.short for item in order.items]
    [waiting] = orders.waiting_for_reinspection(backend)
    assert (waiting.line.id, waiting.due.date, waiting.left) == (order.order_id, date(2026, 10, 10), "余12天")


def test_the_stub_of_an_order_bears_its_number_and_is_no_copy_of_it(backend, recorded):
    inspection_id, wrong = recorded
    issued = orders.issue_new(backend, inspection_id, OrderForm.AT_ONCE, wrong, post=POST)
    assert (issued.stub.document, issued.stub.number) == ("order_stub", None)
    assert issued.stub.barcode == issued.order.barcode == "SG2026-0001"
    facts = thaw(issued.stub.content, backend.forms.current("inspection"))
    assert facts.order.number == "大公（视）责改字〔2026〕1号"
    assert backend.renderer.copies("order_stub") == 1


@pytest.mark.parametrize("lacking", ["reconsideration", "court"])
def test_no_order_is_issued_before_review_body_and_court_are_set(backend, recorded, lacking):
    backend.store.kept.office = replace(backend.store.kept.office, **{lacking: ""})
    inspection_id, wrong = recorded
    with pytest.raises(orders.NoRemedies, match="还没有设置行政复议机关和人民法院") as refused:
        orders.issue_new(backend, inspection_id, OrderForm.AT_ONCE, wrong, post=POST)
    assert refused.value.act == "settings"
    assert orders.orders_of(backend, inspection_id) == []
    backend.store.kept.office = replace(backend.store.kept.office, **{lacking: "大关县人民法院"})
    assert orders.issue_new(backend, inspection_id, OrderForm.AT_ONCE, wrong, post=POST).order.number.ordinal == 1


def test_no_order_is_issued_before_the_office_is_set_up(backend, recorded):
    backend.store.kept.office = replace(backend.store.kept.office, name=UNNAMED)
    inspection_id, wrong = recorded
    with pytest.raises(orders.NoRemedies):
        orders.issue_new(backend, inspection_id, OrderForm.AT_ONCE, wrong, post=POST)
    assert orders.orders_of(backend, inspection_id) == []


def test_an_order_drawn_up_before_is_issued_in_the_words_of_today(backend, recorded):
    inspection_id, wrong = recorded
    order = orders.draw_up(backend, inspection_id, OrderForm.AT_ONCE, wrong, post=POST)
    with backend.work() as work:
        kept = work.inspections.order(order.order_id)
        kept.items = tuple(replace(item, basis="《规定》第十四条") for item in kept.items)
        work.inspections.save_order(kept)
        work.commit()
    issued = orders.issue_order(backend, order.order_id, post=POST).order
    facts = thaw(issued.content, backend.forms.current("inspection"))
    assert [item.basis for item in facts.order.items] == [item.basis for item in order.items]
    assert all("第二十四条第一款" in item.basis for item in facts.order.items)


def test_only_what_was_found_can_be_ordered_and_only_as_the_law_knows(backend, recorded):
    inspection_id, wrong = recorded
    with pytest.raises(Refusal, match="没有选择"):
        orders.draw_up(backend, inspection_id, OrderForm.BY_DATE, [], post=POST)
    with pytest.raises(Refusal, match="没有选择"):
        orders.draw_up(backend, inspection_id, OrderForm.BY_DATE, [("filing", "not_filed")], post=POST)
    order = orders.draw_up(backend, inspection_id, OrderForm.BY_DATE, wrong, post=POST)
    with pytest.raises(Refusal, match="期限必须晚于今天"):
        orders.issue_order(backend, order.order_id, post=POST)


def test_who_still_refuses_is_recorded_and_a_penalty_case_is_told_of_only_then(backend, recorded):
    order, _paper = _issued(backend, recorded)
    later = _at(backend, datetime(2026, 10, 9, 2, 0, tzinfo=UTC))
    found = _found(
        order,
        later.clock(),
        CorrectionResult.YES,
        CorrectionResult.NO,
        conclusion=Conclusion.OVERDUE,
        reason="仍只保存7天",
        refusal="询问笔录：明确表示不改正",
        signing=Signing(SignedAs.REFUSED, "不认可", "陈某"),
    )
    done = orders.reinspect(later, found, post=POST)
    assert (done.order.state, done.paper.number) == (OrderState.REFUSED, Number("视复", 2026, 1))
    facts = thaw(done.paper.content, backend.forms.current("inspection"))
    assert facts.reinspection.order_number == "大公（视）责改字〔2026〕1号"
    assert [item.mended for item in facts.reinspection.items] == [CorrectionResult.YES, CorrectionResult.NO]
    assert (done.penalty, done.examined, facts.reinspection.penalty) == ((), (), ())
    assert facts.reinspection.refusal == "询问笔录：明确表示不改正"
    assert orders.waiting_for_reinspection(later) == []


def test_a_conclusion_before_its_time_or_against_its_items_changes_nothing(backend, recorded):
    order, _paper = _issued(backend, recorded)
    later = _at(backend, datetime(2026, 10, 9, 2, 0, tzinfo=UTC))
    with pytest.raises(Refusal, match="还有1项没有改正"):
        orders.reinspect(
            later,
            _found(order, later.clock(), CorrectionResult.YES, CorrectionResult.NO, conclusion=Conclusion.CLOSED),
            post=POST,
        )
    with pytest.raises(Refusal, match="不晚于现在"):
        orders.reinspect(
            later,
            _found(
                order,
                later.clock() + timedelta(hours=1),
                CorrectionResult.YES,
                CorrectionResult.YES,
                conclusion=Conclusion.CLOSED,
            ),
            post=POST,
        )
    lone = replace(
        _found(order, later.clock(), CorrectionResult.YES, CorrectionResult.YES, conclusion=Conclusion.CLOSED),
        officers=(),
    )
    same = replace(lone, officers=(Officer("李警官", "530001"), Officer("王警官", " 530001 ")))
    for few in (lone, same):
        with pytest.raises(Refusal, match="至少两名复查人员"):
            orders.reinspect(later, few, post=POST)
    assert orders.order_of(backend, order.order_id).state is OrderState.ISSUED
    assert (
        orders.reinspect(
            later,
            _found(order, later.clock(), CorrectionResult.YES, CorrectionResult.YES, conclusion=Conclusion.CLOSED),
            post=POST,
        ).order.state
        is OrderState.CLOSED
    )


def test_looked_at_again_is_after_the_order_and_after_each_earlier_look(backend, recorded):
    order, _paper = _issued(backend, recorded)
    later = _at(backend, datetime(2026, 10, 9, 2, 0, tzinfo=UTC))
    early = _found(
        order, SEPTEMBER - timedelta(days=1), CorrectionResult.YES, CorrectionResult.YES, conclusion=Conclusion.CLOSED
    )
    with pytest.raises(Refusal, match="不早于责令改正的日期"):
        orders.reinspect(later, early, post=POST)
    prolonged = {"conclusion": Conclusion.PROLONGED, "reason": "未到货", "prolonged_to": date(2026, 10, 20)}
    orders.reinspect(
        later, _found(order, later.clock(), CorrectionResult.YES, CorrectionResult.NO, **prolonged), post=POST
    )
    before = _found(
        order,
        later.clock() - timedelta(hours=1),
        CorrectionResult.YES,
        CorrectionResult.YES,
        conclusion=Conclusion.CLOSED,
    )
    with pytest.raises(Refusal, match="不早于上一次复查"):
        orders.reinspect(later, replace(before, reinspection_id="fc2"), post=POST)
    assert orders.order_of(backend, order.order_id).state is OrderState.ISSUED


def test_a_refusal_to_sign_needs_its_reason_and_a_witness_or_the_recording(backend, recorded):
    order, _paper = _issued(backend, recorded)
    with pytest.raises(Refusal, match="见证人"):
        orders.serve(backend, order.order_id, Signing(SignedAs.REFUSED, "不签"), at=SEPTEMBER, post=POST)
    with pytest.raises(Refusal, match="填写原因"):
        orders.serve(backend, order.order_id, Signing(SignedAs.ABSENT, witness="钱某"), at=SEPTEMBER, post=POST)
    recorded_refusal = Signing(SignedAs.REFUSED, "不签", recording="DSJ07.mp4")
    assert orders.serve(backend, order.order_id, recorded_refusal, at=SEPTEMBER, post=POST).signing == recorded_refusal
    served = orders.serve(backend, order.order_id, Signing(SignedAs.SIGNED), at=SEPTEMBER, post=POST)
    assert served.delivered_at == SEPTEMBER


def test_a_tip_goes_from_its_number_to_its_answer_and_its_source_is_opened_to_few(backend, recorded):
    tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "更衣室里有摄像头", "大关县示例小学", post=POST)
    tips.register_tip(backend, tip, Informant("张三", "13800000000"), post=POST)
    assert (tip.number, tip.anonymous) == (Number("视举", 2026, 1), False)
    with pytest.raises(StateForbids):
        tips.answer_tip(backend, tip.tip_id, "已处理", post=POST)
    tips.link_inspection(backend, tip.tip_id, recorded[0], post=POST)
    tips.check_tip(backend, tip.tip_id, "属实，已拆除", confirmed=True, post=POST)
    assert tips.answer_tip(backend, tip.tip_id, "电话答复", post=POST).state is TipState.ANSWERED
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    allowed = Permission("赵主任", "135790", {"": "核查需要联系"})
    assert tips.open_source(backend, tip.tip_id, allowed_by=allowed, post=POST) == Informant("张三", "13800000000")
    first, second = (tips.issue_record(backend, tip.tip_id, post=POST) for _ in range(2))
    assert (first.number, second.number) == (tip.number, None)
    facts = thaw(second.content, backend.forms.current("inspection"))
    assert (facts.number, facts.tip.inspection_number) == (tip.number, "大公（视）检字〔2026〕1号")
    said = repr([entry.details for entry in backend.store.kept.history])
    assert "张三" not in repr(first.content) + said


def test_the_history_of_a_unit_holds_all_of_it_newest_first(backend, recorded):
    order, _paper = _issued(backend, recorded)
    events = unit_history.unit_events(backend, UnitKey(SCHOOL.unit))
    assert {event.subject for event in events} == {Subject.ORDER, Subject.INSPECTION}
    month = unit_history.inspection_month(backend, 2026, 10)
    assert [(one.day, one.lines[0][0]) for one in month] == [(date(2026, 10, 10), "复查到期")]
    columns, rows = unit_history.register_rows(backend, date(2026, 9, 1), date(2026, 9, 30))
    assert {row[1] for row in rows} == {"检查", "责令改正"}
    assert len(columns) == len(rows[0])
    assert order.order_id


def test_a_month_tells_of_a_tip_until_it_is_looked_into_and_a_register_of_its_own_days_only(backend):
    tip = tips.new_tip(backend, TipCategory.OTHER, "内容", "某处", post=POST)
    tip.check_due = date(2026, 10, 9)
    tips.register_tip(backend, tip, None, post=POST)
    [due] = unit_history.inspection_month(backend, 2026, 10)
    assert (due.day, due.lines[0][0]) == (date(2026, 10, 9), "举报核查到期")
    september, october = (
        unit_history.register_rows(backend, date(2026, month, 1), date(2026, month, 30))[1] for month in (9, 10)
    )
    assert ([row[0] for row in september], october) == ([SEPTEMBER.date()], [])
    tips.check_tip(backend, tip.tip_id, "不属实", confirmed=False, post=POST)
    assert unit_history.inspection_month(backend, 2026, 10) == ()
