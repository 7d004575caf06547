"""Samples, and what a test of the intake reads of its page."""

import json
from pathlib import Path

from counter_app.ui.intake.banner import banner_words
from tests.fakes.memory_backend import intake_of, shipped_form
from tests.ui.clerk import focus

SAMPLES = Path(__file__).parents[2] / "samples"
SMALL, LARGE = (1218, 640), (1772, 960)
"""The size of a page on 1366 x 768 and on 1920 x 1080."""


def sample(name):
    return intake_of(json.loads((SAMPLES / f"{name}.json").read_text("utf-8")), shipped_form())


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


def place_of(widget):
    """Where a widget stands in its window."""
    return widget.mapTo(widget.window(), widget.rect().topLeft())


def line_above(page):
    """The line above the case, as the window shows it."""
    return " · ".join(banner_words(page.session))
