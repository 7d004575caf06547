"""The statistics of a small office, whose every figure was worked out by hand (`tests/small_office.py`)."""

from datetime import date

import pytest

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.domain.statistics.words import figure_lines, group_lines
from counter_app.services.statistics import statistics
from tests.fakes.memory_backend import MemoryBackend
from tests.small_office import THREE, at, make_small_office

QUARTER = StatisticsPeriod.containing(PeriodKind.QUARTER, date(2026, 2, 1))
JANUARY = StatisticsPeriod.containing(PeriodKind.MONTH, date(2026, 1, 9))


@pytest.fixture(scope="module")
def office():
    backend = MemoryBackend.make()
    make_small_office(backend)
    return at(backend, 2, 4)


@pytest.fixture
def quarter(office):
    return statistics.report(office, QUARTER)


def test_every_main_figure_of_the_quarter(quarter):
    told = {line.key: line.words for line in figure_lines(quarter)}
    assert told == {
        "received": "6件",  # A B C E F H: D and G are drafts
        "pass_rate": "60%",  # A B F of A B C E F: H was withdrawn before anything was issued
        "notices": "2份",  # those of C and E: that of D is void
        "further_notices": "0份",
        "broken_promises": "0项",
        "finished": "3件",
        "changed": "0件",
        "same_day": "1件",
        "median_days": "2天",  # 0, 2, 10
        "longest_days": "10天",
        "withdrawn": "2件",
        "handed_over": "2件",
        "on_time": "1件",
        "late": "1件",  # A was received on 2 January
        "past_now": "0件",
        "inspections": "2次",
        "in_breach": "2次",
        "orders": "2份",
        "open_now": "1份",
        "overdue_now": "0份",
        "tips": "2件",
    }


def test_where_the_cases_stand(quarter):
    total = quarter.total
    assert (total.at_once, total.noticed, total.waiting, total.to_file) == (3, 2, 0, 1)
    assert dict(total.days) == {0: 1, 2: 1, 10: 1}


def test_what_notices_named(quarter):
    assert {(one.words, one.number) for one in quarter.defects} == {
        ("统一社会信用代码：未填写", 2),
        ("视频图像信息存储期限(天)：未填写", 2),
        ("经办人身份证件：未提交", 2),
        ("委托办理备案授权书：未加盖单位公章", 2),
    }


def test_by_window_and_by_clerk(quarter):
    assert group_lines(quarter, Dimension.WINDOW) == [
        ("3号窗口", "4", "100%", "0", "0", "0", "2", "1天"),
        ("5号窗口", "2", "0%", "2", "0", "0", "1", "10天"),
    ]
    assert [name for name, _told in quarter.groups[Dimension.CLERK]] == ["陈示例", "赵示例"]
    assert [name for name, _told in quarter.groups[Dimension.PLACE]] == ["商贸中心"]


def test_more_groups_than_a_sheet_has_room_for_are_summed_up(quarter):
    assert group_lines(quarter, Dimension.WINDOW, 1) == [
        ("其他2个窗口合计", "6", "60%", "2", "0", "0", "3", "2天"),
    ]


def test_the_course_has_every_month_also_an_empty_one(quarter):
    assert [(step.on, step.received, step.finished, step.at_once, step.judged) for step in quarter.steps] == [
        (date(2026, 1, 1), 3, 3, 2, 3),
        (date(2026, 2, 1), 3, 0, 1, 2),
        (date(2026, 3, 1), 0, 0, 0, 0),
    ]


def test_a_month_is_told_day_by_day(office):
    january = statistics.report(office, JANUARY)
    assert len(january.steps) == 31
    assert [
        (step.on.day, step.received, step.finished) for step in january.steps if step.received or step.finished
    ] == [
        (2, 1, 1),
        (5, 2, 0),
        (7, 0, 1),
        (15, 0, 1),
    ]
    assert january.total.received == 3
    assert january.hand_overs.gone == 0


def test_inspections_orders_and_tips(quarter):
    assert [(line.words, line.conforming, line.in_breach) for line in quarter.inspections] == [("一般检查", 0, 2)]
    assert [(one.number) for one in quarter.breaches] == [2]
    assert {(one.words, one.number) for one in quarter.orders.by_state} == {("待复查", 1), ("已整改", 1)}
    assert [(one.words, one.number) for one in quarter.orders.reinspections] == [("整改到位", 1)]
    assert [(line.all, line.answered, line.open) for line in quarter.tips] == [(2, 1, 1)]


def test_an_order_is_overdue_on_the_fourth_working_day(office):
    """Issued on Tuesday 3 February: Wednesday, Thursday, Friday are its three days (第十五条)."""
    on_friday, on_saturday = at(office, 2, 6), at(office, 2, 7)
    assert statistics.report(on_friday, QUARTER).orders.overdue_now == 0
    assert statistics.report(on_saturday, QUARTER).orders.overdue_now == 1


def test_paper_past_its_month_is_told_whatever_the_period(office):
    """The paper of C came on 15 January; 15 February is in the Spring Festival, 24 February the next working day."""
    assert statistics.report(at(office, 2, 24), JANUARY).hand_overs.past_now == 0
    assert statistics.report(at(office, 2, 25), JANUARY).hand_overs.past_now == 1


def test_a_period_without_business_is_empty(office):
    nothing = statistics.report(office, StatisticsPeriod.containing(PeriodKind.YEAR, date(2019, 1, 1)))
    assert nothing.is_empty
    assert nothing.total.pass_rate is None
    assert {line.words for line in figure_lines(nothing) if line.key in ("pass_rate", "median_days")} == {"—"}


def test_the_workbook_holds_every_table_and_its_taking_is_recorded(office, tmp_path):
    path = tmp_path / "统计.xlsx"
    office = at(office, 2, 4)
    assert statistics.write_workbook(office, path, QUARTER, post=THREE) == 11
    told = path.read_text("utf-8")
    assert "[汇总]\n受理\t6\t件\n首次即齐全率\t60%\t" in told
    assert "[按窗口]\n3号窗口\t4\t3\t0\t100%\t0\t0\t0\t2\t1\n" in told
    with office.work() as work:
        [entry] = [one for one in work.history.of_case("") if one.act == "statistics.exported"]
    assert entry.details == {"first": "2026-01-01", "last": "2026-03-31"}


def test_the_paper_has_the_one_table_that_is_wanted(office):
    facts = statistics.sheet(office, QUARTER, Dimension.CLERK, post=THREE)
    assert facts.statistics is not None
    assert list(facts.statistics.groups) == [Dimension.CLERK]
    assert facts.barcode == "TJ2026010120260331"


def test_an_unknown_code_is_told_as_it_is(office):
    form = office.forms.current()
    assert statistics.defect_words(form, "devices[].location.missing") == "安装位置：未填写"
    assert statistics.defect_words(form, "authorization_letter.not_sealed").endswith("：未加盖单位公章")
    assert statistics.defect_words(form, "gone.missing") == "gone.missing"
