"""Every menu is true to the state: what it offers can be done now, with the key of each act, in the order of use."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_filing
from counter_app.services.ports import WindowState
from counter_app.ui.widgets.act_menu import ActMenu
from counter_app.ui.widgets.line_dialog import LineDialog
from counter_app.ui.widgets.menu_lines import MenuLine
from tests.fakes.memory_backend import POST, intake_of, shipped_form
from tests.ui.clerk import click, click_by_mouse, dialog_of, resize, said

SAMPLES = Path(__file__).parents[2] / "samples"


def opened(backend, sample):
    [path] = SAMPLES.glob(f"{sample}*.json")
    intake = intake_of(json.loads(path.read_text("utf-8")), shipped_form())
    return cases.open_case(backend, post=POST, intake=intake).filing.reference


def complete(backend):
    reference = opened(backend, "01")
    issuing.issue_receipt(backend, reference, post=POST)
    return reference


def filed(backend):
    reference = complete(backend)
    platform_filing.file_case(backend, reference, "530624202600000123", post=POST)
    return reference


def deficient(backend):
    reference = opened(backend, "03")
    issuing.issue_notice(backend, reference, post=POST)
    return reference


def withdrawn(backend):
    reference = opened(backend, "03")
    cases.withdraw_case(backend, reference, post=POST)
    return reference


@pytest.fixture
def at_case(begin, backend, qtbot):
    def start(*references):
        backend.store.kept.window_states[POST.window] = WindowState(references, references[0])
        running = begin(backend)
        qtbot.waitUntil(lambda: running.shell.window.shown == "cases")
        running.settle()
        resize(running)
        return running

    return start


def menu_of(running):
    return next(menu for menu in running.shell.window.findChildren(ActMenu) if menu.is_open)


def offered(running):
    return [line.keys or line.words for line in menu_of(running).lines]


GIVEN = "F9 F8 Ctrl+Shift+D Ctrl+Shift+L Ctrl+Shift+P Ctrl+I Ctrl+Shift+S F3"
FURTHER = "Ctrl+Shift+U Ctrl+P Ctrl+E Ctrl+Shift+B"


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        (
            lambda backend: opened(backend, "01"),
            f"F9 F8 Ctrl+I Ctrl+Shift+S F3 {FURTHER} Ctrl+Shift+A F12 Ctrl+Shift+W Ctrl+Shift+Del Ctrl+W",
        ),
        (
            deficient,
            f"{GIVEN} {FURTHER} Ctrl+Shift+A F12 Ctrl+Shift+W Ctrl+W",
        ),
        (
            complete,
            f"F11 Ctrl+Shift+P 作废收件凭证后重改 Ctrl+Shift+S F3 Ctrl+Shift+J {FURTHER} F12 Ctrl+Shift+W Ctrl+W",
        ),
        (
            filed,
            "F11 Ctrl+Shift+P Ctrl+Shift+S F3 Ctrl+Shift+N Ctrl+H Ctrl+Shift+J Ctrl+Shift+U Ctrl+P Ctrl+E F12 Ctrl+W",
        ),
        (withdrawn, "Ctrl+Shift+S Ctrl+Shift+U Ctrl+P Ctrl+E F12 Ctrl+W"),
    ],
    ids=["draft", "deficient", "complete", "filed", "withdrawn"],
)
def test_more_offers_what_is_possible_now_and_nothing_else(at_case, backend, make, keys):
    running = at_case(make(backend))
    click_by_mouse(running.shell.bar._more)
    assert offered(running) == keys.split()
    assert menu_of(running).geometry().top() >= 0


def test_a_right_click_on_a_tab_brings_its_case_to_the_front_and_offers_its_acts(at_case, backend):
    running = at_case(complete(backend), opened(backend, "03"))
    tab = running.shell.window.tabs._tabs[1]
    at = tab.rect().center()
    QApplication.sendEvent(tab, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tab.mapToGlobal(at)))
    assert running.shell.workspace.session.filing.state is FilingState.DRAFT
    assert offered(running)[:2] == ["F9", "F8"]


def test_the_cross_of_a_tab_closes_it(at_case, backend):
    first, second = complete(backend), opened(backend, "03")
    running = at_case(first, second)
    click_by_mouse(running.shell.window.tabs._tabs[1]._close)
    running.settle()
    assert [session.reference for session in running.shell.workspace.sessions] == [first]


def test_the_menu_of_the_rail_offers_what_works_on_every_page(at_case, backend):
    running = at_case(complete(backend))
    running.shell.show("today")
    click_by_mouse(running.shell.window.rail.menu)
    assert {"Ctrl+O", "Ctrl+G", "Ctrl+Shift+E", "Ctrl+Shift+F9", "Ctrl++", "Ctrl+Shift+H"} <= set(offered(running))
    [line] = [line for line in menu_of(running).lines if line.keys == "Ctrl+Shift+F9"]
    assert line.words == "打开打印后自动新建"


def test_that_a_new_case_follows_each_paper_is_seen_and_switched_off_by_a_click(at_case, backend):
    running = at_case(opened(backend, "01"))
    sign = running.shell.bar._continuous
    assert not sign.isVisible()
    running.shell.act("continuous")
    assert sign.isVisible()
    click_by_mouse(sign)
    assert (sign.isVisible(), running.station.workstation.continuous) == (False, False)


def test_who_sees_a_mistake_after_the_receipt_finds_the_way_back_in_the_strip(at_case, backend, qtbot):
    running = at_case(complete(backend))
    link = running.shell.window.line.banner._links["void_receipt"]
    assert link.text() == "录错了？作废收件凭证后重改"
    click_by_mouse(link)
    asking = dialog_of(qtbot, LineDialog)
    asking.fields["reason"].setText("内容有误，已收回重办")
    click(asking, "作废")
    qtbot.waitUntil(lambda: running.shell.workspace.session.filing.state is FilingState.DRAFT)
    assert "已作废" in said(running)
    assert not running.shell.window.line.banner.isVisible()


def test_the_strip_of_a_deficient_case_leads_to_the_delivery(at_case, backend, qtbot):
    from counter_app.ui.issued.delivery_dialogs import DeliveryQuestion

    running = at_case(deficient(backend))
    click_by_mouse(running.shell.window.line.banner._links["delivery"])
    dialog_of(qtbot, DeliveryQuestion).reject()


def test_in_a_low_window_the_lines_of_a_menu_scroll(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("更多", window)
    window.resize(600, 300)
    with qtbot.waitExposed(window):
        window.show()
    menu = ActMenu(button, [[MenuLine(f"第{n}项", "", list) for n in range(20)]])
    menu.open()
    assert window.rect().contains(menu.geometry())
    QTest.keyClick(menu._lines, Qt.Key.Key_End)
    assert menu._lines.verticalScrollBar().value() > 0
