"""Ctrl+K in the window: results as one types, the reason of the match, by keyboard alone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.inspection.inspections import InspectionKind, Officer
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections
from counter_app.services.papers import issuing
from counter_app.services.ports import IndexState, RecordHit, SearchHit
from counter_app.services.search.search import FoundUnit
from counter_app.ui.lists.search_results import accessible_text, key_of, name_pieces, reason_pieces
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.fakes.memory_search import MemorySearch
from tests.ui.clerk import click_by_mouse
from tests.ui.intake.reading import sample


@pytest.fixture
def backend():
    backend = MemoryBackend.make()
    for name, unit in (("01-complete", "大关县青禾商贸有限公司"), ("03-four-at-once", "大关县示例学校")):
        intake = sample(name)
        answers = intake.answers.with_answer("unit.name", unit)
        if "示例" in unit:
            answers = answers.with_answer("unit.uscc", "").with_answer("system.address", "人民路1号")
            answers = answers.with_answer("unit.address", "").with_answer("system.name", "")
        intake = replace(intake, answers=answers)
        cases.open_case(backend, post=POST, intake=intake)
    return backend


@pytest.fixture
def feature(running):
    return next(feature for feature in running.shell.features if "find" in feature.acts())


@pytest.fixture
def page(qtbot, running, feature):
    running.shell.act("find")
    qtbot.waitUntil(lambda: not feature.open_list.is_waiting)
    return feature.open_list


@pytest.fixture
def look(qtbot, page):
    def look_for(words):
        page.line.setText(words)
        qtbot.waitUntil(lambda: not page.is_waiting)
        return [hit for hit in hits(page) if isinstance(hit, SearchHit)]

    return look_for


def hits(page):
    shown = page.list.cases
    return [shown.index(row, 0).data(Qt.ItemDataRole.UserRole).hit for row in shown.hits]


def heads(page):
    """The heads of the groups, each with the row it stands in."""
    shown = page.list.cases
    rows = range(shown.rowCount())
    return {shown.index(row, 0).data(): row for row in rows if row not in shown.hits}


def press(page, key):
    QTest.keyClick(page.line, key)


def test_before_anything_is_typed_it_says_what_can_be_typed(page):
    assert page._states.currentWidget() is page.hint
    assert page.said.text() == ""
    assert QApplication.focusWidget() is page.line
    assert not page.acts.buttons["open"].isEnabled()


def test_one_character_is_enough_and_the_match_is_marked(look, page):
    (case,) = look("禾")
    assert name_pieces(case) == [("大关县青", False), ("禾", True), ("商贸有限公司", False)]
    assert page.said.text() == "找到1件"
    assert page.list.hit is case


def test_the_reason_says_which_field_and_how(look):
    (case,) = look("qhsm")
    assert reason_pieces(case)[-1] == ("（拼音）", False)
    (case,) = [case for case in look("91530624MA6K3R7Q38") if "青禾" in case.unit_name]
    assert reason_pieces(case) == [("统一社会信用代码 ", False), ("91530624MA6K3R7Q38", True)]
    assert "统一社会信用代码 91530624MA6K3R7Q38" in accessible_text(case, {})


def test_arrows_move_and_enter_opens(qtbot, running, page, look):
    assert len(look("大关")) == 2
    press(page, Qt.Key.Key_Down)
    wanted = page.list.hit.reference
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.workspace.session.reference == wanted
    assert running.shell.window.shown == "cases"


def test_a_double_click_opens_also_when_an_answer_comes_between_its_clicks(qtbot, running, page, look):
    wanted = look("大关")[1].reference
    view = page.list
    row = next(row for row, hit in zip(view.cases.hits, hits(page), strict=True) if key_of(hit) == wanted)
    at = view.visualRect(view.cases.index(row, 0)).center()
    click_by_mouse(view.viewport(), at)
    page._ask_near()
    qtbot.waitUntil(lambda: not page.is_waiting)
    assert view.hit.reference == wanted
    place = view.viewport().mapToGlobal(at)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    twice = QMouseEvent(QEvent.Type.MouseButtonDblClick, at, place, left, left, none)
    QApplication.sendEvent(view.viewport(), twice)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.workspace.session.reference == wanted


def test_a_scanned_number_opens_its_case_though_the_enter_comes_before_the_answer(qtbot, running, backend, page):
    reference = next(ref for ref, f in backend.store.kept.filings.items() if "示例" in f.answers.display("unit.name"))
    paper = issuing.issue_notice(backend, reference, post=POST)
    page.line.setText(paper.number.barcode)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.workspace.session.reference == reference


def test_an_enter_that_came_too_early_opens_nothing_where_several_fit(qtbot, running, feature, page):
    page.line.setText("大关")
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.is_waiting)
    assert feature.open_list is page
    assert running.shell.workspace.session is None


def test_a_filter_narrows_and_its_key_leads_back_to_the_line(qtbot, page, look):
    look("大关")
    page.state.setFocus()
    qtbot.waitUntil(lambda: page.state.line.selectedText() == "不限状态")
    QTest.keyClicks(page.state.line, "6")
    QTest.keyClick(page.state.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.is_waiting and page._states.currentWidget() is page.nothing)
    assert page._code(page.state) == FilingState.WITHDRAWN.value
    assert "放宽状态、时间或场所" in page.nothing._next.text()
    assert QApplication.focusWidget() is page.line


def test_answers_to_what_stands_there_no_more_are_dropped(qtbot, page):
    for words in ("青", "青禾", "示例"):
        page.line.setText(words)
    qtbot.waitUntil(lambda: not page.is_waiting)
    assert [hit.unit_name for hit in hits(page) if isinstance(hit, SearchHit)] == ["大关县示例学校"]


def test_typing_errors_are_looked_for_once_the_clerk_pauses(qtbot, page, look):
    assert look("qingeh") == []
    qtbot.waitUntil(lambda: page.list.cases.rowCount() > 0)
    assert reason_pieces(page.list.hit)[1] == ("（相近）", False)


def test_what_was_not_found_says_what_to_do(page, look):
    assert look("没有这家") == []
    assert page._states.currentWidget() is page.nothing
    assert page.nothing._sentence.text() == "没有找到“没有这家”"
    assert "已查找：备案业务、单位、检查、责令改正、复查、举报、移交批次、附件名称" in page.nothing._next.text()
    assert "按 Ctrl+N 新建受理" in page.nothing._next.text()


def test_what_is_not_yet_in_the_index_is_said(monkeypatch, page, look):
    monkeypatch.setattr(MemorySearch, "state_now", IndexState(entered=450, cases=1000, ready=False))
    look("青禾")
    assert page.said.text() == "找到1件；正在编制索引，已完成45%，还有550件较早的件暂时只能按编号查到"
    look("没有")
    assert "稍后再查" in page.nothing._next.text()


def test_a_refusal_is_shown_with_a_way_to_try_again(qtbot, monkeypatch, page):
    def refuse(self, query, *, limit, near=False):
        raise Refusal("数据文件被另一个程序占用", "关闭占用它的程序")

    with monkeypatch.context() as patched:
        patched.setattr(MemorySearch, "find", refuse)
        page.line.setText("青")
        qtbot.waitUntil(lambda: page._states.currentWidget() is page.failed)
    QTest.keyClick(page.line, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page._states.currentWidget() is page.list)


def test_escape_leads_back_and_the_key_opens_it_again(qtbot, running, feature, page):
    press(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: feature.open_list is None)
    running.shell.act("find")
    assert feature.open_list is not None


def test_the_index_is_built_in_short_steps_until_it_is_ready(qtbot, monkeypatch, running, feature):
    steps = iter([IndexState(0, 3, ready=False), IndexState(2, 3, ready=False), IndexState(3, 3, ready=True)])
    said = []
    monkeypatch.setattr(
        "counter_app.services.search.search.enter_cases", lambda _backend, _most: said.append(next(steps)) or said[-1]
    )
    feature._enter_some()
    qtbot.waitUntil(lambda: len(said) == 3 and said[-1].ready, timeout=3_000)
    running.settle()
    assert not feature._next.isActive() or feature._next.interval() > 1_000


def test_an_index_that_cannot_be_written_is_tried_again_later(feature):
    feature._trouble(Refusal("磁盘已满"))
    assert feature._next.isActive()
    assert feature._next.interval() >= 60_000


@pytest.fixture
def inspected(backend):
    """An inspection of the first unit is planned."""
    reference = next(ref for ref, f in backend.store.kept.filings.items() if "青禾" in f.answers.display("unit.name"))
    officers = (Officer("王警官", "530001"), Officer("李警官", "530002"))
    day = date(2026, 3, 9)
    (one,) = inspections.plan(backend, InspectionKind.GENERAL, [reference], officers, "翠华派出所", day, post=POST)
    return one.inspection_id


def test_what_there_is_beside_the_cases_stands_below_heads_and_a_key_leads_to_each(page, look, inspected):
    look("青禾")
    kinds = [type(hit) for hit in hits(page)]
    assert kinds == [SearchHit, FoundUnit, RecordHit]
    assert heads(page) == {"业务": 0, "单位": 2, "检查": 4}
    assert [button.text() for button in page._group_buttons] == ["业务 1", "单位 1", "检查 1"]
    for _ in range(2):
        QTest.keyClick(page.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.list.hit.record.record_id == inspected
    QTest.keyClick(page.line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert isinstance(page.list.hit, FoundUnit)
    press(page, Qt.Key.Key_Down)
    row = page.list.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert (row.name, row.state) == ([("大关县", False), ("青禾", True), ("商贸有限公司", False)], "待检查")


def test_an_inspection_opens_its_record(qtbot, running, page, look, inspected):
    look("检查")
    assert page.list.hit.record.record_id == inspected
    press(page, Qt.Key.Key_Return)
    window = running.shell.window
    qtbot.waitUntil(lambda: window.shown == "inspections")
    qtbot.waitUntil(lambda: window.top.way.words == ("检查", "检查笔录"))


def test_a_unit_opens_all_that_is_known_of_it(qtbot, running, page, look, inspected):
    look("青禾")
    page.list.move_to_group("单位")
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running.shell.window.top.way.words == ("检查", "单位历史记录"))


def test_the_field_at_the_top_right_of_every_page_opens_the_search_by_mouse(qtbot, running, feature):
    window = running.shell.window
    for name in ("cases", "today", "settings"):
        running.shell.show(name)
        field = window.top.search
        at = field.mapTo(window, field.rect().center())
        assert window.childAt(at) is field
        QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseRelease(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: feature.open_list is not None and not feature.open_list.is_waiting)
        assert QApplication.focusWidget() is feature.open_list.line
        line = feature.open_list.line
        assert abs(line.mapTo(window, line.rect().center()).y() - at.y()) < line.height()
        press(feature.open_list, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: feature.open_list is None)


def test_a_second_click_on_the_rail_leads_back_to_the_first_page(qtbot, running, inspected):
    window = running.shell.window
    window.page_wanted.emit("inspections")
    page = window.page("inspections")
    page.open("record", inspected)
    page.open("unit_history", inspected)
    assert window.top.way.words == ("检查", "检查笔录", "单位历史记录")
    window.top.way.steps[1].click()
    assert window.top.way.words == ("检查", "检查笔录")
    window.rail._buttons["inspections"].click()
    assert window.top.way.words == ("检查",)
    assert page.sub is None
    page.open("record", inspected)
    running.shell.act("inspections")
    assert page.sub is None


def test_pages_in_the_place_of_a_section_say_where_they_are(running):
    running.shell.show("holidays")
    window = running.shell.window
    assert window.top.way.words == ("设置", "年度放假安排")
    window.top.way.steps[0].click()
    assert window.shown == "settings"


def test_on_a_low_screen_the_list_gives_way_and_the_buttons_stay(qtbot, running, feature):
    window = running.shell.window
    window.setMinimumSize(0, 0)
    window.resize(1024, 600)
    running.shell.act("find")
    qtbot.waitUntil(lambda: not feature.open_list.is_waiting)
    button = feature.open_list.acts.buttons["open"]
    assert button.mapTo(window, button.rect().bottomLeft()).y() < window.height()
    assert window.top.search.text() == "查找　Ctrl+K"
    window.resize(1366, 728)
    assert window.top.search.text() == "查找单位、业务、检查、编号　Ctrl+K"
