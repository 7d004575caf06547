"""What README.md and docs/ point to exists: files behind links, headings behind anchors, paths and names."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source_trees import tree_of

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = ROOT / "docs" / "decisions"

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_PATH = re.compile(r"(?<![\w/.-])(?:counter_app|tests|installer|forms|resources|docs)(?:/[\w.-]*\w)+/?(?::(\w+))?")
"""A path below the top of the tree, and behind a colon what it defines: `counter_app/paths.py:version`."""


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def headings(page: Path) -> set[str]:
    return {anchor(heading) for heading in _HEADING.findall(_FENCE.sub("", page.read_text("utf-8")))}


def broken_links(page: Path) -> list[str]:
    broken = []
    for target in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        name, _, heading = target.partition("#")
        other = (page.parent / name) if name else page
        outside = re.match(r"[a-z]+:", target)
        if not outside and not (other.exists() and (not heading or heading in headings(other))):
            broken.append(target)
    return broken


def defined_in(path: Path) -> set[str]:
    """Classes, functions, methods and constants of a module."""
    tree = tree_of(path)
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return names | {node.id for node in stored}


def unknown_paths(text: str) -> list[str]:
    unknown = []
    for match in _PATH.finditer(text):
        path = ROOT / match[0].partition(":")[0]
        if not path.exists() or (match[1] and path.suffix == ".py" and match[1] not in defined_in(path)):
            unknown.append(match[0])
    return unknown


def test_a_broken_link_and_an_unknown_path_are_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# One, two\n[a](#one-two) [b](#three) [c](gone.md) [d](https://example.org)\n", "utf-8")
    assert broken_links(page) == ["#three", "gone.md"]
    said = "`installer/dev.py:main` `counter_app/paths.py:gone` `tests/gone.py` `office/forms/gone.toml` `forms/filing`"
    assert unknown_paths(said) == ["counter_app/paths.py:gone", "tests/gone.py"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_and_name_exists(page):
    assert unknown_paths(page.read_text("utf-8")) == []


def test_the_list_of_decisions_names_each_page_with_its_title():
    index = (DECISIONS / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| \[\d{4}\]\(([^)]+)\) \| (.+) \|$", index, re.MULTILINE))
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = {path.name: path.read_text("utf-8").splitlines()[0].removeprefix(f"# {path.name[:4]} ") for path in pages}
    assert listed == titles
    assert [path.name[:4] for path in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]


def test_every_decision_that_the_code_names_exists():
    known = {path.name[:4] for path in DECISIONS.glob("[0-9]*.md")}
    named = {
        (path.relative_to(ROOT).as_posix(), number)
        for folder in ("counter_app", "installer", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text("utf-8"))
    }
    assert {one for one in named if one[1] not in known} == set()


def test_every_picture_is_small():
    """`python -m tests.ui.pictures --readme docs/pictures` makes them with few colours."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
