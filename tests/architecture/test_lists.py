"""Every list with headings sorts by them, or its headings say why not."""

import ast
from pathlib import Path

from tests.architecture.source_trees import tree_of

UI = Path(__file__).parents[2] / "counter_app" / "ui"
TABLES = {"QTableView", "QTableWidget", "QTreeView", "QTreeWidget"}
WITHOUT_HEADINGS = {
    "inspection/calendar.py": "a month: its columns are the days of the week",
    "platform/items.py": "the platform's order; its headings are hidden",
    "widgets/act_menu.py": "a menu; its headings are hidden",
    "widgets/list_view.py": "makes the view that others sort",
}


def names(tree, *kinds):
    return {
        one.id
        for node in ast.walk(tree)
        if isinstance(node, kinds)
        for one in ([node.func] if isinstance(node, ast.Call) else node.bases)
        if isinstance(one, ast.Name)
    }


def test_every_list_with_headings_sorts_or_says_why_not():
    found = set()
    for path in sorted(UI.rglob("*.py")):
        tree, place = tree_of(path), path.relative_to(UI).as_posix()
        made = names(tree, ast.Call, ast.ClassDef)
        if made & (TABLES | {"list_view"}):
            found.add(place)
            said = made & {"SortedLines", "keeps_order"}
            assert len(said) == (0 if place in WITHOUT_HEADINGS else 1), place
    assert found > set(WITHOUT_HEADINGS), "what is excepted is there"
