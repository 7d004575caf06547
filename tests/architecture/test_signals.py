"""A signal names the type of what it carries; where it cannot, its docstring does."""

import ast
from pathlib import Path

from tests.architecture.source_trees import tree_of

UI = Path(__file__).parents[2] / "counter_app/ui"


def _carries_an_object(value: ast.AST) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="Signal"), args=args):
            return any(isinstance(one, ast.Name) and one.id == "object" for one in args)
    return False


def _said_by(node: ast.AST | None) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(words))):
            return words
    return ""


def unnamed(tree: ast.Module) -> list[str]:
    """Signals of an `object`; neither their docstring nor that of their class says of which type it is."""
    found = []
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for statement, after in zip(owner.body, [*owner.body[1:], None], strict=True):
            if not isinstance(statement, ast.Assign) or not _carries_an_object(statement.value):
                continue
            name = ast.unparse(statement.targets[0])
            told = "`" in _said_by(after) or f"`{name}` carries" in (ast.get_docstring(owner) or "")
            if not told and not name.startswith("_"):
                found.append(name)
    return found


def test_a_signal_that_does_not_say_what_it_carries_is_seen():
    tree = ast.parse("""
class Page:
    '''`told` carries a `Refusal`.'''
    told = Signal(object)
    bare = Signal(str, object)
    vague = Signal(object)
    '''What was refused.'''
    named = Signal(object)
    '''A `Refusal`, or None.'''
    typed = Signal(Refusal)
    _own = Signal(object)
    last = Signal(object)
""")
    assert unnamed(tree) == ["bare", "vague", "last"]


def test_every_signal_of_an_object_says_what_it_carries():
    bare = {path.relative_to(UI).as_posix(): unnamed(tree_of(path)) for path in sorted(UI.rglob("*.py"))}
    assert {path: names for path, names in bare.items() if names} == {}
