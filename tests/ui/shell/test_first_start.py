"""The first start: three steps, nothing lost between them, nothing kept before the last; the sample office beside."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from counter_app import paths
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.headless.headless import UNNAMED_OFFICE
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base import own_program
from counter_app.ui.settings import restore_after_closing
from counter_app.ui.settings.data_card import LITTLE
from counter_app.ui.settings.restore_dialogs import RestoreDialog
from counter_app.ui.shell.first_start import STEPS
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.clerk import click, dialog_of, press, said
from tests.ui.shell_fakes import MemoryWorkstations, RecordingPrinters


@pytest.fixture
def blank():
    return MemoryBackend.make(office=None)


@pytest.fixture
def workstations():
    return MemoryWorkstations(Workstation())


@pytest.fixture
def running(begin, blank, workstations):
    return begin(blank, workstations=workstations, printers=RecordingPrinters(("一楼", "二楼")))


@pytest.fixture
def page(running):
    return running.shell.window.page("first_start")


def write(page, key, words):
    page.form.editors[key].set_value(words)
    page.form.editors[key].edited.emit()


def shown(page):
    blocks = {key: block for card in page.form.cards.values() for key, block in card.blocks.items()}
    return tuple(key for key, block in blocks.items() if block.isVisibleTo(page))


def fill_office(page):
    write(page, "office.name", "大关县公安局")
    write(page, "office.phone", "0870-5620110")


def has_focus(widget):
    return QApplication.focusWidget() is widget or QApplication.focusWidget() is None


def test_every_field_is_asked_in_one_step(page):
    asked = [key for step in STEPS for key in step.keys]
    assert sorted(asked) == sorted(page.form.editors)


@pytest.mark.parametrize("on_button", [False, True])
def test_from_the_first_start_to_the_first_case(qtbot, running, blank, workstations, page, on_button):
    shell = running.shell
    assert (shell.window.shown, shown(page)) == ("first_start", STEPS[0].keys)
    fill_office(page)
    qtbot.keyClick(page.acts.buttons["next"], Qt.Key.Key_Return)
    assert shown(page) == STEPS[1].keys
    write(page, "office.court", "昭通铁路运输法院")
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown(page) == STEPS[2].keys
    page.form.editors["post.clerk"].set_value("王敏")
    page.printing.editor.set_value("二楼")
    if on_button:
        qtbot.keyClick(page.acts.buttons["save"], Qt.Key.Key_Return)
    else:
        qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shell.window.shown == "cases")
    office = blank.store.kept.office
    assert (office.name, office.division, office.prefix) == ("大关县公安局", "530624", "大公（视）")
    assert (office.reconsideration, office.court) == ("大关县人民政府", "昭通铁路运输法院")
    assert office.online_address == "http://psvs.mps.gov.cn"
    assert workstations.kept == Workstation("王敏", "1号窗口", "大关县公安局", "二楼")
    shell.act("new")
    qtbot.waitUntil(lambda: shell.workspace.session is not None)
    assert shell.bar.isVisible()


def test_a_step_says_what_is_to_be_filled_in_it_and_stays(page):
    write(page, "office.division", "5306")
    page.acts.trigger("next")
    assert page.step == 0
    assert page.form.editors["office.division"].problem == "行政区划代码必须是6位数字"
    links = [button.text() for button in page.summary.findChildren(QPushButton)]
    assert {"填写机关名称", "行政区划代码必须是6位数字", "填写联系电话"} <= set(links)
    assert page.form.editors["post.clerk"].problem is None


def test_what_is_to_be_mended_is_told_as_long_as_it_is(page):
    page.acts.trigger("next")
    told = dict(page.summary.problems)
    assert told["office.name"] == "填写机关名称"
    write(page, "office.name", "大关县公安局")
    assert "office.name" not in dict(page.summary.problems)
    assert f"有{len(page.summary.problems)}处" in page.summary.accessibleName()
    for key, _words in tuple(page.summary.problems):
        write(page, key, "0870-5620110")
    assert not page.summary.isVisible()


def test_a_code_is_judged_when_the_clerk_moves_on_and_a_blank_one_only_at_the_end(page):
    editor = page.form.editors["office.division"]
    editor.focus_field()
    press("53062", Qt.Key.Key_Tab)
    assert editor.problem == "行政区划代码必须是6位数字"
    page.form.editors["office.phone"].focus_field()
    press(Qt.Key.Key_Tab)
    assert page.form.editors["office.phone"].problem is None


def test_escape_goes_back_and_nothing_typed_is_lost(qtbot, page):
    fill_office(page)
    page.acts.trigger("next")
    write(page, "office.supervision_phone", "0870-5620999")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert (page.step, page.form.text("office.name")) == (0, "大关县公安局")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.step == 0
    page.acts.trigger("next")
    assert page.form.text("office.supervision_phone") == "0870-5620999"


def test_a_step_with_nothing_to_fill_has_the_focus_on_the_way_on(page):
    fill_office(page)
    page.acts.trigger("next")
    assert has_focus(page.acts.buttons["next"])


def test_saving_early_goes_to_the_step_of_what_is_missing(page, blank):
    fill_office(page)
    page.save()
    assert page.step == 2
    assert page.form.editors["post.clerk"].problem == "填写工作人员"
    assert blank.store.kept.office is None


def test_nothing_is_kept_before_the_last_step(page, blank, workstations):
    fill_office(page)
    page.acts.trigger("next")
    page.acts.trigger("next")
    page.form.editors["post.clerk"].set_value("王敏")
    assert blank.store.kept.office is None
    assert not workstations.kept.is_set_up


def test_what_cannot_be_kept_is_said_and_can_be_tried_again(qtbot, running, page, blank, workstations):
    fill_office(page)
    page.form.editors["post.clerk"].set_value("王敏")
    blank.store.refuse_commits = Refusal("磁盘已满，这一次没有存上", "腾出磁盘空间再试")
    page.save()
    qtbot.waitUntil(lambda: "磁盘已满" in page.messages.words)
    assert (blank.store.kept.office, workstations.kept.is_set_up) == (None, False)
    blank.store.refuse_commits = None
    page.save()
    qtbot.waitUntil(lambda: running.shell.window.shown == "cases")


def test_a_second_workstation_is_asked_only_for_itself(begin, backend, workstations):
    page = begin(backend, workstations=workstations).shell.window.page("first_start")
    assert (page.step, shown(page)) == (2, STEPS[2].keys)
    assert page.form.editors["office.name"].value() == "大关县公安局"
    assert page.form.editors["post.clerk"].value() is None


def test_the_printers_are_offered_and_a_test_page_goes_to_the_chosen_one(qtbot, running, page):
    assert [name for _code, name in page.printing.editor.box.choices] == ["系统默认打印机（一楼）", "一楼", "二楼"]
    page.printing.editor.set_value("二楼")
    page.printing.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: running.printers.tested == ["二楼"])


def test_no_printer_is_no_bar(begin, blank, workstations, qtbot):
    running = begin(blank, workstations=workstations, printers=RecordingPrinters(()))
    page = running.shell.window.page("first_start")
    page.printing.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: "没有可用的打印机" in running.shell.window.messages.words)
    fill_office(page)
    page.form.editors["post.clerk"].set_value("王敏")
    page.save()
    qtbot.waitUntil(lambda: running.shell.window.shown == "cases")
    assert workstations.kept.printer == ""


def test_the_folder_of_the_scans_is_kept_with_the_rest(qtbot, running, page, workstations):
    page.scan_folder.use("/扫描")
    fill_office(page)
    page.form.editors["post.clerk"].set_value("王敏")
    page.save()
    qtbot.waitUntil(lambda: running.shell.window.shown == "cases")
    assert workstations.kept.scan_folder == "/扫描"


def test_little_space_is_said_with_what_to_do(page):
    page.data.show_space(LITTLE - 1)
    assert page.data.space.text() == "剩余空间 499 MB，不够用：先清理磁盘，再开始受理"
    page.data.show_space(3 * 1024**3)
    assert page.data.space.text() == "剩余空间 3.0 GB"


def test_the_sample_office_opens_beside_in_a_folder_of_its_own(monkeypatch, running, page, blank):
    asked = []

    def started(program, arguments):
        asked.append([program, *arguments])
        return True, 1

    monkeypatch.setattr(own_program.QProcess, "startDetached", started)
    page.acts.trigger("sample")
    assert asked == [[*paths.own_command(), "demo", "--data", str(running.station.data_dir)]]
    assert "示例机关" in running.shell.window.messages.words
    assert (running.shell.window.shown, blank.store.kept.office) == ("first_start", None)


def test_a_sample_office_that_does_not_start_is_told(monkeypatch, page):
    monkeypatch.setattr(own_program.QProcess, "startDetached", lambda *_about: (False, 0))
    page.acts.trigger("sample")
    assert "示例机关没有打开" in page.messages.words


def test_the_program_that_is_built_starts_itself_without_a_module(monkeypatch):
    monkeypatch.setattr(paths.sys, "frozen", True, raising=False)
    assert paths.own_command() == [paths.sys.executable]


def test_a_printer_chosen_before_stays_where_it_is_not_there_today(begin, backend, workstations):
    workstations.kept = replace(Workstation(), printer="隔壁")
    page = begin(backend, workstations=workstations).shell.window.page("first_start")
    assert page.printing.chosen == "隔壁"


def test_an_office_that_only_the_command_line_knows_is_asked_for_from_the_first_step(begin):
    shell = begin(MemoryBackend.make(office=UNNAMED_OFFICE)).shell
    assert shell.window.shown == "first_start"
    page = shell.window.page("first_start")
    assert (page.step, page.form.text("office.name")) == (0, "")
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "填写机关前试用的编号，保存时一律作废，相应业务退回登记。" in said


def test_on_a_new_computer_a_backup_is_put_back_instead(qtbot, running, page, monkeypatch):
    """Nothing is filled in first: the window closes, and comes back with the data of the backup."""
    begun, closed = [], []
    monkeypatch.setattr(restore_after_closing, "ask_for_backup", lambda _page, _known, then: then(Path("/stick")))
    monkeypatch.setattr(restore_after_closing, "begin_program", lambda *words, otherwise: begun.append(words))
    monkeypatch.setattr(type(running.shell.window), "close", lambda _window: closed.append(True))
    click(page, "从备份恢复")
    dialog = dialog_of(qtbot, RestoreDialog)
    click(dialog, "恢复这份备份")
    assert begun[0][0] == "restore"
    assert begun[0][2:] == ("--yes", "--open", "--data", str(running.station.data_dir))
    assert closed == [True]


def test_what_is_no_backup_is_said_on_the_page(qtbot, running, page, blank, monkeypatch):
    blank.backups.restorer.refuse = Refusal("/stick 里没有备份", "选择备份位置")
    monkeypatch.setattr(restore_after_closing, "ask_for_backup", lambda _page, _known, then: then(Path("/stick")))
    click(page, "从备份恢复")
    qtbot.waitUntil(lambda: said(running).startswith("/stick 里没有备份"))


def test_who_has_begun_to_fill_in_a_new_office_is_not_asked(page):
    fill_office(page)
    page.go_on()
    assert not page.acts.buttons["restore"].isVisible()
