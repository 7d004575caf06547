"""What people read is set as Chinese is set: full-width punctuation between Chinese characters."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import paths
from tests.architecture.source_trees import tree_of

CODE = Path(paths.__file__).parent
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》）][,;:?!]|[,;:?!][\u4e00-\u9fff“《（]")
FIXED = {
    "domain/calendar/period_words.py": "the contract gives the explanation of a date in these very words",
    "domain/calendar/periods.py": "likewise",
    "documents/samples.py": "quotes such an explanation",
    "cli/filing.py": "likewise what the command line says",
}
PATTERN = re.compile(r"\(\?|\\[wWdDsS]|\[[^\]]*\]\*|;;|\[、")
"""Regular expressions and lists of file kinds are written for programs."""


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings of a module that are no documentation."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


@pytest.mark.parametrize("part", sorted(path.name for path in CODE.iterdir() if path.suffix == ".py" or path.is_dir()))
def test_messages_have_full_width_punctuation(part):
    place = CODE / part
    for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
        name = path.relative_to(CODE).as_posix()
        if name in FIXED:
            continue
        for text in texts(tree_of(path)):
            wrong = HALF_WIDTH.search(text.value)
            assert wrong is None or PATTERN.search(text.value), f"{name}:{text.lineno}: {text.value}"


def told_to_people(content: object, key: str = "") -> Iterator[str]:
    """Every text of a form's file but what is said to whoever edits it."""
    match content:
        case dict():
            for name, value in content.items():
                yield from told_to_people(value, name)
        case list():
            for value in content:
                yield from told_to_people(value, key)
        case str() if key not in ("source", "comment"):
            yield content


def test_forms_and_papers_have_full_width_punctuation():
    for path in sorted(paths.forms_dir().rglob("*.toml")):
        for text in told_to_people(tomllib.loads(path.read_text("utf-8"))):
            assert HALF_WIDTH.search(text) is None, f"{path.name}: {text}"
