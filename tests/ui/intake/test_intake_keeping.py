"""Nothing typed on the intake is lost; what is issued cannot be changed."""

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, Mod, press, type_text
from tests.ui.intake.reading import line_above, problems, settle

# Keeping -------------------------------------------------------------------------------------------------------------


def test_a_failed_save_loses_nothing_that_was_typed(qtbot, backend, page):
    backend.store.refuse_commits = Refusal("磁盘已满,没有保存", "腾出空间后会自动再存")
    with qtbot.waitSignal(page.session.save_failed, timeout=2_000):
        type_text("青禾")
    type_text("商贸")
    assert page.form.editors["unit.name"].value() == "青禾商贸"
    backend.store.refuse_commits = None
    with qtbot.waitSignal(page.session.saved, timeout=3_000):
        page.session.save_now()
    assert backend.store.filing(page.session.reference).answers.raw["unit.name"] == "青禾商贸"


def test_another_windows_work_is_a_choice_and_no_loss(qtbot, backend, page):
    other = cases.load_case(backend, page.session.reference).filing
    other.answer("unit.name", "别的窗口")
    cases.save_draft(backend, other, post=POST)
    with qtbot.waitSignal(page.session.save_failed, timeout=2_000):
        type_text("本窗口")
    assert page.messages.words
    assert page.form.editors["unit.name"].value() == "本窗口"
    page.session.reload()
    qtbot.waitUntil(lambda: page.form.editors["unit.name"].value() == "别的窗口", timeout=2_000)


def test_a_complete_case_can_be_read_and_not_changed(qtbot, backend, open_page):
    page = open_page("01-complete")
    issuing.issue_receipt(backend, page.session.reference, post=POST)
    page.session.reload()
    qtbot.waitUntil(lambda: "收字〔2026〕1号" in line_above(page), timeout=2_000)
    assert line_above(page).startswith("待录入")
    day = page.form.editors["system.in_use_since"]
    assert (day.line.text(), day.value()) == ("2026年2月10日", "2026-02-10")
    assert page.form.received_on.line.text() == chinese_date(page.session.filing.received_on)
    type_text("改")
    press((Key.Key_L, Mod.ControlModifier))
    assert page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司"
    page.focus_item("devices")
    rows = len(page.form.devices["devices"].rows())
    for _ in range(9):
        press(Key.Key_Return)
    type_text("新")
    assert len(page.form.devices["devices"].rows()) == rows
    assert not page.session.is_dirty
    assert not page.messages.words


def test_a_case_with_a_notice_shows_its_number_and_stays_open(qtbot, backend, open_page):
    page = open_page("03-four-at-once")
    issuing.issue_notice(backend, page.session.reference, post=POST)
    page.session.reload()
    qtbot.waitUntil(lambda: "补字〔2026〕1号" in line_above(page), timeout=2_000)
    assert "unit.uscc" in problems(page)
    page.focus_item("unit.uscc")
    type_text("91530624MA6K3R7Q38")
    settle(qtbot, page)
    assert "unit.uscc" not in problems(page)


def test_the_day_of_receipt_can_be_changed_and_a_bad_one_stays_as_typed(qtbot, page):
    editor = page.form.received_on
    assert editor.value() == "2026-03-02"
    page.focus_item("received_on")
    type_text("2026-2-30")
    press(Key.Key_Return)
    assert editor.problem == "收件日期必须是真实日期"
    assert editor.value() == "2026-2-30"
    assert page.session.filing.received_on.isoformat() == "2026-03-02"
    before = "1970年1月1日早于《条例》施行的2025年4月1日"
    for day, problem in (("2036-3-2", "2036年3月2日晚于今天"), ("1970-1-1", before)):
        page.focus_item("received_on")
        type_text(day)
        press(Key.Key_Return)
        assert editor.problem == "收件日期" + problem
        assert page.session.filing.received_on.isoformat() == "2026-03-02"
    page.focus_item("received_on")
    type_text("2026年2月27日")
    press(Key.Key_Return)
    assert editor.problem is None
    assert page.session.filing.received_on.isoformat() == "2026-02-27"
