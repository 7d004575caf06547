"""Every text of the product that a paper or a screen may show, with where it stands."""

import ast
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from counter_app import paths
from tests.architecture.source_trees import tree_of

CODE = Path(paths.__file__).parent
FORMS = paths.forms_dir()


def form_files() -> list[Path]:
    """The files of forms as they stand today; what papers issued before are printed from stays as it was."""
    return [path for path in sorted(FORMS.glob("*/**/*.toml")) if "." not in path.parent.name]


def form_texts(path: Path) -> list[str]:
    return list(_strings(tomllib.loads(path.read_text("utf-8"))))


def _strings(content: object) -> Iterator[str]:
    match content:
        case dict():
            for value in content.values():
                yield from _strings(value)
        case list():
            for value in content:
                yield from _strings(value)
        case str():
            yield content


@functools.cache
def code_texts(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and text of every string that is no documentation; of an f-string the values stand as `{}`."""
    return tuple(_code_texts(tree_of(path)))


def _code_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            yield node.lineno, "".join(_piece(part) for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def _piece(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def code_files() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


@functools.cache
def everything() -> tuple[tuple[str, str], ...]:
    """Where it stands, and the text."""
    return tuple(_everything())


def _everything() -> Iterator[tuple[str, str]]:
    for path in form_files():
        for text in form_texts(path):
            yield path.relative_to(FORMS.parent).as_posix(), text
    for path in code_files():
        for line, text in code_texts(path):
            yield f"{path.relative_to(CODE.parent).as_posix()}:{line}", text
