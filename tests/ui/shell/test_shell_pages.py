"""Settings, papers, printers, and closing the window."""

import json
import shutil
import socket
import subprocess
import sys
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import WindowState
from counter_app.ui.papers import cups_printing
from counter_app.ui.papers.printers import SystemPrinters, trial_page
from counter_app.ui.shell.start import answers, lacks_display, run
from counter_app.ui.widgets.act_menu import ActMenu, open_menu_at
from tests.fakes.memory_backend import POST, intake_of, shipped_form
from tests.ui.shell_fakes import MemoryWorkstations

SAMPLES = Path(__file__).parents[2] / "samples"


def opened(backend, sample):
    [path] = SAMPLES.glob(f"{sample}*.json")
    return cases.open_case(backend, post=POST, intake=intake_of(json.loads(path.read_text("utf-8")), shipped_form()))


def page_of(qtbot, running, name):
    running.shell.show(name)
    running.settle()
    return running.shell.window.page(name)


# Settings -----------------------------------------------------------------------------------------------------------


def test_settings_are_kept_for_office_and_window(begin, backend, qtbot):
    running = begin(backend)
    page = page_of(qtbot, running, "settings")
    page.form.editors["office.phone"].set_value("0870-1234567")
    page.form.editors["post.clerk"].set_value("赵强")
    page.sides["area.west"].set_value("103.5")
    page.shared.set_value(["unit.uscc"])
    page.printing.editor.set_value("窗口打印机")
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: backend.store.kept.office.phone == "0870-1234567")
    qtbot.waitUntil(lambda: running.workstations.kept.clerk == "赵强")
    office = backend.store.kept.office
    assert office.area.west == Decimal("103.5")
    assert office.shared_keys == {"unit.uscc"}
    assert running.workstations.kept.printer == "窗口打印机"
    assert "赵强" in running.shell.window.rail._foot.text()


def test_an_office_without_review_body_and_court_finds_them_proposed_and_saves_them_by_one_key(begin, backend, qtbot):
    backend.store.kept.office = replace(backend.store.kept.office, reconsideration="", court="")
    page = page_of(qtbot, begin(backend), "settings")
    assert page._changes.text() == "有修改还没有保存"
    assert page.form.editors["office.reconsideration"].line.hasFocus() or not QApplication.activeWindow()
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: backend.store.kept.office.court == "大关县人民法院")
    assert backend.store.kept.office.reconsideration == "大关县人民政府"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("area.west", "一百", "西边经度必须是数字，如 103.8912"),
        ("area.north", "91", "北边纬度必须在 -90 到 90 之间"),
        ("area.east", "70", "东边经度必须大于西边经度"),
        ("area.north", "2", "北边纬度必须大于南边纬度"),
    ],
)
def test_an_area_without_an_inside_is_told_at_its_field(begin, backend, qtbot, key, value, words):
    page = page_of(qtbot, begin(backend), "settings")
    before = backend.store.kept.office
    page.sides[key].set_value(value)
    page.save()
    assert page.sides[key].problem == words
    assert words in page.summary.accessibleName()
    assert backend.store.kept.office == before


def test_the_format_of_platform_numbers_is_shown_by_an_example_and_kept(begin, backend, qtbot):
    page = page_of(qtbot, begin(backend), "settings")
    assert page.platform.example == "6至40位字母、数字或连字符，如 530624202600000123"
    qtbot.keyClicks(page.platform.editor.line, "yn-##{4}")
    assert page.platform.example == "“YN-”、5位数字，如 YN-12345"
    page.save()
    qtbot.waitUntil(lambda: backend.store.kept.office.platform_number_format == "YN-##{4}")
    qtbot.waitUntil(lambda: not page._station.tasks.is_busy)
    page.platform.editor.set_value("#{")
    assert "花括号" in page.platform.example
    page.save()
    assert "花括号" in page.platform.editor.problem
    assert "花括号" in page.summary.accessibleName()
    assert backend.store.kept.office.platform_number_format == "YN-##{4}"


