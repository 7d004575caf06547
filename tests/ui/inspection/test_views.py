"""The month and the history of a unit on the screen: every line leads to its page."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, ReinspectedItem, Reinspection
from counter_app.domain.inspection.inspections import SignedAs, Signing
from counter_app.services.inspection import orders
from counter_app.services.inspection.lists import InspectionList
from counter_app.services.ports import Subject
from counter_app.ui.inspection.export import InspectionExport
from tests.fakes.memory_backend import POST
from tests.ui.clerk import dialog
from tests.ui.pictures.inspections import NOW, OFFICERS, PLACES, inspected_backend


@pytest.fixture
def backend():
    return inspected_backend()


@pytest.fixture
def calendar(running):
    running.page.open("calendar", "")
    running.settle()
    return running.page.sub


def cell(calendar, day):
    place = calendar._days.index(day)
    return calendar.table.item(place // 7, place % 7).text().split("\n")


def test_the_month_says_what_each_day_has_and_what_is_off(calendar):
    assert cell(calendar, date(2026, 9, 28)) == ["28　今天", "举报 2", "检查 1"]
    assert cell(calendar, date(2026, 9, 11)) == ["11", "复查到期 1"]
    assert cell(calendar, date(2026, 9, 29)) == ["29", "举报核查到期 1"]
    assert cell(calendar, date(2026, 9, 20)) == ["20　班"]
    assert cell(calendar, date(2026, 9, 25))[0] == "25　休"


def test_the_arrows_move_and_the_pages_turn(qtbot, running, calendar):
    assert calendar.day == date(2026, 9, 28)
    qtbot.keyClick(calendar.table, Qt.Key.Key_Down)
    assert calendar.day == date(2026, 10, 5)
    qtbot.keyClick(calendar.table, Qt.Key.Key_PageDown)
    running.settle()
    assert (calendar._title.text(), calendar.day) == ("2026年10月", date(2026, 10, 1))
    assert cell(calendar, date(2026, 10, 13)) == ["13", "复查到期 1"], "the order by 9 October"
    qtbot.keyClick(calendar.table, Qt.Key.Key_Home)
    assert calendar.day == date(2026, 9, 28)


def test_enter_leads_from_the_day_to_the_page(qtbot, running, calendar):
    calendar._go_to(date(2026, 9, 11))
    running.settle()
    qtbot.keyClick(calendar.table, Qt.Key.Key_Return)
    assert calendar.list.hasFocus()
    qtbot.keyClick(calendar.list, Qt.Key.Key_Escape)
    assert calendar.table.hasFocus()
    qtbot.keyClick(calendar.table, Qt.Key.Key_Return)
    qtbot.keyClick(calendar.list, Qt.Key.Key_Return)
    running.settle()
    assert running.page.sub is running.page._subs["again"]
    qtbot.keyClick(running.page.sub, Qt.Key.Key_Escape)
    running.settle()
    assert running.page.sub is calendar


def looked_again(running):
    """The order that is late is looked into again on this day."""
    backend = running.station.backend
    waiting = orders.waiting_for_reinspection(backend)[0].line.id
    order = orders.order_of(backend, waiting)
    items = tuple(ReinspectedItem(one.item, one.breach, CorrectionResult.YES) for one in order.items)
    again = Reinspection("fc1", waiting, NOW, OFFICERS, items, Conclusion.CLOSED, signing=Signing(SignedAs.SIGNED))
    orders.reinspect(backend, again, post=POST)
    return waiting


def test_a_second_look_leads_to_its_order_from_the_month_and_from_the_history(qtbot, running):
    order_id = looked_again(running)
    running.page.open("calendar", "")
    running.settle()
    calendar = running.page.sub
    row = next(row for row in range(calendar.list.count()) if "复查" in calendar.list.item(row).text())
    calendar.list.setCurrentRow(row)
    calendar.open_marked()
    running.settle()
    assert running.page._trail[-1] == ("order", order_id)
    running.page.open("unit_history", order_id)
    running.settle()
    history = running.page.sub
    assert history._history.events[0].subject is Subject.REINSPECTION
    qtbot.keyClick(history.view, Qt.Key.Key_Return)
    running.settle()
    assert running.page._trail[-1] == ("order", order_id)


def test_h_tells_the_whole_history_of_the_marked_unit_and_enter_opens_its_lines(qtbot, running):
    home = running.page.home
    home.show_list(InspectionList.AGAIN)
    qtbot.keyClick(home.view, Qt.Key.Key_H)
    running.settle()
    history = running.page.sub
    assert PLACES[0].unit in history._title.text()
    model = history.view.model()
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["检查", "责令改正", "检查"]
    qtbot.keyClick(history.view, Qt.Key.Key_Down)
    qtbot.keyClick(history.view, Qt.Key.Key_Return)
    running.settle()
    assert running.page.sub is running.page._subs["again"]


def test_the_history_of_a_tips_place_is_found_by_its_name(qtbot, running):
    home = running.page.home
    home.show_list(InspectionList.TIPS)
    line = home.lines.marked.line
    qtbot.keyClick(home.view, Qt.Key.Key_H)
    running.settle()
    history = running.page.sub
    assert line.unit in history._title.text()
    assert [event.id for event in history._history.events] == [line.id]


def test_the_register_of_inspections_goes_out_for_the_days_one_chooses_and_that_is_put_down(running, tmp_path):
    export = InspectionExport(running.shell.features[0].context)
    path = tmp_path / "检查台账.xlsx"
    export.write(path, date(2026, 9, 1), date(2026, 9, 30))
    running.settle()
    assert "已导出" in running.shell.window.messages.words
    entry = running.station.backend.store.kept.history[-1]
    assert (entry.act, entry.details["list"]) == ("register.exported", "检查台账")


def test_the_drafts_are_kept_while_the_register_is_written_and_escape_stops_it(running, qtbot, tmp_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    backend, kept = running.station.backend, []

    def slow(_path, _title, _columns, rows):
        begun.set()
        assert go_on.wait(10)
        list(rows)

    monkeypatch.setattr(backend.files, "write_list", slow)
    path = tmp_path / "检查台账.xlsx"
    InspectionExport(running.shell.features[0].context).write(path, date(2026, 9, 1), date(2026, 9, 30))
    qtbot.waitUntil(begun.is_set)
    running.station.write(lambda _backend: "kept", done=kept.append)
    qtbot.waitUntil(lambda: kept == ["kept"])
    assert dialog(running).windowTitle() == "正在导出检查台账"
    qtbot.keyClick(dialog(running), Qt.Key.Key_Escape)
    go_on.set()
    running.settle()
    assert running.shell.window.messages.words == "导出已取消。没有生成文件"
    assert [entry.act for entry in backend.store.kept.history].count("register.exported") == 0


def test_ctrl_shift_e_asks_for_the_days_of_the_register(running):
    running.shell.act("export_list")
    asking = dialog(running)
    assert asking.windowTitle() == "导出检查台账"
    asking.fields["last"].setText("上月")
    next(button for button in asking.findChildren(QPushButton) if "导出" in button.text()).click()
    assert "日期范围无法读取" in running.shell.window.messages.words
