"""`docs/glossary.md` is the contract for names: it knows the domain, the code knows it, and old names stay away."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source_trees import tree_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "counter_app"
CODE_COLUMN = 2

GIVEN_UP = frozenset(
    {
        *("Surroundings", "Unsaved", "Part"),
        *("Changing", "Inspecting", "Serving", "Returning", "Parking", "WaitingCases", "FindingCases", "ClosingTime"),
        *(
            "HandingOver",
            "ListsOut",
            "HolidayYears",
            "Reinspecting",
            "UnitStory",
            "show_story",
            "story_wanted",
            "Handover",
            "HandoverActs",
        ),
        *("Voice", "BarVoice", "Press", "PrinterPress", "DocumentPress", "LatePress", "Pressing", "Pressure"),
        *("Printery", "LateFiles", "LateReader", "LateBags", "Tally", "MemoryCounter"),
        *("Scanner", "take_scan", "Beep", "HeldForm", "CaseKeeper", "soil", "Typeahead", "FirstPicture", "furnish"),
        *("restore_place", "remember_place", "let_go", "say_who", "stand_in", "share_room", "_letter"),
        *("Look", "look_ahead", "look_back", "_look_back", "look_again", "Wish", "ListWish", "RegisterWish", "deaf"),
        *("FolderPlace", "ZipPlace", "TwinsPanel", "Twin", "twins", "Acquaintance", "told_materials", "set_told"),
        *("Again", "Standing", "keep_papers", "take_paper", "_of_a_kept_file", "write_file", "unattended"),
        *("Finding", "FoundCase", "CaseFinder", "Sought", "Tipster", "Mended", "Clash", "Origin", "Moment", "Opened"),
        *("DeskState", "DeskBook", "DeskMemory", "HistoryBook", "DayBook", "PromiseBook", "OverItself", "TakenIn"),
        *("furnish_office", "furnish_cases", "close_of_day", "tells_of_damage", "speak_chinese"),
    }
)
"""Names that the code once had. Each was a metaphor, a gerund, or a second name for something."""


@cache
def trees() -> dict[Path, ast.Module]:
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return {path: tree_of(path) for path in sources}


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name that is declared or used in `tree`; words in strings and comments are none."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Name(id=name) | ast.arg(arg=name):
                yield name
            case ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield from (name.rpartition(".")[2], other or "")
            case ast.keyword(arg=str(name)):
                yield name


def rows(text: str) -> list[list[str]]:
    """The cells of every line of every table, without headings and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "中文" and not set("".join(row)) <= set("-: ")]


@pytest.fixture(scope="module")
def glossary():
    return rows((ROOT / "docs" / "glossary.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def code_names(glossary):
    return [name for row in glossary for name in re.findall(r"`([^`]+)`", row[CODE_COLUMN])]


def test_a_table_is_read_without_its_heading():
    text = "| 中文 | English | Code | Article |\n|---|---|---|---|\n| 备案 | filing | `Filing` | 第六条 |\n"
    assert rows(text) == [["备案", "filing", "`Filing`", "第六条"]]


def test_every_public_class_of_the_domain_stands_in_the_glossary(code_names):
    public = {
        node.name
        for path, tree in trees().items()
        if path.is_relative_to(PACKAGE / "domain")
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert public - set(code_names) == set()


def test_every_name_in_the_glossary_is_in_the_code(code_names):
    known: set[str] = set()
    for path, tree in trees().items():
        if path.is_relative_to(PACKAGE):
            known |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
            known |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str
            }
    for form in (ROOT / "forms").rglob("*.toml"):  # a form's own keys: `unit`, `system`
        known |= set(re.findall(r'^\w+ = "([a-z_.]+)"', form.read_text("utf-8"), re.MULTILINE))
    assert set(code_names) - known == set()


def test_a_name_stands_in_the_glossary_once(code_names):
    assert [name for name, times in Counter(code_names).items() if times > 1] == []


def test_every_term_has_a_chinese_and_an_english_name_and_one_in_the_code(glossary):
    assert [row for row in glossary if len(row) != CODE_COLUMN + 2 or not all(row[: CODE_COLUMN + 1])] == []


def test_names_that_were_given_up_are_not_used_again():
    used = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path, tree in trees().items()
        for name in identifiers(tree)
        if name in GIVEN_UP
    }
    assert used == set()


def test_counter_is_the_one_of_the_standard_library():
    sources = {
        node.module
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "Counter" for alias in node.names)
    }
    assert sources == {"collections"}
