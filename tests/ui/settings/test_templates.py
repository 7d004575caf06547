"""The templates of papers in the settings: confirmed and taken back by keyboard; said where one is printed."""

from datetime import date

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.papers.titles import TITLES
from counter_app.services.papers import confirmations
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.line_dialog import LineDialog
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, act, click, dialog_of, said

ORDER = list(TITLES).index("correction_order")


def opened(running, qtbot):
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    act(running, "templates")
    page = running.shell.window.page("templates")
    qtbot.waitUntil(lambda: len(page.lines.lines) == len(TITLES))
    page.lines.view.setCurrentIndex(page.lines.view.model().index(ORDER, 0))
    page.resume()
    return page


def told(page, row=ORDER):
    model = page.lines.view.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_its_key_shows_every_template_with_edition_and_confirmation(running, qtbot):
    page = opened(running, qtbot)
    assert running.shell.window.shown == "templates"
    assert told(page) == ["责令改正通知书", "2025-05", "未审核", "", "", ""]


def test_enter_records_who_confirmed_it_and_delete_takes_it_back(running, qtbot):
    page = opened(running, qtbot)
    qtbot.keyClick(page.lines.view, Key.Key_Return)
    dialog = dialog_of(qtbot, LineDialog)
    assert dialog.fields["on"].text() == chinese_date(running.station.now().date())
    dialog.fields["by"].setText("法制大队张某")
    dialog.fields["on"].setText("2026-2-27")
    dialog._answer()
    qtbot.waitUntil(lambda: told(page)[2] == "✓ 已审核")
    assert told(page)[3:] == ["法制大队张某", "2026年2月27日", f"{POST.window} {POST.clerk}"]
    qtbot.keyClick(page.lines.view, Key.Key_Delete)
    click(dialog_of(qtbot, Dialog), "撤销")
    qtbot.waitUntil(lambda: told(page)[2] == "未审核")


def test_a_day_that_is_none_and_one_to_come_are_refused(running, qtbot):
    page = opened(running, qtbot)
    for typed, words in (("昨天", "审核日期不是日期"), ("2030-1-1", "不能晚于今天")):
        page.acts.trigger("confirm")
        dialog = dialog_of(qtbot, LineDialog)
        dialog.fields["by"].setText("张某")
        dialog.fields["on"].setText(typed)
        dialog._answer()
        qtbot.waitUntil(lambda words=words: words in said(running))
    assert told(page)[2] == "未审核"


def test_a_changed_template_says_that_its_confirmation_is_gone(running, qtbot, backend):
    confirmations.confirm(backend, "correction_order", "张某", date(2026, 3, 1), post=POST)
    backend.renderer.wording = "of the office"
    assert told(opened(running, qtbot))[2] == "模板已修改，需重新审核"


def test_the_settings_lead_there_by_mouse(running, qtbot):
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    page.templates_wanted.emit()
    assert running.shell.window.shown == "templates"
