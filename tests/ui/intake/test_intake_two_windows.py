"""Two windows at work on one case: what the clerk sees of the other's work, and what the clerk's own field keeps."""

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.domain.basics.office import Post
from counter_app.services.filing import cases
from tests.ui.clerk import take_up, type_text
from tests.ui.intake.reading import key_of_focus

OTHER = Post("王示例", "4号窗口")


@pytest.fixture
def other(backend, page):
    """Saves answers at another window, with a row of the list where one is wanted."""

    def save(row=None, **answers):
        filing = cases.load_case(backend, page.session.reference).filing
        for key, raw in answers.items():
            filing.answer(key.replace("__", "."), raw)
        if row is not None:
            filing.key_rows([type(filing.answers).row(filing.form, row)])
        cases.save_draft(backend, filing, post=OTHER)

    return save


def press_button(page, words):
    take_up(page.messages, words)


def test_what_the_other_wrote_appears_and_the_field_in_hand_stays(qtbot, page, other):
    other(row={"location": "东门"}, agent__name="李示例")
    type_text("青禾")
    with qtbot.waitSignal(page.session.merged, timeout=3_000):
        page.session.save_now()
    assert page.form.value("unit.name") == "青禾"
    assert key_of_focus(page) == "unit.name"
    assert page.form.value("agent.name") == "李示例"
    assert [row["location"] for row in page.form.devices["devices"].rows()] == ["东门"]
    assert "4号窗口（王示例）也在办理这一件，已并入：" in page.messages.words
    assert page.session.form.fields["agent.name"].label in page.messages.words


def clash(qtbot, page, other):
    other(unit__name="青禾超市", agent__name="李示例")
    type_text("青禾商贸")
    with qtbot.waitSignal(page.session.save_failed, timeout=3_000):
        page.session.save_now()


def test_both_values_of_one_field_are_shown_before_anything_is_chosen(qtbot, page, other):
    clash(qtbot, page, other)
    assert "这里“青禾商贸”，另一窗口“青禾超市”" in page.messages.words
    assert "4号窗口" in page.messages.words
    assert QApplication.focusWidget() is not None


def test_the_button_keeps_this_windows_value_and_shows_the_rest_of_the_others(qtbot, page, other, backend):
    clash(qtbot, page, other)
    with qtbot.waitSignal(page.session.saved, timeout=3_000):
        press_button(page, "保留这里的内容")
    assert page.form.value("unit.name") == "青禾商贸"
    assert page.form.value("agent.name") == "李示例"
    with backend.work() as work:
        acts = [act.act for act in work.history.of_case(page.session.reference)]
    assert acts[-1] == "case.overwritten"


def test_the_other_button_takes_the_others_value(qtbot, page, other):
    clash(qtbot, page, other)
    with qtbot.waitSignal(page.session.saved, timeout=3_000):
        press_button(page, "改用另一窗口的内容")
    assert page.form.value("unit.name") == "青禾超市"
    assert page.session.filing.answers.raw["unit.name"] == "青禾超市"
