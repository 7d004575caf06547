"""Backups in the settings: place, hour, one now, one put back; the day's backup and days without one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base import own_program
from counter_app.ui.settings.backup_feature import BackupFeature
from counter_app.ui.settings.restore_dialogs import RecoveryCodeDialog, RestoreDialog
from tests.fakes.memory_backup import NOON
from tests.ui.clerk import click, dialog_of, said

STICK = Path("/media/stick")


@pytest.fixture
def begun(monkeypatch):
    """The commands that the window began in processes of their own."""
    found = []
    monkeypatch.setattr(
        own_program.QProcess, "startDetached", lambda _program, words: (found.append(words[-4:]) or True, 1)
    )
    return found


@pytest.fixture
def card(running):
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    page.index.show_section("数据与备份")
    running.settle()
    return page.backup


def feature_of(running):
    return next(one for one in running.shell.features if isinstance(one, BackupFeature))


def test_without_a_place_that_is_said_and_none_can_be_made_now(card):
    assert card.place.text() == "还没有选择备份位置，数据只有这台电脑上的一份"
    assert not card.now_button.isEnabled()
    assert card.state.text() == "还没有备份过"


def test_a_place_that_is_chosen_gets_its_first_backup_at_once(running, card, backend, qtbot):
    card.use(STICK)
    qtbot.waitUntil(lambda: said(running).startswith("已备份"))
    assert running.station.workstation.backup_folder == str(STICK)
    assert backend.backups.backups.made == [(STICK, False)]
    assert [entry.act for entry in backend.store.kept.history][-1] == "backup.made"
    running.settle()
    assert card.state.text() == "最近一次备份：2026-03-02 10:30，已核对"
    click(card, "立即备份")
    qtbot.waitUntil(lambda: backend.backups.backups.made[1:] == [(STICK, True)])


def test_the_data_folder_is_no_place(running, card, backend):
    card.use(running.station.data_dir / "backups")
    assert said(running).startswith("备份位置不能在数据文件夹里")
    assert running.station.workstation.backup_folder == ""


def test_a_stick_that_is_pulled_is_said_at_the_card_too(running, card, backend, qtbot):
    backend.backups.backups.refuse = Refusal("备份位置 /media/stick 没有接上，没有备份", "插好U盘")
    card.use(STICK)
    qtbot.waitUntil(lambda: said(running).startswith("备份位置 /media/stick 没有接上"))
    running.settle()
    assert "上一次没有备份成：备份位置 /media/stick 没有接上" in card.state.text()
    assert card.under_way.text() == ""


def test_the_hour_holds_at_once(running, card):
    card.hour.set_value("17")
    card.hour.edited.emit()
    assert running.station.workstation.backup_hour == 17


def test_a_restore_is_told_and_begun_by_a_process_of_its_own_that_opens_the_window_again(
    running, card, begun, qtbot, monkeypatch
):
    closed = []
    monkeypatch.setattr(type(running.shell.window), "close", lambda _window: closed.append(True))
    card.restoring.look_at(STICK)
    dialog = dialog_of(qtbot, RestoreDialog)
    assert "备份以后编过的号：大公（视）补字〔2026〕4号至5号、大公（视）收字〔2026〕1号，共3个" in dialog.told.text()
    assert dialog.rows == []
    click(dialog, "恢复这份备份")
    assert begun == [["--yes", "--open", "--data", str(running.station.data_dir)]]
    assert closed == [True]


@pytest.fixture
def lost(card, backend, qtbot):
    """The dialog of a restore where nothing knows which numbers were given since."""
    restorer = backend.backups.restorer
    restorer.found = replace(restorer.found, numbers=(), is_complete=False)
    card.restoring.look_at(STICK)
    return dialog_of(qtbot, RestoreDialog)


def test_where_nothing_knows_the_numbers_each_kind_has_to_be_answered(lost, begun):
    notice, others = lost.rows
    click(lost, "恢复这份备份")
    assert lost.problem.text().startswith("还没有写明：补字、收字、备字、")
    notice.number.setText("补字7号")
    click(lost, "恢复这份备份")
    assert lost.problem.text().startswith("“补字7号”不是文书编号")
    notice.number.setText("补字〔2026〕7号")
    click(lost, "恢复这份备份")
    assert lost.problem.text() == (
        "还没有写明：收字、备字、变字、移字、检字、责改字、复查字、举字。填写最后发出的编号，或者勾选没有再发出"
    )
    assert begun == []
    others.number.setText("收字〔2026〕2号")
    click(lost, "恢复这份备份")
    assert lost.problem.text().startswith("还没有写明：备字、变字、")
    rest = lost.rows[-1]
    QTest.mouseClick(rest.none, Qt.MouseButton.LeftButton, pos=QPoint(8, rest.none.height() // 2))
    assert not rest.number.isEnabled()
    click(lost, "恢复这份备份")
    words = begun[0]
    assert words[:2] == ["--none-since", "举字"]


def test_a_number_that_takes_many_with_it_is_asked_for_once_more(lost, begun):
    notice, others = lost.rows
    others.none.setChecked(True)
    notice.number.setText("补字〔2026〕300号")
    click(lost, "恢复这份备份")
    assert lost.problem.text() == (
        "写了大公（视）补字〔2026〕300号，将有297个编号登记为作废。核对编号和年份；确是这样的，再按一次“恢复这份备份”"
    )
    assert begun == []
    click(lost, "恢复这份备份")
    assert len(begun) == 1


def test_a_lost_key_is_taken_back_by_the_recovery_code(running, card, backend, qtbot):
    restorer = backend.backups.restorer

    def take_back(typed):
        if typed != "ABCDE":
            raise Refusal("恢复码第1组输入有误", "照恢复单核对")
        restorer.refuse = None

    restorer.refuse = KeyLost("这台电脑上没有这份数据的密钥", "输入恢复码", take_back)
    card.restoring.look_at(STICK)
    dialog = dialog_of(qtbot, RecoveryCodeDialog)
    dialog.code.setText("XXXXX")
    click(dialog, "继续")
    assert dialog.problem.text().startswith("恢复码第1组输入有误")
    dialog.code.setText("ABCDE")
    click(dialog, "继续")
    assert dialog_of(qtbot, RestoreDialog).told.text()


def test_the_days_backup_is_begun_once_its_hour_has_come(running, backend, begun):
    station = running.station
    station.save_workstation(replace(station.workstation, backup_folder=str(STICK), backup_hour=11))
    feature_of(running).look()
    running.settle()
    assert begun == []
    station.save_workstation(replace(station.workstation, backup_hour=10))
    feature_of(running).look()
    running.settle()
    assert begun[0][-3:] == ["backup", "--data", str(station.data_dir)]
    backend.backups.log.state = BackupState(last=NOON)
    feature_of(running).look()
    running.settle()
    assert len(begun) == 1


def test_three_days_without_are_a_warning_until_one_is_made(begin, backend, qtbot):
    backend.backups.log.state = BackupState(date(2026, 2, 27))
    running = begin(backend)
    qtbot.waitUntil(lambda: said(running).startswith("已有3天没有备份"))
    backend.backups.log.state = BackupState(date(2026, 2, 27), NOON)
    feature_of(running).look()
    qtbot.waitUntil(lambda: not said(running).startswith("已有3天没有备份"))


def test_a_stick_that_was_away_is_one_calm_line_with_the_days(begin, backend, qtbot):
    failed = "备份位置 /media/stick 没有接上，没有备份。插好U盘"
    backend.backups.log.state = BackupState(date(2026, 2, 1), NOON - timedelta(days=2), str(STICK), failed, NOON)
    running = begin(backend)
    running.station.save_workstation(replace(running.station.workstation, backup_folder=str(STICK)))
    feature_of(running)._said = (0, "")
    feature_of(running).look()
    qtbot.waitUntil(lambda: "没有接上，没有备份，已有2天没有备份" in said(running))


def test_the_warning_leads_to_the_card(begin, backend, qtbot):
    backend.backups.log.state = BackupState(date(2026, 2, 20))
    running = begin(backend)
    qtbot.waitUntil(lambda: said(running).startswith("已有10天没有备份"))
    click(running.shell.window, "去备份")
    page = running.shell.window.page("settings")
    qtbot.waitUntil(page.backup.isVisible)
