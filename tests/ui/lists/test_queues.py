"""The queues on the screen: who waits, since when, how long is left; switching, looking for a unit, going on."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.services.filing import cases
from counter_app.services.lists import queues
from counter_app.services.papers import issuing
from tests.fakes.memory_backend import NOON, POST, MemoryBackend, intake_of, shipped_form
from tests.ui.clerk import press

SAMPLES = Path(__file__).parents[2] / "samples"


def opened(backend, sample, unit=""):
    [path] = SAMPLES.glob(f"{sample}*.json")
    content = json.loads(path.read_text("utf-8"))
    if unit:
        content["unit"]["name"] = unit
    intake = replace(intake_of(content, shipped_form()), received_on=None)
    return cases.open_case(backend, post=POST, intake=intake).filing.reference


@pytest.fixture
def page_of(begin, qtbot):
    def show(backend, queue=Queue.TODAY):
        running = begin(backend)
        running.shell.show("today")
        page = running.shell.window.page("today")
        page.show_queue(queue)
        running.settle()
        page.running = running
        return page

    return show


def later(backend, **time):
    return replace(backend, clock=lambda: NOON + timedelta(**time))


def row(page, number=0):
    table = page.lines.table
    return {column: table.data(table.index(number, place)) for place, column in enumerate(table.columns)}


def test_today_shows_time_unit_masked_agent_state_numbers_and_clerk(page_of, backend):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    page = page_of(backend)
    assert list(row(page).values()) == [
        *("10:30", "大关县青禾商贸有限公司", "周*", "待录入", "收字〔2026〕1号", "窗口留存", "3号窗口 王敏"),
    ]
    assert page._words.text() == "1件，时间近的在前"


def test_who_waits_to_mend_says_since_when_and_that_nobody_put_down_the_delivery(page_of, backend):
    issuing.issue_notice(backend, opened(backend, "03"), post=POST)
    page = page_of(later(backend, days=3), Queue.DEFICIENT)
    told = row(page)
    assert (told["告知"], told["已等待天数"], told["送达"]) == ("3月2日", "已3天", "未登记送达")
    assert told["编号"] == "补字〔2026〕1号"


@pytest.mark.parametrize(
    ("days", "left", "tone"),
    [(3, "余28天", "ink"), (28, "余3天", "amber"), (31, "今日到期", "amber"), (33, "超期2天", "red")],
)
def test_paper_on_hand_counts_down_to_its_last_day(page_of, backend, days, left, tone, theme):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    page = page_of(later(backend, days=days), Queue.TRANSFER)
    told = row(page)
    assert (told["收到"], told["剩余天数"], told["截止日期"]) == ("3月2日", left, "4月2日")
    colour = page.lines.table.data(page.lines.table.index(0, 1), Qt.ItemDataRole.ForegroundRole)
    assert colour == QColor(theme.colours[tone])
    assert page._explained.text().startswith("1个月")


def test_a_last_day_in_a_year_without_table_says_so(page_of):
    backend = MemoryBackend.make(now=NOON.replace(year=2031))
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    page = page_of(backend, Queue.TRANSFER)
    assert row(page)["截止日期"] == "4月2日（按周末推算）"
    assert "放假安排尚未录入" in page._explained.text()


def test_digits_and_arrows_switch_the_queue(page_of, backend, qtbot):
    page = page_of(backend)
    for key, queue in [
        (Qt.Key.Key_2, Queue.DEFICIENT),
        (Qt.Key.Key_Right, Queue.COMPLETE),
        (Qt.Key.Key_Left, Queue.DEFICIENT),
        (Qt.Key.Key_5, Queue.DRAFT),
        (Qt.Key.Key_Right, Queue.TODAY),
    ]:
        qtbot.keyClick(page.view, key)
        assert page.queue is queue
        assert page.tabs.tabs[queue].isChecked()
        qtbot.waitUntil(lambda: page.lines.currentWidget() is page._nothing[page.queue])


def test_the_focus_goes_to_the_lines_that_a_key_chooses_and_to_the_tab_where_there_are_none(page_of, backend, qtbot):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    page = page_of(backend, Queue.DEFICIENT)
    page.tabs.tabs[Queue.DEFICIENT].setFocus()
    press("5")
    page.running.settle()
    assert page.tabs.tabs[Queue.DRAFT].hasFocus()
    press("3")
    page.running.settle()
    assert page.view.hasFocus()
    press("2")
    page.running.settle()
    press("3")
    page.running.settle()
    assert page.view.hasFocus()
    page.filter.setFocus()
    page.show_queue(Queue.TODAY)
    page.running.settle()
    assert page.filter.hasFocus()


def test_every_count_stands_on_its_button_and_in_the_rail(page_of, backend):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    opened(backend, "03")
    page = page_of(backend)
    words = [page.tabs.tabs[queue].text() for queue in Queue]
    assert words == ["1 今日  2", "2 待补正  0", "3 待录入  1", "4 待移交  1", "5 草稿  1"]
    branches = page.running.shell.window.rail._branches
    assert {name: branch._count.text() for name, branch in branches.items()} == {
        "today": "2",
        "deficient": "",
        "complete": "1",
        "transfer": "1",
        "draft": "1",
    }


def test_the_rail_goes_to_a_queue(page_of, backend, qtbot):
    page = page_of(backend)
    page.running.shell.show("cases")
    qtbot.mouseClick(page.running.shell.window.rail._branches["transfer"], Qt.MouseButton.LeftButton)
    assert page.running.shell.window.shown == "today"
    assert page.queue is Queue.TRANSFER


def test_enter_opens_the_marked_case(page_of, backend, qtbot):
    reference = opened(backend, "01")
    page = page_of(backend)
    space = page.running.shell.workspace
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.session is not None)
    assert space.session.reference == reference
    assert page.running.shell.window.shown == "cases"


def test_p_prints_again(page_of, backend, qtbot):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    page = page_of(backend)
    qtbot.keyClick(page.view, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(page.running.printers.jobs) == 2)


def test_the_list_follows_an_act(page_of, backend, qtbot):
    page = page_of(backend)
    page.running.station.acted.emit(opened(backend, "01"))
    qtbot.waitUntil(lambda: page.lines.table.rowCount() == 1)


def test_a_unit_is_looked_for_as_its_name_is_typed(page_of, backend, qtbot):
    opened(backend, "01", "大关县第三人民医院")
    opened(backend, "03", "大关县筇竹中学")
    page = page_of(backend)
    qtbot.keyClick(page.view, Qt.Key.Key_Slash)
    assert page.window().focusWidget() is page.filter
    page.filter.insert("医院")
    qtbot.waitUntil(lambda: page.lines.table.rowCount() == 1)
    assert row(page)["单位"] == "大关县第三人民医院"
    page.filter.insert("甲")
    qtbot.waitUntil(lambda: page.lines.currentWidget() is page._no_match)
    qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.lines.table.rowCount() == 2)
    assert page.running.shell.window.shown == "today"


def test_more_lines_come_as_the_end_comes_into_sight(page_of, backend, qtbot, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 20)
    for number in range(45):
        opened(backend, "03", f"大关县第{number}单位")
    page = page_of(backend, Queue.DRAFT)
    assert page.lines.table.rowCount() == 20
    bar = page.view.verticalScrollBar()
    for rows in (40, 45):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda rows=rows: page.lines.table.rowCount() == rows)
    names = {page.lines.lines[place].case.reference for place in range(45)}
    assert len(names) == 45


def test_a_queue_too_long_to_count_says_so(page_of, backend, monkeypatch):
    from counter_app.ui.lists import queues as shown

    monkeypatch.setattr(queues, "MOST", 3)
    monkeypatch.setattr(shown, "MOST", 3)
    for number in range(4):
        opened(backend, "03", f"第{number}单位")
    page = page_of(backend, Queue.DRAFT)
    assert page.tabs.tabs[Queue.DRAFT].text() == "5 草稿  3+"
    assert page._words.text() == "3件以上，筛选只看最前的3件；其余按 Ctrl+K 查找"


def test_a_list_that_cannot_be_read_says_so_and_can_be_asked_for_again(page_of, backend, qtbot, monkeypatch):
    read = queues.queue_page

    def gone(*_arguments, **_options):
        raise Refusal("数据库正被占用", "稍后再试")

    monkeypatch.setattr(queues, "queue_page", gone)
    page = page_of(backend)
    assert page.lines.currentWidget() is page.lines.failed
    assert "数据库正被占用" in page.lines.failed.accessibleName()
    monkeypatch.setattr(queues, "queue_page", read)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.lines.currentWidget() is page._nothing[Queue.TODAY])
