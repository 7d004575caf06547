"""移交 on the screen: scanning with the paper in hand, what is forgotten is named, one key for each step."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from counter_app.domain.basics.office import Office
from counter_app.domain.filing.filing import Custody
from counter_app.domain.transfer.batch import BatchState, ScanOutcome
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.transfer import batch_closing, batches, packing, receiving, reports
from counter_app.ui.base.sounds import Sounds
from counter_app.ui.widgets.messages import Tone
from tests.fakes.memory_backend import NOON, POST, MemoryBackend
from tests.services.conftest import SAMPLES
from tests.ui.clerk import click, click_by_mouse, dialog, resize, write
from tests.ui.shell_fakes import start_shell


class Heard:
    """A player that remembers."""

    def __init__(self):
        self.files = []

    def play(self, path):
        self.files.append(path.stem)


@pytest.fixture
def held(backend):
    """Cases with their paper at the window, received on some days of March; the barcodes of their receipts."""
    import json

    from tests.fakes.memory_backend import intake_of

    content = json.loads(next(SAMPLES.glob("01-*.json")).read_text("utf-8"))

    def take_in(*days):
        barcodes = []
        for day in days:
            intake = replace(intake_of(content, backend.forms.current()), received_on=date(2026, 3, day))
            reference = cases.open_case(backend, post=POST, intake=intake).filing.reference
            receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
            barcodes.append((reference, receipt.number.barcode))
        return barcodes

    return take_in


@pytest.fixture
def running(begin, backend):
    """The window at the page of hand-over; `heard` are its sounds."""
    one = begin(backend)
    one.shell.show("handover")
    one.page = one.shell.window.page("handover")
    one.heard = Heard()
    one.page.batch._sounds = Sounds(one.page.batch._sounds._folder, one.heard)
    one.settle()
    return one


def begun(running, qtbot):
    qtbot.keyClick(running.page, Qt.Key.Key_N)
    running.settle()
    return running.page.batch


def test_an_empty_page_says_what_to_do(running):
    assert running.page.lines.currentWidget() is running.page._empty
    assert "应当在一个月内移交" in running.page._empty._next.text()


def test_each_scan_is_answered_by_sound_colour_and_words(running, qtbot, held):
    [(reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    for text in (barcode, barcode, "BS2026-0099"):
        assert running.page.handle_barcode(text)
    running.settle()
    assert running.heard.files == ["right", "already", "wrong"]
    assert "不属于本批次" in batch._outcome.text()
    assert batch._card.property("tone") == "red"
    assert batch._progress.text() == "1 / 1"
    assert batch.shown.batch.item(reference).scanned_at is not None


def test_digits_right_after_a_scan_are_its_pages(running, qtbot, held):
    [(reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    qtbot.keyClicks(batch.scan_field, barcode)
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_Return)
    running.settle()
    qtbot.keyClicks(batch.scan_field, "17")
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_Return)
    running.settle()
    assert batch.shown.batch.item(reference).pages == 17


def test_a_number_and_its_pages_are_taken_by_a_click_too(running, qtbot, held):
    [(reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    resize(running)
    for text in (barcode, "17"):
        write(batch.scan_field, text)
        click_by_mouse(batch._take_button)
        running.settle()
        assert batch.scan_field.hasFocus()
    assert batch.shown.batch.item(reference).pages == 17


def test_pages_belong_to_the_scan_before_them_and_to_none_after_a_wrong_one(running, qtbot, held):
    (first, one), (second, two) = held(1, 2)
    batch = begun(running, qtbot)
    for text in (one, "11", two, "22", "BS2026-0099", "33"):  # at once: each waits for those before it
        assert running.page.handle_barcode(text)
    running.settle()
    pages = {item.reference: item.pages for item in batch.shown.batch.items}
    assert pages == {first: 11, second: 22}
    assert "未选定所属的一件" in running.shell.window.messages.words
    batch.lines.mark(first)
    batch.view.setFocus()
    qtbot.keyClicks(batch.view, "9")
    qtbot.keyClicks(batch.scan_field, "9")
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_Return)
    running.settle()
    assert batch.shown.batch.item(first).pages == 99
    assert batch._said.text() == "第1件已记为99页"


def test_a_workstation_can_be_silent(running):
    batch = running.page.batch
    running.shell.show("settings")
    card = running.shell.window.page("settings").sounds
    card.sounds = Sounds(card.sounds._folder, running.heard)
    sounds = Sounds(batch._sounds._folder, running.heard, wanted=lambda: running.station.workstation.sounds)
    card.switch.click()
    assert running.workstations.kept.sounds is False
    sounds.play(ScanOutcome.RIGHT)
    assert running.heard.files == []
    next(button for button in card.findChildren(QPushButton) if "不属于本批次" in button.text()).click()
    assert running.heard.files == ["wrong"], "who listens to it wants to hear it"
    card.switch.click()
    sounds.play(ScanOutcome.RIGHT)
    assert running.heard.files == ["wrong", "right"]


def test_what_was_forgotten_is_named_before_the_batch_is_closed(running, qtbot, held):
    (first, barcode), (forgotten, _) = held(1, 2)
    batch = begun(running, qtbot)
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F6)
    dialog(running).fields["days"].setText("60")
    click(dialog(running), "提取")
    running.settle()
    assert batch._progress.text() == "0 / 2"
    running.page.handle_barcode(barcode)
    running.settle()
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F9)
    asked = dialog(running)
    assert asked.windowTitle() == "有1件材料没有扫码"
    assert "大关县青禾商贸有限公司" in asked.accessibleDescription()
    assert "余" in asked.accessibleDescription()
    click(asked, "移出这些件并锁定批次")
    qtbot.waitUntil(lambda: batch.shown.batch.state is BatchState.CLOSED)
    assert [item.reference for item in batch.shown.batch.items] == [first]
    assert "移字〔2026〕1号" in batch._title.text()
    assert batches.batch_lines(running.station.backend)[0].cases == 1
    assert cases.load_case(running.station.backend, forgotten).filing.custody is Custody.AT_WINDOW


def test_from_closing_to_the_last_decision_by_keys(running, qtbot, held, tmp_path):
    (first, one), (second, two) = held(1, 2)
    batch = begun(running, qtbot)
    for text in (one, two):
        running.page.handle_barcode(text)
    running.settle()
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F9)
    running.settle()
    batch.commands.pack(tmp_path / "BY2026-0001")
    running.settle()
    assert (tmp_path / "BY2026-0001/manifest-sm3.txt").is_file()
    qtbot.keyClick(batch.view, Qt.Key.Key_F9)
    running.settle()
    assert batch.shown.batch.issued
    qtbot.keyClick(batch.view, Qt.Key.Key_F11)
    click(dialog(running), "登记移交")
    running.settle()
    assert batch.shown.batch.state is BatchState.HANDED_OVER
    batch.lines.mark(second)
    qtbot.keyClick(batch.view, Qt.Key.Key_Delete)
    dialog(running).fields["by"].setText("赵科")
    click(dialog(running), "登记")
    dialog(running).reason.setText("缺页")
    click(dialog(running), "退回  Enter")
    running.settle()
    qtbot.keyClick(batch.view, Qt.Key.Key_F11)
    running.settle()
    assert batch.shown.batch.state is BatchState.SETTLED
    load = cases.load_case
    assert load(running.station.backend, first).filing.custody is Custody.ARCHIVED
    assert load(running.station.backend, second).filing.custody is Custody.AT_WINDOW


def primary(batch):
    return [one.text() for one in batch.acts.buttons.values() if one.isVisible() and one.property("kind") == "primary"]


def test_a_batch_that_goes_without_a_package_has_to_be_handed_over_next(running, qtbot, held):
    [(_reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    running.page.handle_barcode(barcode)
    running.settle()
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F9)
    running.settle()
    assert primary(batch) == ["生成电子数据包  F6"]
    qtbot.keyClick(batch.view, Qt.Key.Key_F9)
    click(dialog(running), "不附电子数据包，打印清单")
    running.settle()
    assert primary(batch) == ["登记移交  F11"]
    assert "② 不附电子数据包   ③ 清单已出具   ④" in batch._unit.text()


def test_that_nothing_is_due_is_no_success(running, qtbot):
    batch = begun(running, qtbot)
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F6)
    click(dialog(running), "提取")
    running.settle()
    messages = running.shell.window.messages
    assert messages.words.startswith("没有到期的件可提取，本批次没有变化")
    assert messages.property("tone") == Tone.NOTE.value


@pytest.fixture
def packed_elsewhere(running, qtbot, held, tmp_path):
    """A closed batch in sight that the command line packed since it was read."""
    [(_reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    running.page.handle_barcode(barcode)
    running.settle()
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F9)
    running.settle()
    target = tmp_path / "BY2026-0001"
    packing.pack(running.station.backend, batch.commands.model.batch_id, target, lambda _done, _total: None, post=POST)
    return batch


def questions(running):
    return [one.windowTitle() for one in running.shell.window.findChildren(QDialog) if one.isVisible()]


def test_f9_right_after_f5_waits_for_the_batch_as_it_stands_now(running, qtbot, packed_elsewhere):
    batch = packed_elsewhere
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F9):
        qtbot.keyClick(batch.view, key)
    running.settle()
    assert questions(running) == [], "it asked whether to do without the package that is there"
    assert batch.shown.batch.issued
    assert len(running.printers.jobs) == 2, "list and cover"


def test_an_act_right_after_f5_waits_too_and_a_second_press_is_none(running, qtbot, packed_elsewhere):
    batch = packed_elsewhere
    qtbot.keyClick(batch.view, Qt.Key.Key_F5)
    for _twice in range(2):
        batch.acts.trigger("second")
    running.settle()
    assert questions(running) == []
    assert len(running.printers.jobs) == 2, "list and cover, once"


def test_what_waits_for_a_batch_is_forgotten_when_one_leaves_it(running, qtbot, packed_elsewhere):
    batch = packed_elsewhere
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        qtbot.keyClick(batch.view, key)
    running.settle()
    assert not batches.batch_view(running.station.backend, batch.commands.model.batch_id).batch.issued


def test_a_key_right_after_another_batch_was_opened_acts_upon_that_one(running, qtbot, packed_elsewhere):
    batch, other = packed_elsewhere, batches.open_batch(running.station.backend, post=POST).batch.batch_id
    running.page.open(other)
    qtbot.keyClick(batch, Qt.Key.Key_F6)
    running.settle()
    assert questions(running) == ["按到期日提取"]


def test_a_scan_of_a_list_opens_its_batch_from_any_page(running, qtbot, held):
    [(_, barcode)] = held(2)
    batch = begun(running, qtbot)
    running.page.handle_barcode(barcode)
    running.settle()
    qtbot.keyClick(batch.scan_field, Qt.Key.Key_F9)
    running.settle()
    running.shell.show("cases")
    from counter_app.ui.issued.return_visit_feature import ReturnVisitFeature

    running.shell.window.findChild(ReturnVisitFeature).handle_barcode("BY2026-0001")
    running.settle()
    assert running.shell.window.shown == "handover"
    assert running.page.in_batch
    assert running.page.batch.shown.batch.number.barcode == "BY2026-0001"
    running.page.show_list()
    running.shell.show("cases")
    running.shell.act("by_number")
    asked = dialog(running)
    asked.look_up("移字〔2026〕1号")
    running.settle()
    assert running.shell.window.shown == "handover"
    assert running.page.in_batch


@pytest.mark.parametrize("outcome", list(ScanOutcome))
def test_every_scan_has_a_sound_of_its_own(running, outcome):
    running.page.batch._sounds.play(outcome)
    assert running.heard.files == [outcome.value]


@pytest.fixture
def handed_over(running, qtbot, held, tmp_path):
    """A batch of two cases that was packed into a folder, its list printed, handed over."""
    backend = running.station.backend
    batch_id = batches.open_batch(backend, post=POST).batch.batch_id
    for reference, _barcode in held(1, 2):
        batches.scan(backend, batch_id, reference, post=POST)
    batch_closing.close_batch(backend, batch_id, post=POST)
    packing.pack(backend, batch_id, tmp_path / "bag", lambda _done, _total: None, post=POST)
    batch_closing.issue_papers(backend, batch_id, without_package=False, post=POST)
    return batch_closing.hand_over(backend, batch_id, by="王敏", post=POST).batch


def test_in_a_narrow_window_the_foot_is_one_line_and_nothing_is_beside_it(running, qtbot, held, handed_over):
    [(_reference, barcode)] = held(2)
    batch = begun(running, qtbot)
    resize(running, 1100, 640)
    running.page.handle_barcode(barcode)
    running.page.handle_barcode("BS2026-0999")
    running.settle()
    said = {}
    for state in (BatchState.OPEN, BatchState.CLOSED, BatchState.HANDED_OVER):
        if state is BatchState.CLOSED:
            qtbot.keyClick(batch.view, Qt.Key.Key_F9)
        if state is BatchState.HANDED_OVER:
            running.page.open(handed_over.batch_id)
        running.settle()
        assert batch.shown.batch.state is state
        qtbot.waitUntil(lambda: batch.width() <= running.shell.window._area.viewport().width())
        foot = [button for name, button in batch.acts.buttons.items() if name != "back" and button.isVisible()]
        qtbot.waitUntil(lambda foot=foot: len({button.y() for button in foot}) == 1)
        assert all(button.visibleRegion().boundingRect() == button.rect() for button in foot)
        said[state] = len(foot)
    assert said == {BatchState.OPEN: 4, BatchState.CLOSED: 6, BatchState.HANDED_OVER: 7}


@pytest.fixture
def department(qtbot, qapp, tmp_path):
    """The same program at the department, with a database of its own."""
    office = Office("大关县公安局科技信息化大队", "530624")
    one = start_shell(lambda: MemoryBackend.make(office=office), tmp_path / "department")
    qtbot.waitUntil(lambda: not one.station.tasks.is_busy and one.shell.window.shown != "busy")
    one.shell.show("handover")
    one.page = one.shell.window.page("handover")
    one.settle = lambda: qtbot.waitUntil(lambda: not one.station.tasks.is_busy)
    one.settle()
    yield one
    one.end()


def test_a_package_is_received_elsewhere_and_its_result_comes_back(running, department, handed_over, qtbot, tmp_path):
    department.page.commands.open_package(tmp_path / "bag")
    department.settle()
    page = department.page.reception
    assert "还有2件没有登记接收结果" in page._words.text()
    assert handed_over.package.sha256 in page._digest.text()
    page.view.selectRow(1)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    dialog(department).reason.setText("缺页")
    click(dialog(department), "退回  Enter")
    department.settle()
    qtbot.keyClick(page.view, Qt.Key.Key_F11)
    department.settle()
    page._receiver = "赵科"
    page.write(tmp_path / "result.json")
    department.settle()
    running.page.commands.import_result(tmp_path / "result.json")
    running.settle()
    asked = dialog(running)
    assert "密钥指纹" in asked.accessibleDescription()
    click(asked, "已电话核对一致，导入")
    running.settle()
    assert running.page.in_batch
    assert running.page.batch.shown.batch.state is BatchState.SETTLED
    custody = [cases.load_case(running.station.backend, one.reference).filing.custody for one in handed_over.items]
    assert custody == [Custody.ARCHIVED, Custody.AT_WINDOW]


def ask_numbers(running, page, **answers):
    page.acts.trigger("archive")
    asked = dialog(running)
    for name, text in {"fonds": "0624", **answers}.items():
        asked.fields[name].setText(text)
    click(asked, "编档号")
    running.settle()
    return running.shell.window.messages.words


def test_window_and_department_read_what_is_written_for_archive_numbers_alike(
    running, department, handed_over, tmp_path
):
    backend = running.station.backend
    receiving.accept_rest(backend, handed_over.batch_id, by="赵科", post=POST)
    running.page.open(handed_over.batch_id)
    running.settle()
    department.page.commands.open_package(tmp_path / "bag")
    department.settle()
    department.page.reception.acts.trigger("accept_rest")
    department.settle()
    for one, page in ((running, running.page.batch), (department, department.page.reception)):
        assert "起始件号必须是1或以上的整数" in ask_numbers(one, page, first="十二")
        assert "保管期限无法识别" in ask_numbers(one, page, retention="20年")
        ask_numbers(one, page, retention="D30", first="１２")
    decided = [item.decision.archive.written for item in running.page.batch.shown.batch.items]
    received = [decision.archive.written for decision in department.page.reception._reception.decisions.values()]
    assert decided == received == [f"0624-{year_of(running)}-D30-0012", f"0624-{year_of(running)}-D30-0013"]


def year_of(running):
    return running.station.now().year


def test_each_fault_of_a_package_is_named_and_nothing_is_kept(department, handed_over, tmp_path):
    for scan in sorted((tmp_path / "bag/data/0001").iterdir()):
        scan.write_bytes(b"other")
    department.page.commands.open_package(tmp_path / "bag")
    department.settle()
    told = dialog(department)
    assert "有2处问题" in told.windowTitle() or "有1处问题" in told.windowTitle()
    assert "data/0001/paper-01" in told.accessibleDescription()
    assert not department.page.in_reception


def test_what_went_on_time_and_late_is_told_month_by_month(running, handed_over, qtbot, tmp_path):
    qtbot.keyClick(running.page, Qt.Key.Key_S)
    running.settle()
    told = dialog(running).accessibleDescription()
    assert "2026年3月  移交2件：按期2件，超期0件；退回0件，待接收2件" in told
    dialog(running).reject()
    report = reports.transfer_report(running.station.backend)
    running.page.commands.export(tmp_path / "out.xlsx", report)
    running.settle()
    assert "移交明细2件已写到" in running.shell.window.messages.words
    assert running.station.backend.store.kept.history[-1].act == "transfers.exported"


def test_where_the_paper_of_a_case_is_stands_in_its_history(running, handed_over):
    from counter_app.ui.changes.history_page import FilingHistoryPage

    page = FilingHistoryPage(running.station, handed_over.items[0].reference)
    page.refresh()
    running.settle()
    assert "移交科技信息化部门（大公（视）移字〔2026〕1号）" in page.custody.text()
    assert page.custody.text().endswith("现在：移交中")
    page.deleteLater()


def test_what_falls_due_is_told_once_a_day_and_pressed_on_the_rail(qtbot, qapp, tmp_path, backend, held):
    held(1, 2)
    later = replace(backend, clock=lambda: NOON + timedelta(days=30))
    one = start_shell(lambda: later, tmp_path)
    qtbot.waitUntil(lambda: not one.station.tasks.is_busy and one.shell.window.shown != "busy")
    assert "待移交材料：今日到期1件，5日内到期1件" in one.shell.window.messages.words
    rail = one.shell.window.rail
    assert "急2" in rail._branches["transfer"].accessibleName()
    assert one.workstations.kept.reminded_on == "2026-04-01"
    one.shell.window.messages.close_front()
    one.shell.workspace.count_day()
    qtbot.waitUntil(lambda: not one.station.tasks.is_busy)
    assert one.shell.window.messages.words == ""
    one.shell.show("handover")
    qtbot.waitUntil(lambda: not one.station.tasks.is_busy)
    assert one.shell.window.page("handover")._ahead.text() == "待移交的到期情况：本周2件"
    one.end()
