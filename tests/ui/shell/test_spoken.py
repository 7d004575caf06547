"""What a screen reader says: a name for all that takes the focus, no text hidden behind it, and what changes aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from counter_app.ui.base import spoken
from counter_app.ui.widgets.editor import Editor
from tests.fakes.memory_backend import MemoryBackend
from tests.small_office import at, make_small_office
from tests.ui.clerk import act, choose, dialogs

PAGES = ("today", "handover", "inspections", "closing", "statistics", "holidays", "templates")
DIALOGS = ("change_clerk", "by_number", "find", "keys")


def name_of(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _readable(text):
    """Signs such as ✕ and … are named in words; of a button the words before its key are compared."""
    return "".join(sign for sign in text.replace("\u3000", "  ").partition("  ")[0].replace("&", "") if sign.isalnum())


def faults(window):
    """What takes the focus and has no name; what says something that its name leaves out."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        name = name_of(widget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not name.strip() and not isinstance(widget, Editor):
            found.append(("no name", type(widget).__name__, type(widget.parent()).__name__))
        parts = widget.text().split("·") if isinstance(widget, QLabel | QAbstractButton) else []
        if any(_readable(part) not in _readable(name) for part in parts):
            found.append(("hidden", widget.text(), name))
    return found


@pytest.fixture(scope="module")
def office():
    backend = MemoryBackend.make()
    return backend, make_small_office(backend)


@pytest.fixture
def at_work(begin, office):
    backend, known = office
    running = begin(at(backend, 2, 4))
    running.known = known
    return running


def test_every_page_can_be_heard(at_work):
    window = at_work.shell.window
    for page in PAGES:
        at_work.shell.show(page)
        at_work.settle()
        assert (page, faults(window)) == (page, [])
    at_work.shell.show("settings")
    settings = window.page("settings")
    for row in range(settings.index.count()):
        settings.index.setCurrentRow(row)
        assert (settings.index.section, faults(window)) == (settings.index.section, [])


def test_cases_and_what_asks_can_be_heard(at_work):
    window = at_work.shell.window
    act(at_work, "new")
    at_work.settle()
    assert faults(window) == []
    at_work.shell.acts.open_case(at_work.known["A"])
    at_work.settle()
    assert faults(window) == []
    for name in DIALOGS:
        act(at_work, name)
        at_work.settle()
        assert (name, faults(window)) == (name, [])
        for one in dialogs(at_work):
            one.reject()
    act(at_work, "platform")
    at_work.settle()
    assert faults(window) == []


@pytest.fixture
def heard(monkeypatch):
    """What is announced, as if a screen reader were running."""
    said = []
    send = QAccessible.updateAccessibility

    def note(event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append((event.message(), event.politeness()))
        else:
            send(event)

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(note))
    return said


def test_a_changed_verdict_is_said_once(running, heard, qtbot):
    act(running, "new")
    running.settle()
    page = running.shell.workspace.page
    qtbot.waitUntil(lambda: "需补正8项" in page.side.verdict._headline.text())
    heard.clear()
    choose(page.form.editors["unit.name"], "大关县示例商贸有限公司")
    qtbot.waitUntil(lambda: any("7项" in words for words, _how in heard))
    choose(page.form.editors["unit.phone"], "0870-5620110")
    running.settle()
    assert len([words for words, _how in heard if "7项" in words]) == 1


def test_a_refusal_interrupts_and_a_note_waits(running, heard):
    from counter_app.domain.basics.refusal import Refusal

    running.shell.notifier.confirm("已打印收件凭证2份")
    running.shell.notifier.refuse(Refusal("还需补正4项，不能出具收件凭证", "补正后再出具"))
    polite, assertive = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
    assert [how for _words, how in heard] == [polite, assertive]
    assert heard[0][0] == "完成：已打印收件凭证2份"


def test_nothing_is_announced_where_nobody_listens(monkeypatch, running):
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: False))
    monkeypatch.setattr(spoken, "QAccessibleAnnouncementEvent", None)
    spoken.announce(running.shell.window, "已备案")
