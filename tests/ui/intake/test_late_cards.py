"""The lower cards of a case begun while the program starts: they come after the first letters, and in time."""

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.services.filing import cases
from counter_app.ui.intake import late_cards
from counter_app.ui.intake.form import IntakeForm
from counter_app.ui.intake.page import IntakePage
from counter_app.ui.intake.session import CaseSession
from tests.fakes.memory_backend import POST
from tests.ui.intake.reading import SMALL

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = "unit.name"


@pytest.fixture
def no_hurry(monkeypatch):
    """The cards do not come by themselves."""
    monkeypatch.setattr(late_cards, "_BUILT_AFTER", 600_000)


@pytest.fixture
def early_page(qtbot, backend, tasks):
    case = cases.open_case(backend, post=POST)
    page = IntakePage(CaseSession(backend, case, post=POST, tasks=tasks, parent=tasks), first_card_first=True)
    page.resize(*SMALL)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.resume()
    return page


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def focused(page):
    return page.form.focused_key()


def all_in_sight(page):
    cards = page.form.cards
    return [*cards] == [section.key for section in page.session.form.sections] and all(
        card.isVisible() for card in cards.values()
    )


@pytest.mark.usefixtures("no_hurry")
def test_letters_stand_in_the_first_field_before_the_other_cards_come_and_nothing_moves(qtbot, early_page, open_page):
    page = early_page
    QTest.keyClicks(QApplication.focusWidget(), "ab c")
    assert page.form.editors[FIRST].value() == "ab c"
    assert [*page.form.cards] == ["unit"]
    press(Qt.Key.Key_Right)
    assert all_in_sight(page)
    assert focused(page) == FIRST
    whole = open_page()

    def places(of):
        QApplication.processEvents()
        return [
            (block.mapTo(of.form.viewport(), QPoint(0, 0)), block.size())
            for card in of.form.cards.values()
            for block in card.blocks.values()
            if block.isVisible()
        ]

    qtbot.waitUntil(lambda: places(page) == places(whole))
    assert tab_order(page) == tab_order(whole)


def tab_order(page):
    """What Tab halts at, by its name, from the first field on."""
    first = page.form.editors[FIRST].focusProxy()
    found, link = [], first
    while not found or link is not first:
        stops = link.focusPolicy() & Qt.FocusPolicy.TabFocus and link.focusProxy() is None
        if stops and page.isAncestorOf(link) and not page.side.verdict.isAncestorOf(link):  # what it lists differs
            found.append((type(link).__name__, link.accessibleName()))
        link = link.nextInFocusChain()
    return found


def test_what_comes_late_has_all_that_the_rest_has(qtbot, early_page, open_page):
    page, whole = early_page, open_page()
    qtbot.waitUntil(lambda: all_in_sight(page))
    for key, editor in page.form.editors.items():
        block, peer = page.form.cards[page.form._section_of(key)].blocks[key], whole.form.editors[key]
        other = whole.form.cards[whole.form._section_of(key)].blocks[key]
        assert (block.is_required, editor.label, block.isHidden()) == (other.is_required, peer.label, other.isHidden())
        assert editor.focusProxy().acceptDrops() is peer.focusProxy().acceptDrops()
    assert [card._status.text() for card in page.form.cards.values()] == [
        card._status.text() for card in whole.form.cards.values()
    ]
    page.activateWindow()
    page.form.editors["agent.name"].focus_field()
    qtbot.waitUntil(lambda: focused(page) == "agent.name")
    QTest.keyClicks(QApplication.focusWidget(), "ab")
    assert page.session.filing.answers.raw["agent.name"] == "ab"


@pytest.mark.usefixtures("no_hurry")
@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ([(Qt.Key.Key_Return,)], "unit.kind"),
        ([(Qt.Key.Key_Tab,)], "unit.kind"),
        ([(Qt.Key.Key_Return, CTRL)], "agent.name"),
        ([(Qt.Key.Key_Return,), (Qt.Key.Key_Return, CTRL)], "agent.name"),
        ([(Qt.Key.Key_Return,), (Qt.Key.Key_Return,), (Qt.Key.Key_Return,)], "agent.name"),
        ([(Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Return, CTRL | SHIFT)], FIRST),
    ],
)
def test_a_key_that_leads_on_finds_every_card(early_page, keys, stands):
    for key in keys:
        press(*key)
    assert focused(early_page) == stands
    assert all_in_sight(early_page)


@pytest.mark.usefixtures("no_hurry")
@pytest.mark.parametrize("go", [lambda page: page.next_section(1), lambda page: page.focus_item("agent.name")])
def test_an_act_that_leads_on_finds_every_card(early_page, go):
    go(early_page)
    assert focused(early_page) == "agent.name"
    assert all_in_sight(early_page)


@pytest.mark.usefixtures("no_hurry")
def test_the_cards_come_once_the_focus_went_elsewhere_by_mouse(qtbot, early_page):
    QTest.mouseClick(early_page.form.editors["unit.kind"].focusProxy(), Qt.MouseButton.LeftButton)
    assert all_in_sight(early_page)


def test_nobody_presses_a_key_and_the_cards_come_all_the_same(qtbot, early_page):
    qtbot.waitUntil(lambda: all_in_sight(early_page))
    assert focused(early_page) == FIRST


def test_a_page_that_was_hidden_meanwhile_has_its_cards_when_it_is_shown_again(qtbot, early_page):
    early_page.hide()
    early_page.show()
    qtbot.waitUntil(lambda: all_in_sight(early_page))


def test_an_edition_that_begins_with_a_list_has_all_cards_at_once(qtbot, backend):
    edition = backend.forms.current()
    lists = sorted(edition.sections, key=lambda section: section.group is None)
    form = IntakeForm(dataclasses.replace(edition, sections=tuple(lists)), first_card_first=True)
    qtbot.addWidget(form)
    assert [*form.cards] == [section.key for section in lists]
