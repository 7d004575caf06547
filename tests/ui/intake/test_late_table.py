"""The table of the devices of a new case is built a moment after its page; nobody can tell."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.ui.intake import devices_card


@pytest.fixture(autouse=True)
def _time_to_look(monkeypatch):
    """The table comes late enough to be missed, on a busy machine too."""
    monkeypatch.setattr(devices_card, "_BUILT_AFTER", 1_000)


def _place(card):
    return next(one for one in card.findChildren(QWidget) if type(one).__name__ == "_TablePlace")


def test_the_table_of_a_new_case_follows_its_page_and_nothing_moves(qtbot, page):
    card = page.form.devices["devices"]
    assert not card._is_built
    place = _place(card)
    taken = place.mapTo(page, QPoint(0, 0)), place.height(), card.height()
    qtbot.waitUntil(lambda: card._is_built)
    qtbot.waitUntil(lambda: card.table.view.isVisible() and card.table.height() > 0)
    assert (card.table.mapTo(page, QPoint(0, 0)), card.table.height(), card.height()) == taken


def test_who_comes_to_its_place_before_it_stands_comes_to_the_table(qtbot, page):
    card = page.form.devices["devices"]
    assert not card._is_built
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.window().focusWidget() is card.table.view


def test_it_stands_where_tab_expects_it(qtbot, page):
    def order():
        found, link = [], page.form.editors["unit.name"].focusProxy()
        first = link
        while link is not None:
            if link.focusPolicy() & Qt.FocusPolicy.TabFocus and link.isVisibleTo(page) and link.focusProxy() is None:
                found.append(link)
            link = link.nextInFocusChain()
            if link is first:
                break
        return found

    card = page.form.devices["devices"]
    before = order()
    at = before.index(_place(card))
    table = card.table
    after = order()
    assert after[at] is table.view
    assert after[:at] == before[:at]
    assert after[at + 1 :] == before[at + 1 :]
