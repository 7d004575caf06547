"""A long list is judged between the clerk's keys: in slices, dropped when overtaken, and never twice."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import delete

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.forms import judging
from counter_app.domain.forms.findings import Findings
from counter_app.services.filing import cases
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.intake import judging as slices
from counter_app.ui.intake.judging import CaseJudge
from counter_app.ui.intake.page import IntakePage
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.verdict_panel import FindingRow
from tests.fakes.memory_backend import POST

GOOD = {"location": "东门", "device_type": "dome"}
BAD = {"device_type": "怪", "longitude": "x"}


@pytest.fixture
def one_step_a_turn(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0)


@pytest.fixture
def looked_at(monkeypatch):
    """The rows that were judged, one after the other."""
    rows = []
    known = judging._judge_row
    monkeypatch.setattr(judging, "_judge_row", lambda group, row, facts: rows.append(row) or known(group, row, facts))
    return rows


@pytest.fixture
def tasks(qapp, tmp_path):
    tasks = Tasks(ErrorReporter(tmp_path / "reports"))
    yield tasks
    assert tasks.close()
    delete(tasks)


@pytest.fixture
def session(backend, tasks):
    return CaseSession(backend, cases.open_case(backend, post=POST), post=POST, tasks=tasks, parent=tasks)


class Passes:
    """A case whose judging takes so many steps; says what was begun, stepped and dropped."""

    def __init__(self, steps):
        self.steps = steps
        self.said = []

    def begin(self):
        number = sum(word.startswith("begun") for word in self.said) + 1
        self.said.append(f"begun {number}")
        try:
            for step in range(self.steps):
                self.said.append(f"{number}.{step}")
                yield
        except GeneratorExit:
            self.said.append(f"dropped {number}")
            raise
        return Findings(unreviewed=(str(number),))


def test_the_event_loop_has_a_turn_between_two_slices(qtbot, qapp, one_step_a_turn):
    passes = Passes(3)
    judge = CaseJudge(passes.begin, Findings(), qapp)
    judge.judge()
    turns = []
    ticking = QTimer(judge, interval=0)
    ticking.timeout.connect(lambda: turns.append(len(passes.said)))
    ticking.start()
    with qtbot.waitSignal(judge.found) as found:
        assert passes.said == []
    assert found.args == [Findings(unreviewed=("1",))]
    assert len(set(turns)) >= 3, "keys come between the steps"


def test_what_fits_into_a_slice_takes_one_turn(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 60_000)
    judge = CaseJudge(Passes(500).begin, Findings(), qapp)
    judge.judge()
    QApplication.processEvents()
    assert not judge.is_under_way
    assert judge.findings.unreviewed == ("1",)


def test_a_pass_that_was_overtaken_is_dropped(qtbot, qapp, one_step_a_turn):
    passes = Passes(1_000_000)
    judge = CaseJudge(passes.begin, Findings(), qapp)
    heard = []
    judge.found.connect(heard.append)
    judge.judge()
    qtbot.waitUntil(lambda: "1.1" in passes.said)
    passes.steps = 3
    judge.judge()
    qtbot.waitUntil(lambda: not judge.is_under_way)
    assert "dropped 1" in passes.said
    assert heard == [Findings(unreviewed=("2",))]


def test_who_waits_for_the_verdict_is_told_of_the_last_one(qtbot, qapp, one_step_a_turn):
    judge = CaseJudge(Passes(4).begin, Findings(), qapp)
    told = []
    judge.judge()
    judge.when_done(lambda: told.append(judge.findings.unreviewed))
    assert told == []
    judge.judge()
    qtbot.waitUntil(lambda: told != [])
    assert told == [("2",)]
    judge.when_done(lambda: told.append("at once"))
    assert told == [("2",), "at once"]


def test_it_can_be_finished_at_once_and_taken_from_elsewhere(qapp, one_step_a_turn):
    judge = CaseJudge(Passes(4).begin, Findings(), qapp)
    judge.judge()
    assert judge.finish().unreviewed == ("1",)
    assert not judge.is_under_way
    judge.judge()
    judge.take(Findings())
    assert (judge.is_under_way, judge.findings) == (False, Findings())


# With a case --------------------------------------------------------------------------------------------------------


def test_keys_between_slices_judge_no_row_twice(qtbot, session, looked_at, one_step_a_turn):
    session.key_rows([GOOD, BAD] * 300)
    qtbot.waitUntil(lambda: len(looked_at) > 100)
    assert not session.is_judged
    session.answer("unit.name", "大关县青禾商贸有限公司")
    qtbot.waitUntil(lambda: session.is_judged)
    assert len(looked_at) == 600
    assert "unit.name.missing" not in session.findings.codes
    assert session.findings == session.filing.findings(session.facts)
    session.answer("unit.name", "甲")
    QApplication.processEvents()
    assert (session.is_judged, len(looked_at)) == (True, 600)


def test_a_kept_case_is_judged_where_it_is_read(qtbot, backend, tasks, session, looked_at):
    session.key_rows([GOOD, BAD] * 300)
    with qtbot.waitSignal(session.saved, timeout=5_000):
        session.save_now()
    case = cases.load_case(backend, session.reference)
    looked_at.clear()
    again = CaseSession(backend, case, post=POST, tasks=tasks, parent=tasks)
    page = IntakePage(again)
    qtbot.addWidget(page)
    page.show()
    assert len(again.findings.lists["devices"].deficiencies) == 600
    assert looked_at == []


@pytest.fixture
def page(qtbot, session):
    page = IntakePage(session)
    qtbot.addWidget(page)
    page.resize(1218, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return page


def paste(page, rows):
    page.focus_item("devices")
    columns = [column.key for column in page.form.devices["devices"].table.model.columns]
    lines = ("\t".join(row.get(key, "") for key in columns) for row in rows)
    QGuiApplication.clipboard().setText("\n".join(lines))
    page.form.devices["devices"].table.editing.paste()


def test_rows_that_go_and_come_back_are_not_judged_again(qtbot, page, looked_at):
    paste(page, [GOOD, BAD] * 150)
    qtbot.waitUntil(lambda: page.session.is_judged)
    looked_at.clear()
    table = page.form.devices["devices"].table
    before = page.session.filing.answers.list_of("devices")
    table.view.selectAll()
    table.editing.delete_rows()
    assert page.session.filing.answers.rows() == ()
    table.model.undo_stack.undo()
    qtbot.waitUntil(lambda: page.session.is_judged)
    assert page.session.filing.answers.list_of("devices") == before
    table.view.go_to(150, 0)
    table.editing.add_row()
    table.model.undo_stack.undo()
    qtbot.waitUntil(lambda: page.session.is_judged)
    assert looked_at == []


def test_of_thousands_of_problems_only_those_in_sight_are_made(qtbot, page):
    paste(page, [BAD] * 2_000)
    page.form.editors["unit.name"].focus_field()
    qtbot.waitUntil(lambda: page.session.is_judged)
    assert len(page.session.findings.deficiencies) > 4_000
    assert len(page.session.findings.advisories) >= 2_000
    assert len(page.side.verdict.findChildren(FindingRow)) < 100
    more = [button.text() for button in page.side.verdict.findChildren(QPushButton) if "另有" in button.text()]
    assert len(more) == 2, "lacks, and what is only to be noted"
    table = page.form.devices["devices"].table
    assert table.model.problem(1_999, 0)[0] == "填写安装位置"
    assert [table.model.problem(1_999, column) is None for column in range(3)] == [False, False, True]


def test_all_rows_are_selected_without_asking_for_each_cell(qtbot, page, monkeypatch):
    paste(page, [GOOD] * 2_000)
    model = page.form.devices["devices"].table.model
    asked = []
    known = type(model).flags
    monkeypatch.setattr(type(model), "flags", lambda self, index: asked.append(index.row()) or known(self, index))
    page.form.devices["devices"].table.view.selectAll()
    page.repaint()
    QApplication.processEvents()
    assert len(asked) < 2_000


def test_a_full_list_is_taken_and_a_key_in_a_field_goes_through_none_of_it(qtbot, page, looked_at):
    paste(page, [GOOD] * MOST_ROWS)
    qtbot.waitUntil(lambda: page.session.is_judged, timeout=60_000)
    assert len(looked_at) == MOST_ROWS
    found = page.session.findings.lists["devices"]
    page.form.editors["unit.name"].focus_field()
    qtbot.keyClicks(QApplication.focusWidget(), "abc")
    QApplication.processEvents()
    assert page.session.is_judged
    assert page.session.filing.answers.raw["unit.name"] == "abc"
    assert page.session.findings.lists["devices"] is found
    assert len(looked_at) == MOST_ROWS


# Within the window --------------------------------------------------------------------------------------------------


@pytest.fixture
def shell(begin, backend):
    return begin(backend).shell


@pytest.mark.parametrize("stays", [True, False])
def test_f8_waits_for_a_long_list_and_is_forgotten_where_another_case_is_in_front(qtbot, shell, one_step_a_turn, stays):
    asked = []
    shell.act("new")
    qtbot.waitUntil(lambda: shell.workspace.session is not None and not shell.station.tasks.is_busy)
    session = shell.workspace.session
    shell.acts.notice_wanted.disconnect()
    shell.acts.notice_wanted.connect(asked.append)
    session.key_rows([GOOD] * 500)
    shell.act("notice")
    assert asked == []
    assert "正在核对设备清单…" in shell.notifier._bar.words
    if not stays:
        shell.workspace.park()
    qtbot.waitUntil(lambda: session.is_judged)
    assert asked == ([session] if stays else [])
