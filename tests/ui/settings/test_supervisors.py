"""Supervisors on the screen: registered in the settings, asked in a dialog that keeps what was typed."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from counter_app.domain.office.recovery_code import recovery_code
from counter_app.services.office import offices, supervision
from counter_app.services.office.pins import hash_pin
from counter_app.services.office.supervision import Permission
from counter_app.services.ports import Supervisor
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog, ask_supervisor
from counter_app.ui.settings.supervisor_card import NewSupervisor
from counter_app.ui.widgets.dialogs import Dialog
from tests.fakes.memory_backend import NOON, POST
from tests.ui.clerk import choose, click, dialog, dialog_of, dialogs, said

ITEMS = (("agent_id.illegible", "经办人身份证件：无法辨认"), ("unit.name.missing", "填写单位名称"))


def register(running):
    supervision.set_supervisor(running.station.backend, "赵主任", "135790", post=POST)


def test_the_first_is_registered_freely_and_shown(running, qtbot):
    running.shell.show("settings")
    card = running.shell.window.page("settings").supervisors
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    card.add_one.click()
    dialog = dialog_of(qtbot, NewSupervisor)
    choose(dialog.name, "赵主任")
    choose(dialog.pin, "135790")
    choose(dialog.again, "135791")
    dialog.submit()
    assert dialog.again.problem == "两次输入必须相同"
    dialog.again.set_value("135790")
    dialog.submit()
    qtbot.waitUntil(lambda: card.names == ["赵主任"])
    assert supervision.supervisors(running.station.backend) == ["赵主任"]


def test_a_supervisor_is_taken_out_with_a_pin(running, qtbot):
    register(running)
    backend, boss = running.station.backend, Permission("赵主任", "135790")
    supervision.set_supervisor(backend, "钱所长", "246810", post=POST, allowed_by=boss)
    running.shell.show("settings")
    card = running.shell.window.page("settings").supervisors
    qtbot.waitUntil(lambda: card.names == ["赵主任", "钱所长"])
    [button] = [b for b in card.findChildren(QPushButton) if b.accessibleName() == "取消登记：钱所长"]
    button.click()
    dialog = dialog_of(qtbot, SupervisorDialog)
    assert dialog.reasons == {}
    qtbot.waitUntil(lambda: dialog.name.box.count() == 2)
    dialog.name.set_value("赵主任")
    choose(dialog.pin, "135790")
    dialog.submit()
    qtbot.waitUntil(lambda: card.names == ["赵主任"] and not running.station.tasks.is_busy)
    assert supervision.supervisors(backend) == ["赵主任"]


def test_where_all_pins_are_forgotten_the_recovery_code_sets_one(running, qtbot):
    register(running)
    running.shell.show("settings")
    card = running.shell.window.page("settings").supervisors
    qtbot.waitUntil(lambda: card.names == ["赵主任"])
    qtbot.mouseClick(card.by_code, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, NewSupervisor)
    assert dialog.name.value() == "赵主任"
    choose(dialog.code, recovery_code(b"x" * 32))
    choose(dialog.pin, "246810")
    choose(dialog.again, "246810")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.code.problem == "这个恢复码不是这份数据的")
    dialog.code.set_value(recovery_code(running.station.backend.office_key.get().secret))
    dialog.submit()
    qtbot.waitUntil(lambda: said(running) == "已设置赵主任的 PIN")
    supervision.try_pin(running.station.backend, "赵主任", "246810", post=POST)


def test_before_the_recovery_sheet_was_printed_there_is_no_code_to_type(begin, backend, qtbot):
    backend.office_key.beside = True
    running = begin(backend)
    register(running)
    running.shell.show("settings")
    card = running.shell.window.page("settings").supervisors
    qtbot.waitUntil(lambda: card.names == ["赵主任"])
    qtbot.mouseClick(card.by_code, Qt.MouseButton.LeftButton)
    assert said(running).startswith("还没有打印过恢复单，没有恢复码")
    assert "counter-app supervisor reset" in said(running)


def test_a_pin_that_a_command_has_reset_is_told_at_each_start(begin, backend):
    backend.office_key.beside = True
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    supervision.reset_supervisor(backend, "赵主任", "864200", post=POST)
    for _ in range(2):
        assert said(begin(backend)).startswith("负责人赵主任的 PIN 3月2日 10:30用命令重设过。不是机关安排的")


def test_a_short_pin_of_an_older_version_is_to_be_changed(running, qtbot):
    backend = running.station.backend
    with backend.work() as work:
        work.supervisors.save(Supervisor("赵主任", hash_pin("1357", None), NOON))
        work.commit()
    answers = []
    ask_supervisor(running.shell.window, running.station, "撤销备案", (), answers.append, with_reason=False)
    dialog = dialog_of(qtbot, SupervisorDialog)
    qtbot.waitUntil(lambda: dialog.name.value() is not None)
    choose(dialog.pin, "1357")
    dialog.submit()
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert said(running) == "赵主任的 PIN 不足6位。由本人在设置的“窗口与人员”中重设"


def test_a_wrong_pin_keeps_the_dialog_and_the_reason(running, qtbot):
    register(running)
    answers = []
    ask_supervisor(running.shell.window, running.station, "前次告知遗漏", ITEMS, answers.append)
    dialog = dialog_of(qtbot, SupervisorDialog)
    first, _second = dialog.reasons.values()
    qtbot.waitUntil(lambda: dialog.name.value() is not None)
    assert dialog.name.value() == "赵主任"
    choose(first, "首次没有看清")
    choose(dialog.pin, "9999")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.pin.problem is not None)
    assert "还可以试4次" in dialog.pin.problem
    assert (first.value(), dialog.pin.value(), answers) == ("首次没有看清", None, [])
    choose(dialog.pin, "135790")
    dialog.submit()
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert dict(answers[0].reasons) == {"agent_id.illegible": "首次没有看清", "unit.name.missing": "首次没有看清"}


def test_enter_goes_from_the_reason_to_the_button(running, qtbot):
    register(running)
    answers = []
    ask_supervisor(running.shell.window, running.station, "撤销备案", (), answers.append)
    dialog = dialog_of(qtbot, SupervisorDialog)
    qtbot.waitUntil(lambda: dialog.name.value() is not None)
    for text in ("keyed twice", "", "135790"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.button
    qtbot.keyClick(dialog.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0].reason == "keyed twice"


def test_a_blank_reason_is_asked_for_first(running, qtbot):
    register(running)
    ask_supervisor(running.shell.window, running.station, "前次告知遗漏", ITEMS, print)
    dialog = dialog_of(qtbot, SupervisorDialog)
    dialog.submit()
    first, second = dialog.reasons.values()
    assert (first.problem, second.problem) == ("填写理由，理由记入办理记录", None)
    assert dialog.pin.problem == "由负责人输入 PIN"
    dialog.reject()


def test_without_supervisors_the_way_to_the_settings_is_told(running, qtbot):
    ask_supervisor(running.shell.window, running.station, "前次告知遗漏", ITEMS, print)
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    dialog = dialog_of(qtbot, Dialog)
    assert "设置（Ctrl+3）" in dialog.accessibleDescription()
    dialog.accept()


def test_where_a_dialog_says_that_the_clock_is_wrong_the_bar_offers_to_confirm_it(running, qtbot):
    offices.confirm_clock(running.station.backend, post=POST)
    running.station._backend = replace(running.station.backend, clock=lambda: NOON + timedelta(days=20))
    running.shell.show("settings")
    card = running.shell.window.page("settings").supervisors
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    card.add_one.click()
    dialog = dialog_of(qtbot, NewSupervisor)
    choose(dialog.name, "钱所长")
    choose(dialog.pin, "135790")
    choose(dialog.again, "135790")
    dialog.submit()
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    dialog.reject()
    bar = running.shell.window.messages
    assert "电脑系统时间是2026-03-22" in bar.words
    [offer] = [one for one in bar.findChildren(QPushButton) if one.text() == "系统时间无误，继续"]
    offer.click()
    qtbot.waitUntil(lambda: bar.words == "已确认系统时间，重新执行刚才的操作")


def test_where_no_supervisor_is_registered_the_way_to_the_settings_is_offered(running, qtbot):
    ask_supervisor(running.shell.window, running.station, "撤销备案", [], lambda _permission: None)
    qtbot.waitUntil(lambda: any(not isinstance(one, SupervisorDialog) for one in dialogs(running)))
    click(dialog(running), "去设置")
    assert running.shell.window.shown == "settings"
