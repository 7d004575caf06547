"""The window as a whole: the startup window, the first start, cases as tabs, open cases after a power cut, going."""

import os
import signal
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.trail.witness import Rollback
from counter_app.services.filing import cases
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import WindowState
from counter_app.ui.base import shortcuts
from counter_app.ui.intake import workspace
from counter_app.ui.intake.tabs import CaseTabs, short_name
from counter_app.ui.shell.ending import closes_when_asked
from counter_app.ui.widgets.act_menu import ActMenu
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import act, said
from tests.ui.shell_fakes import MemoryWorkstations


@pytest.fixture
def shell(begin, backend):
    return begin(backend).shell


def may(shell, name):
    """Whether an act of the window can be done now."""
    return next(a for a in shell.window.actions() if a.text() == shortcuts.words_of(name)).isEnabled()


def settled(qtbot, shell):
    qtbot.waitUntil(lambda: not shell.station.tasks.is_busy)


# The startup window --------------------------------------------------------------------------------------------------


def test_the_frame_stands_with_office_and_clerk_before_the_data_are_open(begin, backend, qtbot):
    gate = threading.Event()

    def connect():
        gate.wait(10)
        return backend

    shell = begin(connect=connect, wait=False).shell
    assert shell.window.isVisible()
    assert shell.window.shown == "busy"
    assert "大关县公安局" in shell.window.rail._foot.text()
    assert "3号窗口 · 王敏" in shell.window.rail._foot.text()
    assert not may(shell, "new")
    gate.set()
    qtbot.waitUntil(lambda: shell.window.shown == "cases")
    assert may(shell, "new")


def test_a_template_that_cannot_be_accepted_closes_the_window_for_work(begin, backend, qtbot, monkeypatch):
    def refuse(_document):
        raise CatalogueError("deficiency_notice.toml", "block[2]", "没有名为 {who} 的变量")

    monkeypatch.setattr(backend.renderer, "copies", refuse)
    shell = begin(backend, wait=False).shell
    qtbot.waitUntil(lambda: shell.window.shown == "broken")
    assert "deficiency_notice.toml" in shell.window.page("broken").accessibleName()
    assert not may(shell, "new")


def test_the_empty_workspace_says_what_to_press_and_how_the_day_went(shell, qtbot):
    settled(qtbot, shell)
    home = shell.workspace._nothing
    assert [button.text() for button in home.buttons.values()] == [
        *("新建受理  Ctrl+N", "查找  Ctrl+K", "从文件受理  Ctrl+O", "扫码或按编号打开  Ctrl+G", "待办  Ctrl+2"),
    ]
    assert shell.workspace._nothing.today.text() == "今日还没有受理"
    assert not shell.bar.isVisible()


def test_what_cannot_be_opened_fills_the_window_and_can_be_tried_again(begin, backend, qtbot):
    answers = [Refusal("数据文件已损坏，无法打开", "用备份恢复后再试"), backend]

    def connect():
        answer = answers.pop(0)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    shell = begin(connect=connect).shell
    assert shell.window.shown == "broken"
    assert "用备份恢复后再试" in shell.window.page("broken").accessibleName()
    assert not may(shell, "new")
    shell.window.page("broken")._again.click()
    qtbot.waitUntil(lambda: shell.window.shown == "cases")


# Cases as tabs ------------------------------------------------------------------------------------------------------


def open_cases(qtbot, shell, backend, number):
    made = [cases.open_case(backend, post=POST) for _ in range(number)]
    for place, case in enumerate(made):
        shell.workspace.add_case(case)
        shell.workspace.session.answer("unit.name", f"大关县第{place + 1}商贸有限公司")
    settled(qtbot, shell)
    return [case.filing.reference for case in made]


def test_a_tab_bears_the_units_name_with_its_county_and_the_verdict(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    shell.workspace.session.answer("unit.name", "大关县青禾商贸有限公司")
    missing = len(shell.workspace.session.judge_now().deficiencies)
    assert shell.window.tabs.title(0) == f"大关县青禾商贸 · 需补正{missing}项"


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("大关县青禾商贸有限公司", "青禾商贸"),
        ("云南省昭通市昭阳区人民医院", "人民医院"),
        ("县三医院", "县三医院"),
        ("大关县", "大关县"),
        ("", ""),
    ],
)
def test_a_short_name_is_what_people_say(unit, short):
    assert short_name(unit) == short


