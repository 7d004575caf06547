"""The page of the statistics: periods by key and by mouse, figures, charts, an empty period, paper and workbook."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.statistics.periods import PeriodKind, StatisticsPeriod
from counter_app.ui.statistics.period_bar import PeriodBar
from tests.fakes.memory_backend import MemoryBackend
from tests.small_office import at, make_small_office
from tests.ui.clerk import act, said


@pytest.fixture(scope="module")
def furnished():
    backend = MemoryBackend.make()
    make_small_office(backend)
    return backend


@pytest.fixture
def page(begin, furnished):
    """The page on 4 February 2026."""
    running = begin(at(furnished, 2, 4))
    act(running, "statistics")
    found = running.shell.window.page("statistics")
    running.settle()
    found.running = running
    return found


def pressed(page, key):
    QTest.keyClick(page.window().focusWidget(), key)
    page.running.settle()


def clicked(page, button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.running.settle()


def rows(table):
    model = table.model
    return [tuple(model.index(r, c).data() for c in range(model.columnCount())) for r in range(model.rowCount())]


def test_it_begins_with_this_month_and_keys_choose_another_period(page):
    assert (page.period.label.text(), page.figure("received")) == ("2026年2月", "3件")
    pressed(page, Qt.Key.Key_PageUp)
    assert (page.period.label.text(), page.figure("received")) == ("2026年1月", "3件")
    pressed(page, Qt.Key.Key_2)
    assert (page.period.label.text(), page.figure("received")) == ("2026年第1季度", "6件")
    assert page.figure("pass_rate") == "60%"
    assert page.course.chart.labels == ("2026/1", "2月", "3月")
    assert [one.values for one in page.course.chart.series] == [(3, 3, 0), (3, 0, 0)]


def test_no_period_lies_ahead(page):
    assert not page.period.after.isEnabled()
    pressed(page, Qt.Key.Key_PageDown)
    assert page.period.label.text() == "2026年2月"


def test_a_window_that_stood_open_overnight_reaches_the_new_month(qtbot):
    days = [date(2026, 2, 28)]
    bar = PeriodBar(lambda: days[-1])
    qtbot.addWidget(bar)
    assert not bar.after.isEnabled()
    days.append(date(2026, 3, 1))
    bar.renew()
    QTest.mouseClick(bar.after, Qt.MouseButton.LeftButton)
    assert bar.label.text() == "2026年3月"


def test_every_period_is_a_click(page):
    clicked(page, page.period.kinds[PeriodKind.YEAR])
    assert (page.period.label.text(), page.figure("received")) == ("2026年", "6件")
    clicked(page, page.period.before)
    assert page.period.label.text() == "2025年"
    assert page._states.currentWidget() is page.nothing
    assert not page.acts.buttons["print"].isEnabled()


def test_days_are_written_and_leaving_them_for_another_kind_changes_nothing(page):
    pressed(page, Qt.Key.Key_4)
    assert page.window().focusWidget() is page.period.first.line
    page.period.first.set_value("2026-1-3")
    page.period.last.set_value("20260131")
    page.period.last.focus_field()
    pressed(page, Qt.Key.Key_Return)
    assert page.period.period == StatisticsPeriod.between(date(2026, 1, 3), date(2026, 1, 31))
    assert page.figure("received") == "2件"
    clicked(page, page.period.kinds[PeriodKind.MONTH])
    assert (page.period.label.text(), page.period.label.isVisible()) == ("2026年1月", True)
    assert not page.period.first.isVisible()


def test_days_that_are_none_are_told(page):
    pressed(page, Qt.Key.Key_4)
    page.period.last.set_value("2025-1-1")
    page.period.last.focus_field()
    pressed(page, Qt.Key.Key_Return)
    assert said(page.running).startswith("结束日期早于开始日期")


def test_by_window_by_clerk_and_by_place(page, qtbot):
    clicked(page, page.period.kinds[PeriodKind.QUARTER])  # two keys at once would be a scan
    assert [row[0] for row in rows(page.groups)] == ["3号窗口", "5号窗口"]
    pressed(page, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: page.by is Dimension.CLERK)  # B may begin a scan, so that it is heard a moment later
    assert [row[0] for row in rows(page.groups)] == ["陈示例", "赵示例"]
    clicked(page, page.dimensions[Dimension.PLACE])
    assert rows(page.groups) == [("商贸中心", "6", "60%", "2", "0", "0", "3", "2天")]


def test_the_paper_is_printed_and_the_workbook_written(page, tmp_path):
    pressed(page, Qt.Key.Key_P)
    assert said(page.running).startswith("已打印业务统计表1份")
    assert page.running.printers.jobs[-1].document == "statistics_sheet"
    feature = next(one for one in page.running.shell.features if type(one).__name__ == "StatisticsFeature")
    feature.write_workbook(tmp_path / "统计.xlsx", page.period.period)
    page.running.settle()
    assert said(page.running).startswith("已导出2026年2月统计，11个工作表")


def test_a_chart_says_to_those_who_do_not_see_it_what_it_shows(page):
    pressed(page, Qt.Key.Key_2)
    assert page.course.accessibleName() == "图表：受理和备案（按月，件）"
    assert page.course.accessibleDescription().endswith("2026/1：受理3、备案3；2月：受理3、备案0；3月：受理0、备案0")


def test_the_focus_goes_from_a_day_to_the_period_that_is_chosen_instead(page):
    page.period.choose(PeriodKind.DAYS)
    assert page.period.first.isAncestorOf(page.window().focusWidget())
    page.period.choose(PeriodKind.YEAR)
    assert page.period.kinds[PeriodKind.YEAR].hasFocus()
