"""The page for data that cannot be opened: with a lost key it takes the recovery code."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.settings.restore_dialogs import RestoreDialog
from counter_app.ui.shell import restore_here
from counter_app.ui.shell.open_failed import OpenFailedPage
from tests.fakes.memory_backend import MemoryBackend
from tests.fakes.memory_backup import memory_backups
from tests.ui.clerk import click, dialog_of

CODE = "ABCDE FGHJK"


@pytest.fixture
def lost():
    """A lost key that only CODE gives back."""

    def take_back(typed):
        if typed != CODE:
            raise Refusal("恢复码第2组输入有误", "照恢复单核对这一组")
        taken.append(typed)

    taken = []
    refusal = KeyLost("这台电脑上没有这份数据的密钥", "输入恢复码", take_back)
    refusal.taken = taken
    return refusal


def shown(qtbot, refusal, tmp_path):
    page = OpenFailedPage(refusal, tmp_path)
    qtbot.addWidget(page)
    page.resize(960, 600)
    page.show()
    page.resume()
    return page


def test_enter_in_the_code_opens_the_data(qtbot, lost, tmp_path):
    page = shown(qtbot, lost, tmp_path)
    field = page.findChild(QLineEdit)
    assert field.isVisible()
    qtbot.keyClicks(field, CODE)
    with qtbot.waitSignal(page.again):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert lost.taken == [CODE]


def test_a_wrong_code_is_told_beside_the_field_and_kept(qtbot, lost, tmp_path):
    page = shown(qtbot, lost, tmp_path)
    field = page.findChild(QLineEdit)
    qtbot.keyClicks(field, "ABCDE XXXXX")
    with qtbot.assertNotEmitted(page.again):
        qtbot.mouseClick(page.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert lost.taken == []
    assert field.text() == "ABCDE XXXXX"
    assert any("第2组" in label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_key_that_may_come_back_is_asked_for_again_without_a_code(qtbot, tmp_path):
    page = shown(qtbot, KeyLost("密钥环没有解锁", "解锁后再试", lambda _typed: None, may_return=True), tmp_path)
    field, button = page.findChild(QLineEdit), page.findChildren(QPushButton)[0]
    assert button.text().startswith("再试一次")
    with qtbot.waitSignal(page.again):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, CODE)
    assert button.text().startswith("用恢复码打开")


def test_another_trouble_asks_for_no_code(qtbot, tmp_path):
    page = shown(qtbot, Refusal("磁盘读写出错", "检查数据线"), tmp_path)
    assert not [field for field in page.findChildren(QLineEdit) if field.isVisible()]
    with qtbot.waitSignal(page.again):
        qtbot.mouseClick(page.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)


def test_a_backup_is_put_back_and_the_data_are_opened_again(begin, qtbot, monkeypatch):
    opened, ports = [], memory_backups()

    def connect():
        opened.append(len(ports.restorer.restored))
        if not ports.restorer.restored:
            raise Refusal("数据文件已损坏，无法打开", "恢复")
        return MemoryBackend.make()

    monkeypatch.setattr(restore_here, "ask_for_backup", lambda _page, _known, then: then(Path("/stick")))
    running = begin(connect=connect, backups=lambda: ports)
    page = running.shell.window.page("broken")
    click(page, "从备份恢复")
    dialog = dialog_of(qtbot, RestoreDialog)
    assert "备份以后办理过2件" in dialog.told.text()
    click(dialog, "恢复这份备份")
    qtbot.waitUntil(lambda: running.station.is_open)
    assert opened == [0, 1]


def test_what_hinders_the_restore_is_said_on_the_page(begin, qtbot, monkeypatch):
    ports = memory_backups()
    ports.restorer.refuse = Refusal("/stick 里没有备份", "选择备份位置")

    def connect():
        raise Refusal("数据文件已损坏，无法打开", "恢复")

    monkeypatch.setattr(restore_here, "ask_for_backup", lambda _page, _known, then: then(Path("/stick")))
    running = begin(connect=connect, backups=lambda: ports)
    page = running.shell.window.page("broken")
    click(page, "从备份恢复")
    qtbot.waitUntil(lambda: page.under_way.text() == "/stick 里没有备份。选择备份位置")
