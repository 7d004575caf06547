"""办理记录: who may see it, what it shows, what is done with it."""

import json

import pytest

from counter_app.domain.trail.report import TrailFault, TrailFinding, TrailGap, TrailReport
from counter_app.services.filing import cases
from counter_app.services.office import supervision
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from tests.fakes.memory_backend import POST
from tests.ui.clerk import act, dialog_of, said


@pytest.fixture
def running(begin, backend, qtbot):
    cases.open_case(backend, post=POST)
    return begin(backend)


@pytest.fixture
def page(running, qtbot):
    act(running, "trail")
    qtbot.waitUntil(lambda: running.shell.window.shown == "trail")
    page = running.shell.window.page("trail")
    qtbot.waitUntil(lambda: bool(page.lines.lines))
    return page


def test_its_lines_say_what_was_done_and_that_it_was_read(page):
    assert [line.words for line in page.lines.lines] == ["查看办理记录", "受理登记"]


def test_where_there_is_a_supervisor_the_pin_is_asked_first(running, backend, qtbot):
    supervision.set_supervisor(backend, "赵主任", "246810", post=POST)
    act(running, "trail")
    assert isinstance(dialog_of(qtbot, SupervisorDialog), SupervisorDialog)
    assert running.shell.window.shown != "trail"


def test_it_is_filtered(page, qtbot):
    page.text.setText("没有这个人")
    page.text.returnPressed.emit()
    qtbot.waitUntil(lambda: page.lines.currentWidget() is page.lines.nothing)
    page.text.clear()
    page.first.setText("2026-13-01")
    page.text.returnPressed.emit()
    assert page.lines.currentWidget() is page.lines.nothing


def test_verifying_says_that_it_is_whole_or_the_first_that_is_not(page, backend, qtbot):
    backend.witness.report = TrailReport(2)
    page.acts.trigger("verify")
    qtbot.waitUntil(lambda: page.report.text() == "✓ 已核对2条，完整、未被改动")
    backend.witness.report = TrailReport(9, (TrailFinding(TrailFault.REMOVED, 5, 6),), (TrailGap(2, 3),))
    page.acts.trigger("verify")
    qtbot.waitUntil(lambda: page.report.text().startswith("办理记录第5至6条被删除；请停止办理"))
    assert page.report.text().endswith("第2至3条不在这份数据里：数据退回过，其后的记录已经注明")


def test_it_goes_out_as_a_workbook(running, page, qtbot, tmp_path):
    path = tmp_path / "trail.xlsx"
    feature = next(one for one in running.shell.features if type(one).__name__ == "TrailFeature")
    feature.write(path, page._request())
    qtbot.waitUntil(lambda: said(running).startswith("已导出2条到"))
    _title, [_columns, *rows] = json.loads(path.read_text("utf-8"))
    assert [row[4] for row in rows] == ["受理登记", "查看办理记录"]
