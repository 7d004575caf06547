"""Buttons and actions are connected in one place: Qt would hand their state to whatever has space for it."""

import ast
from pathlib import Path

from tests.architecture.source_trees import tree_of

PACKAGE = Path(__file__).parents[2] / "counter_app"
THE_PLACE = "ui/base/acts.py"
SIGNALS = {"clicked", "triggered"}
NO_BUTTONS = {
    ("ui/widgets/choice_box.py", "self._list.clicked"): "a list tells which of its lines",
    ("ui/widgets/text_editors.py", "calendar.clicked"): "a calendar tells which day",
}


def connected(tree):
    """The signals of buttons and actions that `tree` connects itself, as they are written there."""
    return [
        ast.unparse(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
        if isinstance(node.func.value, ast.Attribute) and node.func.value.attr in SIGNALS
    ]


def test_a_bare_connection_is_seen():
    assert connected(ast.parse("button.clicked.connect(act)\naction.triggered.connect(lambda: act())")) == [
        "button.clicked",
        "action.triggered",
    ]
    assert connected(ast.parse("when_pressed(button, act)\nbox.toggled.connect(say)")) == []


def test_buttons_and_actions_are_connected_in_one_place():
    found = {
        (path.relative_to(PACKAGE).as_posix(), signal)
        for path in PACKAGE.rglob("*.py")
        for signal in connected(tree_of(path))
    }
    assert {one for one in found if one[0] != THE_PLACE} == set(NO_BUTTONS)
