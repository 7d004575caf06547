"""What a test of the intake does with its hands, and what it looks at."""

import json
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.fakes.memory_backend import intake_of, shipped_form

SAMPLES = Path(__file__).parents[2] / "samples"
Key, Mod = Qt.Key, Qt.KeyboardModifier
SMALL, LARGE = (1218, 640), (1772, 960)
"""The room a page has on 1366 x 768 and on 1920 x 1080."""


def sample(name):
    return intake_of(json.loads((SAMPLES / f"{name}.json").read_text("utf-8")), shipped_form())


def focus():
    """Where a key goes."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(qtbot, text):
    """Type where the focus is, as a hand does; what is no key of a keyboard comes as text, as from an input method."""
    for character in text:
        if character.isascii():
            qtbot.keyClicks(focus(), character)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus(), QKeyEvent(kind, 0, Mod.NoModifier, character))


def press(qtbot, key, modifier=Mod.NoModifier):
    qtbot.keyClick(focus(), key, modifier)


def key_of_focus(page):
    for key, editor in page.form.editors.items():
        if editor.isAncestorOf(focus()):
            return key
    for row in page.side.materials.rows():
        if row is focus() or row.isAncestorOf(focus()):
            return row.spec.key
    for group, card in page.form.devices.items():
        if card.table.isAncestorOf(focus()):
            return group
    return ""


def problems(page):
    return {key: editor.problem for key, editor in page.form.editors.items() if editor.problem}


def settle(qtbot, page):
    """Let the verdict be reached that is on its way."""
    with qtbot.waitSignal(page.verdict_changed, timeout=1_000, raising=False):
        page.session.judge_now()
