"""A case begun while the data are still being opened: its page is there at once, and nothing typed is lost."""

import threading
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.services.filing import cases
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import WindowState
from counter_app.ui.intake import late_cards
from counter_app.ui.shell import opening_watch
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend
from tests.ui.clerk import dialogs, press_in, said
from tests.ui.shell_fakes import MemoryWorkstations

CTRL = Qt.KeyboardModifier.ControlModifier


class Opening:
    """A counter whose database is opened by `gate`; `refusal` is what the opening says then."""

    def __init__(self, backend):
        self.backend = backend
        self.gate = threading.Event()
        self.told = threading.Event()
        self.refusal = None
        self.waited_in_vain = False
        self.early = replace(backend, work=self._work)

    def _work(self):
        if not self.told.wait(5):
            self.waited_in_vain = True
        if self.refusal is not None:
            raise self.refusal
        return self.backend.work()

    def connect(self):
        self.told.clear()
        self.gate.wait(10)
        self.told.set()
        if self.refusal is not None:
            raise self.refusal
        return self.backend


@pytest.fixture
def opening(backend):
    made = Opening(backend)
    yield made
    made.gate.set()
    assert not made.waited_in_vain


@pytest.fixture
def starting(begin, opening):
    running = begin(connect=opening.connect, early=lambda: opening.early, wait=False)
    running.shell.window.activateWindow()
    return running


def line():
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    return field


def begin_case(running, name):
    press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
    press_in(running.shell.window, name)


def open_data(qtbot, running, opening):
    opening.gate.set()
    qtbot.waitUntil(lambda: running.station.is_open and not running.station.tasks.is_busy)


def test_letters_stand_in_the_new_case_before_the_data_are_open(qtbot, starting, opening, backend):
    begin_case(starting, "abc")
    field = line()
    assert field.text() == "abc"
    assert not starting.station.is_open
    open_data(qtbot, starting, opening)
    assert QApplication.focusWidget() is field
    assert not field.hasSelectedText()
    press_in(starting.shell.window, "d")
    session = starting.shell.workspace.session
    session.save_now()
    starting.settle()
    kept = cases.load_case(backend, session.reference).filing
    assert kept.answers.raw["unit.name"] == "abcd"
    assert [entry.act for entry in backend.store.kept.history].count("case.opened") == 1


def test_an_update_of_the_data_is_told_on_the_page_that_waits_and_above_a_case_begun_meanwhile(
    qtbot, starting, opening
):
    window = starting.shell.window
    assert window.busy.accessibleName() == "正在打开数据…"
    starting.station.is_updating = lambda: True
    qtbot.waitUntil(lambda: window.busy.accessibleName().startswith("正在升级数据：先备份，再升级"))
    assert said(starting) == ""
    begin_case(starting, "abc")
    qtbot.waitUntil(lambda: said(starting).startswith("正在升级数据"))
    assert "可以继续录入" in said(starting)
    assert line().text() == "abc"
    open_data(qtbot, starting, opening)
    qtbot.waitUntil(lambda: said(starting) == "")


def test_an_early_case_says_when_the_data_are_still_not_open(qtbot, starting, opening, monkeypatch):
    monkeypatch.setattr(opening_watch, "_LONG", 0)
    begin_case(starting, "abc")
    qtbot.waitUntil(lambda: said(starting).startswith("数据还没有打开"))
    open_data(qtbot, starting, opening)
    qtbot.waitUntil(lambda: said(starting) == "")


def test_an_early_case_has_the_day_of_the_office_once_the_data_are_open(qtbot, starting, opening, backend):
    begin_case(starting, "abc")
    session = starting.shell.workspace.session
    backend.store.kept.office = replace(OFFICE, time_zone="Asia/Urumqi")
    open_data(qtbot, starting, opening)
    assert session.zone == ZoneInfo("Asia/Urumqi")


def test_keys_that_waited_for_the_frame_are_typed_as_soon_as_it_stands(begin, opening):
    held = []

    def early():
        return opening.early

    def connect():
        return opening.connect()

    from counter_app.ui.shell.startup import StartupWindow

    shown = StartupWindow.build_shell

    def build(self, *arguments):
        press_in(self.window, (Qt.Key.Key_N, CTRL))
        press_in(self.window, "ab")
        held.append(self.key_buffer.is_holding)
        return shown(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StartupWindow, "build_shell", build)
        running = begin(connect=connect, early=early, wait=False)
    assert held == [True]
    assert running.shell.workspace.session.filing.answers.raw["unit.name"] == "ab"


def test_an_act_that_needs_the_data_waits_and_so_does_what_follows_it(qtbot, starting, opening):
    begin_case(starting, "a")
    field = line()
    press_in(starting.shell.window, (Qt.Key.Key_K, CTRL))
    press_in(starting.shell.window, "mn")
    assert field.text() == "a"
    assert starting.shell.window.shown == "cases"
    open_data(qtbot, starting, opening)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and line().text() == "mn")
    assert line() is not field
    assert field.text() == "a"


def test_keys_of_the_field_itself_do_not_wait(starting):
    begin_case(starting, "ab")
    press_in(starting.shell.window, (Qt.Key.Key_A, CTRL))
    press_in(starting.shell.window, "c")
    assert line().text() == "c"
    assert not starting.shell._key_buffer.is_holding


def test_no_act_upon_the_case_can_be_done_before_the_data_are_open(qtbot, starting, opening):
    begin_case(starting, "a")
    assert not starting.shell._actions["receipt"].isEnabled()
    assert not starting.shell.bar.isEnabled()
    open_data(qtbot, starting, opening)
    assert starting.shell._actions["receipt"].isEnabled()
    assert starting.shell.bar.isEnabled()


