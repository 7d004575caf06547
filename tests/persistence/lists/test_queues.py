"""The queues, the day's numbers and the register on a real file: in order, a page at a time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.services.ports import IssuedPaper, RegisterFilter
from tests.persistence.conftest import MORNING

DAY = date(2026, 3, 2)


@pytest.fixture
def page(database):
    def read(queue, **options):
        with database.work() as work:
            options = {"limit": 60, "most": 10_000} | options
            return work.queues.page(queue, day=DAY, **options)

    return read


@pytest.fixture
def issue(database):
    """Number a paper of a case and keep it."""

    def issue_it(reference, document="deficiency_notice", prints=1):
        with database.work() as work:
            number = work.numbers.take(document, year=2026)
            paper = IssuedPaper(number.barcode, document, number, reference, MORNING, "2025-05", {}, prints)
            work.papers.add(paper)
            work.commit()
            return paper

    return issue_it


def names(lines):
    return [line.case.reference for line in lines]


def test_a_queue_begins_with_what_waits_longest_and_goes_on_where_it_ended(make_filing, keep, page, clock):
    for number in range(7):
        keep(make_filing(f"AJ{number}", state=FilingState.COMPLETE))
        clock.pass_(hours=number % 2)  # some came in the same moment
    first = page(Queue.COMPLETE, limit=3)
    second = page(Queue.COMPLETE, limit=3, after=first[-1].cursor(Queue.COMPLETE))
    third = page(Queue.COMPLETE, limit=3, after=second[-1].cursor(Queue.COMPLETE))
    assert names([*first, *second, *third]) == [f"AJ{number}" for number in range(7)]
    assert page(Queue.DEFICIENT) == []


def test_waiting_begins_when_the_case_comes_to_its_state_and_not_at_each_save(
    make_filing, keep, read, save, page, clock
):
    keep(make_filing("AJ1"))
    clock.pass_(days=2)
    filing = read("AJ1")
    filing.move_to(FilingState.COMPLETE)
    save(filing)
    clock.pass_(days=3)
    save(read("AJ1"))
    [line] = page(Queue.COMPLETE)
    assert line.state_since == MORNING + timedelta(days=2)


def test_todays_newest_come_first(make_filing, keep, page):
    for number in range(4):
        keep(make_filing(f"AJ{number}", received_at=MORNING + timedelta(minutes=number)))
    keep(make_filing("AJ9", received_on=date(2026, 3, 1)))
    first = page(Queue.TODAY, limit=2)
    assert names(first) == ["AJ3", "AJ2"]
    assert names(page(Queue.TODAY, limit=2, after=first[-1].cursor(Queue.TODAY))) == ["AJ1", "AJ0"]


def test_paper_is_handed_over_in_the_order_in_which_it_came(make_filing, keep, page):
    held = {"materials": {"agent_id": ACCEPTED}, "custody": Custody.AT_WINDOW}
    keep(make_filing("AJ1", **held))
    keep(make_filing("AJ2", **held, received_on=date(2026, 2, 1)))
    keep(make_filing("AJ3", received_on=date(2026, 1, 1)))
    lines = page(Queue.TRANSFER)
    assert [(line.case.reference, line.held_since) for line in lines] == [("AJ2", date(2026, 2, 1)), ("AJ1", DAY)]


def test_a_name_is_looked_for_within_the_queue_whatever_its_widths(make_filing, keep, page):
    keep(make_filing("AJ1", raw={"unit.name": "大关县（示例）100%商贸"}))
    keep(make_filing("AJ2", raw={"unit.name": "大关县第三人民医院"}))
    assert names(page(Queue.DRAFT, text="(示例) 100%")) == ["AJ1"]
    assert names(page(Queue.DRAFT, text="医院")) == ["AJ2"]
    assert page(Queue.DRAFT, text="_") == []
    assert names(page(Queue.DRAFT, text="大关县", most=1)) == ["AJ1"]


def test_a_line_says_its_numbers_that_hold_and_how_the_last_notice_was_served(make_filing, keep, page, issue, database):
    keep(make_filing("AJ1", state=FilingState.DEFICIENT))
    first, second = issue("AJ1"), issue("AJ1")
    with database.work() as work:
        work.numbers.void(second.number, "打错单位")
        work.deliveries.add(Delivery(first.paper_id, DeliveryWay.SIGNED, MORNING, "周某", "3"))
        work.commit()
    [line] = page(Queue.DEFICIENT)
    assert line.case.numbers == (first.number,)
    assert line.served is not None
    assert line.served.way is DeliveryWay.SIGNED


def test_nothing_that_is_read_at_the_counter_reads_a_whole_table(make_filing, keep, database, issue):
    keep(make_filing("AJ1", state=FilingState.DEFICIENT))
    issue("AJ1")
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    with database.work() as work:
        for queue in Queue:
            work.queues.page(queue, day=DAY, limit=9, most=99)
            work.queues.count(queue, day=DAY, most=99)
        work.day.numbers_between(MORNING, MORNING + timedelta(days=1))
        work.day.issued(MORNING, MORNING + timedelta(days=1))
        work.day.further_notices(MORNING, MORNING + timedelta(days=1))
        work.day.unprinted(9)
        work.day.unserved(MORNING, 9)
    with database.engine.connect() as connection:
        for statement, values in [one for one in asked if one[0].startswith("SELECT")]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            steps = [step for *_numbers, step in plan]
            walked = [step for step in steps if step.startswith("SCAN ") and "anon" not in step]
            assert not [step for step in walked if "office" not in step], (statement, steps)
            assert not any("voided_at=?" in step for step in steps), (statement, steps)


def test_counting_stops_where_it_is_told_to(make_filing, keep, database):
    for number in range(5):
        keep(make_filing(f"AJ{number}"))
    with database.work() as work:
        assert work.queues.count(Queue.DRAFT, day=DAY, most=3) == 3
        assert work.queues.count(Queue.TODAY, day=DAY, most=10) == 5
        assert work.queues.states_of(DAY) == {FilingState.DRAFT: 5}


def test_the_days_numbers_are_those_taken_or_voided_on_it(make_filing, keep, database, issue, clock):
    keep(make_filing("AJ1", raw={"unit.name": "某单位"}))
    old = issue("AJ1")
    clock.pass_(days=1)
    issue("AJ1", "material_receipt", prints=0)
    with database.work() as work:
        work.numbers.void(old.number, "打错单位")
        work.commit()
    with database.work() as work:
        numbers = work.day.numbers_between(clock.at - timedelta(hours=1), clock.at + timedelta(hours=1))
        [unprinted] = work.day.unprinted(10)
    assert [(one.number.barcode, one.void_reason, one.unit_name) for one in numbers] == [
        *(("BG2026-0001", "打错单位", "某单位"), ("BS2026-0001", "", "某单位")),
    ]
    assert unprinted.number.barcode == "BS2026-0001"


def test_a_number_that_is_not_in_the_register_is_named(make_filing, keep, database, issue):
    keep(make_filing("AJ1"))
    for _ in range(3):
        issue("AJ1")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE number_series SET last = 5")
    with database.work() as work:
        [series] = work.day.series_of(2026)
        assert work.day.series_of(2025) == []
    assert (series.series, series.last, series.missing) == ("备告", 5, (4, 5))


def test_a_notice_nobody_signed_is_told_while_it_is_new_or_its_case_waits(make_filing, keep, database, issue, clock):
    keep(make_filing("AJ1", state=FilingState.DEFICIENT))
    keep(make_filing("AJ2", state=FilingState.COMPLETE))
    waiting, _settled = issue("AJ1"), issue("AJ2")
    clock.pass_(days=1)
    new, served = issue("AJ2"), issue("AJ1")
    with database.work() as work:
        work.deliveries.add(Delivery(served.paper_id, DeliveryWay.SIGNED, clock.at, "周某", "3"))
        work.commit()
    with database.work() as work:
        told = work.day.unserved(clock.at - timedelta(hours=1), 10)
    assert [one.number for one in told] == [waiting.number, new.number]


def test_the_register_is_read_in_parts_along_the_days(make_filing, keep, database, issue):
    for number in range(5):
        keep(make_filing(f"AJ{number}", received_on=DAY - timedelta(days=number // 2)))
    issue("AJ4")
    register_filter = RegisterFilter(first=DAY - timedelta(days=1), last=DAY)
    with database.work() as work:
        first = work.register.rows(register_filter, after=None, limit=3)
        second = work.register.rows(register_filter, after=first[-1].cursor, limit=3)
        assert work.register.count(register_filter) == 4
        named = work.register.rows(RegisterFilter(references=("AJ4", "AJ0", "gone")), after=None, limit=10)
    assert [row.case.reference for row in (*first, *second)] == ["AJ2", "AJ3", "AJ0", "AJ1"]
    assert isinstance(first[0].answers, Answers)
    assert [row.case.reference for row in named] == ["AJ4", "AJ0"]
    assert [number.barcode for number in named[0].numbers["deficiency_notice"]] == ["BG2026-0001"]


def test_paper_at_the_window_is_counted_by_the_day_it_came(make_filing, keep, database):
    for number, day in enumerate([1, 1, 2, 3]):
        held = {"materials": {"agent_id": ACCEPTED}, "custody": Custody.AT_WINDOW}
        keep(make_filing(f"AJ{number}", **held, received_on=date(2026, 2, day)))
    keep(make_filing("AJ9", received_on=date(2026, 2, 1)))
    with database.work() as work:
        assert work.queues.held() == {date(2026, 2, 1): 2, date(2026, 2, 2): 1, date(2026, 2, 3): 1}
        assert work.queues.held(until=date(2026, 2, 2)) == {date(2026, 2, 1): 2, date(2026, 2, 2): 1}
        assert work.queues.held(most=3) == {date(2026, 2, 1): 2, date(2026, 2, 2): 1}
