"""The window's line of messages: one however much there is to say, in a place that is kept."""

from PySide6.QtWidgets import QApplication, QPushButton

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_filing
from counter_app.ui.issued.delivery_dialogs import DeliveryQuestion
from counter_app.ui.widgets.line_dialog import LineDialog
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, MouseHand, act, click, click_by_mouse, dialog_of, offers, press, said
from tests.ui.intake.reading import place_of, sample
from tests.ui.shell_fakes import RecordingPrinters

NUMBER = "53062420260000001"


def open_sample(running, backend, name):
    case = cases.open_case(backend, post=POST, intake=sample(name))
    running.shell.workspace.add_case(case)
    running.settle()
    return running.shell.workspace.page


def test_four_things_to_say_take_one_line_and_move_nothing(begin, backend, qtbot):
    running = begin(backend, printers=RecordingPrinters(printer_names=()))
    first = open_sample(running, backend, "01-complete")
    act(running, "receipt")
    qtbot.waitUntil(lambda: "没有可用的打印机" in said(running))
    page = open_sample(running, backend, "01-complete")
    verdict, form = place_of(page.side.verdict), place_of(page.form)
    page.known.look()
    running.shell.notifier.remind(Refusal("待移交材料：超期1件"), ("去移交", lambda: None))
    qtbot.waitUntil(lambda: running.shell.window.messages.waiting == 2)
    assert "没有可用的打印机" in said(running), "what the page found out displaces no warning"
    offers(running)["还有2条"].click()
    assert "疑似重复" in said(running)
    assert (place_of(page.side.verdict), place_of(page.form)) == (verdict, form)
    running.shell.show("inspections")
    running.settle()
    assert said(running).startswith("待移交材料"), "the others are about a case"
    running.shell.workspace.show_case(first.session.reference)
    running.settle()
    assert "没有可用的打印机" in said(running)


def test_a_message_that_comes_between_press_and_release_moves_nothing_under_the_mouse(begin, backend, qtbot):
    running = begin(backend)
    page = open_sample(running, backend, "01-complete")
    box = page.form.editors["system.function_types"]._boxes["face"]
    page.form.ensureWidgetVisible(box)
    QApplication.processEvents()
    hand = MouseHand(box)
    running.shell.notifier.remind(Refusal("待移交材料：超期1件"), ("去移交", lambda: None))
    QApplication.processEvents()
    assert said(running) == ""
    hand.release()
    assert box.isChecked()
    qtbot.waitUntil(lambda: said(running) == "待移交材料：超期1件")


def link(running, words):
    QApplication.processEvents()  # a button added to a line that stands already is shown a turn later
    buttons = running.shell.window.line.banner.findChildren(QPushButton)
    return next(one for one in buttons if words in one.text() and one.isVisible())


def test_the_line_above_a_filed_case_says_number_and_day_and_copies_the_number(begin, backend, qtbot, qapp):
    reference = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing.reference
    issuing.issue_receipt(backend, reference, post=POST)
    platform_filing.file_case(backend, reference, NUMBER, post=POST)
    running = begin(backend)
    running.shell.workspace.add_case(cases.load_case(backend, reference))
    running.settle()
    assert running.shell.window.line.banner.words == f"已备案 · {NUMBER} · 2026年3月2日"
    assert running.shell.workspace.page.side.verdict.headline == "已备案"
    click_by_mouse(link(running, "复制编号"))
    assert qapp.clipboard().text() == NUMBER
    assert link(running, "已复制").isVisible()


def test_what_was_keyed_wrong_is_mended_from_the_line_above_the_case(begin, backend, qtbot):
    running = begin(backend)
    page = open_sample(running, backend, "01-complete")
    act(running, "receipt")
    qtbot.waitUntil(lambda: "收字〔2026〕1号" in running.shell.window.line.banner.words and "已打印" in said(running))
    running.shell.window.messages.close_front()
    assert page.side.verdict.headline == "材料齐全，已出具收件凭证"
    click_by_mouse(link(running, "录错了？作废收件凭证后重改"))
    question = dialog_of(qtbot, LineDialog)
    question.fields["reason"].setText("登记内容有误")
    click(question, "作废")
    qtbot.waitUntil(lambda: page.session.filing.state is FilingState.DRAFT)
    assert running.shell.window.line.banner.words == ""


def test_how_a_notice_was_served_is_said_above_the_case(begin, backend, qtbot):
    running = begin(backend)
    case = cases.open_case(backend, post=POST, intake=sample("02-letter-not-sealed"))
    [notice] = [issuing.issue_notice(backend, case.filing.reference, post=POST)]
    running.shell.workspace.add_case(cases.load_case(backend, case.filing.reference))
    banner = running.shell.window.line.banner
    qtbot.waitUntil(lambda: banner.words == "待补正 · 一次性告知书 大公（视）补字〔2026〕1号 · 3月2日出具 · 送达未登记")
    click_by_mouse(link(running, "登记送达"))
    dialog_of(qtbot, DeliveryQuestion)
    press((Key.Key_Return,))
    qtbot.waitUntil(lambda: banner.words.endswith("3月2日出具 · 当场签收"))
    assert notice.paper_id in running.shell.workspace.session.served


def test_how_much_is_missing_is_said_until_the_clerk_enters_something(begin, backend, qtbot):
    running = begin(backend)
    page = open_sample(running, backend, "03-four-at-once")
    act(running, "receipt")
    assert said(running).startswith("还需补正4项")
    page.form.focus_key("unit.uscc")
    press("9")
    assert said(running) == ""