def test_a_tab_drops_the_county_only_where_space_is_short(qtbot, theme):
    tabs = CaseTabs()
    qtbot.addWidget(tabs)
    tabs.show()
    for place, county in enumerate(("大关县", "盐津县", "彝良县")):
        tabs.add()
        tabs.update_tab(place, f"{county}青禾商贸有限公司", "齐全")
    for width, shown in ((900, ["大关县青禾商贸", "盐津县青禾商贸", "彝良县青禾商贸"]), (680, ["青禾商贸"] * 3)):
        tabs.resize(width, 44)
        qtbot.waitUntil(lambda shown=shown: [tab.text() for tab in tabs._tabs] == [f"{one} · 齐全" for one in shown])
        assert all(tab.isVisible() for tab in tabs._tabs)


def test_ctrl_tab_goes_round_and_alt_digits_go_there(shell, backend, qtbot):
    references = open_cases(qtbot, shell, backend, 3)
    assert shell.workspace.session.reference == references[2]
    shell.act("next_case")
    assert shell.workspace.session.reference == references[0]
    shell.act("previous_case")
    assert shell.workspace.session.reference == references[2]
    shell.act("case_2")
    assert shell.workspace.session.reference == references[1]
    shell.act("case_9")
    assert shell.workspace.session.reference == references[1]


def test_ctrl_w_puts_the_case_away_and_keeps_it(shell, backend, qtbot):
    [first, second] = open_cases(qtbot, shell, backend, 2)
    shell.workspace.session.answer("agent.name", "周文")
    shell.act("close")
    qtbot.waitUntil(lambda: shell.window.tabs.count() == 1)
    assert shell.workspace.session.reference == first
    assert backend.store.filing(second).answers.display("agent.name") == "周文"
    shell.acts.open_case(second)
    qtbot.waitUntil(lambda: shell.window.tabs.count() == 2)
    assert shell.workspace.session.filing.answers.display("agent.name") == "周文"


def test_a_second_ctrl_n_goes_to_the_case_that_is_still_blank(shell, qtbot):
    shell.act("new")
    shell.act("new")
    qtbot.waitUntil(lambda: shell.window.tabs.count() == 1)
    settled(qtbot, shell)
    shell.act("new")
    settled(qtbot, shell)
    assert shell.window.tabs.count() == 1


def test_tabs_that_do_not_fit_stand_behind_one_button_and_the_front_one_is_always_in_sight(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 12)
    shell.window.resize(1024, 700)
    tabs = shell.window.tabs
    qtbot.waitUntil(lambda: not tabs._rest.isHidden())
    assert not tabs._tabs[11].isHidden()
    shell.workspace.show_place(0)
    assert not tabs._tabs[0].isHidden()
    tabs._rest.click()
    menu = shell.window.findChild(ActMenu)
    assert len(menu.lines) == sum(tab.isHidden() for tab in tabs._tabs)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not tabs._tabs[shell.workspace.window_state().cases.index(shell.workspace.session.reference)].isHidden()
    assert shell.workspace.session is not shell.workspace.sessions[0]


def test_a_tab_that_gives_way_keeps_enough_of_the_name_to_tell_the_case(qtbot, theme):
    tabs = CaseTabs()
    qtbot.addWidget(tabs)
    tabs.resize(1000, 44)
    tabs.show()
    for place in range(9):
        tabs.add()
        tabs.update_tab(place, f"大关县{'甲乙丙丁戊己庚辛壬'[place]}水乡村旅游开发有限公司", "1份未核对")
    tabs.set_current(4)
    shown = [tab for tab in tabs._tabs if tab.isVisible()]
    assert tabs._tabs[4] in shown
    assert 1 < len(shown) < 9
    qtbot.waitUntil(lambda: all(len(tab.text().partition("…")[0]) >= 4 for tab in shown))
    assert all(tab.text().endswith(" · 1份未核对") for tab in shown)


def test_the_case_in_front_keeps_its_name_before_the_button_for_a_new_one_keeps_its_words(qtbot, theme):
    holder = QWidget()
    qtbot.addWidget(holder)
    tabs = CaseTabs()
    tabs.setParent(holder)
    for place, county in enumerate(("大关县", "盐津县", "彝良县")):
        tabs.add()
        tabs.update_tab(place, f"{county}青禾商贸有限公司", "需补正4项")
    tabs.set_current(1)
    holder.show()
    tabs.show()
    said = {}
    for width in range(900, 300, -10):
        tabs.setGeometry(0, 0, width, 44)
        QApplication.processEvents()
        said[tabs._new.text()] = "青禾商" in tabs._tabs[1].text() and tabs._new.geometry().right() < width
        if tabs._new.text() == "+":
            break
    assert said == {"+ 新建受理  Ctrl+N": True, "+ 新建受理": True, "+": True}


