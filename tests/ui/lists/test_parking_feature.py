"""F12 parks and switches, nothing typed is lost; continuous intake opens the next case and leaves the message."""

import pytest
from PySide6.QtCore import Qt

from counter_app.services.papers import issuing
from counter_app.services.ports import WindowState
from counter_app.ui.lists.switcher import SwitcherEntry
from tests.fakes.memory_backend import POST
from tests.ui.lists.test_queues import opened


@pytest.fixture
def at_work(begin, qtbot, backend):
    """Two cases open, the second in front, a third waiting in its queue."""
    first, second = opened(backend, "03", "大关县筇竹中学"), opened(backend, "03", "大关县第三人民医院")
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    running = begin(backend)
    for reference in (first, second):
        running.shell.acts.open_case(reference)
        qtbot.waitUntil(lambda reference=reference: running.shell.workspace.session_of(reference) is not None)
    running.first, running.second = first, second
    return running


def f12(running, qtbot):
    running.shell.act("park")
    running.settle()
    return running.shell.window.page("switcher")


def offered(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def window_state(backend):
    return backend.store.kept.window_states.get(POST.window, WindowState())


def titles(running):
    tabs = running.shell.window.tabs
    return [tabs.title(place) for place in range(tabs.count())]


def test_f12_parks_the_case_and_offers_what_can_be_taken_up(at_work, qtbot):
    page = f12(at_work, qtbot)
    assert at_work.shell.window.shown == "switcher"
    assert at_work.shell.workspace.session is None
    assert titles(at_work)[1].endswith("暂存 需补正4项")
    assert offered(page) == [
        "0  新建受理  ·  新建，办理下一位申请人的业务",
        "已打开的业务",
        "1  大关县筇竹中学  ·  需补正4项",
        "2  大关县第三人民医院  ·  需补正4项",
        "待录入",
        "3  大关县青禾商贸有限公司  ·  今日 3号窗口 王敏",
    ]
    assert page._choice(page.list.currentRow()).reference == at_work.first


def test_enter_goes_to_the_marked_case_and_f12_marks_the_next(at_work, qtbot):
    page = f12(at_work, qtbot)
    f12(at_work, qtbot)
    assert page._choice(page.list.currentRow()).reference == at_work.second
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert at_work.shell.window.shown == "cases"
    assert at_work.shell.workspace.session.reference == at_work.first
    assert "暂存" in titles(at_work)[1]
    at_work.shell.workspace.show_case(at_work.second)
    assert "暂存" not in titles(at_work)[1]


def test_escape_goes_back_to_the_case_that_was_parked(at_work, qtbot):
    page = f12(at_work, qtbot)
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert at_work.shell.window.shown == "cases"
    assert at_work.shell.workspace.session.reference == at_work.second
    assert "暂存" not in titles(at_work)[1]


def test_a_digit_goes_there_at_once(at_work, qtbot):
    page = f12(at_work, qtbot)
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: at_work.shell.workspace.session is not None)
    assert len(at_work.shell.workspace.sessions) == 3


def test_the_screen_is_cleared_for_the_next_customer(at_work, qtbot):
    page = f12(at_work, qtbot)
    qtbot.keyClick(page.list, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: at_work.shell.workspace.session is not None)
    assert at_work.shell.workspace.session.filing.answers.raw == {}
    at_work.shell.act("cases")
    f12(at_work, qtbot)
    at_work.shell.show("cases")
    assert at_work.shell.workspace.page is None


def test_what_is_being_typed_when_f12_is_pressed_is_kept(at_work, qtbot, backend):
    page = at_work.shell.workspace.page
    line = page.form.editors["agent.name"].line
    line.setFocus()
    qtbot.keyClicks(line, "Li")
    f12(at_work, qtbot)
    qtbot.waitUntil(lambda: str(backend.store.filing(at_work.second).answers.raw["agent.name"]).count("Li"))


def test_parked_cases_come_back_parked_after_a_restart(at_work, begin, qtbot, backend):
    f12(at_work, qtbot)
    at_work.shell.window_state.flush()
    qtbot.waitUntil(lambda: window_state(backend).parked == (at_work.second,))
    again = begin(backend)
    assert titles(again)[1].endswith("暂存 需补正4项")
    assert again.shell.workspace.session.reference == at_work.first
    f12(again, qtbot)
    again.shell.window_state.flush()
    qtbot.waitUntil(lambda: len(window_state(backend).parked) == 2)
    last = begin(backend)
    assert last.shell.workspace.session is None
    assert last.shell.window.shown == "cases"


def test_f12_with_nothing_open_offers_what_waits(begin, qtbot, backend):
    running = begin(backend)
    page = f12(running, qtbot)
    assert offered(page) == ["0  新建受理  ·  新建，办理下一位申请人的业务"]
    assert isinstance(page._choice(0), SwitcherEntry)
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert running.shell.window.shown == "cases"


# Continuous intake --------------------------------------------------------------------------------------------------


def test_after_a_receipt_the_next_case_opens_and_the_message_stays(begin, qtbot, backend):
    running = begin(backend)
    running.shell.act("continuous")
    assert running.workstations.kept.continuous
    reference = opened(backend, "01")
    running.shell.acts.open_case(reference)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    running.shell.acts.receipt()
    space = running.shell.workspace
    qtbot.waitUntil(lambda: space.session is not None and space.session.reference != reference)
    running.settle()
    assert [session.filing.answers.raw for session in space.sessions] == [{}]
    assert running.shell.notifier._bar.words.startswith("已打印收件凭证 大公（视）收字〔2026〕1号2份")
    assert running.shell.window.messages.isVisible()


def test_after_a_notice_its_case_is_parked(begin, qtbot, backend):
    running = begin(backend)
    running.shell.act("continuous")
    reference = opened(backend, "03")
    running.shell.acts.open_case(reference)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    [paper] = [issuing.issue_notice(backend, reference, post=POST)]
    running.shell.workspace.session.reload()
    running.shell.flow.print_papers([paper])
    space = running.shell.workspace
    qtbot.waitUntil(lambda: space.session is not None and space.session.reference != reference)
    assert "暂存 待补正" in titles(running)[0]


def test_without_the_switch_the_case_stays(begin, qtbot, backend):
    running = begin(backend)
    reference = opened(backend, "01")
    running.shell.acts.open_case(reference)
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    running.shell.acts.receipt()
    qtbot.waitUntil(lambda: "已打印" in running.shell.notifier._bar.words)
    assert running.shell.workspace.session.reference == reference