def test_the_words_of_numbers_are_folded_away_judged_and_kept(begin, backend, qtbot):
    page = page_of(qtbot, begin(backend), "settings")
    card = page.number_words
    assert card.in_short == "收字、补字、备字、变字、移字、检字、责改字、复查字、举字"
    assert not card.is_unfolded
    card.editors["视改"].set_value("补字")
    page.save()
    assert card.is_unfolded
    assert card.editors["视改"].problem == "“补字”是另一种文书的编号用字，换用别的字"
    assert "另一种文书的编号用字" in page.summary.accessibleName()
    assert backend.store.kept.office.series_words == {}
    card.editors["视改"].set_value("责通字")
    page.save()
    qtbot.waitUntil(lambda: backend.store.kept.office.series_words == {"视改": "责通字"})
    qtbot.waitUntil(lambda: not page._station.tasks.is_busy)
    page.show_kept()
    assert "、责通字、" in card.in_short


def test_the_blank_workbook_is_written_where_the_clerk_says(begin, backend, qtbot, tmp_path):
    running = begin(backend)
    page = page_of(qtbot, running, "settings")
    page.write_blank_workbook(tmp_path / "空白表.xlsx")
    qtbot.waitUntil((tmp_path / "空白表.xlsx").is_file)
    qtbot.waitUntil(lambda: "空白表.xlsx" in running.shell.window.messages.words)


def test_a_test_page_goes_to_the_printer_that_is_chosen(begin, backend, qtbot):
    running = begin(backend)
    page = page_of(qtbot, running, "settings")
    page.printing.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: running.printers.tested == ["窗口打印机"])


def test_what_cannot_be_kept_of_the_workstation_is_said(begin, backend, qtbot):
    running = begin(backend)
    page = page_of(qtbot, running, "settings")
    running.workstations.refusal = Refusal("本机设置没有保存：磁盘已满", "检查剩余空间")
    page.save()
    qtbot.waitUntil(lambda: "磁盘已满" in running.shell.window.messages.words)


# Papers -------------------------------------------------------------------------------------------------------------


def shown_papers(qtbot, begin, backend, sample, issue=None):
    case = opened(backend, sample)
    if issue is not None:
        issue(backend, case.filing.reference, post=POST)
    backend.store.kept.window_states[POST.window] = WindowState((case.filing.reference,), case.filing.reference)
    running = begin(backend)
    running.shell.act("preview")
    page = running.shell.window.page("paper")
    qtbot.waitUntil(lambda: page.papers.preview.page_count > 0)
    return running, page


def test_the_preview_shows_what_is_due_and_takes_no_number(begin, backend, qtbot):
    _running, page = shown_papers(qtbot, begin, backend, "03")
    assert [entry.document for entry in page.papers.entries] == [
        *("deficiency_notice", "information_sheet", "authorization_letter"),
    ]
    assert page.papers.list.item(0).text() == "一次性告知书\n预览，尚未出具"
    assert backend.store.kept.numbers == []
    assert not page.acts.buttons["docx"].isEnabled()


def test_a_complete_case_previews_receipt_and_sheet(begin, backend, qtbot):
    _running, page = shown_papers(qtbot, begin, backend, "01")
    assert [entry.document for entry in page.papers.entries][:2] == ["material_receipt", "platform_sheet"]


def test_issued_papers_are_listed_with_number_and_prints_and_printed_again(begin, backend, qtbot):
    running, page = shown_papers(qtbot, begin, backend, "01", issuing.issue_receipt)
    assert page.papers.list.item(0).text() == "收件凭证\n大公（视）收字〔2026〕1号\n3月2日 · 未打印"
    qtbot.keyClick(page.papers.list, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 1)
    qtbot.waitUntil(lambda: "已打印1次" in page.papers.list.item(0).text())
    assert running.printers.jobs[0].document == "material_receipt"


def test_f9_from_the_preview_issues_and_shows_the_case(begin, backend, qtbot):
    running, page = shown_papers(qtbot, begin, backend, "01")
    qtbot.keyClick(page.papers.list, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(running.printers.jobs) == 2)
    assert running.shell.window.shown == "cases"
    qtbot.waitUntil(lambda: running.shell.workspace.session.filing.state is FilingState.COMPLETE)