def test_where_the_data_cannot_be_opened_what_was_typed_is_kept_for_the_next_try(qtbot, starting, opening, backend):
    begin_case(starting, "abc")
    opening.refusal = Refusal("数据文件正被占用", "关闭其他窗口后再试")
    opening.gate.set()
    shell = starting.shell
    qtbot.waitUntil(lambda: shell.window.shown == "broken" and not starting.station.tasks.is_busy)
    words = [label.text() for label in shell.window.page("broken").findChildren(QLabel) if label.isVisible()]
    assert any("刚录入的内容还在" in text for text in words)
    opening.refusal = None
    press_in(shell.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: starting.station.is_open and not starting.station.tasks.is_busy)
    assert shell.window.shown == "cases"
    session = shell.workspace.session
    session.save_now()
    starting.settle()
    assert cases.load_case(backend, session.reference).filing.answers.raw["unit.name"] == "abc"


def test_leaving_without_the_data_asks_about_what_would_be_lost(qtbot, starting, opening):
    begin_case(starting, "abc")
    opening.refusal = Refusal("数据文件正被占用", "关闭其他窗口后再试")
    opening.gate.set()
    qtbot.waitUntil(lambda: starting.shell.window.shown == "broken" and not starting.station.tasks.is_busy)
    starting.shell.window.page("broken").leave.emit()
    qtbot.waitUntil(lambda: bool(dialogs(starting)))
    assert starting.shell.window.isVisible()


def test_cases_that_stood_open_come_behind_it(qtbot, starting, opening, backend):
    before = cases.open_case(backend, post=POST).filing.reference
    cases.save_window_state(backend, WindowState((before,), before), post=POST)
    begin_case(starting, "a")
    session = starting.shell.workspace.session
    open_data(qtbot, starting, opening)
    assert starting.shell.workspace.session is session
    assert [one.reference for one in starting.shell.workspace.sessions] == [session.reference, before]
    starting.shell.window_state.flush()
    starting.settle()
    assert cases.load_window_state(backend, post=POST) == starting.shell.workspace.window_state()


def test_it_is_judged_by_what_the_office_says(qtbot, begin):
    backend = MemoryBackend.make(office=replace(OFFICE, shared_keys=frozenset({"unit.uscc"})))
    opening = Opening(backend)
    running = begin(connect=opening.connect, early=lambda: opening.early, wait=False)
    running.shell.window.activateWindow()
    begin_case(running, "a")
    session = running.shell.workspace.session
    assert session.facts.shared_keys == frozenset()
    open_data(qtbot, running, opening)
    qtbot.waitUntil(lambda: session.facts.shared_keys == {"unit.uscc"})
    assert session.facts.area == backend.store.kept.office.area


def test_a_second_new_case_is_the_blank_one_that_stands(starting):
    press_in(starting.shell.window, (Qt.Key.Key_N, CTRL))
    press_in(starting.shell.window, (Qt.Key.Key_N, CTRL))
    assert len(starting.shell.workspace.sessions) == 1


def test_a_workstation_that_is_not_set_up_begins_none(begin, opening):
    running = begin(
        connect=opening.connect,
        early=lambda: opening.early,
        workstations=MemoryWorkstations(Workstation("", "")),
        wait=False,
    )
    press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
    assert running.shell.workspace.sessions == []


def test_a_form_that_cannot_be_read_leaves_it_to_the_opening_to_say(qtbot, begin, opening):
    faulty = CatalogueError("form.toml", "field", "缺少必需的键")

    def early():
        raise faulty

    opening.refusal = faulty
    running = begin(connect=opening.connect, early=early, wait=False)
    running.shell.window.activateWindow()
    press_in(running.shell.window, (Qt.Key.Key_N, CTRL))
    assert running.shell.workspace.sessions == []
    opening.gate.set()
    qtbot.waitUntil(lambda: running.shell.window.shown == "broken")


def test_a_clock_that_is_doubted_can_be_confirmed(qtbot, starting, opening, backend):
    from datetime import timedelta

    from counter_app.services.ports import HistoryEntry

    with backend.work() as work:
        at = backend.clock() + timedelta(hours=1)
        work.history.record(HistoryEntry(at, OFFICE.time_zone, POST.clerk, POST.window, "case.opened"))
        work.commit()
    begin_case(starting, "abc")
    open_data(qtbot, starting, opening)
    assert "早于上一次办理的时间" in said(starting)


def test_the_first_letters_come_before_the_cards_below_and_an_opened_office_has_no_late_cards(
    qtbot, starting, opening, monkeypatch
):
    monkeypatch.setattr(late_cards, "_BUILT_AFTER", 600_000)

    def cards():
        return [key for key, card in starting.shell.workspace.page.form.cards.items() if card.isVisible()]

    begin_case(starting, "abc")
    assert cards() == ["unit"]
    assert line().text() == "abc"
    sections = [section.key for section in starting.shell.workspace.session.form.sections]
    press_in(starting.shell.window, Qt.Key.Key_Right)
    assert cards() == sections
    open_data(qtbot, starting, opening)
    press_in(starting.shell.window, (Qt.Key.Key_N, CTRL))
    qtbot.waitUntil(lambda: len(starting.shell.workspace.sessions) == 2)
    assert cards() == sections


def test_keys_typed_ahead_at_the_start_go_from_card_to_card(qtbot, starting):
    begin_case(starting, "abc")
    for _section in range(2):
        press_in(starting.shell.window, (Qt.Key.Key_Return, CTRL))
    form = starting.shell.workspace.page.form
    assert form.focused_key() == next(iter(list(form.cards.values())[2].editors))
