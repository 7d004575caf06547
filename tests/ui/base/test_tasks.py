"""The one road off the UI thread."""

import threading
import weakref
from functools import partial

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.errors import ErrorReporter, ProgramError
from counter_app.ui.base.tasks import CancelToken, Lane, Tasks


@pytest.fixture
def reporter(qapp, tmp_path):
    return ErrorReporter(tmp_path / "reports")


@pytest.fixture
def tasks(reporter):
    made = Tasks(reporter)
    yield made
    made.close()


def test_work_is_done_elsewhere_and_its_result_told_here(qtbot, tasks):
    told = []
    tasks.run(threading.current_thread, done=lambda worker: told.append((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(told))
    [(worker, here)] = told
    assert worker is not threading.main_thread()
    assert here is threading.main_thread()


def test_the_keeping_lane_keeps_the_order(qtbot, tasks):
    kept, told = [], []
    for number in range(50):
        tasks.run(lambda number=number: kept.append(number), done=lambda _: told.append(1), lane=Lane.WRITE)
    qtbot.waitUntil(lambda: len(told) == 50)
    assert kept == list(range(50))


def test_a_refusal_is_told_where_the_work_was_wanted(qtbot, tasks, reporter):
    said = []

    def refuse():
        raise Refusal("本机没有安装打印机", "导出 PDF")

    with qtbot.assertNotEmitted(reporter.happened):
        tasks.run(refuse, failed=said.append)
        qtbot.waitUntil(lambda: bool(said))
    assert str(said[0]) == "本机没有安装打印机。导出 PDF"


def test_a_refusal_that_nobody_waits_for_goes_to_the_window(qtbot, tasks):
    def refuse():
        raise Refusal("本机没有安装打印机")

    with qtbot.waitSignal(tasks.refused) as said:
        tasks.run(refuse)
    assert said.args[0].sentence == "本机没有安装打印机"


def test_our_own_fault_is_reported_and_the_page_may_leave_its_busy_state(qtbot, tasks, reporter):
    said = []
    with qtbot.waitSignal(reporter.happened) as happened:
        tasks.run(lambda: 1 / 0, failed=said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert isinstance(said[0], ProgramError)
    assert happened.args[0] is said[0]
    assert "ZeroDivisionError" in said[0].report.read_text("utf-8")


def test_cancelled_work_tells_nothing_any_more(qtbot, tasks):
    started, go = threading.Event(), threading.Event()
    told = []

    def long(steps):
        started.set()
        go.wait(5)
        steps.check()
        return "late"

    token = tasks.run_long(long, done=told.append, failed=told.append)
    assert started.wait(5)
    token.cancel()
    go.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert told == []


def test_progress_is_told_here_in_order(qtbot, tasks):
    heard, told = [], []

    def long(steps):
        for done in range(1, 4):
            steps.advance(done, 3, f"第{done}行")
        return "ready"

    tasks.run_long(long, done=told.append, progress=lambda *step: heard.append(step))
    qtbot.waitUntil(lambda: told == ["ready"])
    assert heard == [(1, 3, "第1行"), (2, 3, "第2行"), (3, 3, "第3行")]


def test_work_for_a_page_that_is_gone_tells_nothing(qtbot, tasks):
    from PySide6.QtCore import QObject

    go = threading.Event()
    told = []
    owner = QObject()
    tasks.run(lambda: go.wait(5), done=told.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    go.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert told == []


def test_one_token_cancels_several(qtbot, tasks):
    token = CancelToken()
    token.cancel()
    told = []
    for _ in range(3):
        tasks.run(lambda: told.append("worked"), cancel=token)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert told == []


def test_closing_waits_for_what_keeps_and_tells_it(reporter):
    tasks = Tasks(reporter)
    kept, told = [], []
    for number in range(20):
        tasks.run(lambda number=number: kept.append(number), done=lambda _: told.append(1), lane=Lane.WRITE)
    assert tasks.close()
    assert kept == list(range(20))
    assert len(told) == 20
    with pytest.raises(RuntimeError):
        tasks.run(list)


def test_being_busy_is_told_once_at_either_end(qtbot, tasks):
    heard = []
    tasks.busy_changed.connect(heard.append)
    go = threading.Event()
    tasks.run(lambda: go.wait(5))
    tasks.run(lambda: go.wait(5))
    go.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert heard == [True, False]


def test_what_ends_while_the_window_closes_may_ask_for_more_and_nothing_is_begun(qtbot, tasks, reporter):
    go, begun, counted = threading.Event(), [], []

    def count():
        go.wait(5)
        return 3

    def counts(number):
        counted.append(number)
        asked.append(tasks.run(lambda: begun.append(1), lane=Lane.WRITE))

    asked = []
    tasks.run(count, done=counts, lane=Lane.WRITE)
    threading.Timer(0.1, go.set).start()
    with qtbot.assertNotEmitted(reporter.happened):
        assert tasks.close()
    assert (counted, begun, [token.is_cancelled for token in asked]) == ([3], [], [True])


def test_nothing_is_told_after_the_tasks_were_closed(qtbot, tasks):
    go, told = threading.Event(), []
    tasks.run(lambda: go.wait(5), done=told.append, lane=Lane.WRITE)
    assert not tasks.close(10)
    go.set()
    assert tasks.close()
    assert told == []


class Page:
    """Something that work is done for."""


def test_what_the_work_was_for_is_let_go_when_it_is_told(qtbot, tasks):
    page = Page()
    gone = weakref.ref(page)
    told = []
    tasks.run(partial(id, page), done=partial(lambda _page, _result: told.append(1), page))
    del page
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: gone() is None)