# After a power cut --------------------------------------------------------------------------------------------------


def test_after_a_power_cut_the_same_cases_stand_open_at_the_same_field(begin, backend, qtbot):
    first = begin(backend)
    references = open_cases(qtbot, first.shell, backend, 3)
    first.shell.workspace.show_place(1)
    first.shell.workspace.session.set_focus("agent.id_number")
    qtbot.waitUntil(lambda: backend.store.filing(references[1]).focus == "agent.id_number")
    qtbot.waitUntil(
        lambda: backend.store.kept.window_states.get(POST.window) == WindowState(tuple(references), references[1])
    )
    again = begin(backend).shell
    assert [session.reference for session in again.workspace.sessions] == references
    assert again.workspace.session.reference == references[1]
    assert again.workspace.page._last == "agent.id_number"


def test_a_case_that_cannot_be_read_does_not_keep_the_others_away(begin, backend, qtbot):
    case = cases.open_case(backend, post=POST)
    backend.store.kept.window_states[POST.window] = WindowState(("AJ0000000000", case.filing.reference), "AJ0000000000")
    shell = begin(backend).shell
    assert [session.reference for session in shell.workspace.sessions] == [case.filing.reference]
    assert "1件读取失败" in shell.window.messages.words


def test_only_the_case_in_front_is_built_at_the_start(begin, backend):
    made = tuple(cases.open_case(backend, post=POST).filing.reference for _ in range(5))
    backend.store.kept.window_states[POST.window] = WindowState(made, made[3])
    shell = begin(backend).shell
    assert [one.page is not None for one in shell.workspace._open] == [False, False, False, True, False]


def test_pages_that_were_long_not_looked_at_make_room_and_come_back(shell, backend, qtbot, monkeypatch):
    monkeypatch.setattr(workspace, "PAGES_KEPT", 2)
    open_cases(qtbot, shell, backend, 4)
    built = [one.page is not None for one in shell.workspace._open]
    assert built == [False, False, True, True]
    shell.workspace.show_place(0)
    assert shell.workspace.page.form.editors["unit.name"].value() == "大关县第1商贸有限公司"
    assert [one.page is not None for one in shell.workspace._open] == [True, False, False, True]


# Going --------------------------------------------------------------------------------------------------------------


def test_closing_keeps_what_was_just_typed_and_asks_nothing(shell, backend, qtbot):
    [reference] = open_cases(qtbot, shell, backend, 1)
    shell.workspace.session.answer("agent.name", "周文")
    shell.window.close()
    qtbot.waitUntil(lambda: not shell.window.isVisible())
    assert backend.store.filing(reference).answers.display("agent.name") == "周文"
    assert backend.store.kept.window_states[POST.window].cases == (reference,)


def test_a_window_without_a_case_closes_at_the_first_asking(shell):
    shell.window.close()
    assert not shell.window.isVisible()


@pytest.mark.skipif(os.name != "posix", reason="Windows asks the windows themselves")
@pytest.mark.parametrize("asked", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_system_that_ends_the_program_closes_the_window_as_by_hand(shell, backend, qtbot, asked, handled_as):
    [reference] = open_cases(qtbot, shell, backend, 1)
    shell.workspace.session.answer("agent.name", "周文")
    number = handled_as(asked, signal.SIG_DFL)
    with closes_when_asked(QApplication.instance()):
        signal.raise_signal(number)
        qtbot.waitUntil(lambda: not shell.window.isVisible())
    assert backend.store.filing(reference).answers.display("agent.name") == "周文"
    assert signal.getsignal(number) == signal.SIG_DFL


@pytest.mark.skipif(os.name != "posix", reason="Windows asks the windows themselves")
def test_a_program_under_nohup_does_not_hear_that_its_terminal_is_gone(shell, qapp, handled_as):
    number = handled_as("SIGHUP", signal.SIG_IGN)
    with closes_when_asked(qapp):
        assert signal.getsignal(number) == signal.SIG_IGN
        signal.raise_signal(number)
    assert shell.window.isVisible()


@pytest.fixture
def handled_as():
    """Have a signal handled otherwise than whoever started the tests would; put back afterwards."""
    before = {}

    def handle(name, handler):
        number = getattr(signal, name)
        before[number] = signal.signal(number, handler)
        return number

    yield handle
    for number, handler in before.items():
        signal.signal(number, handler)


def test_closing_asks_only_where_something_cannot_be_kept(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "腾出空间后会自动再存")
    shell.workspace.session.answer("agent.name", "周文")
    shell.window.close()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in shell.window.findChildren(QDialog)))
    assert shell.window.isVisible()
    [dialog] = [d for d in shell.window.findChildren(QDialog) if d.isVisible()]
    assert "会丢失" in dialog.windowTitle()
    backend.store.refuse_commits = None
    dialog.reject()
    shell.window.close()
    qtbot.waitUntil(lambda: not shell.window.isVisible())


