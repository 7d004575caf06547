"""Another clerk in two keys; a locked screen shows nothing and lets nothing through."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from counter_app.services.office.clerks import change_clerk, history_key, known_clerks, set_pin
from counter_app.services.office.pins import hash_pin
from counter_app.ui.settings.clerk_dialogs import ChangeClerk, LockedScreen
from counter_app.ui.style import layouts
from tests.ui.clerk import act, dialog, dialogs, said
from tests.ui.settings.test_sections import settings
from tests.ui.shell_fakes import AT_WORK, MemoryWorkstations

PEPPER = b"p" * 32
"""That of `MemoryOfficeKey`."""


@pytest.fixture
def two(begin, backend):
    """A window at which two clerks work by turns; the other one has a PIN."""
    both = change_clerk(set_pin(change_clerk(AT_WORK, "李示例"), "李示例", "246810", PEPPER), AT_WORK.clerk)
    return begin(backend, workstations=MemoryWorkstations(both))


def test_another_clerk_sits_down_in_two_keys(begin, backend):
    running = begin(
        backend, workstations=MemoryWorkstations(change_clerk(change_clerk(AT_WORK, "李示例"), AT_WORK.clerk))
    )
    act(running, "change_clerk")
    QTest.keyClick(dialog(running, ChangeClerk).focusWidget(), Qt.Key.Key_2)
    assert dialogs(running, ChangeClerk) == []
    assert running.station.workstation.clerk == "李示例"
    assert said(running) == "现在由李示例办理"
    assert running.station.post.clerk == "李示例"


def test_a_new_name_is_written(running):
    act(running, "change_clerk")
    asked = dialog(running, ChangeClerk)
    asked.name.set_value("周某")
    asked.submit()
    assert (running.station.workstation.clerk, dialogs(running, ChangeClerk)) == ("周某", [])


def test_who_has_a_pin_is_asked_for_it(two, backend):
    act(two, "change_clerk")
    asked = dialog(two, ChangeClerk)
    QTest.mouseClick(asked.choices[1], Qt.MouseButton.LeftButton)
    asked.pin.set_value("1111")
    asked.submit()
    assert two.station.workstation.clerk == AT_WORK.clerk
    asked.pin.set_value("246810")
    asked.submit()
    assert two.station.workstation.clerk == "李示例"
    two.settle()
    wrong, changed = backend.store.kept.history[-2:]
    assert (wrong.act, wrong.clerk, wrong.reference) == ("clerk.wrong_pin", AT_WORK.clerk, history_key("李示例"))
    assert (changed.act, changed.clerk) == ("clerk.changed", "李示例")


def test_a_short_pin_of_an_older_version_opens_and_is_to_be_changed(begin, backend):
    older = replace(AT_WORK, clerks=f"{AT_WORK.clerk}\t{hash_pin('1357', None)}")
    running = begin(backend, workstations=MemoryWorkstations(older))
    act(running, "lock")
    locked = dialog(running, LockedScreen)
    locked.pin.set_value("1357")
    locked.submit()
    assert dialogs(running, LockedScreen) == []
    assert said(running) == f"{AT_WORK.clerk}的 PIN 不足6位。由本人在设置的“窗口与人员”中重设"
    assert known_clerks(running.station.workstation)[0].pin_hash.startswith("scrypt-hmac-sha256$")


def test_a_locked_screen_shows_nothing_and_no_key_and_no_scan_goes_through(two):
    act(two, "new")
    two.settle()
    page = two.shell.workspace.page
    page.form.editors["unit.name"].set_value("大关县青禾商贸有限公司")
    two.station.save_workstation(set_pin(two.station.workstation, AT_WORK.clerk, "135790", PEPPER))
    act(two, "lock")
    locked = dialog(two, LockedScreen)
    window = two.shell.window
    assert locked._sheet.geometry() == window.rect()
    assert locked._sheet.property("role") == "locked"
    assert window.childAt(window.rect().center()) is not None
    assert window.childAt(60, 60) is locked._sheet
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        QTest.keyClick(locked.pin.line, key)
    assert dialogs(two, LockedScreen) == [locked]
    assert two.shell.barcodes.handle("BS2026-0001")
    assert not any("青禾" in label.text() for label in locked.findChildren(QLabel))
    locked.pin.set_value("1111")
    locked.submit()
    assert locked.isVisible()
    locked.pin.set_value("135790")
    locked.submit()
    assert dialogs(two, LockedScreen) == []
    assert not two.shell.barcodes.handle("BS2026-0001")
    assert page.form.value("unit.name") == "大关县青禾商贸有限公司"


def test_without_a_pin_enter_unlocks(running):
    act(running, "lock")
    QTest.keyClick(dialog(running, LockedScreen).focusWidget(), Qt.Key.Key_Return)
    assert dialogs(running, LockedScreen) == []


def test_the_settings_follow_who_sits_here(two):
    page = settings(two)
    two.station.save_workstation(change_clerk(two.station.workstation, "李示例"))
    assert page.form.value("post.clerk") == "李示例"
    assert [one.findChild(QLabel).text() for one in layouts.widgets_in(page.clerks._rows)] == ["李示例", AT_WORK.clerk]
