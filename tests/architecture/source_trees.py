"""The syntax trees of our sources, each file parsed once for all the tests that look into it."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """The tree of one file, which several tests read and none changes."""
    return ast.parse(path.read_text("utf-8"))
