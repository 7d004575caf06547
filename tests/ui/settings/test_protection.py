"""The recovery sheet from the settings: printed once it is allowed, then the key leaves the data folder."""

import pytest
from PySide6.QtCore import QPoint, Qt

from counter_app.services.office import offices, supervision
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from tests.fakes.memory_backend import POST
from tests.ui.clerk import click, dialog_of


@pytest.fixture
def backend(backend):
    """One whose recovery sheet was not printed yet."""
    backend.office_key.beside = True
    return backend


def test_until_it_is_printed_the_window_reminds_of_the_sheet_at_each_start(running, qtbot):
    bar = running.shell.window.messages
    assert bar.words.startswith("还没有打印恢复单，加密不起作用，电脑坏了备份也打不开")
    click(bar, "去打印")
    card = running.shell.window.page("settings").protection
    qtbot.waitUntil(lambda: card.window().focusWidget() is card.print_button)
    running.shell.act("new")
    assert "还没有打印恢复单" in bar.words, "it stays whatever is done, and hinders nothing"
    card_of(running, qtbot)
    qtbot.mouseClick(card.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "打印过" in card.state.text())
    running.shell.notifier.clear()
    assert not bar.words


def test_a_sample_office_and_one_whose_sheet_was_printed_are_not_reminded(begin, backend):
    assert not begin(backend, demo=True).shell.window.messages.words
    backend.office_key.beside = False
    assert not begin(backend).shell.window.messages.words


def card_of(running, qtbot):
    running.shell.show("settings")
    card = running.shell.window.page("settings").protection
    qtbot.waitUntil(lambda: "还没有打印恢复单" in card.state.text())
    return card


def test_the_first_sheet_is_printed_at_once(running, qtbot):
    card = card_of(running, qtbot)
    qtbot.mouseClick(card.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "打印过" in card.state.text())
    assert [job.document for job in running.printers.jobs] == ["recovery_sheet"]
    assert not running.station.backend.office_key.is_beside()


def test_the_key_goes_into_the_key_store_and_back_by_one_click_each(running, qtbot):
    card = card_of(running, qtbot)
    assert card.move_button.isHidden()
    qtbot.mouseClick(card.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "在本用户的密钥文件里" in card.state.text())
    assert card.move_button.text() == "移入系统密钥环"
    qtbot.mouseClick(card.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "没有可用的系统密钥环" in running.shell.window.messages.words)
    running.station.backend.office_key.trouble = ""
    qtbot.mouseClick(card.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "在系统密钥环里" in card.state.text())
    assert "密钥已在系统密钥环里" in running.shell.window.messages.words
    assert card.move_button.text() == "移回密钥文件"
    qtbot.mouseClick(card.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "在本用户的密钥文件里" in card.state.text())


def test_the_national_ciphers_are_chosen_by_one_click_and_recorded(running, qtbot):
    card = card_of(running, qtbot)
    backend = running.station.backend
    assert not card.national.isChecked()
    for wanted in (True, False):
        qtbot.mouseClick(card.national, Qt.MouseButton.LeftButton, pos=QPoint(8, card.national.height() // 2))
        qtbot.waitUntil(lambda wanted=wanted: running.station.office.national_ciphers is wanted)
        assert offices.load_office(backend).national_ciphers is wanted
        assert card.national.isChecked() is wanted
    recorded = [entry.details for entry in backend.store.kept.history if entry.act == "office.ciphers"]
    assert recorded == [{"national": 1}, {"national": 0}]


def test_without_a_printer_nothing_is_recorded(running, qtbot):
    running.printers.printer_names = ()
    card = card_of(running, qtbot)
    qtbot.mouseClick(card.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "不能存为文件" in running.shell.window.messages.words)
    assert running.station.backend.office_key.is_beside()
    with running.station.backend.work() as work:
        assert work.history.of_case("office_key") == []


def test_a_supervisor_is_asked_where_there_is_one(running, qtbot):
    supervision.set_supervisor(running.station.backend, "赵主任", "135790", post=POST)
    card = card_of(running, qtbot)
    qtbot.mouseClick(card.print_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, SupervisorDialog)
    qtbot.waitUntil(lambda: dialog.name.value() is not None)
    assert running.printers.jobs == []
    dialog.pin.set_value("135790")
    dialog.submit()
    qtbot.waitUntil(lambda: "打印过" in card.state.text())
    assert len(running.printers.jobs) == 1
