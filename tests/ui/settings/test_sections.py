"""The settings in sections: one in sight, an index beside it; a problem is brought in sight with its section."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.clerk import act


def settings(running):
    act(running, "settings")
    running.settle()
    return running.shell.window.page("settings")


def test_one_section_is_in_sight_and_the_index_leads_to_the_others(running):
    page = settings(running)
    assert page.window().focusWidget() is page.index
    assert page.form.editors["office.name"].isVisible()
    assert not page.printing.isVisible()
    item = page.index.item(2)
    QTest.mouseClick(page.index.viewport(), Qt.MouseButton.LeftButton, pos=page.index.visualItemRect(item).center())
    assert (page.index.section, page.printing.isVisible()) == ("打印", True)
    assert not page.form.editors["office.name"].isVisible()
    QTest.keyClick(page.index, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert (page.index.section, page.scan_folder.isVisible()) == ("扫描", True)


def test_every_card_stands_in_a_section(running):
    page = settings(running)
    seen = set()
    for row in range(page.index.count()):
        page.index.setCurrentRow(row)
        shown = {card for card in (*page.form.cards.values(), page.clerks, page.updates) if card.isVisible()}
        assert not seen & shown
        seen |= shown
    assert len(seen) == 4


def test_what_is_wrong_in_another_section_is_brought_in_sight(running):
    page = settings(running)
    page.sides["area.west"].set_value("999")
    page.index.show_section("打印")
    page.save()
    assert page.index.section == "机关"
    assert page.sides["area.west"].isVisible()
