"""Papers, history, window states and the office."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, StatementError

from counter_app.domain.basics.area import Area
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.persistence.database import count_rows
from counter_app.services.ports import CLOCK_CONFIRMED, HistoryEntry, IssuedPaper, UnknownCase, WindowState

NOON = datetime(2026, 3, 2, 4, 0, 0, 654321, tzinfo=UTC)
CONTENT = {"z": 1, "a": ["𬱖", "", {"b": None}], "retention": 30, "half": 0.5, "flag": True}


@pytest.fixture
def issued(database):
    """One numbered paper."""
    with database.work() as work:
        number = work.numbers.take("deficiency_notice", year=2026)
        paper = IssuedPaper("p1", "deficiency_notice", number, "AJ1", NOON, "2025-05", CONTENT)
        work.papers.add(paper)
        work.commit()
    return paper


def test_a_paper_says_what_it_said(database, issued):
    with database.work() as work:
        assert work.papers.get("p1") == issued
        assert list(work.papers.get("p1").content) == list(CONTENT)


def test_the_papers_of_a_case_stand_in_the_order_of_their_issue(database, issued):
    with database.work() as work:
        for paper_id in ("p3", "p2"):
            work.papers.add(IssuedPaper(paper_id, "platform_sheet", None, "AJ1", NOON, "2025-05", {}))
        work.papers.add(IssuedPaper("p4", "platform_sheet", None, "AJ2", NOON, "2025-05", {}))
        work.commit()
    with database.work() as work:
        assert [paper.paper_id for paper in work.papers.of_case("AJ1")] == ["p1", "p3", "p2"]
        assert work.papers.of_case("AJ9") == []


def test_a_voided_paper_is_kept_and_says_why(database, issued):
    with database.work() as work:
        work.papers.add(IssuedPaper("p2", "platform_sheet", None, "AJ1", NOON, "2025-05", {}))
        work.numbers.void(issued.number, "单位名称录错")
        work.commit()
    with database.work() as work:
        assert [(paper.is_void, paper.void_reason) for paper in work.papers.of_case("AJ1")] == [
            (True, "单位名称录错"),
            (False, ""),
        ]
        assert work.papers.get("p1").content == CONTENT


def test_prints_are_counted(database, issued):
    for expected in (1, 2):
        with database.work() as work:
            assert work.papers.count_print("p1") == expected
            work.commit()
    with database.work() as work:
        assert work.papers.get("p1").prints == 2


def test_an_unknown_paper_is_refused(database):
    with database.work() as work:
        with pytest.raises(UnknownCase):
            work.papers.get("p9")
        with pytest.raises(UnknownCase):
            work.papers.count_print("p9")


def test_a_paper_needs_a_number_that_was_taken_and_no_two_papers_share_one(database, issued):
    for number in (Number("备告", 2026, 7), issued.number):
        with database.work() as work, pytest.raises(DBAPIError):
            work.papers.add(IssuedPaper("p2", "deficiency_notice", number, "AJ1", NOON, "2025-05", {}))


def test_the_history_keeps_every_act_in_order(database):
    entries = [
        HistoryEntry(NOON, "Asia/Shanghai", "周某", "3", "case.opened", "AJ1", {"edition": "2025-05"}),
        HistoryEntry(
            NOON - timedelta(hours=1), "Asia/Urumqi", "王敏", "5", "notice.issued", "AJ1", {"deficiencies": 4}
        ),
    ]
    with database.work() as work:
        for entry in [*entries, HistoryEntry(NOON, "Asia/Shanghai", "周某", "3", "office.saved")]:
            work.history.record(entry)
        work.commit()
    with database.work() as work:
        assert work.history.of_case("AJ1") == entries


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET clerk = 'x'",
        "DELETE FROM history",
        "UPDATE state_change SET state = 'filed'",
        "DELETE FROM state_change",
        "UPDATE issued_paper SET content = '{}'",
        "UPDATE issued_paper SET reference = 'AJ9', prints = 0",
        "DELETE FROM issued_paper",
        "UPDATE issued_number SET ordinal = 9",
        "DELETE FROM issued_number",
    ],
)
def test_what_was_written_once_is_never_changed_not_even_by_hand(change, database, issued, make_filing, keep):
    keep(make_filing())
    with database.work() as work:
        work.history.record(HistoryEntry(NOON, "Asia/Shanghai", "周某", "3", "case.opened", "AJ1"))
        work.commit()
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="is written once"):
        connection.execute(text(change))


def _act(at, act="case.opened", reference="AJ1"):
    return HistoryEntry(at, "Asia/Shanghai", "周某", "3", act, reference)


def _record(database, *entries):
    with database.work() as work:
        for entry in entries:
            work.history.record(entry)
        work.commit()


def _highest(database):
    with database.work() as work:
        return work.history.highest_time()


def test_the_highest_time_is_the_latest_one_and_not_that_of_the_last_act(database):
    assert _highest(database) is None
    _record(database, _act(NOON), _act(NOON + timedelta(days=3)), _act(NOON + timedelta(hours=1)))
    assert _highest(database) == NOON + timedelta(days=3)


@pytest.mark.parametrize("reference", [CLOCK_CONFIRMED, ""])  # in older data a confirmation has no reference
def test_the_highest_time_counts_from_the_last_confirmation_on(database, reference):
    _record(database, _act(NOON + timedelta(days=365)), _act(NOON + timedelta(days=1), CLOCK_CONFIRMED, reference))
    _record(database, _act(NOON, CLOCK_CONFIRMED, reference))
    assert _highest(database) == NOON
    _record(database, _act(NOON + timedelta(minutes=5)), _act(NOON + timedelta(minutes=2)))
    assert _highest(database) == NOON + timedelta(minutes=5)


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("confirmed", [False, True])
def test_however_long_the_history_is_the_highest_time_is_read_from_the_end_of_two_indexes(database, confirmed, counted):
    acts = [_act(NOON + timedelta(minutes=nth), reference="" if nth % 9 else f"AJ{nth}") for nth in range(3000)]
    _record(database, *acts, *[_act(NOON, CLOCK_CONFIRMED, CLOCK_CONFIRMED)] * confirmed)
    if counted:
        count_rows(database.engine)
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    assert _highest(database) == (NOON if confirmed else acts[-1].at)
    queries = [one for one in asked if one[0].startswith("SELECT")]
    with database.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all() for query, values in queries]
    assert [[step for *_numbers, step in plan] for plan in plans] == [
        ["SCAN history USING COVERING INDEX ix_history_clock_confirmed"],
        ["SCAN history USING COVERING INDEX ix_history_at"],
    ]


def test_a_number_can_be_voided_and_keeps_its_place(database, issued):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE issued_number SET voided_reason = '打印错误'"))
    with database.work() as work:
        assert work.numbers.taken("deficiency_notice", year=2026) == [issued.number]
        assert work.numbers.take("deficiency_notice", year=2026).ordinal == 2


def test_each_window_finds_its_own_state_again(database):
    with database.work() as work:
        work.window_states.save("3号窗口", WindowState(("AJ2", "AJ1"), "AJ1"))
        work.window_states.save("5号窗口", WindowState(("AJ3",), "AJ3"))
        work.window_states.save("3号窗口", WindowState(("AJ1", "AJ2"), "AJ2"))
        work.commit()
    with database.work() as work:
        assert work.window_states.load("3号窗口") == WindowState(("AJ1", "AJ2"), "AJ2")
        assert work.window_states.load("5号窗口") == WindowState(("AJ3",), "AJ3")
        assert work.window_states.load("7号窗口") == WindowState()


def test_the_office_is_one_record(database):
    with database.work() as work:
        assert work.office.load() is None
        work.office.save(Office("大关县公安局"))
        work.commit()
    area = Area(Decimal("103.5"), Decimal("27.6"), Decimal("104.10"), Decimal("28.2"))
    office = Office("大关县公安局", "530624", "大公(视)", "0870", area=area, shared_keys=frozenset({"unit.uscc", "a"}))
    with database.work() as work:
        work.office.save(office)
        work.commit()
    with database.work() as work:
        assert work.office.load() == office


def test_the_zone_beside_a_time_is_the_office_s_own(database, make_filing, keep):
    keep(make_filing("AJ1"))
    with database.work() as work:
        work.office.save(Office("乌鲁木齐市公安局", time_zone="Asia/Urumqi"))
        work.filings.add(make_filing("AJ2"))
        work.commit()
    with database.engine.connect() as connection:
        zones = connection.execute(text("SELECT zone FROM filing ORDER BY reference")).scalars().all()
    assert zones == ["Asia/Shanghai", "Asia/Urumqi"]


def test_a_time_comes_back_as_the_same_moment_in_utc(database, make_filing, keep, read):
    there = timezone(timedelta(hours=8))
    keep(make_filing(received_at=datetime(2026, 1, 1, 0, 30, 0, 7, tzinfo=there)))
    assert read().received_at == datetime(2025, 12, 31, 16, 30, 0, 7, tzinfo=UTC)
    assert read().received_at.tzinfo is UTC
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT received_at FROM filing")).scalar() == "2025-12-31 16:30:00.000007"


def test_a_time_without_zone_is_our_own_fault(database, make_filing):
    with database.work() as work, pytest.raises(StatementError, match="without zone"):
        work.filings.add(make_filing(received_at=NOON.replace(tzinfo=None)))


def test_a_unit_of_work_is_used_within_its_block_and_only_once_at_a_time(database):
    work = database.work()
    with pytest.raises(RuntimeError):
        _ = work.filings
    with work, pytest.raises(RuntimeError):
        work.__enter__()
    with work:
        assert work.office.load() is None


def test_a_form_draft_is_kept_for_its_window_until_it_is_discarded(database):
    with database.work() as work:
        work.window_states.save_form("3号窗口", "tip:", {"content": "客房里有摄像头"})
        work.window_states.save_form("3号窗口", "tip:", {"content": "客房里有摄像头", "place": "某宾馆"})
        work.commit()
    with database.work() as work:
        assert work.window_states.load_form("3号窗口", "tip:") == {"content": "客房里有摄像头", "place": "某宾馆"}
        assert work.window_states.load_form("4号窗口", "tip:") == {}
        work.window_states.discard_form("3号窗口", "tip:")
        assert work.window_states.load_form("3号窗口", "tip:") == {}
