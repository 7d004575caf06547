"""One package for one feature in each layer: what each may import, no import cycles, no owner handed to its part."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source_trees import tree_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "counter_app"

BELOW = {
    "domain": ("basics", "calendar", "forms", "filing"),
    "services": ("ports", "office", "calendar", "search", "filing", "papers", "lists", "trail"),
    "persistence": ("base", "trail", "search", "filing", "papers"),
    "exchange": (),
    "ui": ("style", "base", "widgets", "scans", "intake", "papers", "window"),
}
"""Layer -> the packages on which its features stand, each importing only those before it."""

ABOVE = {
    "domain": ("papers",),
    "services": ("headless",),
    "persistence": (),
    "exchange": (),
    "ui": ("shell",),
}
"""Layer -> the packages that put its features together; only these import features."""


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in PACKAGE.rglob("*.py")}


def imports_of(tree: ast.Module, modules: Iterable[str]) -> set[str]:
    """The modules among `modules` that `tree` imports, at its top, within functions and for types alone."""
    known, found = set(modules), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= parts & known
            if parts - known:
                found.add(node.module)
    return found & known


@cache
def imports() -> dict[str, set[str]]:
    return {name: imports_of(tree_of(path), MODULES) - {name} for name, path in MODULES.items()}


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Every set of nodes that reach one another (Tarjan), each sorted."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in graph:
        if node not in index:
            visit(node)
    return found


def test_a_cycle_is_seen():
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]
    assert cycles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_there_is_no_import_cycle_also_within_a_package():
    assert cycles(imports()) == []


def package_of(module: str) -> tuple[str, str]:
    """Layer and package of `counter_app.LAYER.PACKAGE.module`; the package of a module beside packages is empty."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "", parts[2] if len(parts) > 3 else ""


def may_import(layer: str, package: str, other: str) -> bool:
    """Whether `package` of `layer` may import `other` of the same layer."""
    below, above = BELOW[layer], ABOVE[layer]
    if package == other or package in above:
        return True
    if other in below:
        return package not in below or below.index(other) < below.index(package)
    return False


@pytest.mark.parametrize("layer", BELOW)
def test_features_import_what_they_stand_on_and_never_each_other(layer):
    wrong = [
        f"{module} imports {other}"
        for module, imported in imports().items()
        for other in imported
        if package_of(module)[0] == package_of(other)[0] == layer
        if (mine := package_of(module)[1]) and (theirs := package_of(other)[1])
        if not may_import(layer, mine, theirs)
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", ["domain", "services", "ui"])
def test_every_module_of_a_layer_lies_in_a_package(layer):
    assert [path.name for path in (PACKAGE / layer).glob("*.py")] == ["__init__.py"]


def test_a_feature_may_import_its_ground_and_no_other_feature():
    assert may_import("ui", "transfer", "intake")
    assert may_import("ui", "shell", "transfer")
    assert not may_import("ui", "transfer", "inspection")
    assert not may_import("ui", "widgets", "intake")
    assert not may_import("ui", "papers", "shell")


def classes() -> dict[str, tuple[Path, ast.ClassDef]]:
    return {
        node.name: (path, node)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    }


def constructor_types(node: ast.ClassDef) -> set[str]:
    """The names in the annotations of a constructor's parameters."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            noted = [one.annotation for one in (*item.args.args, *item.args.kwonlyargs) if one.annotation]
            return {part.id for one in noted for part in ast.walk(one) if isinstance(part, ast.Name)}
    return set()


def made_with_self(node: ast.ClassDef) -> set[str]:
    """The classes that `node` makes and hands itself to."""
    return {
        call.func.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if any(isinstance(value, ast.Name) and value.id == "self" for value in call.args)
    }


def test_no_constructor_takes_its_owner():
    """An owner may be handed on as the parent that Qt wants, not as what it is."""
    known = classes()
    wrong = [
        f"{name} hands itself to {part}"
        for name, (_path, node) in known.items()
        for part in made_with_self(node)
        if part in known and name in constructor_types(known[part][1])
    ]
    assert wrong == []


def test_no_class_of_ours_is_looked_for_among_children():
    """A part of the window is handed to who needs it; whoever looks for it relies on the order of making."""
    ours = set(classes())
    wrong = [
        f"{module_of(path)}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr in {"findChild", "findChildren"} and call.args
        if isinstance(call.args[0], ast.Name) and call.args[0].id in ours
        if module_of(path) != "counter_app.ui.style.theme"  # the theme is a child of the one application object
    ]
    assert wrong == []
