"""What is known of the unit at the counter: offered, filled, taken back; and cases that may be one, side by side."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from tests.fakes.memory_backend import POST
from tests.ui.clerk import Key, Mod, press, type_text
from tests.ui.intake.reading import sample

CODE = "91530624MA6K3R7Q38"


@pytest.fixture
def filed(backend):
    reference = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing.reference
    with backend.work() as work:
        filing = work.filings.get(reference)
        filing.move_to(FilingState.COMPLETE)
        filing.move_to(FilingState.FILED)
        filing.filed_on = date(2026, 3, 2)
        work.filings.save(filing)
        work.commit()
    return reference


@pytest.fixture
def keyed(qtbot, filed, page):
    """The unit's code has been keyed, and the offer is there."""
    page.form.focus_key("unit.uscc")
    type_text(CODE)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "登记过" in page.known.offer.words, timeout=2_000)
    assert filed
    return page


def value(page, key):
    return page.form.editors[key].value()


def test_a_known_unit_is_offered_and_nothing_is_filled_by_itself(keyed):
    assert "该单位2026年3月2日登记过（已备案）" in keyed.known.offer.words
    assert not value(keyed, "unit.name")


def test_one_key_fills_the_unit_the_next_its_agent_then_its_system(qtbot, keyed):
    press((Key.Key_U, Mod.ControlModifier))
    assert value(keyed, "unit.name") == "大关县青禾商贸有限公司"
    assert not value(keyed, "agent.name")
    press((Key.Key_U, Mod.ControlModifier))
    assert value(keyed, "agent.name") == "周文"
    press((Key.Key_U, Mod.ControlModifier))
    assert len(keyed.form.devices["devices"].rows()) == 3


def test_one_key_takes_it_back_part_after_part(qtbot, keyed):
    for _ in range(2):
        press((Key.Key_U, Mod.ControlModifier))
    undo = Mod.ControlModifier | Mod.ShiftModifier
    press((Key.Key_Z, undo))
    assert not value(keyed, "agent.name")
    assert value(keyed, "unit.name") == "大关县青禾商贸有限公司"
    press((Key.Key_Z, undo))
    assert not value(keyed, "unit.name")
    assert value(keyed, "unit.uscc") == CODE


def test_what_was_typed_otherwise_stays_and_is_told(qtbot, keyed):
    keyed.form.focus_key("unit.name")
    type_text("另一名称")
    press(Key.Key_Return)
    press((Key.Key_U, Mod.ControlModifier))
    assert value(keyed, "unit.name") == "另一名称"
    assert "单位名称与原有的不同，没有改动" in keyed.known.offer.words


def test_an_unknown_unit_is_not_spoken_of(qtbot, page):
    page.form.focus_key("unit.uscc")
    type_text(CODE)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: page.session.tasks is not None and not page.session.tasks.is_busy, timeout=2_000)
    assert not page.known.offer.speaks
    assert not page.known.alike.speaks


@pytest.fixture
def duplicates(qtbot, keyed):
    keyed.form.focus_key("system.address")
    type_text("大关县翠华镇人民路12号")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: keyed.known.alike.speaks, timeout=2_000)
    return keyed


def test_the_same_unit_at_the_same_place_is_told_and_stops_nothing(duplicates):
    assert "疑似重复" in duplicates.known.alike.words
    assert "不影响办理" in duplicates.known.alike.words
    assert "unit.duplicate" not in duplicates.session.findings.codes


def test_one_key_shows_both_side_by_side_with_three_ways_out(qtbot, duplicates, filed):
    press((Key.Key_J, Mod.ControlModifier))
    panel = duplicates.known.duplicates
    assert panel.isVisible()
    assert panel.acts.buttons["change"].hasFocus()
    rows = {panel.table.item(row, 0).text(): row for row in range(panel.table.rowCount())}
    assert panel.table.item(rows["系统建设位置"], 2).text() == "大关县翠华镇人民路12号"
    with qtbot.waitSignal(panel.open_wanted) as opened:
        panel.acts.buttons["open"].click()
    assert opened.args == [filed]
    with qtbot.waitSignal(panel.change_wanted):
        qtbot.keyClick(panel.acts.buttons["change"], Qt.Key.Key_Space)
    qtbot.keyClick(panel.acts.buttons["change"], Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is not None