def test_trouble_with_saving_stands_at_the_foot_and_goes_when_it_is_over(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "腾出空间后会自动再存")
    shell.workspace.session.answer("agent.name", "周文")
    saved = shell.bar._saved
    qtbot.waitUntil(lambda: "磁盘已满" in saved.toolTip())
    backend.store.refuse_commits = None
    qtbot.waitUntil(lambda: saved.text().startswith("已自动保存 10:30:00"), timeout=5000)


def test_a_new_clerk_takes_the_open_cases_over(begin, backend, qtbot):
    running = begin(backend)
    [reference] = open_cases(qtbot, running.shell, backend, 1)
    running.station.save_workstation(replace(running.station.workstation, clerk="赵强", window="5号窗口"))
    running.shell.workspace.session.answer("agent.name", "周文")
    qtbot.waitUntil(lambda: backend.store.filing(reference).clerk == "赵强")
    nothing = WindowState()
    qtbot.waitUntil(lambda: backend.store.kept.window_states.get("5号窗口", nothing).cases == (reference,))


# Keys and looks -----------------------------------------------------------------------------------------------------


def test_every_act_has_one_key_and_every_key_one_act(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    own = [a.shortcut().toString() for a in shell.window.actions()]
    assert sorted(own) == sorted(shortcut.keys for shortcut in shortcuts.SHORTCUTS)
    page = [key.toString() for a in shell.workspace.page.actions() for key in a.shortcuts()]
    keys = [key for key in own + page if key]  # some acts stand in a menu alone
    assert len(set(keys)) == len(keys)


def test_case_keys_do_nothing_on_other_pages(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    shell.show("today")
    assert not may(shell, "notice")
    shell.show("cases")
    assert may(shell, "notice")


def test_the_theme_and_the_zoom_are_remembered(begin, backend, theme, qtbot):
    running = begin(backend)
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    page.theme.set_value("contrast")
    page.theme.edited.emit()
    assert theme.name == "high_contrast"
    assert running.workstations.kept.theme == "contrast"
    act(running, "zoom_in")
    assert running.workstations.kept.zoom == 110
    assert page.zoom.value() == "110"


def test_escape_leaves_a_page_for_the_cases(shell, qtbot):
    shell.show("today")
    qtbot.keyClick(shell.window, Qt.Key.Key_Escape)
    assert shell.window.shown == "cases"


def test_the_window_fits_the_smallest_counter(shell, backend, qtbot):
    open_cases(qtbot, shell, backend, 1)
    smallest = shell.window.minimumSize()
    assert smallest.width() <= 1024
    assert smallest.height() <= 700


def test_the_geometry_is_found_again(begin, backend, qtbot):
    first = begin(backend).shell
    first.window.resize(1024, 717)
    first.window.save_geometry()
    again = begin(backend).shell
    assert again.window.height() == 717


# Two windows on one case --------------------------------------------------------------------------------------------


def test_a_case_changed_at_another_window_is_said_plainly(shell, backend, qtbot):
    [reference] = open_cases(qtbot, shell, backend, 1)
    elsewhere = cases.load_case(backend, reference).filing
    elsewhere.answer("agent.name", "李示例")
    cases.save_draft(backend, elsewhere, post=replace(POST, window="5号窗口", clerk="赵"))
    shell.workspace.session.answer("agent.name", "张示例")
    qtbot.waitUntil(lambda: "5号窗口" in shell.bar._saved.toolTip())
    assert "5号窗口" in shell.workspace.page.messages.words


def test_a_case_withdrawn_is_asked_about_once_and_kept(shell, backend, qtbot):
    [reference] = open_cases(qtbot, shell, backend, 1)
    shell.act("withdraw")
    [question] = [d for d in shell.window.findChildren(QDialog) if d.isVisible()]
    question.accept()
    qtbot.waitUntil(lambda: backend.store.filing(reference).state is FilingState.WITHDRAWN)
    qtbot.waitUntil(lambda: shell.window.tabs.title(0).endswith("已撤回"))
    assert shell.bar.ending() == ()


# A wrong clock ------------------------------------------------------------------------------------------------------


def offered(shell):
    QApplication.processEvents()  # a button added to a bar that stands already is shown a turn later
    return {one.text(): one for one in shell.window.messages.findChildren(QPushButton) if one.isVisible()}


def test_from_a_page_without_a_case_a_wrong_clock_can_be_found_right_and_acts_go_on(begin, backend, qtbot):
    cases.open_case(backend, post=POST)
    ahead = replace(backend, clock=lambda: NOON + timedelta(days=20))
    shell = begin(ahead).shell
    shell.show("handover")
    settled(qtbot, shell)
    shell.act("new")
    settled(qtbot, shell)
    assert shell.window.messages.words == (
        "电脑系统时间是2026-03-22 10:30，距上一次办理的时间2026-03-02 10:30超过一个工作日。"
        "核对电脑的日期，不对的校准后再办理；系统时间无误的，确认后继续"
    )
    offered(shell)["系统时间无误，继续"].click()
    settled(qtbot, shell)
    assert shell.window.messages.words == "已确认系统时间，重新执行刚才的操作"
    shell.act("new")
    settled(qtbot, shell)
    assert [one.act for one in backend.store.kept.history] == ["case.opened", "clock.confirmed", "case.opened"]


def test_a_confirmation_that_cannot_be_kept_says_so_and_the_clock_stays_in_doubt(begin, backend, qtbot):
    cases.open_case(backend, post=POST)
    shell = begin(replace(backend, clock=lambda: NOON - timedelta(days=1))).shell
    shell.act("new")
    settled(qtbot, shell)
    backend.store.refuse_commits = Refusal("磁盘已满，没有保存", "腾出空间后再办理")
    offered(shell)["系统时间无误，继续"].click()
    qtbot.waitUntil(lambda: "磁盘已满" in shell.window.messages.words)
    backend.store.refuse_commits = None
    shell.act("new")
    settled(qtbot, shell)
    assert "早于上一次办理的时间" in shell.window.messages.words
    assert "系统时间无误，继续" in offered(shell)


def test_another_refusal_offers_no_confirmation_of_the_clock(begin, backend):
    shell = begin(backend).shell
    shell.notifier.refuse(Refusal("没有这个编号的件", "核对编号"))
    assert "系统时间无误，继续" not in offered(shell)


# Settings that cannot be read ---------------------------------------------------------------------------------------


def spoilt():
    workstations = MemoryWorkstations()
    workstations.trouble = Refusal("workstation.json 中 zoom：写法不对", "该项先按默认使用")
    return workstations


def test_what_of_the_settings_could_not_be_read_is_said_at_the_start(begin, backend, qtbot):
    running = begin(backend, workstations=spoilt())
    qtbot.waitUntil(lambda: "zoom：写法不对" in running.shell.window.messages.words)


def test_what_of_the_settings_could_not_be_read_is_said_where_they_are_asked_for_again(begin, backend, qtbot):
    workstations = spoilt()
    workstations.kept = Workstation()
    running = begin(backend, workstations=workstations)
    qtbot.waitUntil(lambda: running.shell.window.shown == "first_start")
    assert "zoom：写法不对" in running.shell.window.page("first_start").messages.words


def test_data_that_are_older_than_their_witness_are_told_at_the_start(begin, backend):
    backend.witness.rolled_back = Rollback(2, (Number("备告", 2026, 14),))
    running = begin(backend)
    running.settle()
    assert "补字〔2026〕14号已经编出而没有记录" in said(running)


def test_data_found_to_be_older_than_their_witness_while_at_work_are_told_once(begin, backend):
    running = begin(backend)
    backend.witness.rolled_back = Rollback(0, (Number("备告", 2026, 15),))
    running.station.acted.emit("")
    running.settle()
    assert "补字〔2026〕15号已经编出而没有记录" in said(running)
    running.shell.notifier.confirm("已保存")
    running.station.acted.emit("")
    running.settle()
    assert said(running) == "已保存"
