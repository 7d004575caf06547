"""Fields side by side: each keeps its place in the order, also one that was hidden at first."""

import pytest
from PySide6.QtWidgets import QLabel

from counter_app.ui.widgets.field_flow import FieldFlow


@pytest.fixture
def flow(qtbot):
    flow = FieldFlow()
    qtbot.addWidget(flow)
    return flow


def order(flow, labels):
    """The labels in sight from top to bottom, from left to right."""
    seen = [label for label in labels if label.isVisible()]
    return [label.text() for label in sorted(seen, key=lambda label: (label.y(), label.x()))]


def test_what_was_hidden_at_first_comes_to_its_place(qtbot, flow):
    labels = [QLabel(text) for text in "abc"]
    below = QLabel("below a")
    for label in labels:
        flow.add(label)
    flow.add_below(labels[0], below)
    below.hide()
    flow.resize(300, 300)
    flow.show()
    qtbot.waitUntil(lambda: order(flow, [*labels, below]) == ["a", "b", "c"])
    below.show()
    qtbot.waitUntil(lambda: order(flow, [*labels, below]) == ["a", "below a", "b", "c"])
    below.hide()
    labels[1].hide()
    qtbot.waitUntil(lambda: order(flow, [*labels, below]) == ["a", "c"])
