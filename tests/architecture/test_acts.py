"""A key is said by the record of its act alone: a sentence names the act, and the window writes the key."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from counter_app.ui.base.shortcuts import SHORTCUTS
from tests.architecture.source_trees import tree_of

PACKAGE = Path(__file__).parents[2] / "counter_app"

KEY = re.compile(
    r"(?<![A-Za-z])(?:(?:Ctrl|Alt|Shift|Meta)\+\S|F(?:[1-9]|1[0-2])(?![0-9A-Za-z])"
    r"|(?:Esc|Enter|Return|Insert|Delete|Del|PgUp|PgDn|PgDown)(?![A-Za-z]))"
)
WHOLE = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:F(?:[1-9]|1[0-2])|[A-Z0-9+,.-]|[A-Z][A-Za-z]+|←|→|↑|↓)")
"""A text that is nothing but keys: what a record of an act declares."""

WITHOUT_KEYS = ("domain", "services", "persistence", "documents", "exchange", "scanning", "catalogue", "cli")
"""What also a command line and a printed paper say: no key, not even as a declaration."""

ALLOWED = {
    "ui/widgets/key_groups.py": "explains the keys that move between fields, which no act has",
    "ui/base/shortcuts.py": "the records of the window's own acts, and their nine tabs in one line",
}


def sentences(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Line, text and whether it is a piece of an f-string, of every text of `tree` that is no docstring."""
    expressions = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in expressions:
            yield node.lineno, node.value, id(node) in pieces


def named_keys(tree: ast.Module, *, declared: bool) -> list[tuple[int, str]]:
    """Where `tree` writes a key into words; where keys are `declared`, a text that is nothing but keys may stand."""
    return [
        (line, text)
        for line, text, piece in sentences(tree)
        if KEY.search(text) and not (declared and not piece and WHOLE.fullmatch(text))
    ]


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in PACKAGE.rglob("*.py") if _top(path) == folder)


def _top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").partition("_")[0]


REFUSALS = {"Refusal", "StateForbids", "NotVoidable", "NothingMissing", "AlreadyIssued"}

SOURCE = '''"""Ctrl+N."""
Act("new", "新建受理", ("Ctrl+N", "F5", "Return"))
say("按 F9 出具", f"返回  Esc{x}", "PDF417", "F90")
'''


def test_a_key_within_words_is_seen_and_a_declared_one_is_not():
    assert named_keys(ast.parse(SOURCE), declared=True) == [(3, "按 F9 出具"), (3, "返回  Esc")]
    assert {text for _line, text in named_keys(ast.parse(SOURCE), declared=False)} >= {"Ctrl+N", "F5", "Return"}


def wrong(*folders: str, declared: bool) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in files(*folders)
        if str(path.relative_to(PACKAGE)) not in ALLOWED
        for line, text in named_keys(tree_of(path), declared=declared)
    ]


def test_what_has_no_window_names_no_key():
    assert wrong(*WITHOUT_KEYS, declared=False) == []


def test_a_page_writes_keys_as_its_acts_have_them():
    assert wrong("ui", declared=True) == []


def test_a_refusal_names_an_act_of_the_window():
    """Its key could not be written otherwise."""
    known = {shortcut.name for shortcut in SHORTCUTS}
    named = [
        (path.name, given.value)
        for path in files(*WITHOUT_KEYS, "ui")
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and _called(call) in REFUSALS
        for given in (*call.args[2:3], *(keyword.value for keyword in call.keywords if keyword.arg == "act"))
        if isinstance(given, ast.Constant)
    ]
    assert named
    assert [found for found in named if found[1] not in known] == []


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def remedies_without_key(tree: ast.Module) -> list[int]:
    """Lines where a remedy is read without the act it ends with, which a new refusal would be given too."""
    handed_on = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) in REFUSALS
        for part in ast.walk(call)
        if any(isinstance(given, ast.Attribute) and given.attr == "act" for given in call.args)
    }
    bare = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "remedy"]
    return [
        *(node.lineno for node in bare if id(node) not in handed_on),
        *(node.lineno for node in ast.walk(tree) if _writes_a_refusal(node)),
    ]


def _writes_a_refusal(node: ast.AST) -> bool:
    """`label.setText(str(refusal))`, `return str(refusal)`, `f"{refusal}"`; its length may be asked for."""
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return False
        case ast.FormattedValue(value=ast.Name(id="refusal")):
            return True
        case ast.Call() | ast.Return():
            parts = node.args if isinstance(node, ast.Call) else [node.value]
            return any(isinstance(part, ast.Call) and ast.unparse(part) == "str(refusal)" for part in parts)
    return False


REMEDIES = """
label.setText(refusal.remedy)
Refusal(f"{name}：{refusal.sentence}", refusal.remedy, refusal.act)
Refusal(refusal.sentence, refusal.remedy)
label.setText(str(refusal))
words = f"{name}：{refusal}"
long = len(str(refusal)) > 9
"""


def test_a_remedy_without_its_key_is_seen():
    assert sorted(remedies_without_key(ast.parse(REMEDIES))) == [2, 4, 5, 6]


def test_a_remedy_is_written_with_the_key_of_its_act():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in files("ui")
        if path.name != "shortcuts.py"
        for line in remedies_without_key(tree_of(path))
    ]
    assert found == []
