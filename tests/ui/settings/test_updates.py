"""Updates in the settings: a stick is found and checked, the data are copied, it is said how to install."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import Publisher, TargetSystem
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.ui.settings import update_card
from counter_app.ui.settings.update_card import InstallDialog, UpdateDialog
from tests.fakes.signed_updates import DEB, SETUP, put_update
from tests.ui.clerk import click, dialog_of, said


@pytest.fixture
def stick(tmp_path, backend):
    folder = tmp_path / "stick"
    backend.updates.publishers.append(Publisher("市局科信支队", put_update(folder, InstallationKey(tmp_path / "key"))))
    return folder


@pytest.fixture
def card(running):
    running.shell.show("settings")
    running.settle()
    return running.shell.window.page("settings").updates


def words_of(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_stick_that_is_plugged_in_is_found_checked_and_prepared(running, card, stick, backend, monkeypatch, qtbot):
    monkeypatch.setattr(update_card, "plugged_in", lambda: [stick.parent, stick])
    assert card.version.text().startswith("本机版本 ")
    click(card, "检查升级U盘")
    seen = dialog_of(qtbot, UpdateDialog)
    assert "本机 0.5.0 版，升级文件 0.6.0 版，2026-12-01 发布" in words_of(seen)
    assert "签名有效，发布单位：市局科信支队" in words_of(seen)
    assert seen.notes.text() == "新增统计\n打印更快"
    assert backend.updates.copies.made == []
    click(seen, "另存数据，准备升级")
    told = dialog_of(qtbot, InstallDialog)
    assert "/data/counter.db.revision-0012" in words_of(told)
    assert told.steps.text() == "1. 退出全部窗口\n2. 由管理员在终端执行下面的命令\n3. 重新打开程序"
    assert told.command.text() == f"sudo apt install {stick / DEB}"
    click(told, "复制命令")
    assert QGuiApplication.clipboard().text() == f"sudo apt install {stick / DEB}"
    click(told, "知道了")
    assert [entry.act for entry in backend.store.kept.history][-1] == "update.prepared"
    assert card.under_way.text() == ""


def test_where_no_stick_is_found_that_is_said(running, card, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(update_card, "plugged_in", lambda: [tmp_path])
    click(card, "检查升级U盘")
    qtbot.waitUntil(lambda: said(running).startswith("没有找到升级U盘"))


def test_an_update_that_was_changed_is_refused_and_nothing_is_copied(running, card, stick, backend, qtbot):
    (stick / DEB).write_bytes(b"changed")
    card.look_at(stick)
    qtbot.waitUntil(lambda: said(running).startswith(f"安装包 {DEB} 与清单不符"))
    assert card.under_way.text() == ""
    assert backend.updates.copies.made == []


def test_what_cannot_be_copied_is_said_before_it_is_said_how_to_install(running, card, stick, backend, qtbot):
    backend.updates.copies.refuse = Refusal("升级前的数据备份没有做成：磁盘已满", "腾出空间")
    card.prepare(stick)
    qtbot.waitUntil(lambda: said(running).startswith("升级前的数据备份没有做成"))


@pytest.mark.parametrize("starts", [True, False])
def test_on_windows_the_setup_program_is_started_and_this_one_ends(
    running, card, stick, backend, monkeypatch, qtbot, starts
):
    backend.updates.here.system = TargetSystem.WINDOWS
    started = []

    def start_detached(program, arguments):
        started.append((program, arguments))
        return starts, 1

    monkeypatch.setattr(update_card.QProcess, "startDetached", start_detached)
    card.prepare(stick)
    told = dialog_of(qtbot, InstallDialog)
    click(told, "退出并开始安装")
    assert started == [(str(stick / SETUP), [])]
    if starts:
        qtbot.waitUntil(lambda: not running.shell.window.isVisible())
    else:
        assert said(running).startswith(f"{SETUP} 没有启动")
