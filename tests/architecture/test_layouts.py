"""Items of layouts are touched in one place: Python would mistake other things for those that Qt has deleted."""

import ast
from pathlib import Path

from tests.architecture.source_trees import tree_of

PACKAGE = Path(__file__).parents[2] / "counter_app"
THE_PLACE = "ui/style/layouts.py"
MAKE_ITEMS = {
    "addLayout",
    "insertLayout",
    "itemAt",
    "itemAtPosition",
    "takeAt",
    "takeRow",
    "replaceWidget",
}
OWN_ITEMS = {("ui/base/foot_layout.py", "self.itemAt"): "a layout whose items are made in Python, which Qt tells"}


def touched(tree):
    """The calls in `tree` that make Python objects for items of layouts, as they are written there."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in MAKE_ITEMS
    ]


def test_an_item_is_seen():
    assert touched(ast.parse("column.addLayout(row, 1)\nold = self._row.takeAt(0).widget()")) == [
        "column.addLayout",
        "self._row.takeAt",
    ]
    assert touched(ast.parse("layouts.nest(column, row)\ncolumn.addWidget(button)\nrow.removeWidget(button)")) == []


def test_items_of_layouts_are_touched_in_one_place():
    found = {
        (path.relative_to(PACKAGE).as_posix(), call)
        for path in PACKAGE.rglob("*.py")
        for call in touched(tree_of(path))
    }
    assert {one for one in found if one[0] != THE_PLACE} == set(OWN_ITEMS)
