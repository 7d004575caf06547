"""Inspections, orders, re-inspections and tips in a real database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from counter_app.domain.basics.numbering import Number
from counter_app.domain.inspection.correction import (
    Conclusion,
    CorrectionOrder,
    CorrectionResult,
    OrderedItem,
    OrderState,
    ReinspectedItem,
    Reinspection,
    conclude,
)
from counter_app.domain.inspection.inspections import (
    Compliance,
    Consequence,
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory, TipState
from counter_app.services.ports import Attachment, ChangedElsewhere, Subject, UnitKey, UnknownInspection

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
PLACE = InspectedPlace("大关县示例小学", "翠华镇示例路3号", reference="A", uscc="12530624431234567X", devices=12)
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))


def _inspection(inspection_id="i1", **other):
    return Inspection(inspection_id, InspectionKind.GENERAL, PLACE, "2025-05", officers=OFFICERS, **other)


def _order(order_id="o1", inspection_id="i1"):
    item = OrderedItem("sign", "no_sign", "提示标识", "未设置", "第十三条", "第十三条", "设置", Consequence.ORDER_ONLY)
    return CorrectionOrder(order_id, inspection_id, PLACE, OrderForm.BY_DATE, (item,), deadline=date(2026, 9, 30))


def _commit(database, *acts):
    with database.work() as work:
        for act in acts:
            act(work)
        work.commit()


def test_an_inspection_comes_back_as_it_was_kept(database):
    inspection = _inspection(
        started_at=AT,
        ended_at=AT,
        results={"sign": ItemResult(Compliance.BREACH, "大门口没有", ("no_sign",))},
        signing=Signing(SignedAs.REFUSED, "不认可", "陈某"),
        recordings=("DSJ0001.mp4",),
    )
    _commit(database, lambda work: work.inspections.add(inspection))
    inspection.record(Number("视检", 2026, 1))
    _commit(database, lambda work: work.inspections.save(inspection))
    with database.work() as work:
        assert work.inspections.get("i1") == inspection
        assert work.inspections.numbered(Number("视检", 2026, 1)) == (Subject.INSPECTION, "i1")
        [line] = work.inspections.lines([InspectionState.RECORDED], limit=9)
        with pytest.raises(UnknownInspection):
            work.inspections.get("?")
    assert (line.unit, line.day, line.number) == ("大关县示例小学", date(2026, 9, 20), Number("视检", 2026, 1))


def test_the_second_window_to_save_is_told(database):
    _commit(database, lambda work: work.inspections.add(_inspection()))
    with database.work() as work:
        ours, theirs = work.inspections.get("i1"), work.inspections.get("i1")
        work.inspections.save(theirs)
        with pytest.raises(ChangedElsewhere):
            work.inspections.save(ours)


def test_orders_wait_in_the_order_in_which_they_are_due_and_end_with_a_reinspection(database):
    first, later = _order(), _order("o2")
    later.deadline = date(2026, 10, 20)
    for order, ordinal in ((first, 1), (later, 2)):
        order.issue(Number("视改", 2026, ordinal), date(2026, 9, 20))
    _commit(
        database,
        lambda work: work.inspections.add(_inspection()),
        lambda work: work.inspections.add_order(later),
        lambda work: work.inspections.add_order(first),
    )
    with database.work() as work:
        waiting = work.inspections.order_lines([OrderState.ISSUED], limit=9)
        assert [(line.id, line.due) for line in waiting] == [("o1", date(2026, 9, 30)), ("o2", date(2026, 10, 20))]
        assert work.inspections.orders_of("i1") == [first, later]
    found = Reinspection(
        "r1",
        "o1",
        AT,
        OFFICERS,
        (ReinspectedItem("sign", "no_sign", CorrectionResult.NO),),
        Conclusion.OVERDUE,
        refusal="当场声明拒绝设置，执法记录仪录像DSJ0002.mp4",
    )
    conclude(first, found, date(2026, 10, 9))
    _commit(
        database,
        lambda work: work.inspections.add_reinspection(found),
        lambda work: work.inspections.save_order(first),
    )
    with database.work() as work:
        assert work.inspections.reinspections_of("o1") == [found]
        assert work.inspections.order("o1").state is OrderState.REFUSED
        assert [line.id for line in work.inspections.order_lines([OrderState.ISSUED], limit=9)] == ["o2"]
    with pytest.raises(DatabaseError, match="written once"), database.engine.begin() as connection:
        connection.execute(text("DELETE FROM reinspection"))


def test_all_that_concerns_a_unit_comes_newest_first(database):
    tip = Tip("t1", AT, TipCategory.OTHER, "夜里对着宿舍拍", "大关县示例小学", check_due=date(2026, 9, 25))
    order = _order()
    order.issue(Number("视改", 2026, 1), date(2026, 9, 22))
    _commit(
        database,
        lambda work: work.inspections.add(_inspection(planned_for=date(2026, 9, 21))),
        lambda work: work.inspections.add_order(order),
        lambda work: work.tips.add(tip, Informant("张三", "13800000000")),
    )
    with database.work() as work:
        history = work.inspections.of_unit(UnitKey("大关县示例小学", PLACE.uscc), limit=9)
        assert [line.subject for line in history] == [Subject.ORDER, Subject.INSPECTION, Subject.TIP]
        assert work.inspections.of_unit(UnitKey("别的单位"), limit=9) == []
        days = work.inspections.between(date(2026, 9, 25), date(2026, 9, 30))
    assert {(line.subject, line.due) for line in days} == {
        (Subject.ORDER, date(2026, 9, 30)),
        (Subject.TIP, date(2026, 9, 25)),
    }


def test_who_gave_a_tip_is_kept_apart_from_it(database):
    tip = Tip("t1", AT, TipCategory.PROHIBITED_AREA, "更衣室里有摄像头", "某浴室", anonymous=False)
    _commit(database, lambda work: work.tips.add(tip, Informant("张三", "13800000000")))
    tip.check("属实", date(2026, 9, 21), confirmed=True)
    _commit(database, lambda work: work.tips.save(tip))
    with database.work() as work:
        assert work.tips.get("t1") == tip
        assert work.tips.source("t1") == Informant("张三", "13800000000")
        [line] = work.tips.lines([TipState.CHECKED], limit=9)
    with database.engine.connect() as connection:
        assert "张三" not in str(connection.execute(text("SELECT * FROM tip")).all())
    assert "张三" not in str(line)


def test_what_the_first_release_kept_opens_unchanged(database):
    """It knew no fields that an office adds: nothing of `more` stands in what it kept."""
    tip = Tip("t1", AT, TipCategory.OTHER, "夜里对着宿舍拍", "大关县示例小学", anonymous=False)
    _commit(
        database,
        lambda work: work.inspections.add(_inspection()),
        lambda work: work.tips.add(tip, Informant("张三")),
    )
    with database.engine.begin() as connection:
        for statement in (
            "UPDATE inspection SET content = json_remove(content, '$.more') WHERE content LIKE '%\"more\"%'",
            "UPDATE tip SET content = json_remove(content, '$.more') WHERE content LIKE '%\"more\"%'",
            "UPDATE tip_source SET content = json_remove(content, '$.more') WHERE content LIKE '%\"more\"%'",
        ):
            assert connection.execute(text(statement)).rowcount == 1
    with database.work() as work:
        assert work.inspections.get("i1") == _inspection()
        assert work.tips.get("t1") == tip
        assert work.tips.source("t1") == Informant("张三")


def test_a_file_attached_to_an_inspection_is_listed_until_it_is_removed(database):
    file = {"sha256": "a" * 64, "media_type": "image/jpeg", "size": 9, "pages": 1, "attached_at": AT}
    photo = Attachment("x1", "i1", "现场照片", **file, clerk="王敏", window="3号窗口")
    _commit(database, lambda work: work.attachments.add(photo))
    with database.work() as work:
        assert work.attachments.of_owner("i1") == [photo]
    _commit(database, lambda work: work.attachments.remove("x1", AT))
    with database.work() as work:
        assert work.attachments.of_owner("i1") == []
        assert work.scans.is_kept("a" * 64), "the sweep of orphans leaves the file alone"
        assert not work.scans.is_kept("b" * 64)