def test_a_right_click_on_the_papers_offers_the_act_that_is_due(begin, backend, qtbot):
    """And no second line of the same words for the act of another paper."""
    running, page = shown_papers(qtbot, begin, backend, "01")
    open_menu_at(page.papers.list, QPoint(0, 0))
    [menu] = running.shell.window.findChildren(ActMenu)
    assert [line.keys for line in menu.lines if line.words == "出具并打印"] == ["F9"]
    assert "录入平台" not in [line.words for line in menu.lines]


def test_a_case_that_came_just_before_its_preview_leaves_it_the_keys(begin, backend, qtbot):
    running, _page = shown_papers(qtbot, begin, backend, "01")
    case = running.shell.workspace.page
    running.shell.show("cases")
    case.hide()
    case._resuming = True
    case.show()
    running.shell.act("preview")
    page = running.shell.window.page("paper")
    QTimer.singleShot(0, page.papers.entry_changed.emit)
    with qtbot.waitSignal(page.papers.entry_changed):
        pass
    assert page.papers.list.hasFocus()
    running.shell.show("cases")
    qtbot.waitUntil(lambda: case.isAncestorOf(QApplication.focusWidget()))


def test_escape_goes_back_to_the_case(begin, backend, qtbot):
    running, page = shown_papers(qtbot, begin, backend, "03")
    qtbot.keyClick(page.papers.list, Qt.Key.Key_Escape)
    assert running.shell.window.shown == "cases"


# A file from the applicant ------------------------------------------------------------------------------------------


def test_a_case_is_opened_from_a_file(begin, backend, qtbot):
    running = begin(backend)
    running.shell.acts.open_file(next(SAMPLES.glob("03*.json")))
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    assert running.shell.window.tabs.title(0) == "大关县青禾商贸 · 需补正4项"


def test_a_file_that_cannot_be_read_is_one_sentence(begin, backend, qtbot, tmp_path):
    running = begin(backend)
    running.shell.acts.open_file(tmp_path / "表.doc")
    qtbot.waitUntil(lambda: "不是本程序能读的文件" in running.shell.window.messages.words)
    assert running.shell.workspace.session is None


# The entry point ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "platform", "lacking"),
    [
        ({}, "linux", True),
        ({"DISPLAY": "desk.example:0"}, "linux", False),
        ({"DISPLAY": ":4711"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({}, "win32", False),
    ],
)
def test_whether_a_window_can_be_opened_is_known_before_qt_is_asked(environment, platform, lacking):
    assert lacks_display(environment, platform) is lacking


@pytest.mark.skipif(sys.platform == "win32", reason="X servers listen on Unix sockets")
def test_a_display_that_nobody_serves_any_more_is_none(tmp_path):
    assert not answers(":3", tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X3"))
        server.listen()
        assert answers(":3.0", tmp_path)


def test_without_a_display_one_line_says_what_to_do(monkeypatch, capsys, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert run(lambda: None, MemoryWorkstations(), data_dir=tmp_path) == 1
    said = capsys.readouterr().err
    assert "counter-app demo --out" in said
    assert said.count("\n") == 1


# Printers -----------------------------------------------------------------------------------------------------------


def test_the_chosen_printer_is_used_and_never_another_in_its_place(monkeypatch):
    printers = SystemPrinters()
    monkeypatch.setattr(cups_printing, "printers", lambda: ("近", "远"))
    assert printers.printer("") == "近"
    assert printers.printer("远") == "远"
    with pytest.raises(Refusal, match="不在本机上"):
        printers.printer("隔壁")
    monkeypatch.setattr(cups_printing, "printers", lambda: ())
    assert printers.printer("") is None


def test_the_queue_shows_the_papers_title_and_nobodys_name(monkeypatch):
    sent = []
    monkeypatch.setattr(cups_printing, "print_pdf", lambda pdf, **options: sent.append(options))
    SystemPrinters().send(PrintJob("a1", "deficiency_notice", b"%PDF", 2, 0), "近")
    assert sent == [{"copies": 2, "printer": "近", "title": "一次性告知书"}]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils")
def test_a_test_page_is_one_page_that_names_its_printer(qapp, tmp_path):
    (tmp_path / "page.pdf").write_bytes(trial_page("窗口打印机"))
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "窗口打印机" in unicodedata.normalize("NFKC", text)  # Qt writes 口 as its radical ⼝
    assert text.count("\f") == 1
