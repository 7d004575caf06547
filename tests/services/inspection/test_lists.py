"""What the lists of 检查 show, with what is left, and where each line leads."""

from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.domain.calendar.waiting import Urgency
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, ReinspectedItem, Reinspection
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
from counter_app.domain.inspection.tips import TipCategory
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections, orders, tips
from counter_app.services.inspection import lists as inspection_lists
from counter_app.services.inspection.lists import InspectionList
from counter_app.services.lists import day_end
from counter_app.services.ports import UnknownCase, UnknownInspection
from tests.fakes.memory_backend import MemoryBackend, on_a_later_day
from tests.services.conftest import POST

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))


@pytest.fixture
def backend():
    return MemoryBackend.make(now=NOW)


def plan(backend, unit, day=None):
    place = InspectedPlace(unit, "翠华镇示例路3号", category="education")
    [planned] = inspections.plan(backend, InspectionKind.GENERAL, [place], OFFICERS, "翠华派出所", day, post=POST)
    return planned


def record(backend, planned):
    """The record of an inspection with one item wrong, and the breach."""
    item = next(one for one in backend.inspection_items.current().items if one.number == 2)
    breach = item.breaches_in(InspectionKind.GENERAL)[0].key
    planned.key(item, ItemResult(Compliance.BREACH, "", (breach,)))
    planned.started_at, planned.ended_at = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    planned.present, planned.camera, planned.signing = "赵校长", "DSJ-01", Signing(SignedAs.ON_PRINT)
    inspections.save_draft(backend, planned, post=POST)
    return inspections.record_inspection(backend, planned.inspection_id, post=POST), (item.key, breach)


def issue(backend, planned, wrong):
    order = orders.draw_up(
        backend, planned.inspection_id, OrderForm.BY_DATE, [wrong], deadline=date(2026, 9, 30), post=POST
    )
    return order, orders.issue_order(backend, order.order_id, post=POST).order


def units(lists, name):
    return [one.line.unit for one in lists.lists[name]]


def test_what_is_planned_stands_by_day_with_what_is_left_and_what_has_no_day_last(backend):
    plan(backend, "无日期小学")
    plan(backend, "后天小学", date(2026, 9, 30))
    plan(backend, "昨天小学", date(2026, 9, 27))
    lists = inspection_lists.inspection_lists(backend)
    assert units(lists, InspectionList.PLANNED) == ["昨天小学", "后天小学", "无日期小学"]
    assert [one.left for one in lists.lists[InspectionList.PLANNED]] == ["超期1天", "余2天", ""]
    assert lists.urgent(InspectionList.PLANNED) == 2
    assert lists.past


def test_an_order_waits_for_its_last_day_over_the_holidays_and_moves_to_the_records_once_it_is_closed(backend):
    planned = plan(backend, "示例小学", NOW.date())
    _paper, wrong = record(backend, planned)
    order, _issued = issue(backend, planned, wrong)
    lists = inspection_lists.inspection_lists(backend)
    assert units(lists, InspectionList.PLANNED) == []
    [waiting] = lists.lists[InspectionList.AGAIN]
    assert (waiting.line.id, waiting.due.date, waiting.left) == (order.order_id, date(2026, 10, 10), "余12天")
    assert "国庆" in waiting.due.explanation
    assert waiting.urgency is Urgency.NORMAL
    assert inspection_lists.page_of(backend, order.order_id) == ("again", order.order_id)

    later = on_a_later_day(backend, datetime(2026, 10, 9, 2, 0, tzinfo=UTC))
    items = tuple(ReinspectedItem(one.item, one.breach, CorrectionResult.YES) for one in order.items)
    found = Reinspection(
        "f1", order.order_id, later.clock(), OFFICERS, items, Conclusion.CLOSED, signing=Signing(SignedAs.SIGNED)
    )
    orders.reinspect(later, found, post=POST)
    lists = inspection_lists.inspection_lists(later)
    assert lists.lists[InspectionList.AGAIN] == ()
    assert {one.line.id for one in lists.lists[InspectionList.DONE]} == {planned.inspection_id, order.order_id}
    assert inspection_lists.page_of(later, order.order_id) == ("order", order.order_id)


def test_an_order_that_was_drawn_up_and_not_issued_stands_first_among_those_to_go_on_with(backend):
    planned = plan(backend, "示例小学", NOW.date())
    _paper, wrong = record(backend, planned)
    draft = orders.draw_up(backend, planned.inspection_id, OrderForm.AT_ONCE, [wrong], post=POST)
    issue(backend, planned, wrong)
    [first, second] = inspection_lists.inspection_lists(backend).lists[InspectionList.AGAIN]
    assert (first.line.id, first.due) == (draft.order_id, None)
    assert second.due is not None
    assert inspection_lists.page_of(backend, draft.order_id) == ("order", draft.order_id)


def test_every_paper_of_an_inspection_leads_back_to_it_by_its_number(backend):
    planned = plan(backend, "示例小学", NOW.date())
    [template] = inspections.templates(backend, [planned.inspection_id], blank=True, post=POST)
    assert cases.find_by_number(backend, template.content["barcode"].lower()) == planned.inspection_id
    paper, wrong = record(backend, inspections.get(backend, planned.inspection_id))
    assert cases.find_by_number(backend, paper.number.barcode) == planned.inspection_id
    order, issued = issue(backend, planned, wrong)
    assert cases.find_by_number(backend, issued.number.written("大公(视)")) == order.order_id
    assert inspection_lists.page_of(backend, planned.inspection_id) == ("record", planned.inspection_id)


def test_a_tip_is_found_by_its_number_before_anything_was_printed_of_it(backend):
    tip = tips.new_tip(backend, TipCategory.OTHER, "厕所里有摄像头", "某宾馆", post=POST)
    tip.check_due = date(2026, 9, 30)
    tips.register_tip(backend, tip, None, post=POST)
    assert cases.find_by_number(backend, tip.number.barcode) == tip.tip_id
    assert inspection_lists.page_of(backend, tip.tip_id) == ("tip", tip.tip_id)
    [line] = inspection_lists.inspection_lists(backend).lists[InspectionList.TIPS]
    assert (line.state, line.left, line.urgency) == ("待核查", "余2天", Urgency.SOON)


def test_a_number_nobody_has_is_named(backend):
    with pytest.raises(UnknownCase, match="没有找到"):
        cases.find_by_number(backend, "SJ2026-0099")
    with pytest.raises(UnknownInspection):
        cases.find_by_number(backend, "JC0000000000")


def test_the_end_of_the_day_asks_how_an_order_was_served_until_it_is_told(backend):
    planned = plan(backend, "示例小学")
    _recorded, wrong = record(backend, planned)
    order, issued = issue(backend, planned, wrong)
    facts = day_end.day_facts(backend)
    [line] = facts.unserved
    assert (line.number, line.title, line.unit) == (issued.number, "责令限期改正通知书", "示例小学")
    assert (line.reference, line.prints) == (order.order_id, 0)
    orders.serve(backend, order.order_id, Signing(SignedAs.ON_PRINT), at=NOW, post=POST)
    assert day_end.day_facts(backend).unserved == ()
