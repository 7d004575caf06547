"""检查 on the screen: four lists by one key each, the badge on the rail, Enter and a scan lead to the page."""

import pytest
from PySide6.QtCore import Qt

from counter_app.services.inspection import inspections
from counter_app.services.inspection.lists import InspectionList
from counter_app.ui.issued.return_visit_feature import ReturnVisitFeature
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.inspections import inspected_backend
from tests.ui.shell_fakes import start_shell


@pytest.fixture
def start(begin):
    def show(backend):
        one = begin(backend)
        one.shell.show("inspections")
        one.settle()
        one.page = one.shell.window.page("inspections")
        one.home = one.page.home
        return one

    return show


@pytest.fixture
def running(start):
    return start(inspected_backend())


def rows(home):
    model = home.view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_one_key_shows_each_list_and_the_arrows_go_round(qtbot, running):
    home = running.home
    shown = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(home.view, key)
        shown.append(home.list.label)
    assert shown == ["待复查", "举报", "记录", "待检查", "记录", "待检查"]


def test_what_waits_for_a_second_look_stands_by_its_last_day_and_says_why(qtbot, running):
    home = running.home
    qtbot.keyClick(home.view, Qt.Key.Key_2)
    assert [(row[4], row[5]) for row in rows(home)] == [
        ("9月11日", "超期17天"),
        ("9月30日", "余2天"),
        ("10月13日", "余15天"),
    ]
    assert home._explained.text() == "3个工作日：9月9日、10日、11日"
    qtbot.keyClick(home.view, Qt.Key.Key_Down)
    qtbot.keyClick(home.view, Qt.Key.Key_Down)
    assert "10月10日" in home._explained.text()


def test_the_rail_says_what_presses_before_the_page_is_looked_at(qtbot, qapp, tmp_path):
    one = start_shell(inspected_backend, tmp_path)
    try:
        badge = one.shell.window.rail._buttons["inspections"]._badge
        qtbot.waitUntil(lambda: badge.text() == "急3")
        assert badge.property("tone") == "red"
    finally:
        one.end()


def test_an_empty_list_says_what_to_do(start):
    running = start(MemoryBackend.make())
    home = running.home
    assert home.lines.currentWidget() is home._nothing[InspectionList.PLANNED]
    assert not home.acts.buttons["open"].isEnabled()


@pytest.mark.parametrize(
    ("key", "wanted"),
    [(Qt.Key.Key_N, ("plan", "")), (Qt.Key.Key_J, ("tip", "")), (Qt.Key.Key_C, ("calendar", ""))],
)
def test_a_key_begins_something(qtbot, running, key, wanted):
    home = running.home
    home.wanted.disconnect(running.page.open)
    with qtbot.waitSignal(home.wanted) as heard:
        qtbot.keyClick(home.view, key)
    assert tuple(heard.args) == wanted


@pytest.mark.parametrize(
    ("list_key", "page"),
    [(Qt.Key.Key_1, "record"), (Qt.Key.Key_2, "again"), (Qt.Key.Key_3, "tip"), (Qt.Key.Key_4, "record")],
)
def test_enter_opens_what_is_marked_on_its_page(qtbot, running, list_key, page):
    home = running.home
    home.wanted.disconnect(running.page.open)
    qtbot.keyClick(home.view, list_key)
    with qtbot.waitSignal(home.wanted) as heard:
        qtbot.keyClick(home.view, Qt.Key.Key_Return)
    assert heard.args == [page, home.lines.marked.line.id]


def test_a_template_that_was_taken_along_opens_its_inspection_when_it_is_scanned(qtbot, running):
    backend = running.station.backend
    line = running.home.lines.marked.line
    [template] = inspections.templates(backend, [line.id], blank=False, post=POST)
    running.shell.show("cases")
    opened = []
    running.page.open = lambda name, subject_id: opened.append((name, subject_id))
    running.shell.window.findChild(ReturnVisitFeature).handle_barcode(template.content["barcode"])
    qtbot.waitUntil(lambda: opened == [("record", line.id)])
    assert running.shell.window.shown == "inspections"
