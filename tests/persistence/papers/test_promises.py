"""Supervisors, deliveries and broken promises in a real file: kept over a restart, never changed afterwards."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.persistence.database import open_database
from counter_app.services.ports import BrokenPromise, IssuedPaper, Supervisor, TemplateConfirmation
from tests.persistence.conftest import MORNING

PAPER = IssuedPaper("p1", "deficiency_notice", Number("备告", 2026, 1), "AJ0000000001", MORNING, "2025-05", {})
PROMISE = BrokenPromise("p1", "AJ0000000001", "agent_id.illegible", "没有看清", "赵主任", MORNING, "周某", "3")


@pytest.fixture
def paper(database, keep, make_filing):
    keep(make_filing())
    with database.work() as work:
        number = work.numbers.take("deficiency_notice", year=2026)
        work.papers.add(replace(PAPER, number=number))
        work.commit()
    return PAPER


def commit(database, act):
    with database.work() as work:
        act(work)
        work.commit()


def test_a_confirmation_of_a_template_is_kept_replaced_and_taken_back(database, folder, forms):
    first = TemplateConfirmation("correction_order", "2025-05", "a", "张某", MORNING.date(), MORNING, "周某", "3")
    second = replace(first, digest="b", confirmed_by="李某")
    commit(database, lambda work: work.confirmations.save(first))
    commit(database, lambda work: work.confirmations.save(replace(first, document="tip_record")))
    commit(database, lambda work: work.confirmations.save(second))
    database.close()
    with contextlib.closing(open_database(folder, forms)) as again:
        with again.work() as work:
            assert work.confirmations.all() == [second, replace(first, document="tip_record")]
        commit(again, lambda work: work.confirmations.remove("tip_record"))
        with again.work() as work:
            assert work.confirmations.all() == [second]


def test_a_supervisor_is_kept_changed_and_taken_out(database, folder, forms):
    commit(database, lambda work: work.supervisors.save(Supervisor("赵主任", "scrypt$1", MORNING)))
    commit(database, lambda work: work.supervisors.save(Supervisor("赵主任", "scrypt$2", MORNING)))
    commit(database, lambda work: work.supervisors.save(Supervisor("钱所长", "scrypt$3", MORNING)))
    database.close()
    again = open_database(folder, forms)
    with again.work() as work:
        assert [one.name for one in work.supervisors.all()] == sorted(["赵主任", "钱所长"])
        assert work.supervisors.get("赵主任") == Supervisor("赵主任", "scrypt$2", MORNING)
        work.supervisors.remove("钱所长")
        assert work.supervisors.get("钱所长") is None
    again.close()


def test_the_last_delivery_counts_and_all_are_kept(database, paper):
    first = Delivery("p1", DeliveryWay.READ_ALOUD, MORNING, "周某", "3")
    last = Delivery("p1", DeliveryWay.REFUSED, MORNING, "周某", "3", "未说明理由", "李四", "窗口3.mp4")
    for delivery in (first, last):
        commit(database, lambda work, delivery=delivery: work.deliveries.add(delivery))
    with database.work() as work:
        assert work.deliveries.of_papers(["p1", "p2"]) == {"p1": last}


def test_broken_promises_are_found_by_their_time(database, paper):
    commit(database, lambda work: work.promises.add(PROMISE))
    with database.work() as work:
        assert work.promises.between(MORNING, MORNING + timedelta(seconds=1)) == [PROMISE]
        assert work.promises.between(MORNING + timedelta(seconds=1), MORNING + timedelta(days=9)) == []
        assert work.promises.between(MORNING - timedelta(days=9), MORNING) == []


@pytest.mark.parametrize("table", ["delivery", "broken_promise"])
@pytest.mark.parametrize("act", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_what_was_put_down_is_not_changed(database, paper, table, act):
    commit(database, lambda work: work.promises.add(PROMISE))
    commit(database, lambda work: work.deliveries.add(Delivery("p1", DeliveryWay.SIGNED, MORNING, "周某", "3")))
    with database.work() as work, pytest.raises(DatabaseError, match="written once"):
        work._transaction.write(sa.text(act.format(table)))


def test_a_case_is_found_by_the_number_of_its_paper(database, paper):
    with database.work() as work:
        assert work.papers.reference_of(Number("备告", 2026, 1)) == "AJ0000000001"
        assert work.papers.reference_of(Number("备告", 2026, 2)) is None


def test_a_paper_keeps_since_when_it_lies_here_and_which_sheet_it_is(database, make_filing, keep, read):
    from datetime import date

    from counter_app.domain.basics.materials import ACCEPTED

    sheet = replace(ACCEPTED, held_since=date(2026, 3, 2), brought=2)
    keep(make_filing(materials={"agent_id": sheet}))
    assert read().materials == {"agent_id": sheet}
